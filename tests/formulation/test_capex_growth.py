"""Growth of capital from year to year, solved by hand."""

from dataclasses import replace

import pytest

from planner.config.stated_values import StatedValues
from planner.formulation.assemble import assemble
from planner.results.limits import limits_table
from planner.system import Accelerator, CapexGrowth

SHARE, GROWTH = StatedValues(dict.fromkeys((2026, 2027, 2028), 0.5)), 0.5
EACH_YEAR = StatedValues({2027: GROWTH, 2028: GROWTH}, {2027: 2027, 2028: 2027})
BUYERS = CapexGrowth(guided_busd={2026: 16.0}, planned_share=SHARE, growth=EACH_YEAR)


@pytest.fixture
def buying(world, demand):
    """A million units cost 20 billion USD and last; three million are wanted in the last year."""

    def make(years=(2026, 2027, 2028), buyers=BUYERS, **changes):
        chips = {"k": Accelerator(it_capex=20.0, life_years=9, ship_year=2000.0)}
        return world(
            **{
                "years": years,
                "accelerators": chips,
                "capex_growth": buyers,
                "workloads": {"w": demand({years[-1]: 3.0})},
                **changes,
            }
        )

    return make


def spent(solved):
    """Year to the capital that is spent in it, billion USD."""
    table = limits_table(solved).query("limit == 'capex_growth_limit'")
    return dict(zip(table["year"].astype(int), table["used"], strict=True))


def test_capital_begins_with_what_is_guided_for_and_grows(buying, solve):
    # Half of 16 billion USD, then 12 and 18: 38 billion buy 1.9 of the 3 million. A billion more
    # is a twentieth of a million, a sixtieth of the target, in each year for itself alone.
    solved = solve(buying())

    assert spent(solved) == pytest.approx({2026: 8.0, 2027: 12.0, 2028: 18.0})
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(1 - 1.9 / 3)
    rows = limits_table(solved).query("limit == 'capex_growth_limit'")
    assert rows["capacity"].tolist() == pytest.approx([8.0, 12.0, 18.0])
    worth = rows["worth_shortfall_1_years_of_target_per_unit"].tolist()
    assert worth == pytest.approx([1 / 60, 1 / 60, 1 / 60])


def test_spending_early_earns_no_room_later(buying, solve, demand):
    # Units serve a year and 0.9 million are wanted in the last: their 18 billion are all that may
    # be spent in it, with nothing spent before.
    chips = {"k": Accelerator(it_capex=20.0, life_years=1, ship_year=2000.0)}
    solved = solve(buying(accelerators=chips, workloads={"w": demand({2028: 0.9})}))

    assert spent(solved) == pytest.approx({2026: 0.0, 2027: 0.0, 2028: 18.0})
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-9)


def test_growth_goes_by_year_and_starts_anew_from_later_guidance(buying, solve):
    # 8 in 2026; 10 are guided for 2027, of which half are 5; 2028 grows by a fifth, to 6.
    buyers = replace(
        BUYERS,
        guided_busd={2026: 16.0, 2027: 10.0},
        growth=StatedValues({2027: 0.5, 2028: 0.2}, {2027: 2027, 2028: 2028}),
    )

    assert spent(solve(buying(buyers=buyers))) == pytest.approx({2026: 8.0, 2027: 5.0, 2028: 6.0})


def changed(field, step):
    """The buyers with a cell changed by a step."""
    if field == "guided":
        return replace(BUYERS, guided_busd={2026: 16.0 + step})
    values = BUYERS.planned_share if field == "planned_share" else BUYERS.growth
    return replace(BUYERS, **{field: values.mapped(lambda value: value + step)})


@pytest.mark.parametrize(
    ("field", "slope"),
    [
        # Of the 38 billion all are made of the guidance and the share; of the growth g they are
        # 8 (1 + (1 + g) + (1 + g)^2), which rises by 8 (1 + 2 * 1.5) = 32 for each 1 of it.
        ("guided", 38 / 16),
        ("planned_share", 38 / 0.5),
        ("growth", 32.0),
    ],
)
def test_what_a_cell_is_worth_is_that_of_planning_again(buying, solve, shortfall_of, field, slope):
    step = 1e-6
    gain = (shortfall_of(buying()) - shortfall_of(buying(buyers=changed(field, step)))) / step
    solved = solve(buying())
    duals = solved.duals("shortfall_1")
    levers = solved.formulation.ledgers.limits.levers(solved.formulation.model)
    told = -sum(
        by * duals[row] / lever.cell.value
        for lever in levers
        if lever.cell.key[0] == field
        for row, by in lever.moves.items()
    )

    assert gain == pytest.approx(slope / 60, rel=1e-4)
    assert told == pytest.approx(slope / 60, rel=1e-6)


def test_only_cells_that_act_in_a_year_are_named(buying):
    limit = assemble(buying()).ledgers.limits.entries["capex_growth_limit"]

    def named(year):
        return [(*cell.key, cell.when) for cell, _ in limit.effects((year,))]

    guided = [("guided", 2026, "2026"), ("planned_share", 2026, "2026")]
    assert named(2026) == guided
    assert named(2028)[0] == guided[0]
    assert named(2028)[-1] == ("growth", 2027, "2027 on")


def test_a_year_in_which_nothing_can_be_bought_costs_no_room(buying, solve):
    # The generation ships in 2027: 8 billion have grown to 12 in that year, then to 18.
    chips = {"k": Accelerator(it_capex=20.0, life_years=9, ship_year=2027.0)}

    assert spent(solve(buying(accelerators=chips))) == pytest.approx({2027: 12.0, 2028: 18.0})


def test_years_before_the_guidance_are_not_limited(buying, solve):
    buyers = replace(BUYERS, guided_busd={2028: 16.0})

    assert set(spent(solve(buying(buyers=buyers)))) == {2028}


def test_nothing_limits_capital_unless_a_model_says_so(buying):
    assert not assemble(buying(buyers=None)).model.capex_growth_limit
