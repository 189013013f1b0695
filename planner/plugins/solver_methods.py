"""The methods of solving, each named here and nowhere else, and those of plug-ins."""

from __future__ import annotations

from dataclasses import dataclass

from planner.plugins.discovery import installed


@dataclass(frozen=True, slots=True)
class SolverMethod:
    """How a programme is gone about that there is no vertex of yet."""

    highs: str
    """HiGHS's own name of the algorithm of the first run."""
    finds_point: bool = False
    """Whether it only says near which point the simplex method begins."""


METHODS = {
    "choose": SolverMethod("simplex"),
    "simplex": SolverMethod("simplex"),
    "ipm": SolverMethod("ipx"),
    "hipo": SolverMethod("hipo"),
    "pdlp": SolverMethod("simplex", finds_point=True),
    "cuopt": SolverMethod("simplex", finds_point=True),
    "benders": SolverMethod("simplex", finds_point=True),
}
"""``choose`` is what measured best: simplex, and in large models ``benders`` before it."""
OF_A_PLUGIN = SolverMethod("simplex", finds_point=True)


def method_names() -> tuple[str, ...]:
    """Every name that a model may state: those built in, then those of plug-ins."""
    return (*METHODS, *(name for name in installed("solvers") if name not in METHODS))


def method_of(name: str) -> SolverMethod:
    """What a method is."""
    return METHODS.get(name, OF_A_PLUGIN)
