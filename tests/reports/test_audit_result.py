"""What a pack for an audit says in short: how much was asked for, how much there is, what was left out."""

from __future__ import annotations

import re
from datetime import date

from audit_kit import DAYS, ME, pack, section
from msgspec.structs import replace
from page_kit import rule, year


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
