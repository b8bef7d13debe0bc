"""Packs of the example year, and what stands in them."""

from __future__ import annotations

import csv
import io
from datetime import date

from page_kit import TODAY, year

from supervision.reports import audit

ME = "S-014"
DAYS = {"since": date(2025, 11, 1), "until": date(2026, 10, 31), "today": TODAY}


def pack(style="bacp", lines=None, **options):
    """Return a pack of the example year."""
    return audit(
        year() if lines is None else lines, **{"style": style, "person": ME, **DAYS, **options}
    )


def table(text):
    """Return the rows of a table."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def section(text, title):
    """Return what stands under a heading."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
