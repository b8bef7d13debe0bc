"""What is suggested next, in which order, and why."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reflection_kit import FIT, after, catalogue, pack, prompt

from supervision.catalogue import Audience, Catalogue, Theme
from supervision.errors import CatalogueError
from supervision.records import ActionFacts, AnswerKind, Function, LedgerLine
from supervision.reflection import Suggestion, SuggestionKind, suggest

TODAY = date(2026, 11, 20)
SHIPPED = Catalogue.shipped()
KINDS = SuggestionKind
EVERYTHING = 1_000


def ago(days):
    """Return the day that many days before today."""
    return TODAY - timedelta(days=days)


def line(days=100, **facts):
    """Return the facts of a session held so many days ago."""
    return LedgerLine(kind="session", id="5" * 32, on=ago(days), **facts)


def offered(*lines, **options):
    """Return everything that is suggested."""
    return suggest(lines, **{"today": TODAY, "limit": EVERYTHING, **options})


def of_kind(kind, *lines, **options):
    """Return what is suggested for reasons of one kind."""
    return [one for one in offered(*lines, **options) if one.kind is kind]


def told(suggestions):
    """Return the prompts and reasons of *suggestions*."""
    return [(one.prompt and one.prompt.id, one.why) for one in suggestions]


def test_an_empty_ledger_suggests_what_was_never_asked():
    """At the beginning nothing is missing but questions: one from each pack first."""
    found = suggest([], today=TODAY)

    assert told(found) == [
        ("functions.standard-tested", "never asked"),
        ("needs.given-and-needed", "never asked"),
        ("safeguarding.child-in-view", "never asked"),
        ("seven.1-client", "never asked"),
        ("functions.outside-training", "never asked"),
    ]
    assert {(one.kind, one.since) for one in found} == {(KINDS.NEW, None)}


def test_one_of_each_kind_comes_first():
    """The list says something of everything before it says more of anything."""
    one = line(
        themes=("need.unmet",),
        modes=(3,),
        functions=(Function.FORMATIVE,),
        prompts=("needs.fit",),
        actions=(ActionFacts(owner="S-014"),),
    )

    assert [found.kind for found in offered(one)[:9]] == [
        *KINDS,
        KINDS.MODE,
        KINDS.FUNCTION,
        KINDS.NEW,
    ]


@pytest.mark.parametrize(("limit", "expected"), [(0, 0), (3, 3), (EVERYTHING, 30)])
def test_no_more_than_the_limit(limit, expected):
    """The list is as long as asked for, or as long as there are reasons."""
    assert len(suggest([], today=TODAY, limit=limit)) >= expected
    assert len(suggest([], today=TODAY, limit=limit)) <= limit


def test_what_lies_ahead_is_passed_over():
    """A session planned for tomorrow says nothing of what was talked about; today's does."""
    facts = {"prompts": ("needs.fit",), "modes": (1,), "themes": ("need.unmet",)}

    assert offered(line(-1, **facts, actions=(ActionFacts(owner="S-014"),))) == offered()
    assert offered(line(0, **facts)) != offered()


@pytest.mark.parametrize(
    ("days", "due", "why"),
    [
        (28, None, "an action of S-014 has been open for 28 days"),
        (10, 3, "an action of S-014 has been open for 10 days and was due 3 days ago"),
        (1, 1, "an action of S-014 has been open for 1 day and was due 1 day ago"),
        (0, 1, "an action of S-014 has been open for 0 days and was due 1 day ago"),
    ],
)
def test_an_ageing_action_is_told_with_its_age(days, due, why):
    """What was agreed and not done comes without a prompt, with its age in days."""
    due = due and ago(due)

    found = of_kind(KINDS.ACTION, line(days, actions=(ActionFacts(owner="S-014", due=due),)))

    assert found == [Suggestion(prompt=None, why=why, kind=KINDS.ACTION, since=ago(days))]


@pytest.mark.parametrize(
    ("days", "due", "done"),
    [(27, None, None), (100, 0, None), (100, -5, None), (100, 50, 40), (100, None, 0)],
)
def test_an_action_that_is_done_or_in_time_is_left_alone(days, due, done):
    """Neither what is not due yet nor what was done is brought up."""
    due, done = (None if one is None else ago(one) for one in (due, done))

    assert not of_kind(
        KINDS.ACTION, line(days, actions=(ActionFacts(owner="S-014", due=due, done=done),))
    )


def test_actions_come_by_urgency():
    """The longest overdue is first, then the oldest, then by owner; like ones are counted."""
    actions = (
        ActionFacts(owner="S-022"),
        ActionFacts(owner="S-014"),
        ActionFacts(owner="V-01", due=ago(2)),
        ActionFacts(owner="S-014"),
        ActionFacts(owner="V-01", due=ago(5)),
        ActionFacts(owner="V-01", due=ago(5)),
    )

    found = of_kind(KINDS.ACTION, line(50, actions=actions), line(60, actions=actions[:1]))

    assert [one.why for one in found] == [
        "2 actions of V-01 have been open for 50 days and were due 5 days ago",
        "an action of V-01 has been open for 50 days and was due 2 days ago",
        "an action of S-022 has been open for 60 days",
        "2 actions of S-014 have been open for 50 days",
        "an action of S-022 has been open for 50 days",
    ]


def test_a_quiet_theme_brings_a_prompt_that_is_linked_to_it():
    """A theme that came up before, and not for 90 days, is worth a question."""
    (found,) = of_kind(KINDS.THEME, line(90, themes=("need.stigma",)))

    assert found.prompt.id == "needs.if-they-read-this"
    assert found.why == "Stigma and shame: came up once, not since August 2026"
    assert found.since == ago(90)


def test_a_theme_that_came_up_lately_is_not_quiet():
    """The last time counts, not the first."""
    assert not of_kind(KINDS.THEME, line(89, themes=("need.stigma",)))
    assert not of_kind(
        KINDS.THEME, line(300, themes=("need.stigma",)), line(10, themes=("need.stigma",))
    )


def test_a_theme_without_a_prompt_is_told_all_the_same():
    """An own theme has no prompt among those shipped; its silence is worth knowing."""
    (found,) = of_kind(KINDS.THEME, line(themes=("x.kent.queue",)))

    assert (found.prompt, found.why) == (None, "x.kent.queue: came up once, not since August 2026")


def test_quiet_themes_come_by_how_often_they_came_up():
    """The most frequent is first, then the longest quiet, then by id."""
    lines = [
        line(100, themes=("x.o.b", "x.o.a")),
        line(200, themes=("x.o.c",)),
        line(300, themes=("x.o.d",)),
        line(301, themes=("x.o.d",)),
    ]

    assert [one.why for one in of_kind(KINDS.THEME, *lines)] == [
        "x.o.d: came up 2 times, not since January 2026",
        "x.o.c: came up once, not since May 2026",
        "x.o.a: came up once, not since August 2026",
        "x.o.b: came up once, not since August 2026",
    ]


def test_modes_that_were_never_visited():
    """Where the seven modes are used, those that never were are named with their prompt."""
    found = of_kind(KINDS.MODE, line(modes=(1, 2, 3, 5)), line(modes=(7,)))

    assert told(found) == [
        ("seven.4-self", "mode 4 of the seven-eyed model (The supervisee): never visited"),
        ("seven.6-supervisor", "mode 6 of the seven-eyed model (The supervisor): never visited"),
    ]


def test_a_mode_is_visited_by_answering_its_prompt():
    """Reflections have no modes; what was answered along the model counts all the same."""
    along = line(models=("seven-eyed",), prompts=("seven.1-client", "seven.7-context"))

    found = of_kind(KINDS.MODE, along)

    assert [one.why[5] for one in found] == ["2", "3", "4", "5", "6"]


def test_functions_that_were_never_served():
    """Where functions are recorded, those that never were are named with a prompt for them."""
    found = of_kind(KINDS.FUNCTION, line(functions=(Function.FORMATIVE, Function.NORMATIVE)))

    assert [one.why for one in found] == ["the restorative function: never served"]
    assert found[0].prompt.function is Function.RESTORATIVE


def test_what_is_not_used_is_not_missed():
    """Nobody who works without modes or functions is told that one is missing."""
    assert not of_kind(KINDS.MODE, line(themes=("need.unmet",), models=("gibbs",)))
    assert not of_kind(KINDS.MODE, line(prompts=("seven.1-client",)))
    assert not of_kind(KINDS.FUNCTION, line(modes=(1,)))


def test_a_mode_whose_prompt_is_not_to_be_chosen_is_told_without_it():
    """A choice of packs limits the prompts and not the reasons."""
    found = of_kind(KINDS.MODE, line(modes=(1, 2, 3, 4, 5, 6)), packs=["needs"])

    assert told(found) == [
        (None, "mode 7 of the seven-eyed model (The wider context): never visited")
    ]


def test_prompts_that_were_not_asked_lately():
    """A rating that makes a series is first, then what was asked longest ago."""
    lines = [
        line(200, prompts=("functions.distance", "functions.load")),
        line(100, prompts=("functions.next-skill",)),
        line(60, prompts=("functions.load",)),
        line(28, prompts=("needs.fit",)),
        line(27, prompts=("needs.stop",)),
    ]

    assert told(of_kind(KINDS.AGAIN, *lines)) == [
        ("functions.load", "not asked since September 2026"),
        ("needs.fit", "not asked since October 2026"),
        ("functions.distance", "not asked since May 2026"),
        ("functions.next-skill", "not asked since August 2026"),
    ]


def test_what_was_asked_lately_is_not_suggested_for_any_reason():
    """A theme that is quiet brings another prompt than the one of last week, or none."""
    (found,) = of_kind(
        KINDS.THEME,
        line(themes=("need.stigma",)),
        line(7, prompts=("needs.if-they-read-this",)),
    )

    assert found.prompt is None


def test_a_theme_brings_what_was_asked_longest_ago():
    """Among the prompts of a theme, one that was never asked is first, then the oldest."""
    themes = ("x.own.theme",)
    first, second, third = (prompt(name, themes=themes) for name in ("first", "second", "third"))
    own = catalogue(pack(first, second, third, themes=[own_theme()]))
    lines = [
        line(100, themes=themes, prompts=(second.id,)),
        line(200, prompts=(first.id,)),
        line(300, prompts=(third.id,)),
    ]

    for known, expected in [(3, third), (2, first), (1, second)]:
        (found,) = of_kind(KINDS.THEME, *lines[:known], catalogue=own, packs=["x.own.pack"])
        never = [one for one in (first, second, third) if one.id not in asked_in(lines[:known])]
        assert found.prompt == (never[0] if never else expected)


def asked_in(lines):
    """Return what was asked in *lines*."""
    return {one for each in lines for one in each.prompts}


def own_theme():
    """Return a theme under `x.own.`."""
    return Theme(
        id="x.own.theme", label="Own", text="Own.", family="x.own.all", source="ours", rights="ours"
    )


def test_no_prompt_comes_twice():
    """Two reasons never bring the same prompt, and it is not named again for itself."""
    one = line(themes=("need.stigma", "need.culture-and-difference", "need.unmet"), modes=(1,),
               functions=(Function.FORMATIVE,), prompts=("needs.fit", "needs.unanswered"))  # fmt: skip

    brought = [found.prompt.id for found in offered(one) if found.prompt]

    assert len(brought) == len(set(brought))


def test_approaches_cycles_and_trainers_are_left_out_unless_named():
    """What belongs to one approach, the steps of a cycle and exercises are nobody's by default."""
    brought = {one.prompt.id.partition(".")[0] for one in offered()}

    assert brought == {"functions", "needs", "safeguarding", "seven"}
    for name, family in [
        ("open-dialogue", "open-dialogue"),
        ("gibbs", "gibbs"),
        ("trainer", "trainer"),
    ]:
        named = offered(packs=[name])
        assert named
        assert {one.prompt.id.partition(".")[0] for one in named} == {family}


def test_prompts_for_groups_come_where_a_group_met():
    """Who is alone with a supervisor is not asked what everyone was careful not to say."""
    met = line(people=("S-014", "S-022"))

    def brought(*lines):
        return {one.prompt.audience for one in offered(*lines)}

    assert Audience.GROUP in brought(met)
    assert Audience.GROUP not in brought(line(people=("S-014",)))
    assert Audience.GROUP not in brought(replace(met, kind="agreement"))
    assert Audience.GROUP not in brought(replace(met, on=ago(-1)))


def test_an_unknown_pack_is_an_error():
    """A slip in the id of a pack does not go unnoticed."""
    with pytest.raises(CatalogueError, match="needs"):
        suggest([], today=TODAY, packs=["neds"])
    assert suggest([], today=TODAY, packs=[]) == []


def test_the_order_of_packs_does_not_matter():
    """A set of packs has no order, and gives one list."""
    assert offered(packs=["needs", "harm"]) == offered(packs=iter(["harm", "needs"]))


def test_prompts_for_one_audience():
    """Whoever asks for the prompts of one side gets no other."""
    for audience in (Audience.SUPERVISOR, Audience.GROUP, Audience.TRAINER):
        found = offered(audience=audience)
        assert {one.prompt.audience for one in found} == {audience}


def test_prompts_that_were_replaced_or_wait_for_others_are_never_suggested():
    """A deprecated prompt is not brought back, and a branch is not asked out of the blue."""
    old = prompt("old", replaced_by="x.own.fit", themes=("need.unmet",))
    yes = prompt("yes", AnswerKind.YESNO)
    own = catalogue(pack(old, FIT, yes, prompt("later", when=after("yes", answer=True))))

    found = offered(
        line(themes=("need.unmet",), prompts=(old.id,)), catalogue=own, packs=["x.own.pack"]
    )

    assert told(found) == [
        (None, "A need not met: came up once, not since August 2026"),
        ("x.own.fit", "never asked"),
        ("x.own.yes", "never asked"),
    ]


THEMES = sorted(SHIPPED.themes)[:6]
PROMPTS = [
    "needs.fit",
    "needs.stop",
    "functions.load",
    "seven.4-self",
    "harm.our-words",
    "x.o.gone",
]
OWNERS = st.sampled_from(["S-014", "S-022"])
DAYS = st.integers(-5, 400).map(ago)
ACTIONS = st.builds(ActionFacts, owner=OWNERS, due=st.none() | DAYS, done=st.none() | DAYS)


def several(values, most=2):
    """Make short tuples of *values*, each once."""
    return st.lists(values, max_size=most, unique=True).map(tuple)


LINES = st.lists(
    st.builds(
        LedgerLine,
        kind=st.sampled_from(["session", "reflection", "agreement"]),
        people=several(OWNERS),
        id=st.integers(0, 2**32).map("{:032x}".format),
        on=DAYS,
        themes=several(st.sampled_from(THEMES)),
        modes=several(st.integers(1, 7)),
        models=several(st.sampled_from(["gibbs", "seven-eyed"]), most=1),
        functions=several(st.sampled_from(Function)),
        prompts=several(st.sampled_from(PROMPTS)),
        actions=st.lists(ACTIONS, max_size=2).map(tuple),
    ),
    max_size=6,
)
PACKS = st.none() | st.lists(st.sampled_from(sorted(SHIPPED.packs)), max_size=3)


@settings(max_examples=60, deadline=None)
@given(LINES, PACKS, st.data())
def test_the_order_of_lines_does_not_matter(lines, packs, data):
    """The same facts give the same suggestions, whatever order they come in."""
    other = data.draw(st.permutations(lines))

    assert offered(*lines, packs=packs) == offered(*other, packs=packs)


@settings(max_examples=60, deadline=None)
@given(LINES, PACKS, st.integers(0, 8))
def test_a_shorter_list_is_the_beginning_of_the_longer(lines, packs, limit):
    """The limit cuts the list and changes nothing else in it."""
    assert offered(*lines, packs=packs, limit=limit) == offered(*lines, packs=packs)[:limit]


def naive_pool(lines, packs):
    """Return what may be suggested, the slow way: position by position, pack by pack."""
    taken = [one for one in SHIPPED.packs.values() if one.id in packs] if packs is not None else [
        one
        for one in SHIPPED.packs.values()
        if not one.approach_specific and one.id not in {"gibbs", "driscoll", "trainer"}
        and (one.id != "group" or any(len(x.people) > 1 and x.kind == "session" for x in lines))
    ]  # fmt: skip
    pool = []
    for place in range(max((len(one.prompts) for one in taken), default=0)):
        for each in taken:
            if place < len(each.prompts):
                shown = each.prompts[place]
                asked = naive_last(lines, "prompts", shown.id)
                recent = asked is not None and (TODAY - asked).days < 28
                if not (shown.when or shown.replaced_by or recent):
                    pool.append(shown)
    return pool


def naive_last(lines, field, value):
    """Return the last day on which *value* was in a field, or None."""
    return max((one.on for one in lines if value in getattr(one, field)), default=None)


def naive(lines, packs):
    """Return what each kind would bring, as (kind, since, prompts, first sort keys)."""
    lines = [one for one in lines if one.on <= TODAY]
    pool = naive_pool(lines, packs)

    def best(fits):
        return sorted(
            (one for one in pool if fits(one)),
            key=lambda one: naive_last(lines, "prompts", one.id) or date.min,
        )

    actions = Counter(
        ((TODAY - act.due).days if act.due else 0, (TODAY - one.on).days, act.owner, act.due)
        for one in lines
        for act in one.actions
        if act.done is None
        and (act.due < TODAY if act.due else (TODAY - one.on).days >= 28)
    )  # fmt: skip
    by_kind = {kind: [] for kind in KINDS}
    for _, age, _, _ in sorted(actions, key=lambda one: (-one[0], -one[1], one[2])):
        by_kind[KINDS.ACTION].append((ago(age), []))
    themes = Counter(theme for one in lines for theme in one.themes)
    for theme in sorted(
        themes, key=lambda one: (-themes[one], naive_last(lines, "themes", one), one)
    ):
        last = naive_last(lines, "themes", theme)
        if (TODAY - last).days >= 90:
            by_kind[KINDS.THEME].append((last, best(lambda one, theme=theme: theme in one.themes)))
    for mode in range(1, 8):
        stage = SHIPPED.model("seven-eyed").stages[mode - 1].prompt
        used = any(one.modes or "seven-eyed" in one.models for one in lines)
        if used and not any(mode in one.modes or stage in one.prompts for one in lines):
            by_kind[KINDS.MODE].append((None, [one for one in pool if one.id == stage]))
    for function in Function:
        if any(one.functions for one in lines) and not any(
            function in one.functions for one in lines
        ):
            fits = best(lambda one, function=function: one.function is function)
            by_kind[KINDS.FUNCTION].append((None, fits))
    before = [one for one in best(lambda one: True) if naive_last(lines, "prompts", one.id)]
    for one in [*filter(series, before), *(one for one in before if not series(one))]:
        by_kind[KINDS.AGAIN].append((naive_last(lines, "prompts", one.id), [one]))
    by_kind[KINDS.NEW] += [(None, [one]) for one in pool if one not in before]
    return by_kind


def series(shown):
    """Return whether a prompt makes a series."""
    return shown.repeatable


def naive_suggestions(lines, packs):
    """Return (kind, since, prompt) of everything to suggest, dealt out kind by kind."""
    by_kind, used, dealt = naive(lines, packs), [], []
    while any(by_kind.values()):
        for kind in KINDS:
            while by_kind[kind]:
                since, prompts = by_kind[kind].pop(0)
                left = [one for one in prompts if one not in used]
                if left or kind not in {KINDS.AGAIN, KINDS.NEW}:
                    used += left[:1]
                    dealt.append((kind, since, left[0] if left else None))
                    break
    return dealt


@settings(max_examples=100, deadline=None)
@given(LINES, PACKS)
def test_suggestions_equal_their_naive_definition(lines, packs):
    """What is suggested is what the rules say, worked out one by one."""
    found = [(one.kind, one.since, one.prompt) for one in offered(*lines, packs=packs)]

    assert found == naive_suggestions(lines, packs)


@settings(max_examples=60, deadline=None)
@given(LINES, PACKS)
def test_every_suggestion_has_a_reason_in_words(lines, packs):
    """Nothing is suggested without saying why, and the day it says is never ahead."""
    for one in offered(*lines, packs=packs):
        assert one.why.strip()
        assert one.since is None or one.since <= TODAY
        assert one.prompt is None or one.prompt.replaced_by is None
