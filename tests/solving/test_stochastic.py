"""Stochastic plans, solved by hand."""

import pytest

from planner.solving.stochastic import before, carried_out, plan_together, policy_of, scenario
from planner.system import Accelerator, PowerTechnology, Workload
from tests.solving.uncertain_demand import demand_of, learned_in_two_years, two


def early(found, scenarios, number=0):
    names = before(scenarios, 2027)
    policy = policy_of(scenarios[number], found.values[number], names)
    return policy["accelerators_bought_million[early,s,2026]"]


def test_where_three_are_as_likely_as_one_only_one_is_bought_early():
    # Early units beyond the first cost 20 and save 30 half of the time: one is bought, and the
    # other two late at 30 if they are needed: 20 + 60 / 2 = 50.
    scenarios = two(0.5)
    found = plan_together(scenarios, [2027])

    assert found.expected["cost"] == pytest.approx(50.0)
    assert [o["cost"] for o in found.outcomes] == pytest.approx([20.0, 80.0])
    assert early(found, scenarios, 0) == early(found, scenarios, 1) == pytest.approx(1.0)


def test_where_three_are_likely_all_are_bought_early():
    # They save 30 in four of five cases: 24 for 20.
    scenarios = two(0.8)
    found = plan_together(scenarios, [2027])

    assert found.expected["cost"] == pytest.approx(60.0)
    assert early(found, scenarios) == pytest.approx(3.0)


def test_who_learns_it_in_time_buys_what_is_needed():
    # Known in 2026 already, each buys early: 20 and 60.
    found = plan_together(two(0.5), [2026])

    assert found.expected["cost"] == pytest.approx(40.0)


def test_a_policy_is_held_and_the_rest_planned_again():
    # Two million early, as for the mean: 40 where one is needed, 40 + 30 where three are.
    scenarios = two(0.5)
    policy = {"accelerators_bought_million[early,s,2026]": 2.0}
    outcomes = carried_out(scenarios, [2027], policy)

    assert [o["cost"] for o in outcomes] == pytest.approx([40.0, 70.0])


def test_targets_come_before_cost_unless_a_miss_has_a_price():
    # No late units. In stages all targets are met, at 60 in either case. With a price of 90 for
    # a year missed, units beyond the first save 90 / 3 / 2 = 15 and cost 20: one is bought, and
    # two thirds of a year are missed half of the time: 20 + 60 / 2 = 50.
    only = {"early": Accelerator(it_capex=20.0, life_years=2, last_sale_year=2026)}
    in_stages = plan_together(two(0.5, accelerators=only), [2027])
    priced = plan_together(two(0.5, price=90.0, accelerators=only), [2027])

    assert in_stages.expected == pytest.approx({"shortfall_1": 0.0, "cost": 60.0}, abs=1e-6)
    assert priced.expected["total"] == pytest.approx(50.0)
    assert priced.expected["shortfall_1"] == pytest.approx(1 / 3)


def test_over_two_years_of_learning_decisions_part_as_knowledge_does():
    # Units for 2028: 20 if bought in 2026, 25 in 2027, 30 in 2028. The first news, in 2027, is
    # whether demand may grow: if not, one million; if so, one or three, known in 2028.
    # Of those that may grow nine in ten do. One is bought in 2026 for sure. Further units would
    # be used with 0.5 * 0.9 = 0.45: early 20 > 0.45 * 25; after the news 25 < 0.9 * 30 = 27,
    # so two are bought in 2027 where demand may grow.
    scenarios = learned_in_two_years()
    found = plan_together(scenarios, [2027, 2028])

    assert [o["cost"] for o in found.outcomes] == pytest.approx([20.0, 70.0, 70.0])


def test_a_connection_with_a_long_lead_is_ordered_before_it_is_known_who_needs_it(flat_ten):
    # Power for 2028 takes two years, so it is ordered in 2027 at the latest, before the demand
    # of 2028 is known: a GW for sure, and three only if a missed year is worth more.
    def world(million):
        return demand_of(
            1.0,
            years=(2026, 2027, 2028),
            accelerators={"k": Accelerator()},
            workloads={"w": Workload(kind="throughput", target={2028: million})},
            technologies={
                "gas": PowerTechnology(
                    kind="dispatchable", lead_years=2.0, life_years=1, capex=flat_ten
                )
            },
        )

    scenarios = [
        scenario("low", 0.5, ["low"], world(1.0), 45.0),
        scenario("high", 0.5, ["high"], world(3.0), 45.0),
    ]
    # A GW more costs 10 and saves 45 / 3 = 15 half of the time.
    found = plan_together(scenarios, [2028])
    known = plan_together(scenarios, [2027])

    assert [o["cost"] for o in found.outcomes] == pytest.approx([10.0, 10.0])
    assert [o["cost"] for o in known.outcomes] == pytest.approx([10.0, 30.0])


@pytest.fixture
def flat_ten():
    return dict.fromkeys(range(2020, 2040), 10.0)


def test_what_is_decided_in_a_year_is_not_decided_before_it():
    # Early units are bought in 2026, late ones in 2027.
    early_units = {"accelerators_bought_million[early,s,2026]"}
    late_units = {"accelerators_bought_million[late,s,2027]"}
    scenarios = two(0.5)

    assert not before(scenarios, 2026)
    assert early_units <= before(scenarios, 2027)
    assert not late_units & before(scenarios, 2027)
    assert early_units | late_units <= before(scenarios, 2028)
