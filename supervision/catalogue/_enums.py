"""The closed lists of the catalogue."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who is asked."""

    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    GROUP = "group"
    TRAINER = "trainer"


class UsedFor(StrEnum):
    """What a model gives form to: one person's reflection, or supervision between people."""

    REFLECTION = "reflection"
    SUPERVISION = "supervision"


class ModelKind(StrEnum):
    """The shape of a model; a single list of stages would be wrong for most.

    Attributes:
        CYCLE: Stages in an order that comes round again.
        LENSES: Views of one thing, in no order.
        TIMING: When it happens, not in which steps.
        LEVELS: Depths of written work; an aid to talk, never the score of a person.
        ARC: Phases that take many sessions.
        FUNCTIONS: What supervision is for.
        MODES: Where attention goes; several at once.
        GRID: Cells of two axes.
        PROFILE: A level for each of several domains.
        COMPETENCES: Domains of what a supervisor can do.
        FORMAT: Who is there, and who speaks when.
    """

    CYCLE = "cycle"
    LENSES = "lenses"
    TIMING = "timing"
    LEVELS = "levels"
    ARC = "arc"
    FUNCTIONS = "functions"
    MODES = "modes"
    GRID = "grid"
    PROFILE = "profile"
    COMPETENCES = "competences"
    FORMAT = "format"


class RecordKind(StrEnum):
    """Which record a shape is a shape of."""

    SESSION = "session"
    REFLECTION = "reflection"
