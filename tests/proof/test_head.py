"""The head: a signed note that cannot be anything but what was signed."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import SupervisionError, TamperedRecordError, UnsupportedFormatError
from supervision.proof import (
    CompactRange,
    Head,
    leaf_hash,
    read_head,
    root_of,
    sign_head,
    verify_head,
)
from supervision.proof._head import _key_id, _signed

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "golden" / "v1" / "head.json").read_text(encoding="utf-8")
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(0x40, 0x60)))
PUBLIC = KEY.public_key().public_bytes_raw()
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
JOURNAL = bytes(range(16))
LEAVES = [sha256(bytes([number])).digest() for number in range(70)]


def head_of(size=7, **parts):
    """Return a head over *size* leaves."""
    given = {"ring_revision": 3, "ring_digest": b"r" * 32, "slots_digest": b"s" * 32, **parts}
    return Head.of(JOURNAL, CompactRange().extended(LEAVES[:size]), **given)


def signed(head, key=KEY):
    """Return the note of *head*, signed with *key*."""
    return sign_head(head, sign=key.sign, public_key=key.public_key().public_bytes_raw())


def signed_text(text):
    """Return a note over any *text*, signed under the name in its first line."""
    name = text.split(b"\n")[0].decode()
    signature = b64encode(_key_id(name, PUBLIC) + KEY.sign(text)).decode()
    return text + f"\n— {name} {signature}\n".encode()


NOTE = signed(head_of())
TEXT = head_of().text()
LINES = TEXT.decode().splitlines()


def with_line(number, line):
    """Return a properly signed note in which one line of the text is another."""
    lines = [*LINES[:number], *([] if line is None else [line]), *LINES[number + 1 :]]
    return signed_text("".join(f"{each}\n" for each in lines).encode())


def with_number(number, pattern, replacement):
    """Return a properly signed note with one part of a line replaced."""
    assert pattern in LINES[number]
    return with_line(number, LINES[number].replace(pattern, replacement))


def refusal(note):
    """Return the error that *note* meets when its signature is to be verified."""
    with pytest.raises(SupervisionError) as caught:
        verify_head(note, [PUBLIC])
    return caught.value


def test_golden_note():
    """A head with fixed parts and a fixed key is the note that it was when version 1 was made."""
    journal = bytes.fromhex(GOLDEN["journal"])
    entries = [bytes.fromhex(entry) for entry in GOLDEN["entries"]]
    leaves = [leaf_hash(journal, seq, entry) for seq, entry in enumerate(entries)]
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(GOLDEN["private_key"]))
    head = Head.of(
        journal,
        CompactRange().extended(leaves),
        ring_revision=GOLDEN["ring_revision"],
        ring_digest=bytes.fromhex(GOLDEN["ring_digest"]),
        slots_digest=bytes.fromhex(GOLDEN["slots_digest"]),
    )

    assert [leaf.hex() for leaf in leaves] == GOLDEN["leaves"]
    assert root_of(leaves).hex() == GOLDEN["root"]
    assert key.public_key().public_bytes_raw().hex() == GOLDEN["public_key"]
    assert signed(head, key).decode() == GOLDEN["note"]
    assert verify_head(GOLDEN["note"].encode(), [bytes.fromhex(GOLDEN["public_key"])]) == head


def test_text_is_six_lines():
    """The signed text is origin, size, root, ring, slots and range, in this order."""
    head = head_of(3)

    assert head.text().decode().split("\n") == [
        "supervision/v1/000102030405060708090a0b0c0d0e0f",
        "3",
        b64encode(root_of(LEAVES[:3])).decode(),
        f"ring 3 {'72' * 32}",
        f"slots {'73' * 32}",
        f"range {b64encode(b''.join(head.range.hashes)).decode()}",
        "",
    ]


@given(
    size=st.integers(0, 70),
    ring_revision=st.integers(0, 2**64 - 1),
    digests=st.tuples(*[st.binary(min_size=32, max_size=32)] * 2),
)
def test_reading_undoes_signing(size, ring_revision, digests):
    """Any head survives its note, that of an empty log included."""
    head = head_of(
        size, ring_revision=ring_revision, ring_digest=digests[0], slots_digest=digests[1]
    )

    assert read_head(signed(head)) == verify_head(signed(head), [PUBLIC]) == head


def test_note_and_key_id_are_those_of_others():
    """The example of the Go checksum database's note package opens: name, key id and signature."""
    key = b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

    assert key[:1] == b"\x01"
    assert _key_id("PeterNeumann", key[1:]).hex() == "c74f20a3"
    assert b64decode(line)[:4].hex() == "c74f20a3"
    assert _signed(key[1:], text.encode(), b64decode(line)[4:])


def test_any_of_several_keys_will_do():
    """A head counts when one of the keys trusted by the caller signed it."""
    stranger = STRANGER.public_key().public_bytes_raw()

    assert verify_head(NOTE, iter([stranger, PUBLIC])) == head_of()


@pytest.mark.parametrize(
    "note",
    [NOTE, signed(head_of(), STRANGER)],
    ids=["no key is trusted", "a stranger signed it"],
)
def test_untrusted_signatures_are_refused(note):
    """A head that no trusted key signed is refused by `verify_head`, and by it alone."""
    trusted = [] if note is NOTE else [PUBLIC]
    with pytest.raises(TamperedRecordError, match="no key of this journal") as caught:
        verify_head(note, trusted)

    assert caught.value.code == "E-SIG"
    assert read_head(note) == head_of()


def test_signature_of_another_head_is_refused():
    """A signature does not pass from one head to the next."""
    note = head_of(8).text() + b"\n" + NOTE.rpartition(b"\n\n")[2]

    assert refusal(note).code == "E-SIG"


def test_signatures_of_others_may_follow():
    """A co-signature under another name is left for those who know its key."""
    other = "— witness.example/one " + b64encode(bytes(76)).decode()

    assert verify_head(NOTE + f"{other}\n".encode(), [PUBLIC]) == head_of()


def test_length_of_a_note_has_a_limit():
    """Co-signatures may fill a note up to 16 KiB, and not a byte more."""
    whole, rest = divmod(16_384 - len(NOTE) - len("— a \n".encode()), 4)
    names = "a" * (1 + rest)
    full = NOTE + f"— {names} {'A' * 4 * whole}\n".encode()
    over = NOTE + f"— {names}a {'A' * 4 * whole}\n".encode()

    assert len(full) == 16_384
    assert verify_head(full, [PUBLIC]) == head_of()
    assert refusal(over).code == "E-HEAD"


def test_one_wrong_signature_of_a_trusted_key_is_too_many():
    """A second, wrong signature by a trusted key refuses the note, wherever it stands."""
    right = NOTE.rpartition(b"\n\n")[2]
    wrong = signed(head_of(8)).rpartition(b"\n\n")[2]

    assert refusal(TEXT + b"\n" + right + wrong).code == "E-SIG"
    assert refusal(TEXT + b"\n" + wrong + right).code == "E-SIG"


def test_every_flipped_bit_is_refused():
    """No single bit of a signed head can change unseen."""
    for place in range(len(NOTE) * 8):
        flipped = bytearray(NOTE)
        flipped[place // 8] ^= 1 << place % 8
        error = refusal(bytes(flipped))
        foreign = isinstance(error, UnsupportedFormatError)
        assert foreign or error.code in {"E-HEAD", "E-SIG"}, place
        assert not foreign or place // 8 <= len(LINES[0]), place


def test_every_truncation_is_refused():
    """No head that was cut short is taken."""
    for length in range(len(NOTE)):
        assert refusal(NOTE[:length]).code in {"E-HEAD", "E-SIG", None}


@given(place=st.integers(0, len(NOTE)), inserted=st.binary(min_size=1, max_size=3))
def test_every_insertion_is_refused(place, inserted):
    """Nothing can be put into a head, except signatures that others vouch for."""
    note = NOTE[:place] + inserted + NOTE[place:]
    if note != NOTE:
        assert refusal(note).code in {"E-HEAD", "E-SIG", None}


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(b"", id="empty"),
        pytest.param(TEXT, id="no signature"),
        pytest.param(TEXT + b"\n", id="an empty signature block"),
        pytest.param(NOTE.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(NOTE + b"\n", id="a line too many"),
        pytest.param(b"\n" + NOTE[:-1], id="no last newline"),
        pytest.param(b"\xef\xbb\xbf" + NOTE, id="a byte order mark"),
        pytest.param(NOTE + b"\xff\n", id="not UTF-8"),
        pytest.param(NOTE + b"\xed\xa0\x80", id="a surrogate"),
        pytest.param(NOTE + "— a ".encode() + b"A" * 16_384 + b"\n", id="too long"),
        pytest.param(NOTE + NOTE.rpartition(b"\n\n")[2] * 16, id="too many signatures"),
        pytest.param(NOTE + "— witness AAAA\n".encode(), id="too short a signature"),
        pytest.param(NOTE + "— witness AAAAAA==\n".encode(), id="a key id and no signature"),
        pytest.param(NOTE + "— witness AAAAAA\n".encode(), id="a signature not in base64"),
        pytest.param(NOTE + "— witness AAAAAAB=\n".encode(), id="a signature with stray bits"),
        pytest.param(NOTE + "— wit+ness AAAAAAA=\n".encode(), id="a plus in a name"),
        pytest.param(NOTE + "—  AAAAAAA=\n".encode(), id="no name"),
        pytest.param(NOTE + b"- witness AAAAAAA=\n", id="a hyphen for the dash"),
        pytest.param(NOTE[:-1] + "\x85— witness AAAAAAA=\n".encode(), id="another line break"),
        pytest.param(with_line(1, None), id="no size"),
        pytest.param(with_line(5, None), id="no range"),
        pytest.param(with_line(5, LINES[5] + "\nmore"), id="a line of more"),
        pytest.param(with_line(3, LINES[4] + "\n" + LINES[4]), id="a line twice"),
        pytest.param(
            signed_text("".join(f"{LINES[n]}\n" for n in (0, 1, 2, 4, 3, 5)).encode()),
            id="lines in another order",
        ),
        pytest.param(with_line(1, "07"), id="a leading zero"),
        pytest.param(with_line(1, "+7"), id="a sign"),
        pytest.param(with_line(1, "-7"), id="a size below zero"),
        pytest.param(with_line(1, " 7"), id="a space before"),
        pytest.param(with_line(1, "7 "), id="a space after"),
        pytest.param(with_line(1, "\N{ARABIC-INDIC DIGIT SEVEN}"), id="another script's digit"),
        pytest.param(with_line(1, "6"), id="another size"),
        pytest.param(with_line(1, str(2**64 + 7)), id="a size beyond 64 bits"),
        pytest.param(with_line(1, "9" * 20), id="a size of twenty digits"),
        pytest.param(with_line(1, "9" * 5000), id="a size of thousands of digits"),
        pytest.param(with_line(2, b64encode(bytes(32)).decode()), id="another root"),
        pytest.param(with_line(2, LINES[2][:-1]), id="an unpadded root"),
        pytest.param(with_line(2, LINES[2][:42] + "B="), id="a root with stray bits"),
        pytest.param(with_line(2, LINES[2].replace("=", "==")), id="a root padded twice"),
        pytest.param(with_number(3, "ring 3", "ring 03"), id="a leading zero in a revision"),
        pytest.param(with_number(3, "ring 3", f"ring {2**64}"), id="a revision beyond 64 bits"),
        pytest.param(with_number(3, "72" * 32, "72" * 31), id="a short ring digest"),
        pytest.param(with_number(3, "72", "7A"), id="upper case in a digest"),
        pytest.param(with_number(3, "ring 3 ", "ring 3  "), id="two spaces"),
        pytest.param(with_number(4, "slots", "Slots"), id="another word"),
        pytest.param(with_number(5, "range ", "range"), id="a space too few"),
        pytest.param(with_number(5, "range ", "range AAAA"), id="a range too long"),
        pytest.param(with_line(5, "range "), id="no hashes"),
        pytest.param(with_line(5, LINES[5] + "="), id="a range padded wrongly"),
    ],
)
def test_broken_notes_are_refused(note):
    """A note with anything missing, added, reordered or respelt is a broken head, signed or not."""
    error = refusal(note)

    if isinstance(error, UnsupportedFormatError):
        assert not note.startswith(b"supervision/v1/")
    else:
        assert (type(error), error.code, error.name) == (TamperedRecordError, "E-HEAD", "head")


@pytest.mark.parametrize(
    "origin",
    [
        "supervision/v2/" + "00" * 16,
        "supervision/v1/" + "00" * 15,
        "supervision/v1/" + "0A" * 16,
        "supervision/v1/" + "00" * 16 + " ",
        "go.sum database tree",
        "",
    ],
)
def test_other_origins_are_other_formats(origin):
    """A note of another origin is not damage: it is newer than this release, or not ours."""
    note = signed_text(f"{origin}\n".encode() + TEXT.partition(b"\n")[2])

    with pytest.raises(UnsupportedFormatError):
        read_head(note)
    with pytest.raises(UnsupportedFormatError):
        verify_head(note, [])


def test_errors_hold_nothing_of_the_note():
    """What a broken head held is in no error about it, its cause or its context."""
    error = refusal(with_line(4, "slots Maria Jansen"))

    assert "Maria" not in str(error)
    assert error.__cause__ is error.__context__ is None
    error = refusal(NOTE + "— MariaJansen A\n".encode())
    assert "Maria" not in str(error)
    assert error.__cause__ is error.__context__ is None


def test_heads_cannot_be_edited():
    """A head stays as it was read."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        head_of().size = 9
