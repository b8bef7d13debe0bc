"""What supervision talks about: themes, prompts, models and approaches, as data.

Begin with `Catalogue.shipped`. Nothing here sees a journal, and nothing is on by default.
"""

from __future__ import annotations

from supervision.catalogue._approaches import Approach, Element, Shape, ShapeProblem
from supervision.catalogue._catalogue import Catalogue
from supervision.catalogue._enums import Audience, ModelKind, RecordKind, UsedFor
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
    "Approach",
    "Audience",
    "Axis",
    "Catalogue",
    "CatalogueWarning",
    "Condition",
    "Element",
    "Family",
    "Instrument",
    "Model",
    "ModelKind",
    "Pack",
    "Prompt",
    "RecordKind",
    "Reminder",
    "Scale",
    "ScaleItem",
    "Shape",
    "ShapeProblem",
    "Stage",
    "Theme",
    "UsedFor",
    "check_successor",
    "installed_packs",
    "instruments",
    "load_pack",
]
