"""Terms of power that are one number each."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, named_number

# Cuts of 0.5 % of a year's energy are 43.8 full hours: 87.6 hours of half the load.
CUT_SHARES = (0.0025, 0.005, 0.01)
SHED_SHARE = 0.5
HOURS = 8760.0
GWH_PER_TWH = 1e3
H100_IN_TRAINING = 0.76  # of the rating of a node of eight
H100_HIGHEST_KW, H100_RATED_KW = 8.4, 10.2
LBNL_2028_TWH, LBNL_2028_GW = 580, 132  # high case, all US data centres


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
        *_load_factors(),
    ]


def _load_factors() -> list[Row]:
    """Average over rated IT power, by kind of workload, and of units without work."""
    usage = round(LBNL_2028_TWH * GWH_PER_TWH / (LBNL_2028_GW * HOURS), 2)
    train, observed = H100_IN_TRAINING, round(H100_HIGHEST_KW / H100_RATED_KW, 2)
    between = round((train + usage) / 2, 2)
    return [
        named_number(
            "term",
            "load_factor_training_run",
            "GW/GW",
            (between, train, observed),
            ("newkirk_h100_2025", "reported"),
            "Of units in training: what a node of eight H100 draws of its rating under heavy "
            "training, read in the abstract. High: the most that was seen of one "
            f"({H100_HIGHEST_KW} of {H100_RATED_KW} kW, latif_h100_2025). Low: that of "
            "load_factor_throughput. That network and storage draw alike is our judgement.",
        ),
        named_number(
            "term",
            "load_factor_throughput",
            "GW/GW",
            (usage, between, train),
            ("lbnl_data_centers", "estimate"),
            "Of units that serve, and do research and other training besides: midway between a "
            f"node in training and the {usage} of all US data centres, which come of the "
            f"high case for 2028, {LBNL_2028_TWH} TWh of {LBNL_2028_GW} GW, as others tell it.",
        ),
        named_number(
            "term",
            "idle_power_share",
            "GW/GW",
            (0.1, 0.2, 0.3),
            ("planner_estimate", "estimate"),
            "Of units that run and have no work. Nodes that wait draw a fifth of their rating, "
            "recalled; a unit that is switched off draws none.",
        ),
    ]


def _margins(raw: Raw) -> tuple[float, float, float]:
    """Least, mean and largest planning reserve margin of the regions of the USA."""
    regions = raw["power/regions.csv"]
    home = regions[regions.country == "USA"]
    margin = home.prm_target_frac
    mean = float((margin * home.peak_load_gw).sum() / home.peak_load_gw.sum())
    return round(float(margin.min()), 3), round(mean, 3), round(float(margin.max()), 3)
