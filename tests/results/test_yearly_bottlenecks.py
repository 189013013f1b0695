"""The bottleneck of each year: only what is used up in it, and holds the plan back."""

import pandas as pd
import pytest

from planner.results import Plan
from planner.results.tables import extract
from planner.results.yearly_bottlenecks import yearly_bottlenecks
from planner.solving import solve_world
from planner.system import (
    Accelerator,
    Commitment,
    PowerTechnology,
    Region,
    Site,
    Workload,
    World,
)

GAIN = "shortfall_1_percent_of_a_target"
ROW = {
    "limit": "shell_build_rate_limit", "what": "pace of building", "kind": "", "pool": "",
    "place": "a", "year": 2027, "binding": True, "capacity": 2.0,
    "worth_shortfall_1_years_of_target_per_unit": 0.1, "cost_change_busd_per_unit": 0.5,
}  # fmt: skip


def found(*changes, members=()):
    """The bottlenecks of a plan with such limits; `members` of the sites a, b and so on."""
    limits = pd.DataFrame([{**ROW, **change} for change in changes])
    sites = pd.DataFrame({"site": list("abc")[: len(members)], "members": list(members)})
    plan = Plan(
        {"limits": limits, "sites": sites}, {"objective": {"shortfall_1": 1.0, "cost": 9.0}}
    )
    return yearly_bottlenecks(plan)


def test_a_percent_of_a_row_is_told_as_in_the_table_of_bottlenecks():
    # 1 % of 2 GW at 0.1 years of target a GW is 0.2 % of a year's target, and costs 0.01 billion.
    (row,) = found({}).to_dict("records")

    assert (row["place"], row["places"], row["year"]) == ("a", 1, 2027)
    assert row[GAIN] == pytest.approx(0.2)
    assert row["cost_change_busd"] == pytest.approx(0.01)


def test_places_of_one_kind_and_year_stand_together_each_small_site_by_itself():
    # A pool of four small sites, one site, and one of which more brings nothing.
    nothing = {"worth_shortfall_1_years_of_target_per_unit": 0.0, "cost_change_busd_per_unit": 0.0}
    table = found({}, {"place": "b"}, {"place": "c", **nothing}, {"year": 2028}, members=(4, 0, 0))

    assert table[["year", "place", "places"]].to_numpy().tolist() == [
        [2027, "", 5],
        [2028, "a", 4],
    ]
    assert table[GAIN].tolist() == pytest.approx([0.4, 0.2])


@pytest.mark.parametrize(
    "change",
    [
        {"binding": False},
        {"limit": "site_commitment_requirement"},
        {"limit": "shipment_commitment_requirement"},
        {"year": None},
        # More of it delivers less, or nothing and costs more.
        {"worth_shortfall_1_years_of_target_per_unit": -0.1},
        {"worth_shortfall_1_years_of_target_per_unit": 0.0},
    ],
)
def test_what_does_not_hold_the_plan_back_in_a_year_is_none_of_its_bottlenecks(change):
    assert found(change).empty


def test_what_only_saves_money_comes_after_what_delivers():
    saves = {
        "limit": "national_build_limit", "place": "", "cost_change_busd_per_unit": -50.0,
        "worth_shortfall_1_years_of_target_per_unit": 0.0,
    }  # fmt: skip
    assert found(saves, {})["limit"].tolist() == ["shell_build_rate_limit", "national_build_limit"]


def test_a_solved_plan_names_the_pace_in_the_year_that_it_binds_and_no_commitment():
    # Half a GW of shell a year, and a million wanted in 2026: half is missed, and 1 % more of the
    # pace is half a percent of the target. In 2027 that half is enough. 0.7 million units are
    # ordered, at 10 billion USD a million: a floor that costs, and holds nothing back.
    world = World(
        years=(2026, 2027),
        sites={"s": Site(region="r", build_gw_per_year=0.5)},
        regions={"r": Region()},
        accelerators={"k": Accelerator(it_capex=10.0, life_years=5)},
        technologies={"grid": PowerTechnology(kind="grid", capex={2026: 0.0, 2027: 0.0})},
        workloads={"w": Workload(kind="throughput", target={2026: 1.0, 2027: 0.5})},
        accelerator_commitments={("floor", "f", 2026, 1): Commitment(amount=0.7, chips=("k",))},
    )
    plan = extract(solve_world(world))
    floors = plan["limits"].query("limit == 'shipment_commitment_requirement'")

    assert floors["binding"].tolist() == [True]
    assert floors["cost_change_busd_per_unit"].tolist()[0] < 0
    (row,) = yearly_bottlenecks(plan).to_dict("records")
    assert (row["what"], row["place"], row["year"]) == ("pace of building", "s", 2026)
    assert row[GAIN] == pytest.approx(0.5)
