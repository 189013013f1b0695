"""Emissions of grid electricity by region and year."""

from __future__ import annotations

import pandas as pd

from tools.derive.build_limits import SHARES
from tools.derive.fleet import Fleet
from tools.derive.raw import Raw
from tools.derive.rows import Row, number

REGIONS = "power/regions.csv"
LIMITS = "power/build_limits.csv"
DEMAND = "power/raw/reeds/load/demand_AEO_2026_baseline.csv"
FIRST, LAST = 2025, 2035
LISTED_UNTIL = 2026
"""The list of units knows what is being built for the next year, and little beyond."""
# Kind of plant: its national limit, and the column of signed agreements that spreads it.
ADDED = {
    "solar": ("solar_utility", "queue_pv_signedIA_2026_gw"),
    "wind": ("wind_onshore", "queue_wind-ons_signedIA_2026_gw"),
}
ABROAD = "Order of magnitude, recalled; no path is known, so it holds for all years."

# Typical capacity factor and tonnes per MWh, for the two regions whose raw
# intensity is that of one balancing area alone.
MIX = {
    "coal_gw": (0.45, 1.0),
    "gas_cc_gw": (0.50, 0.40),
    "gas_ct_gw": (0.10, 0.55),
    "gas_steam_gw": (0.15, 0.60),
    "nuclear_gw": (0.92, 0.0),
    "hydro_gw": (0.38, 0.0),
    "wind_gw": (0.34, 0.0),
    "solar_gw": (0.25, 0.0),
    "geothermal_gw": (0.75, 0.0),
}
FROM_MIX = ("WECC_NW", "WECC_SW")


def carbon_of_mix(region: pd.Series) -> float:
    """Mean emissions, t/MWh, from installed capacity and typical capacity factors."""
    energy = sum(float(region[name]) * factor for name, (factor, _) in MIX.items())
    tonnes = sum(float(region[name]) * factor * rate for name, (factor, rate) in MIX.items())
    return tonnes / energy


def grid_carbon_rows(raw: Raw) -> list[Row]:
    """``grid_carbon.csv``: what a region emits now, moved as its plants and its load do."""
    paths = Paths(raw)
    rows: list[Row] = []
    for _, region in raw[REGIONS].iterrows():
        stated, how = float(region.carbon_intensity_t_per_mwh), "main balancing area in 2022"
        if region.country != "USA":
            cells: Row = {"source_id": "planner_estimate", "note": ABROAD}
            rows.append(
                {"region": region.region_id, "year": FIRST, "carbon_t_per_mwh": number(stated, 3)}
                | cells
                | {"confidence": "estimate"}
            )
            continue
        if region.region_id in FROM_MIX:
            stated, how = carbon_of_mix(region), "capacity and typical use"
        for year in range(FIRST, LAST + 1):
            factors = paths.factors(region.region_id, year)
            low, central, high = (
                number(stated * factor, 3) for factor in (min(factors), factors[1], max(factors))
            )
            rows.append(
                {
                    "region": region.region_id,
                    "year": year,
                    "carbon_t_per_mwh_low": low if low != central else None,
                    "carbon_t_per_mwh": central,
                    "carbon_t_per_mwh_high": high if high != central else None,
                    "source_id": "powergenome_data",
                    "confidence": "estimate",
                    "note": f"Level of {FIRST}: {how}. Path: our balance of listed units, coming "
                    "sun and wind, the load of AEO 2026, and gas for the rest.",
                }
            )
    return rows


class Paths:
    """Emissions a MWh of each region, as a multiple of those of the first year."""

    def __init__(self, raw: Raw) -> None:
        self.fleet = Fleet(raw)
        self.growth = self._growth(raw)
        limits = raw[LIMITS].set_index(["technology", "year"]).feasible_additions_gw_per_yr
        self.national = {
            (kind, year): float(limits[name, year])
            for kind, (name, _) in ADDED.items()
            for year in range(FIRST, LAST + 1)
        }
        home = raw[REGIONS].query("country == 'USA'").set_index("region_id")
        self.share = {
            (kind, region): float(home.at[region, column]) / float(home[column].sum())
            for kind, (_, column) in ADDED.items()
            for region in home.index
        }

    def factors(self, region: str, year: int) -> tuple[float, float, float]:
        """Low, central and high by intent, though gas for coal may turn them.

        All coming sun and wind serves the grid; what data centres leave of it does; none
        beyond the listed does, and no coal plant retires.
        """
        return (
            self._factor(region, year, grid_share=1.0),
            self._factor(region, year, grid_share=None),
            self._factor(region, year, grid_share=0.0, coal_stays=True),
        )

    def _factor(
        self, region: str, year: int, grid_share: float | None, coal_stays: bool = False
    ) -> float:
        first = self._t_per_mwh(region, FIRST, grid_share, coal_stays)
        return self._t_per_mwh(region, year, grid_share, coal_stays) / first

    def _t_per_mwh(
        self, region: str, year: int, grid_share: float | None, coal_stays: bool
    ) -> float:
        burnt = self._balance(region, year, grid_share, coal_stays)
        tonnes = sum(gw * self.fleet.t_per_mwh(region, kind) for kind, gw in burnt.items())
        return tonnes / self._load(region, year)

    def _load(self, region: str, year: int) -> float:
        """What is generated here in the first year, grown as the load is, GW in the mean."""
        made = sum(
            self.fleet.mean_gw(region, kind, FIRST)
            for kind in ("gas", "coal", "oil", "solar", "wind", "other")
        )
        return made * float(self.growth.at[year, region])

    def _balance(
        self, region: str, year: int, grid_share: float | None, coal_stays: bool
    ) -> dict[str, float]:
        """Fuel to mean output: coal as it stands, gas for what nothing else serves, GW."""
        fleet, load = self.fleet, self._load(region, year)
        listed = min(year, LISTED_UNTIL)
        clean = fleet.mean_gw(region, "other", year)
        for kind in ADDED:
            clean += fleet.mean_gw(region, kind, listed)
            clean += self._added(region, kind, year, grid_share)
        oil = fleet.mean_gw(region, "oil", FIRST)
        coal = fleet.mean_gw(region, "coal", FIRST if coal_stays else year)
        coal = min(coal, max(0.0, load - clean - oil))
        return {"oil": oil, "coal": coal, "gas": max(0.0, load - clean - oil - coal)}

    def _added(self, region: str, kind: str, year: int, grid_share: float | None) -> float:
        """Mean output of what the nation adds from the list's end to `year`, here, GW."""
        technology, _ = ADDED[kind]
        share = 1.0 - SHARES[technology][0][1] if grid_share is None else grid_share
        gw = sum(self.national[kind, y] for y in range(LISTED_UNTIL + 1, year + 1))
        return (
            gw * self.share[kind, region] * share * self.fleet.capacity_factor(region, kind, FIRST)
        )

    def _growth(self, raw: Raw) -> pd.DataFrame:
        """Load over that of the first year: year (rows), region (columns).

        A region grows as its states do, weighted by what is generated in each.
        """
        table = raw[DEMAND].pivot(index="year", columns="r", values="multiplier")
        # The file repeats 2024 in 2025: the load of 2025 lies halfway to the next year.
        table.loc[FIRST] = (table.loc[FIRST - 1] + table.loc[FIRST + 1]) / 2
        table = table.div(table.loc[FIRST])
        made = self.fleet.serving(FIRST).pivot_table(
            index="state", columns="region", values="mean_gw", aggfunc="sum", fill_value=0.0
        )
        made = made[made.index.isin(table.columns)]
        return table[made.index] @ made.div(made.sum())
