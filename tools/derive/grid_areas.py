"""Where a campus could go: plants that leave the grid, and areas with room on it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number

PLANTS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("retiring_plants.toml").read_text(encoding="utf-8")
)
RETIRING = (2026, 2030)
SMALLEST_GW = 0.3
UNITS = "power/raw/powergenome_data/reeds_generators_transformed.csv"
PLACES = "power/raw/powergenome_data/plant_region_map.csv"
# What is left out: their connections are small, offshore, or not at a plant that closes.
NO_CONNECTION = "Solar|Wind|Batter|Hydro|Geothermal|Petroleum|Biomass|Waste"
# Capacity that is there at the peak, by its column in the raw table.
FIRM = ("gas_cc", "gas_ct", "gas_steam", "coal", "nuclear", "hydro", "pumped_hydro", "geothermal")


def retiring_plant_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``retiring_plants.csv``: plants with much capacity due to retire, largest first."""
    area_of = raw["power/ba_hierarchy.csv"].set_index("r")
    found = _retiring(raw)
    known = {plant: key for key, said in PLANTS.items() for plant in said["plants"]}
    nowhere = [str(plant) for plant in found.plant_id if plant not in known]
    why = f"of {SMALLEST_GW:g} GW and more, but we don't know its place, or it has no land"
    left_out.extend("retiring_plants", [f"plant {plant}" for plant in nowhere], why)
    found["key"] = found.plant_id.map(known)
    rows: list[Row] = []
    for key, part in found.dropna(subset="key").groupby("key"):
        said, area = PLANTS[str(key)], str(part.region.iloc[0])
        rows.append(
            {
                "plant": key,
                "name": said["name"],
                "technology": part.technology.iloc[0],
                "latitude": said["latitude"],
                "longitude": said["longitude"],
                "state": area_of.st[area],
                "balancing_area": area,
                "region": area_of.nercr[area],
                "capacity_gw": number(part.gw.sum(), 4),
                "last_retirement_year": int(part.last.max()),
                "source_id": "powergenome_data",
                "confidence": "estimate",
                "note": "Capacity, year and balancing area from the unit list, whose years mix "
                "owners' dates with assumed lives; name and place recalled.",
            }
        )
    return sorted(rows, key=lambda row: (-float(str(row["capacity_gw"])), str(row["plant"])))


def _retiring(raw: Raw) -> pd.DataFrame:
    """Plant, its area, technology, GW that retire, and the year of the last unit to do so."""
    units = raw[UNITS]
    units = units[
        units.retirement_year.between(*RETIRING) & ~units.technology.str.contains(NO_CONNECTION)
    ]
    # The largest of a plant's technologies names it.
    units = units.sort_values("capacity_mw", ascending=False)
    plants = units.groupby("plant_id", as_index=False).agg(
        technology=("technology", "first"),
        gw=("capacity_mw", lambda mw: mw.sum() / 1e3),
        last=("retirement_year", "max"),
    )
    return plants[plants.gw >= SMALLEST_GW].merge(raw[PLACES], on="plant_id")


def balancing_area_rows(raw: Raw) -> list[Row]:
    """``balancing_areas.csv``: each area's node, and its firm capacity."""
    rows: list[Row] = []
    for _, area in raw["power/regions_ba134.csv"].iterrows():
        rows.append(
            {
                "balancing_area": area.ba,
                "region": area.nercr,
                "state": area.st,
                "latitude": number(area.node_lat),
                "longitude": number(area.node_lon),
                "firm_capacity_gw": number(sum(float(area[name]) for name in FIRM), 4),
                "source_id": "powergenome_data",
                "confidence": "verified",
                "note": "",
            }
        )
    return rows
