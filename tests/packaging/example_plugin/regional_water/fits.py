"""What the entry points name, held to the planner's protocols by a type checker."""

from planner.api.plugins import Block, ReportSection, Sheet, Solver, Verb
from regional_water import block, section, sheet
from regional_water.solver import point
from regional_water.verb import command

_block: Block = block
_section: ReportSection = section
_sheet: Sheet = sheet
_verb: Verb = command
_solver: Solver = point
