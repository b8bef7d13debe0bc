"""Whether a record has the shape that an approach in use wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import attrs

from supervision import Journal
from supervision.catalogue import Approach, Catalogue, RecordKind, Shape
from supervision.cli._plan import Plan, Standing
from supervision.cli._screen import Screen
from supervision.records import Record, Reflection, Session

_MOST_SHOWN = 10


@attrs.frozen(kw_only=True)
class _Wanted:
    """A shape, and whose it is."""

    approach: Approach
    shape: Shape

    def problems(self, record: Record) -> Iterator[str]:
        """Yield in words where *record* is not of this shape, if that is any of its business."""
        if isinstance(record, Session | Reflection) and self._concerns(record):
            for field, rule in self.shape.problems(record):
                yield f"{self.approach.title}, {self.shape.label.lower()}: {field} {rule}"

    def _concerns(self, record: Session | Reflection) -> bool:
        shape = self.shape
        if isinstance(record, Reflection):
            return shape.record is RecordKind.REFLECTION and _answers_one_of(shape, record)
        if shape.record is not RecordKind.SESSION:
            return False
        if shape.modality is not None:
            return shape.modality is record.modality
        along = any(case.model == self.approach.id for case in record.cases)
        return along or any(_answers_one_of(shape, part) for part in (record, *record.cases))


def tell_shapes(screen: Screen, journal: Journal, record: Record) -> None:
    """Show where *record* is not of the shape that an approach in use has for such a record.

    A shape is held against a session of its own format, a session with a case along its approach,
    or a record that answers one of the questions that it asks for; others are none of its business.
    """
    for wanted in _wanted(journal):
        for problem in wanted.problems(record):
            screen.warn(problem)


def tell_shapes_of(screen: Screen, journal: Journal, plans: Sequence[Plan]) -> None:
    """Show the same of the rows that are about to be logged: ten at most, and how many more."""
    told = list(_told(_wanted(journal), plans))
    for line in islice(told, _MOST_SHOWN):
        screen.warn(line)
    if len(told) > _MOST_SHOWN:
        screen.warn(f"and {len(told) - _MOST_SHOWN} more")


def _wanted(journal: Journal) -> tuple[_Wanted, ...]:
    known = Catalogue.shipped().approaches
    in_use = [known[each] for each in journal.settings().approaches if each in known]
    return tuple(_Wanted(approach=one, shape=shape) for one in in_use for shape in one.shapes)


def _told(wanted: Sequence[_Wanted], plans: Sequence[Plan]) -> Iterator[str]:
    for plan in plans:
        for item in plan.with_standing(Standing.NEW) if wanted else ():
            for each in wanted:
                for problem in each.problems(item.record):
                    yield f"{plan.name}, line {item.row.line}: {problem}"


def _answers_one_of(shape: Shape, part: object) -> bool:
    return any(answer.prompt in shape.answered for answer in getattr(part, "answers", ()))
