"""Growth of capital from year to year, solved by hand."""

from dataclasses import replace

import pytest

from planner.formulation.assemble import assemble
from planner.results.limits import limits_table
from planner.system import Accelerator, CapexGrowth

BUYERS = CapexGrowth(base_year=2026, guided_busd=16.0, planned_share=0.5, growth=0.5)


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
    # is a twentieth of a million, a sixtieth of the target: in 2028 for itself, in 2027 with the
    # 1.5 that it lets be spent after it, in 2026 with 1.5 and 2.25.
    solved = solve(buying())

    assert spent(solved) == pytest.approx({2026: 8.0, 2027: 12.0, 2028: 18.0})
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(1 - 1.9 / 3)
    rows = limits_table(solved).query("limit == 'capex_growth_limit'")
    assert rows["capacity"].tolist() == pytest.approx([8.0, 12.0, 18.0])
    worth = rows["worth_shortfall_1_years_of_target_per_unit"].tolist()
    assert worth == pytest.approx([4.75 / 60, 2.5 / 60, 1 / 60])


@pytest.mark.parametrize(
    ("field", "slope"),
    [
        # Of the 38 billion all are made of the guidance and the share; of the growth g they are
        # 8 (1 + (1 + g) + (1 + g)^2), which rises by 8 (1 + 2 * 1.5) = 32 for each 1 of it.
        ("guided_busd", 38 / 16),
        ("planned_share", 38 / 0.5),
        ("growth", 32.0),
    ],
)
def test_what_a_cell_is_worth_is_that_of_planning_again(buying, solve, shortfall_of, field, slope):
    step = 1e-6
    more = replace(BUYERS, **{field: getattr(BUYERS, field) + step})
    gain = (shortfall_of(buying()) - shortfall_of(buying(buyers=more))) / step
    solved = solve(buying())
    duals = solved.duals("shortfall_1")
    term = {"guided_busd": "guided"}.get(field, field)
    levers = solved.formulation.ledgers.limits.levers(solved.formulation.model)
    lever = next(one for one in levers if one.cell.key == (term,))
    told = -sum(by * duals[row] for row, by in lever.moves.items()) / lever.cell.value

    assert gain == pytest.approx(slope / 60, rel=1e-4)
    assert told == pytest.approx(slope / 60, rel=1e-6)


def test_planned_years_of_any_length_are_compared_by_what_they_spend_in_a_year(
    buying, solve, demand
):
    # 2026 stands for itself, 2027 for two years, 2029 for two. With 1.44 times a year: 8, then
    # 8 * 1.2 ** 3 a year, 1.5 years later, which is 27.648 in two, then 1.44 ** 2 = 2.0736 times
    # as much. Ten million units would cost 200, so all of it is spent.
    solved = solve(
        buying(
            (2026, 2027, 2029),
            replace(BUYERS, growth=0.44),
            years_each=2,
            workloads={"w": demand({2029: 10.0})},
        )
    )

    assert spent(solved) == pytest.approx({2026: 8.0, 2027: 27.648, 2029: 27.648 * 2.0736})


def test_a_year_in_which_nothing_can_be_bought_is_passed_over(buying, solve):
    # The generation ships in 2027: from 8 billion in 2026 it is 12 in that year, then 18.
    chips = {"k": Accelerator(it_capex=20.0, life_years=9, ship_year=2027.0)}

    assert spent(solve(buying(accelerators=chips))) == pytest.approx({2027: 12.0, 2028: 18.0})


def test_nothing_limits_capital_unless_a_model_says_so(buying):
    assert not assemble(buying(buyers=None)).model.capex_growth_limit
