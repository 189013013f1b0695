r"""Demand curve of computing: how much is wanted at which price, from rents and AI revenue.

The curve of a year is :math:`Q = Q_y (p / p_0)^{-\varepsilon}`, cut into steps:

- :math:`p_0`  what the fleet at work is let for by the H100e: the rents of each class of chips
  under contracts of a year and more (``compute_rents``), in the mix of the chips counted so far.
  Low has the cheapest contract of each class. High has the dearest, or the dearest month of the
  hourly index, which is of few units.
- :math:`Q_0`  what was at work in the middle of the anchor's year: the US fleet at the end of the
  year before, grown for half a year at the rate of ``workloads``.
- :math:`Q_y = Q_0 S_y F_y`  what is wanted at that price when year y ends. :math:`S_y` is AI
  revenue then over that of the anchor's year: the square root of this year's times the next's.
- :math:`F_y`  how far the share of AI revenue that goes into computing has fallen: evenly, in
  percent a year, from what :math:`p_0` and the counted fleet of the world make of it in the
  anchor's year to the share of ``compute_demand.toml``, and no further.
- :math:`\varepsilon`  elasticity, with a range: ``compute_demand.toml``.

The price of a step is that at the geometric mean of its ends; of the first, whose lower end is
nothing, at its upper end over the square root of two. Low and high are the least and the most
that any ends of the ranges make together, that of the elasticity along the curve alone. Prices
are as printed in 2026.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from itertools import product
from math import sqrt
from pathlib import Path

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, blank, number, ranged

_GIVEN = tomllib.loads(Path(__file__).with_name("compute_demand.toml").read_text(encoding="utf-8"))
CASES = ("low", "central", "high")
RENTS = "demand/compute_rents.csv"
INDEX = "demand/gpu_rental_index_monthly.csv"
SALES = "chips/chip_sales_by_quarter.csv"
HOURS_PER_YEAR = 8760
MIDDLE = 0.5
"""How far into its year the anchor stands."""

Cases = Mapping[str, float]


def compute_demand_rows(
    raw: Raw, workloads: list[Row], revenue: list[Row], chips: list[Row]
) -> list[Row]:
    """``compute_demand_curve.csv``, in USD a H100e-hour and H100e."""
    load = next(row for row in workloads if row["workload"] == _GIVEN["workload"])
    since = _GIVEN["anchor_year"] - int(str(load["base_year"])) - MIDDLE
    at_work = float(str(load["base_value"])) * 10 ** (
        since * float(str(load["growth_oom_per_year"]))
    )
    stock = counted_stock(raw)
    anchor, paths = rental_anchor(raw, stock, chips), revenue_paths(revenue)
    rows: list[Row] = []
    for year in sorted(paths["central"])[:-1]:
        growth = {
            (let, sold, share): wanted_growth(year, anchor[let], paths[sold], share, stock)
            for let, sold, share in product(CASES, repeat=3)
        }
        central = growth["central", "central", "central"]
        reached = 0.0
        for step, end in enumerate(_GIVEN["steps"]["ends"], start=1):
            middle = sqrt(reached * end) if reached else end / sqrt(2.0)
            prices = list(step_prices(middle, anchor, growth))
            own = anchor["central"] * middle ** (-1 / _GIVEN["elasticity"]["central"])
            rows.append(
                {
                    "workload": load["workload"],
                    "year": year,
                    "step": step,
                    "quantity_h100e": number((end - reached) * at_work * central, 4),
                    **ranged(
                        "price_usd_per_h100e_hour",
                        *(number(usd, 4) for usd in (min(prices), own, max(prices))),
                    ),
                    "source_id": "compute_rents",
                    "confidence": "estimate",
                    "note": f"{reached:g} to {end:g} times what is wanted at "
                    f"{anchor['central']:.2f} USD when the year ends: {central:.3g} times "
                    f"what was at work in mid-{_GIVEN['anchor_year']}."
                    + (" High begins with the hourly market of ornn_rental_index." * (step == 1)),
                }
            )
            reached = end
    return rows


def counted_stock(raw: Raw) -> dict[str, float]:
    """Class of contracts to the H100e of its chips that the world has been sold."""
    table = raw[SALES]
    table = table[table.quarter <= _GIVEN["counted_to"]]
    return {
        name: float(table[table.chip.isin(chips)].h100e_central.sum())
        for name, chips in _GIVEN["classes"].items()
    }


def contract_rents(raw: Raw, chips: list[Row]) -> pd.DataFrame:
    """Each contract with its class and ``usd``, what it pays for a H100e-hour.

    As though all units ran for the whole term, so that it is rather low. Of a contract whose power
    is known the units are its power over that of one.
    """
    by_name = {str(row["accelerator"]): row for row in chips}
    rents = raw[RENTS].copy()
    usd = []
    for row in rents.itertuples():
        chip = by_name[row.accelerator]
        hourly = row.usd_per_unit_hour
        if blank(hourly):
            units = row.units
            if blank(units):
                units = row.it_mw * 1e6 / float(str(chip["it_power_w_per_unit"]))
            hourly = row.usd_bn * 1e9 / (row.years * HOURS_PER_YEAR * units)
        usd.append(hourly / h100e(chip))
    return rents.assign(usd=usd)


def h100e(chip: Row) -> float:
    """H100-equivalents of a generation by 8-bit dense throughput."""
    return float(str(chip["eight_bit_dense_tflops"])) / 1979.0


def rental_anchor(raw: Raw, stock: Cases, chips: list[Row]) -> dict[str, float]:
    """What a H100e-hour of the counted stock is let for: low, central and high, USD."""
    contracts = contract_rents(raw, chips)
    by_name = {str(row["accelerator"]): h100e(row) for row in chips}
    hourly: dict[str, float] = {}
    for row in raw[INDEX].itertuples():
        of = _GIVEN["hourly"][row.gpu]
        usd = row.mean_usd_per_gpu_hour / by_name[of["accelerator"]]
        hourly[of["class"]] = max(usd, hourly.get(of["class"], usd))
    anchor = dict.fromkeys(CASES, 0.0)
    for name, amount in stock.items():
        usd = contracts[contracts["class"] == name].usd
        weight = amount / sum(stock.values())
        anchor["low"] += weight * usd.min()
        anchor["central"] += weight * usd.mean()
        anchor["high"] += weight * max(usd.max(), hourly.get(name, 0.0))
    return anchor


def revenue_paths(revenue: list[Row]) -> dict[str, dict[int, float]]:
    """Case to the AI revenue of each year, billion USD, of the whole industry."""
    paths: dict[str, dict[int, float]] = {case: {} for case in CASES}
    for row in (row for row in revenue if row["scope"] == "industry"):
        central = row["revenue_busd"]
        for case, column in zip(CASES, ("_low", "", "_high"), strict=True):
            busd = row[f"revenue_busd{column}"]
            paths[case][int(str(row["year"]))] = float(str(central if busd is None else busd))
    return paths


def share_of_revenue(usd: float, path: Mapping[int, float], stock: Cases) -> float:
    """What the counted stock costs in a year at `usd` an hour, over AI revenue of the anchor."""
    return usd * sum(stock.values()) * HOURS_PER_YEAR / 1e9 / path[_GIVEN["anchor_year"]]


def wanted_growth(
    year: int, usd: float, path: Mapping[int, float], share: str, stock: Cases
) -> float:
    """What is wanted at the anchor's price when `year` ends, over what was at work at the anchor.

    `share` is the case of the share of revenue that lasts.
    """
    base, until = _GIVEN["anchor_year"], _GIVEN["share_of_revenue"]
    revenue = sqrt(path[year] * path[year + 1]) / path[base]
    passed = (year + 1 - MIDDLE - base) / (until["year"] + 1 - MIDDLE - base)
    lasting = min(1.0, until[share] / share_of_revenue(usd, path, stock))
    return float(revenue * lasting ** min(max(passed, 0.0), 1.0))


def step_prices(
    multiple: float, anchor: Cases, growth: Mapping[tuple[str, str, str], float]
) -> Iterator[float]:
    """Price of a step in all cases: of the anchor, of AI revenue, of its share, and of elasticity.

    Each is at a multiple of what is wanted in the central case; where more is wanted the price is
    higher, by the central elasticity.
    """
    elasticity = _GIVEN["elasticity"]
    central = growth["central", "central", "central"]
    for (of_anchor, revenue, share), along in product(growth, CASES):
        shift = growth[of_anchor, revenue, share] / central
        usd = anchor[of_anchor] * shift ** (1 / elasticity["central"])
        yield float(usd * multiple ** (-1 / elasticity[along]))
