r"""Demand curve of computing: how much is wanted at which price, from rents and AI revenue.

The curve of a year is :math:`Q = Q_0 S_y (p / p_0)^{-\varepsilon}`, cut into steps:

- :math:`p_0`  what an H100 rents for: the mean of the months of the index, by their days. High is
  the dearest month of any generation, by the H100e. Low is the cheapest month of an H100 or, where
  that is less, what AI revenue of the year would pay for each hour of what is at work: the index
  is of few units that are let by the hour, and the whole fleet at its mean costs several times the
  revenue.
- :math:`Q_0`  what was at work then: the US fleet at the end of the year before, grown for half a
  year at the rate of ``workloads``.
- :math:`S_y`  AI revenue when year y ends over that of the year of the index: the square root of
  this year's times the next's, since the fleet of a year is that of its end. Low and high are the
  least and the most growth among the industry's paths of ``ai_revenue``.
- :math:`\varepsilon`  elasticity, an estimate with a range: ``compute_demand.toml``.

The price of a step is that at the geometric mean of its ends; of the first, whose lower end is
nothing, at its upper end over the square root of two. Low and high take the ends of all ranges
together, that of the elasticity along the curve alone.
Prices are as the index prints them, in 2026, and are those of renting by the hour.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from math import sqrt
from pathlib import Path

from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged

_GIVEN = tomllib.loads(Path(__file__).with_name("compute_demand.toml").read_text(encoding="utf-8"))
CASES = ("low", "central", "high")
INDEX = "demand/gpu_rental_index_monthly.csv"
HALF_A_YEAR = 0.5
HOURS_PER_YEAR = 8760


def compute_demand_rows(
    raw: Raw, workloads: list[Row], revenue: list[Row], h100e: Mapping[str, float]
) -> list[Row]:
    """``compute_demand_curve.csv``, in USD a H100e-hour and H100e."""
    load = next(row for row in workloads if row["workload"] == _GIVEN["workload"])
    since = _GIVEN["anchor_year"] - int(str(load["base_year"])) - HALF_A_YEAR
    at_work = float(str(load["base_value"])) * 10 ** (
        since * float(str(load["growth_oom_per_year"]))
    )
    anchor = rental_anchor(raw, h100e)
    industry = next(
        row
        for row in revenue
        if (row["scope"], row["year"]) == ("industry", _GIVEN["anchor_year"])
    )
    backed = float(str(industry["revenue_busd"])) * 1e9 / (at_work * HOURS_PER_YEAR)
    anchor["low"] = min(anchor["low"], backed)
    rows: list[Row] = []
    for year, growth in revenue_growth(revenue).items():
        reached = 0.0
        for step, end in enumerate(_GIVEN["steps"]["ends"], start=1):
            middle = sqrt(reached * end) if reached else end / sqrt(2.0)
            low, central, high = step_prices(middle, anchor, growth)
            rows.append(
                {
                    "workload": load["workload"],
                    "year": year,
                    "step": step,
                    "quantity_h100e": number((end - reached) * at_work * growth["central"], 4),
                    **ranged("price_usd_per_h100e_hour", *map(_short, (low, central, high))),
                    "source_id": "ornn_rental_index",
                    "confidence": "estimate",
                    "note": f"{reached:g} to {end:g} times what is wanted at "
                    f"{anchor['central']:.2f} USD; AI revenue {growth['central']:.3g} times that "
                    f"of {_GIVEN['anchor_year']}.",
                }
            )
            reached = end
    return rows


def rental_anchor(raw: Raw, h100e: Mapping[str, float]) -> dict[str, float]:
    """What a H100e-hour rents for: low, central and high, USD."""
    table = raw[INDEX]
    own = table[table.gpu == _GIVEN["anchor_gpu"]]
    names = _GIVEN["h100e_of"]
    every = table.mean_usd_per_gpu_hour / table.gpu.map(lambda gpu: h100e[names[gpu]])
    mean = (own.mean_usd_per_gpu_hour * own.days).sum() / own.days.sum()
    lowest, dearest = own.mean_usd_per_gpu_hour.min(), every.max()
    return {"low": float(lowest), "central": float(mean), "high": float(dearest)}


def revenue_growth(revenue: list[Row]) -> dict[int, dict[str, float]]:
    """Year to AI revenue at its end, over that of the anchor's year."""
    paths: dict[str, dict[int, float]] = {}
    for row in (row for row in revenue if row["scope"] == "industry"):
        central = row["revenue_busd"]
        for case, column in zip(CASES, ("_low", "", "_high"), strict=True):
            busd = row[f"revenue_busd{column}"]
            told = float(str(central if busd is None else busd))
            paths.setdefault(case, {})[int(str(row["year"]))] = told
    base = _GIVEN["anchor_year"]
    own = paths["central"]
    found = {}
    for year in sorted(own)[:-1]:
        every = [sqrt(path[year] * path[year + 1]) / path[base] for path in paths.values()]
        middle = sqrt(own[year] * own[year + 1]) / own[base]
        found[year] = {"low": min(every), "central": middle, "high": max(every)}
    return found


def step_prices(
    multiple: float, anchor: Mapping[str, float], growth: Mapping[str, float]
) -> tuple[float, float, float]:
    """Low, central and high price at a multiple of what is wanted at the anchor's."""
    elasticity = _GIVEN["elasticity"]

    def at(case: str, of_elasticity: str) -> float:
        shift = (growth[case] / growth["central"]) ** (1 / elasticity["central"])
        return float(anchor[case] * shift * multiple ** (-1 / elasticity[of_elasticity]))

    ends = ("low", "high")
    return (
        min(at("low", end) for end in ends),
        at("central", "central"),
        max(at("high", end) for end in ends),
    )


def _short(price: float) -> float | None:
    return number(price, 4)
