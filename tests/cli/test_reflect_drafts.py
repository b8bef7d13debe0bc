"""Drafts of `supervision reflect`: killed, stopped, resumed, listed, dropped."""

from __future__ import annotations

import os

import attrs
import pytest

from supervision import Journal, KeyFile

START = ("--practitioner", "S-014", "--on", "2026-03-05")
SECRET = "the sister stayed away"


@pytest.fixture
def drafts(run, made):
    """Return the drafts as they are listed."""

    def drafts():
        return run("reflect", "--drafts", "--json", *made).json

    return drafts


@pytest.fixture
def begun(run, made, drafts):
    """Begin a reflection along a model and stop: ``begun("gibbs", ["a", ""])``."""

    def begun(what, answers):
        result = run("reflect", what, *START, *made, answers=[*answers, "."])
        assert result.status == 0, result.err
        return drafts()[-1]["id"]

    return begun


@pytest.fixture
def opened(home, made):
    """Open the journal from a program of one's own."""
    return Journal.open("sqlite:practice.db", KeyFile(home / "k.key"))


def record_of(run, made):
    """Return the only record."""
    [line] = run("list", "--json", *made).json
    return run("show", line["id"], "--json", *made).json["record"]


def test_a_killed_terminal_loses_at_most_the_line_being_typed(terminal, run, made, drafts):
    """Killed in the middle of a text, it goes on with the lines that were entered before."""
    window = terminal("reflect", "driscoll", *made, TERM="dumb")
    window.answer(("Who reflects", "S-014"), ("1 of 3: What(?s:.*)> $", "first"), ("> $", "second"))
    window.answer(("> $", ""), ("2 of 3: So what(?s:.*)> $", "third"), ("> $", "fourth"))
    window.expect("> $")
    os.write(window._side, b"lost")
    window.kill()
    [draft] = drafts()
    assert (draft["what"], draft["answers"]) == ("driscoll", 1)

    again = terminal("reflect", "--resume", *made, TERM="dumb")
    shown = "(?s)2 of 3: So what.*> third\r\n> fourth\r\n> $"
    again.answer((shown, "fifth"), ("> $", ""), ("3 of 3", ""), ("came up", ""), ("Record it", "y"))

    assert again.finish() == 0
    record = record_of(run, made)
    assert [one["value"] for one in record["answers"]] == ["first\nsecond", "third\nfourth\nfifth"]
    assert all(one["wording"] for one in record["answers"])
    assert drafts() == []


def test_killed_after_the_themes_it_asks_only_whether_to_record(terminal, run, made):
    """Themes that were chosen are in the draft too."""
    window = terminal("reflect", "driscoll", *START, *made, TERM="dumb")
    window.answer(("1 of 3", "first"), ("> $", ""), ("2 of 3", ""), ("3 of 3", ""))
    window.answer(("came up", "1"))
    window.expect("Record it")
    window.kill()

    result = run("reflect", "--resume", *made, answers=["y"])

    assert result.status == 0, result.err
    assert len(record_of(run, made)["themes"]) == 1


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_a_key_stops_it_and_keeps_the_draft(key, terminal, made, drafts):
    """Ctrl-C interrupts and Ctrl-D ends it; either way the answers stay and how to go on is told."""
    window = terminal("reflect", "driscoll", *START, *made, TERM="dumb")
    window.answer(("1 of 3", SECRET), ("> $", ""))
    window.expect("2 of 3(?s:.*)> $")

    if key == "\x03":
        status = window.interrupt()
    else:
        os.write(window._side, key.encode())
        status = window.finish()

    assert status == (130 if key == "\x03" else 0)
    [draft] = drafts()
    assert draft["answers"] == 1
    assert f"supervision reflect --resume {draft['id'][:8]}" in window.seen


def test_nothing_of_an_answer_is_in_the_store(begun, store):
    """A draft is sealed: its text is nowhere in the file."""
    begun("gibbs", [SECRET, ""])

    assert all(SECRET.encode() not in path.read_bytes() for path in store.parent.glob("practice*"))


def test_it_says_what_was_kept_as_json(run, made, drafts):
    """With --json a sitting that was stopped gives the id of its draft, and no record."""
    result = run("reflect", "gibbs", *START, "--json", *made, answers=["one", "", "."])

    assert result.json["draft"] == drafts()[0]["id"]
    assert (result.json["id"], result.json["kind"], result.json["answers"]) == (None, None, 1)


def test_drafts_are_listed_without_their_text(begun, run, made):
    """Id, day, what they follow and the number of answers are shown, and nothing that was written."""
    first = begun("gibbs", [SECRET, "", SECRET, ""])
    begun("needs", [SECRET])

    result = run("reflect", "--drafts", *made)

    assert f"{first[:8]}  2026-03-05  gibbs" in result.out
    assert "needs" in result.out
    assert "2 drafts" in result.out
    assert SECRET not in result.out + result.err


def test_one_of_several_is_asked_for(begun, run, made):
    """Where there are several, they are listed and one is chosen by the beginning of its id."""
    begun("driscoll", ["one", ""])
    second = begun("gibbs", [SECRET, "", "two", ""])

    result = run("reflect", "--resume", *made, answers=["zz", "", second[:8], "."])

    assert result.status == 0, result.err
    assert f"  {second[:8]} of 2026-03-05, gibbs, 2 answers\n" in result.err
    assert ", driscoll, 1 answer\n" in result.err
    assert result.err.count("an id is made of the digits") == 2
    assert "3 of 6: Evaluation" in result.err
    assert SECRET not in result.out + result.err


def test_a_draft_is_named_by_the_beginning_of_its_id(begun, run, made):
    """With its id nothing is asked."""
    first = begun("driscoll", ["one", ""])
    begun("gibbs", ["one", ""])

    result = run("reflect", "--resume", first[:8], *made, answers=["", "", "", "y"])

    assert result.status == 0, result.err
    assert record_of(run, made)["model"] == "driscoll"


def test_stopping_in_the_middle_of_a_text_keeps_its_lines(begun, run, made):
    """A text that was not ended is shown again, and goes on after its last line."""
    begun("driscoll", ["one", "two"])

    result = run("reflect", "--resume", *made, answers=["three", "", "", "", "", "y"])

    assert "> one\n> two\n" in result.err
    assert record_of(run, made)["answers"][0]["value"] == "one\ntwo\nthree"


def test_another_key_does_not_resume_it(begun, run, home, drafts):
    """A key that does not open the journal ends with status 3, and the draft stays."""
    begun("gibbs", [SECRET, ""])
    KeyFile.generate(home / "other.key")
    other = ("--journal", "sqlite:practice.db", "--key-file", home / "other.key")

    result = run("reflect", "--resume", *other)

    assert result.status == 3
    assert SECRET not in result.out + result.err
    assert len(drafts()) == 1


def test_a_draft_whose_pack_is_gone_loses_nothing(begun, run, made, home, drafts):
    """Without its pack it says what to do; with the pack in use again it goes on as it was."""
    run("pack", "new", "x.kent.a", "--out", "a.toml")
    run("pack", "use", "a.toml", *made)
    begun("x.kent.a", [SECRET, ""])
    run("pack", "drop", "x.kent.a", "--yes", *made)

    result = run("reflect", "--resume", *made)

    assert result.status == 1
    assert "supervision pack use" in result.err
    assert SECRET not in result.err
    assert drafts()[0]["what"] == "x.kent.a"
    run("pack", "use", "a.toml", *made)
    assert run("reflect", "--resume", *made, answers=["", "", "", "y"]).status == 0
    assert record_of(run, made)["answers"][0]["value"] == SECRET


def test_a_draft_is_dropped_once_it_was_confirmed(begun, run, made, drafts):
    """It goes for good, after a question that says which it is."""
    first = begun("gibbs", ["one", ""])

    refused = run("reflect", "--drop", first[:8], *made, answers=["n"])
    assert refused.status == 1
    assert f"Drop the draft {first[:8]} of 2026-03-05, gibbs, 1 answer, for good?" in refused.err
    assert len(drafts()) == 1

    assert run("reflect", "--drop", first[:8], "--json", "--yes", *made).json == {"dropped": first}
    assert drafts() == []


@pytest.mark.parametrize(
    "content",
    [
        {"text": SECRET},
        {"guide": SECRET, "about": {"on": "2026-03-05"}},
        {"guide": {"taken": []}, "about": {"on": SECRET}},
    ],
)
def test_a_draft_of_another_program_is_left_alone(content, opened, run, made, drafts):
    """It is listed without its text, can be dropped, and is not gone on with."""
    with opened as journal:
        kept = journal.begin_draft(content, folder="S-014")

    result = run("reflect", "--resume", *made)

    assert result.status == 1
    assert "kept by something else" in result.err
    assert drafts() == [{"id": kept.id, "on": kept.kept[:10], "what": None, "answers": 0}]
    listed = run("reflect", "--drafts", *made)
    assert SECRET not in listed.out + listed.err + result.err
    assert run("reflect", "--drop", kept.id, *made, answers=["y"]).status == 0


@pytest.mark.parametrize("taken", [SECRET, [SECRET], [{"answer": SECRET}], 7])
def test_a_broken_draft_is_told_without_its_text(taken, opened, run, made, drafts):
    """A guide that none of ours wrote is refused, and its model is not shown."""
    with opened as journal:
        guide = {"schema": "guide/1", "model": SECRET, "pack": None, "taken": taken}
        journal.begin_draft({"guide": guide, "about": {"on": "2026-03-05"}}, folder="S-014")

    result = run("reflect", "--resume", *made)

    assert result.status == 1
    assert drafts()[0]["what"] is None
    listed = run("reflect", "--drafts", *made)
    assert SECRET not in listed.out + listed.err + result.err


def test_dropping_a_draft_that_is_gone_names_a_command(begun, opened, run, made, monkeypatch):
    """Where a program would be told of a method, whoever typed a command is told of one."""
    first = begun("gibbs", ["one", ""])
    drop = Journal.drop_draft

    def meanwhile(self, draft):
        with opened as journal:
            drop(journal, draft)
        drop(self, draft)

    monkeypatch.setattr(Journal, "drop_draft", meanwhile)
    result = run("reflect", "--drop", first, "--yes", *made)

    assert result.status == 1
    assert "list those there are with 'supervision reflect --drafts'" in result.err
    assert "drafts()" not in result.err


def test_two_terminals_do_not_overwrite_each_other(terminal, begun, opened, made, drafts):
    """Whoever comes second is told so; what the first wrote stays."""
    begun("driscoll", ["one", ""])
    window = terminal("reflect", "--resume", *made, TERM="dumb")
    window.expect("2 of 3(?s:.*)> $")
    with opened as journal:
        [draft] = journal.drafts()
        journal.keep_draft(draft, attrs.asdict(draft)["content"])
    window.type("mine")
    window.answer(("a draft of its own", "n"))

    assert window.finish() == 1
    assert "someone went on with the draft" in window.seen
    assert drafts()[0]["answers"] == 1
