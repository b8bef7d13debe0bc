"""Packs for an audit: one person's sessions against a rule, to be countersigned."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from page_kit import CODES, TODAY, rule, year

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import NO_ID, Modality
from supervision.reports import Exempt, audit, hours

ME = "S-014"
DAYS = {"since": date(2025, 11, 1), "until": date(2026, 10, 31), "today": TODAY}
AUGUST = Exempt(since=date(2026, 8, 1), until=date(2026, 8, 31), reason="leave | <all> of it")


def pack(style="bacp", lines=None, **options):
    """Return a pack of the example year."""
    return audit(
        year() if lines is None else lines, **{"style": style, "person": ME, **DAYS, **options}
    )


def table(text):
    """Return the rows of a table."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def section(text, title):
    """Return what stands under a heading."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


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


def rows_of(text, title):
    """Return the cells of what stands under a heading, row by row."""
    lines = re.findall(r"^\| (?!---)(.*) \|$", section(text, title), re.MULTILINE)
    return [line.split(" | ") for line in lines]


ASKED = "What is asked for, and what became of it"


def test_needed_and_found_month_by_month():
    """Nobody has to add up sessions: each month says what was asked for, what there is, and the result."""
    made = pack()
    text = made.markdown()
    (head, *months) = rows_of(text, ASKED)
    (_, *sums) = rows_of(text, "Month by month")

    assert head == ["when", "asked for", "there is", "result"]
    assert ["August 2026", "1 h 30 min", "1 h", "short by 30 min"] in months
    assert ["January 2026", "1 h 30 min", "2 h 33 min", "met"] in months
    assert [one[0] for one in months] == [one[0] for one in sums]
    assert [one[2] for one in months] == [one[3] for one in sums]
    assert ["January 2026", "4", "4 h 45 min", "2 h 33 min"] in sums
    assert sum(int(one[1]) for one in sums) == 38
    assert "* Short: 1 (August 2026); cannot be told: 0." in text
    assert rule("bacp-accredited").text in section(text, "The rule")


def test_an_average_has_its_months_too():
    """Where a rule asks for no month by itself, the months stand all the same."""
    made = pack("babcp")
    (_, *sums) = rows_of(made.markdown(), "Month by month")

    assert len(sums) == 12
    assert "For full-time work, some individual supervision." in made.markdown()
    assert sums[2] == ["January 2026", "4", "4 h 45 min", "4 h 45 min"]


def test_ways_of_which_one_is_enough_stand_side_by_side():
    """Each month has both ways, and a row says once that one is enough."""
    line = next(each for each in year() if each.people == (ME,))
    mine = [
        replace(line, people=("V-01",), supervisor="V-02", minutes=50, id=f"{n:02}" * 16)
        for n in range(1)
    ]
    given = [
        replace(line, minutes=600, id=f"a{n}" * 16, on=date(2025, 11 + n, 20)) for n in range(2)
    ]
    text = pack(
        "babcp", [*mine, *given], person="V-01", rule=rule("babcp-supervisor"), **{
            **DAYS, "until": date(2026, 1, 31),
        }
    ).markdown()  # fmt: skip
    (head, *rows) = rows_of(text, ASKED)

    assert "One of these is enough: An hour of supervision of supervision each month." in text
    assert head == ["when", "there is", "monthly", "share", "result"]
    assert rows == [
        [
            "November 2025",
            "50 min",
            "1 h asked for, 10 min missing",
            "30 min asked for, met",
            "met by the other way; 10 h of work, 1 for 20",
        ],
        [
            "December 2025",
            "0 min",
            "1 h asked for, 1 h missing",
            "30 min asked for, 30 min missing",
            "short by 30 min; 10 h of work, 1 for 20",
        ],
        [
            "January 2026",
            "0 min",
            "1 h asked for, 1 h missing",
            "cannot be told",
            "short by 60 min; the other way cannot be told; no session that the person gave is in these lines",
        ],
    ]
    assert "* Short: 2 (December 2025, January 2026); cannot be told: 1 (January 2026)." in text


def test_days_between_sessions_and_what_cannot_be_told():
    """Days are so many at most; what nobody can work out is said, and not given as none."""
    text = pack(rule=rule("bacp-student")).markdown()

    assert re.search(r"\| \d+ days at most \| \d+ days \| \d+ days from one to the next", text)
    assert re.search(r"\| cannot be told \| [^|]+ \| cannot be told", section(text, ASKED))


def test_sessions_that_are_left_out_are_counted():
    """What was before, and what is planned, is said in short and above the sessions."""
    days = {"since": date(2026, 5, 1), "until": date(2027, 4, 30), "today": date(2026, 6, 15)}
    told = (
        "Left out: 20 sessions before 1 May 2026 and 14 sessions after 15 June 2026, the last day "
        "that was over when this was made."
    )
    text = pack(**days).markdown()
    over = pack(**{**days, "until": date(2026, 5, 31)}).markdown()

    assert f"* {told}" in section(text, "In short")
    assert f"\n{told}\n" in section(text, "Sessions")
    assert "after 31 May 2026." in section(over, "In short")
    assert "when this was made" not in over
    assert "Left out" not in pack(lines=[]).markdown()


def test_a_year_that_began_before_the_first_session():
    """How many months were over before there was supervision at all is said beside what is short."""
    late = [line for line in year() if line.on >= date(2026, 3, 1)]

    assert "* Of what is short: 4 before the first session of" in pack(lines=late).markdown()


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
