"""Growth of capital: what the table says, and what of it is missing or wrong."""

import shutil

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.errors import InputError

HEADER = "term,year,value,low,high,unit,source_id,confidence,note\n"
ON = {"limits.capex_growth": True}


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
        (["guided,2026,9", "growth,,0.5"], "no row planned_share in datasets/capex_limits.csv"),
        (["guided,,9", "planned_share,,1", "growth,,1"], "line 2, column year: blank"),
        (["guided,2026,9", "planned_share,,1.5", "growth,,1"], "line 3, column value: 1.5"),
        (
            ["guided,2026,9", "planned_share,,1", "growth,,-1"],
            "line 4, column value: -1 is below 0",
        ),
        (
            ["guided,2026,-9", "planned_share,,1", "growth,,1"],
            "line 2, column value: -9 is below 0",
        ),
        (["guided,2026,9", "planned_share,2026,1", "growth,,1"], "line 3, column year: '2026'"),
    ],
)
def test_what_can_be_no_limit_is_named(tmp_path, rows, fault):
    text = HEADER + "".join(f"{row},,,USD,cloud_capex_2026,estimate,\n" for row in rows)
    folder = shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    (folder / "capex_limits.csv").write_text(text, encoding="utf-8")
    model = overlaid(load_model("small"), {**ON, "datasets": str(folder)})

    with pytest.raises(InputError) as raised:
        api.load_world(model)

    assert any(fault in str(one) for one in raised.value.faults), list(
        map(str, raised.value.faults)
    )
