"""Names on a list, of which only forms are kept."""

from __future__ import annotations

import re
import traceback

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.identifiers import Kind, find, known_forms
from supervision.identifiers._folding import fold


class Names:
    """A list that counts what it is asked."""

    def __init__(self, *names):
        self.forms = {form for name in names for form in known_forms(name)}
        self.asked = []

    def has(self, form):
        """Return whether the form is on the list."""
        self.asked.append(form)
        return form in self.forms


NAMES = Names(
    "Maria",
    "Jos\u00e9",
    "O'Hara",
    "Anna-Lena Berg",
    "Jan van der Meer",
    "\u674e\u660e",
    "\u041a\u0443\u0437\u043d\u0435\u0446\u043e\u0432",
    "\u0930\u093e\u092e",
    "\u05d3\u05b8\u05d5\u05b4\u05d3",
    "Stra\u00dfer",
)


def found(text, names=NAMES):
    """Return the pieces of text that were found as names of the list."""
    return [
        text[one.start : one.end] for one in find(text, known=names) if one.kind is Kind.KNOWN_NAME
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Maria",
        "maria",
        "MARIA",
        "Ma\u200bri\u00ada",
        "\uff2d\uff41\uff52\uff49\uff41",
        "M\u0301aria",
        "Jos\u00e9",
        "Jose\u0301",
        "Jose",
        "O'Hara",
        "O\u2019Hara",
        "OHara",
        "Anna-Lena Berg",
        "anna lena berg",
        "Anna\u2011Lena\nBerg",
        "Berg, Anna-Lena",
        "Jan van der Meer",
        "Meer, Jan van der",
        "\u674e\u660e",
        "\u043a\u0443\u0437\u043d\u0435\u0446\u043e\u0432",
        "\u0930\u093e\u092e",
        "\u05d3\u05d5\u05d3",
        "STRASSER",
    ],
)
def test_names_are_found_in_any_form(name):
    """Capitals, accents, width, hyphens, apostrophes and order do not hide a name."""
    assert found(f"then {name} waited, and (\u201c{name}\u201d) left") == [name, name]


@pytest.mark.parametrize("mark", ["'", "\u2019"])
def test_possessives_are_found_without_their_ending(mark):
    """The name in "Maria's" is found; the ending is no part of it."""
    assert found(f"Maria{mark}s sister, O'Hara{mark}s mother") == ["Maria", "O'Hara"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg",
        "Anna Lena",
        "Lena Berg",
        "Mariana",
        "Rosemaria",
        "Jan van der",
        "Anna Lena, she; Berg",
    ],
)
def test_parts_of_names_are_not_found(text):
    """Part of a name of several words, or a longer word, is none."""
    assert found(text) == []


def test_words_too_far_apart_are_no_name():
    """Between the words of a name there are three characters at most."""
    assert found("Anna Lena - Berg") == ["Anna Lena - Berg"]
    assert found("Anna Lena -- Berg") == []


def test_the_longest_name_wins():
    """Where one name begins another, the longer is found."""
    names = Names("Anna", "Anna Berg", "Anna Berg Maria")

    assert found("Anna and Anna Berg, Anna Berg Maria, Anna Maria", names) == [
        "Anna",
        "Anna Berg",
        "Anna Berg Maria",
        "Anna",
    ]


def test_a_name_with_a_title_is_one_finding():
    """The title and the known name behind it are not told twice."""
    for names in (NAMES, Names("Ms"), Names("Ms", "Marlow")):
        assert [one.kind for one in find("Ms Maria Marlow", known=names)] == [Kind.TITLED_NAME]


def test_a_word_is_asked_for_once():
    """However often a word comes, the list is asked twice: alone, and as a beginning."""
    names = Names("Maria")
    find("we spoke and we waited " * 100, known=names)

    assert sorted(names.asked) == sorted(
        [word + end for word in ("we", "spoke", "and", "waited") for end in ("", " *")]
    )


def test_only_beginnings_are_shared():
    """Two names have no form in common but how they begin: one can be taken off without the other."""
    shared = set(known_forms("Anna Berg")) & set(known_forms("Anna Marlow"))

    assert shared == {"anna *"}
    assert set(known_forms("Anna")) & set(known_forms("Anna Berg")) == set()


def test_nothing_is_asked_without_a_list():
    """Without a list, names alone are not found."""
    assert find("Maria waited") == []


@given(
    name=st.lists(st.text(st.characters(categories=["L"]), min_size=1), min_size=1, max_size=4),
    before=st.text(),
    after=st.text(),
)
def test_whoever_is_listed_is_found(name, before, after):
    """A name of up to four words in any letters is found in any text, at its place."""
    written = " ".join(name)
    # Some letters are unseen once folded, or fall apart into several words.
    assume(1 <= len(re.findall(r"[^\W_]+", fold(written))) <= 4)
    names = Names(written)
    text = f"{before} ---- {written} ---- {after}"
    start = len(before) + len(" ---- ")

    places = [(one.start, one.end) for one in find(text, known=names)]
    assert any(first <= start and start + len(written) - 1 <= last for first, last in places)


@pytest.mark.parametrize("name", ["", " ", "\u200b", "-", "One Two Three Four Five-Canary"])
def test_what_is_no_name_is_refused(name):
    """No word, or more than four, is refused without repeating it."""
    with pytest.raises(InvalidRecordError) as caught:
        known_forms(name)

    assert caught.value.field == "name"
    assert "Canary" not in "".join(traceback.format_exception_only(caught.value))
