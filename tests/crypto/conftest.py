"""What the tests of sealing share: fixed ids, and a reader that shares no code with ours."""

from __future__ import annotations

import json
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from supervision.crypto import Key

CHUNK = 16 * 1024
GOLDEN = Path(__file__).parent.parent / "golden" / "v1"


class Independent:
    """C2SP chunked-encryption and PAE, written from their specifications alone."""

    def __init__(self, algorithm):
        self._algorithm = algorithm

    @staticmethod
    def pae(*parts):
        """Join parts as PASETO says."""
        words = [len(parts).to_bytes(8, "little")]
        return b"".join(words + [len(each).to_bytes(8, "little") + each for each in parts])

    def _keys(self, key, salt, context):
        if len(key) != 32:
            raise ValueError
        info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
        derived = HKDFExpand(self._algorithm, 76, info).derive(bytes(key))
        return AESGCM(derived[:32]), int.from_bytes(derived[32:44], "big"), derived[44:]

    def open(self, message, key, context):
        """Return the text of a message, or raise `ValueError` or `InvalidTag`."""
        aead, nonce, commitment = self._keys(key, message[:24], context)
        chunks = [message[at : at + CHUNK + 16] for at in range(56, len(message), CHUNK + 16)]
        if message[24:56] != commitment or not chunks or len(chunks[-1]) == CHUNK + 16:
            raise ValueError
        return b"".join(
            aead.decrypt((nonce ^ number).to_bytes(12, "big"), chunk, None)
            for number, chunk in enumerate(chunks)
        )

    def seal(self, text, key, context, salt):
        """Return the message that holds a text."""
        aead, nonce, commitment = self._keys(key, salt, context)
        chunks = [text[at : at + CHUNK] for at in range(0, len(text) + 1, CHUNK)]
        return b"".join(
            [salt, commitment]
            + [
                aead.encrypt((nonce ^ number).to_bytes(12, "big"), chunk, None)
                for number, chunk in enumerate(chunks)
            ]
        )


@pytest.fixture(scope="session")
def independent():
    """A second implementation of the construction, as it is used here."""
    return Independent(SHA512())


@pytest.fixture(scope="session")
def independent_sha256():
    """The same with the other hash that vectors are published for."""
    return Independent(SHA256())


@pytest.fixture(scope="session")
def golden():
    """Read a golden file of format 1."""
    return lambda name: json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def journal():
    """The id of a journal."""
    return bytes(range(16))


@pytest.fixture(scope="session")
def folder():
    """The id of a folder."""
    return bytes(range(0x30, 0x40))


@pytest.fixture(scope="session")
def record():
    """The id of a record."""
    return bytes(range(0x10, 0x20))


@pytest.fixture
def key():
    """A key that a test may wipe."""
    return Key(bytes(range(0x20, 0x30)), bytearray(range(0x40, 0x60)))


@pytest.fixture(scope="session")
def other():
    """Another id."""
    return b"\xee" * 16


@pytest.fixture(scope="session")
def holds_nothing_of():
    """Check that an error holds no secret: not in its text, its cause or its context."""

    def check(error, *secrets):
        assert error.__cause__ is None
        assert error.__context__ is None
        shown = "".join(traceback.format_exception_only(error)) + repr(error) + repr(error.__dict__)
        for secret in secrets:
            assert secret not in shown

    return check
