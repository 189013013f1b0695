"""Growth of capital: what the table says, and what of it is missing or wrong."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.errors import InputError
from tests.filled_cells.conftest import write_problem

ON = {"limits.capex_growth": True}
MODEL = """\
title = "A problem of a few tables"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
[limits]
capex_growth = true
"""
TABLES = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "site_load": "site,year,slice,load_gw\ns,2026,all,1\n",
}


def test_a_plan_is_limited_where_its_model_says_so():
    assert api.load_world(load_model("small")).capex_growth is None

    found = api.load_world(overlaid(load_model("small"), ON)).capex_growth

    table = api.load_inputs(load_model("small"))["capex_limits"]
    assert found.base_year == table.at["guided", "year"]
    assert (found.guided_busd, found.planned_share, found.growth) == tuple(
        table["value"][["guided", "planned_share", "growth"]]
    )


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("guided,2026,9\ngrowth,,0.5\n", "no row planned_share in datasets/capex_limits.csv"),
        ("guided,,9\nplanned_share,,1\ngrowth,,1\n", "line 2, column year: blank"),
        ("guided,2026,9\nplanned_share,,1.5\ngrowth,,1\n", "line 3, column value: 1.5"),
        ("guided,2026,9\nplanned_share,,1\ngrowth,,-1\n", "line 4, column value: -1 is below 0"),
        ("guided,2026,-9\nplanned_share,,1\ngrowth,,1\n", "line 2, column value: -9 is below 0"),
        ("guided,2026,9\nplanned_share,2026,1\ngrowth,,1\n", "line 3, column year: '2026'"),
    ],
)
def test_what_can_be_no_limit_is_named(tmp_path, rows, fault):
    tables = {**TABLES, "capex_limits": f"term,year,value\n{rows}"}

    with pytest.raises(InputError) as raised:
        api.load_world(api.load_model(write_problem(tmp_path, tables, MODEL)))

    assert any(fault in str(one) for one in raised.value.faults), list(
        map(str, raised.value.faults)
    )
