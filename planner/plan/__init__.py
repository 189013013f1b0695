"""A solved model as tidy tables with units."""

from planner.plan.plan import Plan
from planner.plan.solve import SolvedWorld, solve_world

__all__ = ["Plan", "SolvedWorld", "solve_world"]
