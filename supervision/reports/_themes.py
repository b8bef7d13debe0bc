"""Which themes came up, and when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from supervision.records import Ledger, LedgerLine, ThemeTally, tally_of
from supervision.reports._held import newest
from supervision.reports._periods import Period, period_of_month
from supervision.reports._remembered import remembered

DEFAULT_FLOOR = 5
"""The floor to use where a small team could be recognised from a chart of its themes."""


@remembered
def theme_counts(
    lines: Iterable[LedgerLine], *, by: Period = "month", floor: int = 0
) -> dict[tuple[str, str], int]:
    """Count in how many sessions and reflections each theme came up.

    Sessions that were cancelled are left out, and of several revisions the newest counts. Of a
    `Ledger` with many lines, most of them need not be read.

    Args:
        lines: Ledger lines of any kind.
        by: The period to count by.
        floor: The smallest count to show; what is rarer is left out. It counts records and not people:
            five sessions may be of one person. For tables that others see there is `suppressed`.

    Returns:
        (period, theme) → count, sorted by period and theme; a theme that did not come up is
        left out.

    Examples:
        >>> from supervision.records import Ledger, line_of
        >>> from supervision.testing import example_session
        >>> ledger = Ledger(lambda: [line_of(example_session())])
        >>> sorted(set(theme_counts(ledger, by="year").values()))
        [1]
        >>> theme_counts(ledger, floor=5)
        {}
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for month, tally in tallied(lines).months.items():
        counts[period_of_month(month, by)].update(tally.themes)
    return {
        (period, theme): count
        for period, counted in sorted(counts.items())
        for theme, count in sorted(counted.items())
        if count >= floor
    }


def tallied(lines: Iterable[LedgerLine]) -> ThemeTally:
    """Return how often each theme came up in *lines*, month by month."""
    return lines.tally() if isinstance(lines, Ledger) else tally_of(newest(lines))
