"""`supervision rules`: what bodies ask for, as far as numbers can say it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from supervision.catalogue import Accepts, Catalogue, HourRule, load_rule
from supervision.cli._exits import Exit
from supervision.cli._hours_files import rule_named
from supervision.cli._options import COMMON, Common
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._today import today_here
from supervision.errors import CatalogueError


def list_rules(*, common: Common = COMMON) -> None:
    """List the rules on hours that come with this release.

    Bodies change what they ask for: see when each was read, and check with yours.

    Args:
        common: What every command takes.
    """
    screen = Screen(json=common.json)
    found = list(Catalogue.shipped().rules.values())
    rows = [(one.id, one.title, one.jurisdiction, one.read_on.isoformat()) for one in found]
    screen.table({"id": False, "title": False, "where": False, "read on": False}, rows)
    screen.document([_head(one) for one in found])


def show_rule(rule: Annotated[str, Parameter(name="ID")], /, *, common: Common = COMMON) -> None:
    """Show what a rule asks for, where that is from, and what a person must look at.

    Args:
        rule: The id of a rule, or your own file, whose name ends in .toml.
        common: What every command takes.
    """
    screen = Screen(json=common.json)
    found = rule_named(rule)
    _show(screen, found)
    screen.document(_plain(found))


def check_rules(
    files: Annotated[tuple[Path, ...], Parameter(name="FILE", required=True)],
    /,
    *,
    common: Common = COMMON,
) -> Exit:
    """Check files of rules of your own, and show what they ask for.

    What is wrong is named by file, entry and rule, and the exit status is 1 then.

    Args:
        files: The files, in TOML.
        common: What every command takes.
    """
    screen = Screen(json=common.json)
    checked = [_checked(screen, str(file)) for file in files]
    screen.document(checked)
    return Exit.OK if all(one["ok"] for one in checked) else Exit.PROBLEM


def _checked(screen: Screen, file: str) -> dict[str, object]:
    try:
        rule = load_rule(file)
    except CatalogueError as error:
        screen.note(str(error))
        return {"file": file, "ok": False, "id": None, "version": None, "problem": str(error)}
    _warn_of_day(screen, rule, file)
    _show(screen, rule)
    return {"file": file, "ok": True, "id": rule.id, "version": rule.version, "problem": None}


def _warn_of_day(screen: Screen, rule: HourRule, file: str) -> None:
    # No more than a warning: the clock may be wrong, and a rule does not depend on it.
    if rule.read_on > today_here():
        screen.warn(f"{file}, {rule.id}: read_on is a day to come; was it read on another?")


def _show(screen: Screen, rule: HourRule) -> None:
    screen.say(f"{rule.title} ({rule.id}, version {rule.version})")
    screen.say(rule.text)
    screen.say("")
    for one in rule.requirements:
        advised = " (recommended)" if one.advised else ""
        screen.say(f"{one.id}: {one.text}{advised}")
    for number in rule.numbers:
        screen.say(f"needs --number {number.id}=…: {number.text}")
    _show_accepts(screen, rule.accepts)
    for credit in rule.credit:
        screen.say(credit.said)
    if not rule.credit:
        screen.say("groups do not count")
    for unchecked in rule.unchecked:
        screen.say(f"to look at yourself: {unchecked}")
    _show_origin(screen, rule)


def _show_accepts(screen: Screen, accepts: Accepts) -> None:
    if accepts.formats:
        screen.say(f"only these formats count: {', '.join(accepts.formats)}")
    if accepts.facilitated:
        screen.say("groups count only if someone leads them who is no member")
    if accepts.agreed:
        screen.say("sessions count only if they name an agreement or a group: no ad hoc ones")


def _show_origin(screen: Screen, rule: HourRule) -> None:
    screen.say("")
    screen.say(f"body: {rule.body}; {rule.jurisdiction}")
    screen.say(f"source: {rule.source}")
    screen.say(f"read on: {rule.read_on.isoformat()}")
    screen.say(f"rights: {rule.rights}")
    if not rule.confirmed:
        screen.say("general knowledge: not read at a source")
    screen.say(rule.verify)


def _head(rule: HourRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "version": rule.version,
        "title": rule.title,
        "body": rule.body,
        "jurisdiction": rule.jurisdiction,
        "read_on": rule.read_on.isoformat(),
        "confirmed": rule.confirmed,
    }


def _plain(rule: HourRule) -> dict[str, Any]:
    return plain_data(rule) | {"verify": rule.verify}
