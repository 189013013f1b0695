"""Charts of the document: what they draw of tables made by hand."""

import re

import pandas as pd
import pytest

from planner.surfaces.charts import ceiling, gap, multiples, stacked, tornado, waterfall, worth
from planner.surfaces.charts.drawing import as_svg


def words(figure):
    return re.findall(r"<text[^>]*>(.*?)</text>", as_svg(figure))


def test_small_layers_are_drawn_together_and_empty_ones_not_at_all():
    wide = pd.DataFrame({f"s{i}": [float(i), float(i)] for i in range(12)}, index=[2026, 2027])

    drawn = stacked.largest(wide)

    assert len(drawn.columns) == len(stacked.PALETTE)
    assert drawn.columns[0] == "s11"
    # The first seven are 11 to 5; 4 + 3 + 2 + 1 remain.
    assert drawn[stacked.OTHERS].tolist() == [10.0, 10.0]
    assert "s0" not in stacked.largest(wide[["s0", "s1"]])


def test_a_layer_has_one_colour_in_charts_that_are_compared():
    years = [2026, 2027]
    power = pd.DataFrame({"fuel cell": [1.0, 2.0], "sun": [9.0, 9.0], "none": 0.0}, index=years)
    energy = pd.DataFrame({"fuel cell": [8.0, 9.0], "sun": [2.0, 2.0], "store": 1.0}, index=years)

    drawn, marked = stacked.alike([power, energy], ["sun", "fuel cell", "store", "none"])
    colours = [
        {
            " ".join(bars.get_label().split()[:-1]): bars.patches[0].get_facecolor()
            for bars in stacked.draw(wide, "GW", marked=marked).axes[0].containers
        }
        for wide in drawn
    ]

    assert [list(wide) for wide in drawn] == [["sun", "fuel cell"], ["sun", "fuel cell", "store"]]
    assert {name: colours[1][name] for name in colours[0]} == colours[0]
    assert len(set(colours[1].values())) == 3


def test_charts_that_are_compared_draw_the_same_layers_together():
    wide = pd.DataFrame({f"s{i}": [float(i)] for i in range(12)}, index=[2026])
    other = pd.DataFrame({"s0": [5.0], "s11": [1.0]}, index=[2026])

    (first, second), marked = stacked.alike([wide, other])

    # s0 is nothing in the first and most of the second: it has a layer of its own.
    assert list(second) == ["s0", "s11"]
    assert first.to_numpy().sum() == wide.to_numpy().sum()
    assert list(first)[-1] == stacked.OTHERS
    assert len(marked) == len(stacked.PALETTE)
    assert len(set(marked.values())) == len(marked)


def test_columns_have_their_sum_and_layers_their_last_value():
    wide = pd.DataFrame({"gas": [1.0, 2.0], "sun": [0.5, 1.25]}, index=[2026, 2027])

    said = words(stacked.draw(wide, "GW"))

    assert {"1.5", "3.25", "gas 2", "sun 1.25", "GW", "2026"} <= {
        " ".join(w.split()) for w in said
    }


def test_parts_of_a_waterfall_end_where_the_next_begins():
    axes = waterfall.draw([("a", 3.0), ("b", 2.0), ("c", -1.0)], "all", "USD").axes[0]

    starts = [bar.get_x() for bar in axes.patches]
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches]
    assert starts == pytest.approx([0.0, 3.0, 5.0, 0.0])
    assert ends == pytest.approx([3.0, 5.0, 4.0, 4.0])


def test_compute_and_dollars_have_panels_of_their_own():
    figure = worth.draw(
        [worth.Panel("percent", [("a", 0.9), ("b", 0.1)]), worth.Panel("dollars", [("a", -4.0)])]
    )

    assert [axes.get_title(loc="left") for axes in figure.axes] == ["percent", "dollars"]
    assert {"+0.9", "+0.1", "-4"} <= set(words(figure))


def test_the_widest_bar_of_a_tornado_is_on_top():
    results = pd.DataFrame({"input": ["a", "b"], "low": [0.9, 0.2], "high": [1.1, float("nan")]})

    axes = tornado.draw(results, 1.0, "GW").axes[0]

    assert [text.get_text() for text in axes.texts if len(text.get_text()) == 1] == ["b", "a"]
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([-0.8, -0.1, 0.1])


def test_a_ceiling_without_ends_is_a_mark_only():
    drawn = ceiling.draw(
        [("power", 1e28, 1e29, 1e30), ("data", None, 1e31, None)], "FLOP", target=1e30, delivered=0
    )

    assert len(drawn.axes[0].patches) == 1
    assert "plan" not in words(drawn)


def test_gaps_are_written_and_a_met_target_says_there_is_none():
    table = pd.DataFrame(
        {
            "workload": ["a", "a", "b", "b"], "year": [2026, 2027] * 2, "unit": "FLOP",
            "target": [1e27, 1e28, 1e27, 1e28], "delivered": [1e27, 1e27, 1e27, 1e28],
            "gap_oom": [0.0, -1.0, 0.0, 0.0], "met": [True, False, True, True],
        }
    )  # fmt: skip

    said = words(gap.draw(table, {"a": "One", "b": "Two"}))

    assert {"-1.00", "One", "Two", "no gap"} <= set(said)


def test_nothing_delivered_has_no_bar_of_endless_length():
    table = pd.DataFrame(
        {
            "workload": ["a"], "year": [2026], "unit": "FLOP", "target": [1e27],
            "delivered": [0.0], "gap_oom": [float("-inf")], "met": [False],
        }
    )  # fmt: skip

    assert "<svg" in as_svg(gap.draw(table, {}))


def test_scenarios_share_an_axis():
    years = [2026, 2027]
    figure = multiples.draw(
        {name: pd.Series([1.0, top], index=years) for name, top in (("a", 2.0), ("b", 9.0))}, "GW"
    )

    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    assert {"a", "b", "2", "9"} <= set(words(figure))


def test_a_drawing_has_no_date_and_is_the_same_each_time():
    def drawn():
        return as_svg(waterfall.draw([("a", 1.0)], "all", "USD"))

    assert drawn() == drawn()
    assert "<metadata" not in drawn()
    assert not re.search(r"\d{4}-\d\d-\d\dT", drawn())
