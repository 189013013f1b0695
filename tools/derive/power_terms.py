"""Terms of power that are one number each."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, named_number

# Cuts of 0.5 % of a year's energy are 43.8 full hours: 87.6 hours of half the load.
CUT_SHARES = (0.0025, 0.005, 0.01)
SHED_SHARE = 0.5
HOURS = 8760.0


def power_term_rows(raw: Raw) -> list[Row]:
    """``power_terms.csv``."""
    low, hours, high = (round(share * HOURS / SHED_SHARE, 4) for share in CUT_SHARES)
    return [
        named_number(
            "term",
            "flexible_load_share",
            "GW/GW",
            (None, SHED_SHARE, None),
            ("norris_2025", "estimate"),
            "Most of a facility's load that is shed at a time, recalled: in most hours with a cut "
            "at least half of the load stays.",
        ),
        named_number(
            "term",
            "flexible_load_hours",
            "hours/year",
            (low, hours, high),
            ("norris_2025", "reported"),
            "Hours of that share that make up 0.5 % of a year's energy (range 0.25 % to 1 %, for "
            "other headroom than regional_limits has); read at standardsmichigan.com.",
        ),
        named_number(
            "term",
            "onsite_reserve_margin",
            "GW/GW",
            _margins(raw),
            ("reeds_reserve_margins_2026", "estimate"),
            "Planning margin of the US regions, weighted by peak; low and high: the regions with "
            "the least and the most. That a site keeps as much as a region is our judgement.",
        ),
        named_number(
            "term",
            "rental_delivery_share",
            "USD/USD",
            (0.02, 0.05, 0.1),
            ("planner_estimate", "estimate"),
            "Of the price of bridge power, to bring it, connect it and take it away.",
        ),
    ]


def _margins(raw: Raw) -> tuple[float, float, float]:
    """Least, mean and largest planning reserve margin of the regions of the USA."""
    regions = raw["power/regions.csv"]
    home = regions[regions.country == "USA"]
    margin = home.prm_target_frac
    mean = float((margin * home.peak_load_gw).sum() / home.peak_load_gw.sum())
    return round(float(margin.min()), 3), round(mean, 3), round(float(margin.max()), 3)
