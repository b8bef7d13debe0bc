"""The identity of a row: what makes logging a file twice add nothing."""

from __future__ import annotations

from hypothesis import given, settings

from supervision.exchange import read_csv, read_markdown, to_markdown
from supervision.records import NO_ID, with_revision
from supervision.testing import records

HEADER = "on,minutes,modality,supervisor,supervisees,client,themes"
ROW = "2026-03-04,60,individual,V-01,S-014,C-201,need.unmet|family.burden"


def identities(table):
    """Return the identity of each row of *table*."""
    parsed = read_csv(table.encode(), name="year.csv", days="dmy")
    assert parsed.problems == ()
    return [row.identity for row in parsed.rows]


def test_the_same_file_gives_the_same_identities():
    """A file read twice, or grown at the end, names its rows as before."""
    table = f"{HEADER}\n{ROW}\n{ROW.replace('60', '45')}\n"

    first = identities(table)

    assert identities(table) == first
    assert identities(f"{table}{ROW.replace('60', '30')}\n")[:2] == first
    assert len(set(first)) == 2
    assert {len(identity) for identity in first} == {32}


def test_identical_rows_are_several_sessions():
    """Two rows that say the same are two sessions, and a third one added is new."""
    twice = identities(f"{HEADER}\n{ROW}\n{ROW}\n")

    assert len(set(twice)) == 2
    assert identities(f"{HEADER}\n{ROW}\n{ROW}\n{ROW}\n")[:2] == twice


def test_a_row_keeps_its_identity_where_it_says_the_same():
    """Order of columns and of themes, empty columns, case of codes and form of days say nothing."""
    (plain,) = identities(f"{HEADER}\n{ROW}\n")

    (turned,) = identities(
        "themes;client;notes;delivery;supervisees;supervisor;modality;minutes;on\r\n"
        "family.burden | need.unmet;c-201;;in-person;s-014;v-01;Individual;60;4/3/2026\r\n"
    )

    assert turned == plain


def test_the_identity_is_pinned():
    """Later releases must name the row of today as it is named today."""
    (identity,) = identities(f"{HEADER}\n{ROW}\n")

    assert identity.hex() == ("8c63924587823208fcd3fd32d4cd1e485c11234cd3cbd075f6a5ae587d601234")


def test_a_ref_stands_for_the_row():
    """With a mark of its own a row keeps its identity when it is corrected."""
    (first,) = identities(f"ref,{HEADER}\n17,{ROW}\n")
    (corrected,) = identities(f"ref,{HEADER}\n17,{ROW.replace('60', '45')}\n")

    assert corrected == first


def test_a_ref_belongs_to_who_takes_part():
    """Two supervisors who both count from 1 do not lose each other's sessions."""
    (first,) = identities(f"ref,{HEADER}\n1,{ROW}\n")
    (other,) = identities(f"ref,{HEADER}\n1,{ROW.replace('V-01', 'V-05')}\n")

    assert other != first


def test_a_ref_must_not_come_twice():
    """Two rows under one mark are told, and the second is none."""
    table = f"ref,{HEADER}\n1,{ROW}\n2,{ROW}\n1,{ROW}\n"

    parsed = read_csv(table.encode(), name="year.csv")

    assert [row.line for row in parsed.rows] == [2, 3]
    assert list(map(str, parsed.problems)) == [
        "year.csv, line 4, ref: must not be that of line 2 too"
    ]


def test_a_row_takes_the_id_that_it_is_given():
    """Only the id of the record changes."""
    (row,) = read_csv(f"{HEADER}\n{ROW}\n".encode(), name="x").rows

    record = row.with_id("ab" * 16)

    assert (row.record.id, record.id) == (NO_ID, "ab" * 16)
    assert record.cases == row.record.cases


def test_a_page_and_a_table_name_the_same_session_alike():
    """It does not matter in which sort of file a session came."""
    (row,) = read_csv(f"{HEADER}\n{ROW}\n".encode(), name="x").rows
    page = to_markdown(row.record)

    assert read_markdown(page.encode(), name="x").rows[0].identity == row.identity


@settings(max_examples=30, deadline=None)
@given(records())
def test_the_identity_does_not_hang_on_id_or_revision(record):
    """A record says the same under another id and at another revision."""
    page = to_markdown(record)
    other = to_markdown(with_revision(record, 7)).replace(record.id, "ab" * 16, 1)

    first, second = (read_markdown(one.encode(), name="x").rows[0] for one in (page, other))

    assert second.record.revision == 7
    assert second.identity == first.identity
