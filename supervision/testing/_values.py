"""Hypothesis strategies for single values, and for the parts of sessions and agreements."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from supervision.records import (
    Acknowledgement,
    Action,
    AnswerKind,
    Attendance,
    AttendanceStatus,
    Cancellation,
    FocusShare,
    Function,
    LiveSample,
    RiskDecision,
    SampleKind,
)

T = TypeVar("T")
Narrowed = Any
"""A strategy for a field, or the value it is to have."""

LAST = 2**32 - 1
_PART = string.ascii_lowercase + string.digits + "-"


# Strategies are made once: making one anew for every field of every example is most of the time.
@cache
def pseudonyms() -> st.SearchStrategy[str]:
    """Make codes for people, groups and agreements, such as `S-014`."""
    letters = st.text(string.ascii_uppercase, min_size=1, max_size=4)
    digits = st.text(string.digits, min_size=1, max_size=6)
    last = st.text(string.ascii_uppercase, max_size=1)
    return st.builds("{}-{}{}".format, letters, digits, last)


@cache
def narratives() -> st.SearchStrategy[str]:
    """Make free text: any that UTF-8 can hold, empty too."""
    return st.text()


@cache
def themes() -> st.SearchStrategy[str]:
    """Make the ids of themes, prompts and risks, own ones under `x.` too."""
    own = st.lists(parts(), min_size=2, max_size=3).map(lambda parts: ".".join(["x", *parts]))
    return st.one_of(st.builds("{}.{}".format, families(), parts()), own)


@cache
def words() -> st.SearchStrategy[str]:
    """Make the ids of models and of their stages, such as `seven-eyed`."""
    return st.builds("{}{}".format, st.sampled_from(string.ascii_lowercase), tails())


@cache
def record_ids() -> st.SearchStrategy[str]:
    """Make the ids of records: 32 hexadecimal digits, never those that stand for no id."""
    return st.integers(1, 2**128 - 1).map("{:032x}".format)


AGREEMENT_TERMS = (
    "parties",
    "purposes",
    "frequency",
    "duties",
    "case_review",
    "client_consent",
    "direct_work",
    "evaluation",
    "agreement_evaluation",
    "records_kept",
    "record_access",
    "confidentiality",
    "emergencies",
    "disputes",
    "cancellation",
    "absence_cover",
    "clinical_will",
    "fee",
    "recording_policy",
    "retention_policy",
    "data_controller",
    "accessibility",
    "difference_and_power",
    "development_plan",
)
"""The fields of an agreement that are free text."""


def picker(
    draw: st.DrawFn, narrowed: dict[str, Narrowed]
) -> Callable[[str, st.SearchStrategy[T]], Any]:
    def pick(field: str, strategy: st.SearchStrategy[T]) -> Any:
        chosen = narrowed.get(field, strategy)
        return draw(chosen) if isinstance(chosen, st.SearchStrategy) else chosen

    return pick


@cache
def families() -> st.SearchStrategy[str]:
    return words().filter(lambda word: word != "x")


@cache
def parts() -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, st.sampled_from(_PART[:-1]), tails())


@cache
def tails() -> st.SearchStrategy[str]:
    # Three parts, `x` and the dots between come to 80 characters at most.
    return st.text(_PART, max_size=24)


@cache
def written() -> st.SearchStrategy[str]:
    return narratives().filter(str.strip)


def values(kind: AnswerKind, choices: list[str]) -> st.SearchStrategy[Any]:
    by_kind: dict[AnswerKind, st.SearchStrategy[Any]] = {
        AnswerKind.TEXT: narratives(),
        AnswerKind.SCALE: st.integers(0, 10),
        AnswerKind.YESNO: st.booleans(),
        AnswerKind.CHOICE: st.sampled_from(choices or [""]),
        AnswerKind.LIST: narrative_lists(),
    }
    return by_kind[kind]


@cache
def narrative_lists() -> st.SearchStrategy[list[str]]:
    return st.lists(narratives(), max_size=2)


@cache
def functions() -> st.SearchStrategy[frozenset[Function]]:
    return st.frozensets(st.sampled_from(Function))


def one_of(touched: frozenset[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *sorted(touched)])


@cache
def maybe_code() -> st.SearchStrategy[str | None]:
    return st.none() | pseudonyms()


def maybe(low: int, high: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(low, high)


@cache
def maybe_true() -> st.SearchStrategy[bool | None]:
    return st.sampled_from([None, False, True])


@cache
def maybe_day() -> st.SearchStrategy[date | None]:
    return st.none() | st.dates()


def each_person(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(strategy, max_size=2, unique_by=lambda one: one.person)  # type: ignore[attr-defined]  # both have one


@cache
def cancellations() -> st.SearchStrategy[Cancellation]:
    return st.builds(Cancellation, by=maybe_code(), reason=narratives())


@cache
def attendances() -> st.SearchStrategy[Attendance]:
    statuses = st.sampled_from(AttendanceStatus)
    return st.builds(Attendance, person=pseudonyms(), status=statuses, reason=narratives())


@st.composite
def focuses(draw: st.DrawFn) -> list[FocusShare]:
    own = st.builds("x.{}".format, parts())
    kinds = st.sampled_from([one.value for one in Function])
    each = st.one_of(families(), themes(), kinds, own)
    whats = draw(st.lists(each, max_size=4, unique=True).filter(_are_apart))
    shares, left = [], 100
    for still_to_come in reversed(range(len(whats))):
        percent = draw(st.integers(1, left - still_to_come))
        shares.append(FocusShare(what=whats[still_to_come], percent=percent))
        left -= percent
    return shares


def _are_apart(whats: list[str]) -> bool:
    return not any(inner.startswith(f"{outer}.") for outer in whats for inner in whats)


@cache
def acknowledgements() -> st.SearchStrategy[Acknowledgement]:
    digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
    return st.builds(Acknowledgement, person=pseudonyms(), on=st.dates(), digest=digests)


@cache
def actions() -> st.SearchStrategy[Action]:
    return st.builds(Action, what=written(), owner=pseudonyms(), due=maybe_day(), done=maybe_day())


@cache
def risks() -> st.SearchStrategy[RiskDecision]:
    return st.builds(
        RiskDecision,
        kind=themes(),
        client=maybe_code(),
        discussed=st.booleans(),
        decision=narratives(),
        owner=maybe_code(),
        due=maybe_day(),
        in_client_record=st.booleans(),
    )


@cache
def live_samples() -> st.SearchStrategy[LiveSample]:
    return st.builds(
        LiveSample,
        kind=st.sampled_from(SampleKind),
        minutes=maybe(1, 1440),
        tool=narratives(),
        client_consent_recorded=st.booleans(),
        feedback=narratives(),
    )
