"""Loads that tables state: their shape, what goes unserved, and at which price."""

from dataclasses import replace

import pytest

from planner.system import Accelerator, PowerTechnology, Site, TimeSlice

HALVES = {h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")}


@pytest.fixture
def town(world, flat):
    """A site of 2 GW by day and 1 GW by night, in one year, served by a turbine at 1 a GW."""

    def make(**changes):
        load = {(2026, "day"): 2.0, (2026, "night"): 1.0}
        turbine = PowerTechnology(kind="dispatchable", life_years=1, capex=flat(1.0))
        settings = {
            "sites": {"s": Site(region="r", stated_load=load)},
            "technologies": {"turbine": turbine},
            "accelerators": {},
            "slices": HALVES,
        }
        return world(**{**settings, **changes})

    return make


def test_a_load_of_any_shape_is_served(town, solve):
    # 2 GW of turbine at 1, and 3 * 4,380 GWh at 1e-4.
    dear = PowerTechnology(kind="dispatchable", life_years=1, capex={2026: 1.0}, variable_om=1e-4)

    solved = solve(town(technologies={"turbine": dear}))

    assert solved.stages["cost"].solution.objective == pytest.approx(2.0 + 3 * 0.438)


def test_a_flat_load_is_balanced_once_a_year(town, solve):
    flat_load = Site(region="r", stated_load={(2026, h): 2.0 for h in ("day", "night")})

    solved = solve(town(sites={"s": flat_load}))

    assert list(solved.formulation.model.BALANCES) == [("s", 2026, "year")]
    assert solved.stages["cost"].solution.objective == pytest.approx(2.0)


def test_load_goes_unserved_where_that_is_cheaper(town, solve):
    # The second GW takes 1, and 4,380 GWh of it unserved cost 0.876: it is not built.
    site = replace(town().sites["s"], unserved_cost={(2026, "day"): 2e-4})

    solved = solve(town(sites={"s": site}))

    assert solved.stages["cost"].solution.objective == pytest.approx(1.0 + 0.876)
    assert solved.formulation.model.unserved_gw["s", 2026, "day"].value == pytest.approx(1.0)


def test_no_more_goes_unserved_than_there_is_load(town, solve):
    # Free to leave unserved: all of it is, and not more.
    site = replace(town().sites["s"], unserved_cost={(2026, "day"): 0.0, (2026, "night"): 0.0})

    solved = solve(town(sites={"s": site}))

    assert solved.stages["cost"].solution.objective == pytest.approx(0.0)
    unserved = solved.formulation.model.unserved_gw
    assert {h: unserved["s", 2026, h].value for h in HALVES} == {"day": 2.0, "night": 1.0}


def test_more_load_can_go_unserved_where_any_can(town, solve):
    site = replace(town().sites["s"], unserved_cost={(2026, "day"): 2e-4})

    rows = solve(town(sites={"s": site})).formulation.ledgers.load_in["unserved_load_limit"]

    assert rows("s", 2026, "day") == [(("s", 2026, "day"), -1.0)]
    assert rows("s", 2026, "night") == []


def test_spare_capacity_covers_the_peak_of_the_load(town, cost_of):
    # 20 % beyond 2 GW.
    assert cost_of(town(reserve_margin=0.2)) == pytest.approx(2.4)


def test_a_load_beside_accelerators_adds_to_theirs(town, cost_of, demand):
    # A million H100e draw 1 GW all day: 3 GW by day.
    found = cost_of(
        town(
            accelerators={"k": Accelerator()},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert found == pytest.approx(3.0)


def test_a_flat_load_of_a_worth_that_varies_is_balanced_by_the_slice(town, solve):
    # 1 GW at 1; by night it may go unserved at 4,380 GWh * 1e-5, but the day needs it anyway.
    site = Site(
        region="r",
        stated_load={(2026, h): 1.0 for h in HALVES},
        unserved_cost={(2026, "night"): 1e-5},
    )

    solved = solve(town(sites={"s": site}))

    assert solved.stages["cost"].solution.objective == pytest.approx(1.0)
    assert list(solved.formulation.model.UNSERVED) == [("s", 2026, "night")]


def test_a_slice_without_a_load_has_none(town, solve):
    site = Site(region="r", stated_load={(2026, "day"): 1.0})

    balanced = solve(town(sites={"s": site})).formulation.model.BALANCES

    assert list(balanced) == [("s", 2026, "day"), ("s", 2026, "night")]


def test_accelerators_and_a_load_share_what_the_site_can_have(town, solve, demand):
    # A site of 4 GW: 2 GW of load by day leave 2 GW, which are 1.6 GW of IT at a PUE of 1.25.
    # Of the two million H100e that are wanted 1.6 million run, a GW each.
    site = replace(town().sites["s"], max_facility_gw=4.0, pue=1.25)
    turbine = PowerTechnology(kind="dispatchable", life_years=1, capex={2026: 1.0})

    solved = solve(
        town(
            sites={"s": site},
            technologies={"turbine": turbine},
            accelerators={"k": Accelerator()},
            workloads={"w": demand({2026: 2.0})},
        )
    )

    running = solved.formulation.model.accelerators_running_million["k", "s", 2026]
    assert running.value == pytest.approx(1.6)
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.2)
