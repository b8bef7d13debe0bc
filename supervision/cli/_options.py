"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Group, Parameter

from supervision.cli._exits import RefusedError

KEY = Group("Key", help="Without any of these the passphrase is asked for on the terminal.")
STORE = Group("Journal")


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Common:
    """What every command takes."""

    json: Annotated[bool, Parameter(help="Print one JSON document and nothing else.")] = False


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Unlock(Common):
    """How a journal is unlocked and held against its pin."""

    key_file: Annotated[Path | None, Parameter(group=KEY, help="A file with a key.")] = None
    passphrase_file: Annotated[
        Path | None,
        Parameter(
            group=KEY,
            help="A file with the passphrase on one line [env var: SUPERVISION_PASSPHRASE_FILE].",
        ),
    ] = None
    recovery_code_file: Annotated[
        Path | None, Parameter(group=KEY, help="A file with a recovery code.")
    ] = None
    recovery_code: Annotated[
        bool, Parameter(group=KEY, help="Ask for a recovery code instead.")
    ] = False
    pin: Annotated[
        bool,
        Parameter(
            group=STORE,
            negative="--no-pin",
            help="Hold the store against what this machine saw last, and remember what it shows; done unless --no-pin.",
        ),
    ] = True
    accept_rollback: Annotated[
        str | None,
        Parameter(
            group=STORE,
            help="Why a store that went back behind its pin is taken all the same; it is logged.",
        ),
    ] = None


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Reach(Unlock):
    """Which journal, and how it is unlocked."""

    journal: Annotated[
        str | None,
        Parameter(
            group=STORE,
            env_var="SUPERVISION_JOURNAL",
            help="Where it is: sqlite:practice.db, tinydb:practice.json, or another URL.",
        ),
    ] = None


def no_journal() -> RefusedError:
    """Return the error for a command that was not told which journal; there is no default."""
    msg = "which journal? give --journal sqlite:practice.db, or set SUPERVISION_JOURNAL"
    return RefusedError(msg)


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing."""
    if not reason.strip():
        msg = "say why, in --reason"
        raise RefusedError(msg)


COMMON = Common()
UNLOCK = Unlock()
REACH = Reach()
