"""Progressive hedging agrees with the extensive form, on cases solved by hand."""

import pytest

from planner.errors import InputError
from planner.solving.progressive_hedging import hedge
from planner.solving.stochastic import before, carried_out, expected, plan_together, scenario
from planner.system import Accelerator
from tests.solving.uncertain_demand import demand_of, learned_in_two_years, two

EARLY = "accelerators_bought_million[early,s,2026]"
PRICE = 1000.0


@pytest.mark.parametrize(("high", "early", "total"), [(0.5, 1.0, 50.0), (0.8, 3.0, 60.0)])
def test_both_ways_come_to_the_plan_that_the_hand_finds(high, early, total):
    scenarios = two(high, PRICE)
    extensive = plan_together(scenarios, [2027])
    hedged = hedge(scenarios, [2027], PRICE, tolerance=1e-4)

    assert hedged.agreed
    assert extensive.expected["total"] == pytest.approx(total)
    assert hedged.expected == pytest.approx(total, rel=1e-4)
    assert hedged.policy[EARLY] == pytest.approx(early, abs=1e-3)
    # Carried out, what the scenarios agreed on costs what the extensive form does.
    outcomes = carried_out(scenarios, [2027], {EARLY: hedged.policy[EARLY]})
    assert expected(scenarios, outcomes)["total"] == pytest.approx(total, rel=1e-4)


def test_the_plans_of_those_who_know_are_its_lower_bound():
    assert hedge(two(0.5, PRICE), [2027], PRICE).known == pytest.approx(40.0)


@pytest.mark.slow
def test_over_two_years_of_learning_both_ways_agree():
    # As in the test of the extensive form: 20 where demand stays flat, 70 where it may grow.
    scenarios = learned_in_two_years(PRICE)
    hedged = hedge(scenarios, [2027, 2028], PRICE)

    assert hedged.expected == pytest.approx(45.0, rel=1e-3)
    assert plan_together(scenarios, [2027, 2028]).expected["total"] == pytest.approx(45.0)


def test_scenarios_that_do_not_agree_in_time_say_so():
    hedged = hedge(two(0.5, PRICE), [2027], PRICE, iterations=1)

    assert not hedged.agreed
    assert hedged.apart > 1e-3


def test_what_some_scenarios_cannot_decide_is_refused():
    late = {"late": Accelerator(it_capex=30.0, life_years=1, ship_year=2027)}
    scenarios = [
        *two(0.5, PRICE)[:1],
        scenario("high", 0.5, ["high"], demand_of(3.0, accelerators=late), PRICE),
    ]
    assert EARLY in before(scenarios, 2027)
    with pytest.raises(InputError, match="high: 1 orders that others have are not there"):
        hedge(scenarios, [2027], PRICE)
