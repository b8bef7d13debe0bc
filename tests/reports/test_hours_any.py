"""Any ledger under any rule: nothing breaks, and nothing is credited that was not there."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.catalogue import Catalogue
from supervision.reports import HoursStatus, hours
from supervision.testing import ledger_lines

FIRST, LAST = date(1900, 1, 1), date(9998, 12, 1)
RULES = [
    rule.with_numbers(total=6000) if rule.numbers else rule
    for rule in Catalogue.shipped().rules.values()
    # Ten thousand years of weeks are no test of anything.
    if not rule.id.startswith("iapt")
]


@settings(max_examples=40, deadline=None)
@given(st.lists(ledger_lines(), min_size=1, max_size=8), st.sampled_from(RULES), st.data())
def test_any_ledger_under_any_rule(lines, rule, data):
    """Whatever is in a ledger, each session counts for its own time at most, and can be told."""
    person = data.draw(st.sampled_from(sorted({one for line in lines for one in line.people})))
    days = sorted({min(max(line.on, FIRST), LAST) for line in lines})
    first = data.draw(st.sampled_from(days))
    last = first.replace(year=min(first.year + 3, 9998), day=1)

    report = hours(lines, rule, person=person, since=min(first, last), until=max(first, last))

    assert all(0 <= one.credited <= one.minutes for one in report.sessions)
    assert len(report.sessions) + report.before + report.after + report.others == len(
        {line.id for line in lines if line.kind == "session"}
    )
    assert all(one.short >= 0 for one in report.outcomes)
    assert all(one.text() in report.text() for one in report.answers)
    assert [x for one in report.answers for x in one.outcomes if x.either is None] == [
        one for one in report.outcomes if one.either is None
    ]
    assert len(report.rows()) == len(report.outcomes)
    assert json.loads(json.dumps(report.plain()))["short"] == len(report.short)
    met = [one for one in report.outcomes if one.status is HoursStatus.MET]
    assert all(one.short == 0 for one in met)
