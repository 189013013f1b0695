"""The least that a vendor takes of its lines beside the year before, solved by hand.

A million units take 50 thousand wafers, cost a billion USD and serve for a year.
"""

from dataclasses import replace

import pytest

from planner.formulation.assemble import assemble
from planner.results.limits import limits_table
from planner.results.tables import extract
from planner.system import Accelerator, SupplyLimit

COWOS = ("packaging", "cowos")
CHIP = Accelerator(
    ship_year=2000.0, vendor="v", uses={COWOS: 50.0}, it_capex=1.0, life_years=1
)  # fmt: skip


@pytest.fixture
def buying(world, demand):
    """What is wanted by year, and what is on sale; a vendor takes 80 % of the year before."""

    def make(wanted, chips=None, **changes):
        years = tuple(wanted)
        limit = SupplyLimit(unit="thousand wafers", available=dict.fromkeys(years, 100.0))
        return world(
            **{
                "years": years,
                "accelerators": chips or {"k": CHIP},
                "supply": {COWOS: limit},
                "workloads": {"w": demand(wanted)},
                "contracted_share": {"packaging": 0.8},
                **changes,
            }
        )

    return make


def bought(solved):
    """Generation and year to the units bought, million, where there are any."""
    values = solved.formulation.model.accelerators_bought_million.items()
    return {(k, v): units.value for (k, _, v), units in values if units.value > 1e-9}


def test_a_vendor_takes_its_share_of_the_year_before(buying, solve):
    # A million in 2026 takes 50 thousand wafers, so at least 40 are taken in 2027: 0.8 million,
    # where 0.3 are wanted. 1 + 0.8 billion USD. A thousand wafers less would save 0.02 billion.
    solved = solve(buying({2026: 1.0, 2027: 0.3}))

    assert bought(solved) == pytest.approx({("k", 2026): 1.0, ("k", 2027): 0.8})
    assert solved.stages["cost"].solution.objective == pytest.approx(1.8)
    dual = solved.duals("cost")["contracted_supply_requirement[v,packaging,2027]"]
    assert dual == pytest.approx(0.02)
    row = limits_table(solved).query("limit == 'contracted_supply_requirement'").iloc[0]
    told = row[["kind", "place", "year", "unit", "capacity", "used", "binding"]]
    assert told.tolist() == [
        "packaging", "v", 2027, "thousand wafers", pytest.approx(40.0), pytest.approx(40.0), True
    ]  # fmt: skip


def test_what_falls_slowly_enough_is_left_alone(buying, solve):
    # 0.9 million are 90 % of the year before, and 45 thousand wafers; 36 would do.
    solved = solve(buying({2026: 1.0, 2027: 0.9}))

    assert bought(solved) == pytest.approx({("k", 2026): 1.0, ("k", 2027): 0.9})
    row = limits_table(solved).query("limit == 'contracted_supply_requirement'").iloc[0]
    assert (row["capacity"], row["used"]) == pytest.approx((45.0, 40.0))


def test_a_year_is_not_left_out_for_a_better_generation(buying, solve):
    # Units serve for three years. A million are wanted in 2026, 1.4 in 2027 and 2.2 in 2028, when
    # a unit gives two for the same money. 2027 must take 0.8 million, though 0.4 would do, and
    # 2028 takes 0.64, which give 1.28: with the 1.8 that stand more than the 2.2 wanted. So 2.44
    # billion USD, where 1 + 0.4 + 0.4 would have been spent.
    old = replace(CHIP, last_sale_year=2027, life_years=3)
    chips = {"old": old, "new": replace(old, ship_year=2028.0, last_sale_year=2030, h100e=2.0)}
    asked = buying({2026: 1.0, 2027: 1.4, 2028: 2.2}, chips)

    assert bought(solve(asked)) == pytest.approx(
        {("old", 2026): 1.0, ("old", 2027): 0.8, ("new", 2028): 0.64}
    )
    free = solve(replace(asked, contracted_share={}))
    assert bought(free) == pytest.approx(
        {("old", 2026): 1.0, ("old", 2027): 0.4, ("new", 2028): 0.4}
    )


def test_wafers_count_and_not_units(buying, solve):
    # In 2027 a unit takes 100 thousand wafers a million: 0.4 million are 40 thousand.
    chips = {
        "old": replace(CHIP, last_sale_year=2026),
        "new": replace(CHIP, ship_year=2027.0, uses={COWOS: 100.0}),
    }
    solved = solve(buying({2026: 1.0, 2027: 0.1}, chips))

    assert bought(solved) == pytest.approx({("old", 2026): 1.0, ("new", 2027): 0.4})


def test_each_vendor_is_held_to_its_own(buying, solve):
    # A unit of u is half the price, but ships from 2027 on: v keeps 0.8 million, and u makes the
    # rest of the 1.2 that are wanted.
    chips = {"k": CHIP, "other": replace(CHIP, vendor="u", ship_year=2027.0, it_capex=0.5)}
    solved = solve(buying({2026: 1.0, 2027: 1.2}, chips))

    assert bought(solved) == pytest.approx(
        {("k", 2026): 1.0, ("k", 2027): 0.8, ("other", 2027): 0.4}
    )


def test_years_between_count(buying, solve):
    # 80 % of 80 % after two years.
    assert bought(solve(buying({2026: 1.0, 2028: 0.1}))) == pytest.approx(
        {("k", 2026): 1.0, ("k", 2028): 0.64}
    )


@pytest.mark.parametrize(
    ("chips", "changes"),
    [
        # Nothing is on sale in the second year, lines have no limit, and no kind has a share.
        ({"k": replace(CHIP, last_sale_year=2026)}, {}),
        (None, {"supply": {}}),
        (None, {"contracted_share": {}}),
        (None, {"contracted_share": {"hbm": 0.8}}),
    ],
)
def test_no_row_where_nothing_is_owed(buying, chips, changes):
    asked = buying({2026: 1.0, 2027: 1e-3}, chips, **changes)

    assert not assemble(asked).model.contracted_supply_requirement


def test_the_cell_is_the_share_and_gives_way_by_falling(buying, solve):
    # One percent of the share is 0.008 of the 50 thousand wafers: 0.4 thousand, or 0.008 billion.
    plan = extract(solve(buying({2026: 1.0, 2027: 0.3})))

    row = plan["bottlenecks"].query("limit == 'contracted_supply_requirement'").iloc[0]
    assert (row["table"], row["column"], row["sense"]) == (
        "supply_contracts",
        "least_share",
        "less",
    )
    assert row["cost_change_busd"] == pytest.approx(-0.008)
