"""Postcodes, e-mail addresses, days of birth, names with titles and rare combinations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.identifiers import Kind, find


def found(text):
    """Return each kind with the piece of text that it was found at."""
    return [(one.kind, text[one.start : one.end]) for one in find(text)]


POSTCODES = [
    "M1 1AE",
    "M60 1NW",
    "CR2 6XH",
    "DN55 1PT",
    "W1A 1HQ",
    "EC1A 1BB",
    "SW1A1AA",
    "sw1a 1aa",
    "ct9 1ab",
    "Ct9 1ab",
    "SW1A\n1AA",
    "SW1A\t1AA",
    "SW1A  1AA",
    "SW1A\u00a01AA",
    "SW1A-1AA",
    "SW1A.1AA",
    "SW 1A 1AA",
    "S\u200bW1A\u00ad 1\u2060AA",
    "\uff33\uff37\uff11\uff21\u3000\uff11\uff21\uff21",
    "JE2 3AB",
    "BT1 5GS",
]


@pytest.mark.parametrize("postcode", POSTCODES)
def test_postcodes_are_found(postcode):
    """A postcode of any form is found whole, however it is parted."""
    assert found(f"lives at {postcode}, alone") == [(Kind.POSTCODE, postcode)]


@pytest.mark.parametrize(
    "text",
    [
        "C-201",
        "S-014 2AA",
        "A-03 and G-02 4TH",
        "seven 1DE A",
        "SEVEN1DE A",
        "room E1 1st floor",
        "week W3 4th session",
        "B12 2hr group, E3 3rd chair, N1 2nd bed",
        "L1 10st",
        "S01 4AA",
        "Q1 1AA",
        "M1A 1AA",
        "W1A 1AC3",
        "EC12A 1BB",
        "M1 1CK",
        "M1 1A1",
        "40 ml, 2 x 500 mg, 1 AA meeting",
        "E11 9",
        "me 2 3AB",
        "ZZ9 9ZZ",
        "M1 1AE-7",
        "x-M1 1AE",
    ],
)
def test_codes_and_measures_are_no_postcodes(text):
    """Codes for people, ordinals, doses and areas that do not exist are no postcodes."""
    assert find(text) == []


@given(area=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4), rest=st.integers(0))
def test_codes_for_people_are_never_found(area, rest):
    """No pseudonym is taken for anything, alone or in a row."""
    code = f"{area}-{rest % 1_000_000:03}"

    assert find(f"{code} and {code}A, {code}\n{code}") == []


EMAILS = [
    "maria.marlow@example.org",
    "m@example.co.uk",
    "maria+notes@mail.example.com",
    "maria @ example.org",
    "maria@ example . org",
    "maria@\nexample.org",
    "maria@example.\norg",
    "maria@exam\nple.org",
    "ma\u200bria@exam\u00adple.org",
    "maria\uff20example\uff0eorg",
    "z\u00f6e@example.org",
    "maria@example.museum",
    "maria@a.b.c.d.e.f.g.example.org",
    "maria@xn--exmple-cua.xn--p1ai",
    "o'hara_1@example.org",
]


@pytest.mark.parametrize("address", EMAILS)
def test_addresses_are_found(address):
    """An e-mail address is found whole, also with a space or line break around its signs."""
    assert found(f"write to <{address}>. Then wait") == [(Kind.EMAIL, address)]


def test_an_address_at_the_end_of_a_sentence_ends_there():
    """The full stop and the next sentence are no part of an address."""
    assert found("write to m@example.org. We agreed") == [(Kind.EMAIL, "m@example.org")]


def test_a_parted_name_in_an_address_is_found_in_part():
    """Where a space parts the name, the address is found from its last piece on."""
    assert found("to maria marlow@example.org") == [(Kind.EMAIL, "marlow@example.org")]


def test_an_address_of_very_many_parts_is_found_in_part():
    """Of a domain with more than nine parts the first nine are told."""
    assert found("m@" + "aa." * 12 + "org") == [(Kind.EMAIL, "m@" + "aa." * 8 + "aa")]


def test_a_name_has_seven_words_at_most():
    """What goes on in capitals after a title is cut off in the end."""
    assert found("Mr" + " Aa" * 12) == [(Kind.TITLED_NAME, "Mr" + " Aa" * 7)]


@pytest.mark.parametrize(
    "text",
    [
        "met @ 10.30",
        "met @ St. Mary's",
        "see you @home",
        "a@b",
        "@",
        "@example.org",
        ". @example.org",
        "met @ noon. Then we left",
        "3 @ 4.50",
        "met me@work now",
        "one@two.3",
    ],
)
def test_an_at_sign_alone_is_no_address(text):
    """An at sign for a place, a time or a price is no address."""
    assert find(text) == []


BIRTHS = [
    ("born {}", "12/03/1985"),
    ("born on the {}", "3rd of May 1990"),
    ("DOB: {}", "12.3.85"),
    ("d.o.b. {}", "12 March 1985"),
    ("D.O.B {}", "12 Mar '85"),
    ("date of birth:\n{}", "1985-03-12"),
    ("birthday {}", "March 12th, 1985"),
    ("{} (DOB)", "12-03-1985"),
    ("Birthdate - {}", "12 / 03 / 1985"),
    ("born {}", "12\u00a0March\u00a01985"),
    ("born {}", "1\u200b2/0\u200b3/19\u00ad85"),
    ("born {}", "\uff11\uff12/03/1985"),
    ("born {}", "12/\n03/1985"),
    ("born in the spring, on {}", "12 03 1985"),
    ("born early. Her birth was on {}", "12/03/1985"),
]


@pytest.mark.parametrize(("around", "day"), BIRTHS)
def test_days_of_birth_are_found(around, day):
    """A full date near a word of birth is found, in every usual way to write one."""
    assert found(around.format(day)) == [(Kind.BIRTH_DATE, day)]


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1985",
        "We met on 12 March 2026 and again on 2026-04-02",
        "born in March 1985",
        "born in 1985",
        "her birthday is on 12 March",
        "He was born here. On 12 March 2026 we met",
        "born of need; on 12/03/2026 we met",
        "stillborn and newborn 12/03/2026",
        "born-again 40/40/2026",
        "born and raised by people who had nothing to give but time, 12/03/2026",
        "12/03/2026 was the day on which we spoke at last of where she was born",
    ],
)
def test_other_days_are_none_of_birth(text):
    """A date alone, a month, a year, and a date in the next sentence are no day of birth."""
    assert find(text) == []


NAMES = [
    "Mr Marlow",
    "Mrs. Marlow",
    "MR MARLOW",
    "MS LI",
    "mr Marlow",
    "dr. Marlow",
    "prof Marlow",
    "Ms O'Hara",
    "Ms O\u2019Hara",
    "Mx Marlow-Reed",
    "Miss Anna Marlow",
    "Dr de Souza",
    "Mr van der Meer",
    "Dr d'Arcy",
    "Dr al-Sayed",
    "Prof. J. R. Marlow",
    "Prof J.R. Marlow",
    "Professor Marlow",
    "Rev \u00c9lodie",
    "Rev E\u0301lodie",
    "Sr Ana",
    "Sir Anton",
    "Lady Ann",
    "Dr \u0141ukasz \u017bak",
    "Dr \u0416\u0443\u043a\u043e\u0432",
    "Dr \u738b",
    "Dr \u05db\u05d4\u05df",
    "Mr\nMarlow",
    "Mr\u00a0Marlow",
    "M\u200br Mar\u00adlow",
    "Mr.Marlow",
    "\uff2d\uff52 Marlow",
    "Mrs Ng",
    "Mr Bo Cy Di El Fi Go Hu",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_with_a_title_are_found(name):
    """A title before a capital is found with the whole name."""
    assert found(f"then {name}, who waited") == [(Kind.TITLED_NAME, name)]


def test_a_name_ends_where_the_sentence_does():
    """A capital after a full stop, or a word that is no name, is no part of one."""
    assert found("saw Mr Marlow. Waiting, Mrs Marlow Yesterday") == [
        (Kind.TITLED_NAME, "Mr Marlow"),
        (Kind.TITLED_NAME, "Mrs Marlow"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mr",
        "Mr and the family",
        "a Mr X, called Mr. B. from here on, and Mrs A. B.",
        "Mr C-201 and Ms AB-20",
        "saw the Dr. He said so",
        "went to the Dr\n\nAgenda",
        "on MS Teams, in MS Word",
        "we miss Friday's group",
        "Miss Monday and you are out",
        "Dr AA",
        "Sr Practitioner",
        "Lord knows; my lady's drink",
        "amr Marlow, Atmr Reed",
        "Mr van der",
        "Mr 12",
        "Drs and Profs",
        "Dr Dr Dr",
        "mr marlow",
    ],
)
def test_a_title_alone_is_no_name(text):
    """A title without a name, before an initial, a code or a product is none."""
    assert find(text) == []


COMBINATIONS = [
    "34-year-old from Margate, seen on 12 March",
    "34 years old, found at Dover Hospital on 12/03/2026",
    "34 yo in Margate, 12th of March",
    "34yo, near Whitstable, March 12",
    "aged 34, brought to Harbour Street on 12 March 2026",
    "Margate Station on 12 March, at the age of 34",
    "Age: 34, from\nMargate, since 12\u00a0March",
    "12 March, in Margate: 34 years of age",
]


@pytest.mark.parametrize("text", COMBINATIONS)
def test_an_age_a_place_and_a_day_are_found_together(text):
    """All three close together are one finding over the whole stretch."""
    whole = f"We spoke of someone, and then {text}; that was all."
    spans = [(one.kind, one.start, one.end) for one in find(whole)]

    assert len(spans) == 1
    assert spans[0][0] is Kind.RARE_COMBINATION
    assert whole[spans[0][1] : spans[0][2]] in text
    assert spans[0][2] - spans[0][1] >= len(text) - len("brought to ")


@pytest.mark.parametrize(
    "text",
    [
        "aged 34, from Margate",
        "aged 34, on 12 March",
        "in Margate on 12 March",
        "aged 34, in March 2026 from Margate",
        "aged 34, at AA on 12 March",
        "aged 34, in English at Christmas, 12 March",
        "aged 34, in recovery since 12 March",
        "aged 34." + " So it was." * 20 + " In Margate, from Dover, on 12 March",
        "he aged, in Margate, 12 March",
        "for 34 years in Margate, since 12 March",
        "managed 34 at Dover on 12 March",
    ],
)
def test_two_of_three_are_no_rare_combination(text):
    """With one of the three missing, or far away, there is nothing to warn of."""
    assert find(text) == []


def test_what_is_within_a_rare_combination_is_told_too():
    """A name inside the stretch is a finding of its own."""
    kinds = [kind for kind, _ in found("aged 34, in Margate with Mr Marlow on 12 March")]

    assert sorted(kinds) == [Kind.RARE_COMBINATION, Kind.TITLED_NAME]


@given(text=st.text())
def test_any_text_is_searched_without_a_fault(text):
    """Whatever a text holds, findings are in order and within it."""
    places = [(one.start, one.end) for one in find(text)]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


HARD = "Mrdob @.-+0123456789\n\u200b\u0301\u05d0\u0627\u0939\u093f\u202e\uff10\u00bdSW1A'"


@given(text=st.text(HARD))
def test_hard_texts_are_searched_without_a_fault(text):
    """Texts of digits, marks, unseen characters and other directions give places within them."""
    assert all(0 <= one.start < one.end <= len(text) for one in find(text))


@pytest.mark.parametrize(
    "around", ["\u05d0\u05d1\u05d2", "\u0301" * 9, "\u202e\u0645", "\u00bd\ufb03\ufdfa"]
)
def test_no_script_shifts_a_place(around):
    """Text from right to left, marks, and characters that unfold to many leave places right."""
    text = f"{around} Mr Marlow {around} m@example.org {around}"

    assert found(text) == [(Kind.TITLED_NAME, "Mr Marlow"), (Kind.EMAIL, "m@example.org")]
