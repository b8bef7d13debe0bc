"""`themes --trend`: each theme over time, and whether it changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supervision.reports import suppressed

HEADER = "on,minutes,modality,supervisor,supervisees,group,client,themes,notes\n"
SPANS = ("--before", "2025-01-06:2025-06-22", "--after", "2025-06-23:2025-12-31")
BLOCKS = "▁▂▃▄▅▆▇█"
A_YEAR = [
    *["resonance.relationship|need.trauma", "resonance.relationship"] * 12,
    *["system.caseload", "need.trauma", "x.kent.evenings", "system.caseload"] * 6,
]
FIVE = "S-011|S-012|S-013|S-014|S-015"


@pytest.fixture
def log(run, made, home, canary):
    """Log a session a week with these themes: ``log(["need.trauma", …])``; the options that reach it."""

    def log(themes, **others):
        more = {"supervisees": "S-014", "group": "", **others}
        days = [date(2025, 1, 6) + timedelta(weeks=week) for week in range(len(themes))]
        rows = [
            f"{on},60,individual,V-01,{more['supervisees']},{more['group']},C-201,{each},{canary}\n"
            for on, each in zip(days, themes, strict=True)
        ]
        name = f"{len(list(home.iterdir()))}.csv"
        (home / name).write_text(HEADER + "".join(rows), encoding="utf-8")
        result = run("log", name, "--yes", "--no-identifiers", *made)
        assert result.status == 0, result.err
        return made

    return log


@pytest.fixture
def year(log):
    """A year in which one theme goes and another comes; the options that reach it."""
    return log(A_YEAR)


@pytest.fixture
def team(log):
    """The same year with five people in each session; the options that reach it."""
    return log(A_YEAR, supervisees=FIVE, group="G-02")


def said(result):
    """Return what was shown as one line."""
    return " ".join(result.out.split())


def by_name(result):
    """Return the series by their names."""
    return {one["name"]: one for one in result.json["series"]}


def test_a_theme_has_a_row_over_time_with_what_changed(run, year):
    """Label and id, a block a period, the count, first and last day, and the test in words."""
    result = run("themes", "--trend", "--by", "quarter", *SPANS, *year)
    out = said(result)

    assert result.status == 0, result.err
    assert out.startswith("themes by quarter, 2025-Q1 to 2025-Q4, in 48 sessions and reflections")
    for row in (
        "Trauma ▅▄▃▂ 18 2025-01-06 may be chance need.trauma 2025-11-17 12, then 6",
        "The bond with the substance █▇▁▁ 24 2025-01-06 less than before",
        "resonance.relationship 2025-06-16 24, then 0",
        "Caseload ▁▂▄▄ 12 2025-06-23 more than before system.caseload 2025-12-01 0, then 12",
        "x.kent.evenings ▁▁▃▂ 6 2025-07-07 more than before 2025-11-24 0, then 6",
    ):
        assert row in out
    assert "a block is a quarter: the lowest is 0, the highest 13" in out


def test_the_test_is_stated(run, year):
    """Which days, which test, which correction, and what it does not say, below the table."""
    out = said(run("themes", "--trend", *SPANS, *year))

    assert "24 sessions from 2025-01-06 to 2025-06-22, then 24 from 2025-06-23 to 2025-12-31" in out
    assert "Fisher's exact test, corrected by Holm's method for looking at 4 at once" in out
    assert "at most 1 such table in 20 tells of a change" in out
    assert "More or less is no better or worse" in out


def test_json_has_it_all(run, year):
    """Counts of each period, and the numbers of the test, by name and with labels."""
    result = run("themes", "--trend", "--by", "quarter", *SPANS, "--json", *year)
    found = result.json
    trauma = by_name(result)["need.trauma"]

    assert (found["by"], found["per"], found["theme"]) == ("quarter", "theme", None)
    assert found["periods"] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert (found["lines"], found["period_totals"]) == ([13, 13, 13, 9], [20, 18, 13, 9])
    assert (found["total"], found["floor"], found["hidden"]) == (60, None, 0)
    assert trauma | {"change": None} == {
        "name": "need.trauma",
        "label": "Trauma",
        "counts": [7, 6, 3, 2],
        "out_of": [13, 13, 13, 9],
        "count": 18,
        "first": "2025-01-06",
        "last": "2025-11-17",
        "change": None,
    }
    assert trauma["change"] == {
        "before": 12,
        "after": 6,
        "verdict": "no more of a change than chance makes",
        "count_as_one": 1.0,
        "p": pytest.approx(0.1351, abs=1e-4),
        "corrected": pytest.approx(0.1351, abs=1e-4),
        "in_stretches": False,
    }
    assert found["test"] == {
        "per": "theme",
        "before": {"first": "2025-01-06", "last": "2025-06-22"},
        "after": {"first": "2025-06-23", "last": "2025-12-31"},
        "sessions_before": 24,
        "sessions_after": 24,
        "bare": 0,
        "level": "1/20",
        "tested": 4,
    }


def test_sessions_without_a_theme_are_counted_apart(run, log):
    """Nobody knows which themes they had, so they are no sessions without one."""
    reach = log([*["need.trauma|need.stigma", "need.stigma", ""] * 8])

    result = run("themes", "--trend", *reach)

    assert "; 8 more have no theme recorded" in said(result)
    assert run("themes", "--trend", "--json", *reach).json["test"]["bare"] == 8


def test_without_days_halves_are_compared(run, year):
    """The first half of the days and the second, as the heading of the test says."""
    out = said(run("themes", "--trend", *year))

    assert "from 2025-01-06 to 2025-06-19, then 24 from 2025-06-20 to 2025-12-01" in out


def test_families_have_labels_of_their_own(run, year):
    """A family is called as in the catalogue; that of an own theme by its id alone."""
    result = run("themes", "--trend", "--per", "family", "--by", "year", "--json", *year)

    assert [(one["name"], one["label"]) for one in result.json["series"]] == [
        ("need", "Fit between person and service"),
        ("resonance", "The person and their drug of choice"),
        ("system", "Money, policy and organisation"),
        ("x.kent", "x.kent"),
    ]
    assert (
        "families of themes by year"
        in run("themes", "--trend", "--per", "family", "--by", "year", *year).out
    )


def test_one_theme_is_a_share_of_all_lines_and_tested_alone(run, year):
    """A theme that is looked for counts out of all sessions, and is corrected for nothing else."""
    result = run("themes", "--trend", "--theme", "need.*", "--by", "year", "--json", *year)
    (one,) = result.json["series"]

    assert (one["name"], one["counts"], one["out_of"]) == ("need.trauma", [18], [48])
    assert result.json["test"]["tested"] == 1
    assert one["change"]["p"] == one["change"]["corrected"]
    assert (
        "themes with need.* by year"
        in run("themes", "--trend", "--theme", "need.*", *year, "--by", "year").out
    )


def test_a_theme_that_stays_is_too_little_to_say(run, log):
    """One stretch is one witness, and that is told as the reason."""
    reach = log([*["need.trauma"] * 20, *["system.caseload"] * 20])

    out = said(
        run(
            "themes",
            "--trend",
            "--before",
            "2025-01-06:2025-06-15",
            "--after",
            "2025-06-16:2025-12-31",
            *reach,
        )
    )

    assert "too little to say" in out
    assert "stretches" in out


def test_people_and_groups_have_rows_and_no_test(run, log):
    """The work is tested, and people are not; each is out of their own sessions."""
    log(["need.trauma", "", "need.trauma"])
    reach = log(["need.trauma", ""], supervisees="S-022|S-031", group="G-02")

    people = run("themes", "--trend", "--per", "supervisee", "--by", "year", "--json", *reach)
    groups = run("themes", "--trend", "--per", "group", "--by", "year", "--json", *reach)

    found = {name: (one["counts"], one["out_of"]) for name, one in by_name(people).items()}
    assert found == {"S-014": ([2], [3]), "S-022": ([1], [2]), "S-031": ([1], [2])}
    assert [one["name"] for one in groups.json["series"]] == ["G-02"]
    assert (people.json["test"], groups.json["test"]) == (None, None)
    assert {one["change"] for one in people.json["series"]} == {None}
    shown = run("themes", "--trend", "--per", "supervisee", *reach).out
    assert "change" not in shown
    assert "supervisees by month" in shown


def test_weeks_and_what_there_is_no_room_for(run, year, monkeypatch):
    """A year of weeks is cut to the last ones, and it is said; a wide terminal shows them all."""
    narrow = run("themes", "--trend", "--by", "week", *year)
    monkeypatch.setenv("COLUMNS", "140")
    wide = run("themes", "--trend", "--by", "week", *year)

    assert "a block is a week" in narrow.out
    assert "these are the last 12 of 48 weeks, and --json has all" in narrow.out
    assert max(map(len, narrow.out.split("a block is")[0].splitlines())) <= 80
    assert "these are the last" not in wide.out
    assert "█" * 11 not in narrow.out
    assert f"{'█' * 24}{'▁' * 24}" in wide.out


def test_what_is_yet_to_come_is_left_out(run, year):
    """The last day is today, or another that is given."""
    found = run("themes", "--trend", "--until", "2025-06-16", "--by", "year", "--json", *year).json
    later = run("themes", "--trend", "--since", "2025-06-17", "--by", "year", "--json", *year).json

    assert (found["lines"], later["lines"]) == ([24], [24])
    assert [one["name"] for one in found["series"]] == ["need.trauma", "resonance.relationship"]


def test_a_theme_of_reflections_only_is_too_little_to_say(run, filled):
    """It was tested in no session; the row says so, and there is no fault."""
    result = run("themes", "--trend", "--json", *filled)

    assert by_name(result)["practitioner.uncertainty"]["change"]["verdict"] == "too little to say"
    assert "too little to say" in run("themes", "--trend", *filled).out


@pytest.mark.parametrize("themes", [[], [""], ["", ""]])
def test_without_themes_it_says_so(themes, run, log):
    """No session, or none with a theme."""
    result = run("themes", "--trend", *log(themes))

    assert (result.status, result.out) == (0, "no theme came up\n")


def test_one_session_is_too_little_to_compare(run, log):
    """There are no two days to part; the theme is shown all the same."""
    reach = log(["need.trauma"])

    out = said(run("themes", "--trend", *reach))

    assert "Trauma █ 1 2025-01-06" in out
    assert "change: too little to say, as there are no two days of sessions to compare" in out
    assert run("themes", "--trend", "--json", *reach).json["test"]["before"] is None


def test_no_note_is_opened(run, year, canary):
    """What was written down is nowhere in it."""
    for options in ([], ["--floor", "5"], ["--json"]):
        assert canary not in run("themes", "--trend", *options, *year).out


# For others


BY_FAMILY = ("themes", "--trend", "--by", "quarter", "--per", "family")


def table_of(whole, floor, people=lambda name: FIVE.split("|")):
    """Return what may be seen of the counts that stand in JSON without a floor."""
    pairs = [(one["name"], period) for one in whole["series"] for period in whole["periods"]]
    return suppressed(
        {
            (one["name"], period): count
            for one in whole["series"]
            for period, count in zip(whole["periods"], one["counts"], strict=True)
        },
        floor=floor,
        people={pair: people(pair[0]) for pair in pairs},
    )


def test_small_counts_are_hidden_with_a_dot(run, team):
    """Shown counts have blocks and numbers, hidden ones a dot, and a sentence says why."""
    table = table_of(run(*BY_FAMILY, "--json", *team).json, 5)
    result = run(*BY_FAMILY, "--floor", "5", *team)
    out = said(result)

    assert result.status == 0, result.err
    ends = [line.split()[-4:] for line in result.out.splitlines()]
    for counts in table.cells:
        assert ["·" if one is None else str(one) for one in counts] in ends
    assert "█ ▇ ▁ ▁" in out
    assert f"· is hidden. {table.hidden} numbers are hidden: counts under 5" in out
    assert "first and last days and what changed are left out" in out
    assert "2025-01-06" not in out
    assert "48 sessions" not in out
    assert "Fisher" not in out


def test_where_all_is_hidden_no_block_is_explained(run, year):
    """Of one person every count is hidden, and nobody is told that the highest of them is 0."""
    out = said(run(*BY_FAMILY, "--floor", "5", *year))

    assert "every count of a period that is not 0 is hidden" in out
    assert "the highest" not in out


def test_where_nothing_is_hidden_nothing_is_said_to_be(run, year):
    """With a floor of 1 the sentence on what is left out speaks of another table only."""
    out = said(run(*BY_FAMILY, "--floor", "1", *year))

    assert "Nothing is hidden." in out
    assert "what is hidden in another table of the same sessions could be told from them" in out


def test_hidden_counts_are_null_in_json(run, team):
    """What could give them away is null too, in the same shape as without a floor."""
    whole = run(*BY_FAMILY, "--json", *team).json
    table = table_of(whole, 5)
    found = run(*BY_FAMILY, "--json", "--floor", "5", *team).json

    assert list(found) == list(whole)
    assert [list(one) for one in found["series"]] == [list(one) for one in whole["series"]]
    assert found["series"][0] == {
        "name": "need",
        "label": "Fit between person and service",
        "counts": list(table.cells[0]),
        "out_of": None,
        "count": table.row_totals[0],
        "first": None,
        "last": None,
        "change": None,
    }
    assert [one["counts"] for one in found["series"]] == [list(row) for row in table.cells]
    assert [one["count"] for one in found["series"]] == list(table.row_totals)
    assert found["period_totals"] == list(table.column_totals)
    assert (found["floor"], found["hidden"], found["total"]) == (5, table.hidden, table.total)
    assert (found["lines"], found["test"]) == (None, None)
    # Those of the first row that are small are among what is hidden.
    assert [whole["series"][0]["counts"][at] for at in (2, 3)] == [3, 2]
    assert found["series"][0]["counts"][2:] == [None, None]


def test_what_is_hidden_changes_nothing_that_is_shown(run, made, home):
    """Two journals that differ in what is hidden, and in the days of it, look the same."""
    shown = []
    for name, first in (("a", 2), ("b", 1)):
        quarters = [("01", first, 5 - first), ("04", 5 - first, first)]
        rows = [
            f"2025-{month}-{day + 1:02},60,group,V-01,{FIVE},G-02,C-201,{theme},\n"
            for month, trauma, stigma in quarters
            for day, theme in enumerate(["need.trauma"] * trauma + ["need.stigma"] * stigma)
        ]
        (home / f"{name}.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        at = ("--journal", f"sqlite:{name}.db", *made[2:])
        assert run("init", *at).status == 0
        assert run("log", f"{name}.csv", "--yes", *at).status == 0
        options = ("themes", "--trend", "--by", "quarter", "--floor", "5")
        shown.append([run(*options, *at).out, run(*options, "--json", *at).out])

    assert shown[0] == shown[1]
    assert "· ·" in shown[0][0]


def test_with_a_floor_above_all_counts_nothing_is_left(run, log):
    """A whole table may be hidden; the row of totals too."""
    result = run("themes", "--trend", "--floor", "9", "--by", "year", *log(["need.trauma"]))

    assert "Trauma · ·" in said(result)
    assert "all · ·" in said(result)


def test_where_nothing_is_small_nothing_is_hidden(run, team):
    """It is said that nothing is, and there is no dot to explain."""
    out = said(run("themes", "--trend", "--by", "year", "--floor", "5", *team))

    assert "Nothing is hidden." in out
    assert "·" not in out
    assert run("themes", "--trend", "--floor", "5", "--until", "2024-12-31", *team).out == (
        "no theme came up\n"
    )


def test_what_is_of_few_people_is_hidden_however_often_it_came_up(run, year):
    """Twenty-four sessions of one person are that person; but that nothing came up is shown."""
    found = run(*BY_FAMILY, "--json", "--floor", "5", *year).json
    out = said(run(*BY_FAMILY, "--floor", "5", *year))

    numbers = [one for each in found["series"] for one in (*each["counts"], each["count"])]
    assert {*numbers, *found["period_totals"], found["total"]} == {0, None}
    assert "counts under 5 or of fewer than 5 people, in which" in out
    assert "of one person" not in out


@pytest.mark.parametrize("per", ["theme", "family", "group"])
def test_people_are_those_who_were_there_when_it_came_up(run, log, per):
    """A theme of one person is hidden beside one of five, as `suppressed` hides it."""
    log(["system.caseload", "resonance.relationship"] * 12, supervisees=FIVE, group="G-02")
    reach = log(["need.trauma", "system.caseload"] * 8, supervisees="S-031", group="G-03")
    options = ("themes", "--trend", "--by", "quarter", "--per", per, "--json")

    whole = run(*options, *reach).json
    few = {"need.trauma", "need", "G-03"}
    table = table_of(whole, 5, lambda name: ["S-031"] if name in few else [*FIVE.split("|")])
    found = run(*options, "--floor", "5", *reach).json

    assert [one["counts"] for one in found["series"]] == [list(row) for row in table.cells]
    assert [one["count"] for one in found["series"]] == list(table.row_totals)
    assert all(one["count"] >= 8 for one in whole["series"] if one["name"] in few)
    assert all(one["count"] is None for one in found["series"] if one["name"] in few)
    assert found["total"] == whole["total"]


def test_who_was_expected_and_did_not_come_is_nobody_there(run, made, home):
    """Five were asked to come and one did: what came up is of one."""
    away = "|".join(f"{each} absent" for each in FIVE.split("|")[1:])
    rows = [
        f"2025-01-{day:02},60,group,V-01,{FIVE},G-02,C-201,need.trauma,,{away}\n"
        for day in range(1, 9)
    ]
    table = f"{HEADER.strip()},attendance\n{''.join(rows)}"
    (home / "absent.csv").write_text(table, encoding="utf-8")
    assert run("log", "absent.csv", "--yes", *made).status == 0

    assert "Trauma · ·" in said(run("themes", "--trend", "--floor", "5", *made))


def test_rows_of_people_are_hidden_by_their_counts_alone(run, log):
    """Who asks for a row for each person is told that each is of one."""
    log(["need.trauma"] * 6)
    reach = log(["need.trauma"] * 3, supervisees="S-031")
    out = said(run("themes", "--trend", "--per", "supervisee", "--floor", "2", *reach))

    assert "S-014 █ ▅ 6 4 2" in out
    assert "a count that is shown is of one person" in out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--per", "family"], "need --trend"),
        ([*SPANS], "need --trend"),
        (["--by", "week"], "weeks are counted with --trend only"),
        (["--trend", *SPANS[:2]], "give both --before and --after"),
        (["--trend", *SPANS[2:]], "give both --before and --after"),
        (["--trend", *SPANS, "--floor", "5"], "leave --before and --after out"),
        (["--trend", *SPANS, "--per", "supervisee"], "leave --before and --after out"),
        (["--trend", "--before", "2025", *SPANS[2:]], "--before must be two days, such as"),
        (["--trend", *SPANS[:2], "--after", "2025-13-01:2025-13-02"], "--after must be two days"),
        (
            ["--trend", *SPANS[:2], "--after", "2025-07-02:2025-07-01"],
            "--after must not end before",
        ),
        (["--trend", "--before", SPANS[3], "--after", SPANS[1]], "must begin after the first span"),
        (["--trend", "--floor", "-1"], "floor must be a whole number of 1 or more"),
        (["--trend", "--by", "day"], "--by must be one of week, month, quarter, year"),
        (["--trend", "--per", "person"], "--per must be one of theme, family, supervisee, group"),
    ],
)
def test_what_makes_no_sense_is_refused(options, says, run, year):
    """What was typed is refused with what to type instead."""
    result = run("themes", *options, *year)

    assert (result.status, result.out) == (2, "")
    assert says in result.err
