"""What each generation earns: value of its compute, running cost, and when it pays back."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd
import pyomo.environ as pyo

from planner.results.compute_price import unit_value
from planner.solving.solve import SolvedWorld
from planner.system import DEMAND_CHARGES
from planner.units import THOUSAND

RUNNING = (
    "fuel", "power_variable_om", "grid_energy", "grid_capacity", "grid_wires", "carbon",
)  # fmt: skip
"""Terms of cost that energy takes as it is used, and what the grid bills by GW for it."""
NEGLIGIBLE = 1e-9


@dataclass(eq=False)
class RunningCost:
    """What a year of running costs a million units: upkeep, and energy at their site.

    Energy is that of fuel, the grid, variable operation and carbon, as the year is charged for it
    at the site, over the site's IT load; where the site runs nothing, what the grid's energy
    costs there, with what a tariff bills for a GW that is drawn all year.
    """

    solved: SolvedWorld
    _energy: dict[tuple[str, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        book = self.solved.formulation.ledgers.cost
        years = self.solved.formulation.model.YEARS
        for entry in book.entries(years):
            if entry.term in RUNNING:
                place = entry.line.site, entry.line.year
                self._energy[place] = self._energy.get(place, 0.0) + entry.amount

    def upkeep(self, k: str) -> float:
        """Upkeep of a million units, billion USD a year."""
        world = self.solved.world
        return world.non_energy_opex_share * world.accelerators[k].it_capex

    def energy(self, k: str, s: str, y: int) -> float:
        """Energy of a million units at a site, billion USD a year."""
        m, world = self.solved.formulation.model, self.solved.world
        it_gw = float(pyo.value(m.it_load_gw[s, y]))
        if it_gw > NEGLIGIBLE:
            per_gw = self._energy.get((s, y), 0.0) / it_gw
        else:
            site = world.sites[s]
            region = world.regions[site.region]
            grid = world.hours_per_year * region.grid_price.get(y, 0.0)
            billed = sum(region.demand_charge.get((c, y), 0.0) for c in DEMAND_CHARGES)
            per_gw = site.pue * (grid + billed)
        return world.accelerators[k].power_gw * per_gw

    def of(self, k: str, s: str, y: int) -> float:
        """Both, billion USD a year for a million units."""
        return self.upkeep(k) + self.energy(k, s, y)


def generation_earnings(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each generation and year in which any stands.

    ``value_busd`` is what the units that run compute, at the price of compute of the year, for
    whichever workload: a run that comes first uses what others would pay so much for.
    ``earned_busd`` is that less upkeep and energy. ``earned_usd_per_unit`` is over all units that
    stand, idle ones too. Shell and plant are not taken off.
    """
    m, value, cost = solved.formulation.model, unit_value(solved), RunningCost(solved)
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
