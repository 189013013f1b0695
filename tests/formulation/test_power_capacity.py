"""Power capacity: capital, life and lead time, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, Site


def test_capacity_leaves_service_at_the_end_of_its_life(world, cost_of, demand, flat):
    # 1 GW is wanted in 2026 to 2028. The technology lives two years, so it is built
    # in 2026 and again in 2028, at 10 billion USD a GW: half of it charged in
    # each year of life. Charges of 5 in each of three years.
    turbine = PowerTechnology(kind="dispatchable", life_years=2, capex=flat(10.0))

    cost = cost_of(
        world(
            years=(2026, 2027, 2028),
            technologies={"turbine": turbine},
            workloads={"w": demand({y: 1.0 for y in (2026, 2027, 2028)})},
        )
    )

    assert cost == pytest.approx(15.0)


@pytest.mark.parametrize(
    ("lead_years", "missed"),
    [(0.0, 0.0), (1.0, 0.0), (1.5, 1.0), (2.0, 1.0), (2.5, 2.0), (4.0, 3.0)],
)
def test_nothing_serves_before_its_lead_time_has_passed(
    world, shortfall_of, demand, flat, lead_years, missed
):
    # Ordered when 2026 begins and counted at each year's end: a lead of one
    # year is met by the end of 2026, one of 1.5 years by the end of 2027.
    turbine = PowerTechnology(kind="dispatchable", lead_years=lead_years, capex=flat(1.0))

    found = shortfall_of(
        world(
            years=(2026, 2027, 2028),
            technologies={"turbine": turbine},
            workloads={"w": demand({y: 1.0 for y in (2026, 2027, 2028)})},
        )
    )

    assert found == pytest.approx(missed, abs=1e-7)


def test_an_outage_takes_more_nameplate(world, cost_of, demand, flat):
    # 1 GW of load at an availability of 0.8 takes 1.25 GW, at 8 billion USD a
    # GW and 0.4 a GW and year of upkeep: 10 + 0.5.
    turbine = PowerTechnology(
        kind="dispatchable", availability=0.8, life_years=1, capex=flat(8.0), fixed_om=0.4
    )

    cost = cost_of(world(technologies={"turbine": turbine}, workloads={"w": demand({2026: 1.0})}))

    assert cost == pytest.approx(10.5)


def test_a_later_vintage_costs_what_its_year_costs(world, cost_of, demand):
    # 1 GW in 2026 at 3, one more in 2027 at 2; endless life and a rate of
    # 10 % charge 0.3 in each year, and 0.2 in 2027, discounted from each
    # year's end: 0.3 / 1.1 + 0.5 / 1.21.
    turbine = PowerTechnology(kind="dispatchable", capex={2026: 3.0, 2027: 2.0})

    cost = cost_of(
        world(
            years=(2026, 2027),
            technologies={"turbine": turbine},
            workloads={"w": demand({2026: 1.0, 2027: 2.0})},
            discount_rate=0.1,
            discount_timing="end",
        )
    )

    assert cost == pytest.approx(0.3 / 1.1 + 0.5 / 1.21)


def test_what_stands_already_is_free(world, cost_of, demand, flat):
    # 1 GW stands; the second costs 5 whole.
    turbine = PowerTechnology(kind="dispatchable", life_years=1, capex=flat(5.0))
    site = Site(region="r", existing_power={"turbine": 1.0})

    cost = cost_of(
        world(
            sites={"s": site},
            technologies={"turbine": turbine},
            workloads={"w": demand({2026: 2.0})},
        )
    )

    assert cost == pytest.approx(5.0)


def test_a_site_without_on_site_generation_has_only_the_grid(world, solve, demand, flat):
    # The turbine is free and the grid is not, yet only the grid may serve.
    sources = {
        "turbine": PowerTechnology(kind="dispatchable", capex=flat(0.0)),
        "grid": PowerTechnology(kind="grid", life_years=1, capex=flat(2.0)),
    }
    site = Site(region="r", onsite_generation=False)

    solved = solve(
        world(sites={"s": site}, technologies=sources, workloads={"w": demand({2026: 1.0})})
    )

    assert set(solved.formulation.model.power_built_gw) == {("grid", "s", 2026)}
    assert solved.stages["cost"].solution.objective == pytest.approx(2.0)


def test_the_grid_waits_for_its_regions_queue(world, shortfall_of, demand, flat):
    # A queue of two years passes at the end of 2027: 2026 is missed.
    found = shortfall_of(
        world(
            years=(2026, 2027),
            regions={"r": Region(interconnection_lead_years=2.0)},
            technologies={"grid": PowerTechnology(kind="grid", capex=flat(1.0))},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert found == pytest.approx(1.0)


def test_bridge_power_leaves_when_the_grid_arrives(world, solve, demand, flat):
    # A queue of two years passes at the end of 2027. A bridge let at 10 over
    # ten years is 1 a year and 0.5 to set up, the grid 0.2 a year: 1.5 in 2026,
    # then 0.2 twice.
    sources = {
        "bridge": PowerTechnology(
            kind="dispatchable", life_years=10, capex=flat(10.0), rented=True
        ),
        "grid": PowerTechnology(kind="grid", life_years=10, capex=flat(2.0)),
    }

    solved = solve(
        world(
            years=(2026, 2027, 2028),
            regions={"r": Region(interconnection_lead_years=2.0)},
            technologies=sources,
            rental_delivery_share=0.05,
            workloads={"w": demand({y: 1.0 for y in (2026, 2027, 2028)})},
        )
    )

    capacity = solved.formulation.model.power_capacity_gw
    assert solved.stages["cost"].solution.objective == pytest.approx(1.9)
    assert [capacity["bridge", "s", y].value for y in (2026, 2027, 2028)] == pytest.approx(
        [1.0, 0.0, 0.0]
    )


@pytest.mark.parametrize(("later_gw", "cost"), [(0.0, 3.0), (1.0, 2.0)])
def test_what_is_given_back_comes_again_only_as_a_delivery(
    world, cost_of, demand, flat, later_gw, cost
):
    # Wanted in 2026 and in 2028. Where nothing is delivered in 2028 the bridge
    # is kept through 2027, three charges of 1; else it is let for two years.
    bridge = PowerTechnology(
        kind="dispatchable", life_years=10, capex=flat(10.0), rented=True, build_limit="bridges"
    )

    found = cost_of(
        world(
            years=(2026, 2027, 2028),
            technologies={"bridge": bridge},
            build_limit_gw={("bridges", 2027): 0.0, ("bridges", 2028): later_gw},
            workloads={"w": demand({2026: 1.0, 2028: 1.0})},
        )
    )

    assert found == pytest.approx(cost)


def test_what_stood_leaves_service_at_the_end_of_its_life(world, cost_of, demand, flat):
    # 1 GW stands and is gone in 2027, when one of 5 takes its place.
    turbine = PowerTechnology(kind="dispatchable", life_years=1, capex=flat(5.0))
    site = Site(
        region="r", existing_power={"turbine": 1.0}, retired_power={("turbine", 2027): 1.0}
    )

    cost = cost_of(
        world(
            years=(2026, 2027),
            sites={"s": site},
            technologies={"turbine": turbine},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert cost == pytest.approx(5.0)


def test_capital_is_charged_over_the_economic_life(world, cost_of, demand, flat):
    # 8 over two years of four in service: 4 in each of the first two, none in the third.
    turbine = PowerTechnology(
        kind="dispatchable", life_years=4, economic_life_years=2, capex=flat(8.0)
    )

    cost = cost_of(
        world(
            years=(2026, 2027, 2028),
            technologies={"turbine": turbine},
            workloads={"w": demand({y: 1.0 for y in (2026, 2027, 2028)})},
        )
    )

    assert cost == pytest.approx(8.0)


def test_a_connection_is_paid_back_with_its_source(world, solve, demand, flat):
    # 6 of the turbine and 2 of its connection, over two years, of which one is planned.
    turbine = PowerTechnology(kind="dispatchable", life_years=2, capex=flat(6.0))
    site = Site(region="r", connection_cost={"turbine": 2.0})

    solved = solve(
        world(
            sites={"s": site},
            technologies={"turbine": turbine},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert solved.stages["cost"].solution.objective == pytest.approx(4.0)
    assert dict(solved.formulation.ledgers.capex.values(2026))["connection"] == pytest.approx(2.0)
