"""Figures from ledger lines and records: pure functions over any iterable.

Nothing here opens a journal, reads a clock or rounds: minutes are whole, and what is to be
shown in hours is for whoever shows it.
"""

from __future__ import annotations

from supervision.reports._action_ages import ActionAges, AgeBand, AgedAction, action_ages
from supervision.reports._actions import OpenAction, open_actions
from supervision.reports._agreements import Agreed
from supervision.reports._audit import AuditPack, audit
from supervision.reports._audit_entry import AuditEntry, AuditStyle
from supervision.reports._chains import Chains, Link, Loop, chains
from supervision.reports._change import (
    LEVEL,
    MINIMUM_COUNT,
    MINIMUM_SESSIONS,
    ChangeTest,
    ThemeChange,
    Verdict,
    change_test,
)
from supervision.reports._cover import Due, due
from supervision.reports._cover_clashes import Clash
from supervision.reports._cover_gaps import Gap, GapKind, gaps
from supervision.reports._cover_next import NextDue
from supervision.reports._cover_reviews import EndOfAgreement, Overlap, ReviewDue, StillToBegin
from supervision.reports._cover_sessions import NotCovered, WhyNotCovered
from supervision.reports._coverage import Coverage, Visited
from supervision.reports._cusum import Design
from supervision.reports._days import DaySpan
from supervision.reports._drift import ALARM_RATE, AimDrift, DriftReport, drift
from supervision.reports._falls import Fall, InItsPlace, SessionShare
from supervision.reports._focus import Aim, Focus, FocusKind, focus_names
from supervision.reports._hours import hours
from supervision.reports._hours_answers import HoursAnswer
from supervision.reports._hours_credit import CreditReason, SessionCredit
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_spans import Exempt
from supervision.reports._hours_tables import HoursTable
from supervision.reports._html import html
from supervision.reports._minutes import Dimension, Minutes, minutes_by
from supervision.reports._page_ask import PageFor
from supervision.reports._pairs import ThemePair, co_occurrence
from supervision.reports._pattern import Uncovered, uncovered
from supervision.reports._periods import Period, TrendPeriod
from supervision.reports._service import (
    JournalFailure,
    ServiceFigure,
    ServiceReport,
    Workers,
    service,
)
from supervision.reports._suppression import SuppressedTable, suppressed
from supervision.reports._themes import DEFAULT_FLOOR, theme_counts
from supervision.reports._trends import ThemeSeries, ThemeTrend, TrendPer, theme_trend

__all__ = [
    "ALARM_RATE",
    "DEFAULT_FLOOR",
    "LEVEL",
    "MINIMUM_COUNT",
    "MINIMUM_SESSIONS",
    "ActionAges",
    "AgeBand",
    "AgedAction",
    "Agreed",
    "Aim",
    "AimDrift",
    "AuditEntry",
    "AuditPack",
    "AuditStyle",
    "Chains",
    "ChangeTest",
    "Clash",
    "Coverage",
    "CreditReason",
    "DaySpan",
    "Design",
    "Dimension",
    "DriftReport",
    "Due",
    "EndOfAgreement",
    "Exempt",
    "Fall",
    "Focus",
    "FocusKind",
    "Gap",
    "GapKind",
    "HoursAnswer",
    "HoursOutcome",
    "HoursReport",
    "HoursStatus",
    "HoursTable",
    "HoursUnit",
    "InItsPlace",
    "JournalFailure",
    "Link",
    "Loop",
    "Minutes",
    "NextDue",
    "NotCovered",
    "OpenAction",
    "Overlap",
    "PageFor",
    "Period",
    "ReviewDue",
    "ServiceFigure",
    "ServiceReport",
    "SessionCredit",
    "SessionShare",
    "StillToBegin",
    "SuppressedTable",
    "ThemeChange",
    "ThemePair",
    "ThemeSeries",
    "ThemeTrend",
    "TrendPer",
    "TrendPeriod",
    "Uncovered",
    "Verdict",
    "Visited",
    "WhyNotCovered",
    "Workers",
    "action_ages",
    "audit",
    "chains",
    "change_test",
    "co_occurrence",
    "drift",
    "due",
    "focus_names",
    "gaps",
    "hours",
    "html",
    "minutes_by",
    "open_actions",
    "service",
    "suppressed",
    "theme_counts",
    "theme_trend",
    "uncovered",
]
