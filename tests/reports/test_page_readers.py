"""Who gets what: a page holds nothing that its reader should not see."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from page_kit import CODES, SINCE, TODAY, agreement, page_of, rule, year

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import ActionFacts, LedgerLine, Modality, Rating
from supervision.reports import Focus, html, service
from supervision.reports._suppression import suppressed_together

FOCUS = Focus.on_themes({"resonance": 40})
PEOPLE = sorted({person for line in year() for person in line.people})
LABELS = [theme.label for theme in Catalogue.shipped().themes.values()]
FAMILIES = [family.label for family in Catalogue.shipped().families.values()]


def page(audience, lines=None, **options):
    """Return the page of the example year for a reader."""
    chosen = year() if lines is None else lines
    return html(chosen, **{"today": TODAY, "since": SINCE, "audience": audience, **options})


def sections(text):
    """Return the ids of the sections."""
    return list(page_of(text).sections)


def group(**changes):
    """Return the line of a session with three people, in which one of them did something."""
    given = {
        "kind": "session",
        "id": "6a" * 16,
        "on": date(2026, 6, 4),
        "minutes": 90,
        "modality": Modality.GROUP,
        "group": "G-02",
        "group_size": 3,
        "facilitated": True,
        "supervisor": "V-01",
        "people": ("S-014", "S-022", "S-031"),
        "absent": ("S-031",),
        "clients": ("C-777",),
        "themes": ("family.burden",),
        "ratings": (Rating(prompt="needs.fit", value=9),),
        "actions": (
            ActionFacts(owner="S-014", due=date(2026, 6, 11)),
            ActionFacts(owner="S-022", due=date(2026, 6, 12)),
        ),
    }
    return LedgerLine(**{**given, **changes})


def test_a_supervisor_gets_all_of_it():
    """A supervisor gets every section, of everybody."""
    text = page("supervisor", rule=rule(), focus=FOCUS)

    assert sections(text) == [
        "hours",
        "themes",
        "drift",
        "needs",
        "actions",
        "agreements",
        "left-out",
    ]
    assert set(PEOPLE) <= set(re.findall(CODES, text))


@pytest.mark.parametrize("person", ["S-014", "S-052", "V-05"])
def test_a_supervisee_gets_nothing_of_others(person):
    """No code of another supervisee is on the page, and none of a client who may be another's."""
    lines = [*year(), agreement(people=("S-014", "S-022"))]
    text = page("supervisee", lines, person=person, rule=rule(), focus=FOCUS)
    alone = {c for line in year() if line.people == (person,) for c in line.clients}
    supervisors = {line.supervisor for line in year() if person in line.people}

    assert sections(text)[:3] == ["hours", "themes", "drift"]
    assert set(re.findall(r"\b[SV]-\d+\b", text)) <= {person} | supervisors
    assert set(re.findall(r"\bC-\d+\b", text)) <= alone


def test_a_session_with_several_gives_no_more_than_one_s_own():
    """Of a group, the page has the time, the themes and the person's own action; no mark, no client."""
    text = page("supervisee", [group()], person="S-014")
    told = page_of(text)

    assert "No mark was given." in told.sections["needs"]
    assert "C-777" not in text
    assert [
        row[1] for row in told.tables["Each action that is not done, the oldest first"][1:]
    ] == ["S-014"]


def test_a_supervisor_s_page_on_one_has_their_actions():
    """A page on one person has what that person is to do of a group, and all of sessions alone."""
    alone = group(
        id="6b" * 16,
        people=("S-014",),
        absent=(),
        actions=(ActionFacts(owner="V-01", due=None),),
    )
    told = page_of(page("supervisor", [group(), alone], person="S-014"))
    rows = told.tables["Each action that is not done, the oldest first"][1:]

    assert sorted(row[1] for row in rows) == ["S-014", "V-01"]


def test_what_was_talked_about_in_somebody_s_absence_is_not_told():
    """Whoever did not come gets none of the themes of that session."""
    told = page_of(page("supervisee", [group()], person="S-031"))

    assert told.sections["themes"].strip().endswith("No theme came up.")


def test_gaps_are_those_of_the_one_person():
    """A page on one person reports no gap of somebody whom it knows from a group only."""
    told = page_of(page("supervisor", person="S-014"))

    assert re.findall(r"\bS-022\b", told.sections["agreements"]) == []


def test_a_body_gets_hours():
    """A body gets hours and sessions of one person, and no theme, mark, action or agreement."""
    text = page("body", person="S-014", rule=rule())

    assert sections(text) == ["hours", "left-out"]
    assert not [label for label in LABELS + FAMILIES if label in text]
    assert set(re.findall(CODES, text)) == {"S-014"}
    assert "<details" in text
    assert len(page_of(text).tables["Each session, and what it counts for"]) > 30


def test_a_service_gets_totals():
    """A service gets no code, no day of a session, no theme and no hours."""
    text = page("service")
    told = page_of(text)
    days = {line.on.isoformat() for line in year()}

    assert sections(text) == ["sessions", "themes", "left-out"]
    assert re.findall(CODES, text) == []
    assert not [day for day in days if day in text]
    assert not [label for label in LABELS if f">{label}<" in text]
    assert "28" not in told.sections["left-out"]


def test_what_a_service_gets_is_suppressed():
    """Each table is what is left of the counts, and of who is in them, cell by cell."""
    told = page_of(page("service"))
    formats, families = (
        tallied(lambda line: {line.modality.value}),
        tallied(lambda line: {theme.split(".")[0] for theme in line.themes}),
    )
    tables = suppressed_together(
        {pair: len(who) for pair, who in formats.items()},
        {pair: len(who) for pair, who in families.items()},
        floor=5,
        sessions_people={pair: set().union(*who) for pair, who in formats.items()},
        parts_people={pair: set().union(*who) for pair, who in families.items()},
    )

    captions = ("Sessions by format and quarter", "Families of themes by quarter")
    for table, caption in zip(tables, captions, strict=True):
        heading, *rows, totals = told.tables[caption]
        assert heading[1:] == [*table.columns, "all"]
        assert [row[1:] for row in rows] == [
            ["hidden" if one is None else str(one) for one in (*cells, total)]
            for cells, total in zip(table.cells, table.row_totals, strict=True)
        ]
        assert totals[-1] == ("hidden" if table.total is None else str(table.total))


def tallied(names):
    """Return who was there in each session held of the year, by name and quarter."""
    held = [line for line in year() if not line.cancelled]
    quarter = {line.id: f"{line.on.year}-Q{(line.on.month + 2) // 3}" for line in held}
    found = {(name, q): [] for line in held for name in names(line) for q in quarter.values()}
    for line in held:
        for name in names(line):
            found[name, quarter[line.id]].append(set(line.people) - set(line.absent))
    return found


def test_a_quarter_of_one_person_is_not_shown_to_a_service():
    """Eight sessions of one person are no total, in either table, where others fill the next."""
    one = [solo(week, "S-001", "need.stigma") for week in range(8)]
    others = [
        solo(13 + week, f"S-{person:03}", "family.burden")
        for person in range(2, 8)
        for week in range(3)
    ]
    told = page_of(
        page("service", [*one, *others], since=date(2026, 1, 1), until=date(2026, 6, 30))
    )

    for caption, name in (
        ("Sessions by format and quarter", "individual"),
        ("Families of themes by quarter", "Fit between person and service"),
    ):
        rows = {row[0]: row[1:] for row in told.tables[caption]}
        assert rows[name][0] == rows["all"][0] == "hidden"
        assert "8" not in {cell for cells in rows.values() for cell in cells}


def solo(week, person, theme):
    """Return the line of a session of one person, *week* weeks into 2026."""
    return LedgerLine(
        kind="session",
        id=f"{week:016x}{person[2:]:0>16}",
        on=date(2026, 1, 5) + timedelta(weeks=week),
        minutes=60,
        modality=Modality.INDIVIDUAL,
        supervisor="V-01",
        people=(person,),
        themes=(theme,),
    )


def test_a_session_of_no_format_is_counted_as_one():
    """What was not recorded is a row of its own, so that no quarter has more themes than sessions."""
    lines = [
        replace(solo(person, f"S-{person:03}", "need.stigma"), modality=None)
        for person in range(1, 8)
    ]
    told = page_of(page("service", lines, since=date(2026, 1, 1), until=date(2026, 3, 31)))

    assert told.tables["Sessions by format and quarter"][1] == ["not recorded", "7", "7"]


def test_no_small_count_is_shown_to_a_service():
    """No number from 1 to 4 stands in any table, and none is drawn or described either."""
    text = page("service")
    told = page_of(text)
    cells = [cell for rows in told.tables.values() for row in rows[1:] for cell in row[1:]]
    described = re.findall(r"<desc[^>]*>(.*?)</desc>", text)

    assert "hidden" in cells
    assert not {"1", "2", "3", "4"} & set(cells)
    assert not [words for words in described if re.search(r"Q\d [1-4]\b", words)]


def test_another_floor():
    """With a higher floor more is hidden."""
    hidden = [page("service", floor=floor).count(">hidden<") for floor in (3, 5, 8)]

    assert hidden == sorted(hidden)
    assert len(set(hidden)) == 3


@pytest.mark.parametrize("floor", [0, 1, 2, True, 3.0])
def test_a_floor_under_three_is_refused(floor):
    """For a service a count of two is never shown, as `service` insists on too; others have no floor."""
    with pytest.raises(InvalidRecordError, match="floor must be a whole number of 3 or more"):
        page("service", floor=floor)
    with pytest.raises(InvalidRecordError, match="floor must be a whole number of 3 or more"):
        service({}, floor=floor)
    page("supervisor", floor=floor)


def test_a_question_mark_is_explained():
    """What stands in a chart for a hidden number is said on the page, where there is one."""
    alike = [replace(line, themes=("family.burden",), modality=Modality.GROUP) for line in year()]
    sure = [replace(each, id=f"{at:032x}") for at, each in enumerate(alike * 5)]

    assert "“?” in a chart, and “hidden” in a table" in page_of(page("service")).sections["themes"]
    assert "“?”" not in page("service", sure, floor=3)


def test_a_service_of_few_gets_nothing():
    """With fewer people than the floor, any total would be of somebody, and none is shown."""
    few = [line for line in year() if line.people in {("S-014",), ("S-022",)}]
    text = page("service", few)

    assert "fewer than 5 people" in page_of(text).sections["sessions"]
    assert "<table" not in text
    assert "<svg" not in text


@pytest.mark.parametrize(
    ("audience", "person"),
    [
        ("supervisor", None),
        ("supervisor", "S-014"),
        ("supervisee", "S-014"),
        ("body", "S-014"),
        ("service", None),
    ],
)
def test_each_page_says_what_is_not_on_it(audience, person):
    """What a reader does not get stands at the end, and for whom the page is at the top."""
    text = page(audience, person=person)

    assert len(page_of(text).sections["left-out"]) > 100
    assert re.search(r"For the (supervisor|supervisee|service|professional body)\.", text)


def test_no_id_of_a_record_is_on_a_page():
    """A page names no record, so nobody can ask for one by it."""
    lines = [replace(line, id=f"cafe{at:028x}") for at, line in enumerate(year())]

    for audience, person in (("supervisor", None), ("supervisee", "S-014"), ("body", "S-014")):
        assert "cafe" not in page(audience, lines, person=person, rule=rule())
