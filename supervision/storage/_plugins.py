"""Who brings the backend of which scheme."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast

from supervision._entry_points import distribution_of, points
from supervision.errors import PluginError
from supervision.storage._protocol import Backend

GROUP = "supervision.backends"
# Known even where the package is not installed, and not to be shadowed.
_OURS = {
    "memory": "supervision.storage:open_memory",
    "sqlite": "supervision.storage:open_sqlite",
    "tinydb": "supervision.storage:open_tinydb",
}


class Factory(Protocol):
    """What an entry point of the group ``supervision.backends`` names."""

    def __call__(self, url: str, /, *, create: bool) -> Backend:
        """Open the store at *url*, or make it if *create* is true and there is none."""
        ...


@cache
def claims() -> Mapping[str, Any]:
    """Return the entry point behind each scheme; `None` behind our own.

    Raises:
        PluginError: if two distributions claim the same scheme.
    """
    found: dict[str, Any] = dict.fromkeys(_OURS)
    targets = dict(_OURS)
    for point in points(GROUP):
        scheme = point.name.lower()
        if targets.setdefault(scheme, point.value) != point.value:
            raise PluginError(_two_claims(scheme, point, found[scheme]))
        if scheme not in _OURS:
            found[scheme] = point
    return found


def load(point: Any) -> Factory:
    """Return the factory behind an entry point.

    Raises:
        PluginError: if it fails to load.
    """
    try:
        return cast("Factory", point.load())
    except Exception as error:
        msg = (
            f"the backend '{point.name}' of the distribution '{distribution_of(point)}' failed to "
            "load; install it anew, or report it to those who make it"
        )
        raise PluginError(msg) from error


def _two_claims(scheme: str, point: Any, other: Any) -> str:
    return (
        f"the distributions '{distribution_of(point)}' and '{distribution_of(other)}' both claim the "
        f"scheme '{scheme}'; uninstall one of them"
    )
