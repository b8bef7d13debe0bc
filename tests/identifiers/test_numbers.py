"""NHS numbers and telephone numbers, whole and parted."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nhs_number import calculate_checksum, constants, generate, is_valid

from supervision.identifiers import Kind, find
from supervision.identifiers._digits import DATED
from supervision.identifiers._folding import fold

ISSUING = [
    constants.REGION_ENGLAND_WALES_IOM,
    constants.REGION_SCOTLAND,
    constants.REGION_NORTHERN_IRELAND,
    constants.REGION_EIRE,
]
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200f", "\u202e"]
SPACES = [" ", "\n", "\r\n", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\u2028"]
SIGNS = ["-", ".", "\u2010", "\u2011", "\u2013", "\uff0d", "\uff0e"]
JOINTS = ["", *UNSEEN, *SPACES, *SIGNS, " - ", "\u200b \u200b"]
WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
ARABIC = str.maketrans("0123456789", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669")


def found(text):
    """Return each kind with the piece of text that it was found at."""
    return [(one.kind, text[one.start : one.end]) for one in find(text)]


@st.composite
def numbers(draw):
    """Make numbers that a region issued and whose check digit is right."""
    region = draw(st.sampled_from(ISSUING))
    block = draw(st.sampled_from(region.ranges))
    if region is constants.REGION_SCOTLAND:
        day = draw(st.dates())
        first = f"{day:%d%m%y}{draw(st.integers(0, 999)):03}"
    else:
        first = f"{draw(st.integers(block.start, block.end)) // 10:09}"
    number = f"{first}{calculate_checksum(first)}"
    assume(is_valid(number, for_region=region))
    return number


@st.composite
def written(draw):
    """Make such numbers with anything between their digits."""
    number = draw(numbers())
    joints = st.sampled_from(JOINTS)
    joined = "".join(digit + draw(joints) for digit in number[:-1]) + number[-1]
    # "12.10.2026" is a day first, whatever stands around it.
    assume(DATED.search(fold(joined)) is None)
    return joined


@given(before=st.text(), number=written(), after=st.text())
def test_a_number_is_found_wherever_and_however_it_is_written(before, number, after):
    """A valid NHS number in any text, parted by anything, is found at its place."""
    text = f"{before} no {number} so {after}"
    start = len(before) + len(" no ")

    places = [(one.start, one.end) for one in find(text) if one.kind is Kind.NHS_NUMBER]
    assert (start, start + len(number)) in places


@pytest.mark.parametrize("digits", [WIDE, ARABIC], ids=["full width", "Arabic-Indic"])
def test_digits_of_other_scripts_count(nhs_number, digits):
    """A number in digits that are not ASCII is a number."""
    number = nhs_number.translate(digits)

    assert found(f"his {number} here") == [(Kind.NHS_NUMBER, number)]


def test_marks_between_digits_do_not_hide_them(nhs_number):
    """A number whose digits are struck through or underlined is found with its last mark."""
    number = "".join(f"{digit}\u0332" for digit in nhs_number)

    assert found(f"see {number}.") == [(Kind.NHS_NUMBER, number)]


@pytest.mark.parametrize("region", ISSUING, ids=lambda region: region.label)
def test_numbers_of_every_region_that_issues_them_are_found(region):
    """Scottish, Irish and Northern Irish numbers are found like English ones."""
    number = generate(for_region=region)[0]

    assert found(f"{number[:3]} {number[3:6]} {number[6:]}")[0][0] is Kind.NHS_NUMBER


@pytest.mark.parametrize(
    "region",
    [constants.REGION_SYNTHETIC, constants.REGION_RESERVED, constants.REGION_UNALLOCATED],
    ids=lambda region: region.label,
)
def test_numbers_that_nobody_was_given_are_passed_over(region):
    """A good check digit is not enough: the number must be of a region that issues any."""
    for number in generate(for_region=region, quantity=50):
        assert Kind.NHS_NUMBER not in [one.kind for one in find(f"number {number} here")]


def test_ten_nines_are_nobody():
    """9999999999 has a good check digit, is of no region that issues numbers, and is not found."""
    assert is_valid("9999999999")
    assert find("9999999999, or 999 999 9999, or 999-999-9999") == []


def test_a_wrong_check_digit_is_no_number(nhs_number):
    """A slip in the last digit makes it no NHS number."""
    wrong = nhs_number[:-1] + str((int(nhs_number[-1]) + 1) % 10)

    assert find(f"number {wrong} here") == []


def test_a_longer_number_holds_none(nhs_number):
    """Ten digits within eleven or more are not taken out of them."""
    assert find(f"invoice 1{nhs_number} and {nhs_number}1") == []


def test_numbers_are_found_beside_others(nhs_number):
    """A number after a count, before a day, and twice in a row is found each time."""
    text = f"room 4 {nhs_number} 12-10-2026 {nhs_number}\n{nhs_number}"

    assert found(text) == [(Kind.NHS_NUMBER, nhs_number)] * 3


def test_brackets_part_numbers(nhs_number):
    """What stands in brackets is a number of its own."""
    assert find(f"{nhs_number[:4]} ({nhs_number[4:]})") == []


@pytest.mark.parametrize("joint", ["-", "."])
def test_days_in_a_row_are_no_number(joint):
    """No row of days, whichever digits it has, makes an NHS number or a telephone number."""
    days = [
        joint.join([f"{day:02}", f"{month:02}", "2026"])
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    for gap in (" ", "\n", " - "):
        assert find(gap.join(days)) == []


PHONES = [
    "07700 900123",
    "07700900123",
    "07700 900 123",
    "0 7 7 0 0 9 0 0 1 2 3",
    "07700-900-123",
    "07700.900.123",
    "07700\n900123",
    "07700\u00a0900\u00a0123",
    "07700\u200b900\u2060123",
    "\uff10\uff17\uff17\uff10\uff10 900123",
    "020 7946 0018",
    "(020) 7946 0018",
    "0131 496 0123",
    "(01632) 960 001",
    "01632 96001",
    "+44 7700 900123",
    "+447700900123",
    "+44 (0)7700 900123",
    "+44 (0) 20 7946 0018",
    "(+44) 7700 900123",
    "0044 7700 900123",
    "00 44 7700 900123",
    "+44 1632 96001",
    "+353 20 915 0123",
    "+33 6 12 34 56 78",
    "0033 6 12 34 56 78",
    "+1 (202) 555-0123",
    "+(49) 30 23125 012",
    "+49\n30 23125 012",
]


@pytest.mark.parametrize("number", PHONES)
def test_telephone_numbers_are_found(number):
    """A telephone number is found whole, however it is parted."""
    text = f"She rang from {number}, twice."

    kinds_and_pieces = found(text)
    assert [kind for kind, _ in kinds_and_pieces] == [Kind.PHONE]
    assert kinds_and_pieces[0][1].strip("(") == number.strip("(")


def test_a_number_abroad_ends_with_its_line():
    """Digits on the line after a number from abroad are not part of it."""
    assert found("+33 612345678\n2 sessions") == [(Kind.PHONE, "+33 612345678")]


@pytest.mark.parametrize(
    "text",
    [
        "FRANK is on 0300 123 6600 and the helpline on 0800 917 8282",
        "0808 808 8000 or +44 300 123 6600",
        "ring 999, 111 or 116 123",
        "at 09.30 10.15 110",
        "at 07.30 10.15 110 minutes",
        "+5 on the scale, +20 in all",
        "2+2 and 1+12345",
        "1990 2000 2010",
        "order 00000000000",
        "0",
        "+",
        "+44 12 34",
        "0012",
        "00123 45",
    ],
)
def test_other_numbers_are_not_telephones(text):
    """Helplines, times, sums and years are no person's telephone."""
    assert find(text) == []
