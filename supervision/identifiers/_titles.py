"""Names that a title gives away: "Mr" and the like before a capital."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supervision.identifiers._kinds import Identifier, Kind
from supervision.identifiers._words import word_set

# Begins with a set of letters, not with a look behind: the search then skips all others at once.
_TITLE = re.compile(
    r"[CDFLMPRSdmp](?<![^\W_].)(?:"
    r"(?<=[Mm])(?:rs?|s)|(?<=M)(?:x|iss|RS?|S|ISS)|(?<=[Dd])r|(?<=D)(?:R|octor|ame)"
    r"|(?<=[Pp])rof|(?<=P)(?:ROF|rofessor)|(?<=R)(?:ev|evd|everend|EV)"
    r"|(?<=S)(?:r|ir|gt)|(?<=F)r|(?<=L)(?:ord|ady)|(?<=C)(?:llr|apt)"
    r")(?:\.(?:\s?[^\S\n]{0,2})|[^\S\n]{0,2}\s[^\S\n]{0,2})(?=[^\W\d_])"
)
_WORD = re.compile(r"(?P<word>[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*)(?!\w|-\d)")
_GAP = re.compile(r"\.?[^\S\n]{1,2}|\.(?=[^\W\d_])")
_PARTICLES = word_set(
    "van von de der den del della di da dos du la le el al bin ibn ben ter ten af"
)
_ELIDED = ("al-", "el-", "d'", "o'", "de'", "ap-")
_MOST_WORDS = 7
_INITIALS = 2
# What follows a title and is no name: the next sentence, a calendar, a post, a product.
_NO_NAMES = word_set(
    "mr mrs ms mx miss dr prof i he she it they we you who what which when where why how if is "
    "are was were do does did has have had can could would should the a an this that these "
    "those there here his her their its my our your and or but so as at by for from in of on to "
    "with no not yes nor then than also after before once since until while because although "
    "today yesterday tomorrow now later next last both either neither all some any every each "
    "madam sir thank thanks re regarding please monday tuesday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november "
    "december christmas easter teams word office excel outlook forms sharepoint windows society "
    "god jesus practitioner social nurse manager worker counsellor supervisor lecturer "
    "therapist psychologist keyworker support house body dev development team lead"
)


def find_titled_names(text: str) -> Iterator[Identifier]:
    """Yield titles that a name follows, together with the name."""
    for title in _TITLE.finditer(text):
        end = _name_end(text, title.end(), shouted=title[0].rstrip(" .\t\n").isupper())
        if end is not None and not _is_product(text[title.start() : end]):
            yield Identifier(kind=Kind.TITLED_NAME, start=title.start(), end=end)


def _name_end(text: str, at: int, *, shouted: bool) -> int | None:
    """Return where the last capitalised word ends that belongs to the title, if one does."""
    end = None
    for _ in range(_MOST_WORDS):
        found = _WORD.match(text, at)
        if found is None:
            break
        word = found["word"]
        if _is_surname(word, shouted=shouted, after_name=end is not None):
            end = found.end()
        elif end is not None or not _leads_to_surname(word):
            break
        gap = _GAP.match(text, found.end())
        # A full stop ends the sentence unless an initial was before it.
        if gap is None or (end is not None and gap[0].startswith(".")):
            break
        at = gap.end()
    return end


def _leads_to_surname(word: str) -> bool:
    return word.casefold() in _PARTICLES or _is_initials(word)


def _is_initials(word: str) -> bool:
    return len(word) <= _INITIALS and word.isupper()


def _is_surname(word: str, *, shouted: bool, after_name: bool) -> bool:
    if word.casefold().partition("'s")[0] in _NO_NAMES or (_is_initials(word) and not shouted):
        return False
    # Scripts without capitals are taken at their word, unless a name was there already.
    capital = word[0].isupper() if after_name else not word[0].islower()
    return capital or word.startswith(_ELIDED)


def _is_product(name: str) -> bool:
    """Return whether the MS of a name is no title: one in capitals has a name in capitals."""
    return name.startswith("MS") and not name.isupper()
