"""Dispatch and the power balance, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, Site, TimeSlice

DAY_AND_NIGHT = {
    "day": TimeSlice(hours=12, weight_hours=4380),
    "night": TimeSlice(hours=12, weight_hours=4380),
}
SUN = {("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0}


def test_grid_energy_is_paid_by_the_hour_of_facility_load(world, cost_of, demand, flat):
    # 1 GW of IT at a PUE of 1.5 for 8,760 hours at 1e-4 billion USD a GWh
    # (100 USD a MWh): 1.314 billion USD.
    cost = cost_of(
        world(
            sites={"s": Site(region="r", pue=1.5)},
            regions={"r": Region(grid_price=flat(1e-4))},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(1.314)


def test_grid_energy_costs_what_it_costs_in_the_year(world, cost_of, demand):
    # 8,760 GWh in each year, at 1e-4 and then 3e-4 billion USD a GWh: 0.876 and 2.628.
    cost = cost_of(
        world(
            years=(2026, 2027),
            regions={"r": Region(grid_price={2026: 1e-4, 2027: 3e-4})},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert cost == pytest.approx(3.504)


def test_fuel_is_heat_rate_times_price(world, cost_of, demand, flat):
    # 8,760 GWh at 10 thousand MMBtu a GWh and 4e-6 billion USD a thousand MMBtu
    # (4 USD per MMBtu): 0.3504; variable O&M of 1e-6 a GWh adds 0.00876.
    gas = PowerTechnology(
        kind="dispatchable", capex=flat(0.0), fuel="gas", heat_rate=10.0, variable_om=1e-6
    )
    region = Region(fuel_price={("gas", 2026): 4e-6})

    cost = cost_of(
        world(
            regions={"r": region}, technologies={"gas": gas}, workloads={"w": demand({2026: 1.0})}
        )
    )

    assert cost == pytest.approx(0.3504 + 0.00876)


def test_the_sun_saves_fuel_by_day_only(world, cost_of, demand, flat):
    # Free solar serves the day. By night 4,380 GWh come from the grid, at 1e-4
    # billion USD a GWh.
    sources = {
        "solar": PowerTechnology(kind="variable", profile="solar", capex=flat(0.0)),
        "grid": PowerTechnology(kind="grid", capex=flat(0.0)),
    }

    cost = cost_of(
        world(
            regions={"r": Region(grid_price=flat(1e-4))},
            technologies=sources,
            slices=DAY_AND_NIGHT,
            capacity_factor=SUN,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(0.438)


def test_a_site_without_weather_is_balanced_once_a_year(world, solve, demand):
    # The grid's price is the same in every slice, so one balance is enough.
    solved = solve(world(slices=DAY_AND_NIGHT, workloads={"w": demand({2026: 1.0})}))

    assert list(solved.formulation.model.site_power_balance) == [("s", 2026, "year")]


def test_baseload_runs_flat_and_burns_its_fuel(world, cost_of, demand, flat):
    # 1 GW at an availability of 0.5 takes 2 GW, which burn fuel for
    # 2 x 0.5 x 8,760 GWh at 1e-5 billion USD a GWh of variable cost.
    nuclear = PowerTechnology(kind="baseload", availability=0.5, capex=flat(0.0), variable_om=1e-5)

    cost = cost_of(world(technologies={"nuclear": nuclear}, workloads={"w": demand({2026: 1.0})}))

    assert cost == pytest.approx(0.0876)


def test_surplus_is_curtailed(world, solve, demand, flat):
    # Two sunny hours in three leave nothing for the night: the load is met by
    # a technology that is twice as large as needed by day.
    sources = {"wind": PowerTechnology(kind="variable", profile="wind", capex=flat(1.0))}
    windy = {("wind", "r", "day"): 0.8, ("wind", "r", "night"): 0.4}

    solved = solve(
        world(
            technologies=sources,
            slices=DAY_AND_NIGHT,
            capacity_factor=windy,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    built = solved.formulation.model.power_built_gw["wind", "s", 2026].value
    assert built == pytest.approx(2.5)
