"""The journal that is attacked, and what its owner sees of it."""

from __future__ import annotations

from contextlib import contextmanager

import attrs
import pytest
from journal_kit import KEY, opened, session

from supervision import Journal
from supervision.errors import (
    SupervisionError,
)
from supervision.records import Session

VICTIM = session(0)
OTHER = session(7)
ELSEWHERE = session(1)


def codes_of(journal):
    """Return the codes of all that `verify` finds."""
    return {str(finding.code) for finding in journal.verify().findings}


def named(journal):
    """Return code and name of all that `verify` finds."""
    return {(str(finding.code), finding.name) for finding in journal.verify().findings}


def refused(backend, read):
    """Return the error that *read* raises in a journal opened anew."""
    with opened(backend) as fresh, pytest.raises(SupervisionError) as caught:
        read(fresh)
    return caught.value


def by_reading(backend, record=VICTIM):
    """Return the error that reading *record* raises, in every way there is to read it."""
    errors = [
        refused(backend, lambda fresh: fresh.read(Session, record.id)),
        refused(backend, lambda fresh: fresh.revisions(Session, record.id)),
        refused(backend, lambda fresh: list(fresh.all(Session))),
    ]
    assert len({type(error) for error in errors}) == 1
    return errors[0]


def by_ledger(backend):
    """Return the error that reading the ledger raises."""
    return refused(backend, lambda fresh: list(fresh.ledger()))


def secret_of(journal, label):
    """Return the secret of a folder, as someone has it with whom the folder is shared."""
    state = journal._state
    folder = state.access.ring.folder_id(label)
    journal.folders()
    return state.secrets[state.fold.folders[folder].kid][0]


def folder_of(journal, label="S-000"):
    """Return the id of a folder in hex."""
    return journal._state.access.ring.folder_id(label).hex()


@contextmanager
def victims_in(backend):
    """Give a journal of two records in one folder, the first amended, and one in another."""
    with Journal.create(backend, KEY) as made:
        for record in (VICTIM, OTHER, ELSEWHERE):
            made.record(record)
        made.amend(attrs.evolve(made.read(Session, VICTIM.id), minutes=30), reason="clock")
        yield made
