"""How each shape of a requirement is held against the sessions of one person."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from supervision.catalogue import Average, Minimum, Per, Ratio, Share, Whose
from supervision.reports._hours_ground import Ground, minutes_of, outcome
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_spans import Stretch
from supervision.reports._hours_words import number

_HOUR = 60
_HUNDRED = 100


def minima(asked: Minimum, ground: Ground) -> Iterator[HoursOutcome]:
    """Yield what became of a minimum in each week, month or year, or in all."""
    for stretch in ground.stretches(asked.per):
        yield _minimum(asked, ground, stretch)


def averages(asked: Average, ground: Ground) -> Iterator[HoursOutcome]:
    """Yield what became of an average in each run of months that is long enough."""
    months = [one for one in ground.stretches(Per.MONTH) if one.whole]
    if not months:
        for stretch in ground.stretches(Per.WHOLE):
            yield _without_months(asked, ground, stretch)
        return
    size = min(asked.months, len(months))
    for start in range(len(months) - size + 1):
        yield _average(asked, ground, months[start : start + size])


def ratios(asked: Ratio, ground: Ground) -> Iterator[HoursOutcome]:
    """Yield whether there was enough for the hours of work in each week, month or year."""
    for stretch in ground.stretches(asked.per):
        yield _ratio(asked, ground, stretch)


def shares(asked: Share, ground: Ground) -> Iterator[HoursOutcome]:
    """Yield whether a format took up no more, or no less, than it may."""
    for stretch in ground.stretches(asked.per):
        yield _share(asked, ground, stretch)


def _minimum(asked: Minimum, ground: Ground, stretch: Stretch) -> HoursOutcome:
    held = ground.between(stretch.first, stretch.last, asked.only)
    status, why = _applies(asked, ground, stretch)
    if asked.sessions:
        needed, unit = Fraction(asked.sessions), HoursUnit.SESSIONS
        found = Fraction(sum(one.credit.counts for one in held))
    else:
        needed, unit = ground.scaled(asked.minutes, asked.part_time), HoursUnit.MINUTES
        found = minutes_of(held)
    remarks = (why,) if why else ()
    return outcome(
        asked, ground, stretch, held, needed=needed, found=found, unit=unit, status=status,
        remarks=remarks,
    )  # fmt: skip


def _applies(asked: Minimum, ground: Ground, stretch: Stretch) -> tuple[HoursStatus | None, str]:
    """Return a status and why, if the figures of the sessions do not decide it."""
    if ground.full_time * _HUNDRED < asked.full_time_from:
        return HoursStatus.NOT_ASKED, "it is asked of those who work full time"
    if not asked.client_hours_from:
        return None, ""
    hours, why = ground.work.within(stretch.first, stretch.last, ground.breaks)
    if hours is not None and hours >= asked.client_hours_from:
        return None, ""
    if not stretch.whole:
        return HoursStatus.OPEN, why
    if hours is None:
        return HoursStatus.UNKNOWN, why
    return (
        HoursStatus.NOT_ASKED,
        f"there were {number(hours)} client hours, and it is asked from {asked.client_hours_from} on",
    )


def _average(asked: Average, ground: Ground, months: list[Stretch]) -> HoursOutcome:
    asked_in = [month for month in months if not ground.is_exempt(month)]
    held = [
        one for month in asked_in for one in ground.between(month.first, month.last, asked.only)
    ]
    stretch = _run(months, whole=len(months) == asked.months)
    left_out = len(months) - len(asked_in)
    return outcome(
        asked,
        ground,
        stretch,
        held,
        needed=ground.scaled(asked.minutes, asked.part_time) * len(asked_in),
        found=minutes_of(held),
        status=None if asked_in else HoursStatus.EXEMPT,
        remarks=(f"{left_out} of {len(months)} months are exempt",) if left_out else (),
    )


def _run(months: list[Stretch], *, whole: bool) -> Stretch:
    first, last = months[0], months[-1]
    return Stretch(
        name=f"{first.name}..{last.name}",
        first=first.first,
        last=last.last,
        whole=whole,
        said=f"{first.said} to {last.said}",
    )


def _without_months(asked: Average, ground: Ground, stretch: Stretch) -> HoursOutcome:
    held = ground.between(stretch.first, stretch.last, asked.only)
    return outcome(
        asked,
        ground,
        stretch,
        held,
        needed=ground.scaled(asked.minutes, asked.part_time),
        found=minutes_of(held),
        status=HoursStatus.OPEN,
        remarks=("no whole month was asked about",),
    )


def _ratio(asked: Ratio, ground: Ground, stretch: Stretch) -> HoursOutcome:
    held = ground.between(stretch.first, stretch.last, asked.only)
    hours, why = _work(asked, ground, stretch)
    needed = None if hours is None else hours * _HOUR * asked.supervision / asked.work
    remark = (
        why if hours is None else f"{number(hours)} h of work, {asked.supervision} for {asked.work}"
    )
    return outcome(
        asked,
        ground,
        stretch,
        held,
        needed=needed,
        found=minutes_of(held),
        status=_unknown(ground, stretch) if hours is None else None,
        remarks=(remark,),
    )


def _work(asked: Ratio, ground: Ground, stretch: Stretch) -> tuple[Fraction | None, str]:
    if asked.whose is Whose.CLIENT:
        return ground.work.within(stretch.first, stretch.last, ground.breaks)
    minutes = ground.given_between(stretch.first, stretch.last)
    if minutes:
        return Fraction(minutes, _HOUR), ""
    # The log of someone who is supervised need not hold what they give.
    return None, "no session that the person gave is in these lines"


def _unknown(ground: Ground, stretch: Stretch) -> HoursStatus:
    if ground.is_exempt(stretch):
        return HoursStatus.EXEMPT
    return HoursStatus.UNKNOWN if stretch.whole else HoursStatus.OPEN


def _share(asked: Share, ground: Ground, stretch: Stretch) -> HoursOutcome:
    held = ground.between(stretch.first, stretch.last)
    whole = minutes_of(held)
    part = minutes_of(ground.between(stretch.first, stretch.last, asked.only))
    if asked.at_most is None:
        needed, found = _to_balance(whole - part, asked.at_least or 0), part
    else:
        needed, found = _to_balance(part, _HUNDRED - asked.at_most), whole - part
    return outcome(
        asked, ground, stretch, held, needed=needed, found=found,
        remarks=(_share_said(asked, part, whole),),
    )  # fmt: skip


def _to_balance(rest: Fraction, hundredths: int) -> Fraction:
    """Return how many minutes are *hundredths* of themselves and *rest* together."""
    return rest * hundredths / (_HUNDRED - hundredths)


def _share_said(asked: Share, part: Fraction, whole: Fraction) -> str:
    if asked.at_most is None:
        bound = f"{asked.at_least} % at least"
    else:
        bound = f"{asked.at_most} % at most, so what is asked for is time of other sessions"
    if not whole:
        return f"no time counted; {bound}"
    return f"{number(part)} of {number(whole)} min are {number(part * _HUNDRED / whole)} %; {bound}"
