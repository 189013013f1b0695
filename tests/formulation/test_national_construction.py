"""What the builders of a country can add, and how it grows, solved by hand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.formulation.assemble import assemble
from planner.results.limits import limits_table
from planner.system import Construction, Region, Site

BUILDERS = Construction(base_year=2026, added_gw=1.0, growth=0.5)


@pytest.fixture
def building(world, demand):
    """A million units draw one GW and give one million H100e; ten million are wanted at last."""

    def make(years=(2026, 2027, 2028), builders=BUILDERS, wanted=None, **changes):
        return world(
            **{
                "years": years,
                "regions": {"r": Region(country="X")},
                "construction": {"X": builders},
                "workloads": {"w": demand(wanted or {years[-1]: 10.0})},
                **changes,
            }
        )

    return make


def added(solved):
    """Year to what is added in it, GW of facility."""
    table = limits_table(solved).query("limit == 'national_construction_limit'")
    return dict(zip(table["year"].astype(int), table["used"], strict=True))


def test_each_year_adds_half_more_than_the_one_before(building, solve):
    # 1 GW was counted in 2026; then 1.5 and 2.25: 4.75 of the 10 GW, and 0.525 is missed. One GW
    # more in a year lets 1.5 times as much be added in the next: it is worth a tenth of the target
    # in 2028, 1 + 1.5 = 2.5 tenths in 2027, and 1 + 1.5 + 2.25 = 4.75 tenths in 2026.
    solved = solve(building())

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.525)
    assert added(solved) == pytest.approx({2026: 1.0, 2027: 1.5, 2028: 2.25})
    limits = limits_table(solved).query("limit == 'national_construction_limit'")
    assert limits["capacity"].tolist() == pytest.approx([1.0, 1.5, 2.25])
    assert limits["binding"].all()
    worth = limits["worth_shortfall_1_years_of_target_per_unit"].tolist()
    assert worth == pytest.approx([0.475, 0.25, 0.1])


def test_the_worth_of_what_was_counted_is_that_of_planning_again(building, solve, shortfall_of):
    more = replace(BUILDERS, added_gw=1.001)
    gain = (shortfall_of(building()) - shortfall_of(building(builders=more))) / 0.001
    first = limits_table(solve(building())).query("limit == 'national_construction_limit'").iloc[0]

    assert first["worth_shortfall_1_years_of_target_per_unit"] == pytest.approx(gain, rel=1e-6)


def test_an_idle_year_is_no_rehearsal_for_a_large_one(building, solve):
    # 2 GW are asked for in 2028 alone, and shells cost money. They can't all be added then: what
    # is added in 2028 is at most 1.5 times what was added in 2027, so at least 0.8 GW of the 2 are
    # added before it.
    built = added(solve(building(wanted={2028: 2.0}, shell_capex=1.0)))

    assert sum(built.values()) == pytest.approx(2.0)
    assert built[2028] <= 1.5 * built[2027] + 1e-9
    assert built[2026] + built[2027] >= 0.8 - 1e-9


def test_facility_power_is_limited_and_not_that_of_it(building, shortfall_of):
    # 4.75 GW of facility at a PUE of 1.25 are 3.8 GW of IT.
    sites = {"s": Site(region="r", pue=1.25)}

    assert shortfall_of(building(sites=sites)) == pytest.approx(1 - 0.38)


def test_years_before_a_site_can_grow_count_as_if_the_country_had_built(building, solve):
    # The only site opens in 2027, one year after the count: 1.5 GW in 2027, then 2.25.
    solved = solve(building(sites={"s": Site(region="r", first_power_year=2027.0)}))

    assert added(solved) == pytest.approx({2027: 1.5, 2028: 2.25})


def test_growth_goes_on_through_a_year_in_which_nothing_can_be_built(building, solve):
    # The year between is no planned one: half more a year is 1.5 ** 2 = 2.25 times in two.
    solved = solve(building(years=(2026, 2028), wanted={2028: 20.0}))

    assert added(solved) == pytest.approx({2026: 1.0, 2028: 2.25})


def test_a_year_before_the_count_is_not_limited(building, solve):
    # The count is of 2027: as much as is wanted is added in 2026, and at most 1 GW in 2027.
    builders = replace(BUILDERS, base_year=2027)
    solved = solve(building((2026, 2027), builders, wanted={2026: 5.0, 2027: 8.0}))

    assert list(added(solved)) == [2027]
    assert added(solved)[2027] <= 1.0 + 1e-9
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-9)


def test_a_count_of_an_earlier_year_has_grown_until_the_plan_begins(building, solve):
    # 1 GW in 2024 is 2.25 in 2026.
    solved = solve(building((2026,), replace(BUILDERS, base_year=2024)))

    assert added(solved) == pytest.approx({2026: 2.25})


def test_a_start_lets_a_country_begin_that_built_nothing(building, solve):
    # 0.5 GW in 2026, then 0.5 and half more than the year before: 1.25 and 2.375.
    builders = Construction(base_year=2025, added_gw=0.0, growth=0.5, start_gw=0.5)
    solved = solve(building(builders=builders))

    assert added(solved) == pytest.approx({2026: 0.5, 2027: 1.25, 2028: 2.375})


def test_each_country_has_its_own_builders_and_one_without_a_row_no_limit(building, solve):
    # 1 GW in X, as much as is wanted in Y.
    solved = solve(
        building(
            (2026,),
            sites={"s": Site(region="r"), "t": Site(region="q")},
            regions={"r": Region(country="X"), "q": Region(country="Y")},
        )
    )

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-9)
    rows = limits_table(solved).query("limit == 'national_construction_limit'")
    assert rows["pool"].tolist() == ["X"]


def test_the_cells_are_the_count_then_the_growth_and_a_start_where_there_is_one(building):
    def columns(builders):
        formulation = assemble(building(builders=builders))
        limit = formulation.ledgers.limits.entries["national_construction_limit"]
        return {y: [cell.key[1] for cell, _ in limit.effects(("X", y))] for y in (2026, 2027)}

    assert columns(BUILDERS) == {2026: ["facility_added"], 2027: ["growth"]}
    started = columns(replace(BUILDERS, start_gw=1.0))
    assert started == {2026: ["facility_added", "start"], 2027: ["growth", "start"]}


@pytest.mark.parametrize("base_year", [2024, 2025])
def test_a_cell_that_doubles_lets_a_year_have_as_much_more_as_its_effect_says(building, base_year):
    # 2 GW were counted; by 2026 they have grown 1.5 times for each year since, as much again with
    # twice the count. A start of 0.25 GW that doubles gives 0.25 more.
    builders = Construction(base_year=base_year, added_gw=2.0, growth=0.5, start_gw=0.25)
    limit = assemble(building(builders=builders)).ledgers.limits.entries[
        "national_construction_limit"
    ]

    found = {cell.key[1]: effect for cell, effect in limit.effects(("X", 2026))}

    assert found["facility_added"] == pytest.approx(2.0 * 1.5 ** (2026 - base_year))
    assert found["start"] == pytest.approx(0.25)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(growth=st.floats(0.0, 2.0), base=st.floats(0.1, 5.0), wanted=st.floats(0.5, 20.0))
def test_no_plan_grows_by_more_than_is_stated(building, solve, growth, base, wanted):
    builders = Construction(base_year=2025, added_gw=base, growth=growth)
    built = added(solve(building(builders=builders, wanted={2028: wanted})))

    before = base
    for gw in built.values():
        assert gw <= (1 + growth) * before * (1 + 1e-6) + 1e-9
        before = gw
