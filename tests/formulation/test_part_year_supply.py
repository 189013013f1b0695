"""Part-year supply: quarters and half-years by themselves, solved by hand."""

import pytest

from planner.system import Accelerator, SupplyLimit

COWOS = ("packaging", "cowos")
HBM = ("hbm", "global")


@pytest.fixture
def quarters():
    """A growing line: 10, 20, 30 and 40 thousand wafers in the quarters of 2026."""
    parts = {(2026, t): 10.0 * t for t in (1, 2, 3, 4)}
    return {COWOS: SupplyLimit(unit="thousand wafers", available={2026: 100.0}, parts=parts)}


def test_a_generation_of_the_fourth_quarter_has_the_fourth_quarters_wafers(
    world, shortfall_of, demand, quarters
):
    # It ships from October: 40 thousand wafers at 50 a million make 0.8 million of the
    # million wanted. A quarter of the year's hundred would have made half a million.
    chip = Accelerator(ship_year=2026.75, uses={COWOS: 50.0})

    missed = shortfall_of(
        world(
            accelerators={"k": chip},
            supply=quarters,
            supply_periods=4,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(0.2)


def test_a_generation_of_the_middle_of_a_quarter_has_half_of_it(
    world, shortfall_of, demand, quarters
):
    # From mid-August: half of the third quarter's 30, and all of the fourth's 40
    # thousand wafers make (15 + 40) / 50 = 1.1 of two million.
    chip = Accelerator(ship_year=2026.625, uses={COWOS: 50.0})

    missed = shortfall_of(
        world(
            accelerators={"k": chip},
            supply=quarters,
            supply_periods=4,
            workloads={"w": demand({2026: 2.0})},
        )
    )

    assert missed == pytest.approx(0.45)


def test_what_one_half_year_lacks_the_other_can_not_give(world, shortfall_of, demand):
    # Wafers for 1.0 and then 0.2 million units, memory for 0.2 and then 1.0 million: each
    # half-year makes 0.2 million, though the whole year has both for 1.2 million.
    chip = Accelerator(uses={COWOS: 50.0, HBM: 1.0})
    supply = {
        COWOS: SupplyLimit(
            unit="thousand wafers",
            available={2026: 60.0},
            parts={(2026, 1): 50.0, (2026, 2): 10.0},
        ),
        HBM: SupplyLimit(unit="EB", available={2026: 1.2}, parts={(2026, 1): 0.2, (2026, 2): 1.0}),
    }
    made = {"accelerators": {"k": chip}, "supply": supply, "workloads": {"w": demand({2026: 1.0})}}

    assert shortfall_of(world(**made, supply_periods=2)) == pytest.approx(0.6)
    assert shortfall_of(world(**made)) == pytest.approx(0.0, abs=1e-9)


def test_a_vendors_share_holds_in_each_part(world, solve, demand, quarters):
    # The vendor gets half of each quarter, and its part ships in the fourth alone: half of
    # 40 thousand wafers, 0.4 of a million units; one more wafer there is 0.02 of them.
    chip = Accelerator(ship_year=2026.75, vendor="v", uses={COWOS: 50.0})

    solved = solve(
        world(
            accelerators={"k": chip},
            supply=quarters,
            supply_periods=4,
            vendor_share={("v", *COWOS, 2026): 0.5},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.6)
    dual = solved.duals("shortfall_1")["part_year_vendor_share_limit[v,packaging,cowos,2026,4]"]
    assert dual == pytest.approx(-0.02)


def test_accelerators_without_components_need_no_shipments(world, shortfall_of, demand):
    made = world(supply_periods=2, workloads={"w": demand({2026: 1.0})})

    assert shortfall_of(made) == pytest.approx(0.0, abs=1e-9)
