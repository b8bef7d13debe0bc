"""What a key provider is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class KeyProvider(Protocol):
    """A way in: something that can make a key now, and make it again later.

    `supervision.testing.KeyProviderContract` is the full statement of these promises.

    Attributes:
        kind: The name under which the provider is registered: lower-case letters, digits and
            hyphens, 40 at most. It is stored in clear.
    """

    kind: str

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Return a new slot key, 32 bytes, and what `recover` needs to return it again.

        The parameters are stored in clear as JSON, 16 KiB at most: salts and addresses,
        and nothing that is secret.
        """
        ...

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return the slot key that `create` returned with *parameters*.

        The parameters come from the store and prove nothing: check them before acting on them.

        Raises:
            WrongKeyError: if the key cannot be had. A wrong passphrase need not be noticed here.
            UnsupportedFormatError: if *parameters* ask for what this provider does not do.
            TamperedRecordError: if *parameters* are none of this provider's.
        """
        ...
