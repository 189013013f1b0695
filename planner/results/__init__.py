"""A solved model as tidy tables with units."""

from planner.results.plan import Plan

__all__ = ["Plan"]
