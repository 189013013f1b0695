"""The price of compute: what is served at which price, and what one more H100e-hour is worth."""

from collections.abc import Mapping
from math import nan

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.compute_at_work import h100e_at_work
from planner.formulation.priced_demand import busd_per_million, demand_hours
from planner.solving.solve import SolvedWorld
from planner.system import World
from planner.units import THOUSAND

NEGLIGIBLE = 1e-6
"""Share of a step below which it is not served."""


def is_priced(solved: SolvedWorld) -> bool:
    """Whether any demand of the world has a price."""
    return bool(solved.formulation.model.DEMAND_STEPS)


def prices(solved: SolvedWorld) -> dict[tuple[str, int], float]:
    """Workload and year to what one more H100e-hour is worth, USD of the year.

    The dual of ``compute_demand_balance``, without its discount. NaN where the solver gave no
    basis.
    """
    m, world, duals = solved.formulation.model, solved.world, solved.duals("cost")
    found = {}
    for (w, y), row in m.compute_demand_balance.items():
        dual = -duals[row.name]
        found[w, y] = dual / discount_factor(world, y) * THOUSAND / demand_hours(world, w, y)
    return found


def unit_value(
    world: World, prices: Mapping[tuple[str, int], float]
) -> dict[tuple[str, int], float]:
    """Generation and year to what a million units compute in it, billion USD of the year.

    At the price of compute of the workload that pays most for it, of those in `prices`.
    """
    found: dict[tuple[str, int], float] = {}
    for (w, y), usd in prices.items():
        for k in world.accelerators:
            worth = h100e_at_work(world, w, k) * busd_per_million(world, w, y, usd)
            found[k, y] = max(worth, found.get((k, y), worth))
    return found


def compute_steps(solved: SolvedWorld) -> pd.DataFrame:
    """Each step of the curves: million H100e wanted and served, price, and value.

    ``value_busd`` is what is served at the step's own price, billion USD of the year.
    """
    m, world = solved.formulation.model, solved.world
    rows = []
    for w, y, j in m.DEMAND_STEPS:
        step = next(step for step in world.workloads[w].steps[y] if step.step == j)
        served = max(0.0, pyo.value(m.compute_served_million_h100e[w, y, j]))
        value = busd_per_million(world, w, y, step.price) * served
        rows.append((w, y, j, step.wanted, served, step.price, value))
    columns = [
        "workload", "year", "step", "wanted_h100e_million", "served_h100e_million",
        "price_usd_per_h100e_hour", "value_busd",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def compute_price(
    solved: SolvedWorld, usd: Mapping[tuple[str, int], float], steps: pd.DataFrame
) -> pd.DataFrame:
    """One row for each workload and year: million H100e served, and the price of compute.

    ``price_usd_per_h100e_hour`` is the dual of the demand, in money of the year: what one more
    hour of a H100e would be worth. It is the price of the step that is served in part; between
    two steps it lies between their prices. ``next_step_usd_per_h100e_hour`` is the dearest price
    at which more is wanted and not served, missing where all is. ``target_h100e_million`` is what
    the drivers of demand ask of the planned sites, their share of it, which is no target here.
    ``value_busd`` is what is served at the prices of its steps, ``paid_busd`` the same at the
    price of compute. `usd` and `steps` are what :func:`prices` and :func:`compute_steps` say.
    """
    world, rows = solved.world, []
    for (w, y), own in steps.groupby(["workload", "year"], sort=False):
        left = own[own["served_h100e_million"] < own["wanted_h100e_million"] * (1 - NEGLIGIBLE)]
        served = float(own["served_h100e_million"].sum())
        load = world.workloads[w]
        throughput = load.kind == "throughput"
        target = load.curve_share * load.target.get(y, nan) if throughput else nan
        rows.append(
            (
                *(w, y, float(own["wanted_h100e_million"].sum()), served, target, usd[w, y]),
                float(left["price_usd_per_h100e_hour"].max()),
                float(own["value_busd"].sum()),
                busd_per_million(world, w, y, usd[w, y]) * served,
            )
        )
    columns = [
        "workload", "year", "wanted_h100e_million", "served_h100e_million", "target_h100e_million",
        "price_usd_per_h100e_hour", "next_step_usd_per_h100e_hour", "value_busd", "paid_busd",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
