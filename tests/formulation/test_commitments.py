"""What is known is given: floors that cost and ceilings that bind, solved by hand."""

import pytest

from planner.system import Accelerator, Commitment, Site, SupplyLimit

COWOS = ("packaging", "cowos")


def given(amount, *chips):
    return Commitment(amount=amount, chips=chips)


def test_a_campus_under_construction_is_built_and_paid(world, solve, demand):
    # Half a GW is wanted and half stands; 2 GW are under construction, at a billion a GW: 1.5.
    # One GW less committed saves a billion; what is given may stand empty.
    def asked(gw):
        site = Site(region="r", existing_power={"grid": 0.5}, max_facility_gw=5.0)
        return world(
            sites={"s": site},
            shell_capex=1.0,
            shell_life_years=1.0,
            discount_timing="start",
            site_commitments={("floor", "s", 2026): given(gw)},
            workloads={"w": demand({2026: 0.5})},
        )

    solved, less = solve(asked(2.0)), solve(asked(1.9))

    cost = solved.stages["cost"].solution.objective
    assert cost == pytest.approx(1.5)
    dual = solved.duals("cost")["site_commitment_requirement[s,2026]"]
    assert dual == pytest.approx(1.0)
    assert less.stages["cost"].solution.objective - cost == pytest.approx(-0.1 * dual)


def test_a_commitment_holds_from_its_year_on(world, cost_of, demand):
    # 1 GW by the end of 2026 and 3 by that of 2027: 2027 adds two, each paid in its own year.
    asked = world(
        years=(2026, 2027),
        sites={"s": Site(region="r", max_facility_gw=5.0)},
        shell_capex=1.0,
        shell_life_years=1.0,
        discount_timing="start",
        site_commitments={
            ("floor", "s", 2026): given(1.0),
            ("ceiling", "s", 2026): given(1.0),
            ("floor", "s", 2027): given(3.0),
        },
        workloads={"w": demand({2026: 0.5, 2027: 1.0})},
    )

    assert cost_of(asked) == pytest.approx(3.0)


def test_no_more_stands_than_is_known(world, solve, demand):
    # One GW is wanted, and by the year's end 0.4 can stand: 0.6 million of a million is missed.
    def asked(gw):
        return world(
            sites={"s": Site(region="r", max_facility_gw=5.0)},
            site_commitments={("ceiling", "s", 2026): given(gw)},
            workloads={"w": demand({2026: 1.0})},
        )

    solved, more = solve(asked(0.4)), solve(asked(0.5))

    missed = solved.stages["shortfall_1"].solution.objective
    assert missed == pytest.approx(0.6)
    dual = solved.duals("shortfall_1")["site_commitment_limit[s,2026]"]
    assert dual == pytest.approx(-1.0)
    assert more.stages["shortfall_1"].solution.objective - missed == pytest.approx(0.1 * dual)


def test_what_is_counted_is_bought_whether_it_is_wanted_or_not(world, solve, demand):
    # A million cost a billion. 0.2 million are wanted, 0.7 were counted of both forms together.
    def asked(million):
        chip = Accelerator(it_capex=1.0, life_years=1.0)
        return world(
            accelerators={"board": chip, "rack": chip},
            discount_timing="start",
            accelerator_commitments={("floor", "f", 2026, 1): given(million, "board", "rack")},
            workloads={"w": demand({2026: 0.2})},
        )

    solved, less = solve(asked(0.7)), solve(asked(0.6))

    cost = solved.stages["cost"].solution.objective
    assert cost == pytest.approx(0.7)
    dual = solved.duals("cost")["shipment_commitment_requirement[f,2026]"]
    assert dual == pytest.approx(1.0)
    assert less.stages["cost"].solution.objective - cost == pytest.approx(-0.1 * dual)


def test_no_more_is_bought_than_was_counted(world, solve, demand):
    # One million wanted, 0.4 counted of the only chip: 0.6 missed, by a million for each million.
    def asked(million):
        return world(
            accelerator_commitments={("ceiling", "f", 2026, 1): given(million, "k")},
            workloads={"w": demand({2026: 1.0})},
        )

    solved, more = solve(asked(0.4)), solve(asked(0.5))

    missed = solved.stages["shortfall_1"].solution.objective
    assert missed == pytest.approx(0.6)
    dual = solved.duals("shortfall_1")["shipment_commitment_limit[f,2026]"]
    assert dual == pytest.approx(-1.0)
    assert more.stages["shortfall_1"].solution.objective - missed == pytest.approx(0.1 * dual)


def test_a_half_year_that_is_counted_leaves_the_other_free(world, shortfall_of, demand):
    # 25 thousand wafers a half, at 50 a million: half a million each. The first half counted 0.1
    # million; the second makes what it can, 0.5: of a million 0.4 are missed.
    parts = {(2026, 1): 25.0, (2026, 2): 25.0}
    supply = {
        COWOS: SupplyLimit(unit="thousand wafers", available={2026: 50.0}, parts=parts),
    }
    missed = shortfall_of(
        world(
            accelerators={"k": Accelerator(uses={COWOS: 50.0})},
            supply=supply,
            supply_periods=2,
            accelerator_commitments={("ceiling", "f", 2026, 1): given(0.1, "k")},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(0.4)
