"""Lines built beyond the announced ones: cost, lead time, growth, life, solved by hand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.formulation.assemble import assemble
from planner.results.component_supply import supply_table
from planner.results.expansion import expansion_table
from planner.results.limits import limits_table
from planner.results.tables import extract
from planner.solving import solve_world
from planner.system import Accelerator, Expansion, SupplyLimit

COWOS = ("packaging", "cowos")
YEARS = (2026, 2027, 2028)
FEW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def lines(world, demand):
    """50 thousand wafers a year make a million units a year; a step is 12 thousand more.

    Nothing is shared and nothing lags, so a step that runs through a year ships
    12 thousand wafers in it.
    """

    def make(years=YEARS, wafers=50.0, want=None, prices=None, parts=1, **changes):
        expansion = {
            "headroom": dict.fromkeys(years, 1e3),
            "paid_share": dict.fromkeys(years, 1.0),
        }
        share = 1 / parts
        limit = SupplyLimit(
            unit="thousand wafers",
            available=dict.fromkeys(years, wafers),
            parts={(y, t): share * wafers for y in years for t in range(1, parts + 1)},
            gain={(y, t, y): share * 12.0 for y in years for t in range(1, parts + 1)},
            step="thousand wafers a month",
        )
        chip = Accelerator(uses={COWOS: 50.0}, **(prices or {}))
        return world(
            years=years,
            accelerators={"k": chip},
            supply={COWOS: limit},
            supply_periods=parts,
            expansion={COWOS: Expansion(**{**expansion, **changes})},
            workloads={"w": demand(want or {years[-1]: 100.0})},
        )

    return make


def built(solved):
    table = expansion_table(solved)
    return dict(zip(table["year"], table["built"], strict=True))


def test_no_line_runs_before_its_lead_time_is_over(lines):
    # Ordered when 2026 begins, a line of one and a half years runs from mid-2027: there is
    # no variable for 2026, half of 2027 ships, and all of 2028.
    made = lines(lead_years=1.5, headroom={y: 2.0 for y in YEARS}, growth_share=0.0)
    m = assemble(made).model

    assert list(m.capacity_expanded) == [
        ("packaging", "cowos", 2027),
        ("packaging", "cowos", 2028),
    ]

    # Two steps from 2027 and two from 2028: 2 x 6 in 2027, 4 x 12 in 2028, and 3 x 50 were
    # announced: 210 thousand wafers, at 50 a million, are 4.2 of the 100 million wanted.
    solved = solve_world(made)
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(1 - 4.2 / 100)


def test_additions_keep_to_a_share_of_what_stands(lines):
    # Room for 4 steps in 2026 and none that is announced later: 4 in 2026, then half of
    # what was added before: 2 in 2027, and half of 6, 3, in 2028.
    solved = solve_world(lines(headroom={2026: 4.0}, growth_share=0.5))

    assert built(solved) == pytest.approx({2026: 4.0, 2027: 2.0, 2028: 3.0})
    # 150 announced; 12 x (4 + 6 + 9) beside them.
    objective = solved.stages["shortfall_1"].solution.objective
    assert objective == pytest.approx(1 - (150 + 12 * 19) / 50 / 100)
    limits = limits_table(solved).set_index(["limit", "year"])
    row = limits.loc[("expansion_growth_limit", 2028)]
    assert (row["capacity"], row["used"], row["binding"]) == (pytest.approx(3.0),) * 2 + (True,)


def test_a_line_wears_out(lines):
    # One step in 2026 that runs two years, and no room for another: 12 thousand wafers
    # each in 2026 and 2027, none in 2028.
    solved = solve_world(lines(headroom={2026: 1.0}, growth_share=0.0, life_years=2.0))

    objective = solved.stages["shortfall_1"].solution.objective
    assert objective == pytest.approx(1 - (150 + 24) / 50 / 100)


def test_a_line_is_built_only_where_it_is_needed_and_is_charged_for_its_life(lines):
    # 1.48 million units are wanted in 2026 and stay: 74 thousand wafers, 24 beyond the 50
    # announced, are two steps. At 10 billion USD each, of which the buyers carry half, over
    # five years at no interest: 2 x 10 x 0.5 / 5 = 2 billion USD in each of three years.
    made = lines(
        want={2026: 1.48}, cost=10.0, life_years=5.0, paid_share=dict.fromkeys(YEARS, 0.5)
    )
    solved = solve_world(made)
    tables = extract(solved).tables

    assert built(solved) == pytest.approx({2026: 2.0, 2027: 0.0, 2028: 0.0}, abs=1e-7)
    assert solved.stages["cost"].solution.objective == pytest.approx(6.0)
    cost = tables["cost"].query("term == 'supply_expansion_capital'").set_index("year")
    assert cost["cost_busd"].to_dict() == pytest.approx(dict.fromkeys(YEARS, 2.0))
    capex = tables["capex"].query("component == 'supply_expansion'")
    assert capex["capex_busd"].tolist() == pytest.approx([10.0])
    assert tables["expansion"].set_index("year").at[2026, "shipped"] == pytest.approx(72.0)


def test_what_growth_leaves_no_room_for_and_what_never_ships_has_no_variable(lines):
    assert not assemble(lines(headroom={}, growth_share=0.5)).model.EXPANSIONS
    late = lines(headroom={2027: 1.0}, growth_share=0.5)
    assert [v for *_, v in assemble(late).model.EXPANSIONS] == [2027, 2028]
    # Made in 2028, and shipped after it.
    limit = replace(late.supply[COWOS], gain={(y, 1, y): 12.0 for y in (2026, 2027)})
    never = replace(late, supply={COWOS: limit})
    assert [v for *_, v in assemble(never).model.EXPANSIONS] == [2027]


def test_a_vendors_share_holds_for_what_is_added(lines):
    # Two steps through 2026: 74 thousand wafers, half of them for the vendor, are 0.74
    # million of a million wanted. A percent of 74 more is 0.0148 million units.
    made = replace(
        lines(years=(2026,), headroom={2026: 2.0}, growth_share=0.0, want={2026: 1.0}),
        vendor_share={("v", *COWOS, 2026): 0.5},
    )
    chips = {"k": replace(made.accelerators["k"], vendor="v")}
    solved = solve_world(replace(made, accelerators=chips))

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.26)
    table = supply_table(solved).set_index("vendor")
    assert table.at["", "capacity"] == pytest.approx(74.0)
    assert table.at["v", "capacity"] == pytest.approx(37.0)
    assert table.at["v", "used"] == pytest.approx(37.0)
    more = table.at["v", "worth_shortfall_1_years_of_target_per_step"]
    assert more == pytest.approx(0.01 * 74 / 50)


def test_halves_of_a_year_share_a_line_evenly(lines):
    # A line whose first half-year is lost to its lead time still runs evenly over 2026, at
    # half of 12 thousand wafers: (50 + 6) / 50 million of the two million wanted.
    made = lines(
        years=(2026,), parts=2, lead_years=0.5, headroom={2026: 1.0}, want={2026: 2.0},
        growth_share=0.0,
    )  # fmt: skip
    solved = solve_world(made)

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(1 - 1.12 / 2)


@pytest.mark.parametrize("parts", [1, 2])
def test_the_dual_of_an_expanded_resource_is_its_finite_difference(lines, parts):
    # 50 + 12 thousand wafers of the 100 wanted: each further thousand that is announced
    # makes 0.02 million of two million units, whatever is built beside it.
    def solved(wafers):
        return solve_world(
            lines(
                years=(2026,), parts=parts, wafers=wafers, headroom={2026: 1.0},
                want={2026: 2.0}, growth_share=0.0,
            )
        )  # fmt: skip

    name = "component_supply_limit" if parts == 1 else "part_year_component_limit"
    before, after = solved(50.0), solved(51.0)
    duals = before.duals("shortfall_1")
    found = [dual for row, dual in duals.items() if row.startswith(name)]
    change = (
        after.stages["shortfall_1"].solution.objective
        - before.stages["shortfall_1"].solution.objective
    )

    assert built(before) == pytest.approx({2026: 1.0})
    assert sum(found) / parts == pytest.approx(change)
    assert change == pytest.approx(-0.01)


def test_room_to_grow_is_worth_what_a_step_more_of_it_brings(lines):
    # A step more in 2026 brings 36 thousand wafers itself, and lets half a step more run
    # from 2027, and half of one and a half from 2028: 36 + 12 + 9 of 5,000 thousand wanted.
    def objective(room):
        solved = solve_world(lines(headroom={2026: room}, growth_share=0.5))
        return solved, solved.stages["shortfall_1"].solution.objective

    (before, low), (_, high) = objective(4.0), objective(5.0)
    dual = before.duals("shortfall_1")["expansion_growth_limit[packaging,cowos,2026]"]

    assert dual == pytest.approx(high - low)
    assert dual == pytest.approx(-(36 + 12 + 9) / 5000)


@FEW
@given(room=st.floats(0.0, 5.0), more=st.floats(0.1, 5.0), growth=st.floats(0.0, 1.0))
def test_more_room_to_grow_never_delivers_less(lines, shortfall_of, room, more, growth):
    tight = lines(headroom={2026: room, 2027: 0.1}, growth_share=growth, want={2028: 9.0})
    loose = lines(headroom={2026: room + more, 2027: 0.1}, growth_share=growth, want={2028: 9.0})

    assert shortfall_of(loose) <= shortfall_of(tight) + 1e-7


@FEW
@given(lead=st.floats(0.0, 2.5), sooner=st.floats(0.1, 1.0), wafers=st.floats(10, 80))
def test_a_shorter_lead_and_more_capacity_never_deliver_less(
    lines, shortfall_of, lead, sooner, wafers
):
    late = lines(lead_years=lead, wafers=wafers, growth_share=0.3)
    soon = lines(lead_years=max(0.0, lead - sooner), wafers=wafers, growth_share=0.3)
    more = lines(lead_years=lead, wafers=wafers + 5, growth_share=0.3)

    assert shortfall_of(soon) <= shortfall_of(late) + 1e-7
    assert shortfall_of(more) <= shortfall_of(late) + 1e-7


@FEW
@given(cost=st.floats(0.0, 50.0))
def test_leave_to_expand_never_costs_more(lines, cost_of, cost):
    # Two designs: one that draws on the line, and a dear one that doesn't.
    made = lines(cost=cost, life_years=5.0, want={2028: 6.0}, prices={"it_capex": 1.0})
    dear = Accelerator(it_capex=30.0, life_years=5)
    both = replace(made, accelerators={**made.accelerators, "dear": dear})

    assert cost_of(both) <= cost_of(replace(both, expansion={})) * (1 + 1e-7)
