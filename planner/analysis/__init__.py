"""Why a plan is as it is: what binds, what would change it, and where its numbers come from."""

# Before anything imports SciPy: see there what Pyomo would import beside it.
import planner.lp  # noqa: F401
