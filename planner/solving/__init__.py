"""From a system to an optimal plan: assembled, handed over, solved stage by stage.

Perfect and limited foresight, stochastic plans by their extensive form or by
progressive hedging, near-optimal alternatives, and what missed targets need.
"""

from planner.solving.solve import SolvedWorld, solve_world

__all__ = ["SolvedWorld", "solve_world"]
