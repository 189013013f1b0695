"""What units compute is worth and what running them costs: once, for every table that asks."""

from dataclasses import dataclass, field
from functools import cached_property

import pyomo.environ as pyo

from planner.formulation.outputs import drawn_it_load
from planner.formulation.sets import slice_of, slices_of
from planner.results.compute_price import prices, unit_value
from planner.solving.solve import SolvedWorld
from planner.system import DEMAND_CHARGES

RUNNING = (
    "fuel", "power_variable_om", "grid_energy", "grid_capacity", "grid_wires", "carbon",
)  # fmt: skip
"""Terms of cost that energy takes as it is used, and what the grid bills by GW for it."""
NEGLIGIBLE = 1e-9
"""GW of IT load below which a site runs nothing."""


@dataclass(eq=False)
class RunningCost:
    """What a year of running costs a million units: upkeep, and energy at their site.

    Energy is that of fuel, the grid, variable operation and carbon, as the year is charged for it
    at the site, a GWh alike; a stated load that is served beside the accelerators bears its own.
    Where the site runs nothing, it is what the grid's energy costs there, with what a tariff bills
    for a GW that is drawn all year; where a model counts averages, the energy of the workload that
    draws most.
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
            region = world.regions[site.region]
            grid = world.hours_per_year * region.grid_price.get(y, 0.0) * self._at_work(y)
            billed = sum(region.demand_charge.get((c, y), 0.0) for c in DEMAND_CHARGES)
            return site.pue * (grid + billed)
        per_gw = beside = 0.0
        drawn = float(pyo.value(drawn_it_load(m)[s, y]))
        for h in slices_of(world, m.technologies_at, s, y):
            hours = slice_of(world, h).weight_hours
            unserved = pyo.value(m.unserved_gw[s, y, h]) if (s, y, h) in m.unserved_gw else 0.0
            per_gw += hours * site.pue_at(h) * drawn / it_gw
            beside += hours * (site.load_at(y, h) - unserved)
        return self._energy.get((s, y), 0.0) * per_gw / (per_gw * it_gw + beside)

    def _at_work(self, y: int) -> float:
        """Average over rated power of a unit that would run, where a model counts averages."""
        world = self.solved.world
        if not world.average_load:
            return 1.0
        asking = (load.load_factor for load in world.workloads.values() if load.asked_in(y))
        return max(asking, default=world.idle_power_share)

    def of(self, k: str, s: str, y: int) -> float:
        """Both, billion USD a year for a million units."""
        return self.upkeep(k) + self.energy(k, s, y)


@dataclass(eq=False)
class RunningWorth:
    """Prices of compute, what units compute at them, and what running costs, worked out once."""

    solved: SolvedWorld

    @cached_property
    def prices(self) -> dict[tuple[str, int], float]:
        """Workload and year to what one more H100e-hour is worth, USD of the year."""
        return prices(self.solved)

    @cached_property
    def value(self) -> dict[tuple[str, int], float]:
        """Generation and year to what a million units compute, billion USD of the year."""
        return unit_value(self.solved.world, self.prices)

    @cached_property
    def cost(self) -> RunningCost:
        """What running costs."""
        return RunningCost(self.solved)
