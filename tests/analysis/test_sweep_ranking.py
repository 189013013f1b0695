import pandas as pd
import pytest

from planner.analysis.sweep_ranking import ends, spread, tornado


def results(*rows):
    columns = ["scenario", "status", "key", "value", "cost_busd"]
    return pd.DataFrame(rows, columns=columns)


def test_the_lever_that_moves_the_figure_most_comes_first():
    table = tornado(
        results(
            ("base", "done", "", "", 10.0),
            ("a=low", "done", "a", "low", 9.0),
            ("a=high", "done", "a", "high", 12.0),
            ("b=low", "done", "b", "low", 15.0),
            ("b=high", "done", "b", "high", 11.0),
            ("c=low", "failed", "c", "low", None),
        ),
        "cost_busd",
    )

    # Of b, the base is one end: both its values cost more.
    assert table["key"].tolist() == ["b", "a"]
    assert table["swing"].tolist() == [5.0, 3.0]
    assert table["value_at_most"].tolist() == ["low", "high"]


def test_quantiles_are_over_the_draws_that_were_planned():
    rows = [("base", "done", "", "", 1000.0), ("x", "failed", "", "", None)]
    rows += [(f"draw_{n}", "done", "", "", float(n)) for n in range(101)]

    table = spread(results(*rows), ["cost_busd"]).set_index("figure")

    assert table.at["cost_busd", "plans"] == 101
    assert table.at["cost_busd", "p05"] == pytest.approx(5.0)
    assert table.at["cost_busd", "p50"] == pytest.approx(50.0)


def test_the_ends_of_each_lever_stand_beside_the_base():
    table = ends(
        results(
            ("base", "done", "", "", 10.0),
            ("a=low", "done", "a", "low", 9.0),
            ("a=central", "done", "a", "central", 11.0),
            ("a=high", "done", "a", "high", 12.0),
            ("b=high", "done", "b", "high", 15.0),
            ("b=low", "failed", "b", "low", None),
            ("c=2", "done", "c", "2", 7.0),
        ),
        "cost_busd",
    )

    assert table["input"].tolist() == ["a", "b", "c"]
    assert table["base"].tolist() == [10.0] * 3
    # Of b only the high end was planned; what is not called so is the low one.
    assert table["low"].fillna(-1).tolist() == [9.0, -1.0, 7.0]
    assert table["high"].fillna(-1).tolist() == [12.0, 15.0, -1.0]
    assert table["low_is"].tolist() == ["low", "", "2"]
    assert table["high_is"].tolist() == ["high", "high", ""]


def test_without_a_base_the_ends_have_none():
    table = ends(results(("a=low", "done", "a", "low", 9.0)), "cost_busd")

    assert table["base"].isna().all()
