"""Halls for air and their conversion, solved by hand.

A GW of `old` units gives one million H100e and is cooled by air; a GW of `new` ones gives two and
needs liquid. What stands is one GW of IT, full of old ones, and cannot grow where nothing is said.
"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.formulation.assemble import assemble
from planner.results.halls import halls
from planner.results.tables import extract
from planner.solving.decision_years import decision_years
from planner.system import Accelerator, DemandStep, Region, Site

OLD, NEW = Accelerator(last_sale_year=2020), Accelerator(h100e=2.0, liquid_cooled=True)
FULL = Site(
    region="r",
    max_facility_gw=1.0,
    existing_power={"grid": 1.0},
    existing_fleet={("old", 2025): 1.0},
    air_hall_gw=1.0,
)


@pytest.fixture
def campus(world, demand):
    """One campus, and how much is wanted of it."""

    def make(wanted, site=FULL, **changes):
        return world(
            **{
                "years": tuple(wanted),
                "sites": {"s": site},
                "accelerators": {"old": OLD, "new": NEW},
                "workloads": {"w": demand(wanted)},
                "shell_life_years": 1,
                **changes,
            }
        )

    return make


def converted(solved):
    """Year to the halls that are converted, GW of IT."""
    return {y: v.value for (_, y), v in solved.formulation.model.hall_retrofitted_gw.items()}


ENERGY = 8760 * 1e-4
"""Energy of a GW for a year at 0.1 million USD a GWh: 0.876 billion USD."""


@pytest.mark.parametrize(
    ("price", "converts", "cost"),
    [
        # Half a GW of new units does the work of a GW of old ones, on half the energy: 0.438 less.
        # To convert half a GW costs 0.435.
        (0.87, 0.5, 0.5 * ENERGY + 0.5 * 0.87),
        # At 0.44 it costs more than it saves: the old ones stay.
        (0.88, 0.0, ENERGY),
    ],
)
def test_a_hall_is_converted_exactly_where_the_gain_is_above_its_cost(
    campus, solve, flat, price, converts, cost
):
    regions = {"r": Region(grid_price=flat(1e-4))}
    solved = solve(campus({2026: 1.0}, regions=regions, hall_retrofit_capex=price))

    assert converted(solved) == pytest.approx({2026: converts})
    assert solved.stages["cost"].solution.objective == pytest.approx(cost)


def test_no_more_is_converted_than_is_for_air(campus, solve):
    # A quarter of the GW is for air: all of it is converted for the two million that are wanted.
    solved = solve(campus({2026: 2.0}, replace(FULL, air_hall_gw=0.25), hall_retrofit_capex=9.0))

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-9)
    assert converted(solved) == pytest.approx({2026: 0.25})
    assert solved.stages["cost"].solution.objective == pytest.approx(0.25 * 9.0)


def test_a_hall_with_liquid_houses_units_that_are_cooled_by_air(campus, shortfall_of):
    # Half the halls have liquid; a million is wanted, and all of the old ones run for it.
    site = replace(FULL, air_hall_gw=0.5)

    only_old = campus({2026: 1.0}, site, accelerators={"old": OLD}, hall_retrofit_years=1.0)

    assert shortfall_of(only_old) == pytest.approx(0.0, abs=1e-9)


def test_units_that_need_liquid_stay_out_of_halls_for_air(campus, shortfall_of):
    # What is converted is shut all year, so 0.4 GW take new units and 0.6 GW old ones: 1.4 of 2.
    site = replace(FULL, air_hall_gw=0.6)

    assert shortfall_of(campus({2026: 2.0}, site, hall_retrofit_years=1.0)) == pytest.approx(0.3)


def test_halls_are_counted_without_what_cools_them(campus, shortfall_of):
    # 1.25 GW of facility stand for 1 GW of IT, 0.6 of it for air: 0.4 GW take new units and 0.6 GW
    # old ones, which is 1.4 of 2 million.
    site = replace(
        FULL, max_facility_gw=1.25, existing_power={"grid": 1.25}, pue=1.25, air_hall_gw=0.6
    )

    assert shortfall_of(campus({2026: 2.0}, site, hall_retrofit_years=1.0)) == pytest.approx(0.3)


def test_a_hall_is_shut_while_it_is_converted(campus, solve):
    # r GW converted in 2026 are shut for 0.6 of it: 1 - r of old ones and 0.4 r of new ones give
    # 1 - 0.2 r of the one million, so 0.2 r is missed. In 2027 they give 1 + r of two million, so
    # (1 - r) / 2 is missed. All of it is converted, and 0.2 is missed.
    solved = solve(campus({2026: 1.0, 2027: 2.0}, hall_retrofit_years=0.6))

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.2)
    assert converted(solved) == pytest.approx({2026: 1.0, 2027: 0.0})


def test_a_hall_that_is_shut_houses_no_other_units_either(campus, shortfall_of):
    # 0.1 GW of new units and 0.9 GW of old ones give 1.1 of two million. Converting r GW takes r
    # of the old ones away and adds 0.4 r GW of new ones, which give 0.8 r: nothing is converted.
    site = replace(FULL, air_hall_gw=0.9)

    assert shortfall_of(campus({2026: 2.0}, site, hall_retrofit_years=0.6)) == pytest.approx(0.45)


def test_a_new_shell_has_liquid(campus, solve):
    # A GW can be added for 1; converting costs 100. Old ones keep their hall, new ones the shell.
    site = replace(FULL, max_facility_gw=2.0)
    solved = solve(campus({2026: 3.0}, site, shell_capex=1.0, hall_retrofit_capex=100.0))

    assert converted(solved) == pytest.approx({2026: 0.0})
    assert solved.stages["cost"].solution.objective == pytest.approx(1.0)


def test_money_stands_in_every_ledger(campus, solve):
    # 1 GW for 2 billion USD, charged whole in a life of one year, with a tenth of it as upkeep in
    # both years.
    solved = solve(
        campus({2026: 2.0, 2027: 2.0}, hall_retrofit_capex=2.0, non_energy_opex_share=0.1)
    )
    plan = extract(solved)

    capex = plan["capex"].query("component == 'hall_retrofit'")
    assert capex[["year", "item", "site", "capex_busd"]].values.tolist() == [
        [2026, "liquid_cooling", "s", pytest.approx(2.0)]
    ]
    cost = plan["cost"].query("term.str.startswith('hall_retrofit')")
    assert cost.set_index(["term", "year"])["cost_busd"].to_dict() == {
        ("hall_retrofit_capital", 2026): pytest.approx(2.0),
        ("hall_retrofit_capital", 2027): pytest.approx(0.0),
        ("hall_retrofit_upkeep", 2026): pytest.approx(0.2),
        ("hall_retrofit_upkeep", 2027): pytest.approx(0.2),
    }
    cells = plan["ledger"].query("term == 'hall_retrofit'")["price_cells"]
    assert cells.str.contains("hall_retrofit_usd_per_w_it").all()


def test_the_table_of_halls_follows_them(campus, solve):
    # 0.6 GW are converted in 2026, and half a GW of shell is built: 1.5 GW with liquid in the end.
    site = replace(FULL, max_facility_gw=1.5, air_hall_gw=0.6)
    table = halls(solve(campus({2026: 3.0, 2027: 3.0}, site, shell_capex=0.1)))

    assert table["air_hall_it_gw"].tolist() == pytest.approx([0.0, 0.0])
    assert table["liquid_hall_it_gw"].tolist() == pytest.approx([1.5, 1.5])
    assert table["retrofitted_it_gw"].tolist() == pytest.approx([0.6, 0.0])
    assert table["liquid_cooled_it_gw"].tolist() == pytest.approx([1.5, 1.5])


def test_a_unit_without_a_hall_that_cools_it_is_told_so(campus, solve):
    # Half of what stands needs liquid, and no hall has any that is not shut all year.
    site = replace(FULL, existing_fleet={("old", 2025): 0.5, ("new", 2025): 0.5})
    plan = extract(solve(campus({2026: 3.0}, site, hall_retrofit_years=1.0)))

    rows = plan["idle"].query("accelerator == 'new'")
    assert rows["reason"].unique().tolist() == ["cooling"]


def test_at_a_price_too_a_unit_without_such_a_hall_is_told_so(campus, solve, demand):
    # Ten million are wanted at a price; old ones run, and new ones would earn more than nothing,
    # which is what they cost. The hall has room for both, but no liquid.
    step = DemandStep(step=1, wanted=10.0, price=1.0, row_year=2026)
    site = replace(FULL, existing_fleet={("old", 2025): 0.5, ("new", 2025): 0.25})
    priced = {"w": demand({}, steps={2026: (step,)})}
    chips = {"old": OLD, "new": replace(NEW, last_sale_year=2020)}
    plan = extract(
        solve(
            campus(
                {2026: 0.0}, site, accelerators=chips, workloads=priced, hall_retrofit_years=1.0
            )
        )
    )

    off = plan["switched_off"]
    assert off[["accelerator", "reason", "idle_million"]].values.tolist() == [
        ["new", "cooling", pytest.approx(0.25)]
    ]


def test_a_better_unit_that_takes_the_liquid_has_replaced_the_other(campus, solve):
    # Both need liquid, of which there is half a GW. What stood fills it; new ones give twice as
    # much in the same half.
    chips = {"old": replace(OLD, liquid_cooled=True), "new": NEW}
    site = replace(FULL, air_hall_gw=0.5, existing_fleet={("old", 2025): 0.5})
    plan = extract(solve(campus({2026: 3.0}, site, accelerators=chips, hall_retrofit_years=1.0)))

    assert plan["idle"]["reason"].tolist() == ["replaced"]


def test_where_no_hall_is_for_air_nothing_is_added(campus, solve):
    solved = solve(campus({2026: 1.0}, replace(FULL, air_hall_gw=0.0)))

    assert not solved.formulation.model.hall_retrofitted_gw
    assert not solved.formulation.model.liquid_cooled_load_limit
    assert "hall_retrofit" not in solved.formulation.ledgers.capex.terms
    assert "halls" not in extract(solved).tables


def test_a_conversion_is_decided_in_its_year(campus):
    decided = decision_years(assemble(campus({2026: 1.0, 2027: 1.0})).model)

    assert decided["hall_retrofitted_gw[s,2026]"] == 2026
    assert decided["hall_retrofitted_gw[s,2027]"] == 2027


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(air=st.floats(0.05, 1.0), shut=st.floats(0.0, 1.0), wanted=st.floats(0.5, 3.0))
def test_no_plan_runs_more_in_halls_than_they_take(campus, solve, air, shut, wanted):
    site = replace(FULL, air_hall_gw=air)
    table = halls(solve(campus({2026: wanted, 2027: 2 * wanted}, site, hall_retrofit_years=shut)))

    assert table["retrofitted_it_gw"].sum() <= air + 1e-9
    room = table["liquid_hall_it_gw"] - shut * table["retrofitted_it_gw"]
    assert (table["liquid_cooled_it_gw"] <= room + 1e-9).all()
