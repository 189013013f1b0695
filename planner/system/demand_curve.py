"""From the table of demand curves to the steps of each workload, in model units."""

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.system.objects.workloads import DemandStep
from planner.units import UNITS_PER_MILLION

TABLE = "compute_demand_curve"


def demand_curves(
    inputs: Inputs, model: ModelDefinition, years: tuple[int, ...]
) -> dict[str, dict[int, tuple[DemandStep, ...]]]:
    """Workload to the steps of each planned year, the dearest first: million H100e, USD an hour.

    Only of those whose target does not come first: the model buys compute while it is worth it,
    uses them, and does not insist on their targets. The steps of a year hold until those of the
    next that the table states; a step in which nothing is wanted is left out. Of each step the
    model serves its share.
    """
    table = inputs.optional(TABLE)
    if model.objective.targets == "first" or table is None:
        return {}
    share = model.demand.curve_share or 1.0
    rows: dict[str, dict[int, list[DemandStep]]] = {}
    for (w, year, step), row in table.sort_index().iterrows():
        rows.setdefault(str(w), {}).setdefault(int(year), []).append(
            DemandStep(
                step=int(step),
                wanted=share * float(row["quantity_h100e"]) / UNITS_PER_MILLION,
                price=float(row["price_usd_per_h100e_hour"]),
                row_year=int(year),
            )
        )
    priced = set(model.workloads.use) - set(model.workloads.must_meet)
    return {
        w: {
            y: tuple(step for step in stated[max(known)] if step.wanted)
            for y in years
            if (known := [year for year in stated if year <= y])
        }
        for w, stated in rows.items()
        if w in priced
    }
