"""Rules on hours from their files: those that come with the package, and your own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from supervision.catalogue._hour_rules import HourRule
from supervision.catalogue._reading import Plain, bytes_of, entries, parsed
from supervision.catalogue._rules import is_own
from supervision.errors import CatalogueError

_DATA = Path(__file__).parent / "_data" / "rules"
_OWN_RULE = "id must be your own, under 'x.<org>.', such as 'x.kent.monthly'"


@cache
def rules() -> Mapping[str, HourRule]:
    """Return the rules by id, in the order of their ids."""
    paths = sorted(_DATA.glob("*.toml"), key=lambda path: path.stem)
    read = [_read(bytes_of(path, name=path.name), path.name) for path in paths]
    return {rule.id: rule for rule in read}


def load_rule(source: str | os.PathLike[str] | bytes, *, name: str | None = None) -> HourRule:
    """Return the rule on hours that a file holds, or raise.

    Args:
        source: The path of a TOML file, or its bytes: UTF-8, 256 KiB at most.
        name: What to call the file in an error; its path unless given.

    Raises:
        CatalogueError: if it breaks a rule; it names the file, the entry and the rule.

    Examples:
        >>> load_rule(b'id = "monthly"', name="monthly.toml")
        Traceback (most recent call last):
            ...
        supervision.errors.CatalogueError: monthly.toml, monthly: title must be given; ...
    """
    name = name or ("the rule" if isinstance(source, bytes) else os.fspath(source))
    data = source if isinstance(source, bytes) else bytes_of(Path(source), name=name)
    rule = _read(data, name)
    if not is_own(rule.id):
        raise CatalogueError(_OWN_RULE, file=name, entry=rule.id)
    return rule


def _read(data: bytes, name: str) -> HourRule:
    return entries(_with_day(parsed(data, name=name)), HourRule, name=name)


def _with_day(plain: Plain) -> Plain:
    """Return *plain* with the day as text: TOML has days of its own, and files may use them."""
    day = plain.get("read_on")
    return plain | {"read_on": day.isoformat()} if type(day) is date else plain
