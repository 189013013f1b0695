"""A solved model as tidy tables with units."""

from planner.results.plan import Plan
from planner.solving.solve import SolvedWorld, solve_world

__all__ = ["Plan", "SolvedWorld", "solve_world"]
