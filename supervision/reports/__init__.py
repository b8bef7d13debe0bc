"""Figures from ledger lines and records: pure functions over any iterable.

Nothing here opens a journal, reads a clock or rounds: minutes are whole, and what is to be
shown in hours is for whoever shows it.
"""

from __future__ import annotations

from supervision.reports._action_ages import ActionAges, AgeBand, AgedAction, action_ages
from supervision.reports._actions import OpenAction, open_actions
from supervision.reports._agreements import Agreed
from supervision.reports._chains import Chains, Link, Loop, chains
from supervision.reports._cover import Due, due
from supervision.reports._cover_gaps import Gap, GapKind, gaps
from supervision.reports._cover_next import NextDue
from supervision.reports._cover_reviews import EndOfAgreement, Overlap, ReviewDue, StillToBegin
from supervision.reports._cover_sessions import NotCovered, WhyNotCovered
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
    "ActionAges",
    "AgeBand",
    "AgedAction",
    "Agreed",
    "Chains",
    "CreditReason",
    "Dimension",
    "Due",
    "EndOfAgreement",
    "Exempt",
    "Gap",
    "GapKind",
    "HoursOutcome",
    "HoursReport",
    "HoursStatus",
    "HoursUnit",
    "JournalFailure",
    "Link",
    "Loop",
    "Minutes",
    "NextDue",
    "NotCovered",
    "OpenAction",
    "Overlap",
    "Period",
    "ReviewDue",
    "ServiceFigure",
    "ServiceReport",
    "SessionCredit",
    "StillToBegin",
    "Uncovered",
    "WhyNotCovered",
    "action_ages",
    "chains",
    "due",
    "gaps",
    "hours",
    "minutes_by",
    "open_actions",
    "service",
    "theme_counts",
    "uncovered",
]
