"""Bottlenecks: the limits of a plan that are worth loosening, ranked."""

import pandas as pd

from planner.plan.limits import worth_column
from planner.plan.plan import Plan

ONE_PERCENT = 0.01


def bottlenecks(plan: Plan) -> pd.DataFrame:
    """Limits that are worth something, with what one percent more would bring.

    Limits differ in their units, so they are compared by a percent of what
    there is, and limits of one kind that differ only in their place are
    loosened together: ``places`` counts them. For each stage of shortfalls a
    column in percent of one year's target, summed over the years that gain;
    then present cost saved, in billion USD. Ranked by the first stage, then by
    the next. At the margin only: a percent of a limit may already be past the
    next one.
    """
    table = plan["limits"].copy()
    stages = [stage for stage in plan.summary["objective"] if stage != "cost"]
    columns = []
    for stage in stages:
        name = f"{stage}_percent_of_a_target"
        table[name] = table[worth_column(stage)] * table["capacity"] * ONE_PERCENT * 100
        columns.append(name)
    saved = "saved_busd"
    table[saved] = table[worth_column("cost")] * table["capacity"] * ONE_PERCENT
    # Less than a thousand dollars, or a millionth of a percent, is rounding of the solver.
    worth = table[(table[[*columns, saved]].abs() > 1e-6).any(axis=1)]
    same = worth.groupby(["limit", "what", "kind", "pool", "year", "unit"], dropna=False)
    together = same[["capacity", *columns, saved]].sum()
    together.insert(0, "places", same["place"].nunique())
    together.insert(1, "place", same["place"].first().where(together["places"] == 1, ""))
    return together.reset_index().sort_values(
        [*columns, saved], ascending=False, ignore_index=True
    )
