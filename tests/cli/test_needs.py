"""`supervision needs` and `suggest`: marks over time, and what to ask next."""

from __future__ import annotations

import pytest

PAGE = """---
kind: reflection
on: {on}
practitioner: S-014
{client}answers:
  - prompt: needs.fit
    kind: scale
    wording: "How close was the fit?"
    value: {value}
---
"""
BY_DAY = [
    ("2026-05-01", "C-201", 9),
    ("2026-03-01", "C-201", 2),
    ("2026-04-01", "C-202", 4),
    ("2026-06-01", None, 5),
]


@pytest.fixture
def rated(run, made, home):
    """A journal with four marks, of two clients and of none."""
    for number, (on, client, value) in enumerate(BY_DAY):
        named = f"client: {client}\n" if client else ""
        page = PAGE.format(on=on, client=named, value=value)
        (home / f"{number}.md").write_text(page, encoding="utf-8")
    result = run("log", *(f"{number}.md" for number in range(len(BY_DAY))), "--yes", *made)
    assert result.status == 0, result.err
    return made


def test_marks_are_listed_by_day_with_a_line_for_each_client(run, rated):
    """Each mark stands in a table, and each client has a row of blocks in the order of days."""
    result = run("needs", *rated)

    assert result.status == 0, result.err
    days = [line.split()[0] for line in result.out.splitlines() if line.strip().startswith("2026")]
    assert days == ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]
    assert "C-201      \N{LOWER ONE QUARTER BLOCK}\N{LOWER SEVEN EIGHTHS BLOCK}" in result.out
    assert "no client" in result.out


def test_it_says_what_the_ends_mean_and_that_there_is_no_norm(run, rated):
    """The wording with its anchors comes first, and what the marks are not comes last."""
    out = " ".join(run("needs", *rated).out.split())

    assert "(0 = not at all, 10 = entirely)" in out
    assert "the lowest block is 0, the highest 10; one question of ours" in out
    assert "there is no norm" in out


def test_the_client_can_be_chosen(run, rated):
    """The options of `list` choose here too."""
    result = run("needs", "--client", "c-202", "--json", *rated)

    assert [(one["on"], one["client"], one["value"]) for one in result.json["ratings"]] == [
        ("2026-04-01", "C-202", 4)
    ]


def test_the_marks_are_told_as_json(run, rated):
    """The prompt and its ends stand beside the marks."""
    found = run("needs", "--json", *rated).json

    assert (found["prompt"], found["low"], found["high"]) == ("needs.fit", 0, 10)
    assert found["wording"].endswith("(0 = not at all, 10 = entirely)")
    assert [one["value"] for one in found["ratings"]] == [2, 4, 9, 5]
    assert found["ratings"][3] | {"record": None} == {
        "on": "2026-06-01",
        "people": ["S-014"],
        "client": None,
        "value": 5,
        "record": None,
    }


def test_without_marks_it_says_so(run, made):
    """An empty journal has none."""
    result = run("needs", *made)

    assert result.status == 0
    assert "no mark was given so far" in result.out


@pytest.mark.parametrize(
    ("prompt", "status", "says"),
    [
        ("needs.two-doors", 2, "is not answered by a mark"),
        ("needs.fitt", 1, "did you mean needs.fit?"),
    ],
)
def test_another_prompt_must_be_one_with_marks(prompt, status, says, run, made):
    """A prompt of another kind, and one that there is not, are told apart."""
    result = run("needs", "--prompt", prompt, *made)

    assert (result.status, says in result.err) == (status, True)


def test_marks_of_an_earlier_scale_are_drawn_too(run, made, home):
    """A pack that asks from 1 to 5 now may have asked from 0 to 10 before."""
    (home / "a.toml").write_text(
        'id = "x.kent.a"\ntitle = "A"\ntext = "A"\nsource = "A"\nrights = "A"\n'
        '[[prompts]]\nid = "x.kent.b"\ntext = "B"\npurpose = "b"\nfunction = "normative"\n'
        'kind = "scale"\nlow = 1\nhigh = 5\nanchors = ["a", "b"]\n',
        encoding="utf-8",
    )
    run("pack", "use", "a.toml", *made)
    page = PAGE.format(on="2026-03-01", client="", value=9).replace("needs.fit", "x.kent.b")
    (home / "a.md").write_text(page, encoding="utf-8")
    run("log", "a.md", "--yes", *made)

    result = run("needs", "--prompt", "x.kent.b", *made)

    assert result.status == 0, result.err
    assert "the lowest block is 1, the highest 9; one question of your own" in result.out


# What to ask next


def test_suggestions_come_with_their_reasons(run, filled):
    """Each says why, and what to ask; an action without a prompt has its reason alone."""
    result = run("suggest", "--today", "2026-12-01", *filled)

    assert result.status == 0, result.err
    told = " ".join(result.out.split())
    assert "an action of S-014 has been open" in told
    assert "not since" in told
    assert "needs." in told


def test_the_same_day_gives_the_same_suggestions(run, filled):
    """They are told as JSON, with kind and day, and do not change by themselves."""
    first, second = (run("suggest", "--today", "2026-12-01", "--json", *filled).json for _ in "ab")

    assert first == second
    assert len(first) == 5
    assert first[0]["kind"] == "action"
    assert (first[0]["prompt"], first[0]["wording"], first[0]["since"]) == (
        None,
        None,
        "2026-03-04",
    )


def test_how_many_and_from_which_packs_can_be_chosen(run, filled):
    """--pack and --limit narrow the choice."""
    found = run("suggest", "--pack", "harm", "--limit", "20", "--json", *filled).json

    prompts = {one["prompt"] for one in found if one["prompt"]}
    assert prompts
    assert all(prompt.startswith("harm.") for prompt in prompts)
    assert len(run("suggest", "--limit", "2", "--json", *filled).json) == 2


def test_an_audience_can_be_chosen(run, filled):
    """Questions for a group are for a group only."""
    found = run("suggest", "--audience", "group", "--limit", "20", "--json", *filled).json

    assert any(str(one["prompt"]).startswith("group.") for one in found)
    assert not any(str(one["prompt"]).startswith("needs.") for one in found)


def test_the_packs_of_approaches_in_use_are_those_to_choose_from(run, filled):
    """An approach in use decides what is suggested, unless packs are named."""
    run("approach", "use", "bft", *filled)
    found = run("suggest", "--limit", "50", "--json", *filled).json

    packs = run("approach", "show", "bft", "--json").json["packs"]
    assert "bft" in packs
    prompts = {one["prompt"] for one in found if one["prompt"]}
    assert prompts
    assert all(any(prompt.startswith(f"{pack}.") for pack in packs) for prompt in prompts)


@pytest.mark.parametrize(
    ("options", "status"),
    [(["--limit", "0"], 2), (["--pack", "nedds"], 1), (["--audience", "x"], 2)],
)
def test_what_cannot_be_suggested_is_told(options, status, run, made):
    """No suggestions, no such pack, no such audience."""
    assert run("suggest", *options, *made).status == status
