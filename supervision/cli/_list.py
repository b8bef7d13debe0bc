"""`supervision list`, `folders` and `show`."""

from __future__ import annotations

from collections.abc import Mapping
from shutil import get_terminal_size
from typing import Annotated, Literal

from cyclopts import Parameter

from supervision.cli._choice import EVERYTHING, Choice
from supervision.cli._find import SHORT, line_of_record
from supervision.cli._labels import labelled, labels_of
from supervision.cli._nothing import tell_unknown_theme
from supervision.cli._options import REACH, Reach
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.codec import kinds, to_plain
from supervision.exchange import themes_in, to_markdown
from supervision.journal import Revision
from supervision.records import LedgerLine

_COLUMNS = {
    "id": False,
    "day": False,
    "min": True,
    "what": False,
    "people": False,
    "clients": False,
}
_WIDE = 110
"""From how many columns on a terminal has room for what themes are called, and not only a count."""


def list_records(
    *,
    kind: Literal["session", "reflection", "agreement"] | None = None,
    choice: Choice = EVERYTHING,
    reach: Reach = REACH,
) -> None:
    """List records by their facts, in the order of recording.

    No note is opened.

    Args:
        kind: Only records of this kind.
        choice: Which records.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        lines = list(choice.lines(journal, kind))
        labels = labels_of(journal)
        if not lines:
            tell_unknown_theme(screen, journal, choice)
    wide = get_terminal_size().columns >= _WIDE
    rows = [(*_row(line), _themes(line, labels, wide=wide)) for line in lines]
    screen.table(_COLUMNS | {"themes": not wide}, rows)
    screen.say(f"{len(lines)} record{'' if len(lines) == 1 else 's'}")
    screen.document(
        [plain_data(line) | {"labels": labelled(line.themes, labels)} for line in lines]
    )


def list_folders(*, reach: Reach = REACH) -> None:
    """List the folders and how many records are in each."""
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        folders = journal.folders()
    rows = [(folder.label, folder.records) for folder in folders]
    screen.table({"folder": False, "records": True}, rows)
    screen.document([{"label": each.label, "records": each.records} for each in folders])


def show(
    beginning: Annotated[str, Parameter(name="ID")],
    /,
    *,
    all_revisions: bool = False,
    reach: Reach = REACH,
) -> None:
    """Show one record, whole, as Markdown.

    Args:
        beginning: The id of the record, or as much of its beginning as no other has.
        all_revisions: Show every revision, oldest first, and not only the newest.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        line = line_of_record(journal, beginning)
        revisions = journal.revisions(kinds()[line.kind], line.id)
        labels = labels_of(journal)
    shown = revisions if all_revisions else revisions[-1:]
    for revision in shown:
        screen.text(_page(revision, labels))
    documents = [
        plain_revision(revision) | {"labels": labelled(themes_in(revision.record), labels)}
        for revision in shown
    ]
    screen.document(documents if all_revisions else documents[0])


def plain_revision(revision: Revision) -> dict[str, object]:
    """Return a revision as plain data, in the shape of a record in an exported document."""
    record = to_plain(revision.record)
    return {
        "schema": record.pop("schema"),
        "revision": revision.revision,
        "recorded": revision.recorded,
        "reason": revision.reason,
        "record": record,
    }


def _page(revision: Revision, labels: Mapping[str, str]) -> str:
    return to_markdown(
        revision.record, recorded=revision.recorded, reason=revision.reason, labels=labels
    )


def _row(line: LedgerLine) -> tuple[object, ...]:
    what = line.kind if line.modality is None or line.kind != "session" else line.modality.value
    cancelled = " (cancelled)" if line.cancelled else ""
    return (
        line.id[:SHORT],
        line.on.isoformat(),
        line.minutes if line.kind == "session" else None,
        f"{what}{cancelled}",
        " ".join(line.people),
        " ".join(line.clients),
    )


def _themes(line: LedgerLine, labels: Mapping[str, str], *, wide: bool) -> object:
    return "; ".join(labelled(line.themes, labels).values()) if wide else len(line.themes) or None
