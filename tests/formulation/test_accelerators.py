"""Accelerators: life, sale and what stands already, solved by hand."""

import pytest

from planner.system import Accelerator, Site


def test_accelerators_leave_service_at_the_end_of_their_life(world, cost_of, demand):
    # Wanted in 2026, 2027 and 2028. Two years of life, so what is bought in
    # 2026 is gone by 2028 and must be bought again: 10 billion USD twice, half
    # of each charged in each year of life, and 2029 lies beyond the horizon.
    # Charges of 5 in each of 2026, 2027 and 2028.
    chip = Accelerator(it_capex=10.0, life_years=2)

    cost = cost_of(
        world(
            years=(2026, 2027, 2028),
            accelerators={"k": chip},
            workloads={"w": demand({2026: 1.0, 2027: 1.0, 2028: 1.0})},
        )
    )

    assert cost == pytest.approx(15.0)


def test_nothing_is_bought_before_it_ships_or_after_its_last_sale(world, solve, demand):
    # The dear one is on sale in 2026 only, the cheap one from mid-2027 on.
    chips = {
        "old": Accelerator(it_capex=9.0, life_years=1, last_sale_year=2026),
        "new": Accelerator(it_capex=1.0, life_years=1, ship_year=2027.5),
    }

    solved = solve(
        world(
            years=(2026, 2027),
            accelerators=chips,
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert set(solved.formulation.model.accelerators_bought_million) == {
        ("old", "s", 2026),
        ("new", "s", 2027),
    }
    assert solved.stages["cost"].solution.objective == pytest.approx(10.0)


def test_what_stands_serves_until_its_life_ends(world, cost_of, demand):
    # A million units installed in 2024 with a life of three years serve in
    # 2026 for nothing; 2027 takes a million new ones at 6, a third charged.
    chip = Accelerator(it_capex=6.0, life_years=3)
    site = Site(region="r", existing_fleet={("k", 2024): 1.0}, existing_power={"grid": 1.0})

    cost = cost_of(
        world(
            years=(2026, 2027),
            sites={"s": site},
            accelerators={"k": chip},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert cost == pytest.approx(2.0)


def test_old_accelerators_go_dark_when_power_is_short(world, solve, demand):
    # 1 GW feeds the million old units, or the million new ones with three times
    # the compute: the new ones run and the old ones stand idle.
    chips = {"old": Accelerator(last_sale_year=2000), "new": Accelerator(h100e=3.0)}
    site = Site(
        region="r",
        max_facility_gw=1.0,
        existing_power={"grid": 1.0},
        existing_fleet={("old", 2025): 1.0},
    )

    solved = solve(
        world(sites={"s": site}, accelerators=chips, workloads={"w": demand({2026: 3.0})})
    )

    running = solved.formulation.model.accelerators_running_million
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-7)
    assert running["old", "s", 2026].value == pytest.approx(0.0, abs=1e-7)


def test_upkeep_is_a_share_of_the_capital_that_runs(world, cost_of, demand):
    # 10 billion USD of accelerators, charged whole in their year, plus 2 %.
    chip = Accelerator(it_capex=10.0, life_years=1)

    cost = cost_of(
        world(
            accelerators={"k": chip},
            workloads={"w": demand({2026: 1.0})},
            non_energy_opex_share=0.02,
        )
    )

    assert cost == pytest.approx(10.2)
