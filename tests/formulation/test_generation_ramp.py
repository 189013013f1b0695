"""Ramps and declines: how much of its vendor's lines a generation has, solved by hand."""

from dataclasses import replace

import pytest

from planner.system import Accelerator, Ramp, SupplyLimit

COWOS = ("packaging", "cowos")
RISE = {"packaging": (0.1, 0.3, 0.6, 0.8)}
LEAVE = {"packaging": (0.8, 0.4, 0.1, 0.0)}


def supply(wafers=100.0, years=(2026, 2027)):
    return {
        COWOS: SupplyLimit(
            unit="thousand wafers",
            available=dict.fromkeys(years, wafers),
            parts={(y, t): wafers / 4 for y in years for t in (1, 2, 3, 4)},
        )
    }


def new(begins=2026.0, **changes):
    """A chip that takes 50 thousand wafers a million units."""
    return Accelerator(ship_year=begins, vendor="v", uses={COWOS: 50.0}, **changes)


def ramp(*chips, begins=2026.0, **changes):
    told = {"shares": RISE, "dated_by": chips[0], **changes}
    return Ramp(chips=chips, vendor="v", begins=begins, **told)


def test_a_generation_has_the_mean_of_its_quarters(world, solve, demand):
    # Four quarters of 10, 30, 60 and 80 %: 45 % of the year. Of 100 thousand wafers, of which
    # the vendor gets 40: 0.45 x 40 = 18, or 0.36 million units of the million wanted.
    asked = world(
        accelerators={"k": new()},
        supply=supply(),
        vendor_share={("v", *COWOS, 2026): 0.4},
        ramps={("ramp", "k"): ramp("k")},
        workloads={"w": demand({2026: 1.0})},
    )
    solved = solve(asked)

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(1 - 0.36)
    # One thousand wafers more of its lines make 0.02 million units of the million wanted.
    dual = solved.duals("shortfall_1")["generation_ramp_limit[k,packaging,cowos,2026]"]
    assert dual == pytest.approx(-0.02)


def test_a_year_averages_over_the_part_in_which_it_ships(world, shortfall_of, demand):
    # From July on: half a year without a unit, then quarters of 10 and 30 %, a mean of 10 %.
    # In 2027 quarters of 60 and 80 %, then all: 85 %. 10 + 85 thousand wafers make 1.9 million.
    # Wanted are one million in 2026 and three in 2027: missed are 1 - 0.2 and 1 - 1.9 / 3.
    missed = shortfall_of(
        world(
            years=(2026, 2027),
            accelerators={"k": new(2026.5)},
            supply=supply(),
            ramps={("ramp", "k"): ramp("k", begins=2026.5)},
            workloads={"w": demand({2026: 1.0, 2027: 3.0})},
        )
    )

    assert missed == pytest.approx(0.8 + 1 - 1.9 / 3)


def test_quarters_of_supply_have_the_share_of_their_own_quarter(world, shortfall_of, demand):
    # 25 thousand wafers a quarter, at 10, 30, 60 and 80 %: 45 thousand, or 0.9 million units.
    # Were they whole years, the same: but in the first quarter no more than 2.5 thousand ship.
    asked = world(
        accelerators={"k": new()},
        supply=supply(),
        supply_periods=4,
        ramps={("ramp", "k"): ramp("k")},
        workloads={"w": demand({2026: 1.0})},
    )
    assert shortfall_of(asked) == pytest.approx(0.1)

    parts = {(2026, 1): 100.0, (2026, 2): 0.0, (2026, 3): 0.0, (2026, 4): 0.0}
    only_first = {COWOS: replace(supply()[COWOS], parts=parts)}
    assert shortfall_of(replace(asked, supply=only_first)) == pytest.approx(0.8)


def test_boards_and_racks_of_one_generation_ramp_together(world, shortfall_of, demand):
    # Two forms of one generation share its 45 % of 100 thousand wafers: 0.9 million units.
    missed = shortfall_of(
        world(
            accelerators={"board": new(), "rack": new(2026.0)},
            supply=supply(),
            ramps={("ramp", "board"): ramp("board", "rack")},
            workloads={"w": demand({2026: 2.0})},
        )
    )

    assert missed == pytest.approx(1 - 0.9 / 2)


def test_what_a_generation_replaces_leaves_the_lines(world, solve, demand):
    # The old chip is worth as much and costs nothing, the new one a billion a million. Of 100
    # thousand wafers the old one keeps a mean of (80 + 40 + 10 + 0) / 4 = 32.5 %, 0.65 million
    # units; the other 0.35 million of the million wanted are new, for 0.35 billion.
    def asked(first):
        leave = {"packaging": (first, *LEAVE["packaging"][1:])}
        decline = ramp("old", dated_by="new", phase="decline", shares=leave)
        return world(
            accelerators={"old": new(2020.0), "new": new(it_capex=1.0, life_years=1.0)},
            supply=supply(),
            ramps={("decline", "new"): decline},
            workloads={"w": demand({2026: 1.0})},
            discount_timing="start",
        )

    cost = solve(asked(0.8)).stages["cost"].solution.objective
    assert cost == pytest.approx(0.35)
    # One percentage point more of the first quarter is a quarter of it over the year: 0.25
    # thousand wafers, 0.005 million units that cost nothing.
    assert solve(asked(0.81)).stages["cost"].solution.objective - cost == pytest.approx(-0.005)


def test_its_price_is_its_finite_difference(world, solve, demand):
    # The new chip costs nothing, the old one a billion a million. A ramp of 45 % of 100 thousand
    # wafers makes 0.9 million of the 1.5 wanted; 0.6 million are old, for 0.6 billion. One
    # thousand wafers more for the new one save 0.02 billion.
    def asked(fourth):
        rise = {"packaging": (*RISE["packaging"][:3], fourth)}
        return world(
            accelerators={"old": new(2020.0, it_capex=1.0, life_years=1.0), "new": new()},
            supply=supply(),
            ramps={("ramp", "new"): ramp("new", shares=rise)},
            workloads={"w": demand({2026: 1.5})},
            discount_timing="start",
        )

    solved, more = solve(asked(0.8)), solve(asked(0.84))
    dual = solved.duals("cost")["generation_ramp_limit[new,packaging,cowos,2026]"]
    saved = more.stages["cost"].solution.objective - solved.stages["cost"].solution.objective

    assert solved.stages["cost"].solution.objective == pytest.approx(0.6)
    assert dual == pytest.approx(-0.02)
    assert saved == pytest.approx(dual * 1.0)  # 4 % of a quarter is 1 % of the year's 100


@pytest.mark.parametrize(
    ("phase", "begins", "year", "share", "sooner"),
    [
        ("ramp", 2027.0, 2026, 0.0, 0.1),  # not yet; sooner, the first quarter enters the year
        ("ramp", 2026.75, 2026, 0.025, 0.3),
        ("ramp", 2026.0, 2026, 0.45, 0.9),  # the first quarter leaves, the time after enters
        ("ramp", 2025.5, 2026, 0.85, 0.4),
        ("ramp", 2025.0, 2026, 1.0, 0.0),
        ("decline", 2027.0, 2026, 1.0, -0.2),
        ("decline", 2026.75, 2026, 0.95, -0.6),
        ("decline", 2026.0, 2026, 0.325, -0.8),
        ("decline", 2025.5, 2026, 0.025, -0.1),
        ("decline", 2020.0, 2026, 0.0, 0.0),
    ],
)
def test_the_mean_share_of_a_year(phase, begins, year, share, sooner):
    of = ramp("k", begins=begins, phase=phase, shares=RISE if phase == "ramp" else LEAVE)

    assert of.share("packaging", year) == pytest.approx(share)
    assert of.sooner("packaging", year) == pytest.approx(sooner)
    # A hundredth of a year sooner, within a quarter, moves it by a hundredth of that.
    soon = replace(of, begins=begins - 0.01).share("packaging", year)
    assert soon - share == pytest.approx(0.01 * sooner)
