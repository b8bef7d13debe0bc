"""Packs that installed distributions bring."""

from __future__ import annotations

from typing import Any

from supervision._entry_points import distribution_of, points
from supervision.catalogue._catalogue import Catalogue
from supervision.catalogue._loading import check_own, load_pack
from supervision.catalogue._packs import Pack
from supervision.errors import PluginError, SupervisionError

_GROUP = "supervision.packs"


def installed_packs() -> tuple[Pack, ...]:
    """Return the packs of installed distributions, in the order of their ids.

    An entry point of the group ``supervision.packs`` names a `Pack`, the path of its file, or
    something to call that returns either.

    Raises:
        PluginError: if one does not load or breaks a rule, or two claim one id; it names the
            distributions.
    """
    found: dict[str, Pack] = {}
    owners: dict[str, str] = {}
    for point in points(_GROUP):
        pack, owner = _pack(point), distribution_of(point)
        if pack.id in found:
            msg = (
                f"the distributions '{owners[pack.id]}' and '{owner}' both claim the pack "
                f"'{pack.id}'; uninstall one of them"
            )
            raise PluginError(msg)
        found[pack.id], owners[pack.id] = pack, owner
    return tuple(found[each] for each in sorted(found))


def _pack(point: Any) -> Pack:
    try:
        return _made(point.load())
    except Exception as error:
        rule = f" ({error})" if isinstance(error, SupervisionError) else ""
        msg = (
            f"the pack '{point.name}' of the distribution '{distribution_of(point)}' failed to "
            f"load{rule}; upgrade or uninstall it"
        )
        raise PluginError(msg) from error


def _made(brought: Any) -> Pack:
    thing = brought() if callable(brought) else brought
    if not isinstance(thing, Pack):
        return load_pack(thing)
    check_own(thing, Catalogue.shipped(), name=thing.id)
    return thing
