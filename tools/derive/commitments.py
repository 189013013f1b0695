"""What is built, under construction or counted after the tables of what stands end.

At a tracked campus a step of power is built if it is dated before Epoch AI last looked. A later
one must be under construction by then if less time is left than a shell takes to build: else it
could not be there on its date. By the end of the year of that look nothing else can be finished,
so its figure is a ceiling as well.

Shipments are those of the world by quarter, without chips made for China. A quarter that is
counted whole is floor and ceiling; one that is not is a floor. What came of a family before its
volume date is no part of a plan, in which it can't be bought yet.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict

import pandas as pd

from tools.derive.accelerator_ramp import CHIPS
from tools.derive.fleet_pool import FOR_CHINA
from tools.derive.observed_shipments import VENDORS
from tools.derive.raw import LISTED, Raw
from tools.derive.rows import LeftOut, Row, number, ranged
from tools.derive.site_power import FIRST_YEAR as LAST_STANDING
from tools.derive.sites import site_id, tracked_sites
from tools.derive.timelines import Timelines

TIMELINES = "sites/site_timelines.csv"
SHELL = "data_center_shell"
UNITS_PER_THOUSAND = 1000
MONTHS = 12
QUARTERS_PER_YEAR = 4


def site_commitment_rows(
    raw: Raw, sites: list[Row], lead_times: list[Row], left_out: LeftOut
) -> list[Row]:
    """``site_commitments.csv``: facility power at a year's end that is built or being built."""
    timelines, looked = Timelines.read(raw), last_look()
    lead = next(float(str(r["lead_years"])) for r in lead_times if r["equipment"] == SHELL)
    begun = looked + pd.DateOffset(months=round(MONTHS * lead))
    size = {row["site"]: float(str(row["max_facility_gw"])) for row in sites}
    rows: list[Row] = []
    beyond = []
    for _, site in tracked_sites(raw).iterrows():
        key, steps = site_id(site.site_id), timelines.of(site["name"])
        built, before = _most(steps, looked), 0.0
        for year in range(LAST_STANDING + 1, begun.year + 1):
            gw = _most(steps, min(begun, pd.Timestamp(year, 12, 31)))
            this_year = year == looked.year
            if not this_year and gw <= before:
                continue
            before = gw
            if gw > size[key]:
                beyond.append(str(site["name"]))
                continue
            rows.append(
                {
                    "site": key,
                    "year": year,
                    "bound": ("both" if gw else "ceiling") if this_year else "floor",
                    "status": "built" if 0 < gw <= built else "under_construction",
                    **ranged("facility_gw", number(built), number(gw), number(gw)),
                    "source_id": "epoch_data_centers",
                    "confidence": "reported" if gw <= built else "estimate",
                    "note": "" if gw <= built else f"Low: what stood on {looked.date()}.",
                }
            )
    left_out.extend("site_commitments", dict.fromkeys(beyond), "more than the site can take")
    return rows


def last_look(steps: str = TIMELINES) -> pd.Timestamp:
    """The day of the tracked campuses' vintage; what is dated later is a projection."""
    tables = tomllib.loads(LISTED.read_text(encoding="utf-8"))["table"]
    return pd.Timestamp(next(t["vintage"] for t in tables if t["path"] == steps))


def _most(steps: pd.DataFrame, until: pd.Timestamp) -> float:
    """Facility power by a day, GW; a campus never shrinks."""
    known = steps[steps.when <= until]
    return float(known.gw.max()) if len(known) else 0.0


def accelerator_commitment_rows(raw: Raw, chips: list[Row], left_out: LeftOut) -> list[Row]:
    """``accelerator_commitments.csv``: units of a family that were counted in a quarter."""
    family = {str(chip["accelerator"]): str(chip["family"]) for chip in chips}
    volume: dict[str, float] = {}
    for chip in chips:
        ships = float(str(chip["volume_ship_year"]))
        name = str(chip["family"])
        volume[name] = min(ships, volume.get(name, ships))
    units: dict[tuple[str, int, int], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    whole: dict[tuple[str, int, int], bool] = {}
    other, early = [], []
    table = raw["chips/chip_sales_by_quarter.csv"]
    for _, line in table[table.quarter.str[:4].astype(int) > LAST_STANDING].iterrows():
        if line.chip not in CHIPS or line.designer not in VENDORS or line.chip in FOR_CHINA:
            other.append(str(line.chip))
            continue
        year, _, part = line.quarter.partition("Q")
        key = (family[CHIPS[line.chip]], int(year), int(part))
        if int(year) + int(part) / QUARTERS_PER_YEAR <= volume[key[0]]:
            early.append(f"{key[0]} of {line.quarter}")
            continue
        counted = (line.units_low_p5, line.units_central, line.units_high_p95)
        units[key] = [a + float(b) for a, b in zip(units[key], counted, strict=True)]
        whole[key] = line.quarter_incomplete != "yes"
    left_out.extend(
        "accelerator_commitments", dict.fromkeys(other), "made in China or for it, or too small"
    )
    left_out.extend("accelerator_commitments", dict.fromkeys(early), "before its volume date")
    return [
        {
            "family": name,
            "year": year,
            "quarter": part,
            "bound": "both" if whole[name, year, part] else "floor",
            "status": "counted",
            **ranged("units_k", *(number(n / UNITS_PER_THOUSAND, 4) for n in counted)),
            "source_id": "epoch_chip_sales_2026_10",
            "confidence": "verified" if whole[name, year, part] else "reported",
            "note": "" if whole[name, year, part] else "The quarter was not whole when counted.",
        }
        for (name, year, part), counted in sorted(units.items())
    ]
