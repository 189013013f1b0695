"""Bottlenecks: the limits of a plan that are worth loosening, ranked."""

import pandas as pd

from planner.formulation.assemble import COMPUTE_STAGE
from planner.results.limits import COST_CHANGE, worth_column
from planner.results.plan import Plan

ONE_PERCENT = 0.01
COMPUTE_GAIN = "compute_million_h100e_years"
"""Column of what one percent of a limit adds to the most compute, where it is sought."""
DUST = 1e-6
"""Less than a thousand dollars, or a millionth of a percent, is rounding of the solver."""


def bottlenecks(plan: Plan) -> pd.DataFrame:
    """Limits that are worth something, with what one percent more would bring.

    Limits differ in their units, so they are compared by a percent of what
    there is, and limits of one kind that differ only in their place are
    loosened together: ``places`` counts them. With the goal of most compute a
    column in million H100e-years; for each stage of shortfalls one in percent
    of one year's target, summed over the years that gain; then the change of
    the present cost, billion USD, when all is planned again: it falls where
    nothing is missed, and may rise where more is delivered. Ranked by the
    first stage, then by the next. At the margin only: a percent of a limit may
    already be past the next one.
    """
    table = plan["limits"].copy()
    columns = []
    for stage in plan.summary["objective"]:
        if stage != "cost":
            name, scale = f"{stage}_percent_of_a_target", 100.0
            if stage == COMPUTE_STAGE:
                name, scale = COMPUTE_GAIN, 1.0
            table[name] = table[worth_column(stage)] * table["capacity"] * ONE_PERCENT * scale
            columns.append(name)
    change = "cost_change_busd"
    table[change] = table[COST_CHANGE] * table["capacity"] * ONE_PERCENT
    worth = table[(table[[*columns, change]].abs() > DUST).any(axis=1)]
    same = worth.groupby(["limit", "what", "kind", "pool", "year", "unit"], dropna=False)
    together = same[["capacity", *columns, change]].sum()
    together.insert(0, "places", same["place"].nunique())
    together.insert(1, "place", same["place"].first().where(together["places"] == 1, ""))
    told = [*columns, change]
    together[told] = together[told].where(together[told].abs() > DUST, 0.0)
    best_first = [False] * len(columns) + [True]
    return together.reset_index().sort_values(
        [*columns, change], ascending=best_first, ignore_index=True
    )
