"""`list`, `folders`, `show` and `amend`."""

from __future__ import annotations

import pytest

from supervision.codec import to_plain
from supervision.testing import example_session


def test_lists_facts_in_the_order_of_recording(run, filled, canary):
    """Each record is one row of facts; no text of a note is among them."""
    result = run("list", *filled)

    assert result.status == 0
    assert "4 records" in result.out
    assert result.out.index("2026-03-04") < result.out.index("2026-03-11")
    assert "reflection" in result.out
    assert canary not in result.out


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--since", "2026-03-11"], 2),
        (["--until", "2026-03-11"], 3),
        (["--theme", "family.*"], 2),
        (["--client", "c-203"], 1),
        (["--folder", "s-014"], 3),
        (["--kind", "reflection"], 1),
        (["--kind", "agreement"], 0),
        (["--since", "2026-03-11", "--theme", "need.*"], 1),
    ],
)
def test_lists_what_is_asked_for(options, count, run, filled):
    """Days, themes, clients, folders and kinds narrow the list, together too."""
    assert len(run("list", "--json", *options, *filled).json) == count


def test_one_record_is_no_plural(run, filled):
    """The count reads as one would say it."""
    assert "1 record\n" in run("list", "--client", "C-203", *filled).out


def test_a_list_in_json_holds_the_facts(run, filled):
    """A line of JSON has every fact of the ledger, with days as ISO 8601."""
    line = run("list", "--json", *filled).json[0]

    assert line["on"] == "2026-03-04"
    assert line["people"] == ["S-014"]
    assert line["themes"] == ["family.burden", "need.unmet"]
    assert line["modality"] == "individual"


def test_a_list_calls_themes_by_their_labels(run, filled, monkeypatch):
    """Where there is room the labels are shown, else how many there are; JSON has both."""
    narrow = run("list", "--client", "C-201", *filled).out
    monkeypatch.setenv("COLUMNS", "140")
    wide = run("list", "--client", "C-201", *filled).out
    line = run("list", "--json", "--client", "C-201", *filled).json[0]

    assert "burden" not in narrow
    assert narrow.splitlines()[3].split()[-1] == "2"
    assert "The burden carried by relatives; A need not met" in wide
    assert line["labels"] == {
        "family.burden": "The burden carried by relatives",
        "need.unmet": "A need not met",
    }


def test_a_record_is_shown_with_labels(run, filled, ids):
    """Beside the themes stands what they are called, and JSON has them apart from the record."""
    shown = run("show", ids[0], *filled).out
    plain = run("show", ids[0], "--json", *filled).json

    assert (
        "themes: [family.burden, need.unmet]  # The burden carried by relatives; A need not met"
    ) in shown
    assert plain["labels"]["need.unmet"] == "A need not met"
    assert "labels" not in plain["record"]


def test_labels_of_a_pack_that_is_gone_are_those_of_the_catalogue(run, filled, monkeypatch):
    """Where a pack of the journal cannot be had, records are listed all the same."""
    from supervision.cli import _labels
    from supervision.errors import CatalogueError

    def gone(_journal):
        msg = "the pack is not installed"
        raise CatalogueError(msg)

    monkeypatch.setattr(_labels, "catalogue_of", gone)

    assert run("list", "--json", *filled).json[0]["labels"]["need.unmet"] == "A need not met"


def test_lists_folders(run, filled):
    """Folders are listed with how many records they hold."""
    assert run("folders", "--json", *filled).json == [
        {"label": "S-014", "records": 3},
        {"label": "S-022", "records": 1},
    ]
    assert "S-022" in run("folders", *filled).out


# show


def test_shows_a_record_by_the_beginning_of_its_id(run, filled, ids, canary):
    """As few digits as no other id begins with are enough, in either case."""
    result = run("show", ids[0][:12].upper(), *filled)

    assert result.status == 0
    assert canary in result.out
    assert f'id: "{ids[0]}"' in result.out.replace(f"id: {ids[0]}", f'id: "{ids[0]}"')
    assert run("show", ids[0], *filled).out == result.out


def test_shows_a_page_that_logs_back(run, filled, ids, home):
    """What `show` prints is a page that `log` reads as the very same record."""
    (home / "shown.md").write_text(run("show", ids[3], *filled).out, encoding="utf-8")

    result = run("log", "shown.md", *filled)

    assert result.status == 0
    assert "1 logged before" in result.out


def test_shows_wording_of_prompts_in_json(run, filled, ids):
    """The JSON of a record has its schema, its revision, and prompts as they were shown."""
    shown = run("show", ids[3], "--json", *filled).json

    assert shown["schema"] == "reflection/1"
    assert shown["revision"] == 1
    assert shown["record"]["answers"][0]["wording"] == "How close was the fit?"


def test_shows_all_revisions_with_their_reasons(run, filled, ids):
    """Every revision is there, oldest first, with when and why."""
    run("amend", ids[0], "minutes=75", "--reason", "the clock was wrong", *filled)

    shown = run("show", ids[0], "--all-revisions", "--json", *filled).json

    assert [each["record"]["minutes"] for each in shown] == [60, 75]
    assert [each["reason"] for each in shown] == [None, "the clock was wrong"]
    assert "the clock was wrong" in run("show", ids[0], *filled).out


def test_text_that_would_move_the_cursor_is_shown_harmless(run, filled, ids):
    """A note with escape sequences cannot repaint the terminal it is shown on."""
    run("amend", ids[0], "feedback=before\x1b[2Jafter\x07\u202e", "--reason", "x", *filled)

    shown = run("show", ids[0], *filled).out

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("beginning", "status", "says"),
    [
        ("zz", 2, "digits 0-9 and a-f"),
        ("", 2, "digits 0-9 and a-f"),
        ("0" * 33, 2, "digits 0-9 and a-f"),
        ("0" * 32, 1, "no record has this id"),
        ("0" * 20, 1, "no id begins so"),
    ],
)
def test_an_id_that_is_none_is_said(beginning, status, says, run, filled):
    """What is no id, and what no record has, are two things."""
    result = run("show", beginning, *filled)

    assert result.status == status
    assert says in result.err


def test_an_ambiguous_beginning_names_those_that_fit(run, filled, home):
    """Where several ids begin so, they are named, and more digits are asked for."""
    page = "---\nkind: session\nid: {id}\non: 2026-05-0{n}\nminutes: 60\nmodality: individual\n"
    page += "supervisor: V-01\nsupervisees: [S-014]\n---\n"
    wanted = [f"{n}".rjust(32, "a") for n in range(1, 8)]
    for n, each in enumerate(wanted, start=1):
        (home / f"{n}.md").write_text(page.format(id=each, n=n), encoding="utf-8")
    run("log", *(f"{n}.md" for n in range(1, 8)), "--yes", *filled)

    result = run("show", "aaaa", *filled)

    assert result.status == 2
    assert "7 ids begin so" in result.err
    assert wanted[0] in result.err
    assert wanted[6] not in result.err


# amend


def test_amends_fields_by_their_paths(run, filled, ids):
    """Fields of the record and of its parts are set, lists too, and parts are added."""
    result = run(
        *("amend", ids[0], "minutes=75", "cases.0.themes=need.unmet|x.ours.new"),
        *("actions.0.done=2026-03-18", "actions.1.owner=S-014", "actions.1.what=Ask again"),
        *("start=09:30", "modality=Group", "cancelled=", "facilitated=yes", "group_size=4"),
        *("--reason", "several slips", "--json", *filled),
    )
    record = run("show", ids[0], "--json", *filled).json["record"]

    assert result.json == {"id": ids[0], "revision": 2, "amended": True}
    assert record["minutes"] == 75
    assert record["start"] == "09:30:00"
    assert record["modality"] == "group"
    assert record["facilitated"] is True
    assert record["group_size"] == 4
    assert record["cases"][0]["themes"] == ["need.unmet", "x.ours.new"]
    assert record["actions"][0]["done"] == "2026-03-18"
    assert record["actions"][1]["what"] == "Ask again"


def test_an_empty_value_clears_a_field(run, filled, ids):
    """Nothing after the equals sign makes a field empty, of whatever sort it is."""
    run("amend", ids[0], "agenda=one|two", "start=09:30", "--reason", "x", *filled)
    run("amend", ids[0], "agenda=", "start=", "cases.0.notes=", "--reason", "y", *filled)

    record = run("show", ids[0], "--json", *filled).json["record"]
    assert record["agenda"] == []
    assert record["start"] is None
    assert record["cases"][0]["notes"] == ""


def test_an_absent_part_is_made(run, filled, ids):
    """A part that the record does not have comes into being with its first field."""
    run("amend", ids[0], "cancelled.reason=ill", "minutes=0", "--reason", "x", *filled)

    record = run("show", ids[0], "--json", *filled).json["record"]
    assert record["cancelled"] == {"by": None, "reason": "ill"}


@pytest.mark.parametrize(
    ("value", "kept"),
    [("9", 9), ("seven", None), ("", None)],
)
def test_an_answer_keeps_its_type(value, kept, run, filled, ids):
    """The value of a scale stays a number, and what is none is refused."""
    result = run("amend", ids[3], f"answers.0.value={value}", "--reason", "x", *filled)

    record = run("show", ids[3], "--json", *filled).json["record"]
    assert result.status == (0 if kept else 2)
    assert record["answers"][0]["value"] == (kept or 7)


def test_nothing_changed_is_no_revision(run, filled, ids):
    """A record that says so already is left as it is."""
    result = run("amend", ids[0], "minutes=60", "--reason", "x", "--json", *filled)

    assert result.status == 0
    assert result.json == {"id": ids[0], "revision": 1, "amended": False}
    assert "as it was" in run("amend", ids[0], "minutes=60", "--reason", "x", *filled).out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("minutes=7500", "minutes must be from 1 to 1440"),
        ("minutes=CANARY", "minutes must be a whole number"),
        ("on=2026-02-29", "on must be a day"),
        ("supervisees=CANARY", "must be a code"),
        ("facilitated=CANARY", "must be true or false"),
        ("modality=CANARY", "must be one of"),
        ("nosuch=CANARY", "the fields are on, start"),
        ("cases.0.nosuch=CANARY", "the fields are client"),
        ("cases=CANARY", "cases.0.client"),
        ("cases.0=CANARY", "a field is named such as"),
        ("cases.7.notes=CANARY", "there are 1 of these"),
        ("agenda.0.notes=CANARY", "give the whole list"),
        ("minutes.0.notes=CANARY", "give the whole list"),
        ("minutes.notes=CANARY", "has no fields"),
        ("id=CANARY", "no field is called so"),
        ("revision=2", "no field is called so"),
        ("CANARY note=x", "a field is named such as"),
        ("=CANARY", "a field is named such as"),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused(change, says, run, filled, ids):
    """The rule is told with status 2, the value is not, and no revision is made."""
    result = run("amend", ids[0], change, "--reason", "x", *filled)

    assert result.status == 2, result.err
    assert says in result.err
    assert "CANARY" not in result.err
    assert run("show", ids[0], "--json", *filled).json["revision"] == 1


def test_a_reason_is_needed(run, filled, ids):
    """A correction without a reason is none."""
    result = run("amend", ids[0], "minutes=75", "--reason", " ", *filled)

    assert result.status == 2
    assert "say why" in result.err


def test_without_a_field_and_without_a_terminal_there_is_nothing_to_do(run, filled, ids):
    """Fields are asked for on a terminal only."""
    result = run("amend", ids[0], "--reason", "x", *filled)

    assert result.status == 2
    assert "FIELD=VALUE" in result.err


def test_a_field_without_a_value_is_asked_for(run, filled, ids):
    """Notes need not stand in the history of the shell: they are typed, over several lines."""
    run(
        *("amend", ids[0], "cases.0.notes", "minutes", "--reason", "x", *filled),
        answers=["first line", "", "second line", ".", "80"],
    )

    record = run("show", ids[0], "--json", *filled).json["record"]
    assert record["cases"][0]["notes"] == "first line\n\nsecond line"
    assert record["minutes"] == 80


def test_whoever_is_there_is_asked_which_fields(run, filled, ids, monkeypatch):
    """Fields are asked for by name, and the record is left alone if there is none."""
    monkeypatch.setattr("supervision.cli._amend.interactive", lambda: True)

    none = run("amend", ids[0], "--reason", "x", "--json", *filled, answers=[""])
    some = run(
        *("amend", ids[0], "--reason", "x", "--json", *filled), answers=["minutes", "75", ""]
    )

    assert none.json["amended"] is False
    assert some.json["amended"] is True


def test_asks_which_fields_on_a_terminal(terminal, run, filled, ids):
    """Without fields they are asked for by name, until there are no more."""
    window = terminal("amend", ids[0], "--reason", "the clock", *filled)
    window.answer(
        ("Field to change", "minutes"),
        ("minutes:", "75"),
        ("Field to change", "feedback"),
        ("as many lines", "well"),
        (">", "."),
        ("Field to change", ""),
    )

    assert window.finish() == 0
    record = run("show", ids[0], "--json", *filled).json["record"]
    assert (record["minutes"], record["feedback"]) == (75, "well")


def test_every_field_of_a_session_has_a_path():
    """No scalar or list of a session is out of reach of `amend`."""
    from supervision import Session
    from supervision.cli._fields import field_at, put

    plain = to_plain(example_session())
    paths = list(_paths(plain, ""))

    assert len(paths) > 40
    for path in paths:
        if path not in ("id", "schema", "attendance", "answers"):
            field = field_at(Session, path)
            put(plain, field.path, None)


def _paths(plain, before):
    for name, value in plain.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{before}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from _paths(value[0], f"{before}{name}.0.")
        else:
            yield f"{before}{name}"
