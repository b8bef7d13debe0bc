"""The closed lists of the records."""

from __future__ import annotations

from enum import StrEnum


class Modality(StrEnum):
    """The format of a session: who takes part, and how."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    PEER = "peer"
    LIVE = "live"
    TRIADIC = "triadic"
    INTERVISION = "intervision"
    RESTORATIVE = "restorative"


class Delivery(StrEnum):
    """How the people of a session met."""

    IN_PERSON = "in-person"
    VIDEO = "video"
    PHONE = "phone"
    EMAIL = "email"


class Function(StrEnum):
    """What a discussion was for.

    Source:
        Proctor (1986), the normative, formative and restorative functions of supervision.
    """

    NORMATIVE = "normative"
    FORMATIVE = "formative"
    RESTORATIVE = "restorative"


class AttendanceStatus(StrEnum):
    """Whether someone who was expected came."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    CANCELLED = "cancelled"


class SampleKind(StrEnum):
    """How a supervisor came to see or hear the work itself."""

    OBSERVED = "observed"
    JOINT = "joint"
    AUDIO = "audio"
    VIDEO = "video"
    TRANSCRIPT = "transcript"


class AnswerKind(StrEnum):
    """What sort of answer a prompt asks for."""

    TEXT = "text"
    SCALE = "scale"
    YESNO = "yesno"
    CHOICE = "choice"
    LIST = "list"
