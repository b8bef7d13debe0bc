"""The bounds on names, blobs and commits, checked before anything is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from supervision.errors import ConflictError

MAX_CHANGES = 10_000
MAX_BLOB = 33 * 1024 * 1024

_is_name = re.compile(r"[a-z0-9/_-]{1,200}").fullmatch


def is_name(name: str) -> bool:
    """Return whether a blob can be kept under *name*."""
    return _is_name(name) is not None


def check_expected(expect: Mapping[str, bytes | None], get: Callable[[str], bytes | None]) -> None:
    """Refuse a commit that does not find what it expects; for those who write a backend.

    Args:
        expect: What each name must hold, or `None` if it must be absent.
        get: Returns what a name holds now, or `None`.

    Raises:
        ConflictError: if a name does not hold what it is expected to.
    """
    for name, blob in expect.items():
        if get(name) != blob:
            raise lost_race(name)


def lost_race(name: str) -> ConflictError:
    """Return the error for a commit that did not find what it expects under *name*."""
    msg = "another writer was faster; nothing was changed"
    return ConflictError(msg, name=name)


def check_commit(changes: Mapping[str, bytes | None], expect: Mapping[str, bytes | None]) -> None:
    """Refuse a commit that no backend takes; for those who write a backend.

    Args:
        changes: What is to be written, or `None` where a name is to be removed.
        expect: What must be there; only the names are looked at.

    Raises:
        ValueError: if a name, a blob or the number of changes is out of bounds.
        TypeError: if a blob is something else than `bytes`.

    >>> check_commit({"head": b"1"}, {"head": None})
    >>> check_commit({"Head": b"1"}, {})
    Traceback (most recent call last):
    ...
    ValueError: a name has 1 to 200 characters out of a-z, 0-9, '/', '_' and '-'
    """
    if len(changes) > MAX_CHANGES:
        msg = f"a commit has at most {MAX_CHANGES:,} changes; make several"
        raise ValueError(msg)
    for name in (*changes, *expect):
        _check_name(name)
    for blob in changes.values():
        _check_blob(blob)


def _check_name(name: str) -> None:
    if not is_name(name):
        msg = "a name has 1 to 200 characters out of a-z, 0-9, '/', '_' and '-'"
        raise ValueError(msg)


def _check_blob(blob: bytes | None) -> None:
    if blob is None:
        return
    if type(blob) is not bytes:
        msg = "a blob is bytes, or None to remove it"
        raise TypeError(msg)
    if len(blob) > MAX_BLOB:
        msg = f"a blob has at most {MAX_BLOB:,} bytes"
        raise ValueError(msg)
