"""A mapping that cannot be changed and is written as JSON like any dict."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Fixed(dict[K, V], Generic[K, V]):
    """What several may be given: read like a dict, and not changed by any of them.

    Examples:
        >>> Fixed(month="2026-03") == {"month": "2026-03"}
        True
    """

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        """Refuse, by `TypeError`: others read the same mapping."""
        msg = "this mapping cannot be changed; copy it with dict() first"
        raise TypeError(msg)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return dict, (dict(self),)
