"""What a rule on hours needs to know, as it is typed or stands in small tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from supervision.catalogue import Catalogue, HourRule, load_rule
from supervision.cli._exits import RefusedError, reading
from supervision.errors import CatalogueError, InvalidRecordError
from supervision.reports import Exempt

_MOST = 2**20
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}|/[1-9][0-9]{0,5})?")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?::([0-9]{4}-[0-9]{2}-[0-9]{2}))?=(.+)")
_GIVEN = re.compile(r"([a-z][a-z0-9-]*)=([0-9]{1,8})")
_EXEMPT_RULE = "--exempt must be days and a reason, such as 2026-06-01:2026-06-30=leave"
_NUMBER_RULE = "--number must be a name and a whole number, such as total=15000"


def rule_of(name: str, numbers: Sequence[str]) -> HourRule:
    """Return the rule with this id, or of the file that ends in ``.toml``, with its numbers.

    Raises:
        RefusedError: if there is none, if it breaks a rule, or if its numbers are not those given.
    """
    given = _numbers(numbers)
    try:
        rule = rule_named(name)
        _check_numbers(rule, given)
        return rule.with_numbers(**given)
    except CatalogueError as error:
        # A status of its own: 1 means that something is short.
        check = f"rules check {name}" if name.endswith(".toml") else "rules list"
        msg = f"{error}; see: supervision {check}"
        raise RefusedError(msg) from error


def rule_named(name: str) -> HourRule:
    """Return the rule with this id, or of the file that ends in ``.toml``.

    Raises:
        CatalogueError: if there is none, or if it breaks a rule.
    """
    return load_rule(name) if name.endswith(".toml") else Catalogue.shipped().rule(name)


def exempt_of(typed: Sequence[str]) -> list[Exempt]:
    """Return the breaks that were typed as days and a reason."""
    return [_exempt(each) for each in typed]


def fraction_of(typed: str, *, field: str) -> Fraction:
    """Return a number such as 37.5 or 75/2, exactly."""
    if _NUMBER.fullmatch(typed) is None:
        msg = f"{field} must be a number such as 8, 37.5 or 75/2"
        raise InvalidRecordError(msg, field=field)
    return Fraction(typed)


def client_hours_in(path: Path) -> dict[str, Fraction]:
    """Return the hours of a table with the columns ``month`` (or ``week``) and ``hours``.

    Raises:
        InvalidRecordError: if a row is something else; it names the line.
        RefusedError: if the file cannot be read; it names the file.
    """
    found: dict[str, Fraction] = {}
    for where, name, hours in _rows(path, ("month", "week"), "hours"):
        if name in found:
            msg = f"{where}: no month or week may stand twice"
            raise InvalidRecordError(msg)
        found[name] = fraction_of(hours, field=f"{where}, hours")
    return found


def domains_in(path: Path) -> dict[str, list[str]]:
    """Return the domains of each session, from a table with ``session`` and ``domain``.

    Raises:
        InvalidRecordError: if a row is something else; it names the line.
        RefusedError: if the file cannot be read; it names the file.
    """
    found: dict[str, list[str]] = {}
    for _, session, domain in _rows(path, ("session",), "domain"):
        found.setdefault(session, []).append(domain)
    return found


def _rows(path: Path, first: Sequence[str], second: str) -> Iterator[tuple[str, str, str]]:
    """Yield the line and the two cells of each row of a table with two columns."""
    lines = _lines(path)
    header = [cell.strip().lower() for cell in next(lines, (1, [""]))[1]]
    if len(header) != 2 or header[0] not in first or header[1] != second:  # noqa: PLR2004 - two columns
        msg = f"{path}, line 1: must be the columns {' or '.join(first)}, and {second}"
        raise InvalidRecordError(msg)
    for number, row in lines:
        cells = [cell.strip() for cell in row]
        where = f"{path}, line {number}"
        if any(cells):
            yield where, *_pair(cells, where)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        msg = f"{path}, line {reader.line_num}: must be cells of a table, apart by commas"
        raise InvalidRecordError(msg) from None


def _pair(cells: Sequence[str], where: str) -> tuple[str, str]:
    if len(cells) != 2 or not all(cells):  # noqa: PLR2004 - two columns
        msg = f"{where}: must have two cells"
        raise InvalidRecordError(msg)
    return cells[0], cells[1]


def _text(path: Path) -> str:
    with reading(path), path.open("rb") as file:
        data = file.read(_MOST + 1)
    try:
        text = data.decode("utf-8-sig") if len(data) <= _MOST else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        msg = f"{path} must be UTF-8, and no longer than {_MOST:,} bytes"
        raise InvalidRecordError(msg)
    return text


def _exempt(typed: str) -> Exempt:
    found = _DAYS.fullmatch(typed)
    try:
        if found is not None:
            since, until = (date.fromisoformat(found[n] or found[1]) for n in (1, 2))
            return Exempt(since=since, until=until, reason=found[3])
    except ValueError as error:
        if isinstance(error, InvalidRecordError):
            raise
    raise RefusedError(_EXEMPT_RULE)


def _numbers(typed: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for match in map(_GIVEN.fullmatch, typed):
        if match is None:
            raise RefusedError(_NUMBER_RULE)
        if match[1] in found:
            msg = f"--number {match[1]} was given twice; leave one out"
            raise RefusedError(msg)
        found[match[1]] = int(match[2])
    return found


def _check_numbers(rule: HourRule, given: Collection[str]) -> None:
    """Refuse numbers that are not those that *rule* leaves open, and say what these are."""
    if given and not rule.numbers:
        msg = f"{rule.id} leaves no number open; leave --number out"
        raise RefusedError(msg)
    wanted = {number.id: number.text for number in rule.numbers}
    if set(given) != set(wanted):
        told = "; ".join(f"--number {name}=15000 ({text})" for name, text in wanted.items())
        msg = f"{rule.id} leaves a number to your board, and has to be given {told}"
        raise RefusedError(msg)
