"""What each generation earns: value of its compute, running cost, and when it pays back."""

from collections.abc import Iterator

import pandas as pd
import pyomo.environ as pyo

from planner.results.running_worth import RunningWorth
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND

NEGLIGIBLE = 1e-9


def generation_earnings(solved: SolvedWorld, worth: RunningWorth) -> pd.DataFrame:
    """One row for each generation and year in which any stands.

    ``value_busd`` is what the units that run compute, at the price of compute of the year, for
    whichever workload: a run that comes first uses what others would pay so much for.
    ``earned_busd`` is that less upkeep and energy. ``earned_usd_per_unit`` is over all units that
    stand, idle ones too. Shell and plant are not taken off.
    """
    m, value, cost = solved.formulation.model, worth.value, worth.cost
    sums: dict[tuple[str, int], list[float]] = {}
    for k, s, y in m.FLEET:
        running = max(0.0, float(pyo.value(m.accelerators_running_million[k, s, y])))
        idle = max(0.0, m.accelerator_vintage_balance[k, s, y].uslack())
        own = sums.setdefault((k, y), [0.0, 0.0, 0.0, 0.0])
        own[0] += running
        own[1] += idle if idle > NEGLIGIBLE * max(1.0, running + idle) else 0.0
        own[2] += cost.upkeep(k) * running
        own[3] += cost.energy(k, s, y) * running if running else 0.0
    rows = []
    for (k, y), (running, idle, upkeep, energy) in sorted(
        sums.items(), key=lambda kv: kv[0][::-1]
    ):
        if (k, y) not in value or not running + idle > NEGLIGIBLE:
            continue
        earned = value[k, y] * running - upkeep - energy
        each = THOUSAND * earned / (running + idle)
        rows.append((k, y, running, idle, value[k, y] * running, upkeep, energy, earned, each))
    columns = [
        "accelerator", "year", "running_million", "idle_million", "value_busd", "upkeep_busd",
        "energy_busd", "earned_busd", "earned_usd_per_unit",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def payback(solved: SolvedWorld, earnings: pd.DataFrame) -> pd.DataFrame:
    """One row for each generation and year of purchase: what a unit costs, earns and when it pays.

    ``payback_years`` counts from the beginning of the year of purchase, without discount, each
    year earning evenly; it is missing where the planned years do not pay the price back.
    ``earned_usd_per_unit`` is what it earns in the planned years of its life.
    """
    m, world = solved.formulation.model, solved.world
    bought: dict[tuple[str, int], float] = {}
    for (k, _, v), units in m.accelerators_bought_million.items():
        bought[k, v] = bought.get((k, v), 0.0) + max(0.0, float(pyo.value(units)))
    each = earnings.set_index(["accelerator", "year"])["earned_usd_per_unit"].to_dict()
    rows = []
    for (k, v), million in sorted(bought.items(), key=lambda kv: kv[0][::-1]):
        if million <= NEGLIGIBLE:
            continue
        price = THOUSAND * world.accelerators[k].it_capex
        earned, years = _paid_back(
            price, [(y - v, usd) for y, usd in _in_life(solved, k, v, each)]
        )
        rows.append((k, v, million, price, earned, years))
    columns = [
        "accelerator", "year", "bought_million", "price_usd_per_unit", "earned_usd_per_unit",
        "payback_years",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _in_life(
    solved: SolvedWorld, k: str, v: int, each: dict[tuple[str, int], float]
) -> Iterator[tuple[int, float]]:
    """Year and what a unit earns in it, for the planned years of its life."""
    world = solved.world
    for y in solved.formulation.model.YEARS:
        if world.in_life(v, y, world.accelerators[k].stays_years) and (k, y) in each:
            yield y, each[k, y]


def _paid_back(price: float, flows: list[tuple[int, float]]) -> tuple[float, float]:
    """All that is earned, and the years until it is the price; NaN where it never is."""
    total, years = 0.0, float("nan")
    for since, usd in flows:
        if years != years and usd > 0 and total + usd >= price:
            years = since + (price - total) / usd
        total += usd
    return total, years
