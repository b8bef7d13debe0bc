"""What supervision is to be about, as it was agreed."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.records._rules import check_focus, check_range, check_unique, refuse
from supervision.records._strict import strict

_WHOLE = 100


@attrs.frozen(kw_only=True, field_transformer=strict)
class FocusShare:
    """How much of the work is to be about one thing.

    Attributes:
        what: A family of themes such as `family`, a theme such as `family.burden`, a function such
            as `formative`, the approach that the agreement names, or your own under `x.<org>`.
        percent: Its share in whole percent, from 1 to 100.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> FocusShare(what="resonance", percent=50)
        FocusShare(what='resonance', percent=50)
    """

    what: str
    percent: int

    def __attrs_post_init__(self) -> None:
        check_focus("what", self.what)
        check_range("percent", self.percent, 1, _WHOLE)


def shares(values: Iterable[FocusShare]) -> tuple[FocusShare, ...]:
    """Return *values* in order."""
    return tuple(values)


def check_shares(field: str, values: tuple[FocusShare, ...]) -> None:
    """Refuse *values* that name a thing twice, or come to more than the whole."""
    named = [share.what for share in values]
    check_unique(field, named)
    if any(inner.startswith(f"{outer}.") for outer in named for inner in named):
        refuse(field, "must not name a theme beside its family")
    if sum(share.percent for share in values) > _WHOLE:
        refuse(field, f"must not come to more than {_WHOLE} percent in all")
