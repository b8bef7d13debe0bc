"""`supervision amend`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from cyclopts import Parameter

from supervision.cli._exits import RefusedError
from supervision.cli._fields import Field, field_at, put
from supervision.cli._find import SHORT, line_of_record, read
from supervision.cli._looking import look_at_change
from supervision.cli._options import REACH, Reach, check_reason
from supervision.cli._questions import ask_text
from supervision.cli._screen import Screen, interactive
from supervision.cli._telling import gathered
from supervision.cli._unlocking import opened
from supervision.cli._vocabulary import tell_unknown
from supervision.codec import from_plain, to_plain
from supervision.records import Record, with_revision


def amend(
    beginning: Annotated[str, Parameter(name="ID")],
    changes: Annotated[tuple[str, ...], Parameter(name="FIELD=VALUE")] = (),
    /,
    *,
    reason: str,
    strict: bool = False,
    reach: Reach = REACH,
) -> None:
    """Correct a record; the earlier revisions stay.

    A field is named as the record has it: minutes=60, cases.0.themes='need.unmet|family.burden',
    actions.1.done=2026-03-18, counted from 0; one past the end adds a part. An empty value clears
    the field. What is typed here stays in the history of the shell: leave =VALUE out for notes,
    and it is asked for. Without any field, fields are asked for too. If the change could tell who
    somebody is, that is said first, and asked about where somebody is there to answer.

    Args:
        beginning: The id of the record, or as much of its beginning as no other has.
        changes: What to change.
        reason: Why, in words; it is sealed and kept with the revision.
        strict: Refuse a change that could tell who somebody is.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    check_reason(reason)
    with opened(screen, reach) as journal:
        old = read(journal, line_of_record(journal, beginning))
        new = _changed(screen, old, changes)
        if new != old:
            look_at_change(screen, journal, old, new, reason, strict=strict)
            tell_unknown(screen, journal, new)
            with gathered():
                new = journal.amend(new, reason=reason)
    amended = new.revision != old.revision
    number = new.revision
    says = f"amended, now at revision {number}" if amended else f"as it was, at revision {number}"
    screen.say(f"record {old.id[:SHORT]} is {says}")
    screen.document({"id": old.id, "revision": number, "amended": amended})


def _changed(screen: Screen, old: Record, changes: Sequence[str]) -> Record:
    plain = to_plain(old)
    for name, value in _asked(screen) if not changes else map(_split, changes):
        field = field_at(type(old), name)
        text = _asked_value(screen, field, name) if value is None else value
        put(plain, field.path, field.plain(text, like=_current(plain, field)))
    return with_revision(from_plain(plain, type(old)), old.revision)


def _split(change: str) -> tuple[str, str | None]:
    name, equals, value = change.partition("=")
    return name, value if equals else None


def _asked(screen: Screen) -> Iterator[tuple[str, None]]:
    if not interactive():
        msg = "what is to be changed? give FIELD=VALUE, such as minutes=60"
        raise RefusedError(msg)
    while name := screen.ask("Field to change (Enter when done):").strip():
        yield name, None


def _asked_value(screen: Screen, field: Field, name: str) -> str:
    return ask_text(screen, name) if field.long else screen.ask(f"{name}:")


def _current(plain: dict[str, Any], field: Field) -> object:
    here: Any = plain
    for step in field.path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return None
    return here
