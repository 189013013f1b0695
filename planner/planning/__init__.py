"""A model planned from end to end: read, solved, written, opened again and asked."""

# Before anything imports SciPy: see there what Pyomo would import beside it.
import planner.lp  # noqa: F401
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

__all__ = [
    "FINE",
    "Progress",
    "Rebuilt",
    "Reopened",
    "Run",
    "backcast",
    "bottlenecks",
    "candidates",
    "check_hours",
    "check_places",
    "hours",
    "load_inputs",
    "load_model",
    "load_world",
    "rebuilt",
    "reference",
    "reopened",
    "require_perfect_foresight",
    "row_count",
    "run",
    "solve",
    "solver_options",
    "to_meet",
    "trace",
    "why",
    "why_missed",
    "write_inputs",
]
