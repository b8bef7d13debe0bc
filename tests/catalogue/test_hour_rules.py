"""Rules on hours: what is shipped, what a file may hold, and what is refused."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import attrs
import pytest

from supervision.catalogue import MAX_FILE, Accepts, Catalogue, Credit, HourRule, load_rule
from supervision.errors import CatalogueError, InvalidRecordError

CANARY = "the red bicycle"
RULE = f"""
id = "x.kent.monthly"
title = "Two hours a month"
text = "What we ask of each other, with {CANARY}."
body = "Kent"
jurisdiction = "Kent"
source = "Our handbook, page 4"
read_on = 2026-11-26
rights = "Ours"
confirmed = true
credit = [{{ up_to = 4, parts = 2 }}, {{ by_size = true }}]
unchecked = ["Whether anybody is rested."]

[accepts]
formats = ["individual", "group"]
facilitated = true
agreed = true

[[minimum]]
id = "monthly"
text = "Two hours."
per = "month"
minutes = 120
part_time = {{ below = 50, floor = 45 }}
either = "amount"

[[minimum]]
id = "board"
text = "What the board says."
per = "month"
minutes_from = "board"
either = "amount"

[[average]]
id = "mean"
text = "Two hours on average."
months = 12
minutes = 120

[[ratio]]
id = "ratio"
text = "One for eight."
per = "whole"
work = 8

[[each]]
id = "domains"
text = "Ten hours each."
of = "domain"
minutes = 600
parts = [{{ id = "family", label = "Families", themes = ["family.*", "x.kent.home.*", "need.unmet"] }}]

[[each]]
id = "cases"
text = "Five hours each."
of = "case"
minutes = 300
count = 8

[[share]]
id = "groups"
text = "A quarter at most."
per = "year"
at_most = 25
only = {{ formats = ["group"] }}

[[gap]]
id = "gap"
text = "Every two weeks."
days = 14

[[numbers]]
id = "board"
text = "The board's minutes."
"""

BROKEN = {
    "no requirement": (
        [(RULE[RULE.index("[[minimum]]") :], "")],
        "x.kent.monthly",
        "minimum or another requirement must be given",
    ),
    "an id of ours": ([("x.kent.monthly", "monthly")], "monthly", "id must be your own"),
    "an id that is none": ([("x.kent.monthly", "Monthly!")], None, "id must be an id"),
    "negative minutes": ([("minutes = 120", "minutes = -1")], "monthly", "minutes must be a whole"),
    "minutes beyond all": (
        [("minutes = 600", "minutes = 10000001")],
        "domains",
        "minutes must be a whole number from 1 to 10,000,000",
    ),
    "more minutes than a month has": (
        [("minutes = 120", "minutes = 40321")],
        "monthly",
        "minutes must be a whole number from 0 to 40,320, all that a month can have",
    ),
    "more minutes than a week has": (
        [('"month"\nminutes = 120', '"week"\nminutes = 10081'), ('either = "amount"', "")],
        "monthly",
        "minutes must be a whole number from 0 to 10,080, all that a week can have",
    ),
    "more sessions than a year has minutes": (
        [('"month"\nminutes = 120', '"year"\nsessions = 525601'), ('either = "amount"', "")],
        "monthly",
        "sessions must be a whole number from 0 to 525,600, all that a year can have",
    ),
    "from more client hours than a month has": (
        [("minutes = 120", "minutes = 120\nclient_hours_from = 673")],
        "monthly",
        "client_hours_from must be a whole number from 0 to 672, all that a month can have",
    ),
    "an average of more minutes than a month has": (
        [("months = 12\nminutes = 120", "months = 12\nminutes = 40321")],
        "mean",
        "minutes must be a whole number from 1 to 40,320, all that a month can have",
    ),
    "more minutes in all than anybody has": (
        [('"month"\nminutes = 120', '"whole"\nminutes = 10000001'), ('either = "amount"', "")],
        "monthly",
        "minutes must be a whole number from 0 to 10,000,000",
    ),
    "no minutes": ([("minutes = 120", "minutes = 0")], "monthly", "minutes or minutes_from or"),
    "minutes and sessions": (
        [("minutes = 120", "minutes = 120\nsessions = 1")],
        "monthly",
        "minutes or minutes_from or sessions must be given, and only one",
    ),
    "a float": ([("minutes = 120", "minutes = 1.5")], "monthly", "minutes must be a whole number"),
    "negative sessions": (
        [("minutes = 120", "sessions = -1")],
        "monthly",
        "sessions must be a whole number",
    ),
    "a share of full time over all": (
        [("below = 50", "below = 101")],
        "monthly",
        "part_time.below must be a whole number from 1 to 100",
    ),
    "a negative floor": (
        [("floor = 45", "floor = -1")],
        "monthly",
        "part_time.floor must be a whole",
    ),
    "an unknown span": ([('per = "month"', 'per = "moon"')], "monthly", "per must be one of week"),
    "a ratio to nothing": (
        [("work = 8", "work = 0")],
        "ratio",
        "work must be a whole number from 1",
    ),
    "a ratio of nothing": (
        [("work = 8", "work = 8\nsupervision = 0")],
        "ratio",
        "supervision must be a whole number from 1",
    ),
    "an average of one month": (
        [("months = 12", "months = 1")],
        "mean",
        "months must be a whole number from 2 to 120",
    ),
    "an average of nothing": (
        [("months = 12\nminutes = 120", "months = 12\nminutes = 0")],
        "mean",
        "minutes must be a whole number from 1",
    ),
    "a share over one": (
        [("at_most = 25", "at_most = 101")],
        "groups",
        "at_most must be a whole number from 1 to 99",
    ),
    "a share at both ends": (
        [("at_most = 25", "at_most = 25\nat_least = 5")],
        "groups",
        "at_most or at_least must be given, and only one",
    ),
    "a share of nothing": ([("at_most = 25\n", "")], "groups", "at_most or at_least must be given"),
    "a share of anything": (
        [('at_most = 25\nonly = { formats = ["group"] }', "at_most = 25")],
        "groups",
        "only must be given",
    ),
    "only nothing": (
        [('only = { formats = ["group"] }', "only = {}")],
        "groups",
        "only.formats or functions or groups must be given, or sampled be true",
    ),
    "one format twice": (
        [('only = { formats = ["group"] }', 'only = { formats = ["group", "group"] }')],
        "groups",
        "only.formats must not repeat a value",
    ),
    "domains without parts": (
        [('of = "domain"', 'of = "case"')],
        "domains",
        "parts must be given for domains, and only for them",
    ),
    "cases without a count": (
        [("count = 8", "count = 0")],
        "cases",
        "count must be given for cases, and only for them",
    ),
    "nothing for each": (
        [("minutes = 600", "minutes = 0")],
        "domains",
        "minutes must be a whole number from 1",
    ),
    "a theme that is none": (
        [('"family.*"', '"family"')],
        "family",
        "themes must be ids of themes, or patterns",
    ),
    "a gap of no days": ([("days = 14", "days = 0")], "gap", "days must be a whole number from 1"),
    "a credit of nothing": (
        [("parts = 2", "parts = 0")],
        "x.kent.monthly",
        "credit[0].parts must be a whole number from 1 to 100",
    ),
    "a credit many times over": (
        [("parts = 2", "times = 101")],
        "x.kent.monthly",
        "credit[0].times must be a whole number from 1 to 100",
    ),
    "a credit for groups of nobody": (
        [("up_to = 4", "up_to = 0")],
        "x.kent.monthly",
        "credit[0].up_to must be a whole number from 1 to 100",
    ),
    "credits out of order": (
        [("{ by_size = true }", "{ up_to = 4 }")],
        "x.kent.monthly",
        "credit must go from the smallest group to the largest",
    ),
    "a credit after that of any size": (
        [("{ up_to = 4, parts = 2 }", "{ parts = 2 }")],
        "x.kent.monthly",
        "credit must go from the smallest group to the largest",
    ),
    "one id twice": (
        [('id = "gap"', 'id = "mean"')],
        "x.kent.monthly",
        "requirements must not repeat a value",
    ),
    "either of two spans": (
        [('per = "month"\nminutes_from', 'per = "year"\nminutes_from')],
        "x.kent.monthly",
        "either must stand at requirements with one and the same 'per'",
    ),
    "a number that nothing asks for": (
        [('id = "board"\ntext = "The', 'id = "other"\ntext = "The')],
        "x.kent.monthly",
        "numbers must be those that minutes_from names",
    ),
    "a day that is none": (
        [("read_on = 2026-11-26", 'read_on = "last year"')],
        "x.kent.monthly",
        "read_on must be a day such as",
    ),
    "a time for a day": (
        [("read_on = 2026-11-26", "read_on = 2026-11-26T09:30:00")],
        "x.kent.monthly",
        "read_on must be a day such as",
    ),
    "an unknown field": (
        [("days = 14", 'days = 14\nwarning = "a sentence"')],
        "gap",
        "has no field 'warning'; must have no other fields than id, text, only",
    ),
    "a field with a slip in it": (
        [("minutes = 120", "minuts = 120")],
        "monthly",
        "has no field 'minuts'; did you mean 'minutes'?",
    ),
    "a sentence for a field": (
        [("days = 14", 'days = 14\n"a sentence, no less" = 1')],
        "gap",
        "must have no other fields than id, text, only",
    ),
    "no minutes at all": (
        [("minutes = 120", "minutes = 0")],
        "monthly",
        "minutes or minutes_from or sessions must be given, and only one of them; 0 is none",
    ),
    "no source": (
        [('source = "Our handbook, page 4"\n', "")],
        "x.kent.monthly",
        "source must be given",
    ),
    "an empty title": ([("Two hours a month", " ")], "x.kent.monthly", "title must not be empty"),
}


def changed(*pairs):
    """Return the rule's file with some of its text replaced."""
    text = RULE
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def test_a_file_that_has_everything_is_read():
    """Every shape of a requirement can stand in one file, any number of times."""
    rule = load_rule(RULE.encode())

    assert [type(one).__name__ for one in rule.requirements] == [
        "Minimum", "Minimum", "Average", "Ratio", "Each", "Each", "Share", "Gap",
    ]  # fmt: skip
    assert rule.read_on == date(2026, 11, 26)
    assert rule.accepts == attrs.evolve(rule.accepts, facilitated=True, agreed=True)
    assert rule.verify.startswith("Check with your body: Kent may have changed this since 2026-11")


def test_a_day_may_be_a_text():
    """The day is read as TOML's own day and as a text alike."""
    written = changed(("read_on = 2026-11-26", 'read_on = "2026-11-26"'))

    assert load_rule(written) == load_rule(RULE.encode())


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_an_impossible_rule_is_refused(case):
    """File, entry and rule are named; of what the file says only the name of a field is repeated."""
    pairs, entry, broken = case

    with pytest.raises(CatalogueError) as caught:
        load_rule(changed(*pairs), name="monthly.toml")

    assert caught.value.file == "monthly.toml"
    assert caught.value.entry == entry
    assert caught.value.rule.startswith(broken)
    assert CANARY not in str(caught.value)
    assert "a sentence" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "broken"),
    [
        (b"\xff", "must be UTF-8"),
        (b"id =", "is not TOML"),
        (b"#" * (MAX_FILE + 1), "must have at most"),
        (b"", "title must be given"),
        (b"minimum = 3", "minimum must be a list"),
        (b"[[read_on]]", "read_on must be a day"),
    ],
)
def test_a_file_that_is_no_rule_is_refused(data, broken):
    """Whatever the bytes are, the error says what is wrong, and is never a parser's own."""
    with pytest.raises(CatalogueError, match=re.escape(broken)):
        load_rule(data)


def test_a_file_is_named_by_its_path(tmp_path):
    """A rule is read from a path; a file that is not there is an error that names it."""
    path = tmp_path / "monthly.toml"
    path.write_text(RULE, encoding="utf-8")

    assert load_rule(path) == load_rule(RULE.encode())
    with pytest.raises(CatalogueError, match=r"other\.toml: cannot be read") as caught:
        load_rule(str(tmp_path / "other.toml"))
    assert caught.value.file == str(tmp_path / "other.toml")


# Numbers of a board


def test_numbers_take_their_places():
    """What differs from board to board is filled in, and the rest stays as it is."""
    rule = load_rule(RULE.encode()).with_numbers(board=75)

    assert [one.minutes for one in rule.minimum] == [120, 75]
    assert rule.numbers == ()
    assert rule.with_numbers() == rule


@pytest.mark.parametrize(
    ("numbers", "broken"),
    [
        ({}, "numbers must be given for board"),
        ({"other": 1}, "numbers must be given for board"),
        ({"board": 1, "other": 1}, "numbers must be given for board"),
        ({"board": 0}, "numbers must be whole, and 1 or more"),
        ({"board": 1.5}, "numbers must be whole"),
        ({"board": True}, "numbers must be whole"),
        ({"board": 40_321}, "minutes must be a whole number from 0 to 40,320"),
    ],
)
def test_numbers_that_are_none_are_refused(numbers, broken):
    """Numbers that are missing, unknown or impossible are refused, with the rule's id."""
    with pytest.raises(CatalogueError, match=broken) as caught:
        load_rule(RULE.encode()).with_numbers(**numbers)

    assert caught.value.entry == "x.kent.monthly"


def test_a_rule_without_numbers_takes_none():
    """Numbers for a rule that asks for none are refused."""
    with pytest.raises(CatalogueError, match="bacp-accredited: leaves no number open"):
        Catalogue.shipped().rule("bacp-accredited").with_numbers(total=3)


def test_credit_is_never_more_than_the_time():
    """Twice the time of one is the time; what is divided is exact."""
    twice = Credit(times=2, by_size=True)

    assert [twice.of(105, size=size) for size in (1, 2, 3, 4)] == [105, 105, 70, Fraction(105, 2)]


# What is shipped


def test_the_rules_that_are_shipped():
    """Each file holds the rule of its name, read at a source, and nothing is unsure."""
    rules = Catalogue.shipped().rules

    assert list(rules) == sorted(rules)
    assert list(rules) == [
        "babcp-accredited", "babcp-supervisor", "babcp-trainer", "babcp-training",
        "bacp-accredited", "bacp-student", "iapt-hi", "iapt-pwp", "icrc-aadc-ri",
        "icrc-adc", "icrc-cadc-de", "napcp-accredited", "napcp-experienced",
        "napcp-pre-accredited", "napcp-training", "qca-clinical", "qca-provisional",
    ]  # fmt: skip
    assert all(rule.confirmed for rule in rules.values())


@pytest.mark.parametrize("rule", Catalogue.shipped().rules.values(), ids=lambda rule: rule.id)
def test_a_rule_says_where_it_is_from(rule):
    """Body, place, source and day stand in each, and that the copy was of unknown age."""
    assert rule.read_on == date(2026, 11, 26)
    assert "of unknown age" in rule.source
    assert rule.verify.startswith("Check with your body: ")
    assert rule.unchecked
    assert rule.jurisdiction


def test_a_rule_is_found_by_its_id():
    """An id that is a slip of the pen is answered by the one that is meant."""
    with pytest.raises(CatalogueError, match="did you mean bacp-student"):
        Catalogue.shipped().rule("bacp-studnet")


def test_a_rule_built_in_a_program_is_held_to_the_same():
    """A rule that is built and not read is refused by the same rules."""
    with pytest.raises(InvalidRecordError, match="must not repeat"):
        Accepts(formats=[*Accepts().formats, *2 * list(_formats())])
    assert isinstance(Catalogue.shipped().rule("bacp-student"), HourRule)


def _formats():
    return Catalogue.shipped().rule("bacp-student").accepts.formats
