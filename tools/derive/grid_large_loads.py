"""Firm new large load that a region's grid can connect in a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tools.derive.raw import Raw
from tools.derive.rows import Row, number

REGIONS = "power/regions.csv"
LIMITS = "power/build_limits.csv"
YEARS = range(2022, 2036)
ABROAD = "Order of magnitude, recalled; no path is known, so it holds for all years."
HOME = (
    "Recalled, and the same in every year: no publication at hand has a path by region. Low: with "
    "the nation's path in build_limits; high: what tracked campuses announce for the year, where "
    "more."
)


def grid_large_load_rows(raw: Raw, sites: Sequence[Row], site_power: Sequence[Row]) -> list[Row]:
    """``grid_large_loads.csv``: a recalled level, and what surrounds it by year."""
    announced = _announced(sites, site_power)
    limits = raw[LIMITS].query("technology == 'grid_large_load'").set_index("year")
    national = limits.feasible_additions_gw_per_yr
    regions = raw[REGIONS]
    home = regions.country == "USA"
    together = float(regions[home].grid_large_load_add_est_gw_per_yr.sum())
    rows: list[Row] = []
    for _, region in regions.iterrows():
        level = float(region.grid_large_load_add_est_gw_per_yr)
        at_home = region.country == "USA"
        for year in YEARS if at_home else YEARS[:1]:
            low = high = None
            if at_home:
                low = level * min(1.0, float(national[year]) / together)
                high = max(level, announced[region.region_id, year])
            rows.append(
                {
                    "region": region.region_id,
                    "year": year,
                    "gw_per_year_low": number(low, 3) if low != level else None,
                    "gw_per_year": number(level),
                    "gw_per_year_high": number(high, 3) if high != level else None,
                    "source_id": "planner_estimate",
                    "confidence": "estimate",
                    "note": HOME if at_home else ABROAD,
                }
            )
    return rows


def _announced(
    sites: Sequence[Row], site_power: Sequence[Row]
) -> defaultdict[tuple[str, int], float]:
    """Region and year to the rise in the contracted power of its sites, GW."""
    region = {row["site"]: str(row["region"]) for row in sites}
    stated = {
        (row["site"], int(str(row["year"]))): float(str(row["contracted_facility_gw"]))
        for row in site_power
    }
    rises: defaultdict[tuple[str, int], float] = defaultdict(float)
    for (site, year), gw in stated.items():
        if (site, year - 1) in stated:
            rises[region[site], year] += gw - stated[site, year - 1]
    return rises
