"""The generators of the USA by region: what they give in a typical year, and emit."""

from __future__ import annotations

from functools import cache

import pandas as pd

from tools.derive.raw import Raw

UNITS = "power/raw/powergenome_data/reeds_generators_transformed.csv"
PLACES = "power/raw/powergenome_data/plant_region_map.csv"
AREAS = "power/ba_hierarchy.csv"
EMISSIONS = "power/raw/reeds/emission_constraints/emitrate.csv"
# What a technology of the list counts as, by a word in its name, the first that fits.
KINDS = (
    ("Natural Gas", "gas"),
    ("Coal", "coal"),
    ("Petroleum", "oil"),
    ("Pumped", "storage"),
    ("Batteries", "storage"),
    ("Flywheels", "storage"),
    ("Photovoltaic", "solar"),
    ("Wind", "wind"),
)
OTHER = "other"
MW_PER_GW = 1000.0


class Fleet:
    """Units with region, kind, mean output in GW, and years of service."""

    def __init__(self, raw: Raw) -> None:
        units = raw[UNITS].merge(raw[PLACES], on="plant_id")
        areas = raw[AREAS].set_index("r")
        own = units.technology.map(_kind)
        # A unit without a past runs like the mean of its technology.
        mean = units.groupby("technology").historical_capacity_factor.transform("mean")
        factor = units.historical_capacity_factor.fillna(mean).fillna(0.0)
        self.units = pd.DataFrame(
            {
                "region": units.region.map(areas.nercr),
                "state": units.region.map(areas.st),
                "kind": own,
                "gw": units.capacity_mw / MW_PER_GW,
                "mean_gw": units.capacity_mw * factor / MW_PER_GW,
                "heat_rate": units.heat_rate_mmbtu_mwh,
                "first": units.operating_year,
                "end": units.retirement_year,
            }
        )
        self.units = self.units[self.units.kind != "storage"].reset_index(drop=True)
        self._sums = cache(self._summed)
        self._heat_rate = cache(self._heat_rate_of)
        rates = raw[EMISSIONS].query("etype == 'process'").set_index("i").CO2
        # Tonnes per MMBtu; oil is so little that gas's steam plants stand for it.
        self.t_per_mmbtu = {
            "gas": float(rates["gas-CC"]),
            "coal": float(rates["coal-new"]),
            "oil": float(rates["o-g-s"]),
        }

    def serving(self, year: int) -> pd.DataFrame:
        """The units in service in `year`."""
        return self.units[(self.units["first"] <= year) & (year < self.units["end"])]

    def mean_gw(self, region: str, kind: str, year: int) -> float:
        """Mean output of a kind of plant, GW."""
        return self._sums(year).get((region, kind), (0.0, 0.0))[0]

    def capacity_factor(self, region: str, kind: str, year: int) -> float:
        """Of a kind's plants in service; a region without any has the nation's."""
        sums = self._sums(year)
        mean, gw = sums.get((region, kind), (0.0, 0.0))
        if not gw:
            every = [pair for (_, k), pair in sums.items() if k == kind]
            mean, gw = sum(m for m, _ in every), sum(g for _, g in every)
        return mean / gw

    def gas_heat_rate(self, region: str, year: int = 2025) -> float:
        """MMBtu a MWh of gas-fired output."""
        return self._heat_rate(region, "gas", year)

    def t_per_mwh(self, region: str, kind: str, year: int = 2025) -> float:
        """Tonnes of CO2 a MWh of output; none from what burns no fossil fuel."""
        rate = self.t_per_mmbtu.get(kind, 0.0)
        return rate * self._heat_rate(region, kind, year) if rate else 0.0

    def gas_share_of_fuel(self, region: str, year: int = 2025) -> float:
        """Gas's share of the energy from fossil fuel, which sets the price in most hours."""
        gas, coal, oil = (self.mean_gw(region, kind, year) for kind in ("gas", "coal", "oil"))
        return gas / (gas + coal + oil)

    def _summed(self, year: int) -> dict[tuple[str, str], tuple[float, float]]:
        """Region and kind to mean output and capacity, GW."""
        sums = self.serving(year).groupby(["region", "kind"])[["mean_gw", "gw"]].sum()
        return {(str(r), str(k)): (float(m), float(g)) for (r, k), (m, g) in sums.iterrows()}

    def _heat_rate_of(self, region: str, kind: str, year: int) -> float:
        part = self.serving(year)
        part = part[(part.kind == kind) & part.heat_rate.notna()]
        own = part[part.region == region]
        # A region without such plants has those of the nation.
        part = own if own.mean_gw.sum() > 0 else part
        return float((part.heat_rate * part.mean_gw).sum() / part.mean_gw.sum())


def _kind(technology: str) -> str:
    return next((kind for word, kind in KINDS if word in technology), OTHER)
