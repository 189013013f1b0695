"""The linear programme: one block of constraints a module, its mathematics in the docstring."""

# What Pyomo need not import is let go there, before a block imports Pyomo.
import planner.lp  # noqa: F401
