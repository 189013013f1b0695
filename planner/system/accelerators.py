"""From the chip tables to accelerators in model units."""

from collections.abc import Iterable
from math import inf

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.data.left_out import cluster_costs
from planner.errors import Fault, InputError
from planner.system.dies_per_wafer import good_dies_per_wafer
from planner.system.objects.chips import Accelerator, Resource
from planner.system.supply import SCANNERS
from planner.units import (
    FLOP_PER_MODEL_UNIT,
    FLOP_PER_TFLOP,
    GB_PER_EB,
    H100_BF16_DENSE_TFLOPS,
    H100_EIGHT_BIT_DENSE_TFLOPS,
    SECONDS_PER_DAY,
    THOUSAND,
    UNITS_PER_MILLION,
    USD_PER_BILLION,
)


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
    costs = cluster_costs(inputs)
    trained_in = row["bf16_dense_tflops"]
    if pd.notna(row["fp8_dense_tflops"]):
        trained_in = row["fp8_dense_tflops"]
    h100e = {
        "eight_bit_dense": row["eight_bit_dense_tflops"] / H100_EIGHT_BIT_DENSE_TFLOPS,
        "bf16_dense": row["bf16_dense_tflops"] / H100_BF16_DENSE_TFLOPS,
    }
    per_million = UNITS_PER_MILLION / USD_PER_BILLION
    return Accelerator(
        ship_year=float(row["volume_ship_year"]),
        last_sale_year=float(row["last_sale_year"]) if on_sale else -inf,
        power_gw=float(row["it_power_w_per_unit"]) / THOUSAND,
        h100e=float(h100e["eight_bit_dense"]),
        h100e_told=float(h100e[model.h100e_basis]),
        memory_tb_per_s=_memory_tb_per_s(inputs, model, row),
        training_compute_per_day=float(
            trained_in * FLOP_PER_TFLOP * UNITS_PER_MILLION * SECONDS_PER_DAY / FLOP_PER_MODEL_UNIT
        ),
        it_capex=float(row["price_usd"] * costs["server_network_multiplier"] * per_million),
        life_years=costs["accelerator_life_years"],
        service_years=(
            costs["accelerator_physical_life_years"]
            if model.fleet.serve_for == "physical_life"
            else None
        ),
        vendor=str(row["vendor"]),
        supply_region=str(row["supply_region"]),
        uses=_uses(inputs, row, scanners=model.supply.euv),
        liquid_cooled=(
            model.sites.cooling_class == "observed" and row.get("cooling_class") == "liquid"
        ),
    )


def _memory_tb_per_s(inputs: Inputs, model: ModelDefinition, row: pd.Series) -> float:
    """Bandwidth of a unit's memory; a fault where it is asked for and the row has none."""
    if model.workloads.serving == "flop":
        return 0.0
    if pd.isna(row["hbm_tb_per_s"]):
        place = inputs.place("accelerators", str(row.name), "hbm_tb_per_s")
        expected = "a bandwidth, since the model asks for workloads.serving = 'roofline'"
        raise InputError([Fault(place, "a blank", expected, "state it in TB/s")])
    return float(row["hbm_tb_per_s"])


def _uses(inputs: Inputs, row: pd.Series, *, scanners: bool) -> dict[Resource, float]:
    """Thousand wafers and EB that a million units draw, losses in packaging included.

    With `scanners`, also the million exposures to extreme ultraviolet light.
    """
    node = inputs["process_nodes"].loc[row["node"]]
    packaging = inputs["packaging"].loc[row["packaging"]]
    good = good_dies_per_wafer(float(row["logic_die_mm2"]), float(node["yield_reticle_die"]))
    survive = float(packaging["yield"])
    thousands = UNITS_PER_MILLION / THOUSAND
    wafers = thousands * float(row["logic_dies_per_package"]) / (good * survive)
    uses: dict[Resource, float] = {
        ("node", str(node["node_pool"])): wafers,
        ("hbm", str(row["hbm_pool"])): float(row["hbm_gb"])
        * UNITS_PER_MILLION
        / (GB_PER_EB * survive),
    }
    if pd.notna(row["packages_per_wafer_gross"]):
        uses["packaging", str(row["packaging"])] = thousands / (
            float(row["packages_per_wafer_gross"]) * survive
        )
    if scanners and node["euv_layers"] > 0:
        uses[SCANNERS] = wafers * float(node["euv_layers"]) / THOUSAND
    return uses
