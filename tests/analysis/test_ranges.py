"""Worths a step and a percent of a limit, where a step is no percent."""

from types import SimpleNamespace

import numpy as np
import pytest

from planner.analysis.bottleneck_words import table
from planner.analysis.ranges import Bottleneck, _carbon, duals_of
from planner.formulation.limits import Cell, Lever, Step
from planner.lp.parametric import LinearPiece
from planner.results.worth import Derivatives, Worth
from planner.system import World

FLOORS = {"shortfall_1": 1e-3, "cost": 0.01}


def bottleneck(*worths, share=0.05, **cell):
    """A limit of 40 units, of which a step is two: a percent is a fifth of a step."""
    limit = Cell(table="t", key=("s",), column="c", what="room", value=40.0, unit="GW",
                 step=Step("2 GW more of room", 2.0, "GW", share), **cell)  # fmt: skip
    return Bottleneck(Lever(limit, "l", {}), (2027,), worths, FLOORS)


def test_a_percent_is_so_many_steps():
    assert bottleneck().percent == pytest.approx(0.2)
    assert bottleneck(share=0.0025).percent == pytest.approx(4.0)


def test_limits_are_ranked_by_what_a_percent_of_them_brings():
    # Of a target a percent is worth 0.1, and 0.4 of the cost: the larger are first.
    one = bottleneck(Worth("shortfall_1", 0.5), Worth("cost", 2.0))

    assert one.rank == pytest.approx((-0.1, -0.4))
    # What was solved again counts before the dual.
    again = bottleneck(Worth("cost", 2.0, LinearPiece(1.0, 3.0, True)))
    assert again.rank == pytest.approx((-0.2,))


@pytest.mark.parametrize(
    ("slope", "told"),
    # A fifth of 0.05 is the floor of 0.01.
    [(0.0501, 0.0501), (0.0499, 0.0), (-0.0501, -0.0501), (-0.0499, 0.0)],
)
def test_a_worth_of_which_a_percent_is_rounding_is_none(slope, told):
    worth = Worth("cost", slope)
    one = bottleneck(worth)

    assert one.clean(worth, slope) == told
    assert one.has_effect(worth) == bool(told)
    assert one.rank == pytest.approx((-told * 0.2,))
    assert len(table([one], {})) == bool(told)


def test_a_worth_in_one_direction_is_an_effect():
    less = Worth("cost", 0.0, LinearPiece(0.0, 1.0, True), LinearPiece(0.3, 2.0, False))
    one = bottleneck(less)

    assert one.has_effect(less)
    assert one.degenerate(less)
    (row,) = table([one], {}).to_dict("records")
    assert (row["worth"], row["worth_of_a_percent"], row["worth_of_less"]) == (0.0, 0.0, 0.3)
    assert (row["holds_up_to"], row["bends"], row["holds_down_to"]) == (1.0, True, 2.0)
    assert (row["size"], row["value"], row["table"], row["column"]) == (2.0, 40.0, "t", "c")


def test_slopes_that_differ_by_less_than_the_floor_are_one():
    # The floor is a percent's: five times as much a step.
    def found(more):
        worth = Worth("cost", 1.0, LinearPiece(more, 1.0, True))
        return bottleneck(worth).degenerate(worth)

    assert [found(1.049), found(1.051), found(0.951), found(0.949)] == [False, True, False, True]


def test_a_percent_in_the_table_is_no_step():
    rows = table(
        [bottleneck(Worth("cost", 2.0)), bottleneck(Worth("shortfall_1", 0.5))],
        {"shortfall_1": "run"},
    )

    assert rows["rank"].tolist() == [1, 2]
    assert rows["worth_of_a_percent"].tolist() == pytest.approx([0.4, 0.1])
    assert rows["holds_up_to"].isna().all()


def test_a_tonne_of_carbon_has_the_price_of_each_year_that_is_capped():
    # A Mt that is allowed saves 0.05 and 0.04 billion USD at present, 50 USD in each year.
    derivatives = Derivatives(
        place={"a": 0, "b": 1}, partial={"cost": np.array([-0.04, -0.05])},
        total={"cost": np.array([9.0, 9.0])},
    )  # fmt: skip
    world = World(years=(2026, 2027), discount_rate=0.25, discount_timing="start")
    formulation = SimpleNamespace(model=SimpleNamespace(world=world))
    cell = Cell(table="t", key=("s",), column="c", what="cap", value=1.0, unit="Mt")
    years = {"a": 2027, "b": 2026}

    capped = _carbon(
        formulation, Lever(cell, "emissions_cap_limit", {"a": 2.0, "b": 1.0}), years, derivatives
    )

    assert list(capped) == [2026, 2027]
    assert capped == pytest.approx({2026: 50.0, 2027: 50.0})
    assert _carbon(formulation, Lever(cell, "other", {"a": 1.0}), years, derivatives) == {}


def test_duals_are_those_that_are_known_or_of_the_solver_here():
    again = SimpleNamespace(
        stages=[SimpleNamespace(name="shortfall_1"), SimpleNamespace(name="cost")],
        base=[
            SimpleNamespace(duals=np.array([1.0, 2.0]), held=np.array([])),
            SimpleNamespace(duals=np.array([3.0, 4.0]), held=np.array([5.0])),
        ],
    )

    own = duals_of(again)
    assert [list(own["shortfall_1"]), list(own["cost"])] == [[1.0, 2.0], [3.0, 4.0, 5.0]]
    told = duals_of(again, {"cost": np.array([7.0]), "shortfall_1": None})
    assert [list(told["shortfall_1"]), list(told["cost"])] == [[1.0, 2.0], [7.0]]
