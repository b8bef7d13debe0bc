"""`keys list`, `keys add` and `keys remove`."""

from __future__ import annotations

from pathlib import Path

import pytest

JOURNAL = ("--journal", "sqlite:practice.db")


@pytest.fixture
def kinds(run, made):
    """The kinds of the keys that the journal has."""
    return lambda: sorted(key["kind"] for key in run("keys", "list", "--json", *made).json)


def test_lists_the_ways_in(run, made):
    """Each key has an id, a kind, and whether it opened the journal just now."""
    listed = run("keys", "list", "--json", *made).json

    assert [(key["kind"], key["opened_with"]) for key in listed] == [("key-file", True)]
    assert "key-file  yes" in run("keys", "list", *made).out


def test_adds_a_recovery_code(run, made, home, kinds):
    """A recovery code is made, printed once, and opens the journal."""
    shown = run("keys", "add", "recovery-code", *made).out
    code = next(line.strip() for line in shown.splitlines() if line.count("-") == 8)
    (home / "code.txt").write_text(code, encoding="utf-8")

    assert kinds() == ["key-file", "recovery-code"]
    assert run("list", *JOURNAL, "--recovery-code-file", "code.txt").status == 0


def test_adds_a_key_file_and_makes_it(run, made, home, kinds):
    """A key file that is not there is made; one that is there is used."""
    made_it = run("keys", "add", "key-file", "new.key", *made)
    again = run("keys", "add", "key-file", "new.key", *made)

    assert "made the key file" in made_it.err
    assert "made the key file" not in again.err
    assert kinds() == ["key-file"] * 3
    assert run("list", *JOURNAL, "--key-file", "new.key").status == 0


def test_adds_a_passphrase_from_a_file(run, made, home, kinds):
    """A passphrase is read from a file of one line, and is in no output."""
    (home / "secret").write_text("CANARY horse", encoding="utf-8")

    added = run("keys", "add", "passphrase", "secret", "--json", *made)

    assert added.json["kind"] == "passphrase"
    assert added.json["recovery_code"] is None
    assert kinds() == ["key-file", "passphrase"]
    assert run("list", *JOURNAL, "--passphrase-file", "secret").status == 0
    assert "CANARY" not in added.out + added.err


def test_a_key_file_that_cannot_be_made_is_no_wrong_key(run, made, home, kinds):
    """A link that leads nowhere is in the way, and a folder is not there: neither opened nothing."""
    (home / "link.key").symlink_to(home / "absent.key")
    taken = run("keys", "add", "key-file", "link.key", *made)
    nowhere = run("keys", "add", "key-file", "none/new.key", *made)

    assert (taken.status, nowhere.status) == (1, 4)
    assert taken.err.endswith("never overwritten; choose another path\n")
    assert nowhere.err.endswith("cannot be written: no such file or directory\n")
    assert kinds() == ["key-file"]


@pytest.mark.parametrize("arguments", [["recovery-code", "x"], ["key-file"]])
def test_a_file_is_for_keys_that_have_one(arguments, run, made):
    """A key file needs a place, and a recovery code has none."""
    result = run("keys", "add", *arguments, *made)

    assert result.status == 2
    assert "FILE" in result.err


def test_removes_a_key_when_the_others_are_shown(run, made, home, kinds):
    """Every key that stays is shown in a file; the removed one opens nothing any more."""
    run("keys", "add", "key-file", "second.key", *made)
    code = run("keys", "add", "recovery-code", "--json", *made).json["recovery_code"]
    (home / "code.txt").write_text(code, encoding="utf-8")
    (home / "secret").write_text("correct horse", encoding="utf-8")
    run("keys", "add", "passphrase", "secret", *made)
    listed = run("keys", "list", "--json", *JOURNAL, "--key-file", "second.key").json
    gone = next(key["id"] for key in listed if key["opened_with"])

    result = run(
        *("keys", "remove", gone[:10], "--yes", "--json", *made),
        *("--keep-recovery-code-file", "code.txt", "--keep-passphrase-file", "secret"),
    )

    assert result.status == 0, result.err
    assert result.json == {"removed": gone, "left": 3}
    assert kinds() == ["key-file", "passphrase", "recovery-code"]
    assert run("list", *JOURNAL, "--key-file", "second.key").status == 3
    for option, path in (("--recovery-code-file", "code.txt"), ("--passphrase-file", "secret")):
        assert run("list", *JOURNAL, option, path).status == 0


def test_a_key_that_is_not_shown_keeps_the_other_from_being_removed(run, made, kinds):
    """Without every key that stays nothing is changed, and that is said."""
    run("keys", "add", "recovery-code", *made)
    run("keys", "add", "key-file", "second.key", *made)
    listed = run("keys", "list", "--json", *JOURNAL, "--key-file", "second.key").json
    gone = next(key["id"] for key in listed if key["opened_with"])

    result = run("keys", "remove", gone, "--yes", *made)

    assert result.status == 3
    assert len(kinds()) == 3


def test_several_key_files_may_stay(run, made, kinds):
    """An option for a key that stays may be given several times."""
    for name in ("a.key", "b.key", "c.key"):
        run("keys", "add", "key-file", name, *made)
    listed = run("keys", "list", "--json", *JOURNAL, "--key-file", "c.key").json
    gone = next(key["id"] for key in listed if key["opened_with"])

    kept = ("--keep-key-file", "a.key", "--keep-key-file", "b.key")
    result = run("keys", "remove", gone, "--yes", *kept, *made)

    assert result.status == 0, result.err
    assert "3 left" in result.out


def test_the_last_key_stays(run, made, kinds):
    """Nobody locks a journal for good by removing its only key."""
    only = run("keys", "list", "--json", *made).json[0]["id"]

    result = run("keys", "remove", only, "--yes", *made)

    assert result.status == 1
    assert kinds() == ["key-file"]


def test_nothing_is_removed_without_a_yes(run, made, kinds):
    """A key is removed only after a yes."""
    run("keys", "add", "recovery-code", *made)
    other = run("keys", "list", "--json", *made).json
    gone = next(key["id"] for key in other if not key["opened_with"])

    assert run("keys", "remove", gone, *made, answers=["n"]).status == 1
    assert len(kinds()) == 2
    assert run("keys", "remove", gone, *made, answers=["y"]).status == 0
    assert len(kinds()) == 1


def test_an_id_that_no_key_has_is_said(run, made):
    """An id is looked for among the keys, and not among the records."""
    result = run("keys", "remove", "00", "--yes", *made)

    assert result.status in (1, 2)
    assert "keys list" in result.err or "0" in result.err


@pytest.mark.parametrize("kind", ["passphrase", "recovery-code", "key-file"])
def test_a_key_that_stays_is_asked_for_by_its_kind(kind, run, made, unseen, monkeypatch):
    """Whoever is there shows each key that stays; it is typed unseen, or its file is named."""
    Path("secret").write_text("correct horse", encoding="utf-8")
    files = {"passphrase": ["secret"], "key-file": ["second.key"], "recovery-code": []}
    code = run("keys", "add", kind, *files[kind], "--json", *made).json["recovery_code"]
    run("keys", "add", "key-file", "third.key", *made)
    listed = run("keys", "list", "--json", *JOURNAL, "--key-file", "third.key").json
    gone = next(key["id"] for key in listed if key["opened_with"])
    monkeypatch.setattr("supervision.cli._keys.interactive", lambda: True)
    unseen(code or "correct horse")

    result = run("keys", "remove", gone, "--yes", *made, answers=files[kind])

    assert result.status == 0, result.err
    assert f"to keep the {kind}" in result.err
    left = run("keys", "list", "--json", *made).json
    assert sorted(key["kind"] for key in left) == sorted(["key-file", kind])


def test_a_new_passphrase_is_typed_twice(run, made, kinds, unseen):
    """A passphrase to be added is asked for without showing it."""
    unseen("correct horse")

    assert run("keys", "add", "passphrase", *made).status == 0
    assert kinds() == ["key-file", "passphrase"]


def test_keys_that_stay_are_asked_for_on_a_terminal(terminal, run, made, home, kinds):
    """On a terminal each key that stays is asked for by its kind; secrets are not shown."""
    code = run("keys", "add", "recovery-code", "--json", *made).json["recovery_code"]
    (home / "secret").write_text("correct horse", encoding="utf-8")
    run("keys", "add", "passphrase", "secret", *made)
    run("keys", "add", "key-file", "second.key", *made)
    run("keys", "add", "key-file", "third.key", *made)
    by_third = run("keys", "list", "--json", *JOURNAL, "--key-file", "third.key").json
    gone = next(key["id"] for key in by_third if key["opened_with"])
    listed = run("keys", "list", "--json", *made).json
    stay = [key["kind"] for key in listed if key["id"] != gone and not key["opened_with"]]
    answers = {
        "passphrase": ("Passphrase: ", "correct horse"),
        "recovery-code": ("Recovery code: ", code),
        "key-file": ("Path of the key file: ", "second.key"),
    }

    window = terminal("keys", "remove", gone, *made)
    window.answer(("Remove the key-file", "y"), *(answers[kind] for kind in stay))

    assert window.finish() == 0, window.seen
    assert "correct horse" not in window.seen
    assert code not in window.seen
    assert len(kinds()) == 4


def test_a_new_passphrase_is_asked_for_twice(terminal, made, kinds):
    """A passphrase to be added is typed twice on the terminal and never shown."""
    window = terminal("keys", "add", "passphrase", *made)
    window.answer(("New passphrase: ", "correct horse"), (r"\(again\): ", "correct horse"))

    assert window.finish() == 0
    assert "correct horse" not in window.seen
    assert kinds() == ["key-file", "passphrase"]
