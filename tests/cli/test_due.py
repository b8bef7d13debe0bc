"""`due`, and `actions` by age."""

from __future__ import annotations

import pytest

AGREEMENT = """---
kind: agreement
code: {code}
starts: {starts}
{more}supervisor: {supervisor}
supervisees: [{person}]
modality: individual
---
## Purposes
{canary}
"""


@pytest.fixture
def agreed(run, filled, home, canary):
    """Log agreements of the sessions of `filled`; the options that reach it."""

    def agreed(*agreements):
        for number, (code, supervisor, person, starts, more) in enumerate(agreements):
            page = AGREEMENT.format(
                code=code,
                supervisor=supervisor,
                person=person,
                starts=starts,
                more="".join(f"{name}: {value}\n" for name, value in more.items()),
                canary=canary,
            )
            (home / f"{number}.md").write_text(page, encoding="utf-8")
        pages = [f"{number}.md" for number in range(len(agreements))]
        result = run("log", *pages, "--yes", *filled)
        assert result.status == 0, result.err
        return filled

    return agreed


A_03 = ("A-03", "V-01", "S-014", "2026-03-05", {"review_on": "2026-06-10"})
A_04 = ("A-04", "V-01", "S-022", "2026-01-05", {"ends": "2026-04-30"})
TODAY = ("--today", "2026-06-01")


def test_shows_what_is_due(run, agreed):
    """Reviews, ends, sessions without an agreement and gaps stand in sentences, then who is next."""
    result = run("due", *TODAY, *agreed(A_03, A_04))
    out = " ".join(result.out.split())

    assert result.status == 0
    for said in (
        "2 agreements, 1 in force on 2026-06-01",
        "review The review of A-03 (V-01 with S-014) is due on 2026-06-10, in 9 days.",
        "end A-04 (V-01 with S-022) ran out on 2026-04-30, 32 days ago; no other",
        "no agreement 1 session of S-014 with V-01, on 2026-03-04: the agreement had not begun.",
        "gap S-014 has been at no session since 2026-03-11, 82 days ago: more than the 35 days allowed",
        "days allowed: see --longest, and --rhythm for one agreement",
        "supervision V-01 supervises, and is supervised in no agreement that is recorded here.",
        "S-014 2026-03-11 82 2026-06-10 A-03",
    ):
        assert said in out
    assert max(map(len, result.out.splitlines())) <= 80


def test_what_is_due_is_json_too(run, agreed):
    """Days are texts, and nothing that is shown is missing."""
    found = run("due", *TODAY, "--json", *agreed(A_03, A_04)).json

    assert (found["today"], found["since"], found["within"]) == ("2026-06-01", "2025-06-01", 30)
    assert found["recorded"] == 2
    assert [one["code"] for one in found["in_force"]] == ["A-03"]
    assert [(one["agreement"]["code"], one["in_days"]) for one in found["reviews"]] == [("A-03", 9)]
    assert [(one["on"], one["people"]) for one in found["ends"]] == [("2026-04-30", ["S-022"])]
    assert [(one["person"], one["why"]) for one in found["not_covered"]] == [("S-014", "not-begun")]
    assert [(one["person"], one["kind"], one["days"]) for one in found["gaps"]] == [
        ("S-014", "sessions", 82)
    ]
    assert found["next"] == [
        {
            "person": "S-014",
            "last": "2026-03-11",
            "days_since": 82,
            "planned": None,
            "review_on": "2026-06-10",
            "agreements": ["A-03"],
        }
    ]
    assert found["chains"]["unsupervised"] == ["V-01"]


def test_loops_are_pointed_out(run, agreed):
    """Two who supervise each other are told, and nobody is without a supervisor then."""
    loop = (
        ("A-05", "V-01", "V-02", "2026-01-05", {"line_managed": "yes"}),
        ("A-06", "V-02", "V-01", "2026-01-05", {}),
    )
    out = " ".join(run("due", *TODAY, *agreed(A_03, *loop)).out.split())

    assert "supervision V-01 supervises V-02, who supervises V-01." in out
    assert "supervision V-02 is supervised by a line manager only." in out
    assert "no agreement that is recorded here" not in out


@pytest.mark.parametrize(
    ("options", "due"),
    [
        ([*TODAY], True),
        ([*TODAY, "--within", "8"], False),
        ([*TODAY, "--within", "9"], True),
        (["--today", "2026-05-01"], False),
    ],
)
def test_looks_as_far_ahead_as_is_asked(options, due, run, agreed):
    """A review further off is not due yet."""
    found = run("due", *options, "--json", *agreed(A_03)).json

    assert bool(found["reviews"]) is due


@pytest.mark.parametrize(
    ("options", "gap"),
    [
        ([], True),
        (["--longest", "82"], False),
        (["--longest", "82", "--rhythm", "a-03=81"], True),
        (["--rhythm", "A-03=82", "--rhythm", "a-04=1"], False),
    ],
)
def test_a_gap_is_more_than_the_most_days_between_sessions(options, gap, run, agreed):
    """Given for everyone, or for an agreement by its code."""
    line = ("A-03", "V-01", "S-014", "2026-03-04", {})
    found = run("due", *TODAY, *options, "--json", *agreed(line, A_04)).json

    assert bool([one for one in found["gaps"] if one["person"] == "S-014"]) is gap


def test_a_journal_of_nothing_has_nothing_due(run, made):
    """Without records there is nothing to see to, today or any day."""
    result = run("due", *made)

    assert result.out.splitlines()[1:] == ["nothing is due"]
    assert run("due", "--json", *made).json["next"] == []


def test_what_ended_earlier_can_be_left_alone(run, agreed):
    """A day says from where on what has ended is of interest."""
    reach = agreed(A_04)

    assert run("due", *TODAY, "--since", "2026-05-01", "--json", *reach).json["ends"] == []


def test_a_rhythm_of_no_agreement_is_refused(run, agreed):
    """A slip in the code would leave the gap untold."""
    result = run("due", *TODAY, "--rhythm", "A-03=21", "--rhythm", "A-99=21", *agreed(A_03))

    assert result.status == 2
    assert "none with the code A-99" in result.err
    assert result.out == ""


def test_looks_back_for_gaps_between_sessions(run, agreed):
    """With a first day the longest gap since is told, though the one up to today is none."""
    options = ("--today", "2026-03-12", "--longest", "6", *agreed(A_03))

    before = run("due", *options).out
    assert "was at no session" not in before
    assert "--longest" not in before
    assert before.startswith("1 agreement, 1 in force")
    out = " ".join(run("due", "--since", "2026-03-01", *options).out.split())
    assert (
        "gap S-014 was at no session between 2026-03-04 and 2026-03-11, 7 days: more than the 6 days allowed"
        in out
    )


def test_no_note_is_opened(run, agreed, canary):
    """What is due is in the ledger, and no text of an agreement or a session is shown."""
    reach = agreed(A_03, A_04)

    assert canary not in run("due", *TODAY, *reach).out
    assert canary not in run("due", *TODAY, "--json", *reach).out


@pytest.mark.parametrize(
    "options",
    [
        ["--rhythm", "Maria=7"],
        ["--rhythm", "A-03"],
        ["--rhythm", "A-03=often"],
        ["--within", "-1"],
        ["--longest", "-1"],
    ],
)
def test_what_cannot_be_is_refused(options, run, made):
    """A name for a code, days below none and no number are refused and not repeated."""
    result = run("due", *options, *made)

    assert result.status == 2
    assert "Maria" not in result.err
    assert result.out == ""


# actions


def test_open_actions_say_how_often_they_were_carried(run, filled):
    """The session a week later carried the action on."""
    (found,) = run("actions", *TODAY, "--json", *filled).json

    assert (found["owner"], found["age_days"], found["carried"]) == ("S-014", 89, 1)
    assert run("actions", "--today", "2026-03-10", "--json", *filled).json[0]["carried"] == 0


@pytest.mark.parametrize(
    ("today", "count"), [("2026-03-01", 0), ("2026-03-17", 1), ("2026-03-18", 0)]
)
def test_actions_and_their_ages_agree_on_every_day(today, count, run, filled, ids):
    """Before its session an action is none yet; until the day on which it was done it is open."""
    run("amend", ids[0], "actions.0.done=2026-03-18", "--reason", "done", *filled)
    options = ("--today", today, "--json", *filled)

    assert len(run("actions", *options).json) == count
    assert sum(each["open"] for each in run("actions", "--by-age", *options).json) == count


def test_actions_are_counted_by_age(run, filled, canary):
    """How many there are of each age, without their text."""
    options = ("actions", "--by-age", *TODAY)

    assert run(*options, "--json", *filled).json == [
        {"first_day": first, "last_day": last, "open": n, "overdue": n, "carried": n}
        for first, last, n in ((0, 14, 0), (15, 28, 0), (29, 56, 0), (57, None, 1))
    ]
    shown = run(*options, *filled).out
    assert "57 or more" in shown
    assert "1 open on 2026-06-01" in shown
    assert "Ask her" not in shown
    assert run(*options, "--owner", "S-022", "--json", *filled).json[3]["open"] == 0


def test_ages_and_only_what_is_overdue_are_two_questions(run, filled):
    """One of them at a time."""
    result = run("actions", "--by-age", "--overdue", *filled)

    assert result.status == 2
    assert "leave --overdue out" in result.err
