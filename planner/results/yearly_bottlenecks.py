"""The bottleneck of each year: the limits used up in it that hold the plan back, best first.

The table ``bottlenecks`` goes by cells of the inputs, of which one may move rows of several years,
used up in some of them alone. Here each row stands for its own year.
"""

from collections.abc import Mapping

import pandas as pd

from planner.results.bottlenecks import GIVEN, OF_VENDORS, WANTED, best_first
from planner.results.limits import COST_CHANGE
from planner.results.plan import Plan
from planner.results.worth import COST, dust, in_its_column, percent_column, worth_column
from planner.units import PERCENT

_SAME_KIND = ["limit", "what", "kind", "pool", "year"]


def yearly_bottlenecks(plan: Plan) -> pd.DataFrame:
    """A row for each kind of limit and year in which one percent more of it brings anything.

    Only rows of a year that are used up count. None is of what is given, such as a commitment,
    which the plan can't but meet, nor of a step of a demand curve, which says what compute is
    worth and stops nothing. Those that differ only in their place stand
    together; ``places`` counts them, small sites that stand as one in the plan each by itself.
    What a percent brings stands in the columns of the table ``bottlenecks``, one for each stage.
    A limit that brings less in the first stage that it moves has no row.
    """
    stages = list(plan.summary["objective"])
    limits = plan["limits"]
    of_a_year = limits["year"].notna() & limits["binding"].astype(bool)
    rows = limits[of_a_year & ~limits["limit"].isin((*GIVEN, *WANTED))]
    told = [percent_column(stage) for stage in stages]
    for stage, column in zip(stages, told, strict=True):
        own = COST_CHANGE if stage == COST else worth_column(stage)
        found = rows[own] if own in rows else pd.Series(0.0, index=rows.index)
        change = PERCENT * found.astype(float).fillna(0.0) * rows["capacity"].astype(float)
        if stage != COST:
            change = change.map(lambda gain, of=stage: in_its_column(of, -gain))
        rows = rows.assign(**{column: change})
    floors = {
        percent_column(stage): abs(in_its_column(stage, floor))
        for stage, floor in dust(plan.summary["objective"]).items()
    }
    moves = [any(abs(row[c]) > floors[c] for c in told) for row in rows[told].to_dict("records")]
    rows = rows.loc[pd.Series(moves, index=rows.index, dtype=bool)]
    members = _members(plan)
    rows = rows.assign(
        places=[max(1, members.get(str(place), 1)) for place in rows["place"]],
        whose=rows["place"].where(rows["limit"].isin(OF_VENDORS), ""),
    )
    same = rows.groupby([*_SAME_KIND, "whose"], dropna=False, sort=False)
    together = same[["places", *told]].sum()
    together.insert(0, "place", same["place"].first().where(same.size() == 1, ""))
    together = together.reset_index().drop(columns="whose")
    kept = [_helps(row, floors) for row in together[told].to_dict("records")]
    return best_first(together.loc[pd.Series(kept, index=together.index, dtype=bool)], stages)


def _members(plan: Plan) -> Mapping[str, int]:
    """Site to the small sites that it stands for in the plan."""
    sites = plan.tables.get("sites")
    return {} if sites is None else dict(zip(sites["site"], sites["members"], strict=True))


def _helps(changes: Mapping[str, float], floors: Mapping[str, float]) -> bool:
    """Whether more of a limit brings anything in the first stage that it moves."""
    for column, change in changes.items():
        if abs(change) > floors[column]:
            return change < 0 if column == percent_column(COST) else change > 0
    return False
