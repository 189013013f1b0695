"""The few figures by which plans are set beside each other."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planner.plan import Plan

CHARGED = "cost_busd"
SPENT = "capex_busd"


def figures(plan: Plan) -> dict[str, float | int | None]:
    """One number a name: money of the whole horizon, states of its last year, targets.

    ``cost_busd`` is the present cost, ``capex_busd`` what is spent, both billion
    USD; power in GW and millions of H100e and accelerators are of the last
    year's end, ``emissions_mt`` the sum over years. For each workload the least
    and the last share of its target that is delivered, and the first year that
    misses it, None where none does.
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
        "emissions_mt": float(headline["emissions_mt"].sum()),
    }
    for workload, rows in plan["targets"].groupby("workload", sort=False):
        shares = rows.set_index("year")["delivered_share"].sort_index()
        missed = rows.loc[~rows["met"].astype(bool), "year"]
        found[f"{workload}_least_share"] = float(shares.min())
        found[f"{workload}_last_share"] = float(shares.iloc[-1])
        found[f"{workload}_first_missed"] = None if missed.empty else int(missed.min())
    return found


def tornado(results: pd.DataFrame, figure: str) -> pd.DataFrame:
    """By how much each lever moves one figure, the widest first.

    `results` has a row for each scenario with its ``key`` and ``value``, blank
    for the base. Returns key, the values at the ends, the figure at both and
    at the base, and its swing; levers without two finished ends are left out.
    """
    done = results[results["status"] == "done"]
    base = done.loc[done["key"] == "", figure]
    rows = []
    for key, group in done[done["key"] != ""].groupby("key", sort=False):
        finished = group.dropna(subset=[figure]).sort_values(figure)
        if finished.empty:
            continue
        least, most = finished.iloc[0], finished.iloc[-1]
        rows.append(
            {
                "key": key,
                "value_at_least": least["value"],
                "least": least[figure],
                "base": base.iloc[0] if len(base) else float("nan"),
                "most": most[figure],
                "value_at_most": most["value"],
            }
        )
    columns = ["key", "value_at_least", "least", "base", "most", "value_at_most"]
    table = pd.DataFrame(rows, columns=columns)
    ends = table[["least", "base", "most"]]
    table["swing"] = ends.max(axis=1) - ends.min(axis=1)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def spread(results: pd.DataFrame, names: Mapping[str, Any] | list[str]) -> pd.DataFrame:
    """Quantiles of each figure over the scenarios that were planned, the base aside."""
    done = results[(results["status"] == "done") & (results["scenario"] != "base")]
    quantiles = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
    rows = [
        {"figure": name, "plans": int(done[name].notna().sum())}
        | {word: done[name].astype(float).quantile(share) for word, share in quantiles.items()}
        for name in names
        if not name.endswith("_first_missed")
    ]
    return pd.DataFrame(rows, columns=["figure", "plans", *quantiles])
