"""Instruments of other people that are known to need a licence."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import attrs

from supervision.catalogue._reading import bytes_of, entries, parsed
from supervision.catalogue._rules import check_texts, check_words, listed
from supervision.records import strict

_FILE = Path(__file__).parent / "_data" / "instruments.toml"
# What the title of a scale may do without, and still be known by.
_GENERIC = frozenset({"the", "scale", "questionnaire", "inventory", "form", "measure"})
# Cyrillic, then Greek letters that look like Latin ones, and the letters that they look like.
_LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423"
    "\u0425\u04c0\u050c\u051a\u051c\u0430\u0432\u0435\u0455\u0456\u0458\u043a\u043c\u043d"
    "\u043e\u0440\u0441\u0442\u0443\u0445\u04cf\u04bb\u0501\u051b\u051d"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03f9\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2",
    "ABESIJKMHOPCTYXIGQWabesijkmhopctyxlhdqwABEZHIKMNOPTYXCaeikvoptuxc",
)


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
    asked = _forms(*scale.split("."), title)
    for instrument in instruments():
        if asked & _forms(instrument.id, instrument.name, *instrument.also):
            return instrument
    return None


def _forms(*names: str) -> set[str]:
    """Return each of *names* in letters and digits alone, with generic words and without."""
    found = set[str]()
    for name in names:
        words = re.findall(r"[^\W_]+", _normal(name))
        found |= {"".join(words), "".join(word for word in words if word not in _GENERIC)}
    # A title of generic words alone is nobody's.
    return found - {""}


def _normal(text: str) -> str:
    """Return *text* in Latin letters as far as it looks like them, without accents and case."""
    # Letters come apart from their accents, and out of other forms such as full-width ones.
    apart = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKES))
    seen = (each for each in apart if unicodedata.category(each) not in {"Mn", "Cf"})
    return "".join(seen).casefold()
