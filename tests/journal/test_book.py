"""The book of pseudonyms: who a code stands for, apart from the notes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_kit import (
    KEY,
    OTHER_KEY,
    THIRD_KEY,
    Attacker,
    Raced,
    opened,
    session,
    ways_in,
)

from supervision import Journal
from supervision.errors import (
    DuplicateRecordError,
    InvalidRecordError,
    RecordNotFoundError,
    SupervisionError,
    TamperedRecordError,
    WrongKeyError,
)
from supervision.journal import _book_pages
from supervision.storage import MemoryBackend

WHO = "Jana Kanarienvogel, the one with the dog"


@pytest.fixture
def book(journal):
    """A book with one person in it."""
    with journal.create_book(OTHER_KEY) as made:
        made.enter("C-201", WHO)
        yield made


def test_the_book_opens_with_its_own_key(backend, book):
    """Whoever opens the journal needs the book's key as well, and the other way round."""
    with opened(backend) as again, again.open_book(OTHER_KEY) as found:
        assert found.person(" c-201 ") == WHO
        assert found.people() == {"C-201": WHO}
        assert again.verify().ok
    with pytest.raises(WrongKeyError):
        opened(backend, OTHER_KEY)


def test_the_keys_of_the_journal_do_not_open_it(journal, book):
    """The journal's own key, and any other, is refused, whatever it opens besides."""
    for key in (KEY, THIRD_KEY):
        with pytest.raises(WrongKeyError, match="key of its own"):
            journal.open_book(key)


def test_names_are_in_no_blob_and_no_repr(backend, journal, book):
    """What the book says is sealed, also from whoever has the ring."""
    texts = [repr(book), repr(book._pages()), repr(journal.settings()), repr(journal.drafts())]

    assert not any("anarien" in text for text in texts)
    assert not any(b"anarien" in blob for _, blob in backend.scan(""))
    ring_keys = {key.kid for key in journal._state.access.ring.keys}
    kids = {blob[4:20] for _, blob in backend.scan("document/") if blob.startswith(b"SVN")}
    assert not kids & ring_keys


def test_a_journal_without_a_book_says_how_to_make_one(journal):
    """Opening never creates."""
    with pytest.raises(RecordNotFoundError, match="create_book"):
        journal.open_book(OTHER_KEY)
    assert journal._state.fold.documents == {}


def test_there_is_one_book(journal, book):
    """A second one is refused, and the first is as it was."""
    with pytest.raises(DuplicateRecordError):
        journal.create_book(THIRD_KEY)
    assert book.person("C-201") == WHO


def test_several_keys_may_open_it(journal):
    """A book can be made for several keys from the start."""
    journal.create_book(OTHER_KEY, THIRD_KEY).close()

    for key in (OTHER_KEY, THIRD_KEY):
        with journal.open_book(key) as found:
            assert found.people() == {}


def test_its_keys_are_changed_at_once(backend, journal, book):
    """From then on the old key opens nothing, and everything is there."""
    old = journal.open_book(OTHER_KEY)
    book.change_keys(THIRD_KEY)

    assert book.person("C-201") == WHO
    with opened(backend) as again:
        assert again.open_book(THIRD_KEY).person("C-201") == WHO
        with pytest.raises(WrongKeyError):
            again.open_book(OTHER_KEY)
        assert again.verify().ok
    with pytest.raises(WrongKeyError):
        old.person("C-201")


def test_what_is_struck_out_is_gone(book):
    """A person leaves the book, and nobody is found behind the code."""
    book.strike("C-201")

    assert book.people() == {}
    for deed in (book.strike, book.person):
        with pytest.raises(RecordNotFoundError, match="does not say"):
            deed("C-201")


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("Jana", WHO),
        ("C-201", "  "),
        ("C-201", "x" * 1001),
        ("C-201", "Jana \ud800"),
        ("C-201", 5),
    ],
)
def test_an_entry_needs_a_code_and_a_person(book, code, who):
    """What cannot be entered is refused without being repeated."""
    with pytest.raises(InvalidRecordError) as caught:
        book.enter(code, who)
    assert "Jana" not in str(caught.value)
    assert caught.value.__context__ is None
    assert book.people() == {"C-201": WHO}


@pytest.mark.parametrize("recipient", ["", "  ", "x" * 101, "Jana \ud800", None])
def test_a_recipient_has_a_name(book, recipient):
    """Whoever gets a copy is called something, and a refusal does not repeat it."""
    with pytest.raises(InvalidRecordError, match="recipient must be text") as caught:
        book.codes_for(recipient, ["C-201"])
    assert "Jana" not in str(caught.value)
    assert caught.value.__context__ is None


def test_ids_of_records_are_ids(book):
    """What is no id of a record has none in a copy."""
    book.codes_for("audit", ["C-201"])
    with pytest.raises(InvalidRecordError, match="32 lower-case hex digits"):
        book.ids_for("audit", ["x"])


def test_one_key_opens_the_book_or_the_journal(journal, book):
    """Neither takes a key of the other, so that whoever has one reads notes or names alone."""
    with pytest.raises(InvalidRecordError, match="opens the book"):
        journal.add_key(OTHER_KEY)
    with pytest.raises(InvalidRecordError, match="opens the journal"):
        book.change_keys(THIRD_KEY, KEY)
    assert len(ways_in(journal)) == 1
    assert book.person("C-201") == WHO
    journal.add_key(THIRD_KEY)
    with pytest.raises(InvalidRecordError, match="opens the journal"):
        book.change_keys(THIRD_KEY)


def test_a_book_is_not_made_for_a_key_of_the_journal(journal):
    """The key that opened the journal is refused before anything is written."""
    with pytest.raises(InvalidRecordError, match="needs one of its own"):
        journal.create_book(KEY)
    assert journal._state.fold.documents == {}


def test_who_stood_there_before_is_scrubbed(monkeypatch, journal, book):
    """Another person behind a code is written like a strike; the same one costs no scrubbing."""
    asked = []
    store = journal._state.store
    real = store.commit
    monkeypatch.setattr(
        store, "commit", lambda *a, scrub=False, **k: asked.append(scrub) or real(*a, **k)
    )
    for who in (WHO, "Someone else"):
        book.enter("C-201", who)
    book.enter("C-202", WHO)

    assert asked == [False, True, False]


def test_two_people_write_into_it(backend, book):
    """Entries made at the same time are both there."""
    rival = opened(backend)
    theirs = rival.open_book(OTHER_KEY)
    raced = Raced(backend, lambda: theirs.enter("C-202", "Ben"), times=1)
    with opened(raced) as racing, racing.open_book(OTHER_KEY) as mine:
        mine.enter("C-203", "Cem")
        assert mine.people() == {"C-201": WHO, "C-202": "Ben", "C-203": "Cem"}
    rival.close()


def test_a_closed_book_tells_nothing(journal, book):
    """Once closed, its key is gone; the journal stays open."""
    book.close()

    with pytest.raises(WrongKeyError):
        book.person("C-201")
    journal.record(session(1))


def test_every_recipient_gets_codes_of_their_own(journal, book):
    """The same recipient gets the same codes again; two recipients have none to join by."""
    codes = [f"C-{number}" for number in range(200, 240)]
    first = book.codes_for("audit", codes)
    second = book.codes_for("trainer", codes)

    assert list(first) == codes
    assert book.codes_for("audit", reversed(codes)) == first
    assert len(set(first.values())) == len(codes)
    assert not [code for code in codes if first[code] == second[code]]
    assert all(re.fullmatch(r"C-[0-9]{6}", each) for each in first.values())
    assert book.recipients() == ["audit", "trainer"]


def test_a_fresh_code_leads_back(book):
    """Whoever has the book finds whom a copy speaks of; nobody else can."""
    fresh = book.codes_for("audit", ["C-201"])["C-201"]

    assert book.code_behind("audit", fresh.lower()) == "C-201"
    for recipient, code in (("trainer", fresh), ("audit", "C-1")):
        with pytest.raises(RecordNotFoundError):
            book.code_behind(recipient, code)


def test_records_have_other_ids_in_each_copy(book):
    """Ids do not let two copies be joined either."""
    record = session(1).id
    for recipient in ("audit", "trainer"):
        book.codes_for(recipient, ["C-201"])
    first, second = (book.ids_for(each, [record])[record] for each in ("audit", "trainer"))

    assert len({record, first, second}) == 3
    assert book.ids_for("audit", [record, "ab" * 16])[record] == first
    with pytest.raises(RecordNotFoundError):
        book.ids_for("nobody", [record])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sets(st.sampled_from([f"S-{n}" for n in range(9)])), max_size=4))
def test_codes_are_given_once_and_for_all(rounds):
    """However the codes are asked for, each has one fresh code, and no two share it."""
    with Journal.create(MemoryBackend(), KEY) as journal, journal.create_book(OTHER_KEY) as book:
        seen = {}
        for codes in rounds:
            given_now = book.codes_for("audit", codes)
            assert given_now.items() >= {(c, seen[c]) for c in codes if c in seen}
            seen |= given_now
        assert len(set(seen.values())) == len(seen)


def test_codes_do_not_run_out_silently(monkeypatch, book):
    """Where too many were given out, the error says so instead of searching for ever."""
    monkeypatch.setattr(_book_pages, "_MOST_CODES", 8)
    book.codes_for("audit", [f"C-{n}" for n in range(4)])

    with pytest.raises(SupervisionError, match="another recipient"):
        book.codes_for("audit", ["C-9"])


def test_slots_that_were_changed_are_refused(backend, journal, book):
    """A book whose ways in were edited does not open, and `verify` names it."""
    name = next(name for name, blob in backend.scan("document/") if not blob.startswith(b"SVN"))
    Attacker(backend).put(name, b"\x03" + backend.get(name)[1:])

    with pytest.raises(TamperedRecordError):
        journal.open_book(OTHER_KEY)
    assert not journal.verify().ok


def test_a_book_holds_sixteen_keys_at_most(journal):
    """More ways in are refused before anything is written."""
    with pytest.raises(SupervisionError, match="at most 16"):
        journal.create_book(*[OTHER_KEY] * 17)
    assert journal._state.fold.documents == {}


def test_it_moves_with_the_journal(journal, book):
    """The book is there after a move, and the old store has nothing of it."""
    old, new = journal._state.store, MemoryBackend()
    journal.move(new)

    assert journal.open_book(OTHER_KEY).person("C-201") == WHO
    assert list(old.names("")) == []
