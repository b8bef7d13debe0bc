"""What the tests of the journal share: records, stores that misbehave, and someone who attacks."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from supervision import Journal, Passphrase
from supervision.crypto import INSECURE_FAST
from supervision.errors import BackendUnavailableError, SupervisionError
from supervision.records import CaseDiscussion, Modality, Reflection, Session
from supervision.storage import MemoryBackend, open_backend

KEY = Passphrase("correct horse", profile=INSECURE_FAST)
OTHER_KEY = Passphrase("battery staple", profile=INSECURE_FAST)
THIRD_KEY = Passphrase("of many words", profile=INSECURE_FAST)
CHILD = Path(__file__).with_name("_child.py")
START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def session(number=0, **changes):
    """Return the session of that number: 7 supervisees take turns."""
    fields = {
        "id": f"{number:032x}",
        "on": date(2026, 1, 1) + timedelta(days=number),
        "minutes": 60,
        "supervisor": "V-01",
        "supervisees": [f"S-{number % 7:03}"],
        "modality": Modality.INDIVIDUAL,
        "cases": [CaseDiscussion(client="C-201", notes="n" * 50, themes={"family.burden"})],
    }
    return Session(**(fields | changes))


def reflection(number=0, **changes):
    """Return the reflection of that number, by S-000."""
    fields = {
        "id": f"{0xF << 64 | number:032x}",
        "on": date(2026, 2, 1),
        "practitioner": "S-000",
        "notes": "waited",
    }
    return Reflection(**(fields | changes))


def run_child(*arguments):
    """Start the process that writes beside this one, or dies."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen([sys.executable, CHILD, *map(str, arguments)], env=environment)


def ticking():
    """Return a clock that is a minute further each time it is asked."""
    minutes = itertools.count()
    return lambda: START + timedelta(minutes=next(minutes))


def store_in(folder, scheme, *, create=False):
    """Open the store of that scheme in *folder*."""
    url = "memory:" if scheme == "memory" else f"{scheme}:{folder / 'journal.store'}"
    return open_backend(url, create=create)


def image_of(backend):
    """Return everything a store holds."""
    return dict(backend.scan(""))


def copy_of(backend):
    """Return a store in memory that holds the same."""
    twin = MemoryBackend()
    put_image(twin, image_of(backend))
    return twin


def put_image(backend, image):
    """Make a store hold exactly *image*."""
    gone = dict.fromkeys(set(backend.names("")) - set(image))
    changes = list({**gone, **image}.items())
    for start in range(0, len(changes), 5_000):
        backend.commit(dict(changes[start : start + 5_000]), expect={})


def read_everything(journal):
    """Read all that a journal holds in every way there is; return what was read."""
    lines = list(journal.ledger())
    everything = {}
    for kind in (Session, Reflection):
        for record in journal.all(kind):
            everything[record.id] = record
            assert journal.read(kind, record.id) == record
            assert journal.revisions(kind, record.id)[-1].record == record
    return lines, everything, journal.folders()


def ways_in(journal):
    """Return the keys of a journal, by a name that no linter takes for those of a dict."""
    return journal.keys()


def silent(action):
    """Return the error that *action* raises, or `None`."""
    try:
        action()
    except SupervisionError as error:
        return error
    return None


class Attacker:
    """Someone who can change the store as they like."""

    def __init__(self, backend):
        self.backend = backend

    def image(self):
        """Return everything the store holds."""
        return image_of(self.backend)

    def put(self, name, blob):
        """Put a blob where it does not belong, or remove one."""
        self.backend.commit({name: blob}, expect={})

    def put_back(self, image):
        """Make the store hold what it held before."""
        put_image(self.backend, image)

    def names(self, prefix=""):
        """Return the names under *prefix*."""
        return list(self.backend.names(prefix))

    def body(self, record, revision=1):
        """Return the name of the body of a record."""
        end = f"/{record.id}/{revision:08x}"
        (name,) = [each for each in self.backend.names("body/") if each.endswith(end)]
        return name

    def swap(self, one, other):
        """Exchange two blobs."""
        first, second = self.backend.get(one), self.backend.get(other)
        self.backend.commit({one: second, other: first}, expect={})


class Wrapped:
    """A backend that hands everything on to another; the base of those that misbehave."""

    def __init__(self, inner):
        self.inner = inner
        self.queued = 0

    def get(self, name):
        """Hand on."""
        return self.inner.get(name)

    def get_many(self, names):
        """Hand on."""
        return self.inner.get_many(names)

    def scan(self, prefix, *, after=""):
        """Hand on."""
        return self.inner.scan(prefix, after=after)

    def names(self, prefix, *, after=""):
        """Hand on."""
        return self.inner.names(prefix, after=after)

    def commit(self, changes, *, expect, scrub=False):
        """Hand on."""
        self.inner.commit(changes, expect=expect, scrub=scrub)

    def exclusive(self):
        """Hand on, and count."""
        self.queued += 1
        return getattr(self.inner, "exclusive", nullcontext)()

    def close(self):
        """Hand on."""
        self.inner.close()


class Failing(Wrapped):
    """Fails at one commit, before or after it was made; then works again, unless it lasts."""

    def __init__(self, inner, *, at, after, lasts=False):
        super().__init__(inner)
        self.left = at
        self.after = after
        self.lasts = lasts

    def commit(self, changes, *, expect, scrub=False):
        """Fail when it is time."""
        self.left -= 1
        fails = self.left <= 0 if self.lasts else self.left == 0
        if self.after or not fails:
            super().commit(changes, expect=expect, scrub=scrub)
        if fails:
            msg = "the network said no"
            raise BackendUnavailableError(msg)


class Deadly(Wrapped):
    """Kills the process at one commit, before or after it was made."""

    def __init__(self, inner, *, at, after):
        super().__init__(inner)
        self.left = at
        self.after = after

    def commit(self, changes, *, expect, scrub=False):
        """Die when it is time."""
        self.left -= 1
        if self.left or self.after:
            super().commit(changes, expect=expect, scrub=scrub)
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


class Raced(Wrapped):
    """Lets someone else commit right before a commit, the first *times* times."""

    def __init__(self, inner, rival, *, times):
        super().__init__(inner)
        self.rival = rival
        self.left = times

    def commit(self, changes, *, expect, scrub=False):
        """Be second."""
        if self.left and "head" in expect:
            self.left -= 1
            self.rival()
        super().commit(changes, expect=expect, scrub=scrub)


class Counting(Wrapped):
    """Counts what is asked of the store."""

    def __init__(self, inner):
        super().__init__(inner)
        self.reset()

    def reset(self):
        """Start again."""
        self.commits = []
        self.read = []

    def get(self, name):
        """Count and hand on."""
        self.read.append(name)
        return super().get(name)

    def get_many(self, names):
        """Count and hand on."""
        self.read += names
        return super().get_many(names)

    def scan(self, prefix, *, after=""):
        """Count and hand on."""
        for name, blob in super().scan(prefix, after=after):
            self.read.append(name)
            yield name, blob

    def commit(self, changes, *, expect, scrub=False):
        """Count and hand on."""
        self.commits.append(dict(changes))
        super().commit(changes, expect=expect, scrub=scrub)


def opened(backend, key=KEY, **options):
    """Open the journal in *backend*."""
    return Journal.open(backend, key, **options)
