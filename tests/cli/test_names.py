"""`names`: a list of names to warn of, of which only hashes are kept."""

from __future__ import annotations

import pytest

NAME = "Marisol Kanarienvogel"
CANARY = "anarienvog"
ROWS = (
    "on,minutes,modality,supervisor,supervisees,client,notes\n"
    "2026-05-04,60,individual,V-01,S-014,C-201,We spoke of marisol kanarienvogel again.\n"
)


def test_names_are_asked_for_one_by_one(run, made, home):
    """They are typed after the command, and from then on are warned of."""
    added = run("names", "add", "--json", *made, answers=[NAME, " Ines ", ""])
    (home / "a.csv").write_text(ROWS, encoding="utf-8")
    logged = run("log", "a.csv", "--yes", "--json", *made)

    assert added.json == {"names": 2, "added": 5, "known": 5}
    assert run("names", "count", "--json", *made).json == {"known": 5}
    (place,) = logged.json["files"][0]["identifiers"]
    assert place == {
        "line": 2,
        "field": "cases[0].notes",
        "kind": "known-name",
        "start": 12,
        "end": 33,
    }


def test_names_are_read_from_a_file(run, made, home):
    """A file has one a line, with or without blank lines and a byte order mark."""
    (home / "names.txt").write_bytes(f"\ufeff{NAME}\r\n\r\nInes\r\n".encode())

    added = run("names", "add", "--file", "names.txt", *made)
    again = run("names", "add", "--file", "names.txt", "--json", *made)
    gone = run("names", "forget", "--file", "names.txt", "--json", *made)

    assert added.out == "2 names given; 5 new forms, 5 in all\n"
    assert again.json == {"names": 2, "added": 0, "known": 5}
    # That a longer name begins so may be said of another name too.
    assert gone.json == {"names": 2, "forgotten": 3, "known": 2}


def test_one_name_is_forgotten(run, made):
    """What is forgotten is warned of no more, and the others are."""
    run("names", "add", *made, answers=[NAME, "Ines", ""])

    gone = run("names", "forget", *made, answers=["INÉS", ""])

    assert gone.out == "1 name given; 1 forms gone, 4 left\n"
    assert run("names", "count", *made).out == "4 forms of names are warned of\n"


def test_names_are_in_no_file_and_no_output(run, made, home):
    """Neither the store nor what is said holds a name, only hashes under a key."""
    said = [
        run("names", "add", *made, answers=[NAME, ""]),
        run("names", "count", *made),
        run("names", "add", *made, answers=[f"one two three four {CANARY}", ""]),
        run("names", "forget", *made, answers=[NAME, ""]),
        run("names", "add", NAME, *made),
    ]

    assert not any(CANARY in (each.out + each.err).lower() for each in said)
    files = [path for path in home.parent.rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes().lower()] == []


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (b"Ines\none two three four five\n", "line 2 must be one to 4 words"),
        (b"Ines\n---\n", "line 2 must be one to 4 words"),
        (b"In\xe8s\n", "not text in UTF-8"),
        (b"\n\n", "no name was given"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing(found, says, run, made, home):
    """What is wrong is said by line and rule, and no name is added or repeated."""
    (home / "names.txt").write_bytes(found)

    result = run("names", "add", "--file", "names.txt", *made)

    assert result.status == 2
    assert says in result.err
    assert "Ines" not in result.err
    assert run("names", "count", "--json", *made).json == {"known": 0}


def test_a_file_that_is_not_there(run, made):
    """Which file it is, is said; it is the command that is wrong, and not the store."""
    result = run("names", "add", "--file", "absent", *made)

    assert (result.status, "absent cannot be read: no such file" in result.err) == (2, True)


def test_names_are_typed_on_a_terminal(terminal, run, made):
    """Enter alone ends the list."""
    window = terminal("names", "add", *made)
    window.answer(("Name:", "Ines"), ("Name:", ""))

    assert window.finish() == 0, window.seen
    assert run("names", "count", "--json", *made).json == {"known": 1}


def test_names_that_were_typed_are_kept_at_the_end_of_input(terminal, run, made):
    """Ctrl-D after some names ends the list, and throws none of them away."""
    window = terminal("names", "add", *made, TERM="dumb")
    window.answer(("Name:", "Ines"), ("Name:", "Jonas"))
    window.expect("Name: $")
    window.type_end()

    assert window.finish() == 0, window.seen
    assert run("names", "count", "--json", *made).json == {"known": 2}


def test_nothing_typed_at_all_changes_nothing(run, made):
    """The end of input before any name is no list."""
    result = run("names", "add", *made)

    assert result.status == 2
    assert "no name was given" in result.err


@pytest.mark.parametrize("command", ["add", "forget"])
def test_a_typed_name_that_is_no_text_changes_nothing(command, run, made):
    """Bytes that are not UTF-8 are refused as in a file, and so are the names around them."""
    run("names", "add", *made, answers=["Ines", ""])

    result = run("names", command, *made, answers=["Ines", "Jos\udce9", "Jonas", ""])

    assert result.status == 2
    assert "that line is not text in UTF-8; nothing was done" in result.err
    assert "Jos" not in result.err
    assert run("names", "count", "--json", *made).json == {"known": 1}
