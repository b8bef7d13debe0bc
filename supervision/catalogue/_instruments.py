"""Instruments of other people that are known to need a licence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs

from supervision.catalogue._reading import bytes_of, entries, parsed
from supervision.catalogue._rules import check_texts, check_words, listed
from supervision.records import strict

_FILE = Path(__file__).parent / "_data" / "instruments.toml"


@attrs.frozen(kw_only=True, field_transformer=strict)
class Instrument:
    """An instrument whose items are never shipped.

    Attributes:
        id: Its id, such as `mcss-26`; the last part of the id of a scale.
        name: What it is called.
        also: Other ids that it goes by.
        rights: Whose it is, and what its owners are known to allow.
        verdict: What follows for this project.
        confirmed: Whether its terms were read at a source; else they are general knowledge.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    name: str
    also: tuple[str, ...] = attrs.field(default=(), converter=listed)
    rights: str
    verdict: str
    confirmed: bool

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_words("also", *self.also)
        check_texts(name=self.name, rights=self.rights, verdict=self.verdict)


@attrs.frozen(kw_only=True, field_transformer=strict)
class _InstrumentFile:
    instruments: tuple[Instrument, ...] = attrs.field(default=(), converter=listed)


@cache
def instruments() -> tuple[Instrument, ...]:
    """Return the instruments whose items may not be used without a licence, by id."""
    plain = parsed(bytes_of(_FILE, name=_FILE.name), name=_FILE.name)
    return entries(plain, _InstrumentFile, name=_FILE.name).instruments


def needs_licence(scale: str, title: str) -> Instrument | None:
    """Return the known instrument that a scale is, by its id or its title."""
    asked = {_plain(part) for part in scale.split(".")} | {_plain(title)}
    for instrument in instruments():
        known = {_plain(name) for name in (instrument.id, instrument.name, *instrument.also)}
        if known & asked:
            return instrument
    return None


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
