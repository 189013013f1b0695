"""Demand curves: the steps that the tables state, of the workloads that a model buys for."""

from __future__ import annotations

from collections.abc import Container

from planner.audit.files import Files, records


def curve_share(files: Files) -> float:
    """The share of demand curves, and of what the drivers ask beside them, that sites serve."""
    return float(files.definition["demand"].get("curve_share") or 1.0)


def curve_steps(
    files: Files, used: Container[str]
) -> dict[tuple[str, int, int], tuple[float, float]]:
    """Workload, year and step to million H100e that are wanted, and USD a H100e-hour.

    Of the workloads among those `used` that the model need not serve, where it buys at a price:
    the share of the curve that the model serves.
    """
    table = files.inputs["compute_demand_curve"]
    if files.definition["objective"].get("targets", "first") != "priced" or table.empty:
        return {}
    share = curve_share(files)
    insists = files.definition["workloads"]["must_meet"]
    found: dict[tuple[str, int, int], tuple[float, float]] = {}
    for w, rows in table.groupby("workload"):
        if w not in used or w in insists:
            continue
        for y in files.years:
            past = rows.loc[rows["year"] <= y, "year"]
            for row in records(rows[rows["year"] == past.max()]):
                if row["quantity_h100e"]:
                    wanted = share * row["quantity_h100e"] / 1e6
                    step = (str(w), y, int(row["step"]))
                    found[step] = (wanted, float(row["price_usd_per_h100e_hour"]))
    return found
