"""`supervision pack check` and `pack new`: files of packs, without a journal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Parameter

from supervision.catalogue import Catalogue, CatalogueWarning, Pack, load_pack
from supervision.cli._exits import Exit, RefusedError
from supervision.cli._options import COMMON, Common
from supervision.cli._screen import Screen
from supervision.cli._telling import gathered
from supervision.cli._writing import check_free_name
from supervision.errors import CatalogueError

_TEMPLATE = """\
# A pack of prompts. Check it with: supervision pack check FILE
# Take it into use with:            supervision pack use FILE
# What stands behind a # is for you; a line without it counts.

id = "{id}"                     # never used again for something else
version = 1                     # another number whenever the pack changes
title = "A few words for people"
text = "What the pack is for."
source = "Who the ideas come from, and when"
rights = "Under what terms the words may be used"
audience = "supervisee"         # or supervisor, group, trainer
lang = "en"

# Prompts, in the order in which they are asked.

[[prompts]]
id = "{id}-went-well"
text = "What went better than you expected?"
purpose = "what to do more of"
function = "restorative"        # or normative, formative
kind = "text"                   # or scale, yesno, choice, list
themes = ["practitioner.emotional-load"]

[[prompts]]
id = "{id}-again"
text = "Would you do the same again?"
purpose = "a decision to look at"
function = "formative"
kind = "yesno"
# A reminder for a person to act, and nothing else:
# reminder = {{ on = false, text = "Take it to your next session." }}

[[prompts]]
id = "{id}-instead"
text = "What would you do instead?"
purpose = "the next time"
function = "formative"
kind = "list"
when = {{ prompt = "{id}-again", is = false }}   # asked only after that answer

# A rating. Its two ends must say what they mean; repeatable makes a series over time.
# [[prompts]]
# id = "{id}-rating"
# text = "How much of it was your own doing?"
# purpose = "a rating over time"
# function = "formative"
# kind = "scale"
# low = 0
# high = 10
# anchors = ["none of it", "all of it"]
# repeatable = true

# A theme of your own, beside those of: supervision themes
# [[themes]]
# id = "{id}-theme"
# label = "A few words"
# text = "what it covers"
# family = "practitioner"
# source = "Who the idea comes from"
"""


def check_packs(
    files: Annotated[tuple[Path, ...], Parameter(name="FILE", required=True)],
    /,
    *,
    common: Common = COMMON,
) -> Exit:
    """Check files of packs, and show what they hold.

    A file may use the themes of those before it. What is wrong is named by file, entry and rule,
    and the exit status is 1 then; a theme that looks like another one is only warned of.

    Args:
        files: The files, in TOML.
        common: What every command takes.
    """
    screen = Screen(json=common.json)
    catalogue, checked = Catalogue.shipped(), []
    for file in files:
        one, catalogue = _checked(file, catalogue)
        checked.append(one)
        _show(screen, one)
    screen.document([one.plain() for one in checked])
    return Exit.OK if all(one.pack is not None for one in checked) else Exit.PROBLEM


@attrs.frozen(kw_only=True)
class _Checked:
    file: str
    pack: Pack | None = None
    warned: tuple[str, ...] = ()
    problem: str | None = None

    def plain(self) -> dict[str, object]:
        pack = self.pack
        return {
            "file": self.file,
            "ok": pack is not None,
            "id": None if pack is None else pack.id,
            "version": None if pack is None else pack.version,
            "prompts": [] if pack is None else [one.id for one in pack.all_prompts],
            "themes": [] if pack is None else [one.id for one in pack.themes],
            "scales": [] if pack is None else [one.id for one in pack.scales],
            "warnings": list(self.warned),
            "problem": self.problem,
        }


def _checked(file: Path, catalogue: Catalogue) -> tuple[_Checked, Catalogue]:
    name = str(file)
    try:
        with gathered() as warned:
            pack = load_pack(file, catalogue=catalogue)
            wider = catalogue.with_packs(pack)
    except CatalogueError as error:
        told = str(error) if error.file else f"{name}, {error}"
        return _Checked(file=name, problem=told), catalogue
    near = tuple(str(each) for each in warned if isinstance(each, CatalogueWarning))
    return _Checked(file=name, pack=pack, warned=near), wider


def _show(screen: Screen, one: _Checked) -> None:
    pack = one.pack
    if pack is None:
        screen.note(str(one.problem))
        return
    counts = (("prompt", pack.all_prompts), ("theme", pack.themes), ("scale", pack.scales))
    holds = ", ".join(_counted(len(found), what) for what, found in counts)
    screen.say(f"{one.file}: {pack.id}, version {pack.version}: {holds}")
    rows = [(each.id, each.kind.value, each.text) for each in pack.all_prompts]
    rows += [(each.id, "theme", each.label) for each in pack.themes]
    screen.table({"id": False, "kind": False, "text": False}, rows, title=pack.title)
    for warning in one.warned:
        screen.warn(f"{one.file}: {warning}")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def new_pack(
    pack: Annotated[str, Parameter(name="ID")],
    /,
    *,
    out: Path | None = None,
    common: Common = COMMON,
) -> None:
    """Write a pack to begin with, which says what goes where.

    It passes `supervision pack check` as it stands. Nothing is ever overwritten.

    Args:
        pack: The id of the pack, your own under x.<org>., such as x.kent.evenings.
        out: The file to write; standard output if not given.
        common: What every command takes.
    """
    screen = Screen(json=common.json)
    text = _TEMPLATE.format(id=pack)
    _check(text)
    if out is not None:
        check_free_name(out)
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
        screen.say(f"wrote {out}; check it with: supervision pack check {out}")
    else:
        screen.text(text.rstrip("\n"))
    written = None if out is None else str(out)
    screen.document({"id": pack, "file": written, "text": text})


def _check(text: str) -> None:
    try:
        load_pack(text.encode(errors="replace"))
    except CatalogueError:
        pass
    else:
        return
    msg = "the id of a pack of yours is under x.<org>., in lower case, such as x.kent.evenings"
    raise RefusedError(msg)
