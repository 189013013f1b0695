"""The tables of a plan: they add up, and they say what the solver saw."""

import shutil

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from planner.config.locations import bundled
from planner.formulation.annuity import discount_factor


@pytest.fixture(scope="module")
def small():
    return api.solve("small")


def test_the_costs_add_up_to_the_objective(small):
    booked = small.plan["cost"]["present_cost_busd"].sum()

    assert booked == pytest.approx(small.plan.cost_busd, rel=1e-9)


def test_the_capex_by_item_adds_up_to_the_capex_ledger(small):
    ledger = small.solved.formulation.ledgers.capex
    spent = sum(value for y in small.solved.world.years for _, value in ledger.values(y))

    assert small.plan["capex"]["capex_busd"].sum() == pytest.approx(spent, rel=1e-9)


def test_generation_and_storage_cover_the_load_of_every_slice(small):
    balance = small.plan["dispatch"].groupby(["site", "year", "slice"])["gw"].sum()

    assert balance.min() >= -1e-6


def test_generation_over_a_year_is_at_least_the_facilitys_energy(small):
    generated = small.plan.by("power", "generation_twh", "site", "year")
    used = small.plan.by("clusters", "energy_twh", "site", "year")

    assert (generated.reindex(used.index).fillna(0.0) - used).min() >= -1e-6


def test_accelerators_times_their_power_is_the_it_load(small):
    table = small.plan["accelerators"]
    watts = small.inputs["accelerators"]["it_power_w_per_unit"]
    # Million units at a watt each are a megawatt.
    gw = (table["running_million"] * table["accelerator"].map(watts) / 1e3).groupby(
        [table["site"], table["year"]]
    )

    expected = small.plan.by("clusters", "it_gw", "site", "year")
    pd.testing.assert_series_equal(
        gw.sum().reindex(expected.index).fillna(0.0), expected, check_names=False, rtol=1e-6
    )


def test_no_limit_is_used_beyond_its_capacity(small):
    limits = small.plan["limits"]

    assert len(limits) > 10
    assert (limits["used"] <= limits["capacity"] * (1 + 1e-6) + 1e-6).all()


def test_a_limit_with_room_left_is_worth_nothing(small):
    slack = small.plan["limits"].query("not binding")

    assert len(slack)
    assert slack["worth_cost_busd_per_unit"].abs().max() == pytest.approx(0.0, abs=1e-7)


def test_every_target_is_delivered_by_its_allocation(small):
    # FLOP of a run: units x peak x days x utilisation.
    peak = small.inputs["accelerators"]["fp8_dense_tflops"]
    run = small.inputs["workloads"].loc["frontier_run"]
    used = small.plan["allocations"]
    flop = (
        used["units_million"] * 1e6 * used["accelerator"].map(peak) * 1e12
        * run["run_days"] * 86_400 * run["mfu"]
    ).groupby(used["year"]).sum()  # fmt: skip

    delivered = small.plan["targets"].set_index("year")["delivered"]
    assert (flop / delivered).min() >= 1 - 1e-6


def test_the_worth_of_a_limit_is_its_finite_difference():
    # Reciprocating engines are what the plan would take first; with 0.1 GW of
    # them nationally in 2028 it takes dearer power, and one MW more saves.
    path = "build_limits.gas_recip:2028.feasible_gw_per_year"
    model = load_model("small")

    def solved(gw):
        return api.solve(model.model_copy(update={"set": {**model.set, path: gw}}))

    before, after = solved(0.1), solved(0.101)

    limit = before.plan["limits"].query("pool == 'gas_recip' and year == 2028").iloc[0]
    gained = before.plan.cost_busd - after.plan.cost_busd
    assert limit["binding"]
    assert limit["worth_cost_busd_per_unit"] > 1e-3
    assert limit["worth_cost_busd_per_unit"] == pytest.approx(gained / 0.001, rel=1e-4)


def test_the_order_of_rows_in_the_tables_does_not_matter(small, tmp_path):
    folder = tmp_path / "datasets"
    shutil.copytree(bundled("datasets"), folder)
    for path in folder.glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(head + "".join(reversed(rows)), encoding="utf-8")

    turned = api.solve(load_model("small").model_copy(update={"datasets": folder}))

    assert turned.plan.cost_busd == pytest.approx(small.plan.cost_busd, rel=1e-9)


def test_the_same_inputs_give_the_same_bytes_of_the_programme(small):
    again = api.solve("small")

    assert again.solved.program.checksum() == small.solved.program.checksum()


def test_the_present_cost_counts_from_the_start_of_the_first_year(small):
    table = small.plan["cost"]
    factors = table["year"].map(lambda y: discount_factor(small.solved.world, y))

    assert (table["cost_busd"] * factors).sum() == pytest.approx(small.plan.cost_busd, rel=1e-9)


def test_an_unknown_table_names_those_there_are(small):
    with pytest.raises(KeyError, match="there are accelerator_availability, accelerators, "):
        small.plan["nothing"]


def test_the_basis_of_h100e_changes_what_is_told_and_not_the_plan(small):
    # Demand is in 8-bit H100e whatever is reported; a VR200 is 8.84 of them, and 4.04 by BF16.
    other = api.solve(load_model("small").model_copy(update={"h100e_basis": "bf16_dense"}))

    assert other.plan.cost_busd == pytest.approx(small.plan.cost_busd, rel=1e-9)
    table = other.plan["accelerators"].query("accelerator == 'nvidia_vr200' and year == 2028")
    per_unit = table["h100e_million"].sum() / table["running_million"].sum()
    assert per_unit == pytest.approx(4000 / 989.4, rel=1e-6)
