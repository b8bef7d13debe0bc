"""Everything that `KeyProvider` promises, as tests for any provider."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest

from supervision.crypto import (
    KeyProvider,
    make_slot,
    new_ring_key,
    open_slot,
    parse_slot,
    rewrap_slot,
)
from supervision.errors import TamperedRecordError, UnsupportedFormatError, WrongKeyError

_JOURNAL = bytes(range(16))
_KEY_SIZE = 32
_REFUSALS = (TamperedRecordError, UnsupportedFormatError, WrongKeyError)


class KeyProviderContract:
    """The promises of a key provider; inherit from it and say how to make yours.

    A class of tests in a file of its own::

        class TestToken(KeyProviderContract):
            def provider_in(self, folder):
                return Token(folder / "token", pin="1234")

            def stranger_in(self, folder):
                return Token(folder / "stranger", pin="4321")
    """

    def provider_in(self, folder: Path) -> KeyProvider:
        """Return a provider that always has the same key, and keeps its files in *folder*."""
        raise NotImplementedError

    def stranger_in(self, folder: Path) -> KeyProvider:
        """Return a provider of the same kind that has another key."""
        raise NotImplementedError

    @pytest.fixture
    def provider(self, tmp_path: Path) -> KeyProvider:
        """The provider under test."""
        return self.provider_in(tmp_path)

    @pytest.fixture
    def stranger(self, tmp_path: Path) -> KeyProvider:
        """A provider that must not get in."""
        return self.stranger_in(tmp_path)

    def test_its_kind_can_be_stored(self, provider: KeyProvider) -> None:
        """The kind has 1 to 40 lower-case letters, digits and hyphens."""
        plain = provider.kind.replace("-", "a")

        assert 1 <= len(plain) <= 40
        assert plain.isascii()
        assert plain.isalnum()
        assert plain == plain.lower()

    def test_it_makes_a_key_of_full_size(self, provider: KeyProvider) -> None:
        """A slot key is a bytearray of 32 bytes, so that it can be overwritten."""
        key, _ = provider.create()

        assert type(key) is bytearray
        assert len(key) == _KEY_SIZE
        assert any(key)

    def test_each_key_is_new(self, provider: KeyProvider) -> None:
        """Two slots of one provider have two keys."""
        assert provider.create()[0] != provider.create()[0]

    def test_it_recovers_the_key_it_made(self, provider: KeyProvider) -> None:
        """The parameters give the key again after a trip through JSON, as often as needed."""
        key, parameters = provider.create()
        stored = _stored(parameters)

        assert [provider.recover(stored) for _ in range(2)] == [key, key]

    def test_it_recovers_the_key_in_another_process(
        self, provider: KeyProvider, tmp_path: Path
    ) -> None:
        """A provider made anew from the same source recovers the key."""
        key, parameters = provider.create()

        assert self.provider_in(tmp_path).recover(_stored(parameters)) == key

    def test_overwriting_a_key_spoils_no_other(self, provider: KeyProvider) -> None:
        """Every call returns bytes of its own: the journal overwrites what it was given."""
        key, parameters = provider.create()
        kept = bytes(key)
        key[:] = bytes(_KEY_SIZE)
        again = provider.recover(_stored(parameters))
        again[:] = bytes(_KEY_SIZE)

        assert provider.recover(_stored(parameters)) == kept

    def test_its_parameters_are_small_and_hold_no_key(self, provider: KeyProvider) -> None:
        """What is stored in clear has 16 KiB at most, and neither key nor text of it."""
        key, parameters = provider.create()
        stored = json.dumps(dict(parameters), allow_nan=False)

        assert len(stored) <= 16 * 1024
        for spelled in (key.hex(), key.hex().upper(), b64encode(key).decode()):
            assert spelled not in stored

    def test_its_repr_holds_no_key(self, provider: KeyProvider) -> None:
        """Neither `repr` nor `str` of a provider shows a key that it made."""
        key, _ = provider.create()

        for shown in (repr(provider), str(provider)):
            assert key.hex() not in shown
            assert repr(bytes(key)) not in shown

    @pytest.mark.parametrize(
        "parameters",
        [{}, {"x": 1}, {"salt": None}, {"salt": "zz", "kdf": "none"}, {"kdf": ["argon2id"]}],
        ids=["nothing", "a stray field", "no salt", "a broken salt", "a list"],
    )
    def test_it_refuses_the_parameters_of_others(
        self, provider: KeyProvider, parameters: Mapping[str, object]
    ) -> None:
        """Parameters that the provider did not make are refused by an error of ours."""
        with pytest.raises(_REFUSALS):
            provider.recover(parameters)

    def test_a_stranger_has_another_key(self, provider: KeyProvider, stranger: KeyProvider) -> None:
        """Another key of the same kind recovers something else, or says that it can't."""
        key, parameters = provider.create()

        assert stranger.kind == provider.kind
        assert _recovered(stranger, _stored(parameters)) != key

    def test_it_opens_its_slot(self, provider: KeyProvider) -> None:
        """A slot made with the provider gives the ring key back to it."""
        ring_key = new_ring_key()
        slot, blob, slot_key = make_slot(provider, ring_key=ring_key, journal=_JOURNAL)

        opened, again = open_slot(blob, slot_id=slot.id, journal=_JOURNAL, provider=provider)

        assert (opened.kid, opened.material) == (ring_key.kid, ring_key.material)
        assert (again.kid, again.material) == (slot.id, slot_key.material)

    def test_a_stranger_does_not_open_its_slot(
        self, provider: KeyProvider, stranger: KeyProvider
    ) -> None:
        """A slot opens for no other key."""
        slot, blob, _ = make_slot(provider, ring_key=new_ring_key(), journal=_JOURNAL)

        with pytest.raises(WrongKeyError):
            open_slot(blob, slot_id=slot.id, journal=_JOURNAL, provider=stranger)

    def test_its_slot_can_change_hands(self, provider: KeyProvider) -> None:
        """A new ring key goes into the slot without the provider, which then opens it."""
        slot, blob, slot_key = make_slot(provider, ring_key=new_ring_key(), journal=_JOURNAL)
        newer = new_ring_key()

        changed = rewrap_slot(
            blob, slot_id=slot.id, journal=_JOURNAL, slot_key=slot_key, ring_key=newer
        )
        opened, _ = open_slot(changed, slot_id=slot.id, journal=_JOURNAL, provider=provider)
        parsed = parse_slot(changed, slot_id=slot.id, journal=_JOURNAL)

        assert (opened.kid, opened.material) == (newer.kid, newer.material)
        assert parsed.parameters == slot.parameters


def _stored(parameters: Mapping[str, object]) -> Mapping[str, object]:
    stored: Mapping[str, object] = json.loads(json.dumps(dict(parameters)))
    return stored


def _recovered(provider: KeyProvider, parameters: Mapping[str, object]) -> bytearray | None:
    try:
        return provider.recover(parameters)
    except WrongKeyError:
        return None
