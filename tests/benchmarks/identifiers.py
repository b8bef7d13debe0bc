r"""Measure the search for identifiers, per KiB, beside sealing the same text and a bare pass over its words.

python tests/benchmarks/identifiers.py
"""

from __future__ import annotations

import hmac
import os
import random
import re
import statistics
from time import perf_counter

from cryptography.cobblestone import Cobblestone256Encryptor

from supervision import Session
from supervision.codec import encode
from supervision.crypto import new_blinder, new_folder_secret, seal_body
from supervision.identifiers import check, find, known_forms
from supervision.testing import synthetic_sessions

ROUNDS, REPEATS = 41, 200
KIB = 1024
KEY = os.urandom(32)
JOURNAL, FOLDER, RECORD = (os.urandom(16) for _ in range(3))
SECRET = new_folder_secret(journal=JOURNAL, folder=FOLDER, version=1, label="S-014")
PLACE = {"key": SECRET.body, "journal": JOURNAL, "folder": FOLDER, "record": RECORD, "revision": 1}

_WORDS = re.compile(r"\w+")
_NUMBERS = " C-201 took 40 ml at 09:30 on 12/10/2026, aged 34, 2 x 500 mg. "


class Names:
    """A list of fifty names, of which only keyed hashes are kept."""

    def __init__(self) -> None:
        forms = [form for number in range(50) for form in known_forms(f"Anna Marlow {number}")]
        self._kept = {self._hash(form) for form in forms}

    def has(self, form: str) -> bool:
        """Return whether the form is on the list."""
        return self._hash(form) in self._kept

    def _hash(self, form: str) -> bytes:
        return hmac.digest(KEY, form.encode(), "sha256")


NAMES = Names()


def words() -> str:
    """Return a KiB of notes without a digit."""
    notes = (case.notes for one in synthetic_sessions(9) for case in one.cases)
    return " ".join(notes)[:KIB]


def texts() -> dict[str, str]:
    """Return a KiB of text of each sort."""
    plain = words()
    return {
        "words alone": plain,
        "with numbers": (plain[: KIB // 2] + _NUMBERS + plain[KIB // 2 :])[:KIB],
        "with accents": re.sub(r"\bthe\b", "th\u00e9", plain),
        "right to left": ("\u05d4\u05d5\u05d0 \u05d0\u05de\u05e8 " * KIB)[:KIB],
    }


def sealed(text: bytes) -> bytes:
    """Return the bare message."""
    cipher = Cobblestone256Encryptor(KEY, b"")
    return cipher.update(text) + cipher.finalize()


def seconds(call, argument) -> float:
    """Return the seconds that many calls take."""
    start = perf_counter()
    for _ in range(REPEATS):
        call(argument)
    return perf_counter() - start


def searched(text: str) -> object:
    """Search for identifiers and for the names of a list."""
    return find(text, known=NAMES)


def recorded(session: Session) -> bytes:
    """Return the envelope of a record."""
    body = encode(session, recorded="2026-11-20T09:30:00Z")
    return seal_body(body, blinder=new_blinder(), **PLACE)


def pairs() -> dict[str, tuple[tuple, ...]]:
    """Return what is timed beside what."""
    found = {}
    for name, text in texts().items():
        seal, count = (sealed, text.encode()), (_WORDS.findall, text)
        found[f"find, {name}"] = ((find, text), seal, count)
        found[f"find with a list of names, {name}"] = ((searched, text), seal, count)
    session = next(synthetic_sessions(1))
    whole = " ".join(case.notes for case in session.cases)
    found["check of a session / all of its sealing"] = (
        (check, session),
        (recorded, session),
        (_WORDS.findall, whole),
    )
    return found


def main() -> None:
    """Print microseconds, and the medians of the ratios within rounds."""
    timed = pairs()
    spent = {name: [] for name in timed}
    for _ in range(ROUNDS):
        for name, (ours, *peers) in random.sample(list(timed.items()), len(timed)):
            mine = seconds(*ours)
            spent[name].append((mine, *(mine / seconds(*peer) for peer in peers)))
    print(
        "| a KiB of text | microseconds | / sealing it | / `re.findall(r'\\w+')` |\n|---|---|---|---|"
    )
    for name, rows in spent.items():
        mine, seal, count = map(statistics.median, zip(*rows, strict=True))
        print(f"| {name} | {mine / REPEATS * 1e6:.0f} | {seal:.1f} | {count:.2f} |")


if __name__ == "__main__":
    main()
