"""What comes with the package: how much there is, that it hangs together, and whose words it is."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import supervision
from supervision.catalogue import Audience, Catalogue, Reminder, instruments
from supervision.records import AnswerKind

SHIPPED = Catalogue.shipped()
DATA = Path(supervision.__file__).parent / "catalogue" / "_data"
FILES = sorted(DATA.rglob("*.toml"))
# The packs of the first release, and how many prompts each has.
FIRST = {
    "driscoll": 3,
    "functions": 9,
    "gibbs": 6,
    "group": 5,
    "harm": 5,
    "needs": 10,
    "network": 8,
    "relapse": 9,
    "resonance": 8,
    "safeguarding": 5,
    "seven-eyed": 7,
    "trainer": 5,
}
FAMILIES = {
    "change": 8,
    "family": 9,
    "focus": 5,
    "need": 7,
    "practitioner": 8,
    "resonance": 5,
    "safety": 7,
    "supervision": 4,
    "system": 7,
}
PROMPTS = list(SHIPPED.prompts.values())


def test_sixty_themes_in_nine_families():
    """There are sixty themes, and each belongs to the family that its id begins with."""
    themes = SHIPPED.themes.values()

    assert Counter(theme.family for theme in themes) == FAMILIES
    assert list(SHIPPED.families) == list(FAMILIES)
    assert len(themes) == 60
    assert all(theme.id.startswith(f"{theme.family}.") for theme in themes)


def test_eighty_prompts_in_twelve_packs():
    """The first twelve packs have eighty prompts between them."""
    assert {pack: len(SHIPPED.pack(pack).prompts) for pack in FIRST} == FIRST
    assert sum(FIRST.values()) == 80


@pytest.mark.parametrize("entries", ["themes", "prompts", "models", "approaches", "packs"])
def test_no_two_say_the_same(entries):
    """No text is used twice, within a file or between files."""
    texts = Counter(entry.text.casefold() for entry in getattr(SHIPPED, entries).values())

    assert [text for text, times in texts.items() if times > 1] == []


def test_labels_are_for_people():
    """Each theme has a label of its own, short enough for a chart and unlike its text."""
    labels = [theme.label for theme in SHIPPED.themes.values()]

    assert len({label.casefold() for label in labels}) == 60
    assert all(3 <= len(label) <= 40 for label in labels)
    assert all(label[0].isupper() or label[0] == '"' for label in labels)


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.id)
def test_each_linked_theme_is_there(prompt):
    """What a prompt touches is in the catalogue, and nothing shipped is under ``x.``."""
    assert set(prompt.themes) <= set(SHIPPED.themes)
    assert not prompt.id.startswith("x.")


def test_every_theme_is_asked_about():
    """Each theme is touched by a prompt at least."""
    asked = {theme for prompt in PROMPTS for theme in prompt.themes}

    assert set(SHIPPED.themes) - asked == set()


def test_no_prompt_has_two_homes():
    """An id of a prompt is in one pack or model only, so that none hides another."""
    homes = [*SHIPPED.packs.values(), *SHIPPED.models.values()]
    ids = [prompt.id for home in homes for prompt in home.prompts]

    assert len(ids) == len(set(ids)) == len(PROMPTS)


def test_what_belongs_to_an_approach_is_marked():
    """Of the first packs, four belong to an approach."""
    marked = {pack for pack in FIRST if SHIPPED.pack(pack).approach_specific}

    assert marked == {"harm", "network", "relapse", "resonance"}


def test_who_is_asked():
    """The packs for groups and trainers say so, and the sixth mode is the supervisor's."""
    audiences = {pack: {each.audience for each in SHIPPED.pack(pack).prompts} for pack in FIRST}

    assert audiences.pop("group") == {Audience.GROUP}
    assert audiences.pop("trainer") == {Audience.TRAINER}
    assert audiences.pop("seven-eyed") == {Audience.SUPERVISEE, Audience.SUPERVISOR}
    assert set().union(*audiences.values()) == {Audience.SUPERVISEE}
    assert SHIPPED.prompt("seven.6-supervisor").audience == Audience.SUPERVISOR


def test_ratings_make_series():
    """Each scale of ours is a single question from 0 to 10 whose marks make a series."""
    scales = [prompt for pack in FIRST for prompt in SHIPPED.pack(pack).prompts if prompt.anchors]

    assert [scale.id for scale in scales] == [
        "functions.load",
        "needs.fit",
        "network.resource",
        "relapse.confidence",
        "resonance.share-of-hour",
        "trainer.confidence",
    ]
    assert all(scale.repeatable and (scale.low, scale.high) == (0, 10) for scale in scales)


def test_reminders_are_of_two_answers():
    """Yes to what cannot wait, and no to overdose talked through, remind a person to act."""
    reminders = {
        prompt.id: prompt.reminder.on
        for pack in FIRST
        for prompt in SHIPPED.pack(pack).prompts
        if isinstance(prompt.reminder, Reminder)
    }

    assert reminders == {"harm.overdose-talk": False, "safeguarding.not-waiting": True}


def test_a_childs_day_is_asked_about_where_there_is_a_child():
    """One prompt of the first packs depends on another."""
    conditions = {
        prompt.id: (prompt.when.prompt, prompt.when.is_)
        for pack in FIRST
        for prompt in SHIPPED.pack(pack).prompts
        if prompt.when
    }

    assert conditions == {"safeguarding.childs-day": ("safeguarding.child-in-view", True)}


def test_choices_are_no_part_of_the_question():
    """What may be chosen is listed once: not in the text, too."""
    choices = [prompt for prompt in PROMPTS if prompt.kind is AnswerKind.CHOICE]

    assert len(choices) >= 5
    assert not any(" / " in prompt.text or "(" in prompt.text for prompt in choices)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_files_hold_words_of_ours(path):
    """No file holds a mark of the research, an unsure fact or a place where it was found."""
    text = path.read_text(encoding="utf-8")

    assert (
        re.search(r"\[[GVP]\??[\]:]|Seed[HJ]|Janus(RF|NL)|https?:|scribd|docplayer|TODO", text)
        is None
    )
    assert path.name == "instruments.toml" or "Apache-2.0" in text


def test_instruments_that_need_a_licence():
    """The known instruments have ids of their own, and no item of theirs is anywhere."""
    known = instruments()
    names = [name for each in known for name in (each.id, *each.also)]

    assert {"lass", "mcss-26", "ors", "srs", "proqol", "swai", "srq", "s-srq", "top"} <= set(names)
    assert len(names) == len(set(names))
    assert all(each.verdict.startswith(("never shipped", "reference only")) for each in known)
    assert [pack.id for pack in SHIPPED.packs.values() if pack.scales] == []


@pytest.mark.parametrize("pack", SHIPPED.packs.values(), ids=lambda pack: pack.id)
def test_packs_that_are_shipped_could_be_anybodys(pack):
    """Each pack keeps the rules that a pack of somebody else's keeps, its names apart."""
    wanted = {prompt.id for prompt in pack.prompts}

    assert wanted
    assert all(prompt.answer(_fitting(prompt)).wording == prompt.wording for prompt in pack.prompts)
    assert json.dumps([prompt.text for prompt in pack.prompts]).isprintable()


def _fitting(prompt):
    return {
        AnswerKind.TEXT: "a",
        AnswerKind.LIST: ["a"],
        AnswerKind.YESNO: False,
        AnswerKind.SCALE: 7,
        AnswerKind.CHOICE: prompt.choices[-1:] and prompt.choices[-1],
    }[prompt.kind]
