"""Read a planning question from a TOML file into typed objects.

:mod:`planner.model_definition.document` says what a model file may hold;
:func:`load_model` reads one, resolves ``extends`` and reports every fault.
"""

from planner.model_definition.document.chips import AcceleratorChoice
from planner.model_definition.document.limits import Limits, Prices
from planner.model_definition.document.model import ModelDefinition, Reference, SolverSettings
from planner.model_definition.document.power import PowerChoice
from planner.model_definition.document.sites import CandidateNeed, RunChoice, SiteChoice
from planner.model_definition.document.time import TimeChoice, Years
from planner.model_definition.document.workloads import DemandChoice, WorkloadChoice
from planner.model_definition.overlay import overlaid, parse_assignment, parse_value, slug
from planner.model_definition.reading import bundled_models, load_model
from planner.model_definition.values import CASES, Case, CaseOrPosition, CellValue, by_year

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
    "RunChoice",
    "SiteChoice",
    "SolverSettings",
    "TimeChoice",
    "WorkloadChoice",
    "Years",
    "bundled_models",
    "by_year",
    "load_model",
    "overlaid",
    "parse_assignment",
    "parse_value",
    "slug",
]
