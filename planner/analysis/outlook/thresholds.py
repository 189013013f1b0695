"""The plan table ``thresholds``: runs and campuses that cross a law, when, by which factor."""

from collections.abc import Mapping

import pandas as pd

from planner.data.inputs import Inputs
from planner.results import Plan
from planner.units import FLOP_PER_TFLOP, MW_PER_GW, UNITS_PER_MILLION

COLUMNS = [
    "threshold", "jurisdiction", "status", "subject_kind", "subject", "quantity", "limit", "unit",
    "first_year", "value_in_first_year", "factor_in_first_year", "last_year",
    "value_in_last_year", "factor_in_last_year", "applies_from_year",
]  # fmt: skip

Measures = Mapping[str, pd.DataFrame]
"""Quantity to its value by subject (row) and year (column)."""


def thresholds(inputs: Inputs, plan: Plan) -> pd.DataFrame:
    """One row for each law and each run or campus that exceeds it in some year.

    ``first_year`` is the first planned year above the limit: a campus that
    stands above it already has the first year of the plan. ``last_year`` is
    the plan's last year. ``applies_from_year`` is the first year above the limit
    at whose end the law is in effect; what is proposed or revoked has none.
    Pools of small sites are not campuses. Peak throughput is 8-bit dense.
    """
    measures = {**_runs(plan), **_campuses(inputs, plan)}
    rows = []
    for name, law in inputs["legal_thresholds"].iterrows():
        quantity = str(law["quantity"])
        if quantity not in measures:
            continue
        values = measures[quantity]
        kind = "run" if quantity.startswith("training_flop") else "campus"
        inside = values if kind == "run" else values.loc[_within(inputs, law, values.index)]
        limit = float(law["value"])
        for subject, path in inside.iterrows():
            over = [int(y) for y, value in path.items() if value > limit]
            if not over:
                continue
            first, last = over[0], int(inside.columns[-1])
            rows.append(
                (
                    name, law["jurisdiction"], law["status"], kind, subject, quantity, limit,
                    law["unit"], first, path[first], path[first] / limit, last, path[last],
                    path[last] / limit, next((y for y in over if _applies(law, y)), None),
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"applies_from_year": "Int64"})


def _runs(plan: Plan) -> Measures:
    targets = plan["targets"]
    runs = targets[targets["unit"] == "FLOP"]
    return {"training_flop": _by_year(runs, "workload", runs["delivered"])}


def _campuses(inputs: Inputs, plan: Plan) -> Measures:
    sites = inputs["sites"]
    campuses = set(sites.index[sites["kind"] != "fleet_pool"])
    clusters = plan["clusters"]
    clusters = clusters[clusters["site"].isin(campuses)]
    chips = plan["accelerators"]
    chips = chips[chips["site"].isin(campuses)]
    # Of no rows a mapping keeps the type of the names that it maps.
    tflops = chips["accelerator"].map(inputs["accelerators"]["eight_bit_dense_tflops"])
    tflops = tflops.astype(float)
    peak = chips["running_million"] * UNITS_PER_MILLION * tflops * FLOP_PER_TFLOP
    years = [int(y) for y in plan.summary["years"]]
    return {
        "facility_mw": _by_year(clusters, "site", clusters["facility_gw"] * MW_PER_GW),
        "it_mw": _by_year(clusters, "site", clusters["it_gw"] * MW_PER_GW),
        # A campus has rows only for the years in which something stands there.
        "cluster_flop_per_s": _by_year(chips, "site", peak).reindex(columns=years, fill_value=0.0),
    }


def _by_year(table: pd.DataFrame, subject: str, values: pd.Series) -> pd.DataFrame:
    total = values.astype(float).groupby([table[subject], table["year"]]).sum()
    return total.unstack("year", fill_value=0.0)


def _within(inputs: Inputs, law: pd.Series, names: pd.Index) -> list[str]:
    """The campuses that lie where the law rules."""
    places = inputs["sites"].loc[list(names)]
    countries = str(law["countries"]).split(";")
    ruled = places["country"].isin(countries)
    if law["state"]:
        ruled &= places["state"] == law["state"]
    return list(places.index[ruled])


def _applies(law: pd.Series, year: int) -> bool:
    if law["status"] not in ("in_force", "enacted") or pd.isna(law["in_force_year"]):
        return False
    ended = law["ended_year"]
    return bool(law["in_force_year"] < year + 1 and (pd.isna(ended) or ended >= year + 1))
