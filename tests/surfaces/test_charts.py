"""Charts: what they say, as text in the file."""

from xml.etree import ElementTree

import pandas as pd
import pytest

from planner import api
from planner.results import Plan
from planner.surfaces.charts import oom, target


@pytest.fixture(scope="module")
def plan():
    return api.solve("small").plan


def words(path):
    tree = ElementTree.parse(path)
    return "\n".join("".join(e.itertext()) for e in tree.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("chart", [oom, target])
def test_a_chart_is_a_picture_and_a_drawing_with_text(plan, tmp_path, chart):
    svg, png = chart.draw(plan, "Three campuses", tmp_path)

    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Three campuses" in words(svg)
    assert "datasets/demand_drivers.csv" in words(svg)
    assert "FLOP" in words(svg)


@pytest.mark.parametrize("chart", [oom, target])
def test_the_same_plan_gives_the_same_files(plan, tmp_path, chart):
    first, second = (chart.draw(plan, "t", tmp_path / name) for name in ("a", "b"))

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_the_title_of_the_stack_is_its_sum(plan, tmp_path):
    # Six years to 2028: half an order each of compute and of efficiency, and 0.272 on top.
    svg, _ = oom.draw(plan, "t", tmp_path)

    assert "Effective compute rises 7.6 orders of magnitude by 2028," in words(svg)
    assert "3.0 of them from more compute" in words(svg)


def test_the_title_of_the_target_says_whether_it_is_met_and_whether_data_suffices(plan, tmp_path):
    svg, _ = target.draw(plan, "t", tmp_path)

    assert "The target is met in every year to 2028;" in words(svg)
    assert "data suffices" in words(svg)


def test_the_title_of_the_target_names_a_miss_and_the_year_beyond_data(plan, tmp_path):
    # A tenth is delivered in the last year, and the drivers ask for more than there are tokens.
    targets = plan["targets"].copy()
    last = targets["year"] == 2028
    targets.loc[last, ["delivered_share", "gap_oom", "met"]] = [0.1, -1.0, False]
    demand = plan["demand"].copy()
    demand.loc[demand["year"] == 2028, "above_data_limit"] = True
    missed = Plan({**plan.tables, "targets": targets, "demand": demand}, plan.summary)

    svg, _ = target.draw(missed, "t", tmp_path)

    assert "The target is missed in 1 of 3 years; in 2028, 10% of it is delivered;" in words(svg)
    assert "it outgrows its data in 2028" in words(svg)


def test_without_a_run_there_is_no_target_to_draw(plan, tmp_path):
    none = pd.DataFrame(plan["demand"].iloc[:0])

    assert target.draw(Plan({**plan.tables, "demand": none}), "t", tmp_path) == []
