"""Chip supply: components bind where they should, solved by hand."""

import pytest

from planner.system import Accelerator, SupplyLimit

COWOS = ("packaging", "cowos")
HBM = ("hbm", "global")


def test_the_scarcest_component_sets_how_much_is_bought(world, shortfall_of, demand):
    # Packaging allows 60 / 50 = 1.2 million units, memory 0.8 / 1 = 0.8
    # million: memory binds, and of one million wanted 20 % is missed.
    chip = Accelerator(uses={COWOS: 50.0, HBM: 1.0})
    supply = {
        COWOS: SupplyLimit(unit="thousand wafers", available={2026: 60.0}),
        HBM: SupplyLimit(unit="EB", available={2026: 0.8}),
    }

    missed = shortfall_of(
        world(accelerators={"k": chip}, supply=supply, workloads={"w": demand({2026: 1.0})})
    )

    assert missed == pytest.approx(0.2)


def test_a_year_can_not_borrow_the_next_years_wafers(world, shortfall_of, demand):
    # 50 thousand wafers a year make a million units a year. 2026 wants two
    # million and gets one; by 2027 two million stand and nothing is missed.
    chip = Accelerator(uses={COWOS: 50.0})
    supply = {COWOS: SupplyLimit(unit="thousand wafers", available={2026: 50.0, 2027: 50.0})}

    missed = shortfall_of(
        world(
            years=(2026, 2027),
            accelerators={"k": chip},
            supply=supply,
            workloads={"w": demand({2026: 2.0, 2027: 2.0})},
        )
    )

    assert missed == pytest.approx(0.5)


def test_a_generation_ships_only_the_rest_of_its_first_year(world, shortfall_of, demand):
    # Volume shipments begin in October: a quarter of 100 thousand wafers, at 50
    # a million, makes half a million units of the million wanted.
    chip = Accelerator(ship_year=2026.75, uses={COWOS: 50.0})
    supply = {COWOS: SupplyLimit(unit="thousand wafers", available={2026: 100.0})}

    missed = shortfall_of(
        world(accelerators={"k": chip}, supply=supply, workloads={"w": demand({2026: 1.0})})
    )

    assert missed == pytest.approx(0.5)


def test_a_vendor_gets_no_more_than_its_share(world, solve, demand):
    # 100 thousand wafers; a million units of either design take 50. Design a is worth
    # two H100e and would take all wafers, but its vendor gets 30 of them: 0.6 million
    # units. The other 70 make 1.4 million of b: 2 x 0.6 + 1 x 1.4 = 2.6 of 4 million.
    chips = {
        "a": Accelerator(vendor="left", h100e=2.0, uses={COWOS: 50.0}),
        "b": Accelerator(vendor="right", h100e=1.0, uses={COWOS: 50.0}),
    }
    supply = {COWOS: SupplyLimit(unit="thousand wafers", available={2026: 100.0})}

    solved = solve(
        world(
            accelerators=chips,
            supply=supply,
            vendor_share={("left", *COWOS, 2026): 0.3},
            workloads={"w": demand({2026: 4.0})},
        )
    )

    # A wafer more for the left vendor, out of the same supply, turns 0.02 million units
    # of b into as many of a: 0.02 million H100e, or 0.5 % of the target.
    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(1 - 2.6 / 4)
    dual = solved.duals("shortfall_1")["vendor_share_limit[left,packaging,cowos,2026]"]
    assert dual == pytest.approx(-0.005)


def test_a_new_generation_ships_out_of_its_vendors_share(world, shortfall_of, demand):
    # From October on, a quarter of the year: 0.25 x 40 % of 100 thousand wafers, at 50
    # a million units, is 0.2 million of the million wanted.
    chip = Accelerator(ship_year=2026.75, vendor="v", uses={COWOS: 50.0})
    supply = {COWOS: SupplyLimit(unit="thousand wafers", available={2026: 100.0})}

    missed = shortfall_of(
        world(
            accelerators={"k": chip},
            supply=supply,
            vendor_share={("v", *COWOS, 2026): 0.4},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("ship_year", "year", "share"),
    [(2026.75, 2026, 0.25), (2026.0, 2026, 1.0), (2025.5, 2026, 1.0), (2027.0, 2026, 0.0)],
)
def test_the_first_year_counts_from_the_ship_date(ship_year, year, share):
    assert Accelerator(ship_year=ship_year).ship_share(year) == pytest.approx(share)


def test_the_dual_of_a_limit_is_its_finite_difference(world, solve, demand):
    # Half of the target is missed at 50 thousand wafers; each further thousand
    # makes 0.02 million units, 1 % of the two million wanted.
    chip = Accelerator(uses={COWOS: 50.0})

    def solved(wafers):
        supply = {COWOS: SupplyLimit(unit="thousand wafers", available={2026: wafers})}
        return solve(
            world(accelerators={"k": chip}, supply=supply, workloads={"w": demand({2026: 2.0})})
        )

    dual = solved(50.0).duals("shortfall_1")["component_supply_limit[packaging,cowos,2026]"]
    difference = (
        solved(51.0).stages["shortfall_1"].solution.objective
        - solved(50.0).stages["shortfall_1"].solution.objective
    )

    assert dual == pytest.approx(-0.01)
    assert dual == pytest.approx(difference)


def test_wafers_of_two_nodes_share_the_scanners(world, solve, demand):
    # 10 million exposures. A million units of either design need 50 thousand wafers of their
    # own node, of which there are plenty: the fine one at 25 layers takes 1.25 million
    # exposures and is worth 2 H100e, 1.6 each; the coarse one at 10 layers takes 0.5 million
    # and is worth 1, 2 each. The plan buys the coarse one alone: 20 of 40 million H100e.
    euv = ("euv", "scanners")
    chips = {
        "fine": Accelerator(h100e=2.0, uses={("node", "n2"): 50.0, euv: 1.25}),
        "coarse": Accelerator(uses={("node", "n5"): 50.0, euv: 0.5}),
    }
    supply = {
        ("node", "n2"): SupplyLimit(unit="thousand wafers", available={2026: 1e4}),
        ("node", "n5"): SupplyLimit(unit="thousand wafers", available={2026: 1e4}),
        euv: SupplyLimit(unit="million exposures", available={2026: 10.0}),
    }

    solved = solve(world(accelerators=chips, supply=supply, workloads={"w": demand({2026: 40.0})}))

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.5)
    dual = solved.duals("shortfall_1")["component_supply_limit[euv,scanners,2026]"]
    assert dual == pytest.approx(-2.0 / 40)
