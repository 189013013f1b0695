"""Candidates for a power need, counted by hand from a small grid."""

import pandas as pd
import pytest

from planner.config import load_model
from planner.config.locations import bundled
from planner.data.candidates import Need, candidates, contracts, new_rows
from planner.data.geography import located
from planner.data.inputs import Inputs
from planner.errors import InputError
from planner.solving import solve_world
from planner.system.build import build_world
from tests.filled_cells.conftest import write_problem


@pytest.fixture(scope="module")
def shipped():
    return Inputs.read(bundled("datasets"))


@pytest.fixture
def tables(shipped):
    """The shipped tables with one region of two plants, two areas and one announced campus."""
    made = dict(shipped.tables)
    sites = made["sites"]
    made["sites"] = sites[sites.index == "barber_lake"].assign(
        kind="announced",
        region="SPP",
        max_facility_gw=0.3,
        first_power_year=2029.5,
        confidence="reported",
    )
    plants = made["retiring_plants"].iloc[:2].assign(region="SPP")
    made["retiring_plants"] = plants.assign(
        capacity_gw=[1.0, 0.5], last_retirement_year=[2028, 2026]
    )
    areas = made["balancing_areas"].iloc[:3].assign(region="SPP")
    made["balancing_areas"] = areas.assign(firm_capacity_gw=[6.0, 3.9, 0.1])
    made["regions"] = made["regions"].assign(interconnection_lead_years=3.0)
    made["grid_large_loads"] = made["grid_large_loads"].assign(gw_per_year=2.0)
    return made


def test_a_small_campus_has_no_power_of_its_own(tables):
    # Of 4 GW the third area has 0.3 of 10.2, 0.118 GW: too little for engines or the sun on
    # site, in a region where a campus of 1.56 GW has land for both.
    areas = tables["balancing_areas"]
    tables["balancing_areas"] = areas.assign(firm_capacity_gw=[6.0, 3.9, 0.3])
    tables["sites"] = tables["sites"].assign(onsite_renewables=True)

    found = candidates(tables, Need("SPP", 2.0, 2030, 2026))

    ways = found[["onsite_generation", "onsite_renewables"]]
    assert found.at["area_p3", "max_facility_gw"] == pytest.approx(0.118)
    assert list(ways.loc["area_p2"]) == [True, True]
    assert list(ways.loc["area_p3"]) == [False, False]


def test_candidates_are_ranked_by_first_power_then_confidence_then_size(tables):
    found = candidates(tables, Need("SPP", 2.0, 2030, 2026))

    # Requests of 2026 pass a queue of three years in 2029, so in two years to 2030 the region
    # connects 4 GW: 60 % and 39 % of them, and 1 % (0.04 GW), which is too small for a campus.
    # The plants are free a year after they close, and not before a connection of two years is
    # built: 2029 and 2028. Of the three of 2029.0, all estimates or verified by their table,
    # the areas are estimates too, so size decides.
    names = list(tables["retiring_plants"].index)
    assert list(found.index) == [
        f"plant_{names[1]}",
        "area_p1",
        "area_p2",
        f"plant_{names[0]}",
        "barber_lake",
    ]
    assert list(found["first_power_year"]) == [2028.0, 2029.0, 2029.0, 2029.0, 2029.5]
    assert list(found["max_facility_gw"]) == pytest.approx([0.5, 2.4, 1.56, 1.0, 0.3])
    # The first leaves 1.5 GW of the need open, and the second is more than that.
    assert list(found["chosen"]) == [True, True, False, False, False]


def test_what_is_read_comes_before_what_is_judged(tables):
    tables["sites"] = tables["sites"].assign(first_power_year=2029.0)

    found = candidates(tables, Need("SPP", 2.0, 2030, 2026))

    assert list(found.index)[1] == "barber_lake"


def test_headroom_adds_up_what_each_year_connects(tables):
    loads = tables["grid_large_loads"]["gw_per_year"].copy()
    loads["SPP", 2029], loads["SPP", 2030] = 1.0, 2.5
    tables["grid_large_loads"] = tables["grid_large_loads"].assign(gw_per_year=loads)

    found = candidates(tables, Need("SPP", 2.0, 2030, 2026))

    # 60 % and 39 % of 3.5 GW.
    assert found.loc["area_p1", "max_facility_gw"] == pytest.approx(2.1)
    assert found.loc["area_p2", "max_facility_gw"] == pytest.approx(1.365)


def test_nothing_comes_after_the_year_of_the_need(tables):
    found = candidates(tables, Need("SPP", 2.0, 2028, 2026))

    assert list(found["what"]) == ["retiring_plant"]


def test_a_region_with_a_long_queue_has_no_headroom_in_time(tables):
    tables["regions"] = tables["regions"].assign(interconnection_lead_years=9.0)

    found = candidates(tables, Need("SPP", 2.0, 2030, 2026))

    assert "headroom" not in set(found["what"])


def test_only_the_connection_of_a_plant_is_contracted(tables):
    found = candidates(tables, Need("SPP", 9.0, 2030, 2026))

    connections = contracts(tables, found)["contracted_facility_gw"]

    plant, other = tables["retiring_plants"].index
    assert connections.to_dict() == {(f"plant_{plant}", 2029): 1.0, (f"plant_{other}", 2028): 0.5}


def test_what_has_a_row_already_is_not_new(tables):
    found = candidates(tables, Need("SPP", 9.0, 2030, 2026))

    fresh = new_rows(tables, found)

    assert "barber_lake" not in fresh.index
    assert list(fresh.columns) == list(tables["sites"].columns)
    assert (
        not fresh[["source_id", "confidence", "note", "coordinate_source"]].eq("").any(axis=None)
    )


@pytest.mark.parametrize("table", ["retiring_plants", "balancing_areas"])
def test_each_place_lies_in_its_balancing_area(shipped, table):
    # Names and places of plants are recalled and their areas come from the unit list: that the
    # two agree is the check. Two plants stand on the bank of the Ohio, the border of two states.
    on_the_river = {"kyger_creek", "miami_fort"}
    rows = shipped[table].reset_index().set_index(shipped[table].index.name, drop=False)

    found = located(rows.assign(country="USA"))

    elsewhere = rows.index[found["balancing_area"] != rows["balancing_area"]]
    assert set(elsewhere) <= on_the_river


def small_with(needs, **more):
    model = load_model("small")
    sites = model.sites.model_validate({"countries": [], "include": model.sites.include, **needs})
    return model.model_copy(update={"sites": sites, **more})


def test_a_plan_builds_at_a_generated_candidate():
    # A run on a quarter of the fleet asks for more than both campuses can host, so all there is
    # of Nueces Bay is used: 0.319 GW of load from 2028, over an availability of 0.999.
    needs = {"candidates": [{"region": "ERCOT", "gw": 0.3, "kinds": ["retiring_plant"]}]}
    model = small_with(needs, set={"workloads.frontier_run.max_share_of_fleet": 0.25})
    grid_alone = model.power.model_copy(update={"technologies": ("grid",)})
    model = model.model_copy(update={"power": grid_alone})
    world = build_world(Inputs.for_model(model), model)

    solved = solve_world(world)

    serving = solved.formulation.model.power_capacity_gw["grid", "plant_nueces_bay", 2028].value
    assert world.sites["plant_nueces_bay"].contracted_gw == {2028: 0.319}
    assert serving == pytest.approx(0.319 / 0.999)


def test_candidates_leave_out_what_the_model_plans_or_excludes():
    needs = {
        "include": ["barber_lake"],
        "exclude": ["data_city_laredo"],
        "candidates": [{"region": "ERCOT", "gw": 0.2, "kinds": ["announced"]}],
    }
    model = small_with(needs)

    inputs = Inputs.for_model(model)

    assert inputs.candidates == ("iren_sweetwater",)
    assert set(build_world(inputs, model).sites) == {"barber_lake", "iren_sweetwater"}


def test_a_need_that_nothing_meets_says_what_there_is():
    model = small_with({"candidates": [{"region": "ERCOT", "gw": 9, "kinds": ["retiring_plant"]}]})

    with pytest.raises(
        InputError, match=r"0\.319 GW of candidates in ERCOT by 2028; expected 9 GW"
    ):
        Inputs.for_model(model)


def test_a_generated_row_says_that_it_stands_in_no_file():
    needs = {"candidates": [{"region": "ERCOT", "gw": 0.3, "kinds": ["retiring_plant"]}]}
    inputs = Inputs.for_model(small_with(needs))

    place = inputs.place("sites", "plant_nueces_bay", "pue")

    assert place == "sites.csv, generated row plant_nueces_bay"
    assert isinstance(inputs["sites"].loc["plant_nueces_bay"], pd.Series)


def test_a_problem_of_ones_own_without_a_technology_called_grid_has_candidates(tmp_path):
    # A region that connects 1 GW a year, wanted in full, and a load beside it.
    model = """title = "t"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2027 }
[sites]
candidates = [{ region = "R", gw = 1.0, kinds = ["retiring_plant", "headroom"] }]
"""
    tables = {
        "regions": "region\nR\n",
        "sites": "site,region\ns,R\n",
        "site_load": "site,year,slice,load_gw\ns,2026,all,1\n",
        "power_technologies": "technology,kind\ngas,dispatchable\n",
        "grid_large_loads": "region,year,gw_per_year\nR,2026,1\n",
        "balancing_areas": "balancing_area,region,state,latitude,longitude,firm_capacity_gw\n"
        "a,R,TX,30,-97,5\n",
    }

    inputs = Inputs.for_model(load_model(write_problem(tmp_path, tables, model)))

    assert inputs.candidates == ("area_a",)
