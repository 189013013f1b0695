"""From the table of capital to how fast a plan's may grow."""

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any
from planner.system.objects.world import CapexGrowth

TABLE = "capex_limits"
NEEDED = ("guided", "planned_share", "growth")


def capex_growth(inputs: Inputs, model: ModelDefinition) -> CapexGrowth:
    """What buyers guide for, the most of it that is planned, and its growth.

    Raises InputError for every row that is missing, and for guidance without its year.
    """
    table = inputs[TABLE]
    faults = [
        Fault(
            model.place("limits.capex_growth"),
            f"no row {term} in datasets/{TABLE}.csv",
            f"the rows {', '.join(NEEDED)}",
            "add the row, or leave out capex_growth",
        )
        for term in NEEDED
        if term not in table.index
    ]
    if "guided" in table.index and pd.isna(table.at["guided", "year"]):
        expected = "the calendar year that is guided for"
        faults.append(Fault(inputs.place(TABLE, "guided", "year"), "blank", expected))
    if "planned_share" in table.index and table.at["planned_share", "value"] > 1:
        faults.append(
            Fault(
                inputs.place(TABLE, "planned_share", "value"),
                f"{table.at['planned_share', 'value']:g}",
                "a share of at most 1",
            )
        )
    raise_any(faults)
    return CapexGrowth(
        base_year=int(table.at["guided", "year"]),
        guided_busd=float(table.at["guided", "value"]),
        planned_share=float(table.at["planned_share", "value"]),
        growth=float(table.at["growth", "value"]),
    )
