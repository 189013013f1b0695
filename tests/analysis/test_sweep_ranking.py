import pandas as pd
import pytest

from planner.analysis.sweep_ranking import spread, tornado


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
