"""National construction: what the table says, what of it is missing, and who asks for it."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.errors import InputError
from planner.system import Construction
from tests.filled_cells.conftest import write_problem

ON = {"limits.national_construction": True}
MODEL = """\
title = "A problem of a few tables"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
[limits]
national_construction = true
"""
TABLES = {
    "regions": "region,country\nR,FRA\n",
    "sites": "site,region,country\ns,R,FRA\n",
    "site_load": "site,year,slice,load_gw\ns,2026,all,1\n",
}


def test_a_plan_is_limited_where_its_model_says_so():
    assert not api.load_world(load_model("small")).construction

    made = api.load_world(overlaid(load_model("small"), ON)).construction

    table = api.load_inputs(load_model("small"))["construction_limits"]["value"]
    assert made == {
        "USA": Construction(
            base_year=2026, added_gw=table["USA", "facility_added"], growth=table["USA", "growth"]
        )
    }


@pytest.mark.parametrize("case", ["low", "central", "high"])
def test_each_case_is_above_zero_and_grows(case):
    model = overlaid(load_model("small"), {**ON, "cases.construction_limits.*": case})
    made = api.load_world(model).construction["USA"]

    assert made.added_gw > 5
    assert 0.2 < made.growth < 1.5


def test_released_sites_are_not_held_to_their_country():
    model = overlaid(load_model("small"), {**ON, "limits.release": ("sites",)})

    assert not api.load_world(model).construction


def test_a_country_without_rows_is_named_with_each_row_that_it_lacks():
    abroad = api.load_inputs(load_model("small"))["sites"].query("country == 'FRA'").index[0]
    model = overlaid(load_model("small"), {**ON, "sites.include": (abroad,)})

    with pytest.raises(InputError) as raised:
        api.load_world(model)

    faults = [str(fault) for fault in raised.value.faults]
    assert [fault.partition(": ")[2].partition(";")[0] for fault in faults] == [
        "no row FRA, facility_added in construction_limits.csv",
        "no row FRA, growth in construction_limits.csv",
    ]
    assert all("leave out national_construction" in fault for fault in faults)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("FRA,facility_added,,-1\nFRA,growth,,0.5\n", "line 2, column value: -1 is below 0"),
        ("FRA,facility_added,2025,1\nFRA,growth,,-0.5\n", "line 3, column value: -0.5 is below 0"),
        ("FRA,facility_added,2025,1\nFRA,growth,2025,0.5\n", "line 3, column year: '2025'"),
        ("FRA,pace,,1\n", "line 2, column term: 'pace'"),
        ("FRA,growth,,0.5\nFRA,growth,,0.5\n", "line 3"),
    ],
)
def test_a_cell_that_can_be_no_limit_is_named(tmp_path, rows, fault):
    tables = {**TABLES, "construction_limits": f"country,term,year,value\n{rows}"}

    with pytest.raises(InputError) as raised:
        api.load_inputs(api.load_model(write_problem(tmp_path, tables, MODEL)))

    assert any(
        "construction_limits.csv" in str(one) and fault in str(one) for one in raised.value.faults
    ), [str(one) for one in raised.value.faults]


def test_a_count_of_a_year_after_the_plan_is_named():
    changes = {**ON, "set.construction_limits.USA:facility_added.year": 2035}

    with pytest.raises(InputError, match="2035, after 2028, the last year of the plan, so that"):
        api.load_world(overlaid(load_model("small"), changes))
