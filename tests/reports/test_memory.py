"""What a report says of a ledger it says once, and nothing that was said changes unseen."""

from __future__ import annotations

import copy
import doctest
import inspect
import json
import pickle
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

import attrs
import pytest
from cover_kit import TODAY, agreed, met

from supervision import reports
from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import ActionFacts, Ledger, Modality
from supervision.reports import (
    DaySpan,
    Exempt,
    Focus,
    audit,
    co_occurrence,
    due,
    gaps,
    hours,
    minutes_by,
    theme_counts,
)
from supervision.reports._remembered import _key, remembered

SINCE = date(2026, 1, 1)
RULE = Catalogue.shipped().rule("bacp-accredited")
ILL = Exempt(since=date(2026, 2, 1), until=date(2026, 3, 31), reason="illness")
FOCUS = Focus.on_themes({"family": 60})
HOURS = {"rule": RULE, "person": "S-014", "since": SINCE, "until": TODAY}
THEMES = (("family.burden", "need.stigma"), ("family.children",), ("need.stigma", "system.cuts"))

ASKED = {
    "action_ages": ({"today": TODAY}, {"today": TODAY, "owner": "S-022"}),
    "audit": (
        {"style": "bacp", "person": "S-014", "today": TODAY},
        {"style": "babcp", "person": "S-014", "today": TODAY},
    ),
    "chains": ({"today": TODAY}, {"today": SINCE}),
    "change_test": ({}, {"per": "family"}),
    "co_occurrence": ({}, {"per": "family"}),
    "drift": ({"focus": FOCUS}, {"focus": Focus.on_themes({"family": 50})}),
    "due": ({"today": TODAY}, {"today": TODAY, "rhythms": {"A-03": 7}}),
    "gaps": ({"today": TODAY}, {"today": TODAY, "longest": 300}),
    "hours": (HOURS, {**HOURS, "exempt": [ILL]}),
    "minutes_by": ({}, {"by": ["person"]}),
    "theme_counts": ({}, {"by": "year"}),
    "theme_trend": ({}, {"theme": "family.*"}),
}
UNHASHABLE = {
    "audit": {**ASKED["audit"][0], "domains": {}, "client_hours": {"2026-01": 20}},
    "due": {"today": TODAY, "rhythms": {"A-03": 7}},
    "gaps": {"today": TODAY, "rhythms": MappingProxyType({"A-03": 7})},
    "hours": {**HOURS, "exempt": [ILL], "cases": {"C-201"}, "client_hours": {"2026-01": 20}},
    "minutes_by": {"by": ["month", "supervisor"]},
}


class Style(StrEnum):
    """A member of it equals the text."""

    BACP = "bacp"


class Lines(list):
    """Lines that count how often they are gone through."""

    read = 0

    def __iter__(self):
        self.read += 1
        return super().__iter__()


class Watched(Ledger):
    """A ledger that counts how often its lines are gone through."""

    read = 0

    def _all(self):
        self.read += 1
        return super()._all()


def world():
    """Return the lines of half a year: a session a week until April, and what was agreed."""
    weeks = [
        met(
            on=(SINCE + timedelta(weeks=week)).isoformat(),
            people=("S-014", "S-022")[: 1 + week % 2],
            modality=(Modality.INDIVIDUAL, Modality.GROUP)[week % 2],
            themes=THEMES[week % 3],
            actions=(ActionFacts(owner=("S-014", "S-022")[week % 2]),),
        )
        for week in range(16)
    ]
    return Lines([agreed(ends="2026-06-10"), agreed(code="A-04", on="2026-03-02"), *weeks])


def ask(name, lines, options):
    """Return what the report of that name says of *lines*."""
    return getattr(reports, name)(lines, **options)


def asked():
    """Parametrise by each report that remembers, what it is asked, and what else."""
    cases = [pytest.param(name, *both, id=name) for name, both in ASKED.items()]
    return pytest.mark.parametrize(("name", "options", "others"), cases)


def unhashable():
    """Parametrise by each report that takes mappings, lists or sets, with some."""
    return pytest.mark.parametrize(("name", "options"), UNHASHABLE.items(), ids=UNHASHABLE)


def test_every_report_of_ledger_lines_remembers():
    """Whatever takes lines is tried here; the page alone does not remember."""
    functions = {name for name in reports.__all__ if inspect.isfunction(getattr(reports, name))}
    take_lines = {
        name
        for name in functions
        if "lines" in inspect.signature(getattr(reports, name)).parameters
    }

    assert take_lines - {"html"} == ASKED.keys()


@asked()
def test_asked_again_a_report_reads_no_line(name, options, others):
    """The second answer is the first, and the lines were not gone through for it."""
    lines = world()
    ledger = Watched(lambda: lines)
    first = ask(name, ledger, options)
    read = ledger.read

    assert ask(name, ledger, options) == first
    assert read > 0
    assert ledger.read == read


@asked()
def test_of_a_ledger_a_report_says_what_it_says_of_its_lines(name, options, others):
    """Remembered or not, asked this or that: the answer is that of a list."""
    lines = list(world())
    ledger = Ledger(lambda: lines)
    both = [ask(name, ledger, options), ask(name, ledger, others)]

    assert both == [ask(name, lines, options), ask(name, lines, others)]
    assert both[0] != both[1]
    assert both == [ask(name, ledger, options), ask(name, ledger, others)]


@asked()
def test_of_other_lines_a_report_is_made_each_time(name, options, others):
    """A list may grow, so nothing that was said of it is kept."""
    lines = world()
    ask(name, lines, options)
    read = lines.read
    ask(name, lines, options)

    assert lines.read == 2 * read > 0


@asked()
def test_two_ledgers_know_nothing_of_each_other(name, options, others):
    """What was said of one ledger is not said of another."""
    lines = list(world())
    ask(name, Ledger(lambda: lines), options)

    assert ask(name, Ledger(list), options) == ask(name, [], options) != ask(name, lines, options)


@asked()
def test_a_call_is_the_same_however_it_is_written(name, options, others):
    """By name or by place, with defaults or without: it is one question."""
    lines = world()
    ledger, report = Watched(lambda: lines), getattr(reports, name)
    first = report(ledger, **options)
    read = ledger.read
    call = inspect.signature(report).bind(ledger, **options)
    call.apply_defaults()

    assert report(*call.args, **call.kwargs) == first
    assert report(**call.arguments) == first
    assert ledger.read == read


@asked()
def test_a_report_shows_what_it_takes_and_runs_its_examples(name, options, others):
    """Remembering hides neither the signature nor the examples of a report."""
    report = getattr(reports, name)
    found = doctest.DocTestFinder().find(sys.modules[report.__module__])

    assert next(iter(inspect.signature(report).parameters)) == "lines"
    assert [test.name for test in found if test.examples and test.name.endswith(f".{name}")]


@unhashable()
def test_options_that_have_no_hash_are_remembered_by_what_they_hold(name, options):
    """A list, set or mapping of the same things is the same question."""
    lines = world()
    ledger = Watched(lambda: lines)
    first = ask(name, ledger, options)
    read = ledger.read
    again = {
        key: type(one)(one) if type(one) in (list, dict, set) else one
        for key, one in options.items()
    }

    assert ask(name, ledger, again) == first == ask(name, list(lines), options)
    assert ledger.read == read


def test_an_option_that_changed_is_another_question():
    """A mapping is remembered as it was: what is written into it later is asked about anew."""
    lines = list(world())
    ledger, rhythms = Ledger(lambda: lines), {"A-04": 300}
    first = gaps(ledger, today=TODAY, rhythms=rhythms)
    rhythms["A-03"] = 7

    assert gaps(ledger, today=TODAY, rhythms=rhythms) == gaps(lines, today=TODAY, rhythms=rhythms)
    assert gaps(ledger, today=TODAY, rhythms=rhythms) != first


def test_an_iterator_is_taken_once_and_by_the_report():
    """What can be gone through only once is left to the report, which says each time what it finds."""
    lines = list(world())
    ledger, ill = Ledger(lambda: lines), iter([ILL])

    assert hours(ledger, **HOURS, exempt=ill) == hours(lines, **HOURS, exempt=[ILL])
    assert hours(ledger, **HOURS, exempt=ill) == hours(lines, **HOURS)


def test_what_may_change_unseen_is_never_remembered():
    """With an option of an unknown kind, or one within another, the report is made each time."""
    lines = world()
    ledger = Watched(lambda: lines)
    for _ in range(2):
        read = ledger.read
        assert gaps(ledger, today=TODAY, rhythms=Counter({"A-03": 7}))
        assert ledger.read > read
        read = ledger.read
        assert minutes_by(ledger, by={"person": 1}.keys())
        assert ledger.read > read


@pytest.mark.parametrize(
    ("name", "options", "wrong"),
    [
        ("hours", {**HOURS, "full_time": 1}, {**HOURS, "full_time": True}),
        ("hours", {**HOURS, "full_time": 1}, {**HOURS, "full_time": 1.0}),
        ("change_test", {"level": Fraction(1, 2)}, {"level": 0.5}),
        (
            "hours",
            {**HOURS, "client_hours": {"2026-01": 1}},
            {**HOURS, "client_hours": {"2026-01": True}},
        ),
    ],
    ids=["True for 1", "1.0 for 1", "0.5 for a half", "True for 1 in a mapping"],
)
def test_what_is_equal_but_of_another_type_is_another_question(name, options, wrong):
    """A wrong value is refused, even if an equal one of the right type was answered before."""
    lines = list(world())
    ledger = Ledger(lambda: lines)
    ask(name, ledger, options)

    with pytest.raises(InvalidRecordError):
        ask(name, ledger, wrong)


def test_an_answer_holds_what_was_asked_and_not_what_equals_it():
    """A member of an enumeration that equals a text is not answered with the text."""
    lines = list(world())
    ledger = Ledger(lambda: lines)
    options = {"person": "S-014", "today": TODAY}

    assert type(audit(ledger, style="bacp", **options).style) is str
    assert type(audit(ledger, style=Style.BACP, **options).style) is Style


ALIKE = [
    *(None, 0, False, 1, True, Fraction(1), "1", "group", Modality.GROUP, SINCE),
    *(DaySpan(first=SINCE, last=SINCE), DaySpan(first=SINCE, last=TODAY), Style.BACP, "bacp"),
    *([], (), set(), frozenset(), {}, MappingProxyType({})),
    *([1], (1,), {1}, frozenset({1}), [True], (True,), {True}, frozenset({True}), [[1]], [(1,)]),
    *({"a": 1}, {"a": True}, {"a": [1]}, {"a": (1,)}, MappingProxyType({"a": 1}), [("a", 1)]),
    *({1: "a"}, {True: "a"}, {"b": 1}, ["a", 1]),
]


@pytest.mark.parametrize("one", ALIKE, ids=repr)
def test_nothing_has_the_key_of_another_value(one):
    """Of values that are nearly alike, each has the key of itself and of nothing else."""
    assert repr([other for other in ALIKE if _key(other) == _key(one)]) == repr([one])
    assert hash(_key(one)) == hash(_key(one))


def test_the_order_in_a_set_is_no_part_of_its_key():
    """Equal sets are the same option, in whatever order they show what they hold."""
    one, other = {0, 8}, {8, 0}

    assert list(one) != list(other)
    assert _key(one) == _key(other)


def test_reports_with_the_same_options_are_told_apart():
    """What one report said is not handed out as the answer of another."""

    @remembered
    def first_day(lines, *, kind="session"):
        return min(line.on for line in lines if line.kind == kind)

    @remembered
    def last_day(lines, *, kind="session"):
        return max(line.on for line in lines if line.kind == kind)

    ledger = Ledger(world)

    assert first_day(ledger) == SINCE < last_day(ledger)


def parts(value):
    """Yield *value* and all that is in it."""
    yield value
    inside = (
        [getattr(value, each.name) for each in attrs.fields(type(value))]
        if attrs.has(type(value))
        else ()
    )
    for one in value if isinstance(value, tuple | frozenset) else inside:
        yield from parts(one)


@asked()
def test_nothing_in_an_answer_can_be_changed(name, options, others):
    """An answer is made of frozen values; only as a whole may it be a list or dict, and a copy."""
    answer = ask(name, Ledger(world), options)
    inside = list(parts(tuple(answer) if isinstance(answer, list | dict) else answer))

    assert not {type(one) for one in inside} & {list, dict, set}
    for one in inside:
        if attrs.has(type(one)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(one, attrs.fields(type(one))[0].name, None)


@pytest.mark.parametrize("report", [co_occurrence, minutes_by], ids=["pairs", "minutes"])
def test_a_list_is_the_callers_own(report):
    """Whoever changes the list they were given changes no later answer."""
    lines = list(world())
    ledger = Ledger(lambda: lines)
    for _ in range(2):
        found = report(ledger)
        assert found == report(lines)
        found.clear()


def test_a_dict_is_the_callers_own():
    """Whoever changes the counts they were given changes no later answer."""
    lines = list(world())
    ledger = Ledger(lambda: lines)
    for _ in range(2):
        found = theme_counts(ledger)
        assert found == theme_counts(lines)
        found.clear()


@pytest.mark.parametrize(
    "change",
    [
        lambda by: by.__setitem__("person", "S-099"),
        lambda by: by.__delitem__("person"),
        lambda by: by.__ior__({"person": "S-099"}),
        lambda by: by.clear(),
        lambda by: by.pop("person"),
        lambda by: by.popitem(),
        lambda by: by.setdefault("month", "2026-01"),
        lambda by: by.update(person="S-099"),
    ],
    ids=["[]", "del", "|=", "clear", "pop", "popitem", "setdefault", "update"],
)
def test_what_a_row_of_minutes_is_of_cannot_be_changed(change):
    """Whoever tries to write into a row is refused, and told what to do."""
    row = minutes_by(Ledger(world), by=["person"])[0]
    with pytest.raises(TypeError, match=r"cannot be changed; copy it with dict\(\) first"):
        change(row.by)

    assert row.by == {"person": "S-014"}


def test_what_a_row_of_minutes_is_of_can_be_copied_and_written():
    """A row goes into JSON and over to other processes, and a copy of what it is of is one's own."""
    row = minutes_by(Ledger(world), by=["person"])[0]
    mine = [
        dict(row.by),
        row.by.copy(),
        row.by | {},
        copy.copy(row.by),
        pickle.loads(pickle.dumps(row)).by,
    ]
    for one in mine:
        one["month"] = "2026-01"

    assert json.dumps(row.by) == '{"person": "S-014"}'
    assert attrs.asdict(row)["by"] == row.by == {"person": "S-014"}
    assert pickle.loads(pickle.dumps(row)) == copy.deepcopy(row) == row
    assert repr(row).startswith("Minutes(by={'person': 'S-014'}, minutes=960, sessions=16,")


def test_a_refusal_is_not_remembered():
    """What went wrong is tried again, and what is right later is answered."""
    tries = []

    @remembered
    def report(lines):
        tries.append(len(lines))
        if len(tries) < 3:
            msg = "not yet"
            raise InvalidRecordError(msg)
        return tries[-1]

    ledger = Ledger(list)
    for _ in range(2):
        with pytest.raises(InvalidRecordError):
            report(ledger)

    assert (report(ledger), report(ledger), len(tries)) == (0, 0, 3)


def test_none_is_an_answer_too():
    """A report that has nothing to say of a ledger says so only once."""
    calls = []

    @remembered
    def report(lines):
        calls.append(lines)

    ledger = Ledger(list)

    assert (report(ledger), report(lines=ledger), len(calls)) == (None, None, 1)


@pytest.mark.parametrize(
    ("args", "options"),
    [((), {}), ((), {"person": "S-014"}), ((TODAY,), {}), ((), {"lines": [], "today": TODAY})],
    ids=["too few", "an unknown one", "too many", "lines twice"],
)
def test_a_wrong_call_is_told_as_python_tells_it(args, options):
    """The error of a wrong call names the report, of a ledger as of a list."""
    told = []
    for lines in (Ledger(list), []):
        with pytest.raises(TypeError) as caught:
            due(lines, *args, **options)
        told.append(str(caught.value))

    assert told[0] == told[1]
    assert told[0].startswith("due() ")


def test_a_call_without_lines_is_told_as_python_tells_it():
    """Whoever forgets the lines is told so."""
    with pytest.raises(
        TypeError, match=r"^due\(\) missing 1 required positional argument: 'lines'"
    ):
        due(today=TODAY)


def test_threads_may_ask_at_once():
    """However many ask of one ledger, and more than it can remember, all are answered right."""
    lines = list(world())
    ledger = Ledger(lambda: lines)
    days = [TODAY + timedelta(days=number % 80) for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda day: gaps(ledger, today=day), days))

    assert found == [gaps(lines, today=day) for day in days]
