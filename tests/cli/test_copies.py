"""`export --for`: copies that cannot be joined by codes, ids, times or order."""

from __future__ import annotations

import json
import re

import pytest

from supervision import Journal
from supervision.cli._attack import swap_bodies
from supervision.errors import ErasedError
from supervision.exchange import read_json, read_markdown, to_markdown
from supervision.testing import example_agreement, example_session

CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-[0-9]{1,6}[A-Z]?(?![A-Za-z0-9])", re.IGNORECASE)
ID = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])")
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T")
NOTES = "She spoke of S-022, of c-777 and of UK-19; see {beginning}."


@pytest.fixture
def book(run, filled, home, ids):
    """A journal with a book, and codes and ids in its texts and reasons; the options."""
    for name, record in (("a.md", example_agreement()), ("b.md", example_session())):
        (home / name).write_text(to_markdown(record), encoding="utf-8")
    assert run("log", "a.md", "b.md", "--yes", *filled).status == 0
    reason = f"V-01 said so, not S-014; {ids[1][:8]}"
    notes = f"cases.0.notes={NOTES.format(beginning=ids[1][:8])}"
    assert run("amend", ids[0], notes, "--reason", reason, *filled).status == 0
    assert run("book", "make", "--new-key-file", "book.key", *filled).status == 0
    options = (*filled, "--book-key-file", "book.key")
    assert run("book", "enter", "C-777", *options, answers=["Somebody"]).status == 0
    return options


@pytest.fixture
def copied(run, book, home):
    """Export for a recipient and return all that was written, as one text."""

    def copied(recipient, form="json", name=None):
        out = name or f"{recipient}.{form}"
        made = run(
            *("export", "--for", recipient, "--all-revisions", "--format", form, "--out", out),
            *book,
        )
        assert made.status == 0, made.err
        path = home / out
        pages = sorted(path.iterdir()) if path.is_dir() else [path]
        return "".join(f"{page.name}\n{page.read_text(encoding='utf-8')}" for page in pages)

    return copied


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_two_recipients_share_no_code_and_no_id(form, copied, ids, run, filled):
    """The whole of one copy has no code, id or time that is in another, or in the journal."""
    audit, training = copied("audit", form), copied("training", form)
    own = run("export", "--all-revisions", "--out", "-", *filled).out

    for pattern, but in ((CODE, {"UK-19"}), (ID, set())):
        found = [set(pattern.findall(text)) for text in (audit, training, own)]
        assert all(len(each - but) >= 6 for each in found)
        assert not (found[0] & found[1]) - but
        assert not (found[0] | found[1]) & found[2] - but
    assert not TIME.search(audit)
    assert ids[1][:8] not in audit
    assert "UK-19" in audit


def test_texts_and_reasons_have_the_new_codes(copied, run, book):
    """A code in a text or a reason is the one that the person has in the fields of that copy."""
    entries = json.loads(copied("audit").partition("\n")[2])["records"]
    amended = next(each for each in entries if each["revision"] == 2)
    notes = amended["record"]["cases"][0]["notes"]
    codes = CODE.findall(f"{notes} {amended['reason']} {amended['record']['cases'][0]['client']}")

    behind = [
        run("who", code, "--recipient", "audit", "--json", *book).json["journal_code"]
        for code in codes
        if code != "UK-19"
    ]

    assert behind == ["S-022", "C-777", "V-01", "S-014", "C-201"]
    other = next(
        each["record"]["id"]
        for each in entries
        if each["record"].get("on") == "2026-03-11" and each["record"].get("minutes") == 90
    )
    assert f"see {other[:8]}." in notes
    assert amended["reason"].endswith(other[:8])


def test_a_recipient_gets_the_same_codes_each_time(copied):
    """A second copy for them goes with their first."""
    assert (
        copied("audit", name="one").partition("\n")[2]
        == (copied("audit", name="two").partition("\n")[2])
    )


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_a_copy_reads_back(form, copied, home, run, made):
    """What a recipient gets are valid records, which they can log in a journal of their own."""
    copied("audit", form)
    path = home / f"audit.{form}"
    pages = [path] if path.is_file() else sorted(path.iterdir())
    parsed = [
        read_json(page, name="x") if form == "json" else read_markdown(page, name="x")
        for page in pages
    ]
    theirs = ("--journal", "sqlite:theirs.db", "--key-file", "k.key")
    run("init", *theirs)

    logged = run("log", *pages, "--yes", "--json", *theirs)

    assert [problem for each in parsed for problem in each.problems] == []
    assert sum(len(each.rows) for each in parsed) == 7
    assert logged.json["logged"] == 6
    assert run("export", "--out", "again.json", *theirs).status == 0


def test_records_stand_in_another_order(copied, ids):
    """The order of recording would join two copies: records follow their new ids."""
    found = [each["record"]["id"] for each in json.loads(copied("a").partition("\n")[2])["records"]]

    assert found == sorted(found)


def test_who_is_behind_a_code_of_a_copy(copied, run, book):
    """The book finds a recipient's code again, whether or not it says who that is."""
    codes = set(map(str.upper, CODE.findall(copied("audit")))) - {"UK-19"}
    asked = {code: run("who", code, "--recipient", "audit", *book).out for code in codes}
    said = {text.partition(" is ")[2].strip(): code for code, text in asked.items()}

    assert "C-777 in this journal, who is Somebody" in said
    given = said["C-201 in this journal, who is not in the book"]
    assert run("who", "C-201", "--recipient", "audit", *book).status == 1
    assert run("who", given, "--recipient", "someone", *book).status == 1


def test_a_record_of_a_copy_is_found_again(copied, run, book, ids):
    """The id that a record has for a recipient, or its beginning, gives the id that it has here."""
    there = [each["record"] for each in json.loads(copied("audit").partition("\n")[2])["records"]]
    asked = {
        each["id"]: run("who", beginning, "--recipient", "audit", "--json", *book).json
        for each in there
        for beginning in (each["id"], each["id"][:12].upper())
    }

    assert {each["journal_id"] for each in asked.values()} >= set(ids)
    assert all(each["id"] == there for there, each in asked.items())
    first = next(each for each in asked.values() if each["journal_id"] == ids[0])
    said = run("who", first["id"][:8], "--recipient", "audit", *book).out
    assert said == f"{first['id'][:8]} is session {ids[0]} of 2026-03-04 in this journal\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["866e58f3"], (2, "give --recipient")),
        (["C201"], (2, "a code has a hyphen")),
        (["g66e58f3", "--recipient", "audit"], (2, "CODE must be a code")),
        (["0", "--recipient", "someone"], (1, "no copy was made for them")),
        (["OWN", "--recipient", "audit"], (1, "no id begins so")),
    ],
)
def test_an_id_of_no_copy_is_told(arguments, expected, run, book, ids):
    """An id without its recipient, of somebody else's copy, or of this journal, finds nothing."""
    status, says = expected
    assert run("export", "--for", "audit", "--out", "copy.json", *book).status == 0

    result = run("who", *(ids[0] if each == "OWN" else each for each in arguments), *book)

    assert result.status == status
    assert says in result.err


def test_the_first_copy_is_pointed_out(copied, run, book):
    """A name that was mistyped would make another recipient, so a new one is said."""
    first = run("export", "--for", " audit ", "--out", "1.json", *book)
    second = run("export", "--for", "audit", "--out", "2.json", *book)

    assert "the first copy for this recipient" in first.err
    assert "the first copy" not in second.err
    assert run("book", "recipients", "--json", *book).json == [{"recipient": "audit"}]


@pytest.mark.parametrize("answer", ["n", "y"])
def test_whoever_is_there_is_asked_whether_it_is_the_first(answer, run, book, home, monkeypatch):
    """On a terminal new codes are made after a yes only; a second copy needs none."""
    monkeypatch.setattr("supervision.cli._copies.interactive", lambda: True)

    first = run("export", "--for", "audit", "--out", "1.json", *book, answers=[answer])

    assert first.status == (0 if answer == "y" else 1)
    assert (home / "1.json").exists() is (answer == "y")
    known = run("book", "recipients", "--json", *book).json
    assert known == ([{"recipient": "audit"}] if answer == "y" else [])


def test_a_key_of_the_book_needs_a_recipient(run, book, home):
    """A copy under the journal's own codes is not made by mistake."""
    result = run("export", "--out", "all.json", *book)

    assert result.status == 2
    assert "for whom" in result.err
    assert not (home / "all.json").exists()


@pytest.mark.parametrize("recipient", ["", "  ", "x" * 101])
def test_a_recipient_has_a_name(recipient, run, book, home):
    """Nobody, or a whole letter, is refused before anything is asked or written."""
    result = run("export", "--for", recipient, "--out", "all.json", *book)

    assert result.status == 2
    assert "for whom" in result.err


def test_the_book_is_opened_for_it(run, book, home, unseen):
    """Without the book's key there is no copy, and nothing is left behind."""
    unseen(None)

    result = run("export", "--for", "audit", "--out", "all.json", *book[:4])

    assert result.status == 3
    assert not [path for path in home.iterdir() if path.name.startswith("all")]


def test_what_was_recorded_meanwhile_gets_codes_too(run, book, home, monkeypatch, ids):
    """A record that could not be looked at before has other codes and another id all the same."""
    revisions, asked = Journal.revisions, []

    def once(self, kind, record):
        asked.append(record)
        if asked.count(record) == 1 and record == ids[0]:
            msg = "not now"
            raise ErasedError(msg)
        return revisions(self, kind, record)

    monkeypatch.setattr(Journal, "revisions", once)

    assert run("export", "--for", "audit", "--out", "all.json", *book).status == 0
    text = (home / "all.json").read_text(encoding="utf-8")
    assert '"C-201"' not in text
    assert json.loads(text)["count"] == 6


@pytest.mark.parametrize("keep", [True, False])
def test_a_damaged_journal_gives_what_opens_or_nothing(keep, run, book, home, store):
    """A body that was tampered with is no way around: no copy, or one of the rest if asked for."""
    swap_bodies(store)
    options = ["--keep-partial"] if keep else []

    result = run("export", "--for", "audit", "--out", "all.json", *options, *book)

    assert result.status == 1
    assert not (home / "all.json").exists()
    part = home / "all.json.partial"
    assert part.exists() is keep
    if keep:
        text = part.read_text(encoding="utf-8")
        assert json.loads(text)["count"] < 6
        assert '"S-014"' not in text


def test_ids_that_only_a_field_holds_are_replaced(run, book, home, filled):
    """A reflection on a session that was erased names it by another id."""
    gone = "ab" * 16
    page = f"---\nkind: reflection\non: 2026-05-01\npractitioner: S-014\nsession: {gone}\nnotes: x\n---\n"
    (home / "r.md").write_text(page, encoding="utf-8")
    assert run("log", "r.md", "--yes", *filled).status == 0

    run("export", "--for", "audit", "--out", "all.json", *book)

    assert gone not in (home / "all.json").read_text(encoding="utf-8")
