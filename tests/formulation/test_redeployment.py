"""Units that leave training for inference, solved by hand."""

import pytest

from planner.results.redeployment import redeployment
from planner.system import Accelerator, PowerTechnology, Site, Workload

# One price for all years of life, at a rate of zero; a million units train one target a day.
CHIP = Accelerator(
    training_compute_per_day=1.0, it_capex=1.0, life_years=3, last_sale_year=2026, ship_year=2026
)
YEARS = (2026, 2027, 2028)


def run(target, **changes):
    settings = {"run_days": 1, "utilisation": 1.0, **changes}
    return Workload(kind="training_run", target=target, **settings)


@pytest.fixture
def swaying(world, demand):
    """A run of a million units, then half of it beside half a million of inference, then one."""

    def make(**changes):
        loads = {
            "run": run({2026: 1.0, 2027: 0.5, 2028: 1.0}),
            "rest": demand({2027: 0.5}, priority=1),
        }
        settings = {"years": YEARS, "accelerators": {"k": CHIP}, "workloads": loads, **changes}
        return world(**settings)

    return make


def test_a_unit_may_come_back_to_training_where_redeployment_is_free(swaying, cost_of):
    # A million units do all of it: half of them go and come back.
    assert cost_of(swaying()) == pytest.approx(1.0)


def test_a_unit_that_left_training_does_not_come_back(swaying, cost_of):
    # A million units stay for the run of 2028, and half a million more do inference.
    assert cost_of(swaying(one_way_redeployment=True)) == pytest.approx(1.5)


def test_the_table_says_what_had_to_come_back(swaying, solve):
    free, one_way = (
        redeployment(solve(swaying(one_way_redeployment=held))) for held in (False, True)
    )

    assert free["to_inference_million"].tolist() == pytest.approx([0.0, 0.5, 0.0])
    assert free["to_training_million"].tolist() == pytest.approx([0.0, 0.0, 0.5])
    assert one_way["to_training_million"].tolist() == [0.0, 0.0, 0.0]


def test_units_that_move_are_out_of_service_meanwhile(world, demand, cost_of):
    # A quarter of a year is lost by each of the million units that leave the run, so that
    # 1.25 million give the million that inference asks for.
    loads = {"run": run({2026: 1.0}), "rest": demand({2027: 1.0}, priority=1)}
    chips = {"k": Accelerator(training_compute_per_day=1.0, it_capex=1.0, life_years=2,
                              last_sale_year=2026)}  # fmt: skip

    cost = cost_of(
        world(
            years=YEARS[:2],
            accelerators=chips,
            workloads=loads,
            one_way_redeployment=True,
            redeployment_years=0.25,
        )
    )

    assert cost == pytest.approx(1.25)


def test_units_that_waited_for_power_may_begin_in_training(world, flat, shortfall_of):
    # Bought in 2026 alone, idle until the turbine serves in 2027, and in the run then.
    late = PowerTechnology(kind="dispatchable", lead_years=2.0, capex=flat(0.0))

    missed = shortfall_of(
        world(
            years=YEARS[:2],
            accelerators={"k": CHIP},
            technologies={"turbine": late},
            workloads={"run": run({2027: 1.0})},
            one_way_redeployment=True,
        )
    )

    assert missed == pytest.approx(0.0)


def test_what_stood_before_the_plan_may_train_and_then_leave(world, demand, solve):
    # A million old units train in 2026 and do inference in 2027, when new ones train.
    old, new = Accelerator(last_sale_year=2020, life_years=9), Accelerator(ship_year=2027)
    site = Site(region="r", existing_fleet={("old", 2025): 1.0})
    loads = {
        "run": run({2026: 1.0, 2027: 1.0}),
        "rest": demand({2027: 1.0}, priority=1),
    }

    table = redeployment(
        solve(
            world(
                years=YEARS[:2],
                sites={"s": site},
                accelerators={"old": old, "new": new},
                workloads=loads,
                one_way_redeployment=True,
            )
        )
    )

    assert table.loc[table["year"] == 2027, "in_life_million"].sum() == pytest.approx(2.0)
    assert table["to_training_million"].sum() == 0.0


def test_a_unit_may_serve_on_when_its_capital_is_paid(world, demand, cost_of):
    # Charged for one year; a second year costs another unit, or nothing.
    def cost(service_years):
        chip = Accelerator(it_capex=1.0, life_years=1, service_years=service_years)
        loads = {"rest": demand({2026: 1.0, 2027: 1.0})}
        return cost_of(world(years=YEARS[:2], accelerators={"k": chip}, workloads=loads))

    assert cost(None) == pytest.approx(2.0)
    assert cost(2) == pytest.approx(1.0)


def test_old_units_are_retired_early_when_their_power_is_worth_more(world, demand, solve):
    # One gigawatt of turbines: a million old units give one H100e, new ones twice that. The target
    # of 2027 takes all the power, so the old ones are idle for good.
    old = Accelerator(last_sale_year=2020, life_years=9)
    new = Accelerator(ship_year=2027, h100e=2.0, life_years=9)
    site = Site(region="r", max_facility_gw=1.0, existing_fleet={("old", 2025): 1.0})

    table = redeployment(
        solve(
            world(
                years=YEARS,
                sites={"s": site},
                accelerators={"old": old, "new": new},
                workloads={"rest": demand({2026: 1.0, 2027: 2.0, 2028: 2.0})},
            )
        )
    ).set_index(["accelerator", "year"])

    assert table.loc["old", "retired_early_million"].tolist() == pytest.approx([0.0, 1.0, 1.0])
    assert table.loc[("old", 2026), "inference_million"] == pytest.approx(1.0)


def test_what_reaches_its_age_is_counted_in_the_year_after(world, demand, solve):
    # Bought in 2026 with a life of two years: gone in 2028.
    chip = Accelerator(life_years=2, last_sale_year=2026)

    table = redeployment(
        solve(
            world(
                years=YEARS,
                accelerators={"k": chip},
                workloads={"rest": demand({2026: 1.0, 2027: 1.0})},
            )
        )
    ).set_index("year")

    assert table["retired_by_age_million"].to_dict() == pytest.approx(
        {2026: 0.0, 2027: 0.0, 2028: 1.0}
    )
