"""How hard the solver tries, as a model says."""

from planner.config import ModelDefinition
from planner.lp.options import SolverOptions

FINE = 1e-10
"""The finest tolerance that the solver knows."""


def solver_options(model: ModelDefinition) -> SolverOptions:
    """How hard the solver tries, as a model says."""
    return SolverOptions(
        time_limit_seconds=model.solver.time_limit_seconds,
        threads=model.solver.threads,
        method=model.solver.method,
        tolerance=_tolerance(model),
        mip_gap=model.solver.mip_gap,
    )


def _tolerance(model: ModelDefinition) -> float:
    """The solver's tolerance: a problem of one's own may be of a few MW and single hours."""
    if model.solver.tolerance is not None:
        return model.solver.tolerance
    return SolverOptions().tolerance if model.workloads.use else FINE
