"""The sessions of a pack as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction

from supervision.reports._audit_entry import AuditEntry

_COLUMNS = (
    *("day", "format", "delivery", "minutes", "group_size", "group", "supervisor"),
    *("sample", "sample_minutes", "counts_minutes", "counts_exactly", "why"),
)
_PLACES = 4


def csv_of(entries: Iterable[AuditEntry]) -> str:
    """Return a table of the sessions."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(_COLUMNS)
    rows.writerows(_row(one) for one in entries)
    return written.getvalue()


def _row(one: AuditEntry) -> tuple[object, ...]:
    credit = one.credit
    return (
        credit.on.isoformat(),
        credit.modality.value,
        one.delivery,
        credit.minutes,
        credit.size,
        one.group,
        one.supervisor,
        one.sample,
        one.sample_minutes,
        _decimal(credit.credited),
        _exact(credit.credited),
        credit.why,
    )


def _decimal(minutes: Fraction) -> str:
    """Return minutes as spreadsheets read a number, to ten thousandths.

    >>> _decimal(Fraction(60, 7)), _decimal(Fraction(45, 2)), _decimal(Fraction(90))
    ('8.5714', '22.5', '90')
    """
    decimal = f"{float(minutes):.{_PLACES}f}"
    return decimal.rstrip("0").rstrip(".")


def _exact(minutes: Fraction) -> str:
    """Return minutes so that no spreadsheet takes them for a day, as it does 1/3.

    >>> _exact(Fraction(60, 7)), _exact(Fraction(1, 3)), _exact(Fraction(90))
    ('8 4/7', '0 1/3', '90')
    """
    whole, rest = divmod(minutes, 1)
    return f"{whole} {rest}" if rest else str(whole)
