"""The tree, against published vectors and the definitions of RFC 6962."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import TamperedRecordError
from supervision.proof import (
    CompactRange,
    consistency_proof,
    inclusion_proof,
    root_of,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "merkle_proofs.json"

LEAVES = [sha256(bytes([number])).digest() for number in range(70)]
sizes = st.integers(1, 70)


def published(kind):
    """Return the published cases of one kind, each under the name of its file."""
    if not VECTORS.exists():
        absent = pytest.mark.skip(reason="../shared/vectors/merkle_proofs.json is absent")
        return [pytest.param(None, marks=absent, id="absent")]
    cases = json.loads(VECTORS.read_text())[kind]
    assert len(cases) == 98
    return [pytest.param(case, id=case["file"]) for case in cases]


def decoded(text):
    """Return the bytes of a vector's base64, which may be null."""
    return b64decode(text or "")


def holds(verify, *arguments):
    """Whether a proof is taken; a refusal must be the documented one."""
    try:
        verify(*arguments)
    except TamperedRecordError as error:
        refused = error
    else:
        return True
    assert refused.code == "E-FORK"
    return False


def naive_root(leaves):
    """MTH of RFC 6962, section 2.1, word for word; leaves are hashed already."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = naive_split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_split(n):
    """Return the largest power of two below *n*."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m, leaves):
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = naive_split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(m, leaves, *, whole=True):
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = naive_split(len(leaves))
    if m <= k:
        return [*naive_proof(m, leaves[:k], whole=whole), naive_root(leaves[k:])]
    return [*naive_proof(m - k, leaves[k:], whole=False), naive_root(leaves[:k])]


@pytest.mark.parametrize("case", published("inclusion"))
def test_published_inclusion_proofs(case):
    """Every published inclusion proof is taken or refused as its authors say."""
    proof = [decoded(node) for node in case["proof"] or []]
    taken = holds(
        verify_inclusion,
        case["leafIdx"],
        case["treeSize"],
        decoded(case["leafHash"]),
        proof,
        decoded(case["root"]),
    )

    assert taken is not case["wantErr"], case["desc"]


@pytest.mark.parametrize("case", published("consistency"))
def test_published_consistency_proofs(case):
    """Every published consistency proof is taken or refused as its authors say."""
    proof = [decoded(node) for node in case["proof"] or []]
    roots = decoded(case["root1"]), decoded(case["root2"])
    taken = holds(verify_consistency, case["size1"], case["size2"], *roots, proof)

    assert taken is not case["wantErr"], case["desc"]


@pytest.mark.parametrize("size", range(70))
def test_root_is_the_defined_one(size):
    """The root of any number of leaves is that of the definition, the empty tree included."""
    assert root_of(LEAVES[:size]) == naive_root(LEAVES[:size])


@given(cuts=st.lists(st.integers(0, 70), max_size=6))
def test_appending_in_parts_is_appending_at_once(cuts):
    """However a log is cut into appends, its range and its root are the same."""
    compact = CompactRange()
    for stop in sorted(cuts):
        compact = compact.extended(LEAVES[compact.size : stop])

    assert compact == CompactRange().extended(LEAVES[: compact.size])
    assert compact.root() == naive_root(LEAVES[: compact.size])


def test_appending_leaves_the_old_range_alone():
    """A range is a value: appending to it gives another one."""
    compact = CompactRange().extended(LEAVES[:5])
    compact.extended(LEAVES[5:9])

    assert compact == CompactRange().extended(LEAVES[:5])


def test_hashes_are_the_largest_subtree_first():
    """A range of seven leaves holds the roots over four, two and one, in this order."""
    compact = CompactRange().extended(LEAVES[:7])

    assert compact.hashes == (naive_root(LEAVES[:4]), naive_root(LEAVES[4:6]), LEAVES[6])


@pytest.mark.parametrize("size", range(70))
def test_decode_undoes_encode(size):
    """A range survives its encoding, which is 32 bytes for each one bit of its size."""
    compact = CompactRange().extended(LEAVES[:size])

    assert CompactRange.decode(size, compact.encode()) == compact
    assert len(compact.encode()) == 32 * size.bit_count()


@pytest.mark.parametrize(
    ("size", "length"), [(0, 32), (1, 0), (1, 31), (1, 33), (2, 64), (3, 32), (-1, 32)]
)
def test_range_of_another_length_is_refused(size, length):
    """A range that does not fit its size is a broken head."""
    with pytest.raises(TamperedRecordError) as caught:
        CompactRange.decode(size, bytes(length))

    assert caught.value.code == "E-HEAD"


@pytest.mark.parametrize("size", range(1, 34))
def test_inclusion_proofs_are_the_defined_ones_and_hold(size):
    """The path of each leaf of a tree is that of the definition, and it verifies."""
    leaves = LEAVES[:size]
    for index in range(size):
        path = inclusion_proof(leaves, index)
        assert list(path) == naive_path(index, leaves)
        assert holds(verify_inclusion, index, size, leaves[index], path, naive_root(leaves))


@pytest.mark.parametrize("new", range(1, 34))
def test_consistency_proofs_are_the_defined_ones_and_hold(new):
    """The proof from each older size is that of the definition, and it verifies."""
    for old in range(1, new + 1):
        proof = consistency_proof(LEAVES, old, new)
        roots = naive_root(LEAVES[:old]), naive_root(LEAVES[:new])
        assert list(proof) == naive_proof(old, LEAVES[:new])
        assert holds(verify_consistency, old, new, *roots, proof)


@given(size=sizes, data=st.data())
def test_no_inclusion_proof_holds_for_anything_else(size, data):
    """Another leaf, place or root, or one flipped bit of the path, is refused."""
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, 70).filter(lambda place: place != index))
    path, root = inclusion_proof(LEAVES[:size], index), root_of(LEAVES[:size])

    assert not holds(verify_inclusion, other, size, LEAVES[index], path, root)
    assert not holds(verify_inclusion, index, size, LEAVES[other % 70][::-1], path, root)
    assert not holds(verify_inclusion, index, size, LEAVES[index], path, root[::-1])
    assert not holds(verify_inclusion, index, size, LEAVES[index], (*path, root), root)
    for place in range(len(path)):
        flipped = [*path[:place], flip(data, path[place]), *path[place + 1 :]]
        assert not holds(verify_inclusion, index, size, LEAVES[index], flipped, root)
        cut = [*path[:place], *path[place + 1 :]]
        assert not holds(verify_inclusion, index, size, LEAVES[index], cut, root)


@given(new=st.integers(2, 70), data=st.data())
def test_no_consistency_proof_holds_for_another_history(new, data):
    """A proof says nothing for a log with one leaf changed, or with one bit of it flipped."""
    old = data.draw(st.integers(1, new - 1))
    changed = data.draw(st.integers(0, old - 1))
    forked = [*LEAVES[:changed], bytes(32), *LEAVES[changed + 1 : new]]
    proof, root = consistency_proof(LEAVES, old, new), root_of(LEAVES[:old])

    assert not holds(verify_consistency, old, new, root, root_of(forked), proof)
    forked_proof = consistency_proof(forked, old, new)
    assert not holds(verify_consistency, old, new, root, root_of(forked), forked_proof)
    assert not holds(verify_consistency, old, new, root, root_of(LEAVES[:new]), (*proof, root))
    for place in range(len(proof)):
        flipped = [*proof[:place], flip(data, proof[place]), *proof[place + 1 :]]
        assert not holds(verify_consistency, old, new, root, root_of(LEAVES[:new]), flipped)
        cut = [*proof[:place], *proof[place + 1 :]]
        assert not holds(verify_consistency, old, new, root, root_of(LEAVES[:new]), cut)


def flip(data, node):
    """Return *node* with one bit changed."""
    bit = data.draw(st.integers(0, len(node) * 8 - 1))
    flipped = bytearray(node)
    flipped[bit // 8] ^= 1 << bit % 8
    return bytes(flipped)


def test_leaf_that_is_no_hash_is_refused():
    """A leaf of another length than 32 bytes is never in a log, whatever the root says."""
    assert not holds(verify_inclusion, 0, 1, b"", [], b"")


@pytest.mark.parametrize("index", [-1, 3])
def test_no_proof_of_a_leaf_that_is_not_there(index):
    """Asking for the path of a leaf outside the log is a mistake of the caller."""
    with pytest.raises(ValueError, match="no leaf has this index"):
        inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (2, 1), (1, 4)])
def test_no_proof_between_sizes_out_of_order(old, new):
    """Asking for a consistency proof between impossible sizes is a mistake of the caller."""
    with pytest.raises(ValueError, match="sizes must be in order"):
        consistency_proof(LEAVES[:3], old, new)
