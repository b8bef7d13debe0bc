"""The reference says all there is: every public name, error, field, column, code and limit."""

from __future__ import annotations

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import attrs
import pytest
from msgspec import NODEFAULT, structs

import supervision
from supervision import crypto, errors, exchange, proof, records

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"

PUBLIC = [
    module.name
    for module in pkgutil.walk_packages(supervision.__path__, "supervision.")
    if not any(part.startswith("_") for part in module.name.split("."))
]
ERRORS = [getattr(errors, name) for name in errors.__all__]
TALLIES = [records.ThemeTally, records.MonthTally]
LEDGER_PARTS = [records.LedgerLine, records.Rating, records.ActionFacts, *TALLIES]
RECORD_PARTS = [
    part
    for name in records.__all__
    if attrs.has(part := getattr(records, name)) and part not in TALLIES
]
LISTS = [
    part
    for name in records.__all__
    if inspect.isclass(part := getattr(records, name)) and hasattr(part, "__members__")
]


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def _section(page: str, title: str) -> str:
    """Return what stands under a heading, up to the next one."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    assert found is not None, f"no section {title}"
    return found[1]


def _fields_in(section: str) -> list[str]:
    return re.findall(r"^\| (?:\*\*)?`(\w+)`", section, re.MULTILINE)


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_module_is_on_the_page(module):
    """The library's page describes each public package, except the errors' own page."""
    assert f".. automodule:: {module}\n" in _page("api.md")


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_name_is_described(module):
    """Each public name says what it is: by its docstring, or by name on the page."""
    found = import_module(module)
    page = _page("api.md")
    undescribed = [
        name
        for name in found.__all__
        if not (_is_documented(getattr(found, name)) or f"py:data:: {module}.{name}\n" in page)
    ]

    assert undescribed == []


def _is_documented(thing: object) -> bool:
    found = inspect.unwrap(thing) if callable(thing) else thing
    return (inspect.isclass(found) or inspect.isfunction(found)) and bool(inspect.getdoc(found))


def test_every_name_at_the_top_is_on_the_page():
    """The page says under which heading each name of `supervision` itself is described."""
    table = _page("api.md").partition("## ")[0]

    assert [name for name in supervision.__all__ if f"`{name}`" not in table] == []


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_says_what_to_do(error):
    """Each class of errors has a section that says what to do."""
    assert "**What to do:**" in _section(_page("errors.md"), error.__name__)


def test_every_attribute_of_errors_is_described():
    """The facts that errors carry are on their page."""
    facts = set(vars(errors.SupervisionError(""))) - {"args"}

    assert facts == set(_fields_in(_page("errors.md").partition("## ")[0]))


@pytest.mark.parametrize("code", proof.Code)
def test_every_code_of_verify_is_described(code):
    """Each code of `verify` has a row that says what it means."""
    assert re.search(rf"^\| `{code.value}` \| .+ \|", _page("errors.md"), re.MULTILINE)


@pytest.mark.parametrize("part", RECORD_PARTS, ids=lambda part: part.__name__)
def test_every_field_is_described(part):
    """The tables of records name every field of every part in its order, and no other."""
    fields = [field.name for field in attrs.fields(part) if not field.name.startswith("_")]

    assert _fields_in(_section(_page("records.md"), part.__name__)) == fields


def test_what_must_be_given_is_bold():
    """A field is bold on the page exactly if a record cannot be built without it."""
    for part in RECORD_PARTS:
        section = _section(_page("records.md"), part.__name__)
        needed = [f.name for f in attrs.fields(part) if f.default is attrs.NOTHING]
        assert re.findall(r"^\| \*\*`(\w+)`\*\*", section, re.MULTILINE) == needed, part


@pytest.mark.parametrize("part", LISTS, ids=lambda part: part.__name__)
def test_every_member_of_a_closed_list_is_described(part):
    """The closed lists on the page are those of the code."""
    found = re.findall(r"`([a-z-]+)`", _section(_page("records.md"), part.__name__))

    assert {member.value for member in part} <= set(found)


@pytest.mark.parametrize("part", LEDGER_PARTS, ids=lambda part: part.__name__)
def test_every_fact_of_the_ledger_is_described(part):
    """The tables of the ledger name every field of a line and its parts in its order."""
    fields = attrs.fields(part) if attrs.has(part) else structs.fields(part)
    needed = [field.name for field in fields if field.default in (NODEFAULT, attrs.NOTHING)]
    section = _section(_page("ledger.md"), part.__name__)

    assert _fields_in(section) == [field.name for field in fields]
    assert re.findall(r"^\| \*\*`(\w+)`\*\*", section, re.MULTILINE) == needed


def test_every_column_is_described():
    """The page on files names every column of a table of sessions."""
    page = (ROOT / "docs/how-to/log-a-file.md").read_text(encoding="utf-8")

    assert [name for name in exchange.COLUMNS if f"`{name}`" not in page] == []


def test_the_format_names_every_purpose_and_operation():
    """The format's page has a row for each purpose of an envelope and each operation of the log."""
    page = _page("format.md")
    purposes = re.findall(r"^\| `(\w+)`(?: \(reserved\))? \| .*\| .* \| .* \|$", page, re.MULTILINE)
    numbers = re.findall(r"^\| (\d+)(?:, (\d+))? \| [A-Z]", page, re.MULTILINE)

    assert {purpose.value for purpose in crypto.Purpose} <= set(purposes)
    assert sorted(int(each) for pair in numbers for each in pair if each) == sorted(proof.Op)


def test_the_format_names_the_limits_of_the_code():
    """Sizes on the format's page are those that the code holds."""
    page = _page("format.md")
    profile = crypto.RFC_9106_LOW_MEMORY

    assert f"**entries** of {proof.ENTRY_SIZE} bytes" in page
    assert f"1 to {proof.BLOCK} entries" in page
    assert f"{crypto.MAX_ENVELOPE:,} bytes" in page
    assert f"1 to {crypto.MAX_SLOTS} slots" in page
    assert f"below {profile.iterations} iterations, {profile.lanes} lanes" in page
    assert f"{profile.memory_kib:,} KiB" in page
