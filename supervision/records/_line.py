"""A line of the ledger: what it holds, and its parts."""

from __future__ import annotations

from datetime import date, time

import msgspec

from supervision.records._enums import Delivery, Function, Modality, SampleKind
from supervision.records._focus import FocusShare


# A journal's lines are made and kept all at once: structs are decoded faster than any other class.
# And none needs the garbage collector to look at it again and again, since no cycle is possible:
# the values are texts, numbers, days, times, members of enumerations and shares of a focus, and
# tuples of these, and a frozen class cannot be handed itself.
class Rating(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One answer on a scale, without its wording.

    Attributes:
        prompt: The id of the prompt, such as `needs.fit`.
        value: The answer, from 0 to 10.
    """

    prompt: str
    value: int


class ActionFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An action without its text.

    Attributes:
        owner: The pseudonym of who does it.
        due: The day by which it is to be done.
        done: The day on which it was done; None while it is open.
    """

    owner: str
    due: date | None = None
    done: date | None = None


# Only what a row says of a line itself leaves out defaults; the parts of a line are written whole.
class LedgerLine(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The facts of one revision of a record: enough for every total and series, and no text.

    Lines are made by `line_of` and read from a journal; their values are those of a valid
    record and are not checked again. A line that an earlier release wrote has the default of
    each fact that came later.

    Attributes:
        kind: `session`, `reflection` or `agreement`.
        id: The id of the record, 32 hexadecimal digits.
        revision: The revision, counted from 1.
        on: The day; the first day of an agreement.
        start: The time of day at which a session began, on the clock of the place.
        minutes: The length of a session; 0 for anything else.
        modality: The format; None for a reflection.
        delivery: How people met; None for a reflection.
        group_size: How many people are contracted to the group.
        facilitated: Whether someone led the group who is no member of it.
        cancelled: Whether a session was planned and did not take place.
        live_sample: Whether the work itself was seen or heard.
        sample_kind: How it was seen or heard.
        sample_minutes: The length of the sample, if it was given.
        supervisor: The supervisor's pseudonym.
        people: The supervisees, or the practitioner who reflects, in their order.
        absent: Who of those expected did not come, in their order.
        group: The group's code.
        agreement: The agreement's code.
        clients: The clients that cases and risks name, sorted.
        themes: The themes of the record and of all its cases, each once, sorted.
        primary_themes: The primary themes of the record and of all its cases, each once, sorted.
        functions: The functions of the record and of all its cases, each once, sorted.
        models: The models of all cases, each once, sorted.
        modes: The seven-eyed modes of all cases, each once, sorted.
        prompts: The ids of the prompts that were answered, each once, sorted.
        ratings: The answers on scales: of a session as a whole, then of each case, in order.
        risks: The kinds of the risks that were weighed, each once, sorted.
        actions: Who does something by when, in order.
        review_on: The day on which an agreement is to be looked at again.
        ends: The last day on which an agreement holds.
        supersedes: The id of the agreement that this one replaces.
        other_supervisors: Further supervisors whom an agreement names, in their order.
        line_managed: Whether an agreement's supervisor is also the line manager.
        client_hours: Hours of client contact for each hour of supervision, if agreed.
        focus: How much of the work an agreement says is to be about what, in order.
        focus_approach: The id of the approach whose own focus was agreed.
    """

    kind: str
    id: str
    revision: int = 1
    on: date
    start: time | None = None
    minutes: int = 0
    modality: Modality | None = None
    delivery: Delivery | None = None
    group_size: int | None = None
    facilitated: bool | None = None
    cancelled: bool = False
    live_sample: bool = False
    sample_kind: SampleKind | None = None
    sample_minutes: int | None = None
    supervisor: str | None = None
    people: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    group: str | None = None
    agreement: str | None = None
    clients: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    primary_themes: tuple[str, ...] = ()
    functions: tuple[Function, ...] = ()
    models: tuple[str, ...] = ()
    modes: tuple[int, ...] = ()
    prompts: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    risks: tuple[str, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    review_on: date | None = None
    ends: date | None = None
    supersedes: str | None = None
    other_supervisors: tuple[str, ...] = ()
    line_managed: bool | None = None
    client_hours: int | None = None
    focus: tuple[FocusShare, ...] = ()
    focus_approach: str | None = None
