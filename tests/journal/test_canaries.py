"""Planted text and keys, looked for everywhere they could have gone."""

from __future__ import annotations

import contextlib
import gc
import inspect
import logging
import pickle
import pkgutil
import traceback
import warnings
from base64 import b64decode, urlsafe_b64decode
from datetime import date
from importlib import import_module

import attrs
import pytest
from journal_kit import Attacker, opened, store_in

import supervision
from supervision import Journal, Passphrase
from supervision.crypto import INSECURE_FAST
from supervision.errors import SupervisionError
from supervision.records import Agreement, Reflection, Session
from supervision.testing import example_agreement, example_reflection, example_session

WORD = "kanarienvogel"
SECRET = Passphrase(f"{WORD} sings", profile=INSECURE_FAST)
SECOND = Passphrase(f"{WORD} sings again", profile=INSECURE_FAST)
REASON = f"because {WORD}"


def _planted(value):
    """Return *value* with the canary in every text that may hold one."""
    if attrs.has(type(value)):
        changes = {}
        for field in attrs.fields(type(value)):
            if not field.init or field.alias == "revision":
                continue
            was = getattr(value, field.name)
            changes[field.alias] = _planted_field(field, was)
        return attrs.evolve(value, **changes)
    return value


def _planted_field(field, was):
    if isinstance(was, str) and not field.repr:
        return f"{WORD} {was}"
    if isinstance(was, tuple) and was and isinstance(was[0], str) and not field.repr:
        return tuple(f"{WORD} {each}" for each in was)
    if isinstance(was, tuple):
        return tuple(_planted(each) for each in was)
    return _planted(was)


def _records():
    return [_planted(each()) for each in (example_session, example_reflection, example_agreement)]


def _holds(found):
    data = found if isinstance(found, bytes) else str(found).encode(errors="surrogatepass")
    return WORD.encode() in data or WORD.encode("utf-16-le") in data


def _error_texts(error, seen=None):
    """Yield all that an error tracker could read from an error, its causes and contexts."""
    seen = set() if seen is None else seen
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield repr(error)
    yield str(error)
    yield repr(error.args)
    yield repr(vars(error))
    yield from ("".join(traceback.format_exception(error)),)
    yield from map(repr, getattr(error, "__notes__", ()))
    # What decoders keep: the whole document.
    yield repr(getattr(error, "doc", ""))
    yield repr(getattr(error, "object", ""))
    yield from _error_texts(error.__cause__, seen)
    yield from _error_texts(error.__context__, seen)


def _assert_silent_error(error):
    for text in _error_texts(error):
        assert not _holds(text)


@pytest.mark.parametrize("scheme", ["sqlite", "tinydb"])
def test_no_file_holds_what_was_recorded(scheme, tmp_path, caplog, recwarn):
    """Store, pin, log records, warnings and output hold no text, reason or passphrase."""
    caplog.set_level(logging.DEBUG)
    warnings.simplefilter("always")
    url = f"{scheme}:{tmp_path / 'journal.store'}"
    seen = [_holds(repr(_records()))]
    with Journal.create(url, SECRET, pin=tmp_path / "pin") as journal:
        records = [journal.record(record, folder="S-014") for record in _records()]
        for record in records:
            journal.amend(record, reason=REASON)
            seen += [repr(one) for one in journal.revisions(type(record), record.id)]
        seen += [repr(journal), repr(journal.folders()), repr(journal.keys())]
        journal.remove_key(journal.add_key(SECOND))
        draft = journal.begin_draft({WORD: REASON}, folder="S-014")
        seen.append(repr(journal.keep_draft(draft, {"text": f"{WORD} {REASON}"})))
        seen.append(repr(journal.rename_theme("x.a.b", into="need.unmet", reason=REASON)))
        seen.append(repr(journal.know_names([WORD])))
        with journal.create_book(SECOND) as book:
            book.enter("C-201", WORD)
            seen += [repr(book), repr(book.codes_for("audit", ["C-201"]))]
        seen.append(repr(journal.erase(records[0].id, reason=REASON)))
        seen += [repr(line) for line in journal.ledger()]
        seen += [repr(record) for record in journal.all(Reflection)]
        seen += [repr(journal.verify()), str(journal.verify())]
        seen.append(repr(journal.erase_folder("S-014", reason=REASON)))
        journal.record(records[0].__class__(**_fields()), folder="S-014")
        journal.move(f"{scheme}:{tmp_path / 'moved.store'}")
    with Journal.open(
        f"{scheme}:{tmp_path / 'moved.store'}", SECRET, pin=tmp_path / "pin"
    ) as again:
        assert len(list(again.all(Session))) == 1

    assert not any(_holds(each) for each in seen)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        data = path.read_bytes()
        assert not _holds(data)
        for chunk in data.split(b'"'):
            with contextlib.suppress(ValueError):
                assert not _holds(urlsafe_b64decode(chunk))
                assert not _holds(b64decode(chunk))
    assert not _holds(caplog.text)
    assert not any(_holds(repr(record.__dict__)) for record in caplog.records)
    assert not any(_holds(str(each.message)) for each in recwarn)


def _fields():
    return {
        "on": date(2026, 1, 1),
        "minutes": 5,
        "modality": "individual",
        "supervisor": "V-01",
        "supervisees": ["S-014"],
        "feedback": WORD,
    } | {"modality": example_session().modality}


def _attacks(attacker):
    """Yield ways to spoil each blob, one after another."""
    image = attacker.image()
    for name, blob in image.items():
        half = len(blob) // 2
        for spoilt in (
            None,
            blob[:half] + bytes([blob[half] ^ 1]) + blob[half + 1 :],
            b'{"text": "plain"}' * 20,
            next(other for each, other in image.items() if each != name),
        ):
            attacker.put(name, spoilt)
            yield name
        attacker.put(name, blob)


def _everything(backend, records):
    """Yield every call of a journal that could come upon a spoilt blob."""
    yield lambda: opened(backend, SECOND)
    for verb in (
        lambda journal: journal.read(Session, records[0].id),
        lambda journal: journal.revisions(Reflection, records[1].id),
        lambda journal: journal.read(Session, records[1].id),
        lambda journal: list(journal.all(Agreement)),
        lambda journal: list(journal.ledger()),
        lambda journal: journal.folders(),
        lambda journal: journal.keys(),
        lambda journal: journal.amend(records[0], reason=REASON),
        lambda journal: journal.record(records[0]),
        lambda journal: journal.erase("f" * 32, reason=REASON),
        lambda journal: journal.verify(),
    ):
        yield lambda verb=verb: verb(opened(backend, SECRET))


def test_no_error_of_an_attacked_store_holds_text(tmp_path):
    """Whatever is spoilt and whatever is called, errors, causes and contexts hold no text."""
    backend = store_in(tmp_path, "memory")
    with Journal.create(backend, SECRET) as journal:
        records = [journal.record(record) for record in _records()]
        records[0] = journal.amend(records[0], reason=REASON)
        journal.erase(journal.record(Session(**_fields())).id, reason=REASON)
    kept = Attacker(backend).image()
    errors = 0
    for _ in _attacks(Attacker(backend)):
        spoilt = Attacker(backend).image()
        for call in _everything(backend, records):
            try:
                found = call()
            except SupervisionError as error:
                errors += 1
                _assert_silent_error(error)
            else:
                assert not isinstance(found, Journal)
                if type(found).__name__ == "Report":
                    assert not _holds(found)
                    assert not _holds(repr(found))
            Attacker(backend).put_back(spoilt)
    assert errors > 200
    assert Attacker(backend).image() == kept


HALF = f"{WORD} \ud800"


def _in_a_batch(journal, record):
    with journal.batch() as batch:
        batch.record(attrs.evolve(record, id="c" * 32))
        batch.record(record)


BAD = {
    "reason": lambda journal, record: journal.amend(record, reason=HALF),
    "erasure": lambda journal, record: journal.erase(record.id, reason=HALF),
    "shredding": lambda journal, record: journal.erase_folder("S-014", reason=HALF),
    "folder": lambda journal, record: journal.record(
        attrs.evolve(record, id="a" * 32), folder=WORD
    ),
    "half a folder": lambda journal, record: journal.record(record, folder=HALF),
    "label": lambda journal, record: journal.erase_folder(f"{WORD} 1", reason="x"),
    "ledger label": lambda journal, record: journal.ledger(folder=WORD),
    "id": lambda journal, record: journal.read(Session, WORD),
    "half an id": lambda journal, record: journal.erase(HALF, reason="x"),
    "key id": lambda journal, record: journal.remove_key(WORD),
    "duplicate": lambda journal, record: journal.record(record),
    "stale": lambda journal, record: journal.amend(attrs.evolve(record), reason=REASON),
    "missing": lambda journal, record: journal.amend(
        attrs.evolve(record, id="b" * 32), reason=REASON
    ),
    "kind": lambda journal, record: journal.amend(
        _planted(attrs.evolve(example_reflection(), id=record.id)), reason=REASON
    ),
    "in a batch": _in_a_batch,
    "person": lambda journal, record: journal.create_book(SECOND).enter("C-201", HALF),
    "recipient": lambda journal, record: journal.create_book(SECOND).codes_for(HALF, ["C-201"]),
    "draft": lambda journal, record: journal.begin_draft({"text": HALF}, folder="S-014"),
    "known name": lambda journal, record: journal.know_names([f"{WORD} a b c d e"]),
    "rename": lambda journal, record: journal.rename_theme(WORD, into=WORD, reason=WORD),
    "half a reason": lambda journal, record: journal.rename_theme(
        "x.a.b", into="x.a.c", reason=HALF
    ),
    "rollback": lambda journal, record: Journal.open(
        journal._state.store, SECRET, pin="/nowhere", accept_rollback=HALF
    ),
    "wrong key": lambda journal, record: opened(journal._state.store, SECOND),
}


@pytest.mark.parametrize("bad", BAD)
def test_no_error_of_a_wrong_call_holds_text(bad, backend):
    """A reason, label, id or record that is refused is not repeated anywhere in the error."""
    with Journal.create(backend, SECRET) as journal:
        record = journal.record(_planted(example_session()))
        journal.amend(record, reason="short")

        with pytest.raises(SupervisionError) as caught:
            BAD[bad](journal, record)

        _assert_silent_error(caught.value)
        assert journal.verify().ok


def test_what_can_be_pickled_of_a_report_holds_nothing(backend):
    """Receipts, folders, keys and reports travel without text or keys; journals do not travel."""
    with Journal.create(backend, SECRET) as journal:
        record = journal.record(_planted(example_session()))
        portable = [journal.verify(), journal.folders(), journal.keys(), list(journal.ledger())]
        portable.append(journal.erase(record.id, reason=REASON))
        for each in portable:
            assert not _holds(pickle.dumps(each))
        for each in (journal, journal._state.access.ring, SECRET):
            with pytest.raises(TypeError) as caught:
                pickle.dumps(each)
            _assert_silent_error(caught.value)


def test_a_closed_journal_holds_no_key(backend):
    """On closing, every key that the journal held in memory is overwritten."""
    journal = Journal.create(backend, SECRET)
    record = journal.record(_planted(example_session()))
    journal.add_key(SECOND)
    journal.read(Session, record.id)
    state = journal._state
    ring, secrets = state.access.ring, [secret for secret, _ in state.secrets.values()]
    materials = [key.material for key in ring.keys] + [secret._secret for secret in secrets]
    materials += [held.key.material for held in state.access.held.values()]
    materials.append(state.access.ring_key.material)
    assert all(materials)

    journal.close()

    assert len(materials) >= 8
    assert not any(materials)
    assert state.secrets == {}
    assert (state.facts.lines, state.facts.recent, state.facts.ledger) == ({}, {}, None)


# A walk over the public calls


def _modules():
    yield supervision
    for info in pkgutil.iter_modules(supervision.__path__, "supervision."):
        if info.ispkg and not info.name.endswith((".cli", ".testing")):
            yield import_module(info.name)


def _public_calls():
    for module in _modules():
        for name in getattr(module, "__all__", ()):
            found = getattr(module, name)
            if inspect.isclass(found) and issubclass(found, BaseException):
                continue
            if callable(found):
                yield f"{module.__name__}.{name}", found
            if inspect.isclass(found):
                for verb, method in inspect.getmembers(found, callable):
                    if not verb.startswith("_") and inspect.ismethod(method):
                        yield f"{module.__name__}.{name}.{verb}", method


# They ask the terminal, write where they are told, name a plugin or a file that is not there, or
# say what they are given.
_LEFT_OUT = (
    "ask", "generate", "key_provider", "load_pack", "open_backend", "open_sqlite", "open_tinydb",
    "load_rule", "warn", "Backend", "KeyFile",
)  # fmt: skip
CALLS = {name: call for name, call in _public_calls() if name.rpartition(".")[2] not in _LEFT_OUT}


def _arguments(call, value):
    """Return *value* for every argument that has no default."""
    try:
        parameters = inspect.signature(call).parameters.values()
    except ValueError:
        return None
    given = [each for each in parameters if each.default is each.empty]
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    given = [each for each in given if each.kind not in kinds]
    positional = [value for each in given if each.kind != each.KEYWORD_ONLY]
    return positional, {each.name: value for each in given if each.kind == each.KEYWORD_ONLY}


@pytest.mark.parametrize("name", CALLS)
def test_no_public_call_repeats_what_it_refuses(name, tmp_path, monkeypatch):
    """Called with a canary for every argument, a refusal of ours does not repeat it."""
    monkeypatch.chdir(tmp_path)
    for value in (WORD, HALF, WORD.encode(), [WORD], {WORD: WORD}, f'{{"{WORD}": 1}}'.encode()):
        arguments = _arguments(CALLS[name], value)
        if arguments is None:
            continue
        with contextlib.suppress(TypeError, AttributeError, ValueError, LookupError, OSError):
            try:
                list_ = CALLS[name](*arguments[0], **arguments[1])
                if inspect.isgenerator(list_):
                    next(list_, None)
            except SupervisionError as error:
                _assert_silent_error(error)
    gc.collect()
