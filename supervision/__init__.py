"""Encrypted records of clinical supervision, over any storage backend."""

from __future__ import annotations

from supervision._version import __version__
from supervision.crypto import KeyFile, Passphrase, RecoveryCode
from supervision.journal import Journal
from supervision.records import (
    Action,
    Agreement,
    Answer,
    AnswerKind,
    CaseDiscussion,
    Delivery,
    Function,
    Modality,
    Reflection,
    RiskDecision,
    Session,
)

__all__ = [
    "Action",
    "Agreement",
    "Answer",
    "AnswerKind",
    "CaseDiscussion",
    "Delivery",
    "Function",
    "Journal",
    "KeyFile",
    "Modality",
    "Passphrase",
    "RecoveryCode",
    "Reflection",
    "RiskDecision",
    "Session",
    "__version__",
]
