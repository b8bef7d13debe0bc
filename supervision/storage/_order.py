"""Names in order, for the backends that keep everything in memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

_PAGE = 256


class NameOrder:
    """A sorted set of names.

    >>> order = NameOrder(["b/1", "a/2", "a/1"])
    >>> order.page("a/", after="a/1")
    ['a/2']
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = sorted(names)

    def add(self, name: str) -> None:
        """Put a new name in its place."""
        insort(self._names, name)

    def remove(self, name: str) -> None:
        """Take a name out that is there."""
        del self._names[bisect_left(self._names, name)]

    def page(self, prefix: str, *, after: str) -> list[str]:
        """Return the next few names under *prefix* that come after *after*."""
        start = max(bisect_left(self._names, prefix), bisect_right(self._names, after))
        page = self._names[start : start + _PAGE]
        return [name for name in page if name.startswith(prefix)]
