"""The page on export controls, held to the plans of its two models."""

import pytest

from planner import api
from planner.results import Plan
from tools.export_control import (
    BEGIN,
    END,
    PAGE,
    RANGE_BEGIN,
    RANGE_END,
    UNDER_CONTROL,
    WITHOUT,
    comparison,
    ranges,
)
from tools.marked_text import between


@pytest.fixture(scope="module")
def plans(shipped) -> dict[str, Plan]:
    return {name: api.read_run(shipped(name).folder)[0] for name in (UNDER_CONTROL, WITHOUT)}


def test_the_page_has_what_the_plans_say(plans):
    assert between(PAGE, BEGIN, END) == comparison(plans[UNDER_CONTROL], plans[WITHOUT])


def test_the_page_says_how_many_wafers_are_used(plans):
    supply = plans[UNDER_CONTROL]["supply"].query("used > 0").set_index(["kind", "year"])
    wafers = supply.loc["node", "utilisation"]
    packaged = supply.loc["packaging", "used"]
    said = " ".join(PAGE.read_text(encoding="utf-8").split())

    most, least = (f"{100 * share:.0f} %" for share in (wafers.max(), wafers.min()))
    assert f"at most {most} are used, in {wafers.idxmax()}, and {least} in" in said
    assert f"from {packaged.iloc[0]:.0f} to {packaged.iloc[-1]:.0f} thousand a year" in said


@pytest.mark.slow
def test_the_page_has_what_the_variants_say():
    assert between(PAGE, RANGE_BEGIN, RANGE_END) == ranges()


def test_the_domestic_plan_buys_no_western_part_and_the_other_one_may(plans):
    bought = {name: set(plan["shipments"]["accelerator"]) for name, plan in plans.items()}

    assert all(chip.startswith("huawei_") for chip in bought[UNDER_CONTROL])
    assert any(chip.startswith("nvidia_") for chip in bought[WITHOUT])


def test_more_to_buy_never_delivers_less(plans):
    own, both = (
        plans[name]["targets"].set_index(["workload", "year"])["delivered_share"]
        for name in (UNDER_CONTROL, WITHOUT)
    )
    runs = own.loc["frontier_run"].sum(), both.loc["frontier_run"].sum()

    assert runs[1] >= runs[0] - 1e-6


def test_the_shares_of_the_worlds_components_leave_the_usa_its_own():
    usa = api.load_inputs(api.load_model("frontier"))["supply_terms"]["planned_region_share"]

    assert api.load_model(WITHOUT).supply.region_shares["west"] + usa.max() <= 1


def test_the_base_of_demand_is_the_fleet_that_stands_in_china():
    # existing_accelerators at sites in CHN, by 8-bit dense throughput over an H100's 1979.
    model = api.load_model(UNDER_CONTROL)
    inputs = api.load_inputs(model)
    fleet = inputs["existing_accelerators"].reset_index()
    country = inputs["sites"]["country"]
    fleet = fleet[fleet["site"].map(country) == "CHN"]
    each = inputs["accelerators"]["eight_bit_dense_tflops"] / 1979
    h100e = 1e3 * sum(row.units_k * each[row.accelerator] for row in fleet.itertuples())

    assert model.set["workloads.rest_of_industry.base_value"] == pytest.approx(h100e, rel=0.01)


def test_the_ascends_of_2026_lie_within_what_others_expect(plans):
    # chips/bottlenecks.csv, Huawei Ascend units 2026: 300 to 1,000 thousand.
    shipped = plans[UNDER_CONTROL]["shipments"]

    assert 0.3 <= shipped.loc[shipped["year"] == 2026, "shipped_million"].sum() <= 1.0


def test_packaging_in_china_is_shown_and_not_limited(plans):
    supply = plans[UNDER_CONTROL]["supply"]
    lines = supply[supply["pool"] == "domestic_25d"]

    assert not lines["limited"].any()
    assert (lines["used"] > 0).all()
    assert lines["capacity"].isna().all()
