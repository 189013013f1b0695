"""Sites: tracked campuses, announced and candidate sites."""

from __future__ import annotations

import math
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, blank, number, ranged
from tools.derive.timelines import Timelines

RAW = "sites/sites.csv"
SAID: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("sites.toml").read_text(encoding="utf-8")
)
KINDS = {"existing_or_building": "campus", "announced": "announced", "candidate": "candidate"}
BUILDING = "under construction"
STATUS = {"under_construction_or_planned": BUILDING, "under_construction": BUILDING}
SMALLEST_WITH_OWN_POWER_GW = 0.15
REGIONS_WITH_LAND = ("ERCOT", "SPP", "WECC_NW", "WECC_SW")
"""Where a new campus may find the 20 square kilometres that a GW of solar takes."""
HIGHEST_PUE = 1.5
END_OF_TIME = 2045
LAST_HUNDREDTH = 0.99


def site_id(raw_id: str) -> str:
    """Our id: the raw one without the prefix of its list."""
    return re.sub(r"^(ep|us)_", "", raw_id)


def is_tracked(raw_id: str) -> bool:
    """Whether Epoch AI tracks the site."""
    return raw_id.startswith("ep_")


def kept_sites(raw: Raw, left_out: LeftOut | None = None) -> pd.DataFrame:
    """The raw sites that become rows; says what it leaves out where asked."""
    table = raw[RAW]
    reasons = dict(SAID["dropped"])
    for _, site in table.iterrows():
        if site.kind == "power_asset":
            reasons[site.site_id] = "a power plant; it counts in regional_limits"
        elif blank(site.announced_gw):
            reasons[site.site_id] = "no power figure"
    if left_out is not None:
        named = table.set_index("site_id").name
        for reason in dict.fromkeys(reasons.values()):
            sites = [str(named[key]) for key, why in reasons.items() if why == reason]
            left_out.extend("sites", sites, reason)
    return table[~table.site_id.isin(reasons)]


def tracked_sites(raw: Raw) -> pd.DataFrame:
    """The kept sites that Epoch AI tracks."""
    table = kept_sites(raw)
    return table[table.site_id.map(is_tracked)]


def site_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """The rows of ``sites.csv`` but for the pools."""
    timelines = Timelines.read(raw)
    defaults = raw["chips/cluster_cost_breakdown.csv"].set_index("item")
    new = defaults.loc["PUE new AI liquid-cooled"]
    typical_pue = (float(new.low), float(new.central), float(new.high))
    typical_rate = timelines.typical_rate()
    countries = raw["power/regions.csv"].set_index("region_id").country
    announced = raw[RAW].set_index("site_id").announced_gw
    rows = []
    for _, site in kept_sites(raw, left_out).iterrows():
        parts = SAID["within"].get(site.site_id, [])
        gw = float(site.announced_gw) - float(announced[parts].sum())
        rate, pue = min(gw, typical_rate), None
        if is_tracked(site.site_id):
            gw = max(gw, timelines.gw_at_end(site["name"], END_OF_TIME))
            rate, pue = timelines.fastest_year(site["name"]), timelines.pue(site["name"])
        rows.append(
            {
                **_identity(site),
                "region": site.region,
                "country": countries[site.region],
                "operator": None if site.operator == "(candidate)" else _text(site.operator),
                "users": _text(site.users),
                "max_facility_gw": number(gw),
                # Rounded up: the rate must let a projected step through.
                "build_rate_gw_per_year": math.ceil(round(rate, 6) * 1e3) / 1e3,
                "first_power_year": decimal_year(site.first_power_date),
                **pue_columns(pue, typical_pue),
                "onsite_generation": gw >= SMALLEST_WITH_OWN_POWER_GW,
                "onsite_renewables": gw >= SMALLEST_WITH_OWN_POWER_GW
                and KINDS[site.kind] != "campus"
                and site.region in REGIONS_WITH_LAND,
                "onsite_power_planned_gw": number(site.onsite_power_gw),
                "coordinate_source": _coordinate_source(site.coord_source),
                "source_id": _source(site.source, site.confidence),
                "confidence": site.confidence,
                "note": SAID["notes"].get(site.site_id, ""),
            }
        )
    return rows


def _identity(site: pd.Series) -> Row:
    """Name, kind and place."""
    candidate = site.kind == "candidate"
    return {
        "site": site_id(site.site_id),
        "name": site["name"].removeprefix("Candidate: "),
        "kind": KINDS[site.kind],
        "status": "candidate" if candidate else STATUS.get(site.status, site.status),
        "latitude": number(site.lat),
        "longitude": number(site.lon),
        "county": _text(site.county),
        "state": _text(site.state),
        "balancing_area": _text(site.ba),
    }


def _text(value: object) -> str | None:
    return None if blank(value) else str(value).replace(" (candidate)", "")


def decimal_year(text: object) -> float:
    """A year, or a day as a decimal year to two places; a year's last days are still of it."""
    whole, _, rest = str(text).partition("-")
    if not rest:
        return float(whole)
    part = round((date.fromisoformat(str(text)).timetuple().tm_yday - 1) / 365, 2)
    return round(int(whole) + min(part, LAST_HUNDREDTH), 2)


def pue_columns(observed: float | None, typical: tuple[float, float, float]) -> Row:
    """Observed at its last step where there is one, within the range of new sites.

    Where a step has the same power for facility and IT, the best of new sites is taken.
    """
    if observed is None:
        return ranged("pue", *typical)
    low, _, high = typical
    value = min(max(observed, low), HIGHEST_PUE)
    return {"pue_low": low, "pue": number(value, 3), "pue_high": high if high > value else None}


def _coordinate_source(text: str) -> str:
    if text.startswith("OSM"):
        return "OpenStreetMap (ODbL, (c) OpenStreetMap contributors), rounded to about 1 km"
    if "address" in text:
        return "approximate, from the address or recalled, within about 10 km"
    return "approximate, recalled, within about 15 km"


def _source(text: str, confidence: str) -> str:
    for pattern, source in (
        ("Epoch AI Data Centers", "epoch_data_centers"),
        ("Epoch GPU clusters", "epoch_gpu_clusters"),
        ("ai-datacenter-atlas", "ai_datacenter_atlas"),
    ):
        if pattern in text:
            return source
    return "press_second_hand" if confidence == "reported" else "planner_estimate"
