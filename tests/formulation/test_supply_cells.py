"""Cells behind the supply of chips: what one more of each does to a row."""

from dataclasses import replace

import pytest

from planner.formulation.limits import ANY
from planner.formulation.supply_cells import (
    debut_effect,
    headroom_effects,
    supply_effects,
    vendor_effect,
)
from planner.system import Expansion, SupplyLimit

COWOS = ("packaging", "cowos")


def effects(found):
    """The year of each row to what it does."""
    return {cell.key[-1]: amount for cell, amount in found}


def limited(world, periods=1, **changes):
    limit = SupplyLimit(unit="thousand wafers", **changes)
    return world(supply={COWOS: limit}, supply_periods=periods)


def test_what_ships_rests_on_the_rows_that_it_was_made_by(world):
    # Of 12 that ship in 2027 a third was made in 2026. Half a year has its own.
    rows = {(2027, 1, 2026): 4.0, (2027, 1, 2027): 8.0, (2027, 2, 2027): 5.0}
    known = limited(world, available={2027: 12.0}, stated=rows)

    cells = list(supply_effects(known, *COWOS, 2027))
    assert effects(cells) == {2026: 4.0, 2027: 8.0}
    # The value of a cell is all that is made by it, whenever it ships.
    assert [cell.value for cell, _ in cells] == [4.0, 13.0]
    half = supply_effects(known, *COWOS, 2027, 2, share=0.5)
    assert effects(half) == {2027: 2.5}


def test_without_rows_a_year_and_a_part_of_it_have_their_own_supply(world):
    # 8 thousand wafers in 2026, 3 of them in its first half.
    whole = limited(world, available={2026: 8.0})
    halves = limited(world, 2, available={2026: 8.0}, parts={(2026, 1): 3.0, (2026, 2): 5.0})

    assert effects(supply_effects(whole, *COWOS, 2026)) == {2026: 8.0}
    assert effects(supply_effects(halves, *COWOS, 2026, 1)) == {2026: 3.0}
    assert effects(supply_effects(halves, *COWOS, 2026, 2)) == {2026: 5.0}


def test_room_for_lines_rests_on_what_is_announced(world):
    # 10 steps stand by the table's last row, of 2026, and grow by a tenth a year: 11 in 2027.
    # Each of them leaves room for 0.5 more in 2028; of 2025 nothing is stated.
    limit = SupplyLimit(
        unit="thousand wafers",
        available={2028: 1.0},
        stated={(2028, 1, 2026): 1.0},
        row_steps={2026: 10.0},
        growth=0.1,
    )
    gains = {(2028, 2027): 0.5, (2028, 2026): -0.2, (2028, 2025): 0.3, (2027, 2026): 9.0}
    grown = world(supply={COWOS: limit}, expansion={COWOS: Expansion(headroom_gain=gains)})

    found = [(cell.key[-1], amount) for cell, amount in headroom_effects(grown, *COWOS, 2028)]
    assert found == [
        (2026, pytest.approx(0.5 * 11)),
        (2026, pytest.approx(-0.2 * 10)),
    ]


def test_a_share_can_grow_to_all_of_the_supply(world):
    # A quarter may become all, by three times more of itself; a point is a 25th of it.
    shared = world(vendor_share={("v", *COWOS, 2026): 0.25, ("w", *COWOS, 2026): 0.0})

    ((cell, amount),) = vendor_effect(shared, "v", *COWOS, 2026, 7.0)
    assert (cell.value, cell.most, cell.step.share, amount) == (0.25, 3.0, 0.04, 7.0)
    assert list(vendor_effect(shared, "w", *COWOS, 2026, 7.0)) == []
    assert list(vendor_effect(shared, "none", *COWOS, 2026, 7.0)) == []


@pytest.mark.parametrize(
    ("ships", "part", "sooner"),
    [(2026.75, 1, 0.75), (2026.75, 3, 0.25), (2026.75, 4, 0.0), (2025.75, 1, 0.0)],
)
def test_a_ship_date_comes_sooner_by_no_more_than_its_part_of_the_year(world, ships, part, sooner):
    # From the beginning of a quarter on the generation ships in all of it.
    ((cell, amount),) = debut_effect("k", ships, 2026, 2.0, 4, part)
    assert (cell.most, amount) == (pytest.approx(sooner), 8.0)
    assert f"before October {int(ships)}" in cell.step.words
    assert cell.step.share == pytest.approx(1 / 12)


@pytest.mark.parametrize(
    ("kind", "key", "size"),
    [
        ("node", ("p", 2026), "1,000 more p wafers a month"),
        ("packaging", ("p", ANY, 2026), "1,000 more p packaging wafers a month"),
        ("hbm", ("p", 2026), "1 EB more p memory a year"),
        ("euv", (2026,), "1 more EUV scanner"),
    ],
)
def test_a_step_of_a_row_is_said_with_its_size(world, kind, key, size):
    # The row states 8 steps, so one is an eighth of it. The last row stands for later years.
    of_rows = {(2026, 1, 2026): 3.0, (2027, 1, 2026): 1.0}
    one = SupplyLimit(
        unit="u", available={2026: 3.0, 2027: 1.0}, stated=of_rows, row_steps={2026: 8.0}
    )
    first = world(supply={(kind, "p"): one})
    last = world(supply={(kind, "p"): replace(one, gain={(2027, 1, 2027): 1.0})})

    ((cell, _),) = supply_effects(first, kind, "p", 2026)
    ((onwards, _),) = supply_effects(last, kind, "p", 2026)

    assert (cell.key, cell.year, cell.value, cell.onwards) == (key, 2026, 4.0, False)
    assert (cell.step.words, cell.step.share) == (f"{size} made in 2026", 0.125)
    assert cell.step.words.startswith(f"{cell.step.size:,.0f} ")
    assert (onwards.step.words, onwards.onwards) == (f"{size} made in 2026 on", True)
