"""What a notebook imports: load a model, solve it, write and read runs, ask them questions.

Tables are frames of pandas whose columns say their units. What takes the
folder of a run raises InputError where it is no run, is of another version, or
holds a file that is not the one that was written; what takes a model raises
InputError with every fault of the model and its tables. A run of former names is
read with a warning, ``planner.errors.Notice``, that says what was renamed.
"""

# Before anything imports SciPy: see there what Pyomo would import beside it.
import planner.lp  # noqa: F401
from planner.analysis.outlook.decisions import decisions, serving
from planner.analysis.verify import read_certificate, require, verify
from planner.api.writing import (
    WORKBOOK,
    add_workbook,
    charts,
    compare_in_workbook,
    export,
    report,
    report_study,
)
from planner.planning.inputs import (
    candidates,
    check_hours,
    check_places,
    load_inputs,
    load_model,
    load_world,
    require_perfect_foresight,
    write_inputs,
)
from planner.planning.questions import bottlenecks, hours, to_meet, trace, why
from planner.planning.record import Run
from planner.planning.references import backcast, reference
from planner.planning.reopening import Rebuilt, Reopened, rebuilt, reopened
from planner.planning.solver_settings import FINE, solver_options
from planner.planning.solving import Progress, row_count, run, solve, why_missed
from planner.storage.run_folder import read_inputs, read_run, read_whole_run

__all__ = [
    "FINE",
    "WORKBOOK",
    "Progress",
    "Rebuilt",
    "Reopened",
    "Run",
    "add_workbook",
    "backcast",
    "bottlenecks",
    "candidates",
    "charts",
    "check_hours",
    "check_places",
    "compare_in_workbook",
    "decisions",
    "export",
    "hours",
    "load_inputs",
    "load_model",
    "load_world",
    "read_certificate",
    "read_inputs",
    "read_run",
    "read_whole_run",
    "rebuilt",
    "reference",
    "reopened",
    "report",
    "report_study",
    "require",
    "require_perfect_foresight",
    "row_count",
    "run",
    "serving",
    "solve",
    "solver_options",
    "to_meet",
    "trace",
    "verify",
    "why",
    "why_missed",
    "write_inputs",
]
