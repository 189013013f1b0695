"""Shells that nobody has ordered wait for their equipment, solved by hand.

A million units draw one GW, of IT and of facility power. What is ordered in January 2026 and takes
2.5 years is there in July 2028, so in the states of 2028 and not in those of 2027.
"""

from dataclasses import replace

import pytest

from planner.results.limits import limits_table
from planner.system import Commitment, Site

YEARS = (2026, 2027, 2028)
OPEN = Site(region="r", max_facility_gw=9.0)


@pytest.fixture
def building(world, demand):
    """One site at which three million are wanted in each year, as far as shells are there."""

    def make(site=OPEN, **changes):
        return world(
            **{
                "years": YEARS,
                "sites": {"s": site},
                "workloads": {"w": demand(dict.fromkeys(YEARS, 3.0))},
                "shell_capex": 1.0,
                "equipment_lead_years": 2.5,
                "longest_lead": "large_power_transformer",
                **changes,
            }
        )

    return make


def runs(solved):
    """Year to the load, GW."""
    return {y: load.value for (_, y), load in solved.formulation.model.it_load_gw.items()}


def test_what_nobody_has_ordered_waits_for_its_equipment(building, solve):
    solved = solve(building())

    assert runs(solved) == pytest.approx({2026: 0.0, 2027: 0.0, 2028: 3.0})
    # Two years are missed; one more GW in either is a third of its target.
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(2.0)
    assert solved.duals("shortfall_1")["ordered_equipment_limit[s,2027]"] == pytest.approx(-1 / 3)


def test_what_is_contracted_has_been_ordered(building, solve):
    # 0.5 GW stand, 0.8 are contracted by 2026 and 2 by 2027.
    site = replace(
        OPEN, existing_power={"grid": 0.5}, contracted_gw={2026: 0.8, 2027: 2.0, 2028: 2.0}
    )
    solved = solve(building(site))

    assert runs(solved) == pytest.approx({2026: 0.8, 2027: 2.0, 2028: 3.0})
    rows = limits_table(solved).query("limit == 'ordered_equipment_limit'")
    assert rows["year"].tolist() == [2026, 2027]
    assert rows["capacity"].tolist() == pytest.approx([0.8, 2.0])
    assert rows["used"].tolist() == pytest.approx([0.8, 2.0])
    assert rows["table"].unique().tolist() == ["site_power"]


def test_what_is_committed_has_been_ordered_too(building, solve):
    # 1.5 GW are committed by the end of 2027, and 0.4 are contracted: the larger one counts.
    given = {("floor", "s", 2027): Commitment(amount=1.5)}
    site = replace(OPEN, contracted_gw=dict.fromkeys(YEARS, 0.4))
    solved = solve(building(site, site_commitments=given))

    assert runs(solved) == pytest.approx({2026: 0.4, 2027: 1.5, 2028: 3.0})


def test_a_contract_for_less_than_stands_takes_nothing_away(building, solve):
    site = replace(OPEN, existing_power={"grid": 0.5}, contracted_gw=dict.fromkeys(YEARS, 0.2))

    assert runs(solve(building(site))) == pytest.approx({2026: 0.5, 2027: 0.5, 2028: 3.0})


@pytest.mark.parametrize(
    ("years", "rows"),
    # What is there on the last day of a year is in its states.
    [(0.0, []), (1.0, []), (1.01, [2026]), (3.0, [2026, 2027]), (3.07, [2026, 2027, 2028])],
)
def test_a_year_is_limited_until_what_is_ordered_now_is_there(building, solve, years, rows):
    site = replace(OPEN, contracted_gw=dict.fromkeys(YEARS, 1.0))
    solved = solve(building(site, equipment_lead_years=years))

    limited = solved.formulation.model.ordered_equipment_limit
    assert [y for _, y in limited] == rows
