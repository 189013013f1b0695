"""Fleet pools: the part of the US fleet of end-2025 that no tracked site holds.

World shipments by chip and year, without those made for China, times the share
of the USA, less what tracked US sites hold, spread over regions by their
operating data-centre power.
"""

from __future__ import annotations

from collections import defaultdict

from tools.derive.existing_accelerators import BY_LIKENESS, CHIPS, units_per_unit
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, ranged
from tools.derive.site_power import FIRST_YEAR, KW_PER_GW, LAST_YEAR
from tools.derive.supply_terms import us_share_of_clusters

FOR_CHINA = ("A800", "H800", "H20", "Instinct MI308X", "MI308X")
TOO_SMALL = ("TPU v4i",)
YEARS = ("2022", "2023", "2024", "2025")
IN_SERVICE_YEAR = 2023
FUELS = ("gas_cc", "gas_ct", "gas_steam", "coal", "nuclear", "hydro", "wind", "solar", "oil")
# Tracked sites have a tenth to a fifth more power than their accelerators draw.
SPARE_POWER = 1.05
# A hundred units: below this a row is noise, and its number too small for the solver.
SMALLEST_UNITS_K = 0.1
HOW = (
    "World shipments times the share of the USA, less tracked sites; "
    "spread by operating data-centre power."
)
POWER = "What the pool's accelerators draw, and a twentieth."
COMMON: Row = {"source_id": "epoch_chip_sales", "confidence": "estimate"}


def region_shares(raw: Raw) -> dict[str, float]:
    """Share of each US region in operating data-centre power.

    A state in several regions is split by the generating capacity of its
    balancing areas in each.
    """
    areas = raw["power/regions_ba134.csv"]
    areas["gw"] = areas[list(FUELS)].sum(axis=1)
    capacity = areas.groupby(["st", "nercr"]).gw.sum()
    power: dict[str, float] = defaultdict(float)
    for _, state in raw["power/states.csv"].iterrows():
        parts = capacity[state.state]
        for region, gw in parts.items():
            power[str(region)] += float(state.operating_dc_mw_nrel * gw / parts.sum())
    total = sum(power.values())
    return {region: mw / total for region, mw in sorted(power.items())}


def us_pool_units(
    raw: Raw, tracked_us: list[Row], left_out: LeftOut
) -> dict[tuple[str, int], float]:
    """Thousand units by accelerator and year of shipment in all US pools together."""
    table = raw["chips/shipments_epoch.csv"]
    why = "an inference chip worth 2 thousand H100 in all; no accelerator row"
    left_out.extend("existing_accelerators", TOO_SMALL, why)
    why = "the raw counts begin in 2022; mostly A100, past their life by 2027"
    left_out.add("existing_accelerators", "shipments before 2022", why)
    left_out.add("existing_accelerators", "shipments of 2026", "after the base year")
    supplied: dict[tuple[str, int], float] = defaultdict(float)
    share = us_share_of_clusters(raw)
    table = table[table.year.isin(YEARS) & ~table.chip.isin(FOR_CHINA + TOO_SMALL)]
    for _, line in table.iterrows():
        units = share * float(line.units_k) * units_per_unit(raw, line.chip)
        supplied[CHIPS[line.chip], int(line.year)] += units
    held: dict[tuple[str, int], float] = defaultdict(float)
    for row in tracked_us:
        # Epoch AI's shipments of H100 include H200.
        own = str(row["accelerator"]).replace("nvidia_h200", "nvidia_h100")
        held[own, int(str(row["year_installed"]))] += float(str(row["units_k"]))
    pool: dict[tuple[str, int], float] = {}
    for chip in sorted({chip for chip, _ in supplied}):
        years = sorted(year for other, year in supplied if other == chip)
        total = sum(supplied[chip, year] for year in years)
        total -= sum(units for (other, _), units in held.items() if other == chip)
        # Years of shipment and of installation differ: what is left goes
        # where shipments exceed installations.
        rest = {year: max(0.0, supplied[chip, year] - held[chip, year]) for year in years}
        if total > 0:
            whole = sum(rest.values())
            pool.update({(chip, year): total * rest[year] / whole for year in years})
    return pool


def pool_rows(
    raw: Raw, sites: list[Row], tracked: list[Row], chips: list[Row], left_out: LeftOut
) -> dict[str, list[Row]]:
    """The pools' rows of sites, site_power, existing_power and existing_accelerators."""
    in_usa = {row["site"] for row in sites if row["country"] == "USA"}
    units = us_pool_units(raw, [row for row in tracked if row["site"] in in_usa], left_out)
    out: dict[str, list[Row]] = defaultdict(list)
    for region, share in region_shares(raw).items():
        fleet = _fleet(f"pool_{region}", {key: total * share for key, total in units.items()})
        for table, rows in pool(raw, region, "USA", fleet, chips, HOW).items():
            out[table] += rows
    return dict(out)


def pool(
    raw: Raw, region: str, country: str, fleet: list[Row], chips: list[Row], how: str
) -> dict[str, list[Row]]:
    """The rows of one pool, whose power is what its accelerators draw; `how` they were counted."""
    watts = {row["accelerator"]: float(str(row["it_power_w_per_unit"])) for row in chips}
    old = raw["chips/cluster_cost_breakdown.csv"].set_index("item").loc["PUE 2022 air-cooled AI"]
    place = raw["power/regions.csv"].set_index("region_id").loc[region]
    site = f"pool_{region}"
    kw = sum(float(str(row["units_k"])) * watts[row["accelerator"]] for row in fleet)
    gw = number(kw / KW_PER_GW * float(old.central) * SPARE_POWER, 4)
    return {
        "existing_accelerators": fleet,
        "sites": [
            {
                "site": site,
                "name": f"Rest of the fleet, {place['name']}",
                "kind": "fleet_pool",
                "status": "operating",
                "latitude": number(place.lat),
                "longitude": number(place.lon),
                "region": region,
                "country": country,
                "max_facility_gw": gw,
                "build_rate_gw_per_year": 0.0,
                "first_power_year": float(IN_SERVICE_YEAR),
                **ranged("pue", old.low, old.central, old.high),
                "onsite_generation": False,
                "onsite_renewables": False,
                "coordinate_source": "representative point of the region",
                **COMMON,
                "note": f"{how} Nothing can be added here.",
            }
        ],
        "site_power": [
            {
                "site": site,
                "year": year,
                "contracted_facility_gw": gw,
                "basis": "observed" if year == FIRST_YEAR else "projected",
                **COMMON,
                "note": POWER if year == FIRST_YEAR else "Carried forward.",
            }
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
        ],
        "existing_power": [
            {
                "site": site,
                "technology": "grid",
                "capacity_gw": gw,
                "in_service_year": IN_SERVICE_YEAR,
                **COMMON,
                "note": f"{POWER} All taken to be grid power.",
            }
        ],
    }


def _fleet(site: str, units: dict[tuple[str, int], float]) -> list[Row]:
    """The accelerators of one pool."""
    rows: list[Row] = []
    for (chip, year), total in sorted(units.items()):
        if total < SMALLEST_UNITS_K:
            continue
        likeness = [
            text for name, text in BY_LIKENESS.items() if CHIPS[name] == chip and name != "H20"
        ]
        rows.append(
            {
                "site": site,
                "accelerator": chip,
                "year_installed": year,
                "units_k": number(total, 4),
                **COMMON,
                "note": " ".join([HOW, *likeness]),
            }
        )
    return rows
