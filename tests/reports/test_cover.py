"""What is due: reviews, ends, sessions without an agreement, gaps, who is next."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import naive_cover
import pytest
from cover_kit import DAYS, PEOPLE, TODAY, agreed, agreement_lines, day, met, session_lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from supervision.errors import InvalidRecordError
from supervision.records import line_of
from supervision.reports import GapKind, WhyNotCovered, due, gaps
from supervision.testing import agreements, sessions

ALL = DAYS[0]


def told(lines, **asked):
    """Return what is due in sentences."""
    return due(lines, today=TODAY, **asked).text().splitlines()


# Against what it promises, day by day


@given(agreement_lines(), session_lines(), st.sampled_from(DAYS), st.integers(0, 6))
def test_what_is_due_is_what_looking_at_each_day_gives(lines, held, today, within):
    """Agreements in force, reviews, those to begin and overlaps agree with a naive restatement."""
    found = due([*lines, *held], today=today, within=within, since=ALL)
    now = naive_cover.holding(lines, today)
    limit = today + timedelta(days=within)

    assert {one.record for one in found.in_force} == {line.id for line in now}
    assert {(one.agreement.record, one.on, one.in_days) for one in found.reviews} == {
        (line.id, line.review_on, (line.review_on - today).days)
        for line in now
        if line.review_on is not None and line.review_on <= limit
    }
    assert {one.agreement.record for one in found.to_begin} == {
        line.id for line in lines if line.on > today and line in naive_cover.holding(lines, line.on)
    }
    assert {(one.person, one.supervisor) for one in found.overlaps} == {
        (person, one.supervisor)
        for one in now
        for other in now
        for person in set(one.people) & set(other.people)
        if one.id != other.id and (one.supervisor, one.group) == (other.supervisor, other.group)
    }


@given(agreement_lines(), session_lines(), st.sampled_from(DAYS))
def test_sessions_without_an_agreement_are_those_that_none_covers(lines, held, today):
    """Each person's session is looked at for itself, on its own day."""
    found = due([*held, *lines], today=today, since=ALL).not_covered
    wanted = set()
    for line in held if lines else ():
        for person in line.people:
            if naive_cover.was_at(line, person) and line.on <= today:
                fit = [one for one in lines if naive_cover.covers(one, line, person)]
                if not any(one in naive_cover.holding(lines, line.on) for one in fit):
                    begun = any(one.on <= line.on for one in fit)
                    why = "none" if not fit else "ended" if begun else "not-begun"
                    wanted.add((person, line.supervisor, why, line.id))

    assert {
        (one.person, one.supervisor, one.why, each) for one in found for each in one.sessions
    } == wanted
    for one in found:
        assert one.first <= one.last
    assert [one.first for one in found] == sorted(one.first for one in found)


@given(agreement_lines(), session_lines(), st.sampled_from(DAYS), st.integers(0, 8))
def test_gaps_are_the_days_that_nothing_covers(lines, held, today, longest):
    """Between agreements no day has one; and since the last session more days passed than may."""
    found = gaps([*lines, *held], today=today, since=ALL, longest=longest)
    last_day = DAYS[-1] + timedelta(days=1)
    between = {
        (one.person, each)
        for one in found
        if one.kind is GapKind.AGREEMENT
        for each in naive_cover.days_between(one.since, one.until)
    }
    by_day = {
        each: {person for line in naive_cover.holding(lines, each) for person in line.people}
        for each in naive_cover.days_between(DAYS[0], last_day)
    }
    for person in PEOPLE:
        days = [each for each in by_day if person in by_day[each]]
        bare = [each for each in by_day if days and days[0] < each < days[-1] and each not in days]
        assert {each for whose, each in between if whose == person} == set(bare)
        gap = [one for one in found if (one.kind, one.person) == (GapKind.SESSIONS, person)]
        seen = [line.on for line in held if naive_cover.was_at(line, person)]
        since = max((on for on in seen if on <= today), default=None)
        if person in by_day[today]:
            known = [line for line in naive_cover.holding(lines, today) if person in line.people]
            since = since or min(line.on for line in known)
            assert [(one.since, one.days) for one in gap] == (
                [(since, (today - since).days)] if (today - since).days > longest else []
            )
        elif since is None:
            assert gap == []


@given(agreement_lines(), session_lines(), st.sampled_from(DAYS), st.integers(0, 6))
def test_ends_are_told_of_whoever_is_left_without(lines, held, today, within):
    """Who had an agreement and has none is named; who has one on the day after an end is not."""
    found = due([*lines, *held], today=today, within=within, since=ALL).ends
    past = {person for one in found if one.in_days < 0 for person in one.people}
    now = {person for line in naive_cover.holding(lines, today) for person in line.people}
    had = {
        person
        for each in naive_cover.days_between(DAYS[0], today)
        for line in naive_cover.holding(lines, each)
        for person in line.people
    }

    assert had - now <= past
    for one in found:
        assert one.in_days == (one.on - today).days <= within
        assert set(one.people) <= set(one.agreement.people)
        after = naive_cover.holding(lines, one.on + timedelta(days=1))
        assert one.in_days < 0 or not {
            person for line in after for person in line.people if person in one.people
        }
        assert one.sessions_since == sum(
            any(naive_cover.was_at(line, person) for person in one.people)
            and one.on < line.on <= today
            for line in held
        )


@given(agreement_lines(), session_lines(), st.sampled_from(DAYS))
def test_everybody_who_is_supervised_is_next_once(lines, held, today):
    """Whoever has an agreement or a plan is there, with the last day and the next."""
    found = {one.person: one for one in due([*lines, *held], today=today, since=ALL).next}
    now = naive_cover.holding(lines, today)

    for person in PEOPLE:
        seen = sorted(line.on for line in held if naive_cover.was_at(line, person))
        before, after = [on for on in seen if on <= today], [on for on in seen if on > today]
        mine = [line for line in now if person in line.people]
        named = {line for line in lines if person in line.people}
        if mine or after or (before and not named):
            one = found.pop(person)
            assert one.last == max(before, default=None)
            assert one.planned == min(after, default=None)
            assert one.days_since == ((today - one.last).days if before else None)
            assert one.review_on == min(
                (line.review_on for line in mine if line.review_on), default=None
            )
            assert sorted(one.agreements) == sorted(line.agreement for line in mine)
    for one in found.values():
        # These were at a session after their agreement had ended.
        assert one.last is not None
        assert not any(one.person in line.people for line in now)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(agreements().map(line_of) | sessions().map(line_of), max_size=6), st.dates())
def test_any_lines_on_any_day_give_sentences(lines, today):
    """Whatever valid records say, on the first day there is or the last, nothing breaks."""
    found = due(lines, today=today)

    assert found == due(iter(lines), today=today)
    assert len(found.text().splitlines()) >= 1
    assert [one.on for one in found.reviews] == sorted(one.on for one in found.reviews)


# Reviews, ends and what is to begin


def test_nothing_is_due_where_nothing_is():
    """No line at all is no fault."""
    found = due([], today=TODAY)

    assert found.text() == "No agreement is recorded.\nNothing is due."
    assert (found.since, found.in_force, found.next) == (date(2025, 6, 1), (), ())
    assert gaps([], today=date.min) == gaps([], today=date.max) == ()


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-05-20", "was due on 2026-05-20, 12 days ago."),
        ("2026-06-01", "is due on 2026-06-01, today."),
        ("2026-06-02", "is due on 2026-06-02, in 1 day."),
        ("2026-07-01", "is due on 2026-07-01, in 30 days."),
        ("2026-07-02", None),
    ],
)
def test_a_review_is_told_when_it_is_near_or_past(on, said):
    """Thirty days ahead are near unless told otherwise."""
    sentence = f"The review of A-03 (V-01 with S-014) {said}"
    lines = [agreed(review_on=on), met()]

    assert (sentence in told(lines)) is (said is not None)
    assert any("The review" in each for each in told(lines, within=31))


def test_reviews_stand_by_day():
    """Not by person: the earliest comes first."""
    lines = [
        agreed("A-01", review_on="2026-06-09", people=("S-001",)),
        agreed("A-02", review_on="2026-05-09", people=("S-002",)),
    ]

    assert [one.agreement.code for one in due(lines, today=TODAY).reviews] == ["A-02", "A-01"]


def test_an_agreement_that_ran_out_is_told_with_what_came_after():
    """Its people have no other, and how often they met since is said."""
    lines = [agreed(ends="2026-04-30"), met("2026-04-20"), met("2026-05-10"), met("2026-05-20")]
    found = told(lines)

    assert found[0].endswith("32 days ago; no other holds for S-014. 2 sessions since.")
    assert found[:2] == [
        due(lines, today=TODAY).ends[0].text(),
        "2 sessions of S-014 with V-01, 2026-05-10 to 2026-05-20: the agreement had ended.",
    ]


def test_an_agreement_that_is_about_to_run_out_is_told():
    """On its last day it still holds."""
    for ends, said in (("2026-06-01", "today"), ("2026-06-11", "in 10 days")):
        (found,) = due([agreed(ends=ends), met()], today=TODAY).ends
        assert found.text() == (
            f"A-03 (V-01 with S-014) runs out on {ends}, {said}; no other holds for S-014."
        )
    assert due([agreed(ends="2026-07-02")], today=TODAY).ends == ()


def test_an_end_that_something_follows_is_nothing_to_see_to():
    """Another agreement of the supervisee, with anyone, that goes on is enough."""
    old = agreed("A-01", ends="2026-06-11")
    for new in (
        agreed("A-02", "2026-06-12"),
        agreed("A-02", "2026-06-12", supervisor="V-02"),
        agreed("A-02", "2026-02-01"),
        agreed("A-01", "2026-06-05"),
        agreed("A-02", "2026-06-05", supersedes=old.id),
    ):
        assert due([old, new], today=TODAY).ends == ()
    later = agreed("A-02", "2026-06-13")
    assert len(due([old, later], today=TODAY).ends) == 1


def test_only_the_last_of_several_that_ended_is_told():
    """What was followed by another that ended too is history."""
    lines = [
        agreed("A-01", "2025-07-01", "2025-12-31"),
        agreed("A-02", "2026-01-01", "2026-03-31"),
    ]

    assert [one.agreement.code for one in due(lines, today=TODAY).ends] == ["A-02"]


def test_an_end_concerns_those_who_have_no_other():
    """Of a group, only who is left without one is named."""
    lines = [
        agreed(people=("S-014", "S-022"), group="G-02", ends="2026-05-01"),
        agreed("A-04", people=("S-014",)),
    ]
    (found,) = due(lines, today=TODAY).ends

    assert found.people == ("S-022",)


def test_what_ended_long_ago_is_left_alone_unless_people_still_meet():
    """Somebody who left two years ago is no news; somebody who is still seen is."""
    gone = agreed(on="2023-01-09", ends="2024-05-01")

    assert due([gone, met("2024-04-20")], today=TODAY).ends == ()
    assert due([gone, met("2026-05-20")], today=TODAY).ends[0].sessions_since == 1
    assert len(due([gone], today=TODAY, since=date(2024, 1, 1)).ends) == 1


def test_an_agreement_in_the_future_is_told_and_holds_not_yet():
    """Sessions before its first day are not covered by it."""
    lines = [agreed(on="2026-09-01", review_on="2026-09-02"), met("2026-05-20")]

    assert told(lines)[:2] == [
        "A-03 (V-01 with S-014) begins on 2026-09-01, in 92 days.",
        "1 session of S-014 with V-01, on 2026-05-20: the agreement had not begun.",
    ]
    assert due(lines, today=TODAY).in_force == due(lines, today=TODAY).reviews == ()


def test_overlapping_agreements_are_told():
    """Two of one supervisor and supervisee at once leave open which is meant."""
    twice = [agreed("A-01"), agreed("A-02")]
    peers = [replace(line, supervisor=None) for line in twice]
    apart = [agreed("A-01"), agreed("A-02", supervisor="V-02"), agreed("A-03", group="G-02")]

    assert "A-01 and A-02 hold at once for S-014 with V-01." in told(twice)
    assert "A-01 and A-02 hold at once for S-014 among peers." in told(peers)
    assert due(apart, today=TODAY).overlaps == ()


# One code for several


def test_one_code_of_different_people_is_told():
    """It is no successor: both agreements hold, and the clash is to be seen to."""
    lines = [agreed(), agreed(on="2026-03-01", people=("S-022",)), agreed("A-04"), met()]
    found = due(lines, today=TODAY)

    assert found.ends == ()
    assert len(found.in_force) == 3
    assert ("clash", found.clashes[0].text()) in found.to_see_to()
    assert [one.text() for one in found.clashes] == [
        (
            "A-03 is the code of agreements that have nobody in common: V-01 with S-014; "
            "V-01 with S-022; give each a code of its own."
        )
    ]


def test_one_code_of_people_who_are_linked_is_no_clash():
    """A group that changes one by one has somebody in common each time, and so has what it says it replaces."""
    first = agreed(people=("S-001",))
    for others in (
        [agreed(on="2026-02-01", people=("S-001", "S-002")), agreed(people=("S-002",))],
        [agreed(on="2026-02-01", people=("S-002",), supersedes=first.id)],
        [agreed(people=("S-002",)), agreed(on="2026-02-01", people=("S-001", "S-002"))],
    ):
        assert due([first, *others], today=TODAY).clashes == ()
    groups = [agreed(people=(who,), group="G-02") for who in ("S-001", "S-002")]
    assert due(groups, today=TODAY).clashes == ()


def test_a_code_may_be_taken_up_again_long_after():
    """What ended before the time looked at clashes with nothing."""
    lines = [agreed(on="2023-01-09", ends="2024-05-01"), agreed(people=("S-022",))]

    assert due(lines, today=TODAY).clashes == ()
    assert len(due(lines, today=TODAY, since=date(2024, 5, 1)).clashes) == 1


# Sessions without an agreement


def test_two_supervisors_on_one_day_are_each_looked_at():
    """A second supervisor without an agreement is told, and the first is not."""
    lines = [agreed(), met("2026-05-20"), met("2026-05-20", supervisor="V-02")]
    found = due(lines, today=TODAY)

    assert [(one.supervisor, one.why) for one in found.not_covered] == [
        ("V-02", WhyNotCovered.NONE)
    ]
    assert [(one.person, one.last) for one in found.next] == [("S-014", day("2026-05-20"))]


def test_an_agreement_that_was_replaced_on_its_first_day_had_ended():
    """Where another takes its place at once, and names other people, it covers nothing."""
    old = agreed("A-01")
    lines = [old, agreed("A-02", people=("S-022",), supersedes=old.id), met("2026-01-05")]

    assert [one.why for one in due(lines, today=TODAY).not_covered] == [WhyNotCovered.ENDED]


def test_sessions_without_an_agreement_stand_together():
    """One sentence for a supervisee, a supervisor and a reason."""
    lines = [met("2026-05-20"), met("2026-04-20"), met("2026-05-06", supervisor=None)]

    assert told([*lines, agreed(people=("S-022",)), met(people=("S-022",))])[:2] == [
        "2 sessions of S-014 with V-01, 2026-04-20 to 2026-05-20: no agreement is for them.",
        "1 session of S-014 among peers, on 2026-05-06: no agreement is for them.",
    ]


def test_an_agreement_that_sessions_name_and_nobody_recorded_is_named():
    """Where another would hold, it is the code that is wrong, and that is what is said."""
    lines = [
        agreed("A-05"),
        met("2026-05-20", agreement="A-01"),
        met("2026-05-06", agreement="A-01"),
        met("2026-05-13", agreement="A-02"),
        agreed("A-02", people=("S-022",)),
        met(people=("S-022",)),
    ]
    found = due(lines, today=TODAY)

    assert [(one.why, one.names) for one in found.not_covered] == [
        (WhyNotCovered.NONE, "A-01"),
        (WhyNotCovered.NONE, "A-02"),
    ]
    assert told(lines)[:2] == [
        "2 sessions of S-014 with V-01, 2026-05-06 to 2026-05-20: they name A-01, which is not recorded.",
        "1 session of S-014 with V-01, on 2026-05-13: it names A-02, which is not with S-014.",
    ]


def test_cancelled_missed_old_and_planned_sessions_need_no_agreement():
    """Only what took place with the person, and lately, is asked about."""
    lines = [
        met("2026-05-20", cancelled=True),
        met("2026-05-20", absent=("S-014",)),
        met("2025-05-31"),
        met("2026-06-02"),
    ]

    assert due([*lines, agreed(people=("S-022",))], today=TODAY).not_covered == ()


def test_where_no_agreement_is_recorded_none_is_missed():
    """It is said once, and sessions are not listed for it."""
    found = due([met("2026-05-20")], today=TODAY)

    assert (found.recorded, found.not_covered) == (0, ())
    assert found.text().splitlines() == [
        "No agreement is recorded.",
        "Nothing is due.",
        "S-014: last on 2026-05-20, 12 days ago.",
    ]


# Gaps and who is next


def test_a_gap_is_counted_from_the_last_session():
    """More days than the most between two sessions are a gap; as many are none."""
    lines = [agreed(), met("2026-04-27")]

    assert gaps(lines, today=TODAY) == ()
    (gap,) = gaps(lines, today=date(2026, 6, 2))
    assert (gap.since, gap.until, gap.days, gap.longest) == (
        day("2026-04-27"),
        date(2026, 6, 2),
        36,
        35,
    )
    assert gap.text() == (
        "S-014 has been at no session since 2026-04-27, 36 days ago: more than the 35 days allowed."
    )


def test_the_rhythm_of_an_agreement_counts():
    """Where several agreements hold, the one with the least days between sessions decides."""
    lines = [agreed("A-01"), agreed("A-02", supervisor="V-02"), met("2026-05-01")]
    asked = {"today": TODAY, "longest": 100}

    assert gaps(lines, **asked) == ()
    assert gaps(lines, **asked, rhythms={"A-01": 40, "A-02": 31, "A-09": 1}) == ()
    assert gaps(lines, **asked, rhythms={"A-01": 40, "A-02": 30})[0].longest == 30


def test_without_a_session_the_agreement_begins_the_gap():
    """Somebody who was never seen is not forgotten."""
    (gap,) = gaps([agreed(on="2026-02-02")], today=TODAY)

    assert (gap.since, gap.days) == (day("2026-02-02"), 119)


def test_somebody_whose_agreement_ended_is_not_missed():
    """Who left is in no gap and is not next; who goes on without an agreement is."""
    ended = agreed(ends="2026-02-28")

    for lines, missed in (
        ([ended, met("2026-02-28")], []),
        ([ended, met("2026-03-01")], ["S-014"]),
        ([met("2026-02-01")], ["S-014"]),
        ([met("2026-02-01"), agreed(on="2026-07-01", ends="2026-12-31")], ["S-014"]),
        ([met("2025-05-31")], []),
    ):
        assert [one.person for one in gaps(lines, today=TODAY)] == missed
        assert [one.person for one in due(lines, today=TODAY).next] == missed


def test_days_between_agreements_are_a_gap():
    """From the day after the one to the day before the other."""
    lines = [agreed("A-01", ends="2026-01-31"), agreed("A-02", "2026-02-16"), met()]
    (gap,) = gaps(lines, today=TODAY)

    assert gap.kind is GapKind.AGREEMENT
    assert gap.text() == "S-014 has no agreement from 2026-02-01 to 2026-02-15, 15 days."
    assert gaps(lines, today=TODAY, since=day("2026-02-15")) == (gap,)
    assert gaps(lines, today=TODAY, since=day("2026-02-16")) == ()


def test_a_short_agreement_within_a_long_one_makes_no_gap():
    """The long one holds on after the short one has ended."""
    lines = [
        agreed("A-01", ends="2026-05-31"),
        agreed("A-02", "2026-02-01", "2026-02-28", supervisor="V-02"),
        agreed("A-03", "2026-06-01"),
        met(),
    ]

    assert gaps(lines, today=TODAY) == ()


@given(session_lines(), st.sampled_from(DAYS), st.sampled_from(DAYS), st.integers(0, 4))
def test_the_longest_gap_between_sessions_is_told_when_looking_back(held, today, since, longest):
    """Of each person one: no two sessions from that day on are further apart, and all are as near as may be else."""
    asked = gaps(held, today=today, since=since, longest=longest)
    found = {one.person: one for one in asked if one.kind is GapKind.BETWEEN}

    assert not [one for one in gaps(held, today=today, longest=longest) if one.kind == "between"]
    for person in PEOPLE:
        seen = sorted(x.on for x in held if naive_cover.was_at(x, person) and x.on <= today)
        apart = [(second - first).days for first, second in pairwise(seen) if since <= second]
        assert max((days for days in apart if days > longest), default=None) == (
            found[person].days if person in found else None
        )
        if person in found:
            one = found[person]
            assert (one.until - one.since).days == one.days
            assert {one.since, one.until} <= set(seen)


def test_a_gap_between_sessions_has_the_rhythm_of_its_day():
    """The agreement that held when it began says how many days are the most."""
    lines = [
        agreed("A-01", "2026-01-01", "2026-02-28"),
        agreed("A-02", "2026-03-01"),
        met("2026-02-20"),
        met("2026-03-20"),
        met("2026-05-20"),
    ]
    asked = {"today": TODAY, "since": day("2026-01-01"), "longest": 99}

    assert gaps(lines[:4], **asked, rhythms={"A-02": 7})[0].kind is GapKind.SESSIONS
    assert gaps(lines[:4], **asked, rhythms={"A-01": 27})[0].days == 28
    (gap,) = gaps(lines, **asked, rhythms={"A-02": 60})
    assert gap.text() == (
        "S-014 was at no session between 2026-03-20 and 2026-05-20, 61 days: "
        "more than the 60 days allowed."
    )


def test_who_is_next_stands_by_the_day_of_the_last_session():
    """Who was at none so far is first, and then who was seen longest ago; of one day, by code."""
    lines = [
        agreed(people=("S-001", "S-002", "S-003", "S-004"), group="G-02", review_on="2027-01-05"),
        met("2026-05-20", people=("S-002",)),
        met("2026-05-10", people=("S-003",), absent=("S-003",)),
        met("2026-05-10", people=("S-004",)),
        met("2026-05-10", people=("S-001",)),
        met("2026-06-10", people=("S-001",)),
        met("2026-06-08", people=("S-001",), cancelled=True),
    ]

    assert [one.text() for one in due(lines, today=TODAY).next] == [
        "S-003: no session so far; review on 2027-01-05.",
        "S-001: last on 2026-05-10, 22 days ago; next on 2026-06-10; review on 2027-01-05.",
        "S-004: last on 2026-05-10, 22 days ago; review on 2027-01-05.",
        "S-002: last on 2026-05-20, 12 days ago; review on 2027-01-05.",
    ]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"within": -1}, "within"),
        ({"longest": -1}, "longest"),
        ({"rhythms": {"A-01": -1}}, "rhythms"),
    ],
)
def test_days_below_none_are_refused(asked, field):
    """A number of days that cannot be is an error that names it."""
    with pytest.raises(InvalidRecordError, match=f"{field} must be 0 days or more") as caught:
        due([agreed()], today=TODAY, **asked)
    assert caught.value.field == field


def test_of_several_revisions_the_newest_counts():
    """An amended session is one session."""
    line = met("2026-05-20")
    moved = replace(line, revision=2, on=day("2026-05-27"))
    (one,) = due([moved, line, agreed()], today=TODAY).next

    assert one.last == day("2026-05-27")
