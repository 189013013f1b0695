r"""Limited foresight: plan a window of years, settle its first steps, move on.

Parameters
    :math:`W`  years that are seen ahead, the one at hand included  ``window``
    :math:`n`  years that are settled before the window moves  ``step``
    :math:`d_j`  year in which order j is decided, see :mod:`planner.solving.decision_years`

At the start of year t the plan of all years up to :math:`t + W - 1` is made, as if the world ended
there: its targets, limits and charges are those of these years. Orders with
:math:`d_j < t` are as they were settled; of the rest those with :math:`d_j < t + n` are settled
now, and the window moves by n years. What runs when may be planned anew until the end, since no
later year inherits it.

An order that would serve beyond the window is not placed: with a lead of four years and a window
of three, nothing of the kind is ever built. With :math:`W = n` foresight is myopic. The last
window ends with the last year, and its plan, over all years, is the plan.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.lp.options import SolverOptions
from planner.solving.decision_years import decision_years
from planner.solving.solve import SolvedWorld, solve_world
from planner.system import World


@dataclass(frozen=True)
class Foresight:
    """How far ahead a plan looks, in years."""

    window: int
    step: int


def solve_with_foresight(
    world: World,
    foresight: Foresight,
    options: SolverOptions | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> SolvedWorld:
    """Solve `world` window by window.

    The seconds of a step are those of all windows. The time limit is for each
    window by itself. Raises what :func:`planner.solving.solve.solve_world` raises.
    """
    settled: dict[str, float] = {}
    seconds: dict[str, float] = {}
    start = world.years[0]
    while True:
        end = min(start + foresight.window - 1, world.years[-1])
        progress(f"look from {start} to {end}")
        seen = replace(world, years=tuple(y for y in world.years if y <= max(start, end)))
        solved = solve_world(seen, options, progress, settled=settled, since=start)
        for step, spent in solved.seconds.items():
            seconds[step] = seconds.get(step, 0.0) + spent
        after = next((y for y in world.years if y >= start + foresight.step), None)
        if end == world.years[-1] or after is None:
            return replace(solved, seconds=seconds)
        decided = decision_years(solved.formulation.model)
        values = {variable.name: variable.value for variable in solved.program.columns}
        settled |= {
            name: float(values[name]) for name, year in decided.items() if start <= year < after
        }
        start = after
