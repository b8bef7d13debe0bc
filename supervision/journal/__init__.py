"""The journal: the only place where records, seals, stores and proofs meet."""

from __future__ import annotations

from supervision.journal._batch import Batch
from supervision.journal._book import Book
from supervision.journal._drafts import Draft
from supervision.journal._erasing import ErasureReceipt
from supervision.journal._folders import Folder
from supervision.journal._journal import Journal
from supervision.journal._keys import KeySlot
from supervision.journal._pin import Pin
from supervision.journal._reader import Revision
from supervision.journal._source import LedgerSource

__all__ = [
    "Batch",
    "Book",
    "Draft",
    "ErasureReceipt",
    "Folder",
    "Journal",
    "KeySlot",
    "LedgerSource",
    "Pin",
    "Revision",
]
