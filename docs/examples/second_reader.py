"""Read a journal with nothing of `supervision`: a SQLite file, a key file, and the format's page.

Usage: python second_reader.py practice.db journal.key
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
from base64 import b64decode
from hashlib import sha256
from hmac import digest as hmac
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

CHUNK = 16_384
USES = ("body", "ledger")
ENTRY = struct.Struct(">B16s16sQ32s32s32s16s")
PUT, ERASE, FOLDER, SHRED = 1, 4, 5, 6


class RefusedError(Exception):
    """The store is not as a journal leaves it."""


def demand(holds: object, otherwise: str) -> None:
    """Refuse the store unless something *holds*."""
    if not holds:
        raise RefusedError(otherwise)


def pae(*parts: bytes) -> bytes:
    """Section 2."""
    sized = b"".join(len(part).to_bytes(8, "little") + part for part in parts)
    return len(parts).to_bytes(8, "little") + sized


def split_pae(joined: bytes) -> list[bytes]:
    """Section 2, the other way."""
    parts, at = [], 8
    for _ in range(int.from_bytes(joined[:8], "little")):
        size = int.from_bytes(joined[at : at + 8], "little")
        parts.append(joined[at + 8 : at + 8 + size])
        at += 8 + size
    demand(pae(*parts) == joined, "a list of parts is cut short or too long")
    return parts


def unseal(envelope: bytes, *, key: bytes, kid: bytes, purpose: str, parts: list[bytes]) -> bytes:
    """Sections 3 and 4; *parts* begin with the journal id."""
    header, salt, commitment = envelope[:20], envelope[20:44], envelope[44:76]
    demand(header == b"SVN\x01" + kid, "this is no envelope under that key")
    context = pae(f"supervision/v1/{purpose}".encode(), header, *parts)
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = HKDFExpand(SHA512(), 76, info).derive(key)
    demand(derived[44:] == commitment, "the envelope was sealed elsewhere or under another key")
    cipher, nonce = AESGCM(derived[:32]), int.from_bytes(derived[32:44])
    step, sealed = CHUNK + 16, envelope[76:]
    chunks = [sealed[at : at + step] for at in range(0, len(sealed), step)]
    demand(chunks and len(chunks[-1]) < step, "the envelope was cut short")
    return b"".join(
        cipher.decrypt((nonce ^ number).to_bytes(12), chunk, None)
        for number, chunk in enumerate(chunks)
    )


def unpadded(text: bytes) -> bytes:
    """Section 5."""
    marked = text.rstrip(b"\0")
    demand(marked.endswith(b"\x80"), "the padding is not as it should be")
    return marked[:-1]


def u64(number: int) -> bytes:
    """Return *number* in eight bytes."""
    return number.to_bytes(8)


def blobs_of(path: Path) -> dict[str, bytes]:
    """Return every name and blob of a SQLite store, in the order of the names."""
    query = "SELECT name, ifnull(entry.blob, large.blob) FROM entry LEFT JOIN large USING (id)"
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
        return dict(sorted(connection.execute(query)))


def under(blobs: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    """Return the blobs whose names begin with *prefix*, by the rest of the name."""
    found = {name: blob for name, blob in blobs.items() if name.startswith(prefix)}
    return {name.removeprefix(prefix): blob for name, blob in found.items()}


class Reader:
    """A journal, opened."""

    def __init__(self, blobs: dict[str, bytes], secret: bytes) -> None:
        self.blobs = blobs
        self.note = blobs["head"].decode()
        lines = self.note.split("\n")
        origin, size, self.root, ring, slots, spans = lines[:6]
        self.journal = bytes.fromhex(origin.removeprefix("supervision/v1/"))
        self.size, self.ring_digest = int(size), ring.split()[2]
        self.slots_digest, self.spans = slots.split()[1], b64decode(spans.split()[1])
        self.keys = self._opened_ring(secret)
        self._check_signature(origin, lines[7])
        self.entries = self._checked_log()
        self.puts: dict[tuple[bytes, int], tuple[int, tuple[bytes, ...]]] = {}
        self.versions: dict[bytes, tuple[bytes, int]] = {}
        self.secrets: dict[bytes, bytes] = {}
        self._fold()

    def _key(self, use: str) -> tuple[bytes, bytes]:
        found = [key for key in self.keys if key["use"] == use and key["state"] == "primary"]
        demand(len(found) == 1, "a use has not exactly one primary key")
        return bytes.fromhex(found[0]["kid"]), bytes.fromhex(found[0]["material"])

    def _opened_ring(self, secret: bytes) -> list[dict[str, str]]:
        """Section 7."""
        slots = under(self.blobs, "slot/")
        named = [part for slot in slots for part in (f"slot/{slot}".encode(), slots[slot])]
        demand(sha256(pae(*named)).hexdigest() == self.slots_digest, "slots and head differ")
        ring_kid, ring_key = self._opened_slot(slots, secret)
        blob = self.blobs["ring"]
        demand(sha256(blob).hexdigest() == self.ring_digest, "ring and head differ")
        text = unseal(blob, key=ring_key, kid=ring_kid, purpose="ring", parts=[self.journal])
        ring = json.loads(unpadded(text))
        demand(ring["journal"] == self.journal.hex(), "the ring is of another journal")
        return list(ring["keys"])

    def _opened_slot(self, slots: dict[str, bytes], secret: bytes) -> tuple[bytes, bytes]:
        for slot, blob in slots.items():
            label, owner, ring_kid, kind, parameters, envelope = split_pae(blob)
            demand(label == b"supervision/v1/slot-file" and owner == self.journal, "a slot strayed")
            if kind == b"key-file":
                salt = bytes.fromhex(json.loads(parameters)["salt"])
                key = HKDF(SHA256(), 32, salt, b"supervision/v1/key-file").derive(secret)
                parts = [self.journal, kind, sha256(parameters).digest()]
                kid = bytes.fromhex(slot)
                return ring_kid, unseal(envelope, key=key, kid=kid, purpose="slot", parts=parts)
        message = "no slot is opened by a key file"
        raise RefusedError(message)

    def _check_signature(self, origin: str, line: str) -> None:
        """Section 10."""
        _, name, encoded = line.split(" ")
        signature, text = b64decode(encoded), self.note.partition("\n\n")[0] + "\n"
        public = Ed25519PrivateKey.from_private_bytes(self._key("log")[1]).public_key()
        key_id = sha256(origin.encode() + b"\n\x01" + public.public_bytes_raw()).digest()[:4]
        demand(name == origin and signature[:4] == key_id, "head was signed by someone else")
        public.verify(signature[4:], text.encode())

    def _checked_log(self) -> list[tuple[bytes, ...]]:
        """Section 9: the entries, once their tree has the root that head names."""
        log = b"".join(under(self.blobs, "log/").values())
        demand(len(log) == self.size * ENTRY.size, "the log is not as long as head says")
        raw = [log[at : at + ENTRY.size] for at in range(0, len(log), ENTRY.size)]
        start = b"\0supervision/v1/log" + self.journal
        spans: list[tuple[int, bytes]] = []
        for number, entry in enumerate(raw):
            spans.append((1, sha256(start + u64(number) + entry).digest()))
            while len(spans) > 1 and spans[-1][0] == spans[-2][0]:
                (width, right), (_, left) = spans.pop(), spans.pop()
                spans.append((2 * width, sha256(b"\x01" + left + right).digest()))
        demand(b"".join(node for _, node in spans) == self.spans, "log and head differ")
        root = spans[-1][1]
        for _, left in reversed(spans[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        demand(root == b64decode(self.root), "the root does not follow from the range")
        return [ENTRY.unpack(entry) for entry in raw]

    def _fold(self) -> None:
        """Section 9: what is there now. The rules that no writer breaks are left out for brevity."""
        for number, entry in enumerate(self.entries):
            op, subject, kid, revision = entry[:4]
            if op == PUT:
                self.puts[subject, revision] = number, entry
            elif op == FOLDER:
                self.versions[kid], self.secrets[kid] = (subject, revision), entry[4]
            elif op in {ERASE, SHRED}:
                gone = {put for put in self.puts if self._is_of(put, subject)}
                self.puts = {put: at for put, at in self.puts.items() if put not in gone}

    def _is_of(self, put: tuple[bytes, int], subject: bytes) -> bool:
        return subject in {put[0], self.versions[self.puts[put][1][2]][0]}

    def _folder_keys(self, kid: bytes) -> tuple[bytes, bytes]:
        """Section 8: the body key and the ledger key of one version of a folder."""
        folder, version = self.versions[kid]
        blob = self.blobs[f"folder/{folder.hex()}/{version:08x}"]
        demand(sha256(blob).digest() == self.secrets[kid], "a folder's secret was changed")
        wrap = {bytes.fromhex(key["kid"]): key["material"] for key in self.keys}
        text = unseal(
            blob,
            key=bytes.fromhex(wrap[blob[4:20]]),
            kid=blob[4:20],
            purpose="folder",
            parts=[self.journal, folder, u64(version)],
        )
        text = unpadded(text)
        demand(text[32:48] == kid, "the secret is not the one that the log names")
        label = text[48:].decode()
        by_name = hmac(
            self._key("name")[1], pae(b"supervision/v1/folder", label.encode()), "sha256"
        )
        demand(by_name[:16] == folder, "the folder's label was changed")
        infos = (pae(f"supervision/v1/key/{use}".encode(), self.journal, folder) for use in USES)
        body, ledger = (HKDFExpand(SHA256(), 32, info).derive(text[:32]) for info in infos)
        return body, ledger

    def bodies(self) -> list[dict[str, object]]:
        """Section 11: every revision of every record, proven."""
        found = []
        for (record, revision), (_, entry) in self.puts.items():
            kid, digest, content = entry[2], entry[4], entry[5]
            folder, _ = self.versions[kid]
            blob = self.blobs[f"body/{folder.hex()}/{record.hex()}/{revision:08x}"]
            demand(sha256(blob).digest() == digest, "a body is not the one that was recorded")
            parts = [self.journal, folder, record, u64(revision)]
            key = self._folder_keys(kid)[0]
            text = unpadded(unseal(blob, key=key, kid=kid, purpose="body", parts=parts))
            blinder, body = text[:32], text[32:]
            committed = sha256(pae(b"supervision/v1/content", blinder, body)).digest()
            demand(committed == content, "a text is not the one that was recorded")
            found.append(json.loads(body))
        return found

    def rows(self) -> list[dict[str, object]]:
        """Section 12: every row of the ledger, proven without opening a body."""
        found = []
        for folder in dict.fromkeys(folder for folder, _ in self.versions.values()):
            due = [put for put in self.puts.items() if self.versions[put[1][1][2]][0] == folder]
            rows = self._rows_of(folder)
            demand(len(rows) == len(due), "the ledger has a row too few or too many")
            for row, ((record, revision), (_, entry)) in zip(rows, due, strict=True):
                proof = pae(b"supervision/v1/facts", self.journal, record, u64(revision), row)
                demand(sha256(proof).digest() == entry[6], "a row is not the one that was recorded")
                found.append(json.loads(row))
        return found

    def _rows_of(self, folder: bytes) -> list[bytes]:
        rows: list[bytes] = []
        for name, blob in under(self.blobs, f"ledger/{folder.hex()}/").items():
            kid = blob[4:20]
            demand(self.versions[kid][0] == folder, "a segment is of another folder")
            parts = [self.journal, folder, u64(int(name, 16))]
            key = self._folder_keys(kid)[1]
            text = unpadded(unseal(blob, key=key, kid=kid, purpose="ledger", parts=parts))
            rows += text.split(b"\n")
        return rows


def main(store: str, key_file: str) -> None:
    """Print what a journal holds."""
    reader = Reader(blobs_of(Path(store)), bytes.fromhex(Path(key_file).read_text().strip()))
    for body in reader.bodies():
        print(body["schema"], body["recorded"], json.dumps(body["record"], ensure_ascii=False))
    for row in reader.rows():
        # What a row leaves out has its default.
        print(row["kind"], row["on"], row.get("minutes", 0), *row.get("themes", ()))
    print(f"{reader.size} entries, {len(reader.puts)} revisions: all proven")


if __name__ == "__main__":
    main(*sys.argv[1:])
