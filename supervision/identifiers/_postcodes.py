"""Postcodes of the United Kingdom and the Crown dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supervision.identifiers._kinds import Identifier, Kind
from supervision.identifiers._words import word_set

_AREAS = word_set(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L "
    "LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S "
    "SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN "
    "WR WS WV YO ZE"
)
_LETTERED = word_set("E EC N NW SE SW W WC")
# An ordinal, a length or a weight in small letters, as in "room E1 2nd floor", is no half of one.
_UNITS = word_set("st nd rd th hr ft lb yd pt yr")
_LONGEST = 12

# The second half begins with a digit, which is rarer in a text than a letter: look for it first.
_INWARD = re.compile(
    r"[0-9](?P<letters>[ABD-HJLNP-UW-Z]{2}|[abd-hjlnp-uw-z]{2})(?![^\W_]|[-'][^\W_])"
)
_OUTWARD = re.compile(
    r"(?<![^\W_])(?<![^\W_][-'])(?P<area>[A-Za-z]{1,2})(?P<gap>[ \t]?)(?P<district>[0-9]{1,2})"
    r"(?P<letter>[A-Za-z]?)[\s.-]{0,3}\Z"
)


def find_postcodes(text: str) -> Iterator[Identifier]:
    """Yield the postcodes of a folded text.

    Source:
        Royal Mail, Programmers' Guide to the Postcode Address File (forms and areas).
    """
    for inward in _INWARD.finditer(text):
        if inward["letters"] in _UNITS:
            continue
        begin = max(0, inward.start() - _LONGEST)
        outward = _OUTWARD.search(text, begin, inward.start())
        if outward is not None and _is_district(outward):
            yield Identifier(kind=Kind.POSTCODE, start=outward.start(), end=inward.end())


def _is_district(outward: re.Match[str]) -> bool:
    area, district = outward["area"], outward["district"]
    if outward["gap"] and not area.isupper():
        return False
    if len(district) > 1 and (outward["letter"] or district.startswith("0")):
        return False
    if outward["letter"] and area.upper() not in _LETTERED:
        return False
    return area.upper() in _AREAS
