"""`export --for`: codes that are written in another way, and copies that would break a rule."""

from __future__ import annotations

import json
from datetime import date

import pytest

from supervision import Journal, KeyFile, Reflection

LONG = 1_000_000


@pytest.fixture
def holding(run, made, home):
    """A journal with a book, in which S-014 and C-201 are known; record something into it."""
    assert run("book", "make", "--new-key-file", "book.key", *made).status == 0
    key = KeyFile(home / "k.key")

    def holding(**fields):
        with Journal.open("sqlite:practice.db", key) as journal:
            given = {"client": "C-201", "notes": "…"} | fields
            return journal.record(Reflection(on=date(2026, 5, 1), practitioner="S-014", **given))

    return holding


@pytest.fixture
def export(run, made, home):
    """Export for an audit; the result, and all that was written."""

    def export(*options):
        to = ("--for", "audit", "--out", "copy.json", "--book-key-file", "book.key")
        result = run("export", *to, *options, *made)
        path = home / "copy.json"
        return result, path.read_text(encoding="utf-8") if path.exists() else None

    return export


@pytest.mark.parametrize(
    "code",
    ["C-\u200b201", "\u200bC-201", "C\uff0d201", "\uff23\u2010201", "c-201", "C-2\u2060\u200d01"],
)
def test_a_code_that_only_looks_the_same_is_replaced(code, holding, export):
    """Wide and invisible characters, other hyphens and small letters hide no code."""
    holding(notes=f"It was {code} again.")

    result, text = export()

    assert "reads like" not in result.err
    entry = json.loads(text)["records"][0]["record"]
    plain = entry["notes"].upper().replace("\uff0d", "-").replace("\u2010", "-")
    assert plain.replace("\u200b", "") == f"IT WAS {entry['client']} AGAIN."


@pytest.mark.parametrize("code", ["C-\n201", "C - 201", "c201", "C 201", "C\u00ad201"])
def test_what_still_reads_like_a_code_is_pointed_out_before_it_is_written(code, holding, export):
    """Record, field and position are told, and never the text; the copy is made."""
    record = holding(notes=f"Secret: {code}.")

    result, text = export()

    assert result.status == 0, result.err
    place = f"record {record.id[:8]} at revision 1, notes 8-{8 + len(code)} reads like a code"
    assert place in result.err
    assert "Secret" not in result.err
    assert code not in result.err
    assert code in json.loads(text)["records"][0]["record"]["notes"]


def test_reasons_and_older_revisions_are_looked_at_where_they_are_copied(
    holding, export, run, made
):
    """What is not copied is not told of, and what is copied is, whatever field it stands in."""
    record = holding(notes="It was C 201.", themes=["x.kent.c201"])
    assert run("amend", record.id, "notes=…", "--reason", "of C 201", *made).status == 0

    newest, _ = export()
    places = [line.partition(" reads ")[0] for line in newest.err.splitlines() if "reads" in line]

    where = f"record {record.id[:8]} at revision"
    assert places == [f"{where} 2, themes 7-11", f"{where} 2, reason 3-8"]


def test_all_revisions_are_looked_at_if_all_are_copied(holding, export, run, made):
    """With --all-revisions an older text is told of too."""
    record = holding(notes="It was C 201.")
    assert run("amend", record.id, "notes=…", "--reason", "x", *made).status == 0

    result, _ = export("--all-revisions")

    assert f"record {record.id[:8]} at revision 1, notes 7-12 reads like" in result.err


def test_many_places_are_counted(holding, export):
    """Ten places are shown, and how many more there are."""
    holding(notes="C 201, " * 13)

    result, _ = export()

    assert result.err.count("reads like a code") == 10
    assert "and 3 more places" in result.err


def test_a_label_of_a_pack_is_looked_at(holding, export, run, made, home):
    """What a theme of one's own is called can read like a code as well."""
    pack = (
        'id = "x.kent.own"\ntitle = "Own"\ntext = "Ours."\nsource = "Kent, 2026"\nrights = "Ours"\n'
        '[[themes]]\nid = "x.kent.again"\nfamily = "family"\nlabel = "As with C 201"\n'
        'text = "What comes again."\nsource = "Kent, 2026"\nrights = "Ours"\n'
        '[[prompts]]\nid = "x.kent.what"\ntext = "What?"\npurpose = "see"\nfunction = "formative"\n'
        'kind = "text"\n'
    )
    (home / "own.toml").write_text(pack, encoding="utf-8")
    assert run("pack", "use", "own.toml", *made).status == 0
    holding()

    result, _ = export()

    assert "the label of x.kent.again 8-13 reads like a code of this journal" in result.err


@pytest.mark.parametrize("form", ["json", "markdown"])
@pytest.mark.parametrize(
    "fields",
    [
        {"notes": "C-201 " + "x" * (LONG - 6)},
        {"themes": [f"x.kent.c-201.{'x' * 67}"]},
    ],
    ids=["text", "theme"],
)
def test_a_copy_that_would_break_a_rule_is_refused_before_anything_is_written(
    fields, form, holding, export, home
):
    """Codes are longer in a copy: what grows too long is told by record and field, and what to do."""
    holding()
    record = holding(**fields)

    result, text = export("--format", form)

    assert result.status == 2
    assert f"revision 1 of record {record.id} cannot be copied" in result.err
    assert f": {next(iter(fields))} " in result.err
    assert "'supervision amend'" in result.err
    assert "xxx" not in result.err
    assert text is None
    assert not list(home.glob("copy*"))


def test_a_session_that_is_too_long_only_before_it_was_amended_is_copied(
    holding, export, run, made
):
    """An older revision that cannot be copied is no matter where the newest alone is."""
    record = holding(notes="C-201 " + "x" * (LONG - 6))
    assert run("amend", record.id, "notes=short", "--reason", "x", *made).status == 0

    refused, _ = export("--all-revisions")
    result, text = export()

    assert refused.status == 2
    assert f"revision 1 of record {record.id} cannot be copied" in refused.err
    assert result.status == 0, result.err
    assert '"short"' in text
