"""Power that exists only in some regions: restarts, uprates, conversions, heat."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number

RESTARTS = {
    "PJM": (
        ["us_crane_tmi", "us_palisades"],
        "Crane 0.835 GW, sold to Microsoft (ai_datacenter_atlas), and Palisades 0.8 GW "
        "(read at policyplatform.news).",
    ),
    "MISO": (
        ["us_duane_arnold"],
        "Duane Arnold 0.6 GW, early 2029, sold to Google (read at policyplatform.news, "
        "telborg.com).",
    ),
}
UPRATE_SHARE = 0.05
# Developable to 2040, GW: our judgement.
GEOTHERMAL_GW = {"WECC_NW": 10.0, "WECC_CA": 5.0, "WECC_SW": 3.0}
FLEXIBLE = (
    "norris_2025",
    "estimate",
    "Load that fits under the peak when 0.5 % of its energy may be cut; the authority's figure is "
    "recalled. For the nation 98 GW: 76 GW with cuts of 0.25 %, 126 GW with 1 %.",
)
COAL_RETIRING = (2026, 2030)


def regional_limit_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``regional_limits.csv``."""
    announced = raw["sites/sites.csv"].set_index("site_id").announced_gw
    regions = raw["power/regions.csv"]
    coal = coal_retiring(raw)
    rows = [
        _row(
            region,
            "nuclear_restart",
            float(announced[plants].sum()),
            ("press_second_hand", "reported", note),
        )
        for region, (plants, note) in RESTARTS.items()
    ]
    ours = ("planner_estimate", "estimate")
    for _, region in regions[regions.country == "USA"].iterrows():
        key = region.region_id
        if region.nuclear_gw > 0:
            note = "A twentieth of the region's nuclear capacity."
            gw = UPRATE_SHARE * float(region.nuclear_gw)
            rows.append(_row(key, "nuclear_uprate", gw, (*ours, note)))
        if coal.get(key, 0.0) > 0:
            note = "Coal units due to retire in 2026 to 2030; that all can convert is our guess."
            why = ("powergenome_data", "estimate", note)
            rows.append(_row(key, "coal_to_gas_conversion", coal[key], why))
        if key in GEOTHERMAL_GW:
            note = "Developable to 2040, our judgement."
            if key == "WECC_NW":
                note += " Cape Station in Utah (0.5 GW by 2028) is the first."
            rows.append(_row(key, "geothermal_egs", GEOTHERMAL_GW[key], (*ours, note)))
        if region.flex_headroom_0p5pct_gw > 0:
            gw = float(region.flex_headroom_0p5pct_gw)
            rows.append(_row(key, "grid_flexible", gw, FLEXIBLE))
    left_out.add(
        "regional_limits",
        "headroom for flexible load in the other eight regions of the USA",
        "no figure of theirs is recalled; the nation's 98 GW leave 37 GW for them",
    )
    left_out.add(
        "regional_limits",
        "TerraPower Natrium Kemmerer",
        "one reactor; nuclear_smr is not limited by region",
    )
    return rows


def _row(region: str, source: str, gw: float, why: tuple[str, str, str]) -> Row:
    origin, confidence, note = why
    return {
        "region": region,
        "technology": source,
        "max_total_gw": number(gw, 4),
        "source_id": origin,
        "confidence": confidence,
        "note": note,
    }


def coal_retiring(raw: Raw) -> dict[str, float]:
    """Coal capacity, GW, that is due to retire in 2026 to 2030, by region."""
    units = raw["power/raw/powergenome_data/reeds_generators_transformed.csv"]
    plants = raw["power/raw/powergenome_data/plant_region_map.csv"]
    area_of = plants.set_index("plant_id").region
    region_of = raw["power/ba_hierarchy.csv"].set_index("r").nercr
    coal = units[
        units.technology.str.contains("Coal") & units.retirement_year.between(*COAL_RETIRING)
    ]
    region = coal.plant_id.map(area_of).map(region_of)
    return {
        str(key): float(mw) / 1e3 for key, mw in coal.groupby(region).capacity_mw.sum().items()
    }
