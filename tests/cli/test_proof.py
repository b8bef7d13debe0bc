"""`verify`, `move` and `erase`."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from supervision.cli._attack import swap_bodies
from supervision.journal import _tallies
from supervision.storage import open_backend


def test_verify_finds_nothing_wrong_where_nothing_is(run, filled):
    """A journal that nobody touched verifies, with counts and status 0."""
    result = run("verify", *filled)

    assert result.status == 0
    assert "nothing is wrong" in result.out
    assert "4 records" in result.out
    assert run("verify", "--json", *filled).json["pinned"] is True


def test_verify_names_what_is_wrong(run, filled, store, canary):
    """A body put in the place of another is named with its code and record, status 1."""
    swap = swap_bodies(store)

    result = run("verify", "--json", *filled)

    assert result.status == 1
    assert result.json["ok"] is False
    finding = next(each for each in result.json["findings"] if each["record"] == swap.record)
    assert finding["code"] == "E-MOVED"
    shown = run("verify", *filled).out
    assert "E-MOVED" in shown
    assert swap.record[:8] in shown
    assert canary not in shown


def test_recount_makes_damaged_tallies_anew(run, filled, store, monkeypatch):
    """Where a tally of themes is gone, verify says what to do, and recount does it."""
    monkeypatch.setattr(_tallies, "SHORTEST", 4)
    assert run("verify", "--recount", *filled).status == 0
    with closing(open_backend(f"sqlite:{store}", create=False)) as backend:
        backend.commit({next(iter(backend.names("document/"))): None}, expect={})

    assert "recount" in run("verify", *filled).out
    assert run("verify", "--recount", *filled).status == 0
    assert run("verify", *filled).status == 0


def test_reading_what_was_moved_is_refused(run, filled, store):
    """The record is refused on reading too, with the way to learn more."""
    swap = swap_bodies(store)

    result = run("show", swap.record, *filled)

    assert result.status == 1
    assert "supervision verify" in result.err


READING = [
    ["list"],
    ["folders"],
    ["show", "{}"],
    ["show", "{}", "--all-revisions", "--json"],
    ["amend", "{}", "minutes=75", "--reason", "x"],
    ["actions"],
    ["hours"],
    ["themes"],
    ["verify"],
    ["log", "three.csv"],
    ["export", "--out", "all.json"],
    ["export", "--out", "all.json", "--keep-partial"],
    ["move", "sqlite:practice.db", "sqlite:there.db"],
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_whatever_is_done_to_a_damaged_journal_shows_no_text(arguments, run, filled, store, canary):
    """Every command ends in a status and words of ours, and nothing of a note is among them."""
    swap = swap_bodies(store)
    at = filled[-2:] if arguments[0] == "move" else filled

    result = run(*(word.format(swap.record) for word in arguments), *at)

    assert result.status in (0, 1)
    assert canary not in result.err + result.out
    assert "fault" not in result.err


@pytest.mark.parametrize("command", ["list", "verify", "themes"])
def test_a_file_with_bytes_changed_anywhere_ends_in_a_status(command, run, filled, store):
    """Wherever a file is damaged, there is an exit status and no fault in the program."""
    whole = store.read_bytes()
    for place in range(0, len(whole), len(whole) // 25):
        changed = bytearray(whole)
        changed[place : place + 40] = bytes(40)
        store.write_bytes(changed)

        result = run(command, "--no-pin", *filled)

        assert result.status in (0, 1, 3, 4), (place, result.err)
        assert "fault" not in result.err, (place, result.err)


def test_an_attack_needs_two_records_in_a_folder(run, made, store):
    """In a journal with fewer records there is nothing to swap."""
    with pytest.raises(LookupError):
        swap_bodies(store)


def test_a_damaged_file_is_the_store_not_available(run, filled, store):
    """A file that was cut short ends in status 4, and is left as it is."""
    store.write_bytes(store.read_bytes()[:9000])
    before = store.read_bytes()

    result = run("verify", *filled)

    assert result.status == 4
    assert store.read_bytes() == before


# move


@pytest.mark.parametrize("target", ["sqlite:there.db", "tinydb:there.json"])
def test_moves_a_journal_and_empties_the_old_store(target, run, filled, ids, home):
    """All records are in the new store, none in the old one, and the pin goes on."""
    key = filled[-2:]

    result = run("move", "sqlite:practice.db", target, *key)

    assert result.status == 0
    assert "moved 4 records" in result.out
    listed = run("list", "--json", "--journal", target, *key)
    assert [line["id"] for line in listed.json] == ids
    assert "first time" not in listed.err
    assert run("verify", "--journal", target, *key).status == 0
    assert run("list", *filled).status == 4
    with closing(sqlite3.connect(home / "practice.db")) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_moving_tells_as_json(run, filled):
    """The shape of the JSON has the journal and how many records it holds."""
    result = run("move", "sqlite:practice.db", "sqlite:there.db", "--json", *filled[-2:])

    assert result.json["records"] == 4
    assert len(result.json["journal"]) == 32


def test_a_journal_is_not_moved_over_another(run, filled, key):
    """A store that holds another journal is left as it is, and so is the old one."""
    other = ("--journal", "sqlite:other.db", "--key-file", key)
    assert run("init", *other).status == 0

    result = run("move", "sqlite:practice.db", "sqlite:other.db", "--key-file", key)

    assert result.status == 1
    assert len(run("list", "--json", *filled).json) == 4
    assert run("list", "--json", *other).json == []


def test_a_journal_moved_onto_itself_is_still_there(run, filled, ids):
    """To move a journal to where it is loses nothing, however the place is spelled."""
    result = run("move", "sqlite:practice.db", "./practice.db", *filled[-2:])

    assert result.status != 0
    assert [line["id"] for line in run("list", "--json", *filled).json] == ids
    assert run("verify", *filled).status == 0


# erase


def test_erases_a_record_and_prints_the_receipt(run, filled, ids, canary):
    """What was erased is gone, and the receipt says what is out of reach."""
    result = run("erase", ids[0], "--reason", "wrong person", *filled, answers=[ids[0][:8]])

    assert result.status == 0
    assert f"type {ids[0][:8]}" in result.err
    assert "out of reach" in result.out
    assert ids[0] not in [line["id"] for line in run("list", "--json", *filled).json]
    gone = run("show", ids[0], *filled)
    assert gone.status == 1
    assert "erased" in gone.err
    assert canary not in result.out + result.err


def test_erases_a_folder_by_its_label(run, filled):
    """A folder is erased when its label is typed back, with all its records."""
    result = run(
        "erase", "--folder", "s-014", "--reason", "x", "--json", *filled, answers=["S-014"]
    )

    assert result.status == 0
    assert result.json["what"] == "folder"
    assert result.json["subject"] == "S-014"
    assert run("folders", "--json", *filled).json == [{"label": "S-022", "records": 1}]


@pytest.mark.parametrize("answers", [["y"], ["s-014"], [""], []])
def test_nothing_is_erased_unless_it_is_typed_back(answers, run, filled):
    """Anything but the label itself leaves all as it was."""
    result = run("erase", "--folder", "S-014", "--reason", "x", *filled, answers=answers)

    assert result.status == 1
    assert "nothing was done" in result.err
    assert len(run("list", "--json", *filled).json) == 4


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--reason", "x"], 2),
        (["abcd", "--folder", "S-014", "--reason", "x"], 2),
        (["--folder", "S-014", "--reason", " "], 2),
        (["--folder", "Maria", "--reason", "x"], 2),
        (["--folder", "S-099", "--reason", "x", "--yes"], 1),
        (["0" * 32, "--reason", "x", "--yes"], 1),
    ],
)
def test_what_is_to_be_erased_must_be_clear(arguments, status, run, filled):
    """One thing is erased at a time, for a reason, and it has to be there."""
    result = run("erase", *arguments, *filled)

    assert result.status == status
    assert "Maria" not in result.err
    assert len(run("list", "--json", *filled).json) == 4


def test_a_folder_that_is_not_there_is_not_asked_about(run, filled):
    """Nobody has to confirm what cannot be done."""
    result = run("erase", "--folder", "S-099", "--reason", "x", *filled)

    assert result.status == 1
    assert "type S-099" not in result.err
    assert "label" in result.err
