"""Themes, and the families they belong to."""

from __future__ import annotations

import attrs

from supervision.catalogue._rules import (
    check_dotted,
    check_lang,
    check_pack_id,
    check_successor_of,
    check_texts,
    check_version,
    check_words,
)
from supervision.records import strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class Family:
    """A family of themes.

    Attributes:
        id: Its id, such as `family`; themes of ours begin with it.
        label: A few words for people.
        text: What its themes have in common.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    label: str
    text: str

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(label=self.label, text=self.text)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Theme:
    """Something that supervision talks about.

    Attributes:
        id: Its id, such as `family.burden`, or your own under `x.<org>.`; never used again.
        version: The version of its text, 1 or more.
        label: A few words for people.
        text: What it covers.
        family: The id of its family, or your own under `x.<org>.`.
        source: Who the idea comes from.
        rights: Under what terms the words may be used.
        lang: The language of the words.
        confirmed: Whether the source was read for it; else it is general knowledge.
        replaced_by: The theme to use instead, if this one should not be used any more.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    label: str
    text: str
    family: str
    source: str
    rights: str
    lang: str = "en"
    confirmed: bool = True
    replaced_by: str | None = None

    def __attrs_post_init__(self) -> None:
        check_dotted("id", self.id)
        check_version(self.version)
        check_texts(label=self.label, text=self.text, source=self.source, rights=self.rights)
        check_pack_id("family", self.family)
        check_lang(self.lang)
        check_successor_of(self.id, self.replaced_by)
