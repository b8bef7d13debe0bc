"""What the field records: sessions, reflections, agreements, and their facts.

Records are frozen and valid once built. People are codes (pseudonyms), free text is declared
by `narrative()`, and no refusal repeats a value.
"""

from __future__ import annotations

from supervision.records._agreement import Acknowledgement, Agreement
from supervision.records._answer import Answer
from supervision.records._case import CaseDiscussion
from supervision.records._enums import (
    AnswerKind,
    AttendanceStatus,
    Delivery,
    Function,
    Modality,
    SampleKind,
)
from supervision.records._fields import narrative, pseudonym
from supervision.records._fixed import Fixed
from supervision.records._focus import FocusShare
from supervision.records._ledger import folder_label, line_of
from supervision.records._line import ActionFacts, LedgerLine, Rating
from supervision.records._lines import Ledger
from supervision.records._parts import Action, Attendance, Cancellation, LiveSample, RiskDecision
from supervision.records._reflection import Reflection
from supervision.records._revision import with_revision
from supervision.records._rules import NO_ID, pseudonym_of
from supervision.records._session import Session
from supervision.records._settings import Rename, Settings, UsedPack
from supervision.records._strict import strict
from supervision.records._tally import MonthTally, ThemeTally, added_up, tally_of

Record = Session | Reflection | Agreement
"""Any record that a journal keeps."""

__all__ = [
    "NO_ID",
    "Acknowledgement",
    "Action",
    "ActionFacts",
    "Agreement",
    "Answer",
    "AnswerKind",
    "Attendance",
    "AttendanceStatus",
    "Cancellation",
    "CaseDiscussion",
    "Delivery",
    "Fixed",
    "FocusShare",
    "Function",
    "Ledger",
    "LedgerLine",
    "LiveSample",
    "Modality",
    "MonthTally",
    "Rating",
    "Record",
    "Reflection",
    "Rename",
    "RiskDecision",
    "SampleKind",
    "Session",
    "Settings",
    "ThemeTally",
    "UsedPack",
    "added_up",
    "folder_label",
    "line_of",
    "narrative",
    "pseudonym",
    "pseudonym_of",
    "strict",
    "tally_of",
    "with_revision",
]
