"""What a key provider is, and where the registered ones are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from supervision.errors import PluginError

GROUP = "supervision.key_providers"


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


def key_provider(kind: str) -> Any:
    """Return what is registered under *kind* in the group ``supervision.key_providers``.

    Args:
        kind: The kind of a slot, such as ``passphrase``.

    Returns:
        The class of the provider; what it is built with is its own affair.

    Raises:
        PluginError: if nothing is registered under *kind*, two distributions claim it, or what
            is registered fails to load.
    """
    # Importing it takes longer than everything else here together.
    from importlib.metadata import entry_points  # noqa: PLC0415 (above)

    claims = tuple(entry_points(group=GROUP, name=kind))
    if not claims:
        msg = f"no key provider is registered as {kind!r}; install the distribution that has it"
        raise PluginError(msg)
    owners = sorted(_distribution(claim) for claim in claims)
    if len(claims) > 1:
        msg = f"the key provider {kind!r} is claimed by {' and '.join(owners)}; uninstall one"
        raise PluginError(msg)
    try:
        return claims[0].load()
    except Exception as error:
        msg = f"the key provider {kind!r} of {owners[0]} does not load; upgrade or uninstall it"
        raise PluginError(msg) from error


def _distribution(claim: Any) -> str:
    return str(claim.value if claim.dist is None else claim.dist.name)
