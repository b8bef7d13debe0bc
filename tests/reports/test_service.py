"""A service's view: right sums, and no number that is of only a few journals."""

from __future__ import annotations

import pickle
from collections import Counter
from datetime import date
from functools import partial

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from supervision.errors import InvalidRecordError, TamperedRecordError
from supervision.records import Function, LedgerLine, Modality, line_of
from supervision.reports import service, theme_counts
from supervision.reports._service_totals import OTHER, Scope, batch_totals
from supervision.testing import example_agreement, example_session, ledger_lines, synthetic_sessions

SCOPE = Scope(by="month", since=None, until=None, floor=3)
CANARY = "Maria left the room"


def line(number, theme="need.stigma", month=1, **changes):
    """Return the line of an individual session of an hour in that month of 2026."""
    facts = {
        "kind": "session",
        "id": f"{number:032x}",
        "on": date(2026, month, 7),
        "minutes": 60,
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "people": ("S-014",),
        "clients": ("C-201",),
        "group": "G-02",
        "themes": (theme,) if theme else (),
    }
    return LedgerLine(**(facts | changes))


def sources(*journals):
    """Return a source for the lines of each journal."""
    return [partial(list, lines) for lines in journals]


def named(journals):
    """Return journals by their names."""
    return {f"team-{place:04}": each for place, each in enumerate(journals)}


def figures(report, measure):
    """Return (name, period) → count and batches."""
    return {
        (one.name, one.period): (one.count, one.batches)
        for one in report.figures
        if one.measure == measure
    }


steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHORT = st.builds(
    line,
    st.integers(0, 2**64),
    theme=st.sampled_from(["family.burden", "need.stigma", "x.kent.rare"]),
    month=st.integers(1, 3),
    modality=st.sampled_from([Modality.INDIVIDUAL, Modality.GROUP]),
)
JOURNALS = st.lists(st.lists(SHORT, max_size=4, unique_by=lambda one: one.id), max_size=9)


def test_the_figures_are_sums_over_journals():
    """Sessions, minutes and themes of enough journals are added up, period by period."""
    journals = sources(*([line(number), line(number + 50, month=5)] for number in range(3)))

    report = service(named(journals), floor=3, batch=3)

    both = {("individual", "2026-Q1"): 180, ("individual", "2026-Q2"): 180}
    assert report.table("minutes") == both
    assert figures(report, "sessions") == dict.fromkeys(both, (3, 1))
    assert figures(report, "themes")["need.stigma", "2026-Q1"] == (3, 1)
    assert (report.journals, report.batches, report.pooled, report.withheld) == (3, 1, 0, 0)


def test_what_did_not_take_place_is_told_apart():
    """A cancelled session counts as that and nothing else; an agreement is no session."""
    cancelled = line(1, cancelled=True, functions=(Function.FORMATIVE,))
    reflection = line(2, kind="reflection", modality=None, functions=(Function.FORMATIVE,))
    lines = [cancelled, reflection, line_of(example_agreement())]

    report = service(named(sources(lines, lines, lines)), floor=3, batch=3, by="year")

    assert {(one.measure, one.name): one.count for one in report.figures} == {
        ("cancelled", "individual"): 3,
        ("functions", "formative"): 3,
        ("reflections", "reflection"): 3,
        ("themes", "need.stigma"): 3,
    }


def test_days_outside_are_passed_over():
    """Only the days from the first to the last that were asked for are looked at."""
    journals = named(sources(*([line(each, month=each) for each in range(1, 7)] for _ in range(3))))
    first, last = date(2026, 2, 7), date(2026, 4, 7)

    report = service(journals, floor=3, batch=3, by="month", since=first, until=last)

    assert {period for _, period in report.table("sessions")} == {"2026-02", "2026-03", "2026-04"}


def test_of_two_revisions_the_newest_counts():
    """A line that is given in two revisions is one session."""
    lines = [line(1, revision=2, minutes=45), line(1)]

    assert service(named(sources(lines, lines, lines)), floor=3, batch=3).total("minutes") == 135


def test_a_small_number_is_added_to_others():
    """A theme of too few journals is in the others of its period, which are of enough."""
    themes = ["family.burden", "x.kent.a", "x.kent.b"]
    journals = sources(*([line(1), line(2, theme)] for theme in themes))

    report = service(named(journals), floor=3, batch=3)

    assert report.table("themes") == {("need.stigma", "2026-Q1"): 3, (OTHER, "2026-Q1"): 3}
    assert (report.pooled, report.withheld) == (3, 0)


def test_then_to_others_of_other_periods():
    """Where the others of a period are of too few, they are added up over periods."""
    journals = sources(*([line(1, month=month)] for month in (1, 4, 7)))

    report = service(named(journals), floor=3, batch=3)

    assert report.table("minutes") == {(OTHER, OTHER): 180}
    assert (report.pooled, report.withheld) == (9, 0)


def test_what_is_still_too_small_is_left_out_and_counted():
    """What cannot be shown even together is in no figure; how much there is of it is told."""
    journals = sources([line(1)], [line(2, month=4)], [])

    report = service(named(journals), floor=3, batch=3)

    assert (report.figures, report.pooled, report.withheld) == ((), 0, 6)
    assert "6 are left out" in report.text()


def test_a_number_of_many_sessions_of_one_journal_stays_back():
    """What counts is how many journals a number is of, not how large it is."""
    long = [line(number) for number in range(100)]

    report = service(named(sources(long, [line(1)], [line(2, None)])), floor=3, batch=3)

    assert report.total("themes") == 0
    assert report.total("sessions") == 102


def test_a_journal_that_adds_nothing_makes_no_number_safer():
    """Sessions of no minutes do not count as a journal that has minutes."""
    report = service(named(sources([line(1)], [line(2)], [line(3, minutes=0)])), floor=3, batch=3)

    assert report.total("sessions") == 3
    assert report.total("minutes") == 0


def exact(journals, measure):
    """Return what a measure adds up to, with nothing kept back."""
    lines = [one for each in journals for one in each]
    return sum(one.minutes for one in lines) if measure == "minutes" else len(lines)


@steady
@given(JOURNALS)
def test_nothing_is_lost_unless_it_is_said(journals):
    """Whatever is pooled, sums are the exact ones, unless something was withheld."""
    report = service(named(sources(*journals)), floor=3, batch=3, by="month")

    for measure in ("sessions", "minutes", "themes"):
        truth = exact(journals, measure)
        assert report.total(measure) <= truth
        assert report.total(measure) == truth or report.withheld


@steady
@given(JOURNALS)
def test_a_batch_shows_exactly_what_is_of_enough_journals(journals):
    """Named numbers equal a naive count of those that are in enough journals, and no other."""
    counted = [theme_counts(each) for each in journals]
    sums, kept = Counter(), Counter()
    for each in counted:
        sums.update(each)
        kept.update(each.keys())

    found = batch_totals(sources(*journals), SCOPE).cells

    assert {
        (period, name): count
        for (measure, name, period), count in found.items()
        if measure == "themes" and name != OTHER
    } == {cell: count for cell, count in sums.items() if kept[cell] >= 3}


@steady
@given(JOURNALS)
def test_every_number_hangs_on_enough_journals(journals):
    """Trying it: of whom is a number? One more session moves it; so many journals' sessions do."""
    before = batch_totals(sources(*journals), SCOPE).cells
    movers = {cell: set() for cell in before}
    for place, lines in enumerate(journals):
        for one in lines:
            more = [*lines, replace(one, id="f" * 32)]
            changed = sources(*journals[:place], more, *journals[place + 1 :])
            after = batch_totals(changed, SCOPE).cells
            moved = [cell for cell in before if after[cell] != before[cell]]
            # Of each measure one number at most: no two can be subtracted from each other.
            assert len({measure for measure, _, _ in moved}) == len(moved)
            for cell in moved:
                movers[cell].add(place)

    assert all(len(places) >= 3 for places in movers.values())


@steady
@given(st.lists(ledger_lines(), max_size=3))
def test_any_lines_can_be_counted(lines):
    """Every kind of line that a journal holds is counted or passed over."""
    report = service(named(sources(lines, lines, lines)), floor=3, batch=3)

    assert (report.journals, report.pooled, report.withheld) == (3, 0, 0)
    assert all(one.count % 3 == 0 for one in report.figures)


def test_what_leaves_a_worker_holds_nothing_of_anyone():
    """No pseudonym, id, text or rare theme is in what a worker hands back, pickled as it travels."""
    lines = [line_of(example_session()), line(7), *([line(8, "x.kent.rare")] * 40)]

    def broken():
        raise ValueError(CANARY)

    totals = batch_totals([*sources(lines, [line(1)], [line(2)]), broken], SCOPE)
    travels = pickle.dumps(totals)

    codes = ["S-014", "V-01", "C-201", "G-02"]
    rare = ["x.kent.rare", "parallel-process", CANARY]
    assert [
        each for each in [*codes, *rare, *(one.id for one in lines)] if each.encode() in travels
    ] == []
    assert b"need.stigma" in travels
    assert totals.cells == {
        ("themes", "need.stigma", "2026-01"): 3,
        ("sessions", "individual", "2026-01"): 4,
        ("minutes", "individual", "2026-01"): 240,
    }


def failing(error):
    """Return a source that fails half-way with *error*."""

    def source():
        yield line(1)
        raise error

    return source


def test_a_journal_that_fails_is_named_and_nothing_of_it_counts():
    """Others are counted; of the failure its class and code are told, and no text."""
    tampered = TamperedRecordError(CANARY, code="E-FACTS")
    journals = named(sources(*([line(number)] for number in range(4))))
    journals |= {"team-0001a": failing(tampered), "last": failing(OSError(CANARY))}

    report = service(journals, floor=3, batch=3)

    assert [(one.name, one.error, one.code) for one in report.failures] == [
        ("last", "OSError", None),
        ("team-0001a", "TamperedRecordError", "E-FACTS"),
    ]
    assert (report.journals, report.total("sessions")) == (4, 0)
    assert report.text().endswith(
        "Not counted: last, OSError.\nNot counted: team-0001a, TamperedRecordError (E-FACTS)."
    )
    assert CANARY not in f"{report}{report.text()}"


def test_what_gives_no_lines_is_a_failure():
    """A source that gives something else is named like any other that fails."""
    journals = {"odd": lambda: [CANARY], "none": lambda: None}

    report = service(journals)

    assert [(one.name, one.error) for one in report.failures] == [
        ("none", "TypeError"),
        ("odd", "AttributeError"),
    ]


def test_being_stopped_is_no_failure_of_a_journal():
    """Whoever interrupts the count stops it."""
    with pytest.raises(KeyboardInterrupt):
        service({"any": failing(KeyboardInterrupt())})


def test_batches_hang_on_names_alone():
    """In whatever order journals are given, they are counted in the same batches."""
    lines = [line_of(one) for one in synthetic_sessions(60)]
    journals = named(sources(*(lines[place::20] for place in range(20))))

    turned = dict(reversed(journals.items()))

    assert service(turned, floor=3, batch=4) == service(journals, floor=3, batch=4)


@pytest.mark.parametrize(
    ("journals", "size", "sizes"),
    [
        (0, 5, [0]),
        (4, 5, [4]),
        (9, 5, [9]),
        (10, 5, [5, 5]),
        (13, 5, [6, 7]),
        (14, 3, [3, 4, 3, 4]),
    ],
)
def test_batches_are_of_the_size_or_more(journals, size, sizes):
    """No small rest is left, of which nothing could be shown."""
    asked = []

    class Pool:
        """Keeps what it is asked to do."""

        def submit(self, work, batch, scope):
            asked.append(len(batch))
            return Done(work(batch, scope))

    report = service(
        named(sources(*([] for _ in range(journals)))), batch=size, floor=3, executor=Pool()
    )

    assert asked == sizes
    assert report.batches == len(sizes)


@attrs.frozen
class Done:
    """Work that is done, or has failed."""

    value: object
    cancelled: list = attrs.Factory(list)

    def result(self):
        """Give what came of it."""
        if isinstance(self.value, Exception):
            raise self.value
        return self.value

    def cancel(self):
        """Note that nobody waits for it."""
        self.cancelled.append(True)


def test_if_the_workers_fail_nobody_waits_for_the_rest():
    """What is wrong with the pool is raised, and what it has still to do is taken back."""
    futures = [Done(OSError("a worker died")), Done(None)]
    handed_out = iter(futures)

    class Pool:
        """Fails with the first batch."""

        def submit(self, *_):
            return next(handed_out)

    with pytest.raises(OSError, match="a worker died"):
        service(named(sources(*([] for _ in range(6)))), batch=3, floor=3, executor=Pool())

    assert [each.cancelled for each in futures] == [[True], [True]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"floor": 2}, "floor"),
        ({"floor": True}, "floor"),
        ({"floor": 5.0}, "floor"),
        ({"batch": 4}, "batch"),
        ({"batch": "50"}, "batch"),
    ],
)
def test_a_floor_or_batch_that_protects_nobody_is_refused(wrong, field):
    """Of a number of two journals each can subtract its own; so can a batch under the floor."""
    with pytest.raises(InvalidRecordError) as caught:
        service({}, **wrong)

    assert caught.value.field == field


def test_a_journal_is_not_given_twice():
    """The same source under two names would pass for two journals."""
    source = partial(list, [line(1)])

    with pytest.raises(InvalidRecordError, match="two names"):
        service({"one": source, "two": source})


def test_sources_need_not_be_hashable():
    """A source that cannot be hashed is taken as it is."""

    class Listed(list):
        def __call__(self):
            return self

    journals = named([Listed([line(number)]) for number in range(3)])

    assert service(journals, floor=3, batch=3).total("sessions") == 3


def test_it_is_said_in_sentences():
    """The text gives each sum with what is in it, and what was kept back."""
    journals = sources(*([line(number), line(9, f"x.kent.{number}", 5)] for number in range(5)))

    assert service(named(journals)).text() == (
        "Totals of 5 journals, counted in batches: 1.\n"
        "minutes: 600 (individual 600)\n"
        "sessions: 10 (individual 10)\n"
        "themes: 10 ((other) 5, need.stigma 5)\n"
        "Every number is of 5 journals or more. Of the numbers of single batches, 5 were of fewer "
        "and are added up as (other), and 0 are left out."
    )


def test_no_journals_are_a_report_of_nothing():
    """Without journals there is nothing to say, and no error."""
    report = service({})

    assert (report.figures, report.failures, report.journals) == ((), (), 0)
