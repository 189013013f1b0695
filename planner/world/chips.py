"""From the chip tables to accelerators and supply limits in model units."""

from collections.abc import Iterable, Mapping
from math import inf

import pandas as pd

from planner.data.inputs import Inputs
from planner.errors import Fault, InputError
from planner.model_definition import ModelDefinition
from planner.units import (
    FLOP_PER_MODEL_UNIT,
    FLOP_PER_TFLOP,
    GB_PER_EB,
    H100_BF16_DENSE_TFLOPS,
    H100_EIGHT_BIT_DENSE_TFLOPS,
    MONTHS_PER_YEAR,
    SECONDS_PER_DAY,
    THOUSAND,
    UNITS_PER_MILLION,
    USD_PER_BILLION,
)
from planner.world.dies import good_dies_per_wafer
from planner.world.objects import Accelerator, Resource, SupplyLimit

UNITS = {"node": "thousand wafers", "packaging": "thousand wafers", "hbm": "EB"}


def accelerators(
    inputs: Inputs, model: ModelDefinition, standing: Iterable[str]
) -> dict[str, Accelerator]:
    """Generations on sale under `model`, and those in `standing` that serve already.

    A generation that the model doesn't offer for sale is kept, without a year
    of sale, when it stands at a site.
    """
    table = inputs["accelerators"]
    chosen = model.accelerators
    on_sale = {
        k
        for k, row in table.iterrows()
        if row["supply_region"] in chosen.supply_regions
        and (not chosen.include or k in chosen.include)
        and k not in chosen.exclude
    }
    kept = table[table.index.isin(on_sale | set(standing))]
    return {
        str(k): _accelerator(inputs, model, row, on_sale=k in on_sale)
        for k, row in kept.iterrows()
    }


def _accelerator(
    inputs: Inputs, model: ModelDefinition, row: pd.Series, *, on_sale: bool
) -> Accelerator:
    costs = inputs["cluster_costs"]["value"]
    trained_in = row["bf16_dense_tflops"]
    if pd.notna(row["fp8_dense_tflops"]):
        trained_in = row["fp8_dense_tflops"]
    h100e = {
        "eight_bit_dense": row["eight_bit_dense_tflops"] / H100_EIGHT_BIT_DENSE_TFLOPS,
        "bf16_dense": row["bf16_dense_tflops"] / H100_BF16_DENSE_TFLOPS,
    }[model.h100e_basis]
    per_million = UNITS_PER_MILLION / USD_PER_BILLION
    return Accelerator(
        ship_year=float(row["volume_ship_year"]),
        last_sale_year=float(row["last_sale_year"]) if on_sale else -inf,
        power_gw=float(row["it_power_w_per_unit"]) / THOUSAND,
        h100e=float(h100e),
        training_compute_per_day=float(
            trained_in * FLOP_PER_TFLOP * UNITS_PER_MILLION * SECONDS_PER_DAY / FLOP_PER_MODEL_UNIT
        ),
        it_capex=float(row["price_usd"] * costs["server_network_multiplier"] * per_million),
        life_years=float(costs["accelerator_life_years"]),
        vendor=str(row["vendor"]),
        uses=_uses(inputs, row),
    )


def _uses(inputs: Inputs, row: pd.Series) -> dict[Resource, float]:
    """Thousand wafers and EB that a million units draw, losses in packaging included."""
    node = inputs["process_nodes"].loc[row["node"]]
    packaging = inputs["packaging"].loc[row["packaging"]]
    good = good_dies_per_wafer(float(row["logic_die_mm2"]), float(node["yield_reticle_die"]))
    survive = float(packaging["yield"])
    thousands = UNITS_PER_MILLION / THOUSAND
    uses: dict[Resource, float] = {
        ("node", str(node["node_pool"])): thousands
        * float(row["logic_dies_per_package"])
        / (good * survive),
        ("hbm", str(row["hbm_pool"])): float(row["hbm_gb"])
        * UNITS_PER_MILLION
        / (GB_PER_EB * survive),
    }
    if pd.notna(row["packages_per_wafer_gross"]):
        uses["packaging", str(row["packaging"])] = thousands / (
            float(row["packages_per_wafer_gross"]) * survive
        )
    return uses


def supply(
    inputs: Inputs, years: tuple[int, ...], chips: Mapping[str, Accelerator]
) -> dict[Resource, SupplyLimit]:
    """Limit of every resource that a generation on sale draws on.

    What ships in a year was started `component_lag_years` before: with half a
    year, half of it in the year before. Raises InputError when a table has
    no capacity for a resource at all, or misses a year between its first and
    its last.
    """
    drawn = {
        resource
        for chip in chips.values()
        if chip.ship_year < years[-1] + 1 and chip.last_sale_year >= years[0]
        for resource in chip.uses
    }
    terms = inputs["supply_terms"]
    faults: list[Fault] = []
    limits: dict[Resource, SupplyLimit] = {}
    for kind, pool in sorted(drawn):
        term = terms.loc[kind]
        capacity = _capacity(inputs, kind, pool)
        if not capacity:
            faults.append(
                Fault(
                    where=f"datasets: {kind} capacity",
                    found=f"no row for {pool!r}",
                    expected=f"a row a year, since a generation on sale draws on {kind} {pool!r}",
                    fix="add the rows, or exclude the generation in the model file",
                )
            )
            continue
        share = float(term["ai_share"] * term["planned_region_share"])
        growth = float(term["growth_per_year_beyond_table"])
        lag = float(term["component_lag_years"])
        try:
            limits[kind, pool] = SupplyLimit(
                unit=UNITS[kind],
                available={
                    y: share
                    * ((1 - lag) * _at(capacity, y, growth) + lag * _at(capacity, y - 1, growth))
                    for y in years
                },
            )
        except KeyError as missing:
            faults.append(
                Fault(
                    where=f"datasets: {kind} capacity of {pool!r}",
                    found=f"no row for {missing.args[0]}",
                    expected="every year from the one before the plan's first on",
                    fix="add the row, or let the model begin later",
                )
            )
    if faults:
        raise InputError(faults)
    return limits


def vendor_shares(
    inputs: Inputs, years: tuple[int, ...], limits: Iterable[Resource]
) -> dict[tuple[str, str, str, int], float]:
    """The most that each vendor gets of a limited resource, by year of shipment.

    A vendor's last row holds for later years; before its first it is not limited.
    """
    limited = set(limits)
    stated: dict[tuple[str, str, str], dict[int, float]] = {}
    for (vendor, kind, pool, year), share in inputs["vendor_shares"]["share"].items():
        if (kind, pool) in limited:
            stated.setdefault((vendor, kind, pool), {})[int(year)] = float(share)
    return {
        (*of_what, y): shares[min(y, max(shares))]
        for of_what, shares in stated.items()
        for y in years
        if y >= min(shares)
    }


def _capacity(inputs: Inputs, kind: str, pool: str) -> dict[int, float]:
    """Year to what the AI industry of the world can get, thousand wafers or EB a year."""
    if kind == "node":
        table = inputs["node_capacity"].reset_index()
        rows = table[table["node_pool"] == pool]
        amount = rows["capacity_kwpm"] * MONTHS_PER_YEAR * rows["ai_share"]
    elif kind == "packaging":
        table = inputs["packaging_capacity"].reset_index()
        rows = table[table["packaging"] == pool]
        amount = rows["wafers_k_per_year"]
    else:
        table = inputs["hbm_supply"].reset_index()
        rows = table[table["hbm_pool"] == pool]
        amount = rows["supply_eb"]
    by_year = amount.groupby(rows["year"]).sum()
    return {int(y): float(total) for y, total in by_year.items()}


def _at(capacity: Mapping[int, float], year: int, growth: float) -> float:
    """Capacity of a year, zero before the table, grown from its last year after it."""
    last = max(capacity)
    if year > last:
        return capacity[last] * (1 + growth) ** (year - last)
    if year < min(capacity):
        return 0.0
    return capacity[year]
