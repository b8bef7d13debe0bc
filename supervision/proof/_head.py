"""The head of a journal: its size and root, signed, as a C2SP note.

Source:
    C2SP signed-note and tlog-checkpoint.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from hmac import compare_digest
from typing import NamedTuple

import attrs

from supervision.errors import TamperedRecordError, UnsupportedFormatError
from supervision.proof._merkle import CompactRange

_ORIGIN = "supervision/v1/"
_MAX_NOTE = 16 * 1024
_MAX_SIGNATURES = 16
_ED25519 = b"\x01"

_NUMBER = "(0|[1-9][0-9]{0,19})"
_TEXT = re.compile(
    rf"{_ORIGIN}([0-9a-f]{{32}})\n{_NUMBER}\n([A-Za-z0-9+/]{{43}}=)\n"
    rf"ring {_NUMBER} ([0-9a-f]{{64}})\nslots ([0-9a-f]{{64}})\nrange ([A-Za-z0-9+/=]*)\n",
    re.ASCII,
)
_KNOWN_ORIGIN = re.compile(rf"{_ORIGIN}[0-9a-f]{{32}}", re.ASCII)
_SIGNATURE = re.compile("— ([!-*,-~]+) ([A-Za-z0-9+/=]+)\n", re.ASCII)


@attrs.frozen(kw_only=True)
class Head:
    """What a journal is at one moment; a copy of it kept elsewhere is a pin.

    Args:
        journal: The id of the journal, 16 bytes.
        size: The number of entries in its log.
        root: The root of the tree over them, 32 bytes.
        ring_revision: The revision of the key ring.
        ring_digest: SHA-256 of the sealed ring.
        slots_digest: SHA-256 over the names and blobs of all slots.
        range: The compact range of the log, from which *root* follows.
    """

    journal: bytes
    size: int
    root: bytes
    ring_revision: int
    ring_digest: bytes
    slots_digest: bytes
    range: CompactRange

    @classmethod
    def of(
        cls,
        journal: bytes,
        compact: CompactRange,
        *,
        ring_revision: int,
        ring_digest: bytes,
        slots_digest: bytes,
    ) -> Head:
        """Return the head over the log whose range is *compact*."""
        return cls(
            journal=journal,
            size=compact.size,
            root=compact.root(),
            ring_revision=ring_revision,
            ring_digest=ring_digest,
            slots_digest=slots_digest,
            range=compact,
        )

    @property
    def origin(self) -> str:
        """The first line of the note, and the name its key signs under."""
        return _ORIGIN + self.journal.hex()

    def text(self) -> bytes:
        """Return the signed text of the note, six lines."""
        lines = (
            self.origin,
            str(self.size),
            b64encode(self.root).decode(),
            f"ring {self.ring_revision} {self.ring_digest.hex()}",
            f"slots {self.slots_digest.hex()}",
            f"range {b64encode(self.range.encode()).decode()}",
        )
        return "".join(f"{line}\n" for line in lines).encode()


class _Signature(NamedTuple):
    name: str
    key: bytes
    signature: bytes


def sign_head(head: Head, *, sign: Callable[[bytes], bytes], public_key: bytes) -> bytes:
    """Return *head* as a signed note.

    Args:
        head: What to sign.
        sign: Gives the 64 bytes of an Ed25519 signature over its argument.
        public_key: The raw 32 bytes of the key that *sign* uses.
    """
    text = head.text()
    signature = b64encode(_key_id(head.origin, public_key) + sign(text)).decode()
    return text + f"\n— {head.origin} {signature}\n".encode()


def read_head(note: bytes) -> Head:
    """Return the head in *note*, its root recomputed; **the signature is not checked**.

    Raises:
        UnsupportedFormatError: if the note is of another origin: a newer release, or not ours.
        TamperedRecordError: if anything in it is broken; code ``E-HEAD``.
    """
    return _parse(note)[0]


def verify_head(note: bytes, public_keys: Iterable[bytes]) -> Head:
    """Return the head in *note* if one of *public_keys* signed it.

    Args:
        note: The signed note, as `sign_head` gave it; further signatures by others may follow.
        public_keys: Raw Ed25519 keys of 32 bytes, trusted by whoever calls.

    Raises:
        UnsupportedFormatError: as `read_head` raises.
        TamperedRecordError: as `read_head` raises; with code ``E-SIG`` if none of the keys signed
            it, or the signature of one of them is wrong.
    """
    head, signatures = _parse(note)
    keys = {(head.origin, _key_id(head.origin, key)): key for key in public_keys}
    checks = [
        _signed(keys[name, key], head.text(), signature)
        for name, key, signature in signatures
        if (name, key) in keys
    ]
    if not checks or not all(checks):
        msg = "no key of this journal signed its head; restore the head from a copy"
        raise TamperedRecordError(msg, code="E-SIG", name="head")
    return head


def _key_id(name: str, public_key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def _signed(public_key: bytes, text: bytes, signature: bytes) -> bool:
    # Late, because whoever only reads a head should not wait for the cipher library.
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _broken(what: str) -> TamperedRecordError:
    msg = f"the head {what}; restore it from a copy or a pin"
    return TamperedRecordError(msg, code="E-HEAD", name="head")


def _parse(note: bytes) -> tuple[Head, list[_Signature]]:
    text, separator, signatures = _decoded(note).rpartition("\n\n")
    if not separator:
        msg = "is not a signed note"
        raise _broken(msg)
    origin = text.partition("\n")[0]
    if _KNOWN_ORIGIN.fullmatch(origin) is None:
        msg = "this is no journal that this release can read; try a newer release"
        raise UnsupportedFormatError(msg, name="head")
    return _parsed_text(text + "\n"), _parsed_signatures(signatures)


def _decoded(note: bytes) -> str:
    if len(note) > _MAX_NOTE:
        msg = "is longer than a head can be"
        raise _broken(msg)
    decoded = note.decode("utf-8", errors="replace")
    if decoded.encode() != note:
        msg = "is not UTF-8"
        raise _broken(msg)
    return decoded


def _parsed_text(text: str) -> Head:
    match = _TEXT.fullmatch(text)
    if match is None:
        msg = "does not have the lines it should have"
        raise _broken(msg)
    journal, size, root, ring_revision, ring_digest, slots_digest, encoded = match.groups()
    head = Head(
        journal=bytes.fromhex(journal),
        size=_number(size),
        root=_base64(root),
        ring_revision=_number(ring_revision),
        ring_digest=bytes.fromhex(ring_digest),
        slots_digest=bytes.fromhex(slots_digest),
        range=CompactRange.decode(_number(size), _base64(encoded)),
    )
    if not compare_digest(head.range.root(), head.root):
        msg = "names a root that does not follow from its range"
        raise _broken(msg)
    return head


def _parsed_signatures(lines: str) -> list[_Signature]:
    found = [_SIGNATURE.fullmatch(line) for line in lines.splitlines(keepends=True)]
    if not 1 <= len(found) <= _MAX_SIGNATURES:
        msg = "is not signed, or too often"
        raise _broken(msg)
    return [_parsed_signature(match) for match in found]


def _parsed_signature(match: re.Match[str] | None) -> _Signature:
    signature = b"" if match is None else _base64(match[2])
    if match is None or len(signature) <= 4:  # noqa: PLR2004 - the id of a key is 4 bytes
        msg = "has a line that should be a signature and is none"
        raise _broken(msg)
    return _Signature(match[1], signature[:4], signature[4:])


def _number(digits: str) -> int:
    number = int(digits)
    if number >= 1 << 64:
        msg = "holds a number that no journal reaches"
        raise _broken(msg)
    return number


def _base64(encoded: str) -> bytes:
    """Return the bytes; another spelling of the same bytes is refused."""
    decoded = None
    with suppress(ValueError):
        decoded = b64decode(encoded, validate=True)
    if decoded is None or b64encode(decoded).decode() != encoded:
        msg = "is not in canonical base64"
        raise _broken(msg)
    return decoded
