"""What a journal is set to: packs, approaches, renamed themes, known names."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.records._fields import ids, narrative, texts
from supervision.records._rules import (
    THEME_RULE,
    check_dotted,
    check_unique,
    check_words,
    is_hex,
    refuse,
)
from supervision.records._strict import strict

_DIGEST_DIGITS = 32
_PACK_RULE = "must be the id of a pack, such as 'network', or your own under 'x.<org>.'"


@attrs.frozen(kw_only=True, field_transformer=strict)
class UsedPack:
    """A pack that a journal uses.

    Attributes:
        id: The id of the pack, such as `network`, or your own under `x.<org>.`.
        text: The whole file of a pack of your own, so that the journal needs no other; empty for
            one that comes with the library or with another distribution.
        used: Whether it is in use. One of your own that was dropped stays, so that no older version
            of it can come back unnoticed.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    text: str = narrative()
    used: bool = True

    def __attrs_post_init__(self) -> None:
        if self.id.startswith("x."):
            check_dotted("id", (self.id,), _PACK_RULE)
        else:
            check_words("id", (self.id,))


@attrs.frozen(kw_only=True, field_transformer=strict)
class Rename:
    """One theme taken for another, in all that was recorded and all that will be.

    No record is rewritten: the ledger is read so. Several themes taken for one are a merger.

    Attributes:
        theme: The theme as it was recorded.
        into: What it is taken for.
        at: When that was decided, RFC 3339 in UTC.
        reason: Why, in words.
        undone: When it was undone, RFC 3339 in UTC; None while it holds.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    theme: str
    into: str
    at: str
    reason: str = narrative()
    undone: str | None = None

    def __attrs_post_init__(self) -> None:
        check_dotted("theme", (self.theme,), THEME_RULE)
        check_dotted("into", (self.into,), THEME_RULE)
        if self.theme == self.into:
            refuse("into", "must be another theme")


def _packs(values: Iterable[UsedPack]) -> tuple[UsedPack, ...]:
    return tuple(values)


def _renames(values: Iterable[Rename]) -> tuple[Rename, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Settings:
    """What a journal is set to. Nothing is on unless somebody turned it on.

    Attributes:
        version: How often it was changed; 0 for a journal that was never set to anything.
        packs: The packs of prompts and themes in use, besides those for all, in order; and your own
            that were.
        approaches: The ids of the approaches in use, such as `open-dialogue`, in order.
        renames: The themes that are taken for others, in the order in which that was decided, with
            those that were undone.
        names: Keyed hashes of known names, 32 hexadecimal digits each. The names are not kept.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> Settings(approaches=["harm-reduction"]).approaches
        ('harm-reduction',)
    """

    version: int = 0
    packs: tuple[UsedPack, ...] = attrs.field(default=(), converter=_packs)
    approaches: tuple[str, ...] = attrs.field(default=(), converter=texts)
    renames: tuple[Rename, ...] = attrs.field(default=(), converter=_renames)
    names: frozenset[str] = attrs.field(default=frozenset(), converter=ids, repr=False)

    def __attrs_post_init__(self) -> None:
        check_unique("packs", [pack.id for pack in self.packs])
        check_words("approaches", self.approaches)
        check_unique("approaches", self.approaches)
        check_unique("renames", [each.theme for each in self.renames if each.undone is None])
        if not all(is_hex(name, _DIGEST_DIGITS) for name in self.names):
            refuse("names", f"must be keyed hashes of {_DIGEST_DIGITS} hexadecimal digits")
        self._check_ends()

    def _check_ends(self) -> None:
        into = self.aliases()
        for theme in into:
            seen = {theme}
            while theme in into:
                theme = into[theme]  # noqa: PLW2901 - followed to its end
                if theme in seen:
                    refuse("renames", "must not lead back to where they began; undo one instead")
                seen.add(theme)

    def aliases(self) -> dict[str, str]:
        """Return what each renamed theme is taken for; that may be renamed in its turn."""
        return {each.theme: each.into for each in self.renames if each.undone is None}

    def theme_now(self, theme: str) -> str:
        """Return what *theme* is taken for, itself if it was not renamed.

        Examples:
            >>> merged = Rename(theme="x.kent.kin", into="family.part-of-solution",
            ...                 at="2026-11-20T09:30:00Z")
            >>> Settings(renames=[merged]).theme_now("x.kent.kin")
            'family.part-of-solution'
        """
        into = self.aliases()
        while theme in into:
            theme = into[theme]
        return theme
