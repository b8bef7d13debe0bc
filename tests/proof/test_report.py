"""What `verify` hands back."""

from __future__ import annotations

import attrs
import pytest

from supervision.proof import Code, Finding, Report

REPORT = Report(
    findings=(),
    counts={"records": 120, "folders": 3},
    size=130,
    root=bytes(range(32)),
    pinned=False,
)
FINDING = Finding(
    Code.ALTERED, "body/00/11/00000001", "11" * 16, "the text was changed; restore it from a copy"
)


def test_codes_are_their_own_text():
    """A code compares equal to the text that an error carries."""
    assert Code("E-MISSING") is Code.MISSING
    assert {str(code) for code in Code} == {
        *("E-MISSING", "E-EXTRA", "E-STALE", "E-ALTERED", "E-MOVED", "E-FACTS"),
        *("E-FORK", "E-ROLLBACK", "E-HEAD", "E-RING", "E-SLOT", "E-SIG"),
    }


def test_a_report_without_findings_is_ok_and_says_what_it_saw():
    """A report of a whole journal counts, and says that nothing was pinned."""
    assert REPORT.ok
    assert str(REPORT) == (
        "nothing wrong: 120 records, 3 folders; "
        "log of 130 entries, root 0001020304050607, no pin to hold it against"
    )


def test_a_report_with_findings_names_each():
    """A report of damage has one line for each finding, with its code, name and record."""
    about_log = Finding(Code.MISSING, "log/0000000000000100", None, "it is gone; restore it")
    report = attrs.evolve(REPORT, findings=(FINDING, about_log), pinned=True)

    assert not report.ok
    seen = "120 records, 3 folders; log of 130 entries, root 0001020304050607, held against a pin"
    assert str(report).splitlines() == [
        f"2 wrong: {seen}",
        f"E-ALTERED {FINDING.name} (record {FINDING.record}): {FINDING.says}",
        "E-MISSING log/0000000000000100: it is gone; restore it",
    ]


@pytest.mark.parametrize("value", [REPORT, FINDING], ids=["report", "finding"])
def test_reports_cannot_be_edited(value):
    """What was found stays as it was found."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.name = "another"
