"""The commands of what is talked about, and of whether that changes."""

from __future__ import annotations

from supervision.cli import _drift, _totals
from supervision.cli._command import Command

_AIM = (
    '{"aim": {"name", "percent", "of"}, "design": {"target", "reference", "threshold"}, "share", '
    '"points": [{"on", "record", "inside", "of", "fallen_short"}, …], "falls": [{"since", '
    '"noticed", "over", "moved_by": [id, …], "in_its_place": [{"name", "before", "before_of", '
    '"since", "since_of"}, …]}, …], "enough"}'
)

TRENDS = (
    Command(
        name="themes",
        run=_totals.themes,
        examples=(
            "supervision themes",
            "supervision themes --by quarter --floor 5",
            "supervision themes --trend --by quarter --per family",
            "supervision themes --trend --before 2025-01-01:2025-12-31 --after 2026-01-01:2026-12-31",
            "supervision themes --trend --by quarter --per family --floor 5 --json",
        ),
        shape='[{"period", "theme", "label", "count"}, …], where --floor leaves out what is hidden; with --trend {"by", "per", "theme", '
        '"periods", "lines": [count of each period, …], "series": [{"name", "label", "counts", '
        '"out_of", "count", "first", "last", "change": {"before", "after", "verdict", '
        '"count_as_one", "p", "corrected", "in_stretches"}}, …], "test": {"per", "before": {"first", "last"}, '
        '"after", "sessions_before", "sessions_after", "bare", "level", "tested"}, "floor", "hidden", '
        '"period_totals", "total"}; with --floor besides, a count that is hidden is null, and so '
        'are "lines", "out_of", "first", "last", "change" and "test"',
    ),
    Command(
        name="drift",
        run=_drift.drift,
        examples=(
            "supervision drift",
            "supervision drift --agreement A-03",
            "supervision drift --share family=30 --share resonance=40 --folder S-014",
            "supervision drift --approach harm-reduction --share harm-reduction=50",
            "supervision drift --share restorative=20 --until 2026-06-30 --json",
        ),
        shape='{"agreement": {"code", "record", "supervisor", "other_supervisors", "people", "group", '
        '"line_managed", "first", "last", "replaced_by", "review_on"}, "reports": [{"focus": '
        '{"aims": [{"name", "percent", "of"}, …], "kind"}, "first", "last", "sessions", "bare", '
        f'"aims": [{_AIM}, …], "coverage": {{"modes": [{{"name", "sessions", "last"}}, …], '
        '"with_modes", "functions": […], "with_functions"}, "alarm_rate"}, …], "labels": {name: '
        "label, …}}; numbers that are not whole are texts such as '7/20'",
    ),
)
