"""`book` and `who`: a key of its own, and a person who is in no other output and no file."""

from __future__ import annotations

import pytest

from supervision import Journal
from supervision.errors import BackendUnavailableError

PERSON = "Jana Kanarienvogel"
CANARY = "anarienvog"
WAYS = "in the help of the command for the ways to give one"


@pytest.fixture
def book(run, filled, home):
    """A journal with a book in which C-201 stands; the options that open both."""
    made = run("book", "make", "--new-key-file", "book.key", *filled)
    assert made.status == 0, made.err
    options = (*filled, "--book-key-file", "book.key")
    entered = run("book", "enter", "c-201", *options, answers=[PERSON])
    assert entered.status == 0, entered.err
    assert CANARY not in entered.out + entered.err
    return options


def test_says_who_a_code_stands_for(run, book):
    """`who` shows the person, and so does the list of all."""
    assert run("who", "C-201", *book).out == f"C-201 is {PERSON}\n"
    assert run("who", "c-201", "--json", *book).json == {
        "code": "C-201",
        "journal_code": "C-201",
        "person": PERSON,
    }
    assert PERSON in run("book", "list", *book).out
    assert run("book", "list", "--json", *book).json == [{"code": "C-201", "person": PERSON}]


@pytest.mark.parametrize("command", [["who", "C-201"], ["book", "list"], ["book", "recipients"]])
@pytest.mark.parametrize("given", [["--book-key-file", "k.key"], []])
def test_the_key_of_the_journal_is_not_enough(command, given, run, book, unseen):
    """Neither the journal's key nor nobody at the terminal opens the book: status 3."""
    unseen(None)

    result = run(*command, *book[:4], *given)

    assert result.status == 3
    assert CANARY not in result.out + result.err


@pytest.mark.parametrize("command", [["who", "C-201"], ["book", "list"], ["book", "keys"]])
@pytest.mark.parametrize("wrong", ["k.key", "absent.key"])
def test_whose_key_is_wrong_is_said(command, wrong, run, book, home):
    """Of the book's own key the hint names the book's options, and of the journal's its own."""
    (home / "other.key").write_text("00" * 32, encoding="ascii")
    (home / "other.key").chmod(0o600)
    of_book = run(*command, *book[:4], "--book-key-file", wrong)
    of_journal = run(*command, *book[:2], "--key-file", "other.key", *book[4:])

    assert (of_book.status, of_journal.status) == (3, 3)
    assert of_book.err.endswith(f"\nsee 'Key of the book' {WAYS}\n")
    assert of_journal.err.endswith(f"\nsee 'Key' {WAYS}\n")


@pytest.mark.parametrize("file", ["--new-key-file", "--new-passphrase-file"])
def test_a_new_key_that_cannot_be_read_is_said_to_be_new(file, run, filled, home):
    """Where a key that the book is to have is none, the hint names the options of new keys."""
    (home / "none").write_text("", encoding="ascii")
    (home / "none").chmod(0o600)

    result = run("book", "make", file, "none", *filled)

    assert result.status == 3
    assert result.err.endswith(f"\nsee 'New key of the book' {WAYS}\n")


def test_the_passphrase_in_the_environment_is_not_tried(run, filled, home, unseen, monkeypatch):
    """What opens the journal by itself is never taken for the book's."""
    (home / "secret").write_text("correct horse", encoding="utf-8")
    assert run("book", "make", "--new-passphrase-file", "secret", *filled).status == 0
    monkeypatch.setenv("SUPERVISION_PASSPHRASE_FILE", str(home / "secret"))
    unseen(None)

    assert run("book", "list", *filled).status == 3
    unseen("correct horse")
    assert run("book", "list", *filled).status == 0
    assert run("book", "list", "--book-passphrase-file", "secret", *filled).status == 0


def test_a_person_is_in_no_file_and_no_other_output(run, book, home, ids):
    """The store, the pins and what other commands say hold nothing of who somebody is."""
    said = [
        run(*command, *book[:4])
        for command in (
            ["list"],
            ["list", "--json"],
            ["show", ids[0]],
            ["verify"],
            ["folders"],
            ["themes"],
            ["export", "--out", "all.json"],
            ["export", "--format", "markdown", "--out", "pages"],
        )
    ]
    said += [
        run("book", "recipients", *book),
        run("export", "--for", "audit", "--out", "copy.json", *book),
        run("book", "enter", "C-201", *book, answers=["n"]),
        run("book", "enter", "C-201", *book, answers=["y", f"{CANARY}"]),
        run("book", "enter", "C-201", "--yes", *book, answers=[CANARY * 200]),
        run("who", CANARY, *book),
        run("book", "keys", "--new-key-file", "new.key", *book),
        run("book", "strike", "C-201", "--yes", *book[:4], "--book-key-file", "new.key"),
    ]

    assert not any(CANARY in each.out + each.err for each in said)
    files = [path for path in home.parent.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (["--new-key-file", "k.key"], True),
        (["--new-passphrase-file", "secret"], True),
        (["--new-passphrase-file", "other"], False),
    ],
)
def test_the_book_must_have_a_key_of_its_own(given, refused, run, two_keys):
    """A key that opens the journal is refused for the book, and nothing was made."""
    result = run("book", "make", *given, *two_keys)

    assert result.status == (2 if refused else 0), result.err
    assert ("this key opens the journal" in result.err) is refused
    again = run("book", "make", "--new-passphrase-file", "other", *two_keys)
    assert again.status == (0 if refused else 1)


@pytest.fixture
def two_keys(run, made, home):
    """A journal with a passphrase as a second key."""
    (home / "secret").write_text("correct horse", encoding="utf-8")
    (home / "other").write_text("quite another", encoding="utf-8")
    assert run("keys", "add", "passphrase", "secret", *made).status == 0
    return made


def test_a_new_passphrase_is_typed(run, filled, unseen):
    """Without a file the passphrase of the book is asked for, and what losing it means is said."""
    unseen("correct horse")

    made = run("book", "make", "--json", *filled)

    assert made.json == {"made": True, "recovery_code": None}
    assert "loses the names" in made.err
    assert run("book", "list", *filled).status == 0
    unseen("another")
    assert run("book", "list", *filled).status == 3


def test_a_recovery_code_opens_the_book(run, filled, home):
    """A recovery code is printed once, and opens the book from a file."""
    made = run("book", "make", "--new-key-file", "b.key", "--new-recovery-code", *filled)
    code = next(line.strip() for line in made.out.splitlines() if line.count("-") == 8)
    (home / "code.txt").write_text(code, encoding="utf-8")

    for option, path in (("--book-recovery-code-file", "code.txt"), ("--book-key-file", "b.key")):
        assert run("book", "list", option, path, *filled).status == 0


def test_changed_keys_shut_the_old_ones_out(run, book, home):
    """After a change the new keys open the book, and the old key does not."""
    result = run("book", "keys", "--new-key-file", "new.key", "--new-recovery-code", *book)

    assert result.status == 0, result.err
    assert run("who", "C-201", *book).status == 3
    assert run("who", "C-201", *book[:4], "--book-key-file", "new.key").status == 0
    code = run(
        *("book", "keys", "--new-key-file", "book.key", "--new-recovery-code", "--json"),
        *(*book[:4], "--book-key-file", "new.key"),
    ).json["recovery_code"]
    (home / "code.txt").write_text(code, encoding="utf-8")
    assert run("who", "C-201", *book[:4], "--book-recovery-code-file", "code.txt").status == 0


def test_there_is_one_book(run, book, home):
    """A second one is refused, and the first is as it was."""
    result = run("book", "make", "--new-key-file", "new.key", *book[:4])

    assert result.status == 1
    assert "already" in result.err
    assert run("who", "C-201", *book).status == 0


@pytest.mark.parametrize(
    ("reach", "status"),
    [(("sqlite:absent.db", "k.key"), 4), (("sqlite:practice.db", "absent.key"), 3)],
)
@pytest.mark.usefixtures("made")
def test_a_key_file_is_made_only_for_a_journal_that_opens(reach, status, run, home):
    """Where there is no journal, or its key is wrong, nothing is left behind."""
    journal, key_file = reach

    result = run(
        *("book", "make", "--new-key-file", "new.key"),
        *("--journal", journal, "--key-file", key_file),
    )

    assert result.status == status
    assert not (home / "new.key").exists()


@pytest.mark.parametrize("command", [["make"], ["keys", "--book-key-file", "k.key"]])
def test_a_key_file_that_opens_nothing_is_not_left_behind(command, run, book, home):
    """Where the book is there already, or does not open, no key is made; one that was there stays."""
    for name in ("new.key", "book.key"):
        result = run("book", *command, "--new-key-file", name, *book[:4])
        assert result.status in (1, 3)

    assert not (home / "new.key").exists()
    assert run("who", "C-201", *book).status == 0


def test_a_key_file_stays_while_nobody_knows_whether_it_opens_the_book(
    run, filled, home, monkeypatch
):
    """After a store that failed in the middle of it the only key of the book may be this one."""

    def fails(*_):
        msg = "the disk said no"
        raise BackendUnavailableError(msg)

    monkeypatch.setattr(Journal, "create_book", fails)

    assert run("book", "make", "--new-key-file", "new.key", *filled).status == 4
    assert (home / "new.key").exists()


def test_the_keys_of_journal_and_book_are_never_the_same(run, book):
    """Neither does a key of the journal become one of the book, nor the other way round."""
    result = run("book", "keys", "--new-key-file", "k.key", *book)
    added = run("keys", "add", "key-file", "book.key", *book[:4])

    assert (result.status, added.status) == (2, 2)
    assert "this key opens the journal" in result.err
    assert "this key opens the book" in added.err
    assert run("who", "C-201", *book).status == 0


def test_who_it_is_is_asked_for_on_the_terminal(terminal, run, book):
    """The person is typed after the command, which would stay in the history of the shell."""
    window = terminal("book", "enter", "C-202", *book)
    window.answer((r"Who is C-202\?", "Somebody Else"))

    assert window.finish() == 0, window.seen
    assert run("who", "C-202", *book).out == "C-202 is Somebody Else\n"


def test_an_entry_is_replaced_after_a_yes(run, book):
    """What stands there is replaced only if that is wanted."""
    assert run("book", "enter", "C-201", *book, answers=["n"]).status == 1
    assert PERSON in run("who", "C-201", *book).out
    replaced = run("book", "enter", "C-201", "--yes", "--json", *book, answers=["Somebody Else"])
    assert replaced.json == {"code": "C-201", "replaced": True}
    assert "Somebody Else" in run("who", "C-201", *book).out


@pytest.mark.parametrize("answers", [[], ["  "], ["x" * 1001]])
def test_an_entry_needs_a_person(answers, run, book):
    """Nobody there, nothing typed, or far too much: nothing is written down."""
    assert run("book", "enter", "C-202", *book, answers=answers).status in (1, 2)
    assert run("who", "C-202", *book).status == 1


def test_what_is_struck_out_is_gone(run, book):
    """After a yes nobody is found behind the code."""
    assert run("book", "strike", "C-201", *book, answers=["n"]).status == 1
    assert run("who", "C-201", *book).status == 0
    assert run("book", "strike", "C-201", *book, answers=["y"]).status == 0
    assert run("who", "C-201", *book).status == 1
    assert run("book", "strike", "C-201", *book).status == 1


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["who", PERSON], "CODE must be a code"),
        (["book", "enter", PERSON], "CODE must be a code"),
        (["book", "strike", PERSON], "CODE must be a code"),
        (["who", "C-1", "--book-key-file", "a", "--book-passphrase-file", "b"], "one key"),
        (["book", "make", "--new-key-file", "a", "--new-passphrase-file", "b"], "not both"),
        (["book", "keys", "--new-key-file", "a", "--new-passphrase-file", "b"], "not both"),
    ],
)
def test_refuses_what_cannot_be_meant(command, says, run, filled):
    """A name where a code is due, or two keys, are refused and not repeated."""
    result = run(*command, *filled)

    assert result.status == 2
    assert says in result.err
    assert CANARY not in result.err


def test_a_journal_is_needed(run, unseen):
    """Without a journal nothing is asked for."""
    unseen(None)

    assert run("book", "make").status == 2


def test_a_journal_without_a_book_says_how_to_make_one(run, filled):
    """Opening never makes a book."""
    result = run("book", "list", "--book-key-file", "k.key", *filled)

    assert result.status == 1
    assert "supervision book make" in result.err
