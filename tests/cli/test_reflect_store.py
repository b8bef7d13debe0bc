"""`reflect` while the store is busy, out of reach, or written to by others: no line is lost."""

from __future__ import annotations

import pytest

from supervision import Journal, KeyFile
from supervision.errors import BackendUnavailableError, ConflictError

START = ("--practitioner", "S-014", "--on", "2026-03-05")
SECRET = "the sister stayed away"
FAILURES = [BackendUnavailableError("the disk said no"), ConflictError("others were first")]


@pytest.fixture
def failing(monkeypatch):
    """Let a method of the journal fail at its first calls: ``failing("keep_draft", error, 2)``."""

    def failing(name, error, times=1):
        method, left = getattr(Journal, name), [error] * times

        def fails(self, *arguments, **named):
            if left:
                raise left.pop()
            return method(self, *arguments, **named)

        monkeypatch.setattr(Journal, name, fails)

    return failing


@pytest.fixture
def opened(home, made):
    """Open the journal from a program of one's own."""
    return lambda: Journal.open("sqlite:practice.db", KeyFile(home / "k.key"))


@pytest.fixture
def meanwhile(monkeypatch, opened):
    """Do something in another process right before the *nth* time that the draft is kept."""

    def meanwhile(nth, step):
        keep, calls = Journal.keep_draft, []

        def kept(self, draft, content):
            calls.append(draft)
            if len(calls) == nth:
                with opened() as journal:
                    step(journal, draft)
            return keep(self, draft, content)

        monkeypatch.setattr(Journal, "keep_draft", kept)

    return meanwhile


class Desk:
    """Where somebody reflects along Driscoll's model."""

    def __init__(self, run, reach):
        self._run, self._reach = run, reach

    def sit(self, answers):
        """Begin to reflect."""
        return self._run("reflect", "driscoll", *START, *self._reach, answers=answers)

    def resume(self, answers):
        """Go on with the draft."""
        return self._run("reflect", "--resume", *self._reach, answers=answers)

    def drafts(self):
        """Return the drafts as they are listed."""
        return self._run("reflect", "--drafts", "--json", *self._reach).json

    def values(self):
        """Return the values of the answers of the only record."""
        [line] = self._run("list", "--json", *self._reach).json
        record = self._run("show", line["id"], "--json", *self._reach).json["record"]
        return [answer["value"] for answer in record["answers"]]


@pytest.fixture
def desk(run, made):
    """Return a desk with an empty journal."""
    return Desk(run, made)


@pytest.mark.parametrize("error", FAILURES)
@pytest.mark.parametrize(("name", "times"), [("begin_draft", 1), ("keep_draft", 3)])
def test_a_line_is_held_while_the_store_fails(name, times, error, failing, desk):
    """What was typed is kept as soon as the store takes it again, and nothing is typed twice."""
    failing(name, error, times)
    again = ["y", "", "yes"][:times]
    answers = ["one", *again, "two", "", "", "", "", "y"]
    if name == "keep_draft":
        answers = ["one", "two", *again, "", "", "", "", "y"]

    result = desk.sit(answers)

    assert result.status == 0, result.err
    assert result.err.count("Try again? [Y/n]") == times
    assert desk.values() == ["one\ntwo"]
    assert desk.drafts() == []


@pytest.mark.parametrize("answers", [["n"], ["."], []])
@pytest.mark.parametrize(("error", "status"), list(zip(FAILURES, [4, 1], strict=True)))
def test_whoever_gives_up_is_told_what_is_kept(answers, error, status, failing, desk):
    """After a no, or with nobody there, the command fails and names the draft of all before."""
    failing("keep_draft", error, 9)

    result = desk.sit([SECRET, "two", *answers])

    assert result.status == status
    [draft] = desk.drafts()
    assert f"supervision reflect --resume {draft['id'][:8]}" in result.err
    assert str(error) in result.err
    assert SECRET not in result.err


def test_a_store_that_fails_at_the_end_loses_nothing(monkeypatch, desk):
    """Where recording fails it can be tried again; whoever gives up has the draft."""
    batch, left = Journal.batch, list(FAILURES)

    def fails(self):
        if left:
            raise left.pop()
        return batch(self)

    monkeypatch.setattr(Journal, "batch", fails)
    given_up = desk.sit(["a", "", "", "", "", "y", "n"])
    assert given_up.status == 1
    assert "kept as draft" in given_up.err

    result = desk.resume(["y", "y", "y"])

    assert result.status == 0, result.err
    assert desk.values() == ["a"]
    assert desk.drafts() == []


def test_a_record_that_arrived_after_all_is_not_made_twice(monkeypatch, desk):
    """Where the answer of the store was lost and not the record, trying again says that it is there."""
    batch, lost = Journal.batch, []

    class Arrives:
        def __init__(self, held):
            self._batch = held

        def __enter__(self):
            return self._batch.__enter__()

        def __exit__(self, *failure):
            self._batch.__exit__(*failure)
            if not lost:
                lost.append(True)
                raise FAILURES[0]

    monkeypatch.setattr(Journal, "batch", lambda journal: Arrives(batch(journal)))

    result = desk.sit(["a", "", "", "", "", "y", "y", "y"])

    assert result.status == 1
    assert "the draft is gone: it was recorded or dropped" in result.err
    assert "'supervision reflect --drafts'" in result.err
    assert "kept as draft" not in result.err
    assert desk.values() == ["a"]


def edited(journal, draft):
    """Go on with a draft elsewhere."""
    [newest] = journal.drafts()
    journal.keep_draft(newest, {**newest.content, "themes": []})


def dropped(journal, draft):
    """Drop a draft elsewhere."""
    [newest] = journal.drafts()
    journal.drop_draft(newest)


@pytest.mark.parametrize(("step", "left"), [(edited, 1), (dropped, 0)])
def test_a_draft_that_others_went_on_with_is_not_overwritten(step, left, meanwhile, desk):
    """Whoever comes second keeps theirs as a draft of its own, and the other stays as it is."""
    meanwhile(1, step)
    answers = ["one", "two", "y", "", "", "", "", "y"]

    result = desk.sit(answers)

    assert result.status == 0, result.err
    assert "Keep yours as a draft of its own? [Y/n]" in result.err
    assert "'supervision reflect --drafts'" in result.err
    assert desk.values() == ["one\ntwo"]
    assert len(desk.drafts()) == left


@pytest.mark.parametrize(("step", "left"), [(edited, 1), (dropped, 0)])
def test_whoever_wants_no_draft_of_their_own_ends_there(step, left, meanwhile, desk):
    """After a no the command fails, and says that a draft is kept only if there is one."""
    meanwhile(1, step)

    result = desk.sit(["one", "two", "n"])

    assert result.status == 1
    assert ("kept as draft" in result.err) is bool(left)
    assert len(desk.drafts()) == left


@pytest.fixture
def into(run, made, home):
    """A draft whose answers were to go into a session that was erased since."""
    row = "on,minutes,modality,supervisor,supervisees,client\n2026-03-04,60,individual,V-01,S-014,C-201\n"
    (home / "a.csv").write_text(row, encoding="utf-8")
    run("log", "a.csv", "--yes", *made)
    [line] = run("list", "--json", *made).json
    begun = run("reflect", "driscoll", "--into", line["id"], *made, answers=[SECRET, "", "."])
    assert begun.status == 0, begun.err
    erased = run("erase", line["id"], "--reason", "asked for", "--yes", *made)
    assert erased.status == 0, erased.err
    return line["id"]


@pytest.mark.parametrize("answer", ["y", ""])
def test_answers_for_a_session_that_was_erased_can_stand_alone(answer, into, run, made, desk):
    """Whoever agrees gets a reflection of their own, in their folder, and the draft is done."""
    result = desk.resume(["", "", "", answer, "Maria", "s-022", "y"])

    assert result.status == 0, result.err
    assert "not in the journal any more" in result.err
    assert desk.values() == [SECRET]
    [line] = run("list", "--json", *made).json
    record = run("show", line["id"], "--json", *made).json["record"]
    assert (record["practitioner"], record.get("session")) == ("S-022", None)
    assert desk.drafts() == []
    assert into not in str(record)


def test_a_reflection_that_came_to_stand_alone_is_a_draft_of_whoever_reflects(
    into, made, desk, opened
):
    """Stopped after that, it goes on as a reflection of its own, and is in one folder only."""
    assert desk.resume(["", "", "", "y", "S-022", "."]).status == 0
    with opened() as journal:
        assert [draft.folder for draft in journal.drafts()] == ["S-022"]

    result = desk.resume(["y"])

    assert result.status == 0, result.err
    assert desk.values() == [SECRET]


@pytest.mark.parametrize("answers", [["n"], ["."], ["y", "."], []])
def test_whoever_wants_no_reflection_of_its_own_keeps_the_draft(answers, into, desk):
    """After a no all is as it was."""
    result = desk.resume(["", "", "", *answers])

    assert result.status == 0, result.err
    assert "kept as draft" in result.err
    assert [draft["answers"] for draft in desk.drafts()] == [1]


def test_a_session_that_cannot_be_read_right_now_is_read_again(failing, run, filled, ids):
    """Where the store fails at the last look, it can be tried again; a no keeps the draft."""
    begin = ("reflect", "driscoll", "--into", ids[0], *filled)
    failing("read", BackendUnavailableError("the disk said no"))
    given_up = run(*begin, answers=["a", "", "", "", "", "n"])
    assert given_up.status == 4
    assert "kept as draft" in given_up.err
    failing("read", BackendUnavailableError("the disk said no"))

    result = run("reflect", "--resume", *filled, answers=["y", "y"])

    assert result.status == 0, result.err
    assert run("show", ids[0], "--json", *filled).json["revision"] == 2


def test_a_session_that_is_erased_at_the_last_moment_keeps_the_draft(monkeypatch, run, filled, ids):
    """Where it goes between the last look and the last yes, the answers are there to be resumed."""
    batch = Journal.batch

    def erased(self):
        self.erase(ids[0], reason="asked for")
        return batch(self)

    monkeypatch.setattr(Journal, "batch", erased)
    answers = ["a", "", "", "", "", "y"]
    result = run("reflect", "driscoll", "--into", ids[0], *filled, answers=answers)

    assert result.status == 1
    assert "erased" in result.err
    assert "kept as draft" in result.err
