"""The largest unit on site out of service, solved by hand."""

import pytest

from planner.results.security import security_table
from planner.system import PowerTechnology, Region, Site


@pytest.fixture
def engine(flat):
    """Engines of 0.25 GW at 10 billion USD a GW, charged in a year, that run 80 % of the time."""
    return PowerTechnology(
        kind="dispatchable", availability=0.8, life_years=1, capex=flat(10.0), unit_gw=0.25
    )


@pytest.fixture
def full(world, demand, engine):
    """A site of 1 GW that wants all of it, with N-1 asked for: override what matters."""

    def make(load=1.0, **changes):
        settings = {
            "sites": {"s": Site(region="r", max_facility_gw=1.0)},
            "technologies": {"engine": engine},
            "unit_outage": True,
            "workloads": {"w": demand({2026: load})},
        }
        return world(**{**settings, **changes})

    return make


def test_an_islanded_site_serves_its_load_with_a_unit_out(full, solve, cost_of):
    # A unit gives 0.2 of its 0.25 GW in the mean: 1.2 GW available are 1.5 GW built.
    assert cost_of(full()) == pytest.approx(15.0)

    (row,) = security_table(solve(full())).to_dict("records")
    assert row["largest_unit"] == "engine"
    assert (row["firm_gw"], row["unit_out_gw"]) == pytest.approx((1.2, 0.2))
    assert row["short_gw"] == 0.0


def test_what_the_grid_does_not_carry_has_a_share_of_a_unit(full, solve, cost_of, flat):
    # The grid carries 0.6 of 1 GW. Of 0.2 in 1.2 GW the sixth part is lost: 0.48 GW available
    # leave 0.4; they are 0.6 GW built. A whole unit would leave 0.28, and the table says so.
    made = full(
        regions={"r": Region(grid_gw_per_year=flat(0.6))},
        technologies={
            **full().technologies,
            "grid": PowerTechnology(kind="grid", capex=flat(0.0)),
        },
    )

    assert cost_of(made) == pytest.approx(6.0)
    (row,) = security_table(solve(made)).to_dict("records")
    assert (row["load_on_site_gw"], row["left_gw"]) == pytest.approx((0.4, 0.28))
    assert row["short_gw"] == pytest.approx(0.12)


def test_the_grid_alone_needs_nothing_beside_it(full, cost_of, solve, flat):
    grid = PowerTechnology(kind="grid", life_years=1, capex=flat(3.0))
    made = full(technologies={**full().technologies, "grid": grid})

    assert cost_of(made) == pytest.approx(3.0)
    assert security_table(solve(made)).empty


def test_small_units_take_less_behind_them(full, cost_of, flat):
    # Units of 0.05 GW give 0.04: 1.04 GW available are 1.3 GW built, at 10.5 a GW.
    small = PowerTechnology(
        kind="dispatchable", availability=0.8, life_years=1, capex=flat(10.5), unit_gw=0.05
    )

    assert cost_of(full(technologies={"engine": small})) == pytest.approx(13.65)


def test_two_sources_stand_behind_each_other(full, cost_of, flat):
    # Two units of 1 GW, one of them spare, cost 20; but with x GW of each of two such sources
    # either may lose half: x / 2 + x >= 1, so 2/3 GW of each do, for 13.3.
    first, second = (
        PowerTechnology(kind="dispatchable", life_years=1, capex=flat(10.0), unit_gw=1.0)
        for _ in range(2)
    )

    assert cost_of(full(technologies={"first": first})) == pytest.approx(20.0)
    assert cost_of(full(technologies={"first": first, "second": second})) == pytest.approx(40 / 3)


def test_what_stands_serves_as_it_does(full, cost_of):
    # 1.25 GW stand and give 1 GW, which is all the site can have: nothing is built.
    site = Site(region="r", max_facility_gw=1.0, existing_power={"engine": 1.25})

    assert cost_of(full(sites={"s": site})) == pytest.approx(0.0)


def test_a_margin_and_a_unit_are_asked_for_side_by_side(full, cost_of):
    # A quarter to spare makes 1.25 GW available, more than the 1.2 of a unit out: 1.5625 built.
    assert cost_of(full(reserve_margin=0.25)) == pytest.approx(15.625)
    assert cost_of(full(reserve_margin=0.1)) == pytest.approx(15.0)


def test_a_world_that_asks_for_no_outage_has_no_row_for_it(full, solve):
    solved = solve(full(unit_outage=False))

    assert len(solved.formulation.model.n_minus_1_requirement) == 0
    # The table tells what that means: 1 GW available is left with 0.8.
    assert security_table(solved)["short_gw"].tolist() == pytest.approx([0.2])
