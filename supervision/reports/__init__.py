"""Figures from ledger lines and records: pure functions over any iterable.

Nothing here opens a journal, reads a clock or rounds: minutes are whole, and what is to be
shown in hours is for whoever shows it.
"""

from __future__ import annotations

from supervision.reports._actions import OpenAction, open_actions
from supervision.reports._hours import hours
from supervision.reports._hours_credit import CreditReason, SessionCredit
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_spans import Exempt
from supervision.reports._minutes import Dimension, Minutes, minutes_by
from supervision.reports._pattern import Uncovered, uncovered
from supervision.reports._periods import Period
from supervision.reports._service import JournalFailure, ServiceFigure, ServiceReport, service
from supervision.reports._themes import DEFAULT_FLOOR, theme_counts

__all__ = [
    "DEFAULT_FLOOR",
    "CreditReason",
    "Dimension",
    "Exempt",
    "HoursOutcome",
    "HoursReport",
    "HoursStatus",
    "HoursUnit",
    "JournalFailure",
    "Minutes",
    "OpenAction",
    "Period",
    "ServiceFigure",
    "ServiceReport",
    "SessionCredit",
    "Uncovered",
    "hours",
    "minutes_by",
    "open_actions",
    "service",
    "theme_counts",
    "uncovered",
]
