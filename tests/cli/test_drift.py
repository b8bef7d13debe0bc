"""`drift`: the work against the focus that was agreed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

HEADER = "on,minutes,modality,supervisor,supervisees,group,agreement,client,themes,functions,modes,notes\n"
UNTIL = ("--until", "2026-08-31")


@pytest.fixture
def log(run, made, home, canary):
    """Log a session a week: ``log(["need.trauma", …], agreement="A-03")``; the options that reach it."""

    def log(themes, **given):
        said = {"supervisor": "V-01", "person": "S-014", "start": date(2025, 1, 6), **given}
        parts = [said.get(name, "") for name in ("group", "agreement")]
        rows = [
            f"{said['start'] + timedelta(weeks=week)},60,individual,{said['supervisor']},"
            f"{said['person']},{','.join(parts)},C-201,{each},{said.get('functions', '')},"
            f"{said.get('modes', '')},{canary}\n"
            for week, each in enumerate(themes)
        ]
        name = f"{len(list(home.iterdir()))}.csv"
        (home / name).write_text(HEADER + "".join(rows), encoding="utf-8")
        options = ("--folder", said["folder"]) if "folder" in said else ()
        result = run("log", name, "--yes", "--no-identifiers", *options, *made)
        assert result.status == 0, result.err + result.out
        return made

    return log


@pytest.fixture
def agree(run, made, home, canary):
    """Log an agreement: ``agree("A-03", "{what: resonance, percent: 50}")``."""

    def agree(code, *focus, person="S-014", starts="2025-01-06", more=""):
        shares = "".join(f"  - {each}\n" for each in focus)
        page = (
            f"---\nkind: agreement\ncode: {code}\nstarts: {starts}\nsupervisor: V-01\n"
            f"supervisees: [{person}]\nmodality: individual\n{more}"
            + (f"focus:\n{shares}" if focus else "")
            + f"---\n## Purposes\n{canary}\n"
        )
        name = f"{len(list(home.iterdir()))}.md"
        (home / name).write_text(page, encoding="utf-8")
        result = run("log", name, "--yes", *made)
        assert result.status == 0, result.err + result.out
        return made

    return agree


KEPT = ["resonance.relationship", "resonance.craving-pattern|family.burden", "need.trauma"] * 8
LEFT = ["system.targets-and-data", "focus.secondary-priorities|system.targets-and-data"] * 12
RESONANCE = "{what: resonance, percent: 50}"


@pytest.fixture
def left(log, agree):
    """An agreed focus that is kept for half a year, and then left; the options that reach it."""
    agree("A-03", RESONANCE)
    return log([*KEPT, *LEFT])


def said(result):
    """Return what was shown as one line."""
    return " ".join(result.out.split())


def aims(result):
    """Return the parts of all foci by their names."""
    return {aim["aim"]["name"]: aim for one in result.json["reports"] for aim in one["aims"]}


def test_shows_share_fall_and_what_took_its_place(run, left):
    """Agreed and in fact, month by month; when it fell, by which sessions, and what came instead."""
    result = run("drift", "--agreement", "a-03", *UNTIL, *left)
    out = said(result)

    assert result.status == 0, result.err
    for part in (
        "A-03 (V-01 with S-014), its sessions from 2025-01-06 on",
        "48 sessions with themes from 2025-01-06 to 2025-12-01",
        "drug of 50 % 25 %",
        "▁▁▁▁▁▁ a fall, not over",
        "fell from about 2025-06-16, noticed on",
        "sessions that fell short:",
        "Targets and data 0 of",
        "system.targets-and-data",
        "this is about the work and measures nobody",
    ):
        assert part in out
    assert max(map(len, result.out.split("a block is")[0].splitlines())) <= 80


def test_sessions_that_moved_it_are_named_by_the_beginning_of_their_ids(run, left):
    """As many digits as a list shows; the rest are counted."""
    fall = aims(run("drift", "--json", *UNTIL, *left))["resonance"]["falls"][0]
    out = said(run("drift", *UNTIL, *left))

    short = [record[:8] for record in fall["moved_by"]]
    assert f"moved by {len(short)} sessions that fell short: {' '.join(short[:5])}" in out
    assert f"{short[4]} and {len(short) - 5} more" in out
    assert len(set(short)) > 5


def test_json_has_it_all(run, left):
    """The agreement, the report with every session, and labels; numbers are exact."""
    result = run("drift", "--json", *UNTIL, *left)
    found = result.json
    (report,) = found["reports"]
    (aim,) = report["aims"]

    assert result.status == 0
    assert list(found) == ["agreement", "reports", "labels"]
    assert (found["agreement"]["code"], found["agreement"]["first"]) == ("A-03", "2025-01-06")
    assert report["focus"] == {
        "aims": [{"name": "resonance", "percent": 50, "of": ["resonance", "resonance.*"]}],
        "kind": "themes",
    }
    assert (report["sessions"], report["bare"], report["alarm_rate"]) == (48, 0, "1/20")
    assert (aim["share"], aim["enough"], len(aim["points"])) == ("1/4", True, 48)
    assert (aim["falls"][0]["since"], aim["falls"][0]["over"]) == ("2025-06-16", None)
    assert found["labels"]["resonance"] == "The person and their drug of choice"
    assert found["labels"]["system.targets-and-data"] == "Targets and data"
    assert {one["name"] for one in aim["falls"][0]["in_its_place"]} <= set(found["labels"])


def test_a_focus_that_is_kept_has_no_fall(run, log, agree, monkeypatch):
    """It is said in words, and nothing is asked for."""
    monkeypatch.setenv("COLUMNS", "140")
    agree("A-03", RESONANCE)
    result = run("drift", *UNTIL, *log(KEPT))

    assert result.status == 0
    assert "50 % 50 %" in said(result)
    assert "no fall that could be told from chance" in said(result)
    assert "moved by" not in result.out


def test_a_fall_may_be_over(run, log, agree, monkeypatch):
    """Two falls are counted, and the day on which the last was over is told."""
    monkeypatch.setenv("COLUMNS", "140")
    agree("A-03", RESONANCE)
    away, back = LEFT[:14], ["resonance.relationship"] * 20
    reach = log([*back, *away, *back, *away, *back])

    out = said(run("drift", "--until", "2026-12-31", *reach))
    falls = aims(run("drift", "--until", "2026-12-31", "--json", *reach))["resonance"]["falls"]

    assert len(falls) == 2
    assert f"2 falls, over on {falls[1]['over']}" in out
    assert f"it was over on {falls[0]['over']}" in out


def test_themes_and_functions_are_two_reports(run, log, agree):
    """Shares of both are two wholes; what was visited is shown once."""
    agree("A-03", RESONANCE, "{what: restorative, percent: 20}")
    reach = log(KEPT, functions="formative|normative", modes="1|5")
    result = run("drift", *UNTIL, "--json", *reach)
    out = said(run("drift", *UNTIL, *reach))

    assert [one["focus"]["kind"] for one in result.json["reports"]] == ["themes", "functions"]
    assert aims(result)["restorative"]["share"] == 0
    assert "24 sessions with functions" in out
    assert "restorative 20 % 0 %" in out
    assert "mode 1: The person 24 of 24 2025-06-16" in out
    assert "mode 7: The wider context 0 of 24 never" in out
    assert "formative 24 of 24 2025-06-16" in out
    assert out.count("mode 1:") == 1
    assert "no session records any" not in out


def test_what_no_session_records_is_said(run, left):
    """Without modes and functions there is no table of them."""
    out = said(run("drift", *UNTIL, *left))

    assert "modes: no session records any" in out
    assert "functions: no session records any" in out
    assert "mode 1" not in out


def test_months_without_sessions_are_a_gap(run, log):
    """A month in which nothing took place has no block, so that it looks like none."""
    log(KEPT[:3])
    reach = log(KEPT[:3], start=date(2025, 4, 7))

    assert "▅  ▅" in run("drift", "--share", "resonance=50", *UNTIL, *reach).out


def test_a_block_is_the_mean_share_of_the_sessions_of_a_month(run, log):
    """Each session counts as one, however many themes it has: of 100 % and 33 % that is 67 %."""
    reach = log(["resonance.relationship", "resonance.relationship|need.trauma|need.unmet"])
    blocks = [
        line.split()
        for line in run("drift", "--share", "resonance=50", *UNTIL, *reach).out.splitlines()
    ]

    assert [line[-5] for line in blocks if "67" in line] == ["▆"]


def test_what_there_is_no_room_for_is_said(run, log, monkeypatch):
    """A narrow terminal has the last months, and a wide one has all."""
    reach = log(KEPT * 3)
    narrow = run("drift", "--share", "resonance=50", *UNTIL, *reach).out
    monkeypatch.setenv("COLUMNS", "120")
    wide = run("drift", "--share", "resonance=50", *UNTIL, *reach).out

    assert "these are the last 12 of 17 months, and --json has all" in narrow
    assert "these are the last" not in wide


def test_much_that_took_the_place_is_cut_to_the_most(run, log):
    """Five rows; the others are counted, and stand in JSON."""
    others = [
        "family.burden|need.stigma|need.trauma|system.caseload|system.targets-and-data|need.unmet"
    ]
    reach = log([*["resonance.relationship"] * 12, *others * 12])
    options = ("drift", "--share", "resonance=60", *UNTIL)

    assert "and 1 more; --json has all" in run(*options, *reach).out
    assert len(aims(run(*options, "--json", *reach))["resonance"]["falls"][0]["in_its_place"]) == 6


def test_a_fall_with_nothing_in_its_place(run, log):
    """What was there before is there still, and nothing came up more."""
    reach = log([*["resonance.relationship|need.trauma"] * 12, *["need.trauma"] * 12])

    out = run("drift", "--share", "resonance=50", *UNTIL, *reach).out

    assert "a fall, not over" in " ".join(out.split())
    assert "nothing came up more than before" in out
    assert "in its place" not in out


# Which focus, and which sessions


def test_only_sessions_under_the_agreement_are_looked_at(run, log, agree):
    """By its code, or its people and supervisor, and from its first day; nobody else's."""
    agree("A-03", RESONANCE, starts="2025-03-03")
    log(["need.trauma"] * 3)  # Before it was agreed.
    log(["resonance.relationship"] * 4, start=date(2025, 3, 3))
    log(["resonance.relationship"] * 5, start=date(2025, 6, 2), agreement="A-03", supervisor="V-02")
    log(["need.trauma"] * 6, start=date(2025, 3, 3), person="S-022")
    log(["need.trauma"] * 7, start=date(2025, 3, 3), supervisor="V-02")
    reach = log(["need.trauma"] * 8, start=date(2025, 3, 3), agreement="A-09")
    found = run("drift", "--agreement", "A-03", *UNTIL, "--json", *reach).json

    assert (found["reports"][0]["sessions"], found["reports"][0]["aims"][0]["share"]) == (9, 1)


def test_sessions_of_the_group_of_an_agreement(run, log, agree):
    """Whoever is in the group that day, it is the group's session."""
    agree("A-05", RESONANCE, more="group: G-02\ngroup_size: 4\n")
    log(["need.trauma"] * 3, person="S-014")
    reach = log(["resonance.relationship"] * 4, person="S-031", group="G-02")
    found = run("drift", *UNTIL, "--json", *reach).json

    assert found["reports"][0]["sessions"] == 7


def test_the_newest_agreement_of_a_code_counts(run, log, agree):
    """An older one held until then, and its focus is that of those days."""
    agree("A-03", RESONANCE)
    agree("A-03", "{what: family, percent: 30}", starts="2025-06-02")
    reach = log(KEPT)

    now = run("drift", "--agreement", "A-03", *UNTIL, "--json", *reach).json
    then = run("drift", "--agreement", "A-03", "--until", "2025-05-31", "--json", *reach).json

    assert [one["aims"][0]["aim"]["name"] for one in now["reports"]] == ["family"]
    assert [one["aims"][0]["aim"]["name"] for one in then["reports"]] == ["resonance"]
    assert now["agreement"]["first"] == "2025-06-02"


def test_an_agreement_may_name_an_approach(run, log, agree):
    """The share of its name is for all of the approach's themes, and is called by its title."""
    agree("A-03", "{what: harm-reduction, percent: 40}", more="focus_approach: harm-reduction\n")
    reach = log(["safety.overdose", "need.trauma"] * 4)

    result = run("drift", "--json", *UNTIL, *reach)

    assert aims(result)["harm-reduction"]["share"] == "1/2"
    title = run("approach", "show", "harm-reduction", "--json").json["title"]
    assert result.json["labels"]["harm-reduction"] == title


def test_shares_may_be_typed(run, log):
    """Of families, themes and functions, with no agreement; an approach's own is named besides."""
    reach = log(["safety.overdose", "need.trauma"] * 4)
    plain = run(
        "drift",
        "--share",
        "need=30",
        "--share",
        "safety.overdose=20",
        "--share",
        "formative=90",
        "--json",
        *UNTIL,
        *reach,
    )
    own = run(
        "drift",
        "--share",
        "harm-reduction=60",
        "--approach",
        "harm-reduction",
        "--json",
        *UNTIL,
        *reach,
    )

    assert {name: aim["share"] for name, aim in aims(plain).items()} == {
        "need": "1/2",
        "safety.overdose": "1/2",
        "formative": None,
    }
    assert plain.json["agreement"] is None
    assert aims(own)["harm-reduction"]["share"] == "1/2"
    assert len(aims(own)["harm-reduction"]["aim"]["of"]) > 2


def test_typed_shares_may_be_held_against_an_agreements_sessions(run, left, log):
    """The agreement says which sessions, and the shares say what they are held against."""
    reach = log(["family.burden"] * 5, person="S-022")

    found = run("drift", "--agreement", "A-03", "--share", "system=10", "--json", *UNTIL, *reach)

    assert list(aims(found)) == ["system"]
    assert found.json["reports"][0]["sessions"] == 48


def test_a_folder_can_be_asked_about(run, log):
    """Only its sessions are looked at."""
    log(KEPT, folder="S-014")
    reach = log(["need.trauma"] * 5, folder="S-022", person="S-022")

    options = ("drift", "--share", "resonance=50", *UNTIL, "--json")
    assert run(*options, "--folder", "S-022", *reach).json["reports"][0]["sessions"] == 5
    assert run(*options, *reach).json["reports"][0]["sessions"] == 29


def test_a_theme_of_ones_own_can_be_a_focus(run, log):
    """It is known once a session has it, and so is its family."""
    reach = log(["x.kent.evenings", "need.trauma"])

    for what in ("x.kent.evenings", "x.kent"):
        found = run("drift", "--share", f"{what}=50", "--json", *UNTIL, *reach)
        assert aims(found)[what]["share"] == "1/2"


@pytest.mark.parametrize(("count", "sessions"), [(0, "0 sessions"), (1, "1 session")])
def test_of_hardly_any_session_there_is_too_little_to_say(count, sessions, run, log, agree):
    """Neither none nor one is a fall, and neither is a fault."""
    agree("A-03", RESONANCE)
    reach = log(["need.trauma"] * count)
    result = run("drift", *UNTIL, *reach)

    assert result.status == 0
    assert f"{sessions} with themes" in said(result)
    assert "too little to say" in said(result)
    assert ("a block is a month" in result.out) is bool(count)


def test_without_days_it_is_today(run, log, agree):
    """An agreement that began in the past holds today, and what is planned is not looked at."""
    agree("A-03", RESONANCE)
    log(["need.trauma"])
    reach = log(["need.trauma"], start=date(2199, 1, 7))

    assert run("drift", "--json", *reach).json["reports"][0]["sessions"] == 1


def test_no_note_is_opened(run, left, canary):
    """No text of an agreement or a session is shown."""
    for options in ([], ["--json"]):
        assert canary not in run("drift", *UNTIL, *options, *left).out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--share", "resonance"], (2, "--share must be a family, a theme or a function")),
        (["--share", "resonance=0"], (2, "1 to 100 per cent")),
        (["--share", "resonance=101"], (2, "1 to 100 per cent")),
        (["--share", "family=1", "--share", "family=2"], (2, "each thing once")),
        (["--share", "family=60", "--share", "need=41"], (2, "more than 100 per cent together")),
        (["--share", "formative=60", "--share", "normative=41"], (2, "more than 100 per cent")),
        (["--share", "family=10", "--share", "family.burden=10"], (2, "a theme in common")),
        (["--share", "resonanse=10"], (2, "did you mean resonance?")),
        (["--share", "qqqq=10"], (2, "called what --share names\n")),
        (["--approach", "resonance"], (2, "add --share resonance=40")),
        (["--approach", "resonanse", "--share", "need=10"], (1, "did you mean resonance?")),
        (["--agreement", "Maria"], (2, "--agreement must be a code")),
        (["--agreement", "A-99"], (2, "see supervision list --kind agreement")),
        (["--agreement", "A-03", "--until", "2024-12-31"], (2, "does not hold on 2024-12-31")),
        (["--until", "0001-01-01"], (2, "no agreement that holds on 0001-01-01 has a focus")),
        (["--agreement", "A-04"], (2, "no focus with shares was agreed there")),
    ],
)
def test_what_makes_no_sense_is_refused(options, expected, run, left, agree):
    """What was typed is refused with what to type instead, and without the value."""
    agree("A-04", person="S-022")

    result = run("drift", *options, *left)

    assert (result.status, result.out) == (expected[0], "")
    assert expected[1] in result.err
    assert "Maria" not in result.err


def test_several_agreements_with_a_focus_are_not_mixed(run, log, agree):
    """Whose focus it is has to be said."""
    agree("A-03", RESONANCE)
    reach = agree("A-04", "{what: family, percent: 20}", person="S-022")

    result = run("drift", *UNTIL, *reach)

    assert result.status == 2
    assert "2 agreements have a focus; say which with --agreement" in result.err


def test_a_code_of_two_agreements_is_refused(run, agree):
    """One code for agreements of different people says of neither whose focus it is."""
    agree("A-03", RESONANCE)
    reach = agree("A-03", RESONANCE, person="S-022")

    result = run("drift", "--agreement", "A-03", *UNTIL, *reach)

    assert result.status == 2
    assert "2 agreements that hold on 2026-08-31 have this code; see supervision due" in result.err


def test_an_agreement_whose_shares_overlap_cannot_be_told_apart(run, agree):
    """The themes of an approach may be those of a family that stands beside it."""
    shares = ("{what: bft, percent: 30}", "{what: family, percent: 20}")
    reach = agree("A-03", *shares, more="focus_approach: bft\n")

    result = run("drift", *UNTIL, *reach)

    assert result.status == 2
    assert "two of the shares have a theme in common" in result.err


def test_a_share_that_is_too_small_to_watch_is_called_so(run, filled):
    """A share at which no fall could ever be noticed is not said to have held."""
    result = run("drift", "--share", "family=2", *filled)

    assert result.status == 0
    assert "too small" in result.out
    assert "too little to say" not in result.out
