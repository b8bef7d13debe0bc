"""What supervision talks about: themes, prompts, models and approaches, as data.

Begin with `Catalogue.shipped`. Nothing here sees a journal, and nothing is on by default.
"""

from __future__ import annotations

from supervision.catalogue._approaches import Approach, Element, Shape, ShapeProblem
from supervision.catalogue._catalogue import Catalogue
from supervision.catalogue._enums import Audience, ModelKind, RecordKind, UsedFor
from supervision.catalogue._hour_files import load_rule
from supervision.catalogue._hour_parts import (
    Only,
    Part,
    PartKind,
    PartTime,
    Per,
    Requirement,
    Whose,
)
from supervision.catalogue._hour_rules import Accepts, Credit, HourRule, Number
from supervision.catalogue._hour_shapes import Average, Each, Gap, Minimum, Ratio, Share
from supervision.catalogue._installed import installed_packs
from supervision.catalogue._instruments import Instrument, instruments
from supervision.catalogue._loading import CatalogueWarning, load_pack
from supervision.catalogue._models import Axis, Model, Stage
from supervision.catalogue._packs import Pack, Scale, ScaleItem
from supervision.catalogue._prompts import Condition, Prompt, Reminder
from supervision.catalogue._reading import MAX_FILE
from supervision.catalogue._successors import check_successor
from supervision.catalogue._themes import Family, Theme

__all__ = [
    "MAX_FILE",
    "Accepts",
    "Approach",
    "Audience",
    "Average",
    "Axis",
    "Catalogue",
    "CatalogueWarning",
    "Condition",
    "Credit",
    "Each",
    "Element",
    "Family",
    "Gap",
    "HourRule",
    "Instrument",
    "Minimum",
    "Model",
    "ModelKind",
    "Number",
    "Only",
    "Pack",
    "Part",
    "PartKind",
    "PartTime",
    "Per",
    "Prompt",
    "Ratio",
    "RecordKind",
    "Reminder",
    "Requirement",
    "Scale",
    "ScaleItem",
    "Shape",
    "ShapeProblem",
    "Share",
    "Stage",
    "Theme",
    "UsedFor",
    "Whose",
    "check_successor",
    "installed_packs",
    "instruments",
    "load_pack",
    "load_rule",
]
