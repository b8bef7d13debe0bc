"""`themes --floor`: a table a year for others to see, in which few sessions and few people are hidden."""

from __future__ import annotations

import pytest

from supervision.reports import suppressed

HEADER = "on,minutes,modality,supervisor,supervisees,group,client,themes,notes\n"
FIVE = tuple(f"S-01{n}" for n in range(1, 6))
ALONE = ("S-031",)


@pytest.fixture
def log(run, made, home, canary):
    """Log sessions: ``log([(day, themes, people), …])``; the options that reach the journal."""

    def log(sessions):
        rows = [
            f"{on},60,group,V-01,{'|'.join(people)},G-0{len(people)},C-201,{themes},{canary}\n"
            for on, themes, people in sessions
        ]
        (home / "a.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        result = run("log", "a.csv", "--yes", "--no-identifiers", *made)
        assert result.status == 0, result.err
        return made

    return log


def of_month(month, count, themes, people):
    """Return *count* sessions of a month."""
    return [(f"{month}-{day + 1:02}", themes, people) for day in range(count)]


def said(result):
    """Return what was shown as one line."""
    return " ".join(result.out.split())


def table_of(sessions, floor):
    """Return what may be seen of *sessions*, by their own counts."""
    counts, people = {}, {}
    for on, themes, who in sessions:
        for theme in themes.split("|"):
            pair = theme, on[:7]
            counts[pair] = counts.get(pair, 0) + 1
            people.setdefault(pair, set()).update(who)
    return suppressed(counts, floor=floor, people=people)


def test_a_theme_of_one_person_is_hidden_however_often_it_came_up(run, log, canary):
    """Forty sessions of one person are that person, without --trend too, and in JSON."""
    months = [f"2026-0{n}" for n in range(1, 5)]
    reach = log([row for month in months for row in of_month(month, 10, "need.trauma", ALONE)])

    for by in ("month", "quarter", "year"):
        result = run("themes", "--floor", "5", "--by", by, *reach)
        assert result.status == 0, result.err
        table = result.out.partition("is hidden")[0]
        assert "need.trauma" in table
        assert "10" not in table
        assert "40" not in table
        assert "counts under 5 or of fewer than 5 people" in result.out
        assert canary not in result.out
        assert run("themes", "--floor", "5", "--by", by, "--json", *reach).json == []


def test_what_is_shown_is_what_suppressed_shows(run, log):
    """Counts, totals of themes and of months are those of the promise, and none is a sum of others."""
    sessions = [
        *of_month("2026-01", 13, "need.trauma|need.stigma", FIVE),
        *of_month("2026-02", 9, "need.stigma", FIVE),
        *of_month("2026-02", 7, "need.trauma", ALONE),
        *of_month("2026-03", 8, "need.stigma|need.unmet", FIVE),
        *of_month("2026-04", 6, "need.unmet", FIVE),
    ]
    table = table_of(sessions, 5)
    reach = log([(f"{on[:8]}{n % 28 + 1:02}", *rest) for n, (on, *rest) in enumerate(sessions)])
    result = run("themes", "--floor", "5", *reach)
    found = run("themes", "--floor", "5", "--json", *reach).json

    assert {(one["theme"], one["period"]): one["count"] for one in found} == {
        (theme, period): count
        for theme, cells in zip(table.rows, table.cells, strict=True)
        for period, count in zip(table.columns, cells, strict=True)
        if count
    }
    assert table.hidden > 2
    assert 0 in [cell for row in table.cells for cell in row]
    ends = [line.split() for line in result.out.splitlines()]
    for cells, total in zip(
        [*table.cells, table.column_totals], [*table.row_totals, table.total], strict=True
    ):
        shown = ["·" if one is None else str(one) for one in (*cells, total) if one != 0]
        assert shown in [end[-len(shown) :] for end in ends]
    assert f"· is hidden. {table.hidden} numbers are hidden" in result.out
    assert "to hide less, count by quarter or year, or by families" in said(result)
    by_year = said(run("themes", "--floor", "9", "--by", "year", *reach))
    assert "to hide less, count by families of themes: --trend --per family" in by_year


def test_each_year_has_sums_of_its_own(run, log):
    """No sum runs over two tables, so that none can be subtracted from what stands in another."""
    reach = log(
        [
            *of_month("2025-12", 9, "need.trauma", FIVE),
            *of_month("2026-01", 7, "need.trauma", FIVE),
        ]
    )
    result = run("themes", "--floor", "5", *reach)

    assert [line for line in result.out.splitlines() if line.strip() in ("2025", "2026")]
    assert "Trauma 9 9" in said(result)
    assert "Trauma 7 7" in said(result)
    assert "16" not in result.out
    assert result.out.count("Nothing is hidden.") == 2
    assert "to hide less" not in result.out
    assert "another of the same sessions could be subtracted" in result.out


def test_a_month_without_a_theme_has_no_column(run, log):
    """What stands side by side is what came up."""
    reach = log(
        [
            *of_month("2026-01", 6, "need.trauma", FIVE),
            *of_month("2026-02", 6, "", FIVE),
            *of_month("2026-03", 6, "need.trauma", FIVE),
        ]
    )
    heading = next(
        line
        for line in run("themes", "--floor", "5", *reach).out.splitlines()
        if line.split()[:1] == ["theme"]
    )

    assert heading.split() == ["theme", "01", "03", "all"]


def test_without_a_theme_it_says_so(run, made):
    """An empty journal has nothing to hide."""
    result = run("themes", "--floor", "5", *made)

    assert (result.status, result.out) == (0, "no theme came up\n")
    assert run("themes", "--floor", "5", "--json", *made).json == []


def test_a_floor_is_a_number_of_one_or_more(run, log):
    """A negative floor is refused and does not show everything."""
    reach = log(of_month("2026-01", 6, "need.trauma", FIVE))
    result = run("themes", "--floor", "-1", *reach)

    assert (result.status, result.out) == (2, "")
    assert "floor must be a whole number of 1 or more" in result.err
