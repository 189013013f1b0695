"""Power contracted at tracked sites, and what supplies them at the end of 2025."""

from __future__ import annotations

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, number
from tools.derive.sites import site_id, tracked_sites
from tools.derive.timelines import Timelines

FIRST_YEAR, LAST_YEAR = 2025, 2030
# Thousand units times watts are kilowatts.
KW_PER_GW = 1e6
# Accelerators may need this much more than the site's known power before
# the power is taken to be understated.
TOLERANCE = 1.25
ALL_GRID = "All taken to be grid power."

# On-site share of the power of end-2025: source, GW (None is all), note. What
# is announced for later does not count.
ONSITE: dict[str, tuple[str, float | None, str]] = {
    "ep_colossus_1": ("gas_ct_mobile_bridge", 0.15, "Turbines on site; the rest is grid."),
    "ep_colossus_2": (
        "gas_ct_mobile_bridge",
        None,
        "Turbines on site and beside it; grid and batteries beside them are not counted.",
    ),
    "ep_openai_stargate_abilene": (
        "gas_ct_aero",
        0.095,
        "What the first grid connection of 0.2 GW, recalled, leaves.",
    ),
}


def site_power_rows(raw: Raw) -> list[Row]:
    """``site_power.csv`` of tracked sites."""
    timelines = Timelines.read(raw)
    rows = []
    for _, site in tracked_sites(raw).iterrows():
        last = timelines.of(site["name"]).when.max()
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            observed = year == FIRST_YEAR
            carried = not observed and last < pd.Timestamp(year, 1, 1)
            rows.append(
                {
                    "site": site_id(site.site_id),
                    "year": year,
                    "contracted_facility_gw": number(timelines.gw_at_end(site["name"], year)),
                    "basis": "observed" if observed else "projected",
                    "source_id": "epoch_data_centers",
                    "confidence": "reported" if observed else "estimate",
                    "note": "Last step carried forward." if carried else "",
                }
            )
    return rows


def existing_power_rows(
    raw: Raw, sites: list[Row], accelerators: list[Row], chips: list[Row]
) -> list[Row]:
    """``existing_power.csv`` of tracked sites.

    Raised where the site's accelerators need clearly more than its known power:
    the accelerators are never taken off.
    """
    timelines = Timelines.read(raw)
    watts = {row["accelerator"]: float(str(row["it_power_w_per_unit"])) for row in chips}
    pue = {row["site"]: float(str(row["pue"])) for row in sites}
    rows: list[Row] = []
    for _, site in tracked_sites(raw).iterrows():
        key = site_id(site.site_id)
        known = timelines.gw_at_end(site["name"], FIRST_YEAR)
        if known <= 0:
            continue
        it_kw = sum(
            float(str(row["units_k"])) * watts[row["accelerator"]]
            for row in accelerators
            if row["site"] == key
        )
        need = it_kw / KW_PER_GW * pue[key]
        raised = need > TOLERANCE * known
        why = f"Raised from {known:.3g} GW, which the accelerators exceed. " if raised else ""
        steps = timelines.of(site["name"])
        half = steps[steps.gw >= known / 2].when.dt.year.min()
        rows += _shares(site.site_id, need if raised else known, int(half), why)
    return rows


def _shares(raw_id: str, total: float, year: int, why: str) -> list[Row]:
    """The on-site share, if any, and the rest from the grid."""
    rows = []
    left = total
    if raw_id in ONSITE:
        source, gw, note = ONSITE[raw_id]
        share = total if gw is None else min(gw, total)
        left -= share
        rows.append((source, share, "estimate", why + note))
    if left > 0:
        assumed = raw_id not in ONSITE and not why
        note = (why + (ALL_GRID if raw_id not in ONSITE else "")).strip()
        rows.append(("grid", left, "reported" if assumed else "estimate", note))
    return [
        {
            "site": site_id(raw_id),
            "technology": source,
            "capacity_gw": number(gw, 4),
            "in_service_year": year,
            "source_id": "epoch_data_centers",
            "confidence": confidence,
            "note": note,
        }
        for source, gw, confidence, note in rows
    ]
