"""Goods that are sent to sites, solved by hand."""

import pytest

from planner.system import Accelerator, Good, Site

SITES = {"north": Site(region="r"), "south": Site(region="r")}


def test_what_is_near_is_sent_until_it_is_used_up(world, solve):
    # North needs 2 and south 3. The mill sends 3 at a price of 1, for 1 to the
    # north and 2 to the south; the port has enough at 2, for 3 and 2. To the
    # north the mill saves 3 a unit, to the south 1, so north gets 2 of the
    # mill, south 1 of it and 2 of the port: 2 * 2 + 1 * 3 + 2 * 4.
    steel = Good(
        supply={("mill", 2026): 3.0, ("port", 2026): 9.0},
        price={("mill", 2026): 1.0, ("port", 2026): 2.0},
        demand={("north", 2026): 2.0, ("south", 2026): 3.0},
        freight={
            ("mill", "north"): 1.0, ("mill", "south"): 2.0,
            ("port", "north"): 3.0, ("port", "south"): 2.0,
        },
    )  # fmt: skip

    solved = solve(world(sites=SITES, goods={"steel": steel}))

    assert solved.stages["cost"].solution.objective == pytest.approx(15.0)
    # One more unit of the mill goes to the south, in the place of the port's: 4 - 3.
    duals = solved.duals("cost")
    assert duals["goods_supply_limit[steel,mill,2026]"] == pytest.approx(-1.0)


def test_accelerators_are_sent_to_where_they_are_bought(world, solve, demand):
    # A million units are wanted; the fab can send 400 thousand to the north at
    # 1 a thousand, and to the south as many as are left at 3: 400 + 3 * 600.
    chips = Good(
        supply={("fab", 2026): 1000.0},
        freight={("fab", "north"): 1e-3, ("fab", "south"): 3e-3},
    )
    small = Site(region="r", max_facility_gw=0.4)

    solved = solve(
        world(
            sites={**SITES, "north": small},
            accelerators={"k": Accelerator()},
            goods={"k": chips},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert solved.stages["cost"].solution.objective == pytest.approx(0.4 + 1.8)


def test_a_site_without_freight_gets_no_accelerators(world, shortfall_of, demand):
    chips = Good(supply={("fab", 2026): 1000.0}, freight={("fab", "elsewhere"): 1e-3})

    missed = shortfall_of(world(goods={"k": chips}, workloads={"w": demand({2026: 1.0})}))

    assert missed == pytest.approx(1.0)
