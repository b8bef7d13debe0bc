"""The cipher below: vectors that nobody here wrote, read natively and independently."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from hypothesis import example, given, settings
from hypothesis import strategies as st

WYCHEPROOF = (
    Path(__file__).parents[3]
    / "shared"
    / "vectors"
    / "wycheproof_c2sp_chunked_encryption_aes_256_gcm.json"
)
needs_wycheproof = pytest.mark.skipif(
    not WYCHEPROOF.exists(), reason=f"needs {WYCHEPROOF.name} of Wycheproof beside the project"
)


def _open_natively(message, key, context):
    decryptor = Cobblestone256Decryptor(key, context)
    return decryptor.update(message) + decryptor.finalize()


@pytest.fixture(params=["native", "independent"])
def open_message(request, independent):
    """Each of the two readers in turn."""
    return _open_natively if request.param == "native" else independent.open


def _wycheproof():
    if not WYCHEPROOF.exists():
        return []
    groups = json.loads(WYCHEPROOF.read_text())["testGroups"]
    return [case for group in groups for case in group["tests"]]


def _published():
    with cryptography_vectors.open_vector_file("chunked-encryption/vectors.json", "r") as file:
        vectors = json.load(file)["vectors"]
    return [each for each in vectors if each["aead"] == "AEAD_AES_256_GCM"]


@needs_wycheproof
def test_all_of_wycheproof_is_here():
    """All 35 cases are run, ten of them valid."""
    cases = _wycheproof()

    assert len(cases) == 35
    assert sum(case["result"] == "valid" for case in cases) == 10


@needs_wycheproof
@pytest.mark.parametrize("case", _wycheproof(), ids=lambda case: case["comment"])
def test_wycheproof(open_message, case):
    """Valid messages open to their text, and all others are refused."""
    message = zlib.decompress(bytes.fromhex(case["ct"]))
    key, context = bytes.fromhex(case["key"]), bytes.fromhex(case["ctx"])

    if case["result"] == "valid":
        text = open_message(message, key, context)
        assert len(text) == case["msgLength"]
        assert hashlib.sha512(text).hexdigest() == case["msgSha512"]
    else:
        with pytest.raises((ValueError, InvalidTag)):
            open_message(message, key, context)


@pytest.mark.parametrize("case", _published(), ids=lambda case: case["name"])
def test_published_vectors(independent_sha256, case):
    """The independent reader gets the vectors right that come with the library.

    They are for SHA-256, which the library itself does not offer for this construction.
    """
    message = base64.b64decode(case["ciphertext"] or "")
    if case.get("compressed"):
        message = zlib.decompress(message)
    key, context = bytes.fromhex(case["key"]), case["context"].encode()

    if case["expect"] == "success":
        text = independent_sha256.open(message, key, context)
        assert len(text) == case["payload_length"]
        assert hashlib.sha256(text).hexdigest() == case["payload_sha256"]
    else:
        with pytest.raises((ValueError, InvalidTag)):
            independent_sha256.open(message, key, context)


@settings(max_examples=60, deadline=None)
@given(
    text=st.binary(max_size=100) | st.integers(16_350, 16_420).map(bytes),
    key=st.binary(min_size=32, max_size=32),
    context=st.binary(max_size=64),
    salt=st.binary(min_size=24, max_size=24),
)
@example(text=b"", key=b"k" * 32, context=b"", salt=b"s" * 24)
@example(text=bytes(32_768), key=b"k" * 32, context=b"c", salt=b"s" * 24)
def test_each_opens_what_the_other_sealed(independent, text, key, context, salt):
    """Any text passes from either implementation to the other."""
    encryptor = Cobblestone256Encryptor(key, context)
    native = encryptor.update(text) + encryptor.finalize()

    assert independent.open(native, key, context) == text
    assert _open_natively(independent.seal(text, key, context, salt), key, context) == text
