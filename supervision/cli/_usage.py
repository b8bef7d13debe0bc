"""What is said of a command that was not understood: names, and none of what was typed.

The words of cyclopts repeat the value, which may be a note or a passphrase that went astray.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import get_args

from cyclopts import App
from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

_ELSEWHERE = {"audit": "an option of another: supervision report --audit"}
"""What is no command, and looks like one that has nothing to do with it."""
_OPTION = re.compile(r"--[a-z][a-z-]{1,25}")


def told(error: CycloptsError) -> str:
    """Return what is wrong with the command as typed."""
    chain = " ".join(["supervision", *(error.command_chain or ())])
    return f"{_sentence(error)}; see {chain} --help"


def _sentence(error: CycloptsError) -> str:
    if isinstance(error, UnknownCommandError):
        return f"there is no such command{_near(error)}"
    if isinstance(error, UnknownOptionError):
        return f"there is no option {_named(error)}".rstrip()
    if isinstance(error, MissingArgumentError | CoercionError):
        return f"{_argument(error)} must be {_wanted(error)}"
    if isinstance(error, RepeatArgumentError):
        return f"{_repeated(error)} was given twice, and takes one value; leave one out"
    if isinstance(error, UnusedCliTokensError):
        return "there is a word too many"
    return "the command was not understood"


def _near(error: UnknownCommandError) -> str:
    typed = error.unused_tokens[0] if error.unused_tokens else ""
    if typed in _ELSEWHERE:
        return f", it is {_ELSEWHERE[typed]}"
    known = list(error.app) if isinstance(error.app, App) else []
    near = get_close_matches(typed, known, n=1)
    return f", did you mean {near[0]}?" if near else ""


def _named(error: UnknownOptionError) -> str:
    name = (error.token.keyword or error.token.value or "").partition("=")[0]
    return name if _OPTION.fullmatch(name) else "such as was given"


def _argument(error: CycloptsError) -> str:
    return error.argument.name if error.argument is not None else "an argument"


def _repeated(error: RepeatArgumentError) -> str:
    name = error.token.keyword or ""
    return name if _OPTION.fullmatch(name) else "an option"


def _wanted(error: MissingArgumentError | CoercionError) -> str:
    if isinstance(error, MissingArgumentError):
        return "given"
    kind = error.target_type
    choices = [str(choice) for choice in get_args(kind)]
    if choices:
        return f"one of {', '.join(choices)}"
    return {"date": "a day such as 2026-03-04", "int": "a whole number"}.get(
        getattr(kind, "__name__", ""), "given in another way"
    )
