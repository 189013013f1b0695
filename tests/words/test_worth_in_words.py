"""Sentences of bottlenecks from worths written down by hand: gains, losses, money, degeneracy."""

import numpy as np
import pytest

from planner.analysis.bottleneck_words import sentence, table
from planner.analysis.ranges import Bottleneck
from planner.formulation.limits import Cell, Lever, Step
from planner.lp.parametric import LinearPiece
from planner.results.worth import Derivatives, Worth, gain_unit, gain_words, worth_column

TARGETS = {"shortfall_1": "run", "shortfall_2": "rest"}
FLOORS = {"shortfall_1": 1e-8, "shortfall_2": 1e-8, "compute": 1e-8, "cost": 1e-8}


def bottleneck(*worths, size=1.0, unit="GW", carbon=None, **cell):
    """A limit of 100 units, of which a step is one: a percent, too."""
    words = f"{'each GW' if size == 1 else f'{size:g} GW'} more of room"
    step = Step(words, size, unit, 0.01)
    limit = Cell(table="sites", key=("s",), column="max_facility_gw", what="room", value=100.0,
                 unit=unit, step=step, **cell)  # fmt: skip
    return Bottleneck(Lever(limit, "site_size_limit", {}), (2027, 2028), worths, FLOORS,
                      carbon or {})  # fmt: skip


def worth(stage, dual, more=None, less=None, *, reach=3.0, ends=True):
    """A worth by its dual, and by what planning again a step up and a step down said."""
    pieces = [None if s is None else LinearPiece(s, reach, ends) for s in (more, less)]
    return Worth(stage, dual, *pieces)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (bottleneck(worth("cost", 0.25)), "each GW more of room is worth $250M, at the margin"),
        (bottleneck(worth("cost", -0.25)), "each GW more of room costs $250M more, at the margin"),
        (
            bottleneck(worth("shortfall_1", 0.0123, 0.0123), worth("cost", -2.0, -2.0)),
            "each GW more of room delivers 1.230% of a year's target of run and costs $2B more, "
            "up to 3 GW",
        ),
        (
            bottleneck(
                worth("shortfall_1", 0.5, 0.5, ends=False), worth("shortfall_2", -0.1, -0.1),
                size=2.0,
            ),
            "2 GW more of room deliver 50.000% of a year's target of run and take away 10.000% of "
            "a year's target of rest, for 6 GW and maybe more",
        ),
        (
            bottleneck(worth("cost", 1.5e-6, 1.5e-6, reach=1500.0, ends=False)),
            "each GW more of room is worth $1.5k, for 1,500 GW and maybe more",
        ),
        (
            bottleneck(worth("compute", 0.75)),
            "each GW more of room delivers 0.75 million H100e-years of compute, at the margin",
        ),
        (bottleneck(worth("cost", 0.0)), "each GW more of room brings nothing alone"),
        (
            bottleneck(worth("cost", 0.25), carbon={2027: 12.3456, 2028: 1234.5}),
            "each GW more of room is worth $250M, at the margin. That is a price of carbon, USD a "
            "t in money of the year, of 12.35 in 2027, 1,234 in 2028",
        ),
        (
            bottleneck(worth("cost", 0.3, 0.2, 0.4)),
            "each GW more of room is worth $200M, up to 3 GW. Degenerate: several duals fit; the "
            "plan's tables say $300M, one more brings $200M, one less takes $400M",
        ),
        (
            bottleneck(worth("cost", -0.3, -0.2)),
            "each GW more of room costs $200M more, up to 3 GW. Degenerate: several duals fit; "
            "the plan's tables say -$300M, one more brings -$200M",
        ),
        (
            bottleneck(worth("shortfall_1", 0.02, 0.0, 0.05)),
            "each GW more of room brings nothing alone. Degenerate: several duals fit; the plan's "
            "tables say 2.000% of a year's target, one more brings 0.000% of a year's target, one "
            "less takes 5.000% of a year's target",
        ),
        (
            bottleneck(worth("compute", 0.75, 0.5)),
            "each GW more of room delivers 0.5 million H100e-years of compute, up to 3 GW. "
            "Degenerate: several duals fit; the plan's tables say 0.75 million H100e-years, one "
            "more brings 0.5 million H100e-years",
        ),
    ],
)  # fmt: skip
def test_a_worth_is_said(one, said):
    assert sentence(one, TARGETS) == said


def test_slopes_that_differ_by_rounding_are_one():
    # A ten-thousandth of the larger is the most that two slopes of one piece differ by.
    assert not worth("cost", 1.0, 1.00009).degenerate(0.0)
    assert worth("cost", 1.0, 1.00011).degenerate(0.0)
    assert not worth("cost", 1.0, 1.5).degenerate(0.6)
    assert worth("cost", 1.0, 1.0, 1.5).degenerate(0.4)


def test_the_table_has_each_worth_with_its_unit():
    one = bottleneck(worth("shortfall_1", 0.0), worth("cost", 0.3, 0.2, 0.4), year=2027)

    (row,) = table([one], TARGETS).to_dict("records")

    # A percent of 100 GW is one step of a GW.
    told = {
        name: row[name] for name in ("year", "years", "rank", "limit", "size", "unit", "stage")
    }
    assert told == {
        "year": 2027, "years": "2027-2028", "rank": 1, "limit": "site_size_limit", "size": 1.0,
        "unit": "GW", "stage": "cost",
    }  # fmt: skip
    assert (row["worth"], row["worth_unit"]) == (0.2, "billion USD")
    assert row["worth_of_a_percent"] == pytest.approx(0.2)
    assert (row["holds_up_to"], row["bends"]) == (3.0, True)
    assert (row["worth_of_less"], row["holds_down_to"], row["dual"]) == (0.4, 3.0, 0.3)
    assert row["degenerate"]


def test_what_weighs_holds_at_the_margin_only():
    one = bottleneck(worth("cost", 0.2, 0.2, 0.2), weighs=True)

    (row,) = table([one], TARGETS).to_dict("records")

    assert sentence(one, TARGETS) == "each GW more of room is worth $200M, at the margin"
    assert row["holds_up_to"] is None
    assert row["bends"] is None
    assert row["holds_down_to"] is None


def test_units_of_stages():
    assert gain_unit("cost") == "busd"
    assert gain_words("cost") == "billion USD"
    assert gain_unit("compute") == "million_h100e_years"
    assert gain_words("compute") == "million H100e-years"
    assert gain_unit("shortfall_2") == "years_of_target"
    assert gain_words("shortfall_2") == "years of target"
    assert worth_column("cost") == "worth_cost_busd_per_unit"


def test_the_chain_rule_over_three_stages():
    # One row, and the rows that hold the first optimum, then the first two. By itself the row
    # moves the optima by 2, 3 and 5; the second stage's price of the first is 7, the third's of
    # the first two are 11 and 13. All planned again: 2, 3 + 7 * 2 = 17, and
    # 5 + 11 * 2 + 13 * 17 = 248. A lower bound gives way by falling: all of it with another sign.
    class Program:
        row_names = ("upper", "lower")
        row_upper = np.array([1.0, np.inf])

    duals = {
        "shortfall_1": np.array([2.0, 2.0]),
        "shortfall_2": np.array([3.0, 3.0, 7.0]),
        "cost": np.array([5.0, 5.0, 11.0, 13.0]),
    }
    found = Derivatives.of_duals(Program, duals)

    assert found.along({"upper": 1.0}) == {"shortfall_1": 2.0, "shortfall_2": 17.0, "cost": 248.0}
    assert found.along({"lower": 0.5}) == {
        "shortfall_1": -1.0,
        "shortfall_2": -8.5,
        "cost": -124.0,
    }
    assert found.along({"upper": 1.0, "lower": 1.0, "no row": 9.0})["cost"] == 0.0
    assert found.along_alone("cost", {"upper": 2.0}) == 10.0
