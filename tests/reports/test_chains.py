"""Who supervises whom: chains, loops, and where they end."""

from __future__ import annotations

from datetime import date

import naive_cover
from cover_kit import DAYS, TODAY, agreed, agreement_lines, met
from hypothesis import given
from hypothesis import strategies as st

from supervision.reports import chains
from supervision.reports._cycles import knots

NODES = "ABCDE"
graphs = st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=12)


def over(*pairs, **changes):
    """Return an agreement for each pair of a supervisor and a supervisee."""
    return [
        agreed(f"A-{number:02}", supervisor=supervisor, people=(person,), **changes)
        for number, (supervisor, person) in enumerate(pairs, start=1)
    ]


@given(graphs)
def test_knots_are_the_people_who_share_rings(pairs):
    """Whatever the relations are, loops are those that trying every way round finds."""
    graph = {place: {b for a, b in pairs if a == place} for place, _ in pairs}
    found = knots(graph)

    assert sorted(map(sorted, found)) == sorted(map(sorted, naive_cover.knots(pairs)))
    assert found == sorted(found, key=min)


@given(agreement_lines(), st.sampled_from(DAYS))
def test_chains_are_what_the_agreements_of_the_day_say(lines, day):
    """Links, loops, those without a supervisor and those with a line manager only, naively."""
    found = chains(lines, today=day)
    holding, pairs = naive_cover.holding(lines, day), naive_cover.links(lines, day)
    supervised = {person for line in holding for person in line.people}

    assert [(one.supervisor, one.person) for one in found.links] == sorted(pairs)
    assert found.unsupervised == tuple(sorted({above for above, _ in pairs} - supervised))
    assert set(found.line_managed_only) == {
        person
        for person in supervised
        if all(line.line_managed for line in holding if person in line.people)
    }
    assert [set(one.people) for one in found.loops] == sorted(naive_cover.knots(pairs), key=min)
    for loop in found.loops:
        rings = [ring for ring in naive_cover.rings(pairs) if ring[0] == loop.people[0]]
        shortest = min(rings, key=lambda ring: (len(ring), ring))
        assert loop.path == (*shortest, shortest[0])


@given(agreement_lines(), st.sampled_from(["S-1", "V-1"]))
def test_above_somebody_stand_all_who_can_be_reached(lines, person):
    """Each supervisor above stands once, as near as there is a way, and loops come to an end."""
    found, pairs = chains(lines, today=TODAY), naive_cover.links(lines, TODAY)
    seen, level, levels = {person}, {person}, []
    while level:
        level = {above for above, below in pairs if below in level} - seen
        seen |= level
        levels += [tuple(sorted(level))] if level else []

    assert found.above(person) == tuple(levels)


def test_two_who_supervise_each_other_are_a_loop():
    """It is said who goes round, and neither is without a supervisor."""
    found = chains(over(("V-01", "V-02"), ("V-02", "V-01"), ("V-01", "S-014")), today=TODAY)

    assert [(one.people, one.path) for one in found.loops] == [
        (("V-01", "V-02"), ("V-01", "V-02", "V-01"))
    ]
    assert found.unsupervised == ()
    assert found.above("S-014") == (("V-01",), ("V-02",))
    assert "V-01 supervises V-02, who supervises V-01." in found.text().splitlines()


def test_a_knot_of_several_loops_is_one():
    """Who is not on the shortest way round is named besides."""
    pairs = [("V-01", "V-02"), ("V-02", "V-01"), ("V-02", "V-03"), ("V-03", "V-01")]
    (loop,) = chains(over(*pairs), today=TODAY).loops

    assert loop.text() == (
        "V-01 supervises V-02, who supervises V-01. V-03 can be reached on longer ways."
    )


def test_a_further_supervisor_is_a_supervisor():
    """Somebody named for management is above too, and so can be their own supervisor."""
    found = chains([agreed(other_supervisors=("V-02", "S-014"))], today=TODAY)

    assert [(one.supervisor, one.further) for one in found.links] == [
        ("S-014", True),
        ("V-01", False),
        ("V-02", True),
    ]
    assert found.unsupervised == ("V-01", "V-02")
    assert found.loops[0].text() == "S-014 supervises S-014."
    assert found.links[2].text() == "V-02 supervises S-014 as a further supervisor (A-03)."


def test_who_is_a_supervisor_in_one_agreement_is_no_further_one():
    """A link names all agreements that say so."""
    lines = [agreed(other_supervisors=("V-02",)), agreed("A-04", supervisor="V-02")]
    found = chains(lines, today=TODAY)

    assert [(one.supervisor, one.agreements, one.further) for one in found.links] == [
        ("V-01", ("A-03",), False),
        ("V-02", ("A-03", "A-04"), False),
    ]


def test_peers_supervise_nobody_and_count_as_supervised():
    """A supervisor who meets peers under an agreement has supervision."""
    lines = [agreed(), agreed("A-04", supervisor=None, people=("V-01", "V-02"), group="G-01")]
    found = chains(lines, today=TODAY)

    assert [one.text() for one in found.links] == ["V-01 supervises S-014 (A-03)."]
    assert found.unsupervised == found.loops == ()


def test_a_line_manager_only_is_pointed_out():
    """One agreement that is not line-managed, or does not say, is enough for nothing to be said."""
    managed = agreed(line_managed=True)
    for other in (False, None):
        lines = [managed, agreed("A-04", supervisor="V-02", line_managed=other)]
        assert chains(lines, today=TODAY).line_managed_only == ()

    found = chains([managed, agreed("A-04", supervisor="V-02", line_managed=True)], today=TODAY)
    assert found.line_managed_only == ("S-014",)
    assert "S-014 is supervised by a line manager only." in found.text()


def test_only_agreements_that_hold_count():
    """What has ended, has not begun or is a session says nothing of today."""
    lines = [
        agreed("A-01", "2025-01-06", "2025-12-31", supervisor="V-02"),
        agreed("A-02", "2026-09-01", supervisor="V-03"),
        met(supervisor="V-04"),
    ]
    found = chains(lines, today=TODAY)

    assert found.links == ()
    assert found.text() == "No agreement names a supervisor."
    assert chains(iter(lines), today=date(2025, 6, 1)).unsupervised == ("V-02",)


def test_a_chain_of_ten_thousand_is_walked():
    """Long chains need no deep recursion."""
    pairs = [(f"V-{n}", f"V-{n + 1}") for n in range(10_000)]
    found = chains(over(*pairs, ("V-10000", "V-0")), today=TODAY)

    assert len(found.loops[0].people) == 10_001
    assert len(found.above("V-5")) == 10_000
