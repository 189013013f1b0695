"""The backcast: a comparison checked by hand, and a plan that never saw the counts."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from planner import api
from planner.analysis.reference.backcast import compare
from planner.data.inputs import Inputs
from planner.errors import InputError
from planner.results import Plan
from planner.system import Accelerator, SupplyLimit, World
from planner.system.build import build_world

COWOS = ("packaging", "cowos")


@pytest.fixture
def world():
    """Two generations of one family: 1 and 2 H100e, 50 and 100 thousand wafers a million."""
    return World(
        years=(2024, 2025),
        accelerators={
            "h100": Accelerator(h100e=1.0, uses={COWOS: 50.0}),
            "h200": Accelerator(h100e=2.0, uses={COWOS: 100.0}),
        },
        supply={COWOS: SupplyLimit(unit="thousand wafers", available={2024: 60.0, 2025: 90.0})},
    )


@pytest.fixture
def inputs():
    """A thousand units were shipped in 2024 and 3 thousand in 2025, half of them for China."""
    source = {"source_id": "counts"}
    chips = pd.DataFrame(
        {"accelerator": ["h100", "h200"], "family": "Hopper", "source_id": ["counts", "other"]}
    )
    shipments = pd.DataFrame(
        {
            "vendor": "v",
            "chip": ["H100", "H100", "H20"],
            "year": [2024, 2025, 2025],
            "accelerator": "h100",
            "units_k": [1000.0, 1500.0, 1500.0],
            "h100e_k": [1000.0, 1500.0, 200.0],
            "made_for_china": [False, False, True],
            "share_of_year": 1.0,
            **source,
        }
    )
    empty = pd.DataFrame({"source_id": []})
    names = ("process_nodes", "node_capacity", "packaging_capacity", "hbm_supply", "supply_terms")
    return Inputs(
        folder=Path(),
        tables={
            "accelerators": chips.set_index("accelerator"),
            "observed_shipments": shipments.set_index(["vendor", "chip", "year"]),
            "sources": pd.DataFrame(
                {"source_id": ["counts", "other"], "publisher": ["Counter", "Other"]}
            ).set_index("source_id"),
            **dict.fromkeys((*names, "vendor_shares"), empty),
        },
        checksums={},
    )


@pytest.fixture
def plan():
    """1.1 million h100 in 2024 and 0.8 million h200 in 2025."""
    return Plan(
        {
            "accelerators": pd.DataFrame(
                {
                    "accelerator": ["h100", "h200"],
                    "year": [2024, 2025],
                    "bought_million": [1.1, 0.8],
                }
            ),
            "clusters": pd.DataFrame({"year": [2024, 2025], "h100e_million": [1.1, 2.7]}),
            "supply": pd.DataFrame(
                {
                    "kind": "packaging",
                    "pool": "cowos",
                    "vendor": "",
                    "year": [2024, 2025],
                    "unit": "thousand wafers",
                    "capacity": [60.0, 90.0],
                    "used": [55.0, 80.0],
                    "utilisation": [55 / 60, 80 / 90],
                    "binding": False,
                }
            ),
        }
    )


def test_years_are_compared_in_h100e(plan, world, inputs):
    # 2024: 1,100 planned, 1,000 shipped: 10 % more. 2025: 0.8 million at two H100e are
    # 1,600, where 1,500 + 200 were shipped: 100 / 1,700 less.
    years = compare(plan, world, inputs).years.set_index("year")

    assert years["plan_shipped_h100e_k"].tolist() == pytest.approx([1100, 1600])
    assert years["observed_shipped_h100e_k"].tolist() == pytest.approx([1000, 1700])
    assert years["difference_share"].tolist() == pytest.approx([0.1, -100 / 1700])
    assert years["within_tolerance"].all()
    assert years["observed_in_service_h100e_k"].tolist() == pytest.approx([1000, 2700])
    assert years["plan_in_service_h100e_k"].tolist() == pytest.approx([1100, 2700])
    assert years["observed_made_for_china_units_k"].tolist() == pytest.approx([0, 1500])
    # Neither year is a tenth off.
    assert years["reason"].tolist() == ["", ""]


def test_families_hold_all_their_generations(plan, world, inputs):
    families = compare(plan, world, inputs).families.set_index(["family", "year"])

    assert families.loc[("Hopper", 2025), "plan_units_k"] == pytest.approx(800)
    assert families.loc[("Hopper", 2025), "observed_units_k"] == pytest.approx(3000)


def test_observed_units_are_taken_through_the_plans_own_draws(plan, world, inputs):
    # 50 thousand wafers a million units: 1.0 million take 50 of 60 in 2024, and 3.0
    # million take 150 of 90 in 2025. What was made for China takes wafers, too.
    parts = compare(plan, world, inputs).components

    assert parts["observed_used"].tolist() == pytest.approx([50, 150])
    assert parts["observed_utilisation"].tolist() == pytest.approx([50 / 60, 150 / 90])


def test_rows_of_the_body_that_counted_are_marked(plan, world, inputs):
    sources = compare(plan, world, inputs).sources

    shared = dict(zip(sources["source_id"], sources["shared_with_observed"], strict=True))
    assert shared == {"counts": True, "other": False}


def test_a_part_of_a_year_is_no_year_to_be_compared_with(plan, world, inputs):
    observed = inputs["observed_shipments"].reset_index()
    observed.loc[observed["year"] == 2025, "share_of_year"] = 0.5
    partly = {**inputs.tables, "observed_shipments": observed}

    with pytest.raises(InputError, match="no shipments of 2025"):
        compare(plan, world, replace(inputs, tables=partly))


@pytest.mark.parametrize(
    ("ships", "ends", "told"),
    [(2025.9, 2030, True), (2026.0, 2030, False), (2020.0, 2024, True), (2020.0, 2023, False)],
)
def test_rows_of_a_generation_that_is_not_on_sale_are_left_out(
    plan, world, inputs, ships, ends, told
):
    # The plan is of 2024 and 2025; the h200 alone has the source "other".
    h200 = replace(world.accelerators["h200"], ship_year=ships, last_sale_year=ends)
    sold = replace(world, accelerators={**world.accelerators, "h200": h200})

    assert ("other" in set(compare(plan, sold, inputs).sources["source_id"])) is told


def test_years_without_counts_and_another_basis_are_refused(plan, world, inputs):
    beyond = replace(world, years=(2025, 2026), h100e_basis="bf16_dense")

    with pytest.raises(InputError) as error:
        compare(plan, beyond, inputs)

    assert "no shipments of 2026" in str(error.value)
    assert "basis of the counts" in str(error.value)


def test_the_plan_never_sees_the_counts():
    model = api.load_model("backcast_2022_2025")
    inputs = api.load_inputs(model)
    other = inputs.with_changes(
        {
            "observed_shipments.NVIDIA:H100:2024.units_k": 1.0,
            "observed_quarters.NVIDIA:H100:2024:1.units_k": 1.0,
        }
    )

    assert build_world(other, model) == build_world(inputs, model)


def test_demand_sites_and_power_do_not_bind(backcast):
    run, _, _ = backcast

    limits = run.plan["limits"]
    supply = limits["kind"].isin(["node", "packaging", "hbm"])
    assert not limits[~supply]["binding"].any()
    assert (run.plan["targets"]["delivered_share"] < 0.5).all()
    assert run.plan["accelerators"]["idle_million"].max() == pytest.approx(0, abs=1e-6)
    shells = run.plan["clusters"]
    assert (shells["facility_gw"] < 50).all()


def test_every_unit_that_was_counted_is_in_a_family(backcast):
    run, comparison, _ = backcast

    observed = run.inputs["observed_shipments"]
    counted = observed.loc[observed["share_of_year"] == 1, "units_k"].sum()
    assert comparison.families["observed_units_k"].sum() == pytest.approx(counted)


def test_the_run_holds_the_comparison(backcast):
    _, comparison, paths = backcast

    plan, _ = api.read_run(paths[0].parent)

    assert set(comparison.tables()) <= set(plan.tables)


def test_the_range_of_supply_holds_the_central_plan(backcast):
    years = backcast[1].years

    assert (years["plan_low_shipped_h100e_k"] < years["plan_shipped_h100e_k"]).all()
    assert (years["plan_shipped_h100e_k"] < years["plan_high_shipped_h100e_k"]).all()


def test_every_year_from_2023_on_is_within_a_quarter_of_what_was_shipped(backcast):
    years = backcast[1].years.set_index("year")

    assert years["within_tolerance"].to_dict() == {2022: False, 2023: True, 2024: True, 2025: True}


def test_the_quarters_of_the_plan_add_up_to_its_years(backcast):
    quarters = backcast[1].quarters
    years = backcast[1].years.set_index("year")

    summed = quarters.groupby("year")["plan_shipped_h100e_k"].sum()
    assert summed.to_numpy() == pytest.approx(years["plan_shipped_h100e_k"].to_numpy())
    assert len(quarters) == 16


def test_what_was_short_were_orders_then_lines(backcast):
    # To early 2023 less than half of the lines was filled; a year later more was shipped than
    # the tables have lines for half a year before.
    quarters = backcast[1].quarters.set_index(["year", "quarter"])

    assert (quarters.loc[2022, "observed_packaging_utilisation"] < 0.5).all()
    assert (quarters.loc[2024, "observed_packaging_utilisation"] > 1).all()
    assert quarters.loc[(2023, 1), "reason"].startswith("orders: ")
    assert quarters.loc[(2024, 1), "reason"].startswith("lag: ")


def test_no_ramp_of_the_backcast_is_told_its_own_quarters(backcast):
    world = backcast[0].solved.world
    counted = set(backcast[0].inputs["observed_quarters"]["accelerator"])

    for (_, first), ramp in world.ramps.items():
        # Of Trainium1 and A100 no quarter is counted from their beginning on.
        if first in counted - {"aws_trainium1", "nvidia_a100", "google_tpu_v4"}:
            assert ramp.rows == first
