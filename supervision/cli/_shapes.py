"""Whether a record has the shape that an approach in use wants."""

from __future__ import annotations

from supervision import Journal
from supervision.catalogue import Approach, RecordKind, Shape
from supervision.cli._catalogue import catalogue_of
from supervision.cli._screen import Screen
from supervision.records import Record, Reflection, Session

_KINDS: dict[type[Record], RecordKind] = {
    Session: RecordKind.SESSION,
    Reflection: RecordKind.REFLECTION,
}


def tell_shapes(screen: Screen, journal: Journal, record: Record) -> None:
    """Show where *record* is not of the shape that an approach in use has for such a record.

    A shape is held against a session of its own format, a session with a case along its approach,
    or a record that answers one of the questions that it asks for; others are none of its business.
    """
    in_use = journal.settings().approaches
    if not in_use or not isinstance(record, Session | Reflection):
        return
    catalogue = catalogue_of(journal)
    for approach in map(catalogue.approach, in_use):
        for shape in approach.shapes:
            if _concerns(shape, approach, record):
                for field, rule in shape.problems(record):
                    screen.warn(f"{approach.title}, {shape.label.lower()}: {field} {rule}")


def _concerns(shape: Shape, approach: Approach, record: Session | Reflection) -> bool:
    if shape.record is not _KINDS[type(record)]:
        return False
    answered = {answer.prompt for answer in record.answers}
    if isinstance(record, Reflection):
        return bool(answered & set(shape.answered))
    if shape.modality is not None:
        return shape.modality is record.modality
    answered |= {answer.prompt for case in record.cases for answer in case.answers}
    along = {case.model for case in record.cases}
    return approach.id in along or bool(answered & set(shape.answered))
