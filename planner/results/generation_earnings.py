"""What each generation earns: value of its compute, running cost, and when it pays back."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.sets import slice_of, slices_of
from planner.results.compute_price import unit_value
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND

RUNNING = ("fuel", "power_variable_om", "grid_energy", "carbon")
"""Terms of cost that energy takes as it is used."""
NEGLIGIBLE = 1e-9


@dataclass(eq=False)
class RunningCost:
    """What a year of running costs a million units: upkeep, and energy at their site.

    Energy is that of fuel, the grid, variable operation and carbon, as the year is charged for it
    at the site, a GWh alike; a stated load that is served beside the accelerators bears its own.
    Where the site runs nothing, it is what the grid's energy costs there.
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
        return self.solved.world.accelerators[k].power_gw * self.energy_of_a_gw(s, y)

    def energy_of_a_gw(self, s: str, y: int) -> float:
        """Energy of a GW of IT at a site, billion USD a year."""
        m, world = self.solved.formulation.model, self.solved.world
        site, it_gw = world.sites[s], float(pyo.value(m.it_load_gw[s, y]))
        if it_gw <= NEGLIGIBLE:
            grid = world.regions[site.region].grid_price.get(y, 0.0)
            return site.pue * world.hours_per_year * grid
        per_gw = beside = 0.0
        for h in slices_of(world, m.technologies_at, s, y):
            hours = slice_of(world, h).weight_hours
            unserved = pyo.value(m.unserved_gw[s, y, h]) if (s, y, h) in m.unserved_gw else 0.0
            per_gw += hours * site.pue_at(h)
            beside += hours * (site.load_at(y, h) - unserved)
        return self._energy.get((s, y), 0.0) * per_gw / (per_gw * it_gw + beside)

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
