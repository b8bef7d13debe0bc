"""`supervision erase`."""

from __future__ import annotations

from typing import Annotated

import attrs
from cyclopts import Parameter

from supervision import Journal
from supervision._counted import counted
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT, line_of_record
from supervision.cli._options import REACH, Reach, check_reason
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.journal import ErasureReceipt
from supervision.records import pseudonym_of


def erase(
    beginning: Annotated[str | None, Parameter(name="ID")] = None,
    /,
    *,
    reason: str,
    folder: str | None = None,
    yes: bool = False,
    reach: Reach = REACH,
) -> None:
    """Erase a record, or a folder with its keys, for good.

    A record goes with all its revisions. What is to be erased has to be typed back, unless --yes is
    given. The receipt says what cannot be read any more, and which copies this cannot reach.

    Args:
        beginning: The id of the record, or as much of its beginning as no other has.
        reason: Why, in words; it is sealed and kept.
        folder: Erase the folder with this label instead.
        yes: Do not ask.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    if (beginning is None) == (folder is None):
        msg = "give the ID of a record, or --folder with a label"
        raise RefusedError(msg)
    check_reason(reason)
    with opened(screen, reach) as journal:
        if folder is not None:
            receipt = _erase_folder(screen, journal, folder, reason, yes=yes)
        else:
            receipt = _erase_record(screen, journal, str(beginning), reason, yes=yes)
    _show(screen, receipt)


def _erase_record(
    screen: Screen, journal: Journal, beginning: str, reason: str, *, yes: bool
) -> ErasureReceipt:
    line = line_of_record(journal, beginning)
    what = f"erasing the {line.kind} of {line.on.isoformat()} with {', '.join(line.people)}"
    screen.confirm_by_typing(what, line.id[:SHORT], yes=yes)
    return journal.erase(line.id, reason=reason)


def _erase_folder(
    screen: Screen, journal: Journal, label: str, reason: str, *, yes: bool
) -> ErasureReceipt:
    label = pseudonym_of(label, field="--folder")
    found = [each.records for each in journal.folders() if each.label == label]
    what = f"erasing the folder {label} with all in it, {counted(sum(found), 'record')}"
    # A folder that is not there is for the journal to refuse, without a question before.
    screen.confirm_by_typing(what, label, yes=yes or not found)
    return journal.erase_folder(label, reason=reason)


def _show(screen: Screen, receipt: ErasureReceipt) -> None:
    screen.say(f"erased the {receipt.what} {receipt.subject} at {receipt.at}")
    screen.say(f"entry {receipt.entry} of the log; {receipt.removed} blobs removed")
    screen.say(f"nobody can read any more: {receipt.unreadable_now}")
    screen.say(f"out of reach: {receipt.out_of_reach}")
    screen.document(attrs.asdict(receipt))
