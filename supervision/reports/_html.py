"""The page for a browser or a printer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec

from supervision.catalogue import Catalogue, HourRule
from supervision.errors import SupervisionError
from supervision.records import LedgerLine
from supervision.reports._focus import Focus
from supervision.reports._hours_spans import Exempt
from supervision.reports._hours_work import Hours
from supervision.reports._page_ask import PageFor, ask
from supervision.reports._themes import DEFAULT_FLOOR

_NEEDED = ("jinja2", "matplotlib")


def html(
    lines: Iterable[LedgerLine],
    *,
    today: date,
    audience: PageFor = "supervisor",
    person: str | None = None,
    since: date | None = None,
    until: date | None = None,
    rule: HourRule | None = None,
    client_hours: Mapping[str, Hours] | None = None,
    exempt: Sequence[Exempt] = (),
    full_time: Hours = 1,
    cases: Collection[str] = (),
    domains: Mapping[str, Collection[str]] | None = None,
    focus: Focus | Iterable[Focus] | None = None,
    catalogue: Catalogue | None = None,
    floor: int = DEFAULT_FLOOR,
) -> str:
    """Return hours, themes, focus, marks, actions and agreements as one page of HTML.

    The page is whole in itself: it has no script, asks for nothing from anywhere, and forbids a
    browser to. It is **plain text**: whoever has it can read it, and it holds pseudonyms, days
    and themes; no note was opened for it. The same lines and options give the same bytes.

    * A `supervisor` gets everything; of *person* only, if one is given.
    * A `supervisee` gets what is about *person*, and nothing of others: no code, no session, no
      client or mark of a session with several people, no action of somebody else's.
    * A `service` gets sessions by format and families of themes by quarter, with what is under
      the floor hidden by `suppressed`; nothing, if there were fewer people than that.
    * A `body` gets the hours of *person*, and no theme and no client's code: cases have numbers.

    It needs the extra `report`.

    Args:
        lines: Ledger lines of any kind and of anybody.
        today: The day on which it is made; what is dated later is left out.
        audience: Who is to read it.
        person: Whom it is about; needed for a supervisee and a body.
        since: The first day; if not given, the months of a year up to *until* are shown.
        until: The last day; *today* if not given.
        rule: What to hold hours against; without it they are shown as they were held.
        client_hours: See `hours`; it and the four more after it are of *person*, and not looked at without one.
        exempt: See `hours`.
        full_time: See `hours`.
        cases: See `hours`.
        domains: See `hours`.
        focus: What was agreed, to compare the work with: one focus, or several. If not given, it is
            each that the agreements in force name, with their own sessions.
        catalogue: What themes and prompts are called; what is shipped, if not given.
        floor: The smallest count that a service may see, 3 or more.

    Raises:
        InvalidRecordError: if what is given makes no sense for this audience.
        CatalogueError: if the rule has numbers that were not given to it.
        SupervisionError: if the extra is not installed.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_session
        >>> page = html([line_of(example_session())], today=date(2026, 12, 1))
        >>> page[:15], "<script" in page
        ('<!doctype html>', False)
    """
    asked = ask(
        lines,
        reader=audience,
        today=today,
        since=since,
        until=until,
        person=person,
        rule=rule,
        given={
            "client_hours": client_hours,
            "exempt": exempt,
            "full_time": full_time,
            "cases": cases,
            "domains": domains,
        },
        focus=focus,
        catalogue=catalogue,
        floor=floor,
    )
    if any(find_spec(name) is None for name in _NEEDED):
        msg = "a page needs another extra: pip install 'clinical-supervision[report]'"
        raise SupervisionError(msg)
    # Only here: whoever imports the library, or makes no page, pays nothing for drawing.
    from supervision.reports._page import page  # noqa: PLC0415 (above)

    return page(asked)
