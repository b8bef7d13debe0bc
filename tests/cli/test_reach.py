"""Which journal, which key, and the pin: what every command that opens a journal does."""

from __future__ import annotations

import os
import shutil
import stat

import pytest

from supervision import KeyFile

JOURNAL = ("--journal", "sqlite:practice.db")


def test_there_is_no_default_journal(run):
    """A command that is not told which journal refuses, and names both ways to say."""
    result = run("list")

    assert result.status == 2
    assert "--journal" in result.err
    assert "SUPERVISION_JOURNAL" in result.err


def test_a_journal_that_is_not_there_is_not_made(run, home, key):
    """Opening creates nothing, not even an empty file, and asks for no passphrase."""
    result = run("list", "--journal", "sqlite:absent.db")

    assert result.status == 4
    assert "supervision init" in result.err
    assert [path.name for path in home.iterdir()] == [key.name]


def test_an_empty_store_holds_no_journal(run, home, key):
    """A store without a journal in it is told apart from a wrong key."""
    (home / "empty.db").touch()

    assert run("list", "--journal", "sqlite:empty.db", "--key-file", key).status == 4


def test_the_environment_names_the_journal(run, filled, key, monkeypatch):
    """SUPERVISION_JOURNAL stands for --journal."""
    monkeypatch.setenv("SUPERVISION_JOURNAL", "sqlite:practice.db")

    assert len(run("list", "--json", "--key-file", key).json) == 4


def test_a_wrong_key_is_status_three(run, made, home):
    """A key that opens no slot ends in status 3."""
    KeyFile.generate(home / "other.key")

    result = run("list", *JOURNAL, "--key-file", "other.key")

    assert result.status == 3
    assert "wrong key" in result.err


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--key-file", "cannot be read"),
        ("--passphrase-file", "cannot be read"),
        ("--recovery-code-file", "cannot be read"),
    ],
)
def test_a_key_that_cannot_be_read_is_status_three(option, says, run, made):
    """A file that is not there ends in status 3, and its path is not shown: it may be a secret."""
    result = run("list", *JOURNAL, option, "CANARY")

    assert result.status == 3
    assert says in result.err
    assert "CANARY" not in result.err


def test_a_key_file_that_others_can_read_is_refused(run, made, key):
    """A key file must be its owner's alone."""
    key.chmod(0o644)

    result = run("list", *made)

    assert result.status == 3
    assert "chmod 600" in result.err


def test_one_key_is_enough(run, made, key):
    """Two options that each name a key contradict each other."""
    result = run("list", *made, "--recovery-code", "--passphrase-file", "x")

    assert result.status == 2
    assert "--key-file or --passphrase-file or --recovery-code" in result.err


def test_a_recovery_code_is_asked_for_unseen(run, made, unseen):
    """With --recovery-code it is typed on the terminal, as a passphrase is."""
    code = run("keys", "add", "recovery-code", "--json", *made).json["recovery_code"]
    unseen(code)

    assert run("list", *JOURNAL, "--recovery-code").status == 0


def test_a_mistyped_recovery_code_is_told_from_a_wrong_one(run, made, home):
    """The check symbol notices a slip before the store is asked."""
    (home / "code.txt").write_text("0000-0000-0000-0000-0000-0000-0000-0000-1", encoding="utf-8")

    result = run("list", *JOURNAL, "--recovery-code-file", "code.txt")

    assert result.status == 3
    assert "mistyped" in result.err


def test_without_a_terminal_no_recovery_code_is_asked_for(run, made, unseen):
    """Where nobody can type unseen, that is said."""
    unseen(None)

    result = run("list", *JOURNAL, "--recovery-code")

    assert result.status == 3
    assert "--recovery-code-file" in result.err


# Pins


def test_a_journal_seen_for_the_first_time_is_pinned_and_said_to_be(run, filled, tmp_path):
    """A machine that never saw a journal says so once, and notices from then on."""
    shutil.rmtree(tmp_path / "state")

    assert "for the first time" in run("list", *filled).err
    assert "for the first time" not in run("list", *filled).err


@pytest.fixture
def rolled_back(run, filled, store, home):
    """The journal as it was before the last thing that this machine saw."""
    shutil.copyfile(store, home / "yesterday.db")
    (home / "more.csv").write_text(
        "on,minutes,modality,supervisor,supervisees\n2026-05-01,60,individual,V-01,S-014\n",
        encoding="utf-8",
    )
    assert run("log", "more.csv", "--yes", *filled).status == 0
    shutil.copyfile(home / "yesterday.db", store)
    return filled


def test_a_store_put_back_is_refused(run, rolled_back):
    """An older state of the store is refused by every command, with the way on."""
    result = run("list", *rolled_back)

    assert result.status == 1
    assert "older" in result.err
    assert "--accept-rollback" in result.err


def test_a_store_put_back_is_taken_for_a_reason(run, rolled_back):
    """With a reason the older state is taken, once: it is logged and pinned."""
    accepted = run("list", "--json", *rolled_back, "--accept-rollback", "restored the backup")

    assert accepted.status == 0
    assert len(accepted.json) == 4
    assert run("verify", *rolled_back).status == 0


def test_without_the_pin_a_store_put_back_looks_whole(run, rolled_back):
    """With --no-pin nothing is held against anything, and verify says what that means."""
    result = run("verify", "--no-pin", *rolled_back)

    assert result.status == 0
    assert "put back as a whole" in result.err


def test_accepting_needs_a_reason(run, rolled_back):
    """An empty reason is none."""
    result = run("list", *rolled_back, "--accept-rollback", " ")

    assert result.status == 2
    assert "say why" in result.err


def test_accepting_needs_a_pin(run, filled):
    """To accept a rollback without looking at the pin makes no sense."""
    result = run("list", *filled, "--no-pin", "--accept-rollback", "x")

    assert result.status == 2


def test_a_pin_that_is_garbage_is_no_pin(run, filled, tmp_path):
    """A pin that cannot be read as one is refused, not passed over."""
    pin = next((tmp_path / "state" / "supervision" / "pins").iterdir())
    pin.write_bytes(b"nothing of ours")

    result = run("list", *filled)

    assert result.status == 1
    assert "pin" in result.err


def test_pins_are_kept_at_home_without_xdg(run, filled, tmp_path, monkeypatch):
    """Without XDG_STATE_HOME, or with a relative one, pins are below ~/.local/state."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("XDG_STATE_HOME", "relative")

    assert run("list", *filled).status == 0

    folder = tmp_path / "me" / ".local" / "state" / "supervision" / "pins"
    assert len(list(folder.iterdir())) == 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_place_for_pins_that_cannot_be_made_is_said(run, filled, tmp_path, monkeypatch):
    """Where no pin can be kept, the command says so and how to go on without."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    result = run("list", *filled)

    assert result.status == 4
    assert "--no-pin" in result.err
    assert run("list", "--no-pin", *filled).status == 0


def test_without_a_home_no_pin_can_be_kept(run, filled, monkeypatch):
    """A user without a home is told to name a place for pins."""
    monkeypatch.setenv("XDG_STATE_HOME", "")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)

    result = run("list", *filled)

    assert result.status == 4
    assert "XDG_STATE_HOME" in result.err
