"""Why not: by how much something must become cheaper, sooner or larger to enter a plan.

:func:`~planner.explain.why.question.why` looks first whether the thing is in
the plan (:mod:`~planner.explain.why.in_plan`), then whether anything shuts it
out (:mod:`~planner.explain.why.excluded`), and last forces a little of it in
(:mod:`~planner.explain.why.forced`).
"""

from planner.explain.why.answer import Why
from planner.explain.why.question import why

__all__ = ["Why", "why"]
