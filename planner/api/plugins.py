"""What a package that adds to the planner may rest on; see ``docs/extending.md``.

One protocol for each kind, and what its functions take and give. Everything
else below :mod:`planner.api` may change from version to version.
"""

from planner.errors import Fault, PlannerError, did_you_mean, listed
from planner.formulation.ledger import Ledgers, at_most
from planner.formulation.limits import ANY, MODEL, Cell, Effect, Measure, Step
from planner.formulation.plugin_blocks import Block
from planner.lp.near_optima import Point, PricedProgram
from planner.lp.plugin_solvers import Solver
from planner.plugins import Settings
from planner.plugins.verbs import Verb
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.plugin_sections import ReportSection
from planner.surfaces.workbook.plan.formulas import Formula, or_else
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page
from planner.surfaces.workbook.plan.plugin_sheets import Sheet
from planner.surfaces.workbook.plan.results import Results
from planner.system import World
from planner.wording.text import Name, Text, Year, say, sentences

__all__ = [
    "ANY",
    "FIRST_ROW",
    "MODEL",
    "Block",
    "Cell",
    "DataTable",
    "Effect",
    "Facts",
    "Fault",
    "Formula",
    "Graphic",
    "Ledgers",
    "Measure",
    "Name",
    "Page",
    "PlannerError",
    "Point",
    "PricedProgram",
    "ReportSection",
    "Results",
    "Section",
    "Settings",
    "Sheet",
    "Solver",
    "Step",
    "Text",
    "Verb",
    "World",
    "Year",
    "at_most",
    "did_you_mean",
    "listed",
    "or_else",
    "say",
    "sentences",
]
