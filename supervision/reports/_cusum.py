"""A cumulative-sum chart of shares, and the threshold that keeps its false alarms rare.

Everything is counted in hundredths of a session: a session wholly in the focus is 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import lcm

import attrs

WHOLE = 100
"""What a session is that is wholly in the focus."""

HORIZON = 50
"""For how many sessions from the start the chance of a false alarm is held: a year or two."""

_HIGHEST = 95


@attrs.frozen(kw_only=True)
class Design:
    """A chart: what it takes for granted, and when it says that this does not hold.

    Attributes:
        target: The share from which on all is as agreed, in per cent.
        reference: Three quarters of it: what a share falls short of moves the chart.
        threshold: An alarm is raised where the sum is above it.
    """

    target: int
    reference: int
    threshold: int

    @property
    def least(self) -> int:
        """How many sessions, all of them outside, it takes for an alarm, or 0 if none would do."""
        return self.threshold // self.reference + 1 if self.reference else 0

    @property
    def too_small(self) -> bool:
        """Whether it is too small to watch, as `HORIZON` sessions outside would be no alarm."""
        return not 0 < self.least <= HORIZON


@attrs.frozen
class Run:
    """A stretch of sessions in which shares fell, and were noticed to have.

    Attributes:
        first: The number of the session with which the fall began, as far as can be told.
        noticed: The number of the session at which the sum was above the threshold.
        over: The number of the session at which the sum was back at 0; None if it was not.
    """

    first: int
    noticed: int
    over: int | None = None


@lru_cache(maxsize=256)
def design(agreed: int, chance: float) -> Design:
    """Design the chart of a share that is agreed to be *agreed* per cent or more.

    The slack is a quarter of the share, which suits a fall to half of it. The threshold is the
    lowest at which the chance of any alarm within `HORIZON` sessions is at most *chance*, if
    they are independent and each has one theme, which is in the focus in *agreed* of 100. It is
    computed, not looked up. With several themes a session, shares vary less and alarms are
    rarer. A share above 95 % is watched as 95 %: of all, a single session would be an alarm.

    Examples:
        >>> design(60, 0.05)
        Design(target=60, reference=45, threshold=360)
    """
    target = min(agreed, _HIGHEST)
    reference = 3 * target // 4
    low, high = -1, reference * HORIZON  # Too low; and above it, there is no alarm within.
    while high - low > 1:
        middle = (low + high) // 2
        if alarm_chance(target, reference, middle, HORIZON) > chance:
            low = middle
        else:
            high = middle
    return Design(target=target, reference=reference, threshold=high)


def alarm_chance(share: int, reference: int, threshold: int, sessions: int) -> float:
    """Return the chance of an alarm in *sessions* with one theme each, *share* % of them inside.

    The chances of all sums that the chart can have are followed from session to session.

    Source:
        D. Brook and D. A. Evans, Biometrika 59 (1972), 539-549.

    Examples:
        >>> round(alarm_chance(50, 37, 36, 2), 4), round(alarm_chance(50, 37, 37, 2), 4)
        (0.75, 0.25)
    """
    within, down = share / WHOLE, WHOLE - reference
    chances = [1.0] + [0.0] * threshold
    for _ in range(sessions):
        lower = [sum(chances[: down + 1]), *chances[down + 1 :]]
        lower += [0.0] * (threshold + 1 - len(lower))
        higher = ([0.0] * reference + chances)[: threshold + 1]
        chances = [
            within * fell + (1 - within) * rose for fell, rose in zip(lower, higher, strict=True)
        ]
    return 1 - sum(chances)


def sums(shares: Sequence[tuple[int, int]], chart: Design) -> tuple[list[float], list[Run]]:
    """Follow a chart through *shares*: how many themes of each session are inside, of how many.

    The sum goes up by what a share falls short of the reference, down by what it is above, and
    never under 0. Once it is above the threshold, it is put back to that, so that a fall can be
    seen to be over in about as many sessions as it took to be noticed.

    Returns:
        The sum after each session, and the falls.
    """
    unit = lcm(*(of for _, of in shares))  # Whole numbers: no alarm hangs on how floats round.
    reference, threshold = chart.reference * unit, chart.threshold * unit
    found: list[float] = []
    runs: list[Run] = []
    level, start, falling = 0, 0, False
    for number, (inside, of) in enumerate(shares):
        level = max(0, level + reference - WHOLE * inside * (unit // of))
        if level > threshold and not falling:
            runs.append(Run(start, number))
            falling = True
        if level == 0:
            if falling:
                runs[-1] = attrs.evolve(runs[-1], over=number)
            start, falling = number + 1, False
        level = min(level, threshold)
        found.append(level / unit)
    return found, runs
