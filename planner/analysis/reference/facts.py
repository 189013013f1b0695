"""What a plan says of a year, in the units in which authors publish."""

from dataclasses import dataclass
from functools import cached_property
from math import log10

import pandas as pd

from planner.demand.ceilings import Ceilings, ceilings
from planner.demand.drivers import Drivers
from planner.results import Plan
from planner.results.headline import generating
from planner.system import World
from planner.units import FLOP_PER_MODEL_UNIT, THOUSAND, UNITS_PER_MILLION, USD_PER_BILLION

FLOP_OF_THE_NEEDED = 2e29
"""Run for which Epoch AI counts the accelerators that are needed."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A plan's figures by year; a figure that the plan does not hold is None."""

    plan: Plan
    world: World
    drivers: Drivers

    @cached_property
    def run(self) -> str | None:
        """The training run of the model, None where it has none."""
        runs = (w for w, load in self.world.workloads.items() if load.kind == "training_run")
        return next(runs, None)

    def of_flow(self, year: int, amount: float) -> float | None:
        """A year's flow; None in the first year, in which all that stands is bought."""
        return amount if year > self.world.years[0] else None

    def delivered_flop(self, year: int) -> float | None:
        """Compute of the run, FLOP."""
        rows = self._rows("targets", year, workload=self.run)
        return float(rows["delivered"].sum()) if len(rows) else None

    def raw_oom(self, year: int) -> float | None:
        """Orders of magnitude of the run above GPT-4."""
        flop = self.delivered_flop(year)
        return log10(flop / self.drivers.value("raw_compute_base_flop")) if flop else None

    def cluster_h100e(self, year: int) -> float | None:
        """H100-equivalents that the run needs."""
        return self._cluster(year, {k: c.h100e for k, c in self.world.accelerators.items()})

    def cluster_gw(self, year: int) -> float | None:
        """Facility power that the run needs, GW."""
        power = {k: c.power_gw for k, c in self.world.accelerators.items()}
        it_gw = self._cluster(year, power)
        sites = self._sites(year)
        # What a solver leaves of a run where nothing stands is none.
        if it_gw is None or not sites["it_gw"]:
            return None
        return it_gw / UNITS_PER_MILLION * float(sites["facility_gw"] / sites["it_gw"])

    def cluster_usd(self, year: int) -> float | None:
        """What the accelerators of the run cost, built in this year."""
        size, bought = self.cluster_h100e(year), self.bought_h100e(year)
        return size * self.capex_usd(year) / bought if size and bought else None

    def needed_for(self, year: int, flop: float = FLOP_OF_THE_NEEDED) -> float | None:
        """H100-equivalents that a run of so many FLOP would need."""
        size, delivered = self.cluster_h100e(year), self.delivered_flop(year)
        return size * flop / delivered if size and delivered else None

    def bought_h100e(self, year: int) -> float:
        """H100-equivalents bought in the year."""
        return sum(n * self.world.accelerators[k].h100e for k, n in self._bought(year).items())

    def installed_h100e(self, year: int) -> float:
        """H100-equivalents that stand at the year's end, whether they run or not."""
        rows = self._rows("accelerators", year)
        standing = zip(
            rows["accelerator"], rows["running_million"] + rows["idle_million"], strict=True
        )
        stock = sum(units * self.world.accelerators[k].h100e for k, units in standing)
        return float(stock) * UNITS_PER_MILLION

    def running_h100e(self, year: int) -> float:
        """H100-equivalents that run at the year's end."""
        return float(self._sites(year)["h100e_million"]) * UNITS_PER_MILLION

    def facility_gw(self, year: int) -> float:
        """Facility power of the whole fleet, GW."""
        return float(self._sites(year)["facility_gw"])

    def energy_twh(self, year: int) -> float:
        """Energy of the whole fleet, TWh a year."""
        rows = generating(self._rows("power", year))
        return float(rows["generation_twh"].sum())

    def capex_usd(self, year: int) -> float:
        """All capital spent in the year: accelerators, shell and power."""
        return float(self._rows("capex", year)["capex_busd"].sum()) * (USD_PER_BILLION)

    def wafers(self, year: int) -> float:
        """Logic wafers of all nodes that the year's purchases take."""
        return THOUSAND * sum(
            n / UNITS_PER_MILLION * draw
            for k, n in self._bought(year).items()
            for (kind, _), draw in self.world.accelerators[k].uses.items()
            if kind == "node"
        )

    def running_usd_per_h100e(self, year: int) -> float | None:
        """Energy, upkeep and power plant in a year, USD a running H100-equivalent."""
        h100e = self.running_h100e(year)
        rows = self._cost(year)
        running = rows[~rows.index.isin(["accelerators_capital", "shell_capital"])].sum()
        return float(running) * USD_PER_BILLION / h100e if h100e else None

    def tco_usd_per_h100e(self, year: int) -> float | None:
        """Capital of an H100-equivalent bought in the year, and its running cost for life."""
        bought, running = self.bought_h100e(year), self.running_usd_per_h100e(year)
        if not bought or running is None:
            return None
        life = {self.world.accelerators[k].life_years for k in self._bought(year)}
        return self.capex_usd(year) / bought + max(life) * running

    def power_over_chips(self, year: int) -> float | None:
        """Yearly cost of power over the yearly charge for accelerators."""
        rows = self._cost(year)
        chips = float(rows.get("accelerators_capital", 0.0))
        power = (
            "grid_energy", "grid_capacity", "grid_wires", "fuel", "power_capital",
            "power_fixed_om", "power_variable_om",
        )  # fmt: skip
        return float(sum(rows.get(term, 0.0) for term in power)) / chips if chips else None

    def ceilings(self, year: int) -> Ceilings:
        """The four ceilings of the drivers."""
        return ceilings(self.drivers, year)

    def _rows(self, table: str, year: int, **columns: str | None) -> pd.DataFrame:
        """Rows of a year in one of the plan's tables, with these values in these columns."""
        rows = self.plan[table]
        wanted = rows["year"] == year
        for column, value in columns.items():
            wanted &= rows[column] == value
        return rows[wanted]

    def _sites(self, year: int) -> pd.Series:
        return self._rows("clusters", year).sum(numeric_only=True)

    def _cost(self, year: int) -> pd.Series:
        return self._rows("cost", year).set_index("term")["cost_busd"]

    def _bought(self, year: int) -> dict[str, float]:
        """Generation to units bought."""
        rows = self._rows("accelerators", year)
        rows = rows[rows["bought_million"] > 0]
        return {
            str(k): float(n) * UNITS_PER_MILLION
            for k, n in rows.groupby("accelerator")["bought_million"].sum().items()
        }

    def _cluster(self, year: int, per_unit: dict[str, float]) -> float | None:
        """A property of what the run needs, summed over units.

        A plan may allocate more than the run needs, which costs nothing: the
        allocation is scaled to the compute that is delivered.
        """
        flop = self.delivered_flop(year)
        rows = self._rows("allocations", year, workload=self.run)
        if self.run is None or not flop or rows.empty:
            return None
        load = self.world.workloads[self.run]
        units = rows.groupby("accelerator")["units_million"].sum()
        capable = sum(
            n * self.world.accelerators[k].training_compute_per_day for k, n in units.items()
        )
        done = capable * load.days(year) * load.utilisation * FLOP_PER_MODEL_UNIT
        whole = sum(n * per_unit[k] for k, n in units.items())
        return float(whole * UNITS_PER_MILLION * flop / done)
