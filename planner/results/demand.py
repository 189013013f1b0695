"""What the targets come from: the demand of a plan as tables."""

import pandas as pd

from planner.solving.solve import SolvedWorld

DEMAND_COLUMNS = [
    "workload", "year", "quantity", "low", "central", "high", "unit", "above_data_limit",
]  # fmt: skip
OOM_COLUMNS = ["index", "year", "contribution", "low_oom", "oom", "high_oom", "base_flop"]


def demand_table(solved: SolvedWorld) -> pd.DataFrame:
    """Targets and their ranges, run lengths, and the largest run that data supports.

    ``above_data_limit`` marks the training targets for whose drivers there are
    too few tokens, also where the model then cuts them.
    """
    asked = solved.world.demand
    if asked is None:
        return pd.DataFrame(columns=DEMAND_COLUMNS)
    rows: list[tuple[object, ...]] = []
    for w, target in asked.targets.items():
        for y, value in target.by_year.items():
            above = target.above_data.get(y, False)
            ends = (value.low, value.central, value.high)
            rows.append((w, y, "target", *ends, target.unit, above))
            if y in target.run_days:
                days = target.run_days[y]
                rows.append((w, y, "run_length", days, days, days, "days", above))
                if y in asked.data_limit:
                    limit = asked.data_limit[y]
                    ends = (limit.low, limit.central, limit.high)
                    rows.append((w, y, "data_limit", *ends, "FLOP", above))
    return pd.DataFrame(rows, columns=DEMAND_COLUMNS)


def oom_table(solved: SolvedWorld) -> pd.DataFrame:
    """Orders of magnitude above the base run by contribution, to be stacked in each year."""
    asked = solved.world.demand
    if asked is None:
        return pd.DataFrame(columns=OOM_COLUMNS)
    rows = [
        (
            *(layer.index, layer.year, layer.contribution),
            *(layer.oom.low, layer.oom.central, layer.oom.high, asked.base_flop),
        )
        for layer in asked.contributions
    ]
    return pd.DataFrame(rows, columns=OOM_COLUMNS)
