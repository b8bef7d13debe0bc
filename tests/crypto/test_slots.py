"""Slots: the ways in, as they are stored."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import (
    INSECURE_FAST,
    MAX_SLOTS,
    Key,
    Passphrase,
    Slot,
    make_slot,
    new_ring_key,
    open_slot,
    pae,
    parse_slot,
    rewrap_slot,
    slots_digest,
)
from supervision.crypto._pae import split_pae
from supervision.errors import (
    PluginError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)

NO_SLOT = "no slot opened: wrong key, or the slot was changed"


class Held:
    """A provider as third parties write one: a key that it simply has."""

    kind = "x-held"

    def __init__(self, key=bytes(range(32)), parameters=None):
        self.key = key
        self.parameters = {"note": "é"} if parameters is None else parameters

    def create(self):
        """Hand the key out."""
        return bytearray(self.key), self.parameters

    def recover(self, parameters):
        """Hand it out again."""
        assert parameters == self.parameters
        return bytearray(self.key)


@pytest.fixture
def ring_key():
    """The key inside the slots of these tests."""
    return new_ring_key()


@pytest.fixture
def made(ring_key, journal):
    """A slot, its stored bytes and its key."""
    return make_slot(Held(), ring_key=ring_key, journal=journal)


def _open(made, journal, provider=None, blob=None):
    return open_slot(
        made[1] if blob is None else blob,
        slot_id=made[0].id,
        journal=journal,
        provider=provider or Held(),
    )


def test_opening_undoes_making(made, ring_key, journal):
    """The ring key and the slot key come back with their ids."""
    slot, _, slot_key = made
    opened, again = _open(made, journal)

    assert (opened.kid, opened.material) == (ring_key.kid, ring_key.material)
    assert (again.kid, again.material) == (slot.id, slot_key.material)
    assert slot_key.kid == slot.id


def test_the_slot_file_is_as_specified(independent, made, ring_key, journal):
    """The stored bytes are the published PAE, and hold no key."""
    slot, blob, slot_key = made
    context = independent.pae(
        b"supervision/v1/slot",
        slot.envelope[:20],
        journal,
        b"x-held",
        hashlib.sha256(slot.parameters).digest(),
    )

    assert blob == independent.pae(
        b"supervision/v1/slot-file",
        journal,
        ring_key.kid,
        b"x-held",
        '{"note":"é"}'.encode(),
        slot.envelope,
    )
    assert independent.open(slot.envelope[20:], slot_key.material, context) == ring_key.material
    assert len(slot.envelope) == 124
    assert slot.envelope[4:20] == slot.id
    assert bytes(ring_key.material) not in blob
    assert bytes(slot_key.material) not in blob


def test_parsing_opens_nothing(made, ring_key, journal):
    """A slot shows its kind, ring key id and parameters without any key."""
    slot, blob, _ = made

    assert parse_slot(blob, slot_id=slot.id, journal=journal) == slot
    assert (slot.kind, slot.ring_kid) == ("x-held", ring_key.kid)
    assert slot.parameters_mapping == {"note": "é"}


def test_every_changed_bit_is_noticed(made, journal):
    """No bit of a slot can change so that it opens to the same ring key."""
    slot, blob, _ = made
    whole = _open(made, journal)[0]
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            opened = open_slot(
                bytes(changed), slot_id=slot.id, journal=journal, provider=Anything()
            )[0]
        except (TamperedRecordError, UnsupportedFormatError, WrongKeyError):
            continue
        # Only the id of the ring key lies outside the seal; under another id no ring opens.
        assert opened.kid != whole.kid
        assert opened.material == whole.material


class Anything(Held):
    """The same key, whatever the parameters."""

    def recover(self, parameters):
        """Hand it out."""
        assert isinstance(parameters, dict)
        return bytearray(self.key)


def test_every_truncation_and_extension_is_noticed(made, journal):
    """A slot is whole or refused."""
    slot, blob, _ = made
    for broken in [*(blob[:size] for size in range(len(blob))), blob + b"\0", blob * 2]:
        with pytest.raises(TamperedRecordError, match="cut short or lengthened"):
            parse_slot(broken, slot_id=slot.id, journal=journal)


def test_wrong_key_and_changed_slot_are_one_error(made, journal, holds_nothing_of):
    """Another key, another id, changed parameters and a changed seal fail in the same words."""
    _, blob, slot_key = made
    parts = split_pae(blob, count=6)
    other_parameters = pae(*parts[:4], b'{"note":"e"}', parts[5])
    other_seal = blob[:-1] + bytes([blob[-1] ^ 1])
    key = slot_key.material.hex()

    for attempt in (
        lambda: _open(made, journal, provider=Held(bytes(32))),
        lambda: _open(made, journal, provider=Anything(), blob=other_parameters),
        lambda: _open(made, journal, blob=other_seal),
        lambda: open_slot(blob, slot_id=b"x" * 16, journal=journal, provider=Held()),
        lambda: _open(made, journal, blob=pae(*parts[:5], b"{}")),
    ):
        with pytest.raises(WrongKeyError) as caught:
            attempt()
        assert str(caught.value) == NO_SLOT
        holds_nothing_of(caught.value, key)


def test_a_slot_belongs_to_one_journal(made, journal, other):
    """A slot of another journal is refused before any key is asked for."""
    with pytest.raises(TamperedRecordError, match="not as it was made"):
        parse_slot(made[1], slot_id=made[0].id, journal=other)
    # Even with the journal's id written over, the seal knows where it belongs.
    moved = made[1].replace(journal, other)
    with pytest.raises(WrongKeyError, match=NO_SLOT):
        open_slot(moved, slot_id=made[0].id, journal=other, provider=Held())


def test_another_kind_of_key_is_told_so(made, journal):
    """A passphrase is not tried on a slot that no passphrase opens."""
    with pytest.raises(WrongKeyError, match="a key of the kind 'x-held', not 'passphrase'"):
        _open(made, journal, provider=Passphrase("hut", INSECURE_FAST))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (0, b"supervision/v2/slot-file"),
        (2, b"short"),
        (3, b""),
        (3, b"X-HELD"),
        (3, b"k" * 41),
        (3, b"\xff\xfe"),
        (3, b"x-held\n"),
        (4, b"{" + b" " * 16 * 1024 + b"}"),
        (5, b"e" * 40_000),
    ],
    ids=["label", "kid", "none", "upper", "long", "bytes", "line", "parameters", "envelope"],
)
def test_what_is_no_slot_is_refused(made, journal, part, value):
    """Sizes, label and kind are checked before anything is done with a slot."""
    parts = split_pae(made[1], count=6)
    parts[part] = value

    with pytest.raises(TamperedRecordError, match="a slot is not as it was made"):
        parse_slot(pae(*parts), slot_id=made[0].id, journal=journal)


@pytest.mark.parametrize(
    "parameters",
    [b"", b"[]", b"null", b'{"a":1,"a":2}', b'{"a":Infinity}', b"\xff", b"[" * 16_000, b"{}{}"],
    ids=["none", "list", "null", "twice", "infinity", "bytes", "deep", "two"],
)
def test_parameters_that_are_no_object_are_refused(made, journal, parameters):
    """Broken JSON never reaches a provider."""
    parts = split_pae(made[1], count=6)
    parts[4] = parameters

    with pytest.raises(TamperedRecordError, match="parameters of a slot") as caught:
        _open(made, journal, provider=Anything(), blob=pae(*parts))
    assert caught.value.__context__ is None


def test_a_number_too_long_to_read_is_refused(made, journal):
    """A number of five thousand digits is refused, not computed."""
    parts = split_pae(made[1], count=6)
    parts[4] = b'{"a":' + b"9" * 5000 + b"}"

    with pytest.raises(TamperedRecordError, match="parameters of a slot"):
        _open(made, journal, provider=Anything(), blob=pae(*parts))


def test_rewrapping_keeps_slot_and_parameters(made, journal):
    """A new ring key goes in without the provider; everything else stays."""
    slot, blob, slot_key = made
    newer = new_ring_key()
    changed = rewrap_slot(blob, slot_id=slot.id, journal=journal, slot_key=slot_key, ring_key=newer)
    after = parse_slot(changed, slot_id=slot.id, journal=journal)
    opened, _ = _open(made, journal, blob=changed)

    assert (opened.kid, opened.material) == (newer.kid, newer.material)
    assert (after.id, after.kind, after.parameters) == (slot.id, slot.kind, slot.parameters)
    assert after.ring_kid == newer.kid


def test_rewrapping_takes_over_no_changed_parameters(made, journal):
    """Parameters that someone changed in the store are not sealed as if they were ours."""
    slot, blob, slot_key = made
    parts = split_pae(blob, count=6)
    parts[4] = b'{"note":"weaker"}'

    with pytest.raises(WrongKeyError, match=NO_SLOT):
        rewrap_slot(
            pae(*parts),
            slot_id=slot.id,
            journal=journal,
            slot_key=slot_key,
            ring_key=new_ring_key(),
        )


def test_a_wiped_ring_key_is_not_sealed(made, ring_key, journal):
    """No slot is ever made around nothing."""
    slot, blob, slot_key = made
    ring_key.wipe()

    with pytest.raises(WrongKeyError, match="the ring key was wiped"):
        make_slot(Held(), ring_key=ring_key, journal=journal)
    with pytest.raises(WrongKeyError, match="the ring key was wiped"):
        rewrap_slot(blob, slot_id=slot.id, journal=journal, slot_key=slot_key, ring_key=ring_key)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)], ids=len)
def test_a_provider_that_gives_no_whole_key_is_refused(made, journal, key):
    """A key of another size is the provider's fault, and said to be."""
    with pytest.raises(PluginError, match="bytearray of 32 bytes"):
        make_slot(Held(key), ring_key=new_ring_key(), journal=journal)
    with pytest.raises(PluginError, match="bytearray of 32 bytes"):
        _open(made, journal, provider=Held(key))


def test_a_provider_that_gives_immutable_bytes_is_refused(journal):
    """A key that cannot be overwritten is not taken."""

    class Immutable(Held):
        def create(self):
            return bytes(self.key), {}

    with pytest.raises(PluginError):
        make_slot(Immutable(), ring_key=new_ring_key(), journal=journal)


def _endless():
    fields = {}
    fields["again"] = fields
    return fields


@pytest.mark.parametrize(
    "parameters",
    [
        {"salt": b"left the room"},
        {"left the room": {1, 2}},
        {"x": float("nan")},
        {"x": "left the room\ud800"},
        {"x": "left the room" * 2000},
        _endless(),
    ],
    ids=["bytes", "set", "NaN", "half a character", "too long", "endless"],
)
def test_parameters_that_cannot_be_stored_are_refused(journal, parameters, holds_nothing_of):
    """What JSON does not have, or 16 KiB do not hold, is the provider's fault."""
    with pytest.raises(PluginError, match="kind or parameters") as caught:
        make_slot(Held(parameters=parameters), ring_key=new_ring_key(), journal=journal)

    holds_nothing_of(caught.value, "left the room")


def test_a_kind_that_cannot_be_stored_is_refused(journal):
    """A kind has lower-case letters, digits and hyphens only."""
    provider = Held()
    provider.kind = "X held"

    with pytest.raises(PluginError, match="kind or parameters"):
        make_slot(provider, ring_key=new_ring_key(), journal=journal)


def test_the_digest_of_all_slots_is_as_specified(independent):
    """Names and bytes, in the order of the names, however they are given."""
    slots = {"slot/bb": b"2", "slot/aa": b"1"}
    expected = hashlib.sha256(independent.pae(b"slot/aa", b"1", b"slot/bb", b"2")).digest()

    assert slots_digest(slots) == slots_digest(dict(reversed(slots.items()))) == expected
    assert slots_digest({}) == hashlib.sha256(bytes(8)).digest()
    assert slots_digest({"slot/aa": b"1"}) != expected
    assert MAX_SLOTS == 16


def test_parameters_fill_16_kib_and_no_more(journal):
    """The longest parameters are stored and read again; one byte more is refused."""
    longest = {"x": "y" * (16 * 1024 - len('{"x":""}'))}
    longer = {"x": longest["x"] + "y"}
    slot, blob, _ = make_slot(Held(parameters=longest), ring_key=new_ring_key(), journal=journal)

    assert len(slot.parameters) == 16 * 1024
    assert parse_slot(blob, slot_id=slot.id, journal=journal).parameters_mapping == longest
    with pytest.raises(PluginError, match="kind or parameters"):
        make_slot(Held(parameters=longer), ring_key=new_ring_key(), journal=journal)


def test_a_slot_of_32_kib_is_read_and_none_larger(made, journal):
    """The size of a whole slot is checked to the byte."""
    parts = split_pae(made[1], count=6)
    room = 32 * 1024 - len(pae(*parts[:5], b""))
    place = {"slot_id": made[0].id, "journal": journal}

    assert len(parse_slot(pae(*parts[:5], bytes(room)), **place).envelope) == room
    with pytest.raises(TamperedRecordError, match="a slot is not as it was made"):
        parse_slot(pae(*parts[:5], bytes(room + 1)), **place)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=20),
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
        max_size=6,
    )
)
def test_any_parameters_come_back(parameters):
    """Whatever JSON can hold reaches the provider as it was."""
    slot, blob, _ = make_slot(
        Held(parameters=parameters), ring_key=Key(b"k" * 16, bytearray(32)), journal=b"j" * 16
    )

    assert slot.parameters_mapping == json.loads(slot.parameters) == parameters
    assert isinstance(parse_slot(blob, slot_id=slot.id, journal=b"j" * 16), Slot)
