"""The page: whole in itself, the same for the same lines, and fit for every kind of line."""

from __future__ import annotations

import random
import re
from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from page_kit import SINCE, TODAY, agreement, page_of, rule, year

from supervision.catalogue import Catalogue
from supervision.errors import CatalogueError, InvalidRecordError, SupervisionError
from supervision.records import FocusShare, LedgerLine, Modality, Rating
from supervision.reports import Exempt, Focus, html
from supervision.testing import ledger_lines

FOCUS = Focus.on_themes({"resonance": 40, "family": 20})
WHOLE = {"today": TODAY, "since": SINCE, "rule": rule(), "focus": FOCUS}


@pytest.fixture(scope="module")
def text():
    """The page of the example year for a supervisor."""
    return html(year(), **WHOLE)


@pytest.fixture(scope="module")
def page(text):
    """The same, read back."""
    return page_of(text)


def line(on=date(2026, 6, 4), **changes):
    """Return the line of an individual session."""
    given = {
        "kind": "session",
        "id": "5e" * 16,
        "on": on,
        "minutes": 60,
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "people": ("S-014",),
        "themes": ("family.burden",),
    }
    return LedgerLine(**{**given, **changes})


def test_the_same_lines_give_the_same_bytes(text):
    """Neither the time, nor the order of the lines, nor a line given twice changes a byte."""
    shuffled = [*year(), *year()[:20]]
    random.Random(4).shuffle(shuffled)

    assert html(shuffled, **WHOLE) == text


def test_it_asks_for_nothing(text, page):
    """No script, no style from elsewhere, no address but those of the page's own headings."""
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = [a["href"] for _, a in page.tags if "href" in a]

    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object"} == set()
    assert "://" not in text
    assert re.search(r"\bon[a-z]+=|javascript:|@import", text) is None
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_a_browser_is_told_to_allow_nothing_else(text, page):
    """The policy allows the one style of the page, by its digest, and no style in an element."""
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    policy = next(
        attributes["content"]
        for tag, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not [tag for tag, attributes in page.tags if "style" in attributes]


def test_every_id_is_there_once(page):
    """No two elements share an id, and whatever an element points to is there."""
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    named = [
        name
        for _, attributes in page.tags
        for name in attributes.get("aria-labelledby", "").split()
    ]

    assert len(set(ids)) == len(ids)
    assert set(named) <= set(ids)


def test_every_chart_can_be_read_without_seeing_it(page):
    """Each drawing is an image with a title and a description, and its section has a table."""
    drawings = [attributes for tag, attributes in page.tags if tag == "svg"]

    assert len(drawings) > 20
    assert all(each["role"] == "img" for each in drawings)
    assert "S-014" in page.sections["hours"]
    for caption in (
        "Minutes that count, month by month; in brackets what is short",
        "Families of themes, month by month",
        "The person and their drug of choice: agreed 40 %",
        "Each mark, by day",
        "Each action that is not done, the oldest first",
    ):
        assert len(page.tables[caption]) > 2, caption


def test_colours_are_the_page_s(text):
    """No colour of a drawing is fixed: all of them change on a dark screen."""
    drawn = "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))

    assert re.search(r"#[0-9a-f]{6}", drawn) is None
    assert {"--muted", "--main", "--soft", "--warn", "--aim"} <= set(
        re.findall(r"var\((--\w+)\)", drawn)
    )


def test_headings_are_in_order(page):
    """There is one heading of the first level, and none skips a level."""
    levels = [level for level, _ in page.headings]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_says_how_it_reads(page):
    """Language, width and both schemes of colour are stated, and what the page is made of."""
    names = {attributes.get("name"): attributes for tag, attributes in page.tags if tag == "meta"}

    assert ("html", {"lang": "en"}) in page.tags
    assert names["viewport"]["content"] == "width=device-width, initial-scale=1"
    assert names["color-scheme"]["content"] == "light dark"
    assert "plain text" in page.sections["left-out"]


@pytest.mark.parametrize("person", [None, "S-014"])
def test_nothing_at_all(person):
    """A journal without a record gives a page that says so."""
    page = page_of(html([], today=TODAY, person=person, rule=rule(), focus=FOCUS))

    assert "No theme came up." in page.sections["themes"]
    assert "No mark was given." in page.sections["needs"]
    assert "No action is open." in page.sections["actions"]
    assert "Nothing is due within 30 days." in page.sections["agreements"]
    assert "0 sessions with themes" in page.sections["drift"]


def test_one_session():
    """Of one session there is too little to say, and the page says that."""
    page = page_of(html([line()], today=TODAY, focus=FOCUS))

    assert "1 session, 1 h." in page.sections["hours"]
    assert "too few days of sessions" in page.sections["themes"]
    assert "too little to say" in page.sections["drift"]


def test_ten_years_of_one_theme():
    """Ten years are a page too, with years below the bars."""
    weeks = [
        line(on=date(2016, 12, 5) + timedelta(weeks=at), id=f"{at:032x}", ratings=(_mark(at),))
        for at in range(515)
    ]
    text = html(weeks, today=TODAY, since=date(2016, 12, 1), focus=FOCUS)

    assert ">2018<" in text
    assert text.count('title">Hours of supervision, year by year<') == 1
    assert "came up, year by year" in text
    assert "its share year by year" in text
    assert "515 sessions" in page_of(text).sections["hours"]
    assert len(page_of(text).tables["Hours of supervision, month by month"]) == 121


def _mark(value):
    return Rating(prompt="x.own.scale", value=value % 11)


def test_many_people_many_marks_many_rows():
    """Of very many there are charts of the first, and rows of the first thousand, and it says so."""
    lines = [
        line(
            id=f"{at:032x}",
            people=(f"S-{at % 30 + 100}",),
            clients=(f"C-{at % 40 + 100}",),
            ratings=(_mark(at),),
        )
        for at in range(1_200)
    ]
    page = page_of(html(lines, today=TODAY, rule=rule()))
    minutes = page.tables["Minutes that count, month by month; in brackets what is short"]

    assert "Charts of the first 24; the table has all 30." in page.sections["hours"]
    assert "Charts of the first 24; the table has all 40." in page.sections["needs"]
    assert "These are the first 1000 of 1200." in page.sections["needs"]
    assert len(page.tables["Each mark, by day"]) == 1_001
    assert len(minutes) == 31


def test_minutes_of_nothing_and_of_a_day():
    """Sessions of 0 and of 1,000 minutes stand beside each other."""
    lines = [line(id="01" * 16, minutes=0), line(id="02" * 16, minutes=1_000)]
    page = page_of(html(lines, today=TODAY))

    assert ["June 2026", "16 h 40 min"] in page.tables["Hours of supervision, month by month"]


def test_what_is_to_come_is_left_out():
    """A session dated after today is counted nowhere, and how many there are is told."""
    planned = line(on=date(2026, 12, 4), id="0f" * 16, minutes=77)
    page = page_of(html([line(), planned], today=TODAY))

    assert "1 session, 1 h." in page.sections["hours"]
    assert "Dated after 20 November 2026: 1 record." in page.sections["left-out"]


def test_two_supervisors_on_one_day():
    """Sessions of one day with two supervisors both count."""
    lines = [line(), line(id="0a" * 16, supervisor="V-02")]
    page = page_of(html(lines, today=TODAY, person="S-014", rule=rule("babcp-accredited")))

    assert ["June 2026", "2 h", "2 h", "", ""] in page.tables["Month by month"]


def test_what_the_hours_are_counted_from_is_passed_on():
    """Breaks that overlap, client hours, cases and domains are those of the person."""
    breaks = [
        Exempt(since=date(2026, 1, 1), until=date(2026, 8, 20), reason="leave"),
        Exempt(since=date(2026, 8, 10), until=date(2026, 8, 31), reason="no clients"),
    ]
    page = page_of(html(year(), person="S-014", exempt=breaks, **WHOLE))

    assert "Nothing is short of what is over." in page.sections["hours"]
    assert "exempt" in page.sections["hours"]


def test_what_cannot_be_told_is_said():
    """Where client hours are missing, the page says that it cannot be told."""
    lines = [line(on=date(2025, 12, 2) + timedelta(weeks=at), id=f"{at:032x}") for at in range(50)]
    page = page_of(
        html(
            lines,
            today=date(2027, 1, 5),
            until=date(2026, 11, 30),
            person="S-014",
            rule=rule("bacp-student"),
        )
    )

    assert "Cannot be told: " in page.sections["hours"]


def test_a_rule_that_lacks_its_numbers():
    """A rule whose numbers were not given is no page."""
    needing = next(each for each in Catalogue.shipped().rules.values() if each.numbers)

    with pytest.raises(CatalogueError, match="numbers must be given"):
        html(year(), today=TODAY, person="S-014", rule=needing)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"audience": "everybody"}, "audience"),
        ({"audience": "supervisee"}, "person"),
        ({"audience": "body"}, "person"),
        ({"audience": "service", "person": "S-014"}, "audience"),
        ({"audience": "service", "rule": rule()}, "audience"),
        ({"audience": "service", "focus": FOCUS}, "audience"),
        ({"audience": "body", "person": "S-014", "focus": FOCUS}, "audience"),
        ({"person": "Maria Jansen"}, "pseudonym"),
        ({"since": date(2026, 12, 1)}, "since"),
        ({"since": date(2026, 6, 1), "until": date(2026, 5, 1)}, "since"),
    ],
)
def test_what_makes_no_sense_is_refused(options, field):
    """What does not fit the reader, or a day that is out of order, names its option, not its value."""
    with pytest.raises(InvalidRecordError) as caught:
        html(year(), today=TODAY, **options)

    assert caught.value.field == field
    assert "Maria" not in str(caught.value)


def test_the_extra_is_named(monkeypatch):
    """Without the extra, an error says how to install it."""
    monkeypatch.setattr("supervision.reports._html.find_spec", lambda name: None)

    with pytest.raises(SupervisionError, match=r"pip install 'clinical-supervision\[report\]'"):
        html([], today=TODAY)


def test_labels_are_text():
    """What a theme, a prompt or a group is called is shown as it is, whatever is in it."""
    odd = line(
        themes=("x.own.<b>&\"'",), ratings=(Rating(prompt="<script>alert(1)</script>", value=3),)
    )
    text = html([odd], today=TODAY, focus=Focus.on_themes({"x.<i>": 10}))

    assert "<script" not in text
    assert "<b>" not in text
    assert "<i>" not in text
    page_of(text)


def test_the_focus_is_that_of_the_agreements():
    """Without a focus given, the page compares with what the agreements in force say."""
    page = page_of(html([*year(), agreement()], today=TODAY, person="S-014"))

    assert "at least 40 % resonance, 20 % family" in page.sections["drift"]
    assert (
        "Sessions under A-01 (V-01 with S-014) from 1 November 2025; this page counts from "
        "1 December 2025."
    ) in page.sections["drift"]


def test_an_agreement_that_began_later_is_not_told_to_be_cut():
    """Where the page holds all sessions under an agreement, it does not say from when on it counts."""
    lines = [*year(), agreement(on=date(2026, 2, 1))]
    page = page_of(html(lines, today=TODAY, person="S-014"))

    assert "(V-01 with S-014) from 1 February 2026." in page.sections["drift"]


def test_a_focus_on_themes_and_on_functions_are_two_sections():
    """An agreement that has both is compared with both."""
    shares = (FocusShare(what="family", percent=40), FocusShare(what="formative", percent=30))
    text = html([*year(), agreement(focus=shares)], today=TODAY, person="S-014")
    page = page_of(text)

    assert "at least 40 % family" in page.sections["drift"]
    assert "at least 30 % formative" in page.sections["focus-1"]
    assert (2, "The agreed focus, themes") in page.headings
    assert (2, "The agreed focus, functions") in page.headings
    assert "No focus was given" not in text
    assert len({tag["id"] for _, tag in page.tags if "id" in tag}) == sum(
        "id" in tag for _, tag in page.tags
    )


def test_agreements_that_differ_are_told_apart():
    """Each focus is compared with the sessions under its own agreements, and they are named."""
    other = (FocusShare(what="need", percent=10),)
    lines = [
        agreement(),
        agreement("A-02", people=("S-022",), focus=other, on=date(2026, 6, 1)),
        line(id="1" * 32, people=("S-014",), themes=("family.burden",)),
        line(id="2" * 32, people=("S-022",), themes=("need.unmet",)),
        line(id="3" * 32, people=("S-022",), themes=("need.unmet",), on=date(2026, 6, 5)),
        line(id="4" * 32, people=("S-022",), themes=("need.unmet",), on=date(2026, 5, 31)),
    ]
    page = page_of(html(lines, today=TODAY))

    assert "A-01 and A-02 do not name the same focus" in page.sections["drift"]
    assert (2, "The agreed focus, A-02") in page.headings
    assert "1 session with themes." in page.sections["drift"]
    assert "2 sessions with themes." in page.sections["focus-1"]


def test_a_focus_that_would_count_twice_is_told():
    """Where shares have a theme in common the page says which agreement it is."""
    shares = (FocusShare(what="need", percent=9), FocusShare(what="need.unmet", percent=9))
    told = page_of(html([*year(), agreement(focus=shares)], today=TODAY)).sections["drift"]

    assert "A-01 (V-01 with S-014) names shares that have a theme in common" in told
    assert "No focus was given" not in told


def test_several_foci_can_be_given():
    """Those given are compared with all sessions, and agreements are not looked at."""
    foci = [Focus.on_themes({"need": 10}), Focus.on_functions({"formative": 50})]
    page = page_of(html([*year(), agreement()], today=TODAY, focus=foci))

    assert "Sessions under" not in page.text
    assert "at least 10 % need" in page.sections["drift"]
    assert "at least 50 % formative" in page.sections["focus-1"]


def test_two_agreements_of_one_code_and_day_give_one_page():
    """Whatever the order of the lines, the same one of them counts."""
    first = agreement()
    second = replace(first, id="f" * 32, review_on=date(2026, 11, 25))

    assert html([first, second], today=TODAY) == html([second, first], today=TODAY)


def test_a_fall_is_told_with_what_took_its_place():
    """The section says from when on the share fell, when it was noticed, and what came instead."""
    themes = ["resonance.relationship"] * 12 + ["focus.secondary-priorities"] * 12
    themes += ["resonance.relationship"] * 24
    lines = [
        line(on=date(2026, 1, 5) + timedelta(weeks=at), id=f"{at:032x}", themes=(theme,))
        for at, theme in enumerate(themes)
    ]
    focus = Focus.on_themes({"resonance": 60})
    page = page_of(html(lines, today=date(2027, 1, 1), since=date(2026, 1, 1), focus=focus))
    told = page.sections["drift"]

    assert "fell from about 30 March 2026; noticed on 25 May 2026, over on" in told
    assert "Of the 9 sessions until it was noticed, 9 fell short." in told
    assert (
        "In these 9 came up more than in the 12 before: “Other priorities in its place” in 9 (before: in 0)."
    ) in told


def test_a_fall_counts_one_set_of_sessions():
    """How many fell short, and in how many something else came up, are of the same sessions."""
    other = ("focus.secondary-priorities",)
    themes = [("resonance.relationship",)] * 12
    themes += [
        ("resonance.relationship", "need.unmet") if at % 4 == 3 else other for at in range(30)
    ]
    told = _fall_of(themes)

    found = re.search(
        r"Of the (\d+) sessions until it was noticed, (\d+) fell short\. In these (\d+) came up more than in the",
        told,
    )
    assert found is not None
    assert found[1] == found[3]
    assert int(found[2]) < int(found[1])


def test_what_is_below_from_the_first_session_did_not_fall():
    """Where the work never kept to the focus, nothing is said to have fallen, or to have been before."""
    told = _fall_of([("focus.secondary-priorities",)] * 24)

    assert (
        "The person and their drug of choice is below what was agreed from the first session here on, 5 January 2026; "
        "noticed on"
    ) in told
    assert "fell from" not in told
    assert "before" not in told


def _fall_of(themes):
    lines = [
        line(on=date(2026, 1, 5) + timedelta(weeks=at), id=f"{at:032x}", themes=each)
        for at, each in enumerate(themes)
    ]
    focus = Focus.on_themes({"resonance": 60})
    page = page_of(html(lines, today=date(2027, 1, 1), since=date(2026, 1, 1), focus=focus))
    return page.sections["drift"]


def test_each_line_of_the_focus_is_in_the_legend():
    """What is drawn above and below, dashed or in steps, is told apart."""
    told = page_of(html(year(), **WHOLE)).sections["drift"]
    too_small = page_of(html(year(), today=TODAY, focus=Focus.on_themes({"need": 1})))

    assert "lower chart: what sessions fell short of it together" in told
    assert "lower chart: the limit from which on it is a fall" in told
    assert "upper chart: what was agreed" in told
    assert "lower chart" not in too_small.sections["drift"]


def test_a_change_is_told():
    """A family of themes that came up much more than before is named, with both counts."""
    rare, frequent, more = {0}, {0, 2, 3, 5, 6}, ("system.caseload",)
    lines = [
        line(
            on=date(2026, 1, 5) + timedelta(days=2 * at),
            id=f"{at:032x}",
            themes=("family.burden", *more)
            if at % 7 in (rare if at < 60 else frequent)
            else ("family.burden",),
        )
        for at in range(120)
    ]
    page = page_of(html(lines, today=date(2026, 12, 1)))

    assert re.search(
        r"“Money, policy and organisation” came up more than before, in \d+ of 60 sessions with themes and then "
        r"\d+ of 60\.",
        page.sections["themes"],
    )


def test_sessions_without_a_theme_are_told_to_be_left_out_of_changes():
    """How many they are is said."""
    lines = [
        line(
            on=date(2026, 1, 5) + timedelta(days=at),
            id=f"{at:032x}",
            themes=("family.burden",) if at % 3 else (),
        )
        for at in range(90)
    ]

    told = page_of(html(lines, today=date(2026, 12, 1))).sections["themes"]

    assert "Left out of this: 30 sessions with no theme recorded." in told


def test_a_share_too_small_to_watch_is_said_to_be():
    """Of one in a hundred no fall could be told, however many sessions there are."""
    focus = Focus.on_themes({"need": 1})
    lines = [line(on=date(2026, 1, 5) + timedelta(days=at), id=f"{at:032x}") for at in range(60)]
    told = page_of(html(lines, today=date(2026, 12, 1), focus=focus)).sections["drift"]

    assert "a share too small to watch" in told
    assert "no fall that could be told" not in told


def test_everybody_has_enough():
    """Where everybody has what the rule asks for, one sentence says so."""
    lines = [
        line(on=date(2026, month, 3), id=f"{month:032x}", minutes=90, agreement="A-01")
        for month in range(1, 12)
    ]
    page = page_of(html(lines, today=TODAY, since=date(2026, 1, 1), rule=rule()))

    assert "Nothing that the rule asks for is short, of what is over." in page.sections["hours"]


def test_functions_can_be_the_focus():
    """A focus on functions is compared with the functions of sessions."""
    focus = Focus.on_functions({"formative": 50})
    page = page_of(html(year(), today=TODAY, focus=focus))

    assert "sessions with functions" in page.sections["drift"]
    assert len(page.tables["formative: agreed 50 %"]) > 5


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(ledger_lines(), max_size=6), st.sampled_from(["supervisor", "service"]))
def test_any_lines_make_a_page(lines, audience):
    """Whatever valid records there are, there is a page, and it can be read back."""
    page_of(html(lines, today=TODAY, audience=audience))


def test_only_the_newest_revision_counts():
    """Of a session that was amended, the page shows what it says now."""
    amended = replace(line(), revision=2, minutes=90)
    page = page_of(html([amended, line()], today=TODAY))

    assert "1 session, 1 h 30 min." in page.sections["hours"]
