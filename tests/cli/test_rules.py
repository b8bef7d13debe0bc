"""`rules`."""

from __future__ import annotations

import re

import pytest

from supervision.catalogue import Catalogue

RULE = """
id = "x.kent.monthly"
title = "An hour"
text = "An hour each month."
body = "Kent"
jurisdiction = "Kent"
source = "Our handbook"
read_on = 2026-11-26
rights = "Ours"
confirmed = false

[[minimum]]
id = "monthly"
text = "An hour."
per = "month"
minutes = 60
"""


def test_rules_are_listed(run):
    """Every rule stands in the list with where it holds and when it was read."""
    found = run("rules", "list", "--json").json

    assert [one["id"] for one in found] == list(Catalogue.shipped().rules)
    assert "2026-11-26" in run("rules", "list").out


@pytest.mark.parametrize("rule", Catalogue.shipped().rules)
def test_a_rule_is_shown_with_its_source(rule, run):
    """What is asked for, the source, the day it was read and whom to check with are shown."""
    shown = run("rules", "show", rule).out

    found = Catalogue.shipped().rule(rule)
    assert found.source in shown
    assert "read on: 2026-11-26" in shown
    assert found.verify in shown
    assert all(one.text in shown for one in found.requirements)
    assert run("rules", "show", rule, "--json").json["verify"] == found.verify


def test_a_rule_says_how_groups_are_credited(run):
    """Credit is said in words, and so is that groups do not count."""
    assert "groups of up to 4: 1/2 of the time" in run("rules", "show", "bacp-accredited").out
    assert "groups of up to 6: all of the time" in run("rules", "show", "babcp-accredited").out
    assert "2 times the time, divided by" in run("rules", "show", "babcp-training").out
    assert "groups do not count" in run("rules", "show", "icrc-adc").out
    assert "needs --number total=" in run("rules", "show", "icrc-adc").out
    assert "(recommended)" in run("rules", "show", "qca-clinical").out


def test_a_rule_says_which_sessions_count(run):
    """That ad hoc sessions, other formats or groups without a leader do not count is shown."""
    student, accredited, other = (
        run("rules", "show", name).out
        for name in ("bacp-student", "bacp-accredited", "babcp-accredited")
    )

    assert "only these formats count: individual, group, live, triadic, restorative" in student
    assert "groups count only if someone leads them" in student
    assert "sessions count only if they name an agreement or a group" in student
    assert "sessions count only if they name an agreement or a group" in accredited
    assert "count only" not in accredited.replace("sessions count only", "")
    assert "count only" not in other


def test_files_of_rules_are_checked(run, home):
    """A file of one's own is shown if it is right; what is wrong is named, and the status is 1."""
    (home / "own.toml").write_text(RULE, encoding="utf-8")
    (home / "bad.toml").write_text(RULE.replace("minutes = 60", "minutes = -1"), encoding="utf-8")

    good = run("rules", "check", "own.toml")
    both = run("rules", "check", "own.toml", "bad.toml", "--json")
    shown = run("rules", "show", "own.toml")

    assert good.status == 0
    assert "monthly: An hour." in good.out
    assert "general knowledge: not read at a source" in shown.out
    assert both.status == 1
    assert [one["ok"] for one in both.json] == [True, False]
    assert "bad.toml, monthly: minutes must be a whole number" in both.json[1]["problem"]


def test_a_rule_that_was_read_on_a_day_to_come_is_warned_of(run, home):
    """That day says how old its numbers may be; the clock may be wrong, and the rule is good."""
    text = re.sub(r"read_on = .*", "read_on = 2199-01-01", RULE)
    (home / "ahead.toml").write_text(text, encoding="utf-8")

    result = run("rules", "check", "ahead.toml")

    assert result.status == 0
    assert "ahead.toml, x.kent.monthly: read_on is a day to come" in result.err
