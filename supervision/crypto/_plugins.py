"""Key providers by their kind: ours, and those of installed distributions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supervision._entry_points import distribution_of, points
from supervision.crypto._key_file import KeyFile
from supervision.crypto._passphrase import Passphrase
from supervision.crypto._recovery_code import RecoveryCode
from supervision.errors import PluginError

_GROUP = "supervision.key_providers"
# Known even where the package is not installed, and not to be shadowed.
_OURS: Mapping[str, type] = {
    provider.kind: provider for provider in (Passphrase, KeyFile, RecoveryCode)
}


def key_provider(kind: str) -> Any:
    """Return what is registered under *kind* in the group ``supervision.key_providers``.

    Args:
        kind: The kind of a slot, such as ``passphrase``.

    Returns:
        The class of the provider; what it is built with is its own affair.

    Raises:
        PluginError: if nothing is registered under *kind*, two distributions claim it, or what
            is registered fails to load.

    >>> key_provider("key-file")
    <class 'supervision.crypto._key_file.KeyFile'>
    """
    claims = _claims_of_others(kind)
    owners = sorted(distribution_of(each) for each in claims)
    owners += [distribution_of(None)] * (kind in _OURS)
    if not owners:
        msg = f"no key provider is registered as {kind!r}; install the distribution that has it"
        raise PluginError(msg)
    if len(owners) > 1:
        msg = f"the key provider {kind!r} is claimed by {' and '.join(owners)}; uninstall one"
        raise PluginError(msg)
    return _OURS[kind] if kind in _OURS else _loaded(claims[0], kind, owners[0])


def _claims_of_others(kind: str) -> list[Any]:
    claims = points(_GROUP, name=kind)
    ours = {f"supervision.crypto:{provider.__name__}" for provider in _OURS.values()}
    return [claim for claim in claims if claim.value not in ours]


def _loaded(claim: Any, kind: str, owner: str) -> Any:
    try:
        return claim.load()
    except Exception as error:
        msg = f"the key provider {kind!r} of {owner} does not load; upgrade or uninstall it"
        raise PluginError(msg) from error
