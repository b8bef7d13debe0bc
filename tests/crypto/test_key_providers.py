"""The contract over our own key providers, and over broken ones."""

from __future__ import annotations

import pytest

from supervision.crypto import INSECURE_FAST, KeyFile, Passphrase, RecoveryCode
from supervision.errors import WrongKeyError
from supervision.testing import KeyProviderContract


class TestPassphrase(KeyProviderContract):
    """A passphrase, at the cost of tests."""

    def provider_in(self, folder):
        """The right one."""
        return Passphrase("over the hills", INSECURE_FAST)

    def stranger_in(self, folder):
        """Another one."""
        return Passphrase("over the hill", INSECURE_FAST)


class TestKeyFile(KeyProviderContract):
    """A key file on disk."""

    def provider_in(self, folder):
        """The file, made when it is first asked for."""
        path = folder / "journal.key"
        return KeyFile(path) if path.exists() else KeyFile.generate(path)

    def stranger_in(self, folder):
        """Another file."""
        return KeyFile.generate(folder / "stranger.key")


class TestRecoveryCode(KeyProviderContract):
    """A code on paper."""

    def provider_in(self, folder):
        """The right one."""
        return RecoveryCode("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-P")

    def stranger_in(self, folder):
        """Another one."""
        return RecoveryCode.generate()


class Obedient:
    """A third party's provider that keeps the contract, with no recovery of strangers."""

    kind = "x-obedient"
    master = b"m" * 32

    def create(self):
        """Hand out a key that its number gives again."""
        number = RecoveryCode.generate().create()[1]["salt"]
        return self._key(number), {"salt": number, "kdf": "x"}

    def recover(self, parameters):
        """Hand it out again, or refuse."""
        if parameters.get("kdf") != "x" or not isinstance(parameters.get("salt"), str):
            raise WrongKeyError
        return self._key(parameters["salt"])

    def _key(self, number):
        salt = bytes.fromhex(number) * 2
        return bytearray(one ^ two for one, two in zip(self.master, salt, strict=True))


class TestThirdParty(KeyProviderContract):
    """A provider that knows its strangers."""

    def provider_in(self, folder):
        """The right one."""
        return Obedient()

    def stranger_in(self, folder):
        """One that recovers nothing."""

        class Stranger(Obedient):
            def recover(self, parameters):
                raise WrongKeyError

        return Stranger()


class Broken(Obedient):
    """The base of providers that break one promise each."""

    kind = "X broken"

    def __repr__(self):
        return self.create()[0].hex()

    def create(self):
        """Hand out the master key in immutable bytes, and the key with it."""
        return bytes(self.master), {"salt": self.master.hex()}

    def recover(self, parameters):
        """Take anything, and give something else."""
        return self._key("aa" * 16)


CONTRACT = KeyProviderContract()


@pytest.mark.parametrize(
    "check",
    [
        CONTRACT.test_its_kind_can_be_stored,
        CONTRACT.test_it_makes_a_key_of_full_size,
        CONTRACT.test_each_key_is_new,
        CONTRACT.test_it_recovers_the_key_it_made,
        CONTRACT.test_its_parameters_are_small_and_hold_no_key,
        CONTRACT.test_its_repr_holds_no_key,
    ],
    ids=lambda check: check.__name__,
)
def test_a_broken_promise_is_noticed(check):
    """Each check of the contract fails for a provider that breaks it."""
    with pytest.raises(AssertionError):
        check(Broken())


def test_a_provider_that_takes_anything_is_noticed():
    """The contract fails a provider that recovers from parameters of others."""
    with pytest.raises(pytest.fail.Exception):
        CONTRACT.test_it_refuses_the_parameters_of_others(Broken(), {})


def test_a_stranger_that_gets_in_is_noticed():
    """The contract fails a provider whose strangers have its key."""
    with pytest.raises(AssertionError):
        CONTRACT.test_a_stranger_has_another_key(Obedient(), Obedient())
    with pytest.raises(pytest.fail.Exception):
        CONTRACT.test_a_stranger_does_not_open_its_slot(Obedient(), Obedient())


def test_a_shared_key_is_noticed():
    """The contract fails a provider that hands out the same bytes twice."""

    class Sharing(Obedient):
        def __init__(self):
            self.only = bytearray(self.master)

        def create(self):
            return self.only, {}

        def recover(self, parameters):
            return self.only

    with pytest.raises(AssertionError):
        CONTRACT.test_overwriting_a_key_spoils_no_other(Sharing())


def test_the_contract_asks_for_its_two_providers(tmp_path):
    """Whoever inherits must say how to make a provider and a stranger."""
    for make in (CONTRACT.provider_in, CONTRACT.stranger_in):
        with pytest.raises(NotImplementedError):
            make(tmp_path)
