"""`supervision names`: names to warn of, of which the journal keeps keyed hashes only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from supervision import Journal
from supervision.cli._exits import DeclinedError, RefusedError, reading
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.errors import InvalidRecordError
from supervision.identifiers import known_forms


def add_names(*, file: Path | None = None, reach: Reach = REACH) -> None:
    """Warn of these names from now on, wherever a record holds one.

    They are asked for on the terminal, one a line, or read from a file, which is left where it is:
    delete it. Only keyed hashes of them are kept, so nobody can list them again; nor can you. First
    names, family names and whole names of one to four words are names; capitals and accents make
    no difference.

    Args:
        file: A file of names, one a line.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        names = _names(screen, file)
        before = _count(journal)
        known = len(journal.know_names(names).names)
    screen.say(f"{_counted(len(names))} given; {known - before} new forms, {known} in all")
    screen.document({"names": len(names), "added": known - before, "known": known})


def forget_names(*, file: Path | None = None, reach: Reach = REACH) -> None:
    """Warn of these names no more.

    They are asked for on the terminal, one a line, or read from a file.

    Args:
        file: A file of names, one a line.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        names = _names(screen, file)
        before = _count(journal)
        known = len(journal.forget_names(names).names)
    screen.say(f"{_counted(len(names))} given; {before - known} forms gone, {known} left")
    screen.document({"names": len(names), "forgotten": before - known, "known": known})


def count_names(*, reach: Reach = REACH) -> None:
    """Say how many forms of names the journal warns of; which ones, nobody can tell.

    A name of one word has one form, a longer one up to four.

    Args:
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        known = _count(journal)
    screen.say(f"{known} forms of names are warned of")
    screen.document({"known": known})


def _count(journal: Journal) -> int:
    return len(journal.settings().names)


def _names(screen: Screen, file: Path | None) -> list[str]:
    lines = enumerate(_asked(screen) if file is None else _text_at(file).splitlines(), start=1)
    names = [_name(text, line) for line, text in lines if text.strip()]
    if not names:
        msg = "no name was given; nothing was changed"
        raise RefusedError(msg)
    return names


def _asked(screen: Screen) -> Iterator[str]:
    screen.note("one name a line; Enter alone, or Ctrl-D, when done")
    # Where the lines end without an empty one, what was given before is no less given.
    with suppress(DeclinedError):
        while name := screen.ask("Name:").strip():
            yield name


def _text_at(path: Path) -> str:
    with reading(path):
        found = path.read_bytes()
    with suppress(UnicodeDecodeError):
        return found.decode("utf-8-sig")
    # Raised out here: in an `except` it would keep the other error, which holds the names.
    msg = "the file of names is not text in UTF-8; save it so"
    raise RefusedError(msg)


def _name(text: str, line: int) -> str:
    try:
        known_forms(text)
    except InvalidRecordError as error:
        rule = str(error).removeprefix(f"{error.field} ")
    else:
        return text
    msg = f"line {line} {rule}; nothing was changed"
    raise InvalidRecordError(msg, field="name")


def _counted(count: int) -> str:
    return f"{count} name{'' if count == 1 else 's'}"
