"""`init`: a journal comes into being here and nowhere else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from supervision.errors import TamperedRecordError

JOURNAL = ("--journal", "sqlite:practice.db")


def test_makes_a_journal_a_key_file_and_a_pin(run, home, tmp_path):
    """A new journal, its key file and its pin are there, the last two for nobody else to read."""
    result = run("init", *JOURNAL, "--key-file", "k.key", "--json")

    pin = tmp_path / "state" / "supervision" / "pins" / result.json["journal"]
    assert result.status == 0
    assert result.json["pinned"] is True
    assert result.json["recovery_code"] is None
    assert [key["kind"] for key in result.json["keys"]] == ["key-file"]
    assert stat.S_IMODE((home / "k.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(pin.stat().st_mode) == 0o600
    assert stat.S_IMODE(pin.parent.stat().st_mode) == 0o700
    assert "whoever loses" in result.err


def test_a_second_journal_in_the_same_place_is_refused(run, made, home):
    """A store that holds a journal is left as it is, and no key file is left over."""
    before = (home / "practice.db").read_bytes()

    result = run("init", *JOURNAL, "--key-file", "other.key")

    assert result.status == 1
    assert "nothing was changed" in result.err
    assert (home / "practice.db").read_bytes() == before
    assert not (home / "other.key").exists()
    assert run("list", *made).status == 0


def test_a_key_file_that_was_there_stays_when_init_is_refused(run, made, key):
    """Only a key file that was made for nothing is removed again."""
    assert run("init", *JOURNAL, "--key-file", key).status == 1
    assert key.exists()


@pytest.mark.parametrize(
    ("url", "refused"), [("sqlite:practice.db", [1]), ("tinydb:practice.json", [1, 4])]
)
def test_two_at_once_make_one_journal(url, refused, home, key):
    """Of two processes that make a journal in one place, one does and the other is told."""
    code = "import sys; from supervision.cli import main; sys.exit(main())"
    arguments = [sys.executable, "-c", code, "init", "--journal", url, "--key-file", str(key)]
    arguments.append("--no-recovery-code")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    both = [
        subprocess.Popen(
            arguments, cwd=home, env=environment, text=True, stderr=subprocess.PIPE, stdin=-3
        )
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]

    first, second = sorted(process.returncode for process in both)
    assert first == 0, said
    assert second in refused, said
    listing = [sys.executable, "-c", code, "list", "--journal", url, "--key-file", str(key)]
    assert subprocess.run(listing, cwd=home, env=environment, check=True).returncode == 0


def test_a_recovery_code_is_shown_once_and_opens_the_journal(run, home):
    """The printed code is a way in, typed in lower case and with spaces too."""
    result = run("init", *JOURNAL, "--key-file", "k.key", "--recovery-code", "--json")
    code = result.json["recovery_code"]
    (home / "code.txt").write_text(code.lower().replace("-", " "), encoding="utf-8")

    assert "whoever loses" not in result.err
    opened = run("keys", "list", "--json", *JOURNAL, "--recovery-code-file", "code.txt")

    assert opened.status == 0
    assert [key["kind"] for key in opened.json if key["opened_with"]] == ["recovery-code"]
    assert code not in opened.out


def test_the_recovery_code_is_shown_to_people_too(run):
    """Without --json the code stands on a line of its own, with what to do with it."""
    result = run("init", *JOURNAL, "--key-file", "k.key", "--recovery-code")

    assert "lock it away" in result.out
    assert any(line.count("-") == 8 for line in result.out.splitlines())


def test_a_passphrase_from_a_file_opens_what_it_made(run, home, monkeypatch):
    """The passphrase of a file is a way in, named by an option or by the environment."""
    (home / "secret").write_text("a passphrase with spaces \N{SNOWMAN}\n", encoding="utf-8")
    assert run("init", *JOURNAL, "--passphrase-file", "secret").status == 0

    monkeypatch.setenv("SUPERVISION_PASSPHRASE_FILE", "secret")
    monkeypatch.setenv("SUPERVISION_JOURNAL", "sqlite:practice.db")

    assert run("list").status == 0


def test_two_first_keys_are_refused(run):
    """Which of two keys is meant has to be said."""
    result = run("init", *JOURNAL, "--key-file", "k.key", "--passphrase-file", "secret")

    assert result.status == 2
    assert "one first key" in result.err


def test_needs_to_know_where(run):
    """There is no default place for a journal."""
    result = run("init", "--key-file", "k.key")

    assert result.status == 2
    assert "which journal?" in result.err


def test_without_a_terminal_a_passphrase_cannot_be_asked_for(run, unseen):
    """Where nobody can type unseen, init is locked out and makes nothing."""
    unseen(None)

    result = run("init", *JOURNAL)

    assert result.status == 3
    assert "no terminal" in result.err


def test_without_pin_none_is_kept(run, tmp_path):
    """With --no-pin nothing is remembered on this machine."""
    result = run("init", *JOURNAL, "--key-file", "k.key", "--no-pin", "--json")

    assert result.json["pinned"] is False
    assert not (tmp_path / "state").exists()


def test_asks_for_passphrase_and_recovery_code_on_a_terminal(terminal, tmp_path):
    """On a terminal the passphrase is asked for twice, never shown, and a code is offered."""
    window = terminal("init", *JOURNAL, XDG_STATE_HOME=str(tmp_path / "state"))
    window.answer(
        ("Passphrase: ", "correct horse"),
        (r"\(again\): ", "correct horse"),
        ("recovery code too", ""),
        ("lock it away", ""),
    )

    assert window.finish() == 0
    assert "correct horse" not in window.seen

    window = terminal("list", *JOURNAL, XDG_STATE_HOME=str(tmp_path / "state"))
    window.answer(("Passphrase: ", "correct horse"))
    assert window.finish() == 0
    assert "0 records" in window.seen
    assert "correct horse" not in window.seen


def test_two_passphrases_that_differ_make_nothing(terminal, home):
    """A slip in the second passphrase ends in status 3, before anything is made."""
    window = terminal("init", *JOURNAL)
    window.answer(("Passphrase: ", "correct horse"), (r"\(again\): ", "correct house"))

    assert window.finish() == 3
    assert "horse" not in window.seen
    assert not (home / "practice.db").exists()


def test_no_recovery_code_if_the_answer_is_no(terminal, key):
    """Whoever declines the recovery code is told what a lost key means."""
    window = terminal("init", *JOURNAL, "--key-file", key)
    window.answer(("recovery code too", "n"))

    assert window.finish() == 0
    assert "whoever loses" in window.seen.replace("\r\n", " ")


@pytest.mark.parametrize(("answer", "count"), [("", 2), ("y", 2), ("n", 1), ("No", 1)])
def test_whoever_is_there_is_asked_about_a_recovery_code(answer, count, run, monkeypatch):
    """A recovery code is made unless the answer is no."""
    monkeypatch.setattr("supervision.cli._init.interactive", lambda: True)

    result = run("init", *JOURNAL, "--key-file", "k.key", "--json", answers=[answer])

    assert len(result.json["keys"]) == count


def test_a_folder_that_is_not_there_is_said(run):
    """A store that cannot be made ends in status 4."""
    result = run("init", "--journal", "sqlite:absent/practice.db", "--key-file", "k.key")

    assert result.status == 4
    assert "folder" in result.err


@pytest.mark.parametrize(
    ("url", "status"), [("nosuch:place", 2), ("sqlite:", 4), ("memory:more", 4)]
)
def test_a_url_that_leads_nowhere_is_said(url, status, run, key):
    """A scheme that nobody registered, or a URL without a place, is refused."""
    assert run("init", "--journal", url, "--key-file", key).status == status


def test_a_damaged_head_is_found_before_a_key_is_asked_for(run, made, monkeypatch):
    """What the store says of itself is read before anyone has to type a passphrase."""

    def damaged(_note):
        msg = "the head is damaged"
        raise TamperedRecordError(msg, code="E-HEAD")

    monkeypatch.setattr("supervision.cli._unlocking.read_head", damaged)

    result = run("list", "--json", *JOURNAL)

    assert result.status == 1
    assert result.json["error"]["code"] == "E-HEAD"
