"""Lines of an answer that was not ended, and the question that they were written to."""

from __future__ import annotations

from typing import Any

import attrs

from supervision.catalogue import Prompt
from supervision.cli._asking import Lines, typed
from supervision.cli._screen import Screen
from supervision.records import AnswerKind

_YES = ("y", "yes")


@attrs.frozen(kw_only=True)
class Begun:
    """The lines of an answer that was not ended.

    Attributes:
        prompt: The id of the question that was asked.
        version: Its version.
        kind: What it asked for.
        wording: What was shown.
        lines: What was written so far.
    """

    prompt: str
    version: int
    kind: AnswerKind
    wording: str = attrs.field(repr=False)
    lines: Lines = attrs.field(repr=False)

    def fits(self, prompt: Prompt) -> bool:
        """Say whether *prompt* is the very question that was asked, in the same words."""
        asked = (self.prompt, self.version, self.kind, self.wording)
        return asked == (prompt.id, prompt.version, prompt.kind, prompt.wording)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data for a draft."""
        return attrs.asdict(self) | {"kind": self.kind.value, "lines": list(self.lines)}


def begun_with(prompt: Prompt, lines: Lines) -> Begun:
    """Return *lines* as the beginning of an answer to *prompt*."""
    return Begun(
        prompt=prompt.id,
        version=prompt.version,
        kind=prompt.kind,
        wording=prompt.wording,
        lines=lines,
    )


def show_begun(screen: Screen, begun: Begun) -> None:
    """Show what was written, and to which question."""
    screen.note(f"  {begun.wording}")
    for line in begun.lines:
        screen.note(f"  > {line}")


def wants_dropped(screen: Screen, begun: Begun) -> bool:
    """Show lines that answer no question of now, and say whether whoever is asked drops them.

    Raises:
        StoppedError: if whoever is asked stops.
    """
    screen.note("")
    screen.note("written to a question that is not the one of now, nor in its words:")
    show_begun(screen, begun)
    screen.note("copy what you need; it is put to no other question, and stays in the draft")
    return typed(screen, "Drop it? [y/N]").lower() in _YES
