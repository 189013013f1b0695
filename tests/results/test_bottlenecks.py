"""Bottlenecks: cells that state limits, compared by one percent of what they say."""

import pandas as pd
import pytest

from planner.errors import InputError
from planner.results import Plan
from planner.results.bottlenecks import bottlenecks, of_places, spans, years_in
from planner.results.worth import dust

PERCENT = "shortfall_1_percent_of_a_target"


@pytest.fixture
def plan():
    """Two sites that bind together, a wafer limit that saves money only, and a date."""
    shared = {
        "kind": "", "pool": "", "places": 1, "onwards": False, "sense": "more", "unit": "GW",
        "years": "",
    }  # fmt: skip
    wafers = {"kind": "packaging", "pool": "cowos", "unit": "thousand wafers", "years": "2027"}
    table = pd.DataFrame(
        [
            {**shared, "limit": "s", "what": "room", "place": "a", "year": None,
             "value": 2.0, PERCENT: 0.2, "cost_change_busd": 0.02},
            {**shared, "limit": "s", "what": "room", "place": "b", "year": None,
             "value": 3.0, PERCENT: 0.3, "cost_change_busd": 0.03},
            {**shared, **wafers, "limit": "c", "what": "output of", "place": "", "year": 2027,
             "value": 200.0, PERCENT: 0.0, "cost_change_busd": -1.0},
            {**shared, "limit": "d", "what": "first shipments of", "place": "", "year": 2027,
             "value": 2027.5, "sense": "sooner", "unit": "years", PERCENT: 9.0,
             "cost_change_busd": 0.0},
        ]
    )  # fmt: skip
    table["year"] = table["year"].astype("Int64")
    return Plan({"bottlenecks": table}, {"objective": {"shortfall_1": 0.5, "cost": 9.0}})


def test_places_of_one_kind_are_loosened_together(plan):
    # 0.2 % of a year's target by the one site, and 0.3 % by the other.
    first = bottlenecks(plan).iloc[0]

    assert first["what"] == "room"
    assert first["places"] == 2
    assert first["place"] == ""
    assert first["value"] == pytest.approx(5.0)
    assert first[PERCENT] == pytest.approx(0.5)
    assert first["cost_change_busd"] == pytest.approx(0.05)


def test_cells_of_one_place_are_one_place_and_quarters_are_none(plan):
    # A pool of three small sites has two cells of a kind, and another site one: four places. Two
    # quarters are counted of a family, at no place at all.
    ordered = {"limit": "shipment_commitment_requirement", "what": "commitment of", "pool": "f",
               "place": "", "year": 2026, "sense": "less", "unit": "thousand units",
               "table": "accelerator_commitments"}  # fmt: skip
    pace = {"limit": "p", "what": "pace", "place": "pool", "places": 3, PERCENT: 0.1}
    first = plan["bottlenecks"].iloc[0].to_dict()
    rows = [
        {**first, **pace},
        {**first, **pace},
        {**first, **pace, "place": "b", "places": 1},
        *({**first, **ordered, "row": f'["f", 2026, {q}, "both"]'} for q in (2, 1)),
    ]
    table = pd.DataFrame(rows).astype({"year": "Int64"})
    found = bottlenecks(Plan({"bottlenecks": table}, plan.summary)).set_index("limit")

    assert found.loc["p", ["place", "places", "quarters"]].tolist() == ["", 4, ""]
    assert found.loc["p", PERCENT] == pytest.approx(0.3)
    floor = found.loc["shipment_commitment_requirement"]
    assert floor[["place", "places", "quarters"]].tolist() == ["", 1, "1, 2"]


def test_what_saves_money_only_comes_after_what_delivers(plan):
    second = bottlenecks(plan).iloc[1]

    assert second["pool"] == "cowos"
    assert second["place"] == ""
    assert second["cost_change_busd"] == pytest.approx(-1.0)


def test_of_a_date_nothing_is_a_percent(plan):
    assert len(bottlenecks(plan)) == 2


def test_a_run_without_the_table_is_to_be_planned_again():
    with pytest.raises(InputError, match="plan it again"):
        bottlenecks(Plan({}, {"objective": {"cost": 1.0}}))


def test_what_is_dust_is_so_by_the_plans_own_money():
    # A billionth of it: of a plan of 200,000 USD less than 0.0002 USD is rounding, of one of
    # 4,000 billion less than 4,000 USD. A target is a target, whatever it costs.
    small, large = dust({"cost": 2e-4}), dust({"shortfall_1": 0.3, "cost": 4e3})

    assert small["cost"] == pytest.approx(2e-13)
    assert large["cost"] == pytest.approx(4e-6)
    assert large["shortfall_1"] == dust({"shortfall_1": 0.0, "cost": 1.0})["shortfall_1"]


def test_years_are_told_as_spans_and_read_again():
    assert spans([2031, 2026, 2028, 2027]) == "2026-2028, 2031"
    assert years_in(["2026-2028, 2031", "", "2030"]) == {2026, 2027, 2028, 2030, 2031}
    assert spans([]) == ""


def test_what_a_place_is_is_told_where_small_sites_stand_together():
    def told(*members):
        sites = pd.DataFrame({"site": [f"s{i}" for i in members], "members": members})
        return of_places(Plan({"sites": sites}))

    assert told(0, 7, 4) == (
        "A place is a site of the tables: of the 3 sites of the plan 2 are pools of small ones, "
        "which count each by itself."
    )
    assert told(0, 0) == ""
    assert of_places(Plan({})) == ""
