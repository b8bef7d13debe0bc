"""Measure sealing and opening one record, object to envelope and back, beside the bare cipher and Fernet.

python tests/benchmarks/sealing.py
"""

from __future__ import annotations

import json
import os
import random
import statistics
from time import perf_counter

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.fernet import Fernet

from supervision import Session
from supervision.codec import decode, encode, to_plain
from supervision.crypto import new_blinder, new_folder_secret, seal_body, unseal_body
from supervision.testing import synthetic_sessions

ROUNDS, REPEATS = 41, 200
JOURNAL, FOLDER, RECORD = (os.urandom(16) for _ in range(3))
SECRET = new_folder_secret(journal=JOURNAL, folder=FOLDER, version=1, label="S-014")
PLACE = {"key": SECRET.body, "journal": JOURNAL, "folder": FOLDER, "record": RECORD, "revision": 1}
FERNET = Fernet(Fernet.generate_key())
KEY = os.urandom(32)


def sealed(session):
    """Return the envelope of a record."""
    body = encode(session, recorded="2026-11-20T09:30:00Z")
    return seal_body(body, blinder=new_blinder(), **PLACE)


def opened(envelope):
    """Return the record in an envelope."""
    return decode(unseal_body(envelope, **PLACE)[1], Session).record


def bare(text):
    """Return the bare message."""
    cipher = Cobblestone256Encryptor(KEY, b"")
    return cipher.update(text) + cipher.finalize()


def bare_opened(message):
    """Return the text of a bare message."""
    cipher = Cobblestone256Decryptor(KEY, b"")
    return cipher.update(message) + cipher.finalize()


def seconds(call, argument):
    """Return the seconds that many calls take."""
    start = perf_counter()
    for _ in range(REPEATS):
        call(argument)
    return perf_counter() - start


def main():
    """Print the medians of the ratios within rounds, and the tenth percentiles."""
    session = next(synthetic_sessions(1))
    plain, envelope = to_plain(session), sealed(session)
    text = bytes(len(envelope) - 92)
    token, message = FERNET.encrypt(json.dumps(plain).encode()), bare(text)
    pairs = {
        "seal / the bare call": ((sealed, session), (bare, text)),
        "open / the bare call": ((opened, envelope), (bare_opened, message)),
        "seal / Fernet.encrypt(json.dumps)": (
            (sealed, session),
            (lambda one: FERNET.encrypt(json.dumps(one).encode()), plain),
        ),
        "open / json.loads(Fernet.decrypt)": (
            (opened, envelope),
            (lambda one: json.loads(FERNET.decrypt(one)), token),
        ),
    }
    found = {name: [] for name in pairs}
    for _ in range(ROUNDS):
        for name, (ours, theirs) in random.sample(list(pairs.items()), len(pairs)):
            found[name].append(seconds(*ours) / seconds(*theirs))
    print("| what | median | p10 |\n|---|---|---|")
    for name, ratios in found.items():
        print(f"| {name} | {statistics.median(ratios):.2f} | {sorted(ratios)[ROUNDS // 10]:.2f} |")


if __name__ == "__main__":
    main()
