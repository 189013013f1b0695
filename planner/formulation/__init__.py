"""The linear programme: one block of constraints a module, its mathematics in the docstring."""

# Before anything imports SciPy: see there what Pyomo would import beside it.
import planner.lp  # noqa: F401
