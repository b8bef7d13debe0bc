"""The log that proves a journal whole: hashes and numbers only, no record, no store, no key.

`Fold` is the state that the log adds up to; `Head` is its signed size and root, and a pin is a copy
of one; `Report` is what a full walk found.
"""

from __future__ import annotations

from supervision.proof._documents import Document
from supervision.proof._entry import BLOCK, ENTRY_SIZE, Entry, Op, leaf_hash, leaf_hashes
from supervision.proof._fold import Fold
from supervision.proof._head import Head, read_head, sign_head, verify_head
from supervision.proof._log import (
    LogRead,
    Tail,
    block_start,
    joined,
    log_before,
    log_changes,
    log_name,
    read_log,
)
from supervision.proof._merkle import (
    CompactRange,
    consistency_proof,
    inclusion_proof,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from supervision.proof._pin import verify_extension
from supervision.proof._report import Code, Finding, Report
from supervision.proof._state import FolderState, Owed, Put

__all__ = [
    "BLOCK",
    "ENTRY_SIZE",
    "Code",
    "CompactRange",
    "Document",
    "Entry",
    "Finding",
    "Fold",
    "FolderState",
    "Head",
    "LogRead",
    "Op",
    "Owed",
    "Put",
    "Report",
    "Tail",
    "block_start",
    "consistency_proof",
    "inclusion_proof",
    "joined",
    "leaf_hash",
    "leaf_hashes",
    "log_before",
    "log_changes",
    "log_name",
    "read_head",
    "read_log",
    "root_of",
    "sign_head",
    "verify_consistency",
    "verify_extension",
    "verify_head",
    "verify_inclusion",
]
