"""So much for each case or each domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from supervision.catalogue import Each, Part, PartKind, Per
from supervision.records import LedgerLine
from supervision.reports._hours_credit import Held
from supervision.reports._hours_ground import Ground, minutes_of, outcome
from supervision.reports._hours_outcome import HoursOutcome
from supervision.reports._hours_spans import Stretch
from supervision.reports._hours_words import number

Shares = Mapping[str, Fraction]


def each(asked: Each, ground: Ground) -> Iterator[HoursOutcome]:
    """Yield what became of each domain, or of as many cases as are asked for."""
    for stretch in ground.stretches(Per.WHOLE):
        held = ground.between(stretch.first, stretch.last, asked.only)
        yield from _of_parts(asked, ground, stretch, held)


def _of_parts(
    asked: Each, ground: Ground, stretch: Stretch, held: tuple[Held, ...]
) -> Iterator[HoursOutcome]:
    covered = {one.credit.session: _covered(asked, ground, one.line) for one in held}
    shares = _shares(held, covered)
    lost = minutes_of([one for one in held if not covered[one.credit.session]])
    remarks = (f"{number(lost)} min could be put down to none",) if lost else ()
    for part in _asked_for(asked, ground, shares):
        yield outcome(
            asked,
            ground,
            stretch,
            [one for one in held if part in covered[one.credit.session]],
            needed=Fraction(asked.minutes),
            found=shares.get(part, Fraction(0)),
            remarks=remarks,
            part=_label(asked, ground, part),
        )


def _shares(held: Collection[Held], covered: Mapping[str, Collection[str]]) -> Shares:
    """Return the credited minutes of each part: those of a session are shared equally."""
    shares: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in held:
        parts = covered[one.credit.session]
        for part in parts:
            shares[part] += one.credit.credited / len(parts)
    return shares


def _covered(asked: Each, ground: Ground, line: LedgerLine) -> Collection[str]:
    if asked.of is PartKind.DOMAIN:
        told = ground.domains.get(line.id)
        return _domains(asked, line) if told is None else set(told)
    return ground.cases_of(line)


def _domains(asked: Each, line: LedgerLine) -> set[str]:
    return {part.id for part in asked.parts if any(_has(part, theme) for theme in line.themes)}


def _has(part: Part, theme: str) -> bool:
    return any(
        theme == one or (one.endswith(".*") and theme.startswith(one[:-1])) for one in part.themes
    )


def _asked_for(asked: Each, ground: Ground, shares: Shares) -> list[str]:
    """Return the domains, or the cases with most time, and nothing for each that there is not."""
    if asked.of is PartKind.DOMAIN:
        return [part.id for part in asked.parts]
    known = [case for case in shares if not ground.cases or case in ground.cases]
    best = sorted(known, key=lambda case: (-shares[case], case))[: asked.count]
    return [*best, *[""] * (asked.count - len(best))]


def _label(asked: Each, ground: Ground, part: str) -> str:
    if asked.of is PartKind.CASE:
        return ground.case_name(part) if part else "A further case"
    return next(one.label for one in asked.parts if one.id == part)
