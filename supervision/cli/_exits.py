"""What each error means to whoever typed the command: an exit status and a hint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from supervision.errors import (
    BackendError,
    ConflictError,
    InvalidRecordError,
    JournalExistsError,
    JournalNotFoundError,
    PluginError,
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    UnknownBackendError,
    WrongKeyError,
)


class Exit(IntEnum):
    """The exit statuses of the command."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    LOCKED = 3
    UNAVAILABLE = 4


class RefusedError(SupervisionError):
    """The command as typed makes no sense here."""


class DeclinedError(SupervisionError):
    """Whoever was asked said no, or nobody was there to ask."""


_SEE = "see '{}' in the help of the command for the ways to give one"

# The first class that fits decides.
_MEANINGS: tuple[tuple[type[SupervisionError], Exit, str], ...] = (
    (RefusedError, Exit.USAGE, ""),
    (InvalidRecordError, Exit.USAGE, ""),
    (UnknownBackendError, Exit.USAGE, ""),
    (WrongKeyError, Exit.LOCKED, _SEE.format("Key")),
    (JournalNotFoundError, Exit.UNAVAILABLE, "'supervision init' makes a journal"),
    (BackendError, Exit.UNAVAILABLE, ""),
    (PluginError, Exit.UNAVAILABLE, ""),
    (JournalExistsError, Exit.PROBLEM, "nothing was changed"),
    (ConflictError, Exit.PROBLEM, "run the command again"),
    (
        RollbackError,
        Exit.PROBLEM,
        "if a backup was put back on purpose, say why with --accept-rollback",
    ),
    (TamperedRecordError, Exit.PROBLEM, "'supervision verify' names all that is wrong"),
    (SupervisionError, Exit.PROBLEM, ""),
)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Refuse the command, and not the store, where a file that it names cannot be read.

    Raises:
        RefusedError: if it cannot; it names the file and the reason.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        # A path that no system could have is a ValueError, and says no reason.
        why = getattr(error, "strerror", None) or "there can be no such path"
        msg = f"{path} cannot be read: {why.lower()}; check the path"
        raise RefusedError(msg) from error


@contextmanager
def key_under(heading: str) -> Iterator[None]:
    """Say, where no key opens what is opened here, under which *heading* of the help keys are."""
    try:
        yield
    except WrongKeyError as error:
        error.add_note(_SEE.format(heading))
        raise


def sentence_of(error: SupervisionError) -> str:
    """Return what *error* says, with commands in the place of methods.

    >>> sentence_of(ConflictError("read it again with drafts()"))
    "read it again with 'supervision reflect --drafts'"
    """
    return str(error).replace("drafts()", "'supervision reflect --drafts'")


def meaning(error: SupervisionError) -> tuple[Exit, str]:
    """Return the exit status of *error*, and what to do next where its message cannot say.

    >>> meaning(WrongKeyError("no slot opened"))[0]
    <Exit.LOCKED: 3>
    >>> meaning(SupervisionError("a batch holds at most 4096 changes"))
    (<Exit.PROBLEM: 1>, '')
    """
    status, hint = next(each[1:] for each in _MEANINGS if isinstance(error, each[0]))
    return status, "\n".join(getattr(error, "__notes__", ())) or hint
