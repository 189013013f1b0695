"""From the supply tables to what the region and each vendor can get, in model units."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType
from typing import Literal

from planner.config.stated_values import StatedValues
from planner.data.inputs import Inputs
from planner.data.left_out import supply_terms
from planner.errors import Fault, InputError
from planner.system.objects.chips import Accelerator, Resource, SupplyLimit
from planner.system.output import Output, at_year, by_year, quarters
from planner.units import MONTHS_PER_YEAR, THOUSAND

UNITS = {
    "node": "thousand wafers",
    "packaging": "thousand wafers",
    "hbm": "EB",
    "euv": "million exposures",
}
STEPS = {
    "node": "thousand wafers a month",
    "packaging": "thousand wafers a month",
    "hbm": "EB",
    "euv": "scanner",
}
"""What one more of is a decision: a line or scanner that runs for a year, or memory made in it."""
SCANNERS = ("euv", "scanners")
"""Exposures to extreme ultraviolet light, which the wafers of all nodes share."""


def supply(
    inputs: Inputs,
    years: tuple[int, ...],
    chips: Mapping[str, Accelerator],
    periods_per_year: int = 1,
    region_shares: Mapping[str, float] = MappingProxyType({}),
    within_year: Literal["even", "stated"] = "even",
) -> dict[Resource, SupplyLimit]:
    """Limit of every resource that a generation on sale draws on, but for those without limit.

    `region_shares` has what the planned region gets, by supply region, where
    it is not the share of the table for all.

    What ships in a part of a year was made `component_lag_years` before: with
    half a year and whole years, half of it in the year before. Capacity runs
    evenly through its year, or by the quarters that are stated. Raises
    InputError when a table has no capacity for a resource that is limited, or
    when two supply regions with different shares draw on one.
    """
    drawn = _drawn(years, chips)
    without = unlimited(inputs, years, chips)
    faults: list[Fault] = []
    limits: dict[Resource, SupplyLimit] = {}
    for (kind, pool), regions in sorted(drawn.items()):
        if (kind, pool) in without:
            continue
        capacity, per_step = _capacity(inputs, kind, pool)
        of_table = supply_terms(inputs, kind)["planned_region_share"]
        shares = {region_shares.get(region, of_table) for region in regions}
        if len(shares) > 1:
            faults.append(
                Fault(
                    where="supply.region_shares",
                    found=f"{kind} {pool!r} is drawn on from {' and '.join(sorted(regions))}",
                    expected="one share of a resource",
                    fix="give these supply regions the same share",
                )
            )
        elif capacity:
            output = Output(
                capacity, per_step, quarters(inputs, kind, pool) if within_year == "stated" else {}
            )
            limits[kind, pool] = _limit(
                inputs, kind, years, periods_per_year, output, shares.pop()
            )
        else:
            faults.append(_no_rows(kind, pool))
    if faults:
        raise InputError(faults)
    return limits


def unlimited(
    inputs: Inputs, years: tuple[int, ...], chips: Mapping[str, Accelerator]
) -> frozenset[Resource]:
    """Resources that generations on sale draw on and that the tables call not limited."""
    lines = {pool for kind, pool in _drawn(years, chips) if kind == "packaging"}
    if not lines:
        return frozenset()
    limited = inputs["packaging"]["limited"]
    return frozenset(("packaging", pool) for pool in lines if not limited.get(pool, True))


def _drawn(years: tuple[int, ...], chips: Mapping[str, Accelerator]) -> dict[Resource, set[str]]:
    """Resources that generations on sale draw on, with the supply regions of these."""
    drawn: dict[Resource, set[str]] = {}
    for chip in chips.values():
        if chip.ship_year < years[-1] + 1 and chip.last_sale_year >= years[0]:
            for resource in chip.uses:
                drawn.setdefault(resource, set()).add(chip.supply_region)
    return drawn


def _no_rows(kind: str, pool: str) -> Fault:
    fix = "add the rows, or exclude the generation in the model file"
    if kind == "packaging":
        fix += ", or say in packaging.csv that the line is not limited"
    return Fault(
        where=f"datasets: {kind} capacity",
        found=f"no row for {pool!r}",
        expected=f"a row a year, since a generation on sale draws on {kind} {pool!r}",
        fix=fix,
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """How a kind of resource reaches the region's buyers, and goes on beyond its table."""

    share: float
    """Of the AI industry in the table's capacity, times that of the region."""
    growth: float
    lag: float


def terms(inputs: Inputs, kind: str, region_share: float | None = None) -> Terms:
    """The terms of a kind of resource; the region's share is the table's unless stated."""
    row = supply_terms(inputs, kind)
    of_region = row["planned_region_share"] if region_share is None else region_share
    return Terms(
        share=row["ai_share"] * of_region,
        growth=row["growth_per_year_beyond_table"],
        lag=row["component_lag_years"],
    )


def _limit(
    inputs: Inputs,
    kind: str,
    years: tuple[int, ...],
    periods: int,
    output: Output,
    region_share: float,
) -> SupplyLimit:
    """What is available for shipment, and what a step more of capacity adds to it."""
    capacity, per_step = output.capacity, output.per_step
    term = terms(inputs, kind, region_share)
    share, growth, lag = term.share, term.growth, term.lag
    parts: dict[tuple[int, int], float] = {}
    gain: dict[tuple[int, int, int], float] = {}
    rows: dict[tuple[int, int, int], float] = {}
    for y in years:
        for t in range(1, periods + 1):
            begin, end = y + (t - 1) / periods - lag, y + t / periods - lag
            parts[y, t] = 0.0
            for made in range(floor(begin), floor(end) + 1):
                weight = share * output.made_between(made, begin, end)
                amount = weight * at_year(capacity, made, growth)
                parts[y, t] += amount
                if amount:
                    stated = min(made, max(capacity))
                    rows[y, t, stated] = rows.get((y, t, stated), 0.0) + amount
                if weight and made >= min(capacity):
                    gain[y, t, made] = weight * per_step(made)
    return SupplyLimit(
        unit=UNITS[kind],
        available={y: sum(parts[y, t] for t in range(1, periods + 1)) for y in years},
        parts=parts,
        step=STEPS[kind],
        gain=gain,
        stated=rows,
        # Where nothing of it is for these regions, a step of it is nothing.
        row_steps={
            row: amount / size if (size := per_step(row)) else 0.0
            for row, amount in capacity.items()
        },
        growth=growth,
    )


def vendor_shares(
    inputs: Inputs, years: tuple[int, ...], limits: Iterable[Resource]
) -> StatedValues[tuple[str, str, str, int]]:
    """The most that each vendor gets of a limited resource, by year of shipment.

    A vendor's last row holds for later years; before its first it is not limited.
    """
    limited = set(limits)
    stated: dict[tuple[str, str, str], dict[int, float]] = {}
    for (vendor, kind, pool, year), share in inputs["vendor_shares"]["share"].items():
        if (kind, pool) in limited:
            stated.setdefault((vendor, kind, pool), {})[int(year)] = float(share)
    rows = {
        (*of_what, y): max(when for when in shares if when <= y)
        for of_what, shares in stated.items()
        for y in years
        if y >= min(shares)
    }
    return StatedValues({key: stated[key[:3]][row] for key, row in rows.items()}, rows)


def _capacity(
    inputs: Inputs, kind: str, pool: str
) -> tuple[dict[int, float], Callable[[int], float]]:
    """Year to what the AI industry of the world can get, and what a step adds in a year.

    Thousand wafers, EB or million exposures a year; a step is a thousand
    wafers a month, an EB, or a scanner.
    """
    if kind == "node":
        table = inputs["node_capacity"].reset_index()
        rows = table[table["node_pool"] == pool]
        amount = rows["capacity_kwpm"] * MONTHS_PER_YEAR * rows["ai_share"]
        shares = dict(zip(rows["year"], rows["ai_share"], strict=True))
        return by_year(
            rows["year"], amount
        ), lambda y: MONTHS_PER_YEAR * float(shares[min(y, max(shares))])
    if kind == "packaging":
        table = inputs["packaging_capacity"].reset_index()
        rows = table[table["packaging"] == pool]
        return by_year(rows["year"], rows["wafers_k_per_year"]), lambda y: MONTHS_PER_YEAR
    if kind == "euv":
        rows = inputs["euv_scanners"].reset_index()
        each = rows["foundry_share"] * rows["exposures_k_per_scanner"] * rows["ai_share"]
        each = dict(zip(rows["year"], each / THOUSAND, strict=True))
        amount = rows["running"] * rows["year"].map(each)
        return by_year(rows["year"], amount), lambda y: float(each[min(y, max(each))])
    table = inputs["hbm_supply"].reset_index()
    rows = table[table["hbm_pool"] == pool]
    return by_year(rows["year"], rows["supply_eb"]), lambda y: 1.0
