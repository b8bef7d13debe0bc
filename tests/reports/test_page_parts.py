"""What a page is made of: drawings that fit in, months with their hours, a focus from agreements."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from page_kit import SINCE, TODAY, agreement, page_of, rule, year

from supervision.catalogue import Catalogue
from supervision.records import FocusShare
from supervision.reports import Focus, html
from supervision.reports._page_draw import draw, months_below
from supervision.reports._page_focus import Foci, agreed_foci
from supervision.reports._page_months import as_held, by_rule
from supervision.reports._page_svg import AIM, MAIN, fitted

DRAWING = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" viewBox="0 0 9.123456 9">
 <metadata><x/></metadata>
 <defs><style>*{stroke: red}</style></defs>
 <g id="a"><defs><path id="m1" d="M 0.123456 0" style="fill: #000004"/></defs>
  <use xlink:href="#m1" x="1.999999" style="stroke: #000007; stroke-width: 0.8"/></g>
 <text style="font: 10px 'DejaVu Sans'; text-anchor: middle" transform="rotate(-0 1 2)">a &lt; b</text>
 <path clip-path="url(#p)" d="M 1 1"/>
</svg>"""
MONTHS = [f"2026-{at:02}" for at in range(1, 13)]


def test_a_drawing_fits_into_a_page():
    """Styles become attributes, colours the page's, ids are its own, and what is left over goes."""
    assert fitted(DRAWING, name="c", title="T & t", description="D") == (
        '<svg viewBox="0 0 9.12 9" role="img" aria-labelledby="c-title c-text">'
        '<title id="c-title">T &amp; t</title><desc id="c-text">D</desc>'
        '<defs><path d="M 0.12 0" fill="var(--main)" id="c-m1" /></defs>'
        '<use href="#c-m1" x="2" stroke="var(--aim)" stroke-width="0.8" />'
        '<text text-anchor="middle" font-size="10px">a &lt; b</text>'
        '<path d="M 1 1" /></svg>'
    )


def _paint(axes):
    axes.bar(range(12), range(12), color=MAIN)
    axes.axhline(4, color=AIM)
    months_below(axes, MONTHS)


def test_a_drawing_is_the_same_whatever_a_user_has_set():
    """Settings that somebody made for drawings of their own change nothing, and stay."""
    import matplotlib as mpl

    plain = draw(_paint, name="c", title="T", description="D")
    with mpl.rc_context({"axes.facecolor": "pink", "font.size": 30, "svg.fonttype": "path"}):
        assert draw(_paint, name="c", title="T", description="D") == plain
        assert mpl.rcParams["font.size"] == 30


@pytest.mark.parametrize(
    ("months", "shown", "hidden"),
    [
        (["2025-12", "2026-01", "2026-02"], ["D", "J", "2026", "F"], "2025"),
        (["2025-11", "2025-12", "2026-01"], ["N", "2025", "D", "J", "2026"], "2024"),
        (
            [f"{2000 + at // 12}-{at % 12 + 1:02}" for at in range(30)],
            ["2000", "2001", "2002"],
            "J",
        ),
    ],
)
def test_years_do_not_run_into_each_other(months, shown, hidden):
    """A year stands below the first month and each January; below long rows of bars, years only."""
    chart = draw(lambda axes: months_below(axes, months), name="c", title="t", description="d")
    words = re.findall(r">([^<>]+)</text>", chart.svg)

    assert words[: len(shown)] == shown
    assert hidden not in words


def test_months_of_hours():
    """Each month has what was held, what counts, what was asked for and what is short."""
    from supervision.reports import hours

    report = hours(
        year(), rule(), person="S-014", since=SINCE, until=date(2026, 11, 30), today=TODAY
    )
    months = {one.month: one for one in by_rule(report, ["2026-08", "2026-11", "2027-01"])}

    assert months["2026-08"].credited == 60
    assert months["2026-08"].short == 30
    assert (months["2026-11"].needed, months["2026-11"].short) == (90, 0)
    assert (months["2027-01"].needed, months["2027-01"].status) == (None, None)


def test_a_rule_without_minutes_by_the_month_draws_no_line():
    """Where a rule averages over a year, no month is asked for anything."""
    told = page_of(
        html(year(), today=TODAY, since=SINCE, person="S-014", rule=rule("babcp-accredited"))
    )

    assert all(row[3] == "" for row in told.tables["Month by month"][1:])


def test_hours_as_they_were_held():
    """Without a rule a session counts once, in full."""
    months = as_held([line for line in year() if line.on.year == 2026], ["2026-01", "2027-01"])

    assert months[0].held == sum(x.minutes for x in year() if (x.on.year, x.on.month) == (2026, 1))
    assert months[0].credited == Fraction(months[0].held)
    assert months[1].held == 0


def shares(**given):
    """Return shares of a focus."""
    return tuple(FocusShare(what=what, percent=percent) for what, percent in given.items())


def foci(*lines):
    """Return what these agreements say of a focus."""
    return agreed_foci(lines, TODAY, Catalogue.shipped())


def test_the_focus_of_an_agreement():
    """The shares of the agreement in force are the focus: of families, themes, or an approach."""
    catalogue = Catalogue.shipped()
    given = (FocusShare(what="harm-reduction", percent=30), FocusShare(what="x.own", percent=9))
    (found,) = foci(agreement(focus=given, focus_approach="harm-reduction")).parts
    aims = found.focus.aims

    assert [(aim.name, aim.percent) for aim in aims] == [("harm-reduction", 30), ("x.own", 9)]
    assert aims[0].of == catalogue.approach("harm-reduction").themes
    assert aims[1].of == ("x.own", "x.own.*")


def test_shares_of_themes_and_of_functions_are_two_foci():
    """They are of two wholes, and neither is lost."""
    found = foci(agreement(focus=shares(need=9, formative=60)))

    assert [part.focus for part in found.parts] == [
        Focus.on_themes({"need": 9}),
        Focus.on_functions({"formative": 60}),
    ]
    assert not found.differ


@pytest.mark.parametrize(
    "lines",
    [[], [agreement(focus=())], [agreement(ends=date(2026, 1, 31))]],
    ids=["none", "none agreed", "ended"],
)
def test_no_focus_of_agreements(lines):
    """Where no agreement in force names one there is none."""
    assert foci(*lines) == Foci()


def test_two_agreements_with_one_focus():
    """Agreements that have the same focus have one, in whatever order they say it."""
    found = foci(agreement(), agreement("A-02", focus=shares(family=20, resonance=40)))

    assert [part.focus for part in found.parts] == [
        Focus.on_themes({"resonance": 40, "family": 20})
    ]
    assert [one.code for one in found.agreed] == ["A-01", "A-02"]
    assert not found.differ


def test_agreements_that_differ():
    """Each focus stands with the agreements that name it."""
    found = foci(
        agreement(),
        agreement("A-02", people=("S-022",), focus=shares(need=10)),
        agreement("A-03", people=("S-031",)),
    )

    assert [[one.code for one in part.agreed] for part in found.parts] == [
        ["A-01", "A-03"],
        ["A-02"],
    ]
    assert found.differ


def test_a_share_that_nothing_is_called_is_not_compared():
    """A slip of the pen would look like a fall; one of your own may only never have come up."""
    found = foci(agreement(focus=shares(resonanz=40)), agreement("A-02", focus=shares(need=10)))

    assert [one.code for one in found.unknown] == ["A-01"]
    assert [[one.code for one in part.agreed] for part in found.parts] == [["A-02"]]
    assert "resonanz" not in repr(found.parts)


def test_shares_with_a_theme_in_common_are_not_clear():
    """A theme beside its own family would count twice; the agreement is named for it."""
    given = (FocusShare(what="need", percent=9), FocusShare(what="need.unmet", percent=9))
    found = foci(agreement(focus=given))

    assert found.parts == ()
    assert [one.code for one in found.unclear] == ["A-01"]
