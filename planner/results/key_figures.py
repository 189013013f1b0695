"""The few figures by which plans are set beside each other."""

import pandas as pd

from planner.formulation.assemble import COMPUTE_STAGE
from planner.results.plan import Plan

CHARGED = "cost_busd"
SPENT = "capex_busd"
COMPUTE = "compute_million_h100e_years"


def figures(plan: Plan) -> dict[str, float | int | None]:
    """One number a name: money of the whole horizon, states of its last year, targets.

    ``cost_busd`` is the present cost, ``capex_busd`` what is spent, both billion
    USD; power in GW and millions of H100e and accelerators are of the last
    year's end, ``emissions_mt`` the sum over years. For each workload the least
    and the last share of its target that is delivered, and the first year that
    misses it, None where none does. Where the most compute is sought, what it
    comes to: ``compute_million_h100e_years``.
    """
    headline = plan.headline()
    last = headline.iloc[-1]
    found: dict[str, float | int | None] = {
        CHARGED: plan.cost_busd,
        SPENT: float(headline["capex_busd"].sum()),
        "facility_gw": float(last["facility_gw"]),
        "it_gw": float(last["it_gw"]),
        "h100e_million": float(last["h100e_million"]),
        "accelerators_million": float(last["accelerators_million"]),
        "emissions_mt": plan.total("emissions", "emissions_mt"),
    }
    sought = plan.summary.get("objective", {}).get(COMPUTE_STAGE)
    if sought is not None:
        found[COMPUTE] = -float(sought)
    for workload, rows in plan["targets"].groupby("workload", sort=False):
        shares = rows.set_index("year")["delivered_share"].sort_index()
        missed = rows.loc[~rows["met"].astype(bool), "year"]
        found[f"{workload}_least_share"] = float(shares.min())
        found[f"{workload}_last_share"] = float(shares.iloc[-1])
        found[f"{workload}_first_missed"] = None if missed.empty else int(missed.min())
    return found


def workloads_of(plan: Plan) -> dict[str, str]:
    """Stage of shortfalls to the names of the workloads that it is about."""
    targets = plan["targets"]
    return {
        f"shortfall_{priority}": ", ".join(map(plan.names.workload, rows["workload"].unique()))
        for priority, rows in targets.groupby("priority")
    }


def retirements(plan: Plan) -> pd.DataFrame:
    """Rows of the table ``power`` in which a plant leaves before the end of its life.

    None where a run is older than the column that tells it.
    """
    power = plan["power"]
    return power[power["retired_gw"] > 0] if "retired_gw" in power else power[:0]
