"""How hard the solver tries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverOptions:
    """Limits and method of a solve; the defaults suit the reference model.

    `mip_gap` is for programmes with whole numbers: how far the optimum may be,
    relative to what was found, when the search ends.
    `time_limit_seconds` is for all stages together. `method` is that of a cold
    start; "choose" is what measured best here, the simplex method, with a
    decomposition before it where the programme is large. Whatever
    the method, the result is basic: what ends inside, an interior point or
    that of a first-order method, is crossed over.
    """

    time_limit_seconds: float = 600.0
    threads: int = 0
    """0 leaves the number to the solver."""
    method: str = "choose"
    """A name of :data:`planner.plugins.solver_methods.METHODS`, or of a plug-in."""
    tolerance: float = 1e-7
    """By how much a row or a reduced cost may be on the wrong side, in the programme's units."""
    mip_gap: float = 0.01
