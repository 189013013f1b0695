"""Worths of limits: derivatives along rows, slopes that differ, and what is rounding."""

from types import SimpleNamespace

import numpy as np
import pytest

from planner.lp.parametric import LinearPiece
from planner.results.worth import (
    Derivatives,
    Worth,
    dust,
    gain_unit,
    gain_words,
    in_its_column,
    percent_column,
    ranked_by,
    worth_column,
)

PROGRAMME = SimpleNamespace(
    row_names=["cap", "floor", "both"], row_upper=np.array([1.0, np.inf, 2.0])
)


def test_a_row_gives_way_upwards_from_above_and_downwards_from_below():
    # Duals of -2 and 3: a cap that rises by 1 saves 2, and a floor that falls by 1 saves 3.
    found = Derivatives.of_duals(PROGRAMME, {"cost": np.array([-2.0, 3.0, -5.0])})

    assert found.along({"cap": 1.0}) == {"cost": -2.0}
    assert found.along({"floor": 1.0}) == {"cost": -3.0}
    # Half of the one and a quarter of the other; a row that is not there does nothing.
    assert found.along({"cap": 0.5, "floor": 0.25, "none": 9.0}) == {"cost": -1.75}
    assert found.along_alone("cost", {"both": 2.0}) == -10.0


def test_what_an_earlier_optimum_gains_moves_the_later_ones():
    # A cap brings 0.5 of the target. Held at that, the target costs 4 each: 0.5 less of it is
    # 2 saved beside the 1 of the cap itself, which is all while it stays as it is.
    first, second = np.array([-0.5, 0.0, 0.0]), np.array([-1.0, 0.0, 0.0, -4.0])

    found = Derivatives.of_duals(PROGRAMME, {"target": first, "cost": second})

    assert found.along({"cap": 1.0}) == pytest.approx({"target": -0.5, "cost": 1.0})
    assert found.along_alone("cost", {"cap": 1.0}) == pytest.approx(-1.0)


def test_a_stage_without_a_basis_has_no_worth():
    found = Derivatives.of_duals(PROGRAMME, {"target": np.array([-0.5, 0, 0]), "cost": None})

    assert found.along({"cap": 2.0})["target"] == -1.0
    assert np.isnan(found.along({"cap": 1.0})["cost"])
    assert np.isnan(found.along_alone("cost", {"cap": 1.0}))


def piece(slope):
    return LinearPiece(slope, 1.0, True)


@pytest.mark.parametrize(
    ("worth", "best", "degenerate"),
    [
        (Worth("cost", 2.0), 2.0, False),
        (Worth("cost", 2.0, piece(1.5), piece(2.5)), 1.5, True),
        (Worth("cost", 2.0, piece(0.0), piece(2.0)), 0.0, True),
        # A ten-thousandth of the larger is the same, and so is what is dust.
        (Worth("cost", 2.0, piece(2.0), piece(2.00019)), 2.0, False),
        (Worth("cost", 2.0, piece(2.0), piece(2.00021)), 2.0, True),
        (Worth("cost", 2.0, piece(2.0), piece(1.9997)), 2.0, True),
        (Worth("cost", 0.0, piece(0.0), piece(0.009)), 0.0, False),
        (Worth("cost", 0.0, piece(0.0), piece(0.011)), 0.0, True),
    ],
)
def test_slopes_that_differ_are_degenerate(worth, best, degenerate):
    assert worth.best_known == best
    assert worth.degenerate(0.01 if worth.dual == 0 else 0.0) == degenerate


def test_dust_is_a_share_of_the_plans_own_money_and_compute():
    # A billionth of 50 billion USD and of 20 million; of nothing the square. A target is one.
    found = dust({"shortfall_1": 3.0, "compute": -20.0, "cost": 50.0})

    assert found == pytest.approx({"shortfall_1": 1e-8, "compute": 2e-8, "cost": 5e-8})
    assert dust({"cost": 0.0}) == {"cost": pytest.approx(1e-18, abs=0.0)}


def test_a_change_is_told_as_its_column_says():
    # A shortfall that falls by 0.02 is two percent of a target; compute is sought, so less of
    # the optimum is more; the cost is as it is.
    assert in_its_column("shortfall_1", -0.02) == pytest.approx(2.0)
    assert in_its_column("compute", -3.0) == 3.0
    assert in_its_column("cost", -3.0) == -3.0
    # Nothing has no sign.
    assert str(in_its_column("compute", 0.0)) == "0.0"
    assert percent_column("cost") == "cost_change_busd"
    assert percent_column("compute") == "compute_million_h100e_years"
    assert percent_column("shortfall_1") == "shortfall_1_percent_of_a_target"
    assert worth_column("compute") == "worth_compute_million_h100e_years_per_unit"
    assert [gain_unit(s) for s in ("cost", "shortfall_1")] == ["busd", "years_of_target"]
    assert [gain_words(s) for s in ("cost", "compute", "shortfall_1")] == [
        "billion USD", "million H100e-years", "years of target",
    ]  # fmt: skip
    assert ranked_by(["shortfall_1", "compute", "cost"]) == [False, False, True]
