"""Growth of capital: what the table says, and what of it is missing or wrong."""

import shutil

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.errors import InputError

HEADER = "term,year,value,low,high,unit,source_id,confidence,note\n"
OTHERS = ("planned_share,2026,1", "growth,2027,1")
ON = {"limits.capex_growth": True}


def test_a_plan_is_limited_where_its_model_says_so():
    assert api.load_world(load_model("small")).capex_growth is None

    found = api.load_world(overlaid(load_model("small"), ON)).capex_growth

    table = api.load_inputs(load_model("small"))["capex_limits"]
    value = table["value"]
    assert found.guided_busd == {2026: value["guided", 2026]}
    assert set(found.planned_share.values()) == {value["planned_share", 2026]}
    assert set(found.growth.values()) == {value["growth", 2027]}


def test_the_last_growth_and_the_first_hold_on(tmp_path):
    # 0.5 in 2027 and, as the first row of growth, before it too; 0.1 in 2028 and 2029.
    rows = ["guided,2025,8", "planned_share,2026,0.5", "growth,2027,0.5", "growth,2028,0.1"]
    found = api.load_world(model_of(tmp_path, rows, **{"years.last": 2029})).capex_growth

    assert dict(found.growth) == {2026: 0.5, 2027: 0.5, 2028: 0.1, 2029: 0.1}
    assert found.busd(2029) == pytest.approx(0.5 * 8 * 1.5 * 1.5 * 1.1 * 1.1)


def model_of(folder, rows, **changes):
    """A model of tables of one's own that asks for the limit, with these rows of it."""
    text = HEADER + "".join(f"{row},,,USD,cloud_capex_2026,estimate,\n" for row in rows)
    tables = shutil.copytree(bundled("datasets"), folder / "datasets")
    (tables / "capex_limits.csv").write_text(text, encoding="utf-8")
    return overlaid(load_model("small"), {**ON, "datasets": str(tables), **changes})


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["guided,2026,9", "growth,2027,0.5"], "no row of planned_share in capex_limits.csv"),
        (["guided,,9", *OTHERS], "line 2, column year: blank"),
        (
            ["guided,2026,9", "planned_share,2026,1.5", "growth,2027,1"],
            "line 3, column value: 1.5",
        ),
        (
            ["guided,2026,9", "planned_share,2026,1", "growth,2027,-1"],
            "line 4, column value: -1 is below 0",
        ),
        (["guided,2026,-9", *OTHERS], "line 2, column value: -9 is below 0"),
        (["guided,2029,9", *OTHERS], "line 2, column year: 2029, after 2028, the last year of"),
        (["guided,1926,9", *OTHERS], "line 2, column year: 1926 is below 2000"),
        (
            ["guided,2026,9", "guided,2026,8", *OTHERS],
            "line 3, columns term, year: 'guided', 2026 is on line 2",
        ),
    ],
)
def test_what_can_be_no_limit_is_named(tmp_path, rows, fault):
    with pytest.raises(InputError) as raised:
        api.load_world(model_of(tmp_path, rows))

    told = list(map(str, raised.value.faults))
    assert any(fault in one for one in told), told


def test_what_a_site_cannot_reach_is_told_beside_what_the_capital_lacks(tmp_path):
    # Helios adds 0.4 GW a year.
    cell = "set.site_commitments.coreweave_helios:2026:both.facility_gw"
    model = model_of(tmp_path, ["guided,2026,9"], **{"commitments.sites": "given", cell: 0.7})

    with pytest.raises(InputError) as raised:
        api.load_world(model)

    told = "\n".join(map(str, raised.value.faults))
    assert "no row of growth" in told
    assert "no row of planned_share" in told
    assert "0.7 GW at 'coreweave_helios'" in told
