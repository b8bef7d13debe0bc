"""`supervision demo`: a fictional year, logged, corrected, totalled, asked, proven and attacked."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import attrs

from supervision import Journal, Passphrase, RecoveryCode, Session
from supervision.cli._attack import Swap, swap_bodies
from supervision.cli._demo_questions import Promise, three_questions
from supervision.cli._examples_folder import copy_examples, example_files
from supervision.cli._exits import Exit
from supervision.cli._labels import labels_of
from supervision.cli._log import show_items
from supervision.cli._options import COMMON, Common
from supervision.cli._plan import Plan, Settler, read_plan
from supervision.cli._screen import Screen
from supervision.cli._themes_tables import show_themes
from supervision.cli._totals import show_hours
from supervision.cli._verify import show_report
from supervision.codec import kinds
from supervision.errors import RollbackError, TamperedRecordError
from supervision.records import LedgerLine
from supervision.reports import minutes_by, theme_counts

_THEMES = 8
_PASSPHRASE = "a passphrase for a demonstration"  # noqa: S105 - it guards fiction


def demo(*, examples: Path | None = None, common: Common = COMMON) -> Exit:
    """Show it all on a fictional year, in a temporary folder.

    It makes a journal, logs about 120 sessions and some reflections, corrects one, totals hours
    and themes, holds a person's hours against a rule and the themes against a focus, makes a pack for an
    audit, verifies, then attacks copies of the store and shows each attack reported. It ends with exit
    status 0 only if everything went as promised.

    Args:
        examples: Do none of it, and copy the table and the pages of the year into this new folder.
        common: How to show it.
    """
    screen = Screen(json=common.json)
    if examples is None:
        return _shown(screen)
    files = copy_examples(examples)
    screen.say(f"copied {len(files)} files of a fictional year; try: supervision log {files[0]}")
    screen.document({"files": [str(path) for path in files]})
    return Exit.OK


def _shown(screen: Screen) -> Exit:
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="supervision-demo-") as folder:
        tour = Tour(screen, Path(folder))
        tour.run()
    seconds = monotonic() - began
    kept = all(promise.kept for promise in tour.promises)
    screen.say(
        f"\n{len(tour.promises)} promises, {'all kept' if kept else 'NOT all kept'}, in "
        f"{seconds:.1f} s; the temporary folder is gone.\n"
        "Next: supervision init --help"
    )
    screen.document(
        {
            "kept": kept,
            "promises": [attrs.asdict(promise) for promise in tour.promises],
            "seconds": round(seconds, 1),
        }
    )
    return Exit.OK if kept else Exit.PROBLEM


class Tour:
    """The demonstration, step by step.

    Args:
        screen: Where to show it.
        folder: A folder of its own.
    """

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.promises: list[Promise] = []
        self._screen = screen
        self._folder = folder
        self._store = folder / "practice.db"
        self._old = folder / "yesterday.db"
        self._copy = folder / "copy.db"
        self._pin = folder / "pin"

    def run(self) -> None:
        """Take every step."""
        with self._made() as journal:
            self._log(journal)
        _copy_store(self._store, self._old)
        with self._opened(self._store) as journal:
            corrected = self._correct(journal)
            self._total(journal)
            self._ask(journal)
            self._verify(journal, corrected)
        self._attack_body()
        self._attack_whole_store()

    def _heading(self, text: str) -> None:
        self._screen.say(f"\n== {text}")

    def _promise(self, says: str, *, kept: bool) -> None:
        self._take(Promise(says, kept))

    def _take(self, promise: Promise) -> None:
        self.promises.append(promise)
        self._screen.say(f"{'  ok  ' if promise.kept else '  NOT '} {promise.says}")

    def _opened(self, store: Path) -> Journal:
        return Journal.open(store, Passphrase(_PASSPHRASE), pin=self._pin)

    def _made(self) -> Journal:
        self._heading("A new journal: supervision init --recovery-code")
        journal = Journal.create(self._store, Passphrase(_PASSPHRASE), pin=self._pin)
        journal.add_key(RecoveryCode.generate())
        slots = journal.keys()
        ways = sorted(slot.kind for slot in slots)
        both = ways == ["passphrase", "recovery-code"]
        self._promise(f"two ways in: {' and '.join(ways)}", kept=both)
        return journal

    def _log(self, journal: Journal) -> None:
        self._heading("A year of sessions, one table and some pages: supervision log")
        plans = [read_plan(path, days="ymd", folder=None) for path in example_files()]
        first = _log_all(journal, plans)
        show_items(self._screen, attrs.evolve(plans[0], items=plans[0].items[:5]), whole=True)
        rows = sum(len(plan.items) for plan in plans)
        wrong = sum(len(plan.problems) for plan in plans)
        self._promise(
            f"logged {first} records out of {rows} rows in {len(plans)} files, {wrong} problems",
            kept=first == rows > 0 == wrong,
        )
        again = _log_all(journal, plans)
        self._promise("logging the same files again adds nothing", kept=again == 0)

    def _correct(self, journal: Journal) -> LedgerLine:
        line = next(line for line in journal.ledger(kind="session") if line.minutes)
        self._heading(f"A correction: supervision amend {line.id[:8]} minutes=… --reason …")
        session = journal.read(Session, line.id)
        longer = attrs.evolve(session, minutes=session.minutes + 15)
        journal.amend(longer, reason="the clock in the room was slow")
        revisions = journal.revisions(Session, line.id)
        minutes = [each.record.minutes for each in revisions if isinstance(each.record, Session)]
        self._promise(
            f"revision 2 says {minutes[-1]} minutes and why; revision 1 still says {minutes[0]}",
            kept=minutes == [session.minutes, longer.minutes],
        )
        return line

    def _total(self, journal: Journal) -> None:
        self._heading("Totals, without opening a note: supervision hours, supervision themes")
        lines = list(journal.ledger())
        totals = minutes_by(lines, by=["modality"])
        show_hours(self._screen, totals)
        show_themes(self._screen, _commonest(lines), "quarter", labels_of(journal))
        self._screen.say(f"(the {_THEMES} themes that came up most)")
        whole = sum(
            session.minutes for session in journal.all(Session) if session.cancelled is None
        )
        self._promise(
            f"the ledger adds up to what the notes say: {whole} minutes",
            kept=whole == sum(row.minutes for row in totals),
        )

    def _ask(self, journal: Journal) -> None:
        for promise in three_questions(self._screen, [*journal.ledger()], self._folder):
            self._take(promise)

    def _verify(self, journal: Journal, corrected: LedgerLine) -> None:
        self._heading("Proof: supervision verify")
        with self._screen.progress("verifying") as tick:
            report = journal.verify(progress=tick)
        show_report(self._screen, report)
        read = journal.read(kinds()[corrected.kind], corrected.id)
        self._promise("nobody altered, moved, removed or put back anything", kept=report.ok)
        self._promise(
            "the corrected record is still there", kept=read.revision == corrected.revision + 1
        )

    def _attack_body(self) -> None:
        self._heading("Attack: one sealed body is moved over another, in a copy of the store")
        _copy_store(self._store, self._copy)
        swap = swap_bodies(self._copy)
        self._screen.say(swap.statement)
        with self._opened(self._copy) as journal:
            report = journal.verify()
            show_report(self._screen, report)
            named = [each for each in report.findings if each.record == swap.record]
            self._promise("verify names the record and the attack", kept=bool(named))
            self._promise("reading the record is refused", kept=self._refuses(journal, swap))

    def _refuses(self, journal: Journal, swap: Swap) -> bool:
        line = next(line for line in journal.ledger() if line.id == swap.record)
        try:
            journal.read(kinds()[line.kind], swap.record)
        except TamperedRecordError as error:
            self._screen.say(f"reading {swap.record[:8]}: {error}")
            return True
        return False

    def _attack_whole_store(self) -> None:
        self._heading("Attack: the whole store of before the correction is put back")
        try:
            self._opened(self._old).close()
        except RollbackError as error:
            self._screen.say(f"opening it: {error}")
            refused = True
        else:
            refused = False
        self._promise("the pin, kept outside the store, refuses it", kept=refused)
        with self._opened(self._store) as journal:
            self._promise("the journal itself is as it was", kept=journal.verify().ok)


def _commonest(lines: Sequence[LedgerLine]) -> dict[tuple[str, str], int]:
    """Return how often the themes that came up most did, by quarter."""
    of_all = Counter(theme for line in lines if not line.cancelled for theme in line.themes)
    shown = {theme for theme, _ in of_all.most_common(_THEMES)}
    counts = theme_counts(lines, by="quarter")
    return {pair: count for pair, count in counts.items() if pair[1] in shown}


def _log_all(journal: Journal, plans: Sequence[Plan]) -> int:
    settler = Settler(journal)
    for plan in plans:
        settler.settle(plan)
    records = [record for plan in plans for record in plan.records(keep_good=False)]
    return journal.record_all(records)


def _copy_store(store: Path, to: Path) -> None:
    for path in store.parent.glob(f"{store.name}*"):
        shutil.copyfile(path, to.with_name(path.name.replace(store.name, to.name)))
