"""Where the blobs of a journal are kept: `docs/reference/format.md`, section "Names"."""

from __future__ import annotations

import re

from supervision.errors import TamperedRecordError

HEAD = "head"
RING = "ring"
SLOTS = "slot/"
FOLDERS = "folder/"
BODIES = "body/"
LEDGER = "ledger/"
EVENTS = "event/"
LOG = "log/"
DOCUMENTS = "document/"
RESERVED = ("grant/", "attachment/", "attest/", "person/", "state/")

_NUMBER = re.compile(r"[0-9a-f]{8}(?:[0-9a-f]{8})?", re.ASCII)


def slot_name(slot: bytes) -> str:
    """Return the name of a slot."""
    return f"{SLOTS}{slot.hex()}"


def folder_name(folder: bytes, version: int) -> str:
    """Return the name of one version of a folder's secret."""
    return f"{FOLDERS}{folder.hex()}/{version:08x}"


def body_name(folder: bytes, record: bytes, revision: int) -> str:
    """Return the name of one revision's body."""
    return f"{BODIES}{folder.hex()}/{record.hex()}/{revision:08x}"


def ledger_prefix(folder: bytes) -> str:
    """Return the prefix that the ledger segments of a folder share."""
    return f"{LEDGER}{folder.hex()}/"


def ledger_name(folder: bytes, first: int) -> str:
    """Return the name of the ledger segment that begins at entry *first*."""
    return f"{ledger_prefix(folder)}{first:016x}"


def event_name(seq: int) -> str:
    """Return the name of the event of entry *seq*."""
    return f"{EVENTS}{seq:016x}"


def document_name(document: bytes, version: int) -> str:
    """Return the name of one version of a document."""
    return f"{DOCUMENTS}{document.hex()}/{version:08x}"


def last_number(name: str) -> int:
    """Return the number at the end of a name.

    Raises:
        TamperedRecordError: if there is none: a name that no journal writes.
    """
    digits = name.rpartition("/")[2]
    width = 8 if name.startswith((BODIES, DOCUMENTS, FOLDERS)) else 16
    if len(digits) != width or _NUMBER.fullmatch(digits) is None:
        msg = "a name in the store is not one that a journal writes; remove it"
        raise TamperedRecordError(msg, name=name, code="E-EXTRA")
    return int(digits, 16)
