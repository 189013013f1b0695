"""Read a planning question from a TOML file into typed objects.

:mod:`planner.config.keys` says what a model file may hold;
:func:`load_model` reads one, resolves ``extends`` and reports every fault.
"""

from planner.config.keys.chips import AcceleratorChoice
from planner.config.keys.limits import Limits, Prices
from planner.config.keys.model import ModelDefinition, Reference, SolverSettings
from planner.config.keys.power import PowerChoice
from planner.config.keys.sites import CandidateNeed, SiteChoice, TrainingChoice
from planner.config.keys.time import TimeChoice, Years
from planner.config.keys.workloads import DemandChoice, WorkloadChoice
from planner.config.overlay import (
    folder_names,
    overlaid,
    parse_assignment,
    parse_assignments,
    parse_value,
    slug,
    split_assignment,
)
from planner.config.reading import bundled_models, load_model
from planner.config.values import CASES, Case, CaseOrPosition, CellValue, by_year

__all__ = [
    "CASES",
    "AcceleratorChoice",
    "CandidateNeed",
    "Case",
    "CaseOrPosition",
    "CellValue",
    "DemandChoice",
    "Limits",
    "ModelDefinition",
    "PowerChoice",
    "Prices",
    "Reference",
    "SiteChoice",
    "SolverSettings",
    "TimeChoice",
    "TrainingChoice",
    "WorkloadChoice",
    "Years",
    "bundled_models",
    "by_year",
    "folder_names",
    "load_model",
    "overlaid",
    "parse_assignment",
    "parse_assignments",
    "parse_value",
    "slug",
    "split_assignment",
]
