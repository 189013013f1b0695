"""A plan's own figure for each quantity of the table of known facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.results import Plan
from planner.results.headline import generating
from planner.system import World
from planner.units import THOUSAND, UNITS_PER_MILLION, USD_PER_BILLION

COUNTED_REGION = "west"
"""Supply region whose chips the facts count."""
TRACKED = "tracked campuses"
"""All campuses together that both the facts and the plan hold."""
KIND_OF = {"hbm_shipped": "hbm"}
"""Quantity to the kind of supply whose share of the region it is taken at; packaging else."""
OF_CHIPS = frozenset(
    {"units", "units_of_family", "h100e_shipped", "h100e_stock", "vendor_revenue", "cowos_wafers",
     "hbm_shipped"}
)  # fmt: skip
"""Quantities of which the planned region takes its share."""
OF_A_PLACE = frozenset({"site_facility_gw", "leader_revenue"})
"""Quantities that a plan of a part of its region has, too."""
WHOLE = 0.75
"""Share of the fleet counted at its beginning, from which on a plan is one of its region."""


def share_taken(model: ModelDefinition, inputs: Inputs, quantity: str) -> float:
    """Share of a figure of the world that the planned region takes: that of its supply."""
    if quantity not in OF_CHIPS:
        return 1.0
    table = inputs["supply_terms"]["planned_region_share"]
    of_table = float(table.get(KIND_OF.get(quantity, "packaging"), 1.0))
    return model.supply.region_shares.get(COUNTED_REGION, of_table)


@dataclass(frozen=True, eq=False)
class FactFigures:
    """What a plan says of a quantity, its subject and a year; None where it says nothing."""

    plan: Plan
    world: World
    inputs: Inputs

    share_of_supply: float = 1.0
    """Share of the world's supply of chips that the plan's region takes."""

    def of(self, quantity: str, subject: str, year: int) -> float | None:
        """The figure in the unit of the table.

        Of the year before the plan, what it begins with: H100e and built power of sites. A plan of
        a part of its region has no figure of the whole.
        """
        if year < self.world.years[0]:
            return self._at_the_beginning(quantity, subject)
        if year not in self.world.years or self.world.length(year) > 1:
            return None
        if quantity not in OF_A_PLACE and self.share_held < WHOLE:
            return None
        figure = _FIGURES.get(quantity)
        return figure(self, subject, year) if figure else None

    @cached_property
    def share_held(self) -> float:
        """Share of the fleet that is counted at the beginning which the plan begins with.

        One where no count speaks of that time.
        """
        table = self.inputs["known_facts"]
        before = table["year"] == self.world.years[0] - 1
        stock = table[before & (table["quantity"] == "h100e_stock")]["central"].sum()
        begun = self._at_the_beginning("h100e_stock", "")
        return begun / (self.share_of_supply * stock) if stock and begun is not None else 1.0

    @property
    def family(self) -> Mapping[str, str]:
        """Generation to its family."""
        return self.inputs["accelerators"]["family"].to_dict()

    @cached_property
    def counted(self) -> frozenset[str]:
        """Generations of the supply region that the facts count."""
        return frozenset(
            k for k, c in self.world.accelerators.items() if c.supply_region == COUNTED_REGION
        )

    @cached_property
    def _bought(self) -> "pd.Series[float]":
        """Generation and year to million units bought."""
        rows = self.plan["accelerators"]
        rows = rows[rows["accelerator"].isin(list(self.counted))]
        return rows.groupby(["accelerator", "year"])["bought_million"].sum()

    def bought(self, year: int) -> dict[str, float]:
        """Generation to million units bought in a year."""
        return {str(k): float(n) for (k, y), n in self._bought.items() if y == year and n > 0}

    def units(self, year: int, vendor: str = "", family: str = "") -> float:
        """Thousand units bought of a vendor or of a family."""
        return THOUSAND * sum(
            n
            for k, n in self.bought(year).items()
            if (not vendor or self.world.accelerators[k].vendor == vendor)
            and (not family or self.family[k] == family)
        )

    def h100e_bought(self, year: int) -> float:
        """Million H100e bought."""
        return sum(n * self.world.accelerators[k].h100e for k, n in self.bought(year).items())

    def h100e_installed(self, year: int) -> float:
        """Million H100e that stand at the end of the year, whether they run or not."""
        return self._h100e("running_million", year) + self._h100e("idle_million", year)

    def h100e_running(self, year: int) -> float:
        """Million H100e of them that run."""
        return self._h100e("running_million", year)

    def _h100e(self, column: str, year: int) -> float:
        rows = self.plan["accelerators"]
        rows = rows[(rows["year"] == year) & rows["accelerator"].isin(list(self.counted))]
        units = zip(rows["accelerator"], rows[column], strict=True)
        return float(sum(n * self.world.accelerators[k].h100e for k, n in units))

    def capex(self, year: int) -> float:
        """All capital spent, billion USD."""
        rows = self.plan["capex"]
        return float(rows.loc[rows["year"] == year, "capex_busd"].sum())

    def revenue(self, vendor: str, year: int) -> float:
        """What the vendor's units of the year cost at the price of a unit, billion USD."""
        price = self.inputs["accelerators"]["price_usd"]
        return sum(
            n * UNITS_PER_MILLION * float(price[k]) / USD_PER_BILLION
            for k, n in self.bought(year).items()
            if self.world.accelerators[k].vendor == vendor
        )

    def drawn(self, kind: str, year: int, vendor: str = "", pool: str = "") -> float:
        """What the year's units draw on a kind of supply: thousand wafers, or EB."""
        return sum(
            n * amount
            for k, n in self.bought(year).items()
            for (each, of), amount in self.world.accelerators[k].uses.items()
            if each == kind
            and (not pool or of == pool)
            and (not vendor or self.world.accelerators[k].vendor == vendor)
        )

    def site_gw(self, site: str, year: int) -> float | None:
        """Facility power that a site is built for, or all tracked campuses; None without one.

        GW at the end of the year: the shell at the PUE of its site, as a campus is counted by what
        stands there and not by what it draws.
        """
        wanted = self.tracked if site == TRACKED else {site}
        wanted = wanted & set(self.world.sites)
        rows = self.plan["clusters"]
        rows = rows[rows["site"].isin(list(wanted)) & (rows["year"] == year)]
        pue = rows["site"].map(lambda s: self.world.sites[s].pue)
        return float((rows["shell_it_gw"] * pue).sum()) if wanted else None

    @cached_property
    def tracked(self) -> set[str]:
        """Sites that the facts name."""
        table = self.inputs["known_facts"]
        return set(table.loc[table["scope"] == "site", "subject"])

    def energy(self, year: int) -> float:
        """Energy of the whole fleet, TWh."""
        rows = generating(self.plan["power"])
        return float(rows.loc[rows["year"] == year, "generation_twh"].sum())

    def leader_revenue(self, year: int) -> float | None:
        """Revenue of the leading developer that the plan's spending is held against."""
        table = self.plan.tables.get("affordability")
        if table is None:
            return None
        rows = table[(table["year"] == year) & (table["against"] == "leader_revenue")]
        return float(rows["reference_busd"].iloc[0]) if len(rows) else None

    def _at_the_beginning(self, quantity: str, subject: str) -> float | None:
        sites = self.world.sites
        if quantity == "h100e_stock":
            chips = self.world.accelerators
            return sum(
                n * chips[k].h100e
                for site in sites.values()
                for (k, _), n in site.existing_fleet.items()
                if k in self.counted
            )
        if quantity == "site_facility_gw":
            wanted = self.tracked if subject == TRACKED else {subject}
            held = [sites[s] for s in wanted if s in sites]
            return sum(site.existing_facility_gw for site in held) if held else None
        return None


_Figure = Callable[[FactFigures, str, int], float | None]
_FIGURES: dict[str, _Figure] = {
    "units": lambda f, of, y: f.units(y, vendor=of),
    "units_of_family": lambda f, of, y: f.units(y, family=of),
    "h100e_shipped": lambda f, of, y: f.h100e_bought(y),
    "h100e_stock": lambda f, of, y: f.h100e_installed(y),
    "capex": lambda f, of, y: f.capex(y),
    "vendor_revenue": lambda f, of, y: f.revenue(of, y),
    "leader_revenue": lambda f, of, y: f.leader_revenue(y),
    "cowos_wafers": lambda f, of, y: f.drawn("packaging", y, vendor=of, pool="cowos"),
    "hbm_shipped": lambda f, of, y: f.drawn("hbm", y),
    "site_facility_gw": lambda f, of, y: f.site_gw(of, y),
    "energy_twh": lambda f, of, y: f.energy(y),
}
