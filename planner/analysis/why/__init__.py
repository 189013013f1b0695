"""Why not: by how much something must become cheaper, sooner or larger to enter a plan.

:func:`~planner.analysis.why.question.why` looks first whether the thing is in
the plan (:mod:`~planner.analysis.why.in_plan`), then whether anything shuts it
out (:mod:`~planner.analysis.why.excluded`), and last forces a little of it in
(:mod:`~planner.analysis.why.forced`).
"""

from planner.analysis.why.answer import Why
from planner.analysis.why.question import why

__all__ = ["Why", "why"]
