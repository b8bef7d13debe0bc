"""Packs for an audit: one person's sessions against a rule, to be countersigned."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import attrs
import pytest
from audit_kit import DAYS, ME, pack, section, table
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from page_kit import CODES, TODAY, rule, year

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import NO_ID, Modality
from supervision.reports import Exempt, audit, hours

AUGUST = Exempt(since=date(2026, 8, 1), until=date(2026, 8, 31), reason="leave | <all> of it")


@pytest.mark.parametrize(("style", "body"), [("bacp", "BACP"), ("babcp", "BABCP")])
def test_it_says_what_it_is(style, body):
    """A pack names the rule, its source and the day it was read, and is no form of the body."""
    text = pack(style).markdown()
    asked = rule(f"{style}-accredited")

    assert f"**no form of {body}**" in text
    assert asked.title in text
    assert asked.source in text
    assert asked.verify in text
    assert "Check with your body" in text
    assert all(each in text for each in asked.unchecked)


@pytest.mark.parametrize("style", ["bacp", "babcp"])
def test_there_is_room_to_countersign(style):
    """Each supervisor, the peers and the person have a line to sign, with how many sessions."""
    signed = section(pack(style).markdown(), "Countersigned")
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| \.+ \| \.+ \| \.+ \|$", signed, re.MULTILINE)
    mine = [line for line in year() if ME in line.people and ME not in line.absent]
    held = [line for line in mine if not line.cancelled]

    assert dict(rows) == {
        "V-01": str(sum(line.supervisor == "V-01" for line in held)),
        "peers of G-04": str(sum(line.supervisor is None for line in held)),
        "S-014, whose supervision it is": str(len(held)),
    }


def test_who_signs_for_peers():
    """For BABCP one signature is enough for a group of peers; for BACP that is the body's to say."""
    alone = [line for line in year() if line.supervisor]

    assert "one signature is enough" in pack("babcp").markdown()
    assert "ask your body who signs" in pack("bacp").markdown()
    assert "among peers" not in section(pack("bacp", alone).markdown(), "Countersigned")


@pytest.mark.parametrize("style", ["bacp", "babcp"])
def test_the_sums_are_those_of_the_sessions(style):
    """What counts in the table adds up to what the pack and the report say."""
    made = pack(style)
    counts = [sum(map(Fraction, row["counts_exactly"].split())) for row in table(made.csv())]
    report = hours(year(), rule(f"{style}-accredited"), person=ME, **DAYS)

    assert sum(counts) == report.credited
    assert len(counts) == len(report.sessions)
    assert "* Held: 38 sessions, 44 h 15 min." in made.markdown()


def test_by_type_and_delivery():
    """BABCP's pack sums the sessions by type and delivery, and lists the samples of work."""
    text = section(pack("babcp").markdown(), "By type and delivery")
    rows = re.findall(r"^\| ([a-z]+) \| (\S+) \| (\d+) \|", text, re.MULTILINE)

    assert sum(int(count) for *_, count in rows) == 38
    assert ("live", "in-person", "1") in rows
    assert "Samples of the work itself: 1." in text
    assert "| 2025-12-09 | observed | 40 |" in text
    assert section(pack("bacp").markdown(), "By type and delivery") == ""


def test_breaks_are_explained():
    """Times in which nothing was asked for stand with their reason, which is text and no markup."""
    text = section(pack(exempt=[AUGUST]).markdown(), "Breaks")

    assert "| 2026-08-01 | 2026-08-31 | leave \\| &lt;all> of it |" in text
    assert "None was stated." in section(pack().markdown(), "Breaks")


_MARKUP = "![x](https://a.example/x) <img src=x> `c` | **b** # h \\ &lt;i>\n# h"


def _is_plain(text):
    return not re.search(r"(?<!\\)[\[!`]|<(img|i)\b|(?<!\\)\*\*b|^# h|&lt;i>", text, re.MULTILINE)


def test_no_text_is_markup():
    """The words of a rule of one's own, and the reasons for breaks, make no link and no picture."""
    asked = rule("bacp-accredited")
    (minimum,) = asked.minimum
    own = attrs.evolve(
        asked,
        title=_MARKUP,
        text=_MARKUP,
        source=_MARKUP,
        unchecked=(_MARKUP,),
        minimum=(attrs.evolve(minimum, text=_MARKUP),),
    )
    breaks = [attrs.evolve(AUGUST, reason=_MARKUP)]
    text = pack(rule=own, exempt=breaks).markdown()

    assert text.count(r"\!\[x\](https://a.example/x) &lt;img src=x>") == 7
    for title in ("The rule", "What is asked for, and what became of it", "Breaks"):
        words = section(text, title).replace(f"`{own.id}`", "")
        assert _is_plain(words), words
    assert not _is_plain(_MARKUP)


def test_what_does_not_count_says_why():
    """A session that was cancelled is listed, counts nothing, and says so."""
    text = section(pack().markdown(), "Sessions")

    assert "| 2026-08-17 | individual | in-person | 0 min |  | V-01 | 0 min | cancelled |" in text


def test_it_is_about_one_person():
    """No code of another supervisee or of a client, no theme and no text is in a pack."""
    made = pack("babcp")
    text = made.markdown() + made.csv()

    assert set(re.findall(CODES, text)) == {ME, "V-01", "G-02", "G-04"}
    assert not [theme.label for theme in Catalogue.shipped().themes.values() if theme.label in text]


@pytest.mark.parametrize("name", ["babcp-training", "iapt-hi"])
def test_cases_have_numbers(name):
    """Where a rule asks for each case, none is named by its client's code."""
    alone = [line for line in year() if line.people == (ME,)]
    made = pack("babcp", alone, rule=rule(name))

    assert set(re.findall(CODES, made.markdown() + made.csv())) == {ME, "V-01"}
    assert "| case 1, " in made.markdown()
    assert any(line.clients for line in alone)


def test_a_third_of_a_minute_is_no_day():
    """A fraction stands so that no spreadsheet takes it for a day, and beside it one that it reads."""
    line = next(each for each in year() if each.group == "G-02")
    sizes = {(1, 6): ("0.1667", "0 1/6"), (51, 6): ("8.5", "8 1/2"), (60, 7): ("8.5714", "8 4/7")}
    lines = [
        replace(line, minutes=minutes, group_size=size, id=f"{at:02}" * 16)
        for at, (minutes, size) in enumerate(sizes)
    ]
    rows = table(pack(lines=lines).csv())

    assert [(row["counts_minutes"], row["counts_exactly"]) for row in rows] == [*sizes.values()]


@given(st.integers(0, 1440), st.integers(1, 100))
def test_a_decimal_is_a_number_and_near_enough(minutes, size):
    """Whatever counts, a spreadsheet reads it as a number, not off by more than a ten thousandth."""
    line = next(each for each in year() if each.group == "G-02")
    (row,) = table(pack(lines=[replace(line, minutes=minutes, group_size=max(size, 5))]).csv())
    exact = sum(map(Fraction, row["counts_exactly"].split()))

    assert re.fullmatch(r"[0-9]+(\.[0-9]{1,4})?", row["counts_minutes"])
    assert abs(Fraction(row["counts_minutes"]) - exact) <= Fraction(1, 10_000)


def test_peers_without_a_group():
    """Peers of no group are peers all the same, and a format without delivery has none."""
    line = next(each for each in year() if each.people == (ME,))
    odd = replace(
        line, supervisor=None, group=None, modality=Modality.PEER, group_size=2, delivery=None
    )
    text = pack("babcp", [odd]).markdown()

    assert "| peers | 1 |" in text
    assert "| peer |  | 1 |" in text


def test_a_year_if_no_days_are_given():
    """Without days it is the months of a year up to today."""
    made = audit(year(), style="bacp", person=ME, today=TODAY)

    assert (made.report.since, made.report.until) == (date(2025, 12, 1), TODAY)


def test_another_rule():
    """A rule that is given is taken in place of that of accredited members."""
    assert pack(rule=rule("bacp-student")).report.rule == "bacp-student"


def test_nothing_held():
    """Without a session there is a pack that says so, with room to sign."""
    text = pack("babcp", []).markdown()

    assert "* Held: 0 sessions, 0 min." in text
    assert "whose supervision it is" in text


def test_a_style_that_there_is_not():
    """Another style is refused by the name of the option."""
    with pytest.raises(InvalidRecordError, match="style must be one of babcp, bacp"):
        pack("ukcp")


def test_the_same_lines_give_the_same_pack():
    """The order of the lines changes nothing."""
    assert pack(lines=year()[::-1]) == pack()


def test_records_need_an_id():
    """Two records that are in no journal yet cannot be told apart, and are refused."""
    lines = [replace(line, id=NO_ID) for line in year()[:2]]

    with pytest.raises(InvalidRecordError, match="record them in a journal first"):
        pack(lines=lines)
