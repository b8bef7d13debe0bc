"""Asking for fields, one by one, until each is as its rule wants it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from supervision.cli._fields import SEPARATOR, Field, field_at, put
from supervision.cli._screen import Screen
from supervision.codec import from_plain
from supervision.errors import InvalidRecordError
from supervision.records import Record

END = "."

# Stand in for what was not asked yet, so that each answer can be judged at once.
_NOT_YET: dict[str, dict[str, Any]] = {
    "session": {
        "on": "2026-01-01",
        "minutes": 1,
        "modality": "peer",
        "supervisor": "ZZZZ-999999Z",
        "supervisees": ["ZZZZ-999998Z"],
    },
    "reflection": {"on": "2026-01-01", "practitioner": "ZZZZ-999999Z", "notes": "not yet"},
}


class Form:
    """A record that is being filled in.

    Args:
        screen: Where to ask.
        kind: The class of the record.
    """

    def __init__(self, screen: Screen, kind: type[Record]) -> None:
        self._screen = screen
        self._kind = kind
        self._standing_in = _NOT_YET[kind.__name__.lower()]
        self.plain: dict[str, Any] = {}

    def record(self) -> Record:
        """Return the record as filled in.

        Raises:
            InvalidRecordError: if a rule is broken that no single answer could break.
        """
        return from_plain(self.plain, self._kind)

    def ask(self, path: str, question: str, *, default: str = "", needed: bool = False) -> bool:
        """Ask for the field at *path* until the answer keeps its rules.

        Args:
            path: Such as ``minutes`` or ``cases.0.notes``.
            question: What to ask; how to answer is added.
            default: What an empty answer means.
            needed: Whether an empty answer is refused where there is no default.

        Returns:
            Whether there was an answer.
        """
        field = field_at(self._kind, path)
        while True:
            text = self._answer(field, question, default) or default
            if not text and not needed:
                return False
            rule = self._broken(field, text) if text else "must be given"
            if rule is None:
                put(self.plain, field.path, field.plain(text))
                return True
            self._screen.note(f"  {rule}")

    def _answer(self, field: Field, question: str, default: str) -> str:
        if field.long:
            return ask_text(self._screen, question)
        how = f" ({SEPARATOR} between several)" if field.several else ""
        shown = f" [{default}]" if default else ""
        return self._screen.ask(f"{question}{how}{shown}:").strip()

    def _broken(self, field: Field, text: str) -> str | None:
        """Return the rule that *text* breaks in this field, if it breaks one."""
        trial = {**deepcopy(self._standing_in), **deepcopy(self.plain)}
        put(trial, field.path, field.plain(text))
        for part in trial.get("actions", ()):
            part.setdefault("what", "not yet")
        try:
            from_plain(trial, self._kind)
        except InvalidRecordError as error:
            return str(error)
        return None


def ask_text(screen: Screen, question: str) -> str:
    """Ask for text of any number of lines, ended by a line with a dot; nothing at once is none."""
    lines: list[str] = []
    screen.note(f"{question}: as many lines as you like, then a line with only {END}")
    while (line := screen.ask(">")) != END:
        if not line and not lines:
            break
        lines.append(line)
    return "\n".join(lines).strip()
