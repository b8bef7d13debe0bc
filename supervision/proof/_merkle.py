"""The Merkle tree of RFC 6962 over SHA-256, as compact ranges and proofs.

Source:
    RFC 6962, section 2.1; the verification of RFC 9162, sections 2.1.3 and 2.1.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from hmac import compare_digest

import attrs

from supervision.errors import TamperedRecordError

HASH_SIZE = 32


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


_BEGUN_NODE = sha256(b"\x01")


def _parents(nodes: list[bytes]) -> list[bytes]:
    """Return the nodes one level up; *nodes* is of even length."""
    # `node_hash` in short: copying a hash that was begun is cheaper than beginning one, and
    # opening a journal waits for this loop.
    begun, rest, parents = _BEGUN_NODE.copy, iter(nodes), []
    for left, right in zip(rest, rest, strict=True):
        node = begun()
        node.update(left + right)
        parents.append(node.digest())
    return parents


@attrs.frozen
class CompactRange:
    """The roots of the full subtrees that make up the first *size* leaves of a log.

    It is all that appending needs, and what lets a head be extended without the entries before it.

    Args:
        size: The number of leaves, 0 or more.
        hashes: One root of 32 bytes for each one bit of *size*, left to right: the largest
            subtree first.

    >>> CompactRange().extended([bytes(32), bytes(32), bytes(32)]).size
    3
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def extended(self, leaves: Iterable[bytes]) -> CompactRange:
        """Return the range after *leaves* (leaf hashes) were appended, in O(leaves + log size)."""
        nodes = list(leaves)
        size = self.size + len(nodes)
        before, left, after = self.size, list(self.hashes), []
        while nodes:
            if before & 1:
                nodes.insert(0, left.pop())
            if len(nodes) & 1:
                after.append(nodes.pop())
            nodes, before = _parents(nodes), before >> 1
        return CompactRange(size, (*left, *reversed(after)))

    def root(self) -> bytes:
        """Return the root of the tree; of no leaves, the SHA-256 of nothing."""
        if not self.hashes:
            return sha256().digest()
        *rest, root = self.hashes
        for left in reversed(rest):
            root = node_hash(left, root)
        return root

    def encode(self) -> bytes:
        """Return the hashes one after the other; *size* is kept elsewhere."""
        return b"".join(self.hashes)

    @classmethod
    def decode(cls, size: int, encoded: bytes) -> CompactRange:
        """Return the range that `encode` gave.

        Raises:
            TamperedRecordError: if the length does not fit *size*; code ``E-HEAD``.
        """
        if size < 0 or len(encoded) != HASH_SIZE * size.bit_count():
            msg = "the compact range does not fit the size of the log; restore the head from a copy"
            raise TamperedRecordError(msg, code="E-HEAD", name="head")
        parts = range(0, len(encoded), HASH_SIZE)
        return cls(size, tuple(encoded[start : start + HASH_SIZE] for start in parts))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over *leaves*, which are leaf hashes.

    >>> root_of([]).hex()[:16]
    'e3b0c44298fc1c14'
    """
    return CompactRange().extended(leaves).root()


def _split(size: int) -> int:
    """Return the largest power of two below *size*, which is 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path that shows leaf *index* to be in the tree over *leaves*.

    Raises:
        ValueError: if there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        msg = "no leaf has this index; it runs from 0 to one below the number of leaves"
        raise ValueError(msg)
    path: list[bytes] = []
    start, stop = 0, len(leaves)
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(root_of(leaves[middle:stop]))
            stop = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start = middle
    return tuple(reversed(path))


def consistency_proof(leaves: Sequence[bytes], old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over ``leaves[:new]`` extends that over ``leaves[:old]``.

    Raises:
        ValueError: unless ``1 <= old <= new <= len(leaves)``: anything extends an empty log.
    """
    if not 1 <= old <= new <= len(leaves):
        msg = "sizes must be in order: 1 <= old <= new <= number of leaves"
        raise ValueError(msg)
    path: list[bytes] = []
    start, stop, whole = 0, new, True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(root_of(leaves[middle:stop]))
            stop = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        path.append(root_of(leaves[start:stop]))
    return tuple(reversed(path))


def _refused(what: str) -> TamperedRecordError:
    return TamperedRecordError(
        f"{what}; ask for the proof again, from a trusted copy", code="E-FORK"
    )


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that *leaf* is at *index* in the tree of *size* leaves whose root is *root*.

    Returns nothing: a proof that does not hold is an error, so that nobody forgets to look.

    Raises:
        TamperedRecordError: if the proof does not hold; code ``E-FORK``.

    Source:
        RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size or len(leaf) != HASH_SIZE:
        msg = "the proof is about no leaf of the log"
        raise _refused(msg)
    position, last, found = index, size - 1, leaf
    for sibling in proof:
        if not last:
            msg = "the proof is too long"
            raise _refused(msg)
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    if last or not compare_digest(found, root):
        msg = "the proof does not lead from the leaf to the root"
        raise _refused(msg)


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree (*new*, *new_root*) only appends to the tree (*old*, *old_root*).

    Returns nothing: a proof that does not hold is an error, so that nobody forgets to look.

    Raises:
        TamperedRecordError: if the proof does not hold, or *old* is 0, which would show nothing;
            code ``E-FORK``.

    Source:
        RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= new:
        msg = "the newer log is smaller than the older one, or the older one is empty"
        raise _refused(msg)
    if old == new:
        roots = None if proof else (new_root, old_root)
    else:
        roots = _consistency_roots(old, new, old_root, proof)
    if roots is None or not all(map(compare_digest, roots, (old_root, new_root))):
        msg = "the newer log does not extend the older one"
        raise _refused(msg)


def _consistency_roots(
    old: int, new: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Return both roots as *proof* gives them, or nothing if its length is wrong."""
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    if not path:
        return None
    older = newer = path[0]
    for sibling in path[1:]:
        if not last:
            return None
        if position & 1 or position == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        position, last = position >> 1, last >> 1
    return None if last else (older, newer)
