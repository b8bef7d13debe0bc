"""Models of reflection and of supervision."""

from __future__ import annotations

import attrs

from supervision.catalogue._enums import ModelKind, UsedFor
from supervision.catalogue._prompts import Prompt
from supervision.catalogue._rules import (
    check_all_texts,
    check_dotted,
    check_lang,
    check_successor_of,
    check_texts,
    check_unique,
    check_version,
    check_words,
    listed,
    refuse,
)
from supervision.records import strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class Stage:
    """A stage, lens, level, mode or function of a model.

    Attributes:
        id: Its id, such as `so-what`; kept in the stages of a `CaseDiscussion`.
        label: A few words for people.
        text: What happens there, in our words.
        prompt: The id of the prompt that opens it, if one does.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    label: str
    text: str
    prompt: str | None = None

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(label=self.label, text=self.text)
        if self.prompt is not None:
            check_dotted("prompt", self.prompt)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Axis:
    """One side of a grid or profile, such as the roles of the discrimination model.

    Attributes:
        id: Its id.
        label: A few words for people.
        stages: What lies along it, in order.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    label: str
    stages: tuple[Stage, ...] = attrs.field(default=(), converter=listed)

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(label=self.label)
        check_unique("stages", [stage.id for stage in self.stages])


@attrs.frozen(kw_only=True, field_transformer=strict)
class Model:
    """A model of reflection or of supervision.

    Attributes:
        id: Its id, such as `gibbs`; kept in records; never used again.
        version: The version of its words, 1 or more.
        label: What it is called.
        text: What it is, in our words.
        kind: Its shape.
        used_for: What it gives form to.
        stages: Its stages, in order where its kind has one.
        axes: The sides of a grid or profile.
        records: What it lets you record: the path of a field, a colon, and what goes there.
        prompts: Prompts of its own, for stages that no pack has one for.
        source: Who published it, and when.
        rights: Under what terms the words here may be used.
        lang: The language of the words.
        confirmed: Whether its structure was read at a source; else it is general knowledge.
        replaced_by: The model to use instead, if this one should not be used any more.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    label: str
    text: str
    kind: ModelKind
    used_for: UsedFor
    stages: tuple[Stage, ...] = attrs.field(default=(), converter=listed)
    axes: tuple[Axis, ...] = attrs.field(default=(), converter=listed)
    records: tuple[str, ...] = attrs.field(default=(), converter=listed)
    prompts: tuple[Prompt, ...] = attrs.field(default=(), converter=listed)
    source: str
    rights: str
    lang: str = "en"
    confirmed: bool
    replaced_by: str | None = None

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_version(self.version)
        check_texts(label=self.label, text=self.text, source=self.source, rights=self.rights)
        check_lang(self.lang)
        check_unique("stages", [stage.id for stage in self.stages])
        check_unique("axes", [axis.id for axis in self.axes])
        check_unique("prompts", [prompt.id for prompt in self.prompts])
        check_all_texts("records", self.records)
        check_successor_of(self.id, self.replaced_by)
        if not (self.stages or self.axes):
            refuse("stages", "or axes must be given")
