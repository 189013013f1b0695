"""Candidates as the certificate finds them again, counted by hand from a small grid."""

import pandas as pd
import pytest

from planner.audit.candidates import GENERATED, with_candidates
from planner.audit.files import Files

SITE = {
    "region": "A", "country": "USA", "kind": "operating", "max_facility_gw": 0.5, "pue": 1.5,
    "build_rate_gw_per_year": 0.3, "first_power_year": 2020.0, "onsite_renewables": False,
    "confidence": "reported", "note": "",
}  # fmt: skip
SITES = [
    {**SITE, "site": "old"},
    # The only campuses like new ones: a median PUE of 1.25, and at most 1 GW a year.
    {**SITE, "site": "camp", "kind": "announced", "first_power_year": 2030.0, "pue": 1.2,
     "build_rate_gw_per_year": 0.4, "onsite_renewables": True},
    {**SITE, "site": "lone", "kind": "announced", "region": "B", "pue": 1.3,
     "build_rate_gw_per_year": 1.0},
    # Of a plant that is in the table, the table knows the connection.
    {**SITE, "site": "plant_p2"},
    # What the planner added is made again.
    {**SITE, "site": "plant_p1", "note": f"{GENERATED}once"},
]  # fmt: skip
PLANTS = [
    {"plant": "p1", "region": "A", "capacity_gw": 0.5, "last_retirement_year": 2026},
    {"plant": "p2", "region": "A", "capacity_gw": 0.4, "last_retirement_year": 2028},
    {"plant": "p3", "region": "A", "capacity_gw": 9.0, "last_retirement_year": 2029},
    {"plant": "p4", "region": "B", "capacity_gw": 9.0, "last_retirement_year": 2020},
]
AREAS = [("a1", "A", 20.0), ("a2", "A", 11.9), ("a3", "A", 1.1), ("b1", "B", 5.0), ("c1", "C", 0)]
LOADS = [("A", 2020, 1.0), ("A", 2029, 2.0), ("B", 2020, 7.0), ("C", 2020, 7.0)]
KINDS = ["announced", "retiring_plant", "headroom"]


def found(*changes, needs=None, exclude=(), include=(), kinds=(), new_campuses=False,
          plants=PLANTS, loads=LOADS, technology="grid", countries=None, **need):  # fmt: skip
    """The candidates of a need in region A by 2029, in a plan of 2026 to 2030."""
    wish = {"region": "A", "gw": 3.6, "by": 2029, "kinds": KINDS, **need}
    loads = pd.DataFrame(loads, columns=["region", "year", "gw_per_year"])
    inputs = {
        "sites": pd.DataFrame(SITES),
        "retiring_plants": pd.DataFrame(plants).assign(confidence="estimate"),
        "balancing_areas": pd.DataFrame(
            AREAS, columns=["balancing_area", "region", "firm_capacity_gw"]
        ),
        "regions": pd.DataFrame(
            {"region": ["A", "B", "C", "D"], "country": ["USA", "USA", "USA", "CAN"],
             "interconnection_lead_years": [2.5, 1.0, 1.0, 1.0]}
        ),
        "grid_large_loads": loads,
        "power_technologies": pd.DataFrame(
            {"technology": [technology], "construction_years": [2.0], "lifetime_years": [30.0]}
        ),
    }  # fmt: skip
    for table, key, column, _, new in changes:
        if table in inputs:
            frame = inputs[table]
            names = {"grid_large_loads": ["region", "year"], "sites": ["site"]}[table]
            own = (frame[names].astype(str) == [str(part) for part in key]).all(axis=1)
            frame.loc[own, column] = new
    sites = {
        "candidates": [wish] if needs is None else needs, "exclude": [*exclude],
        "include": [*include], "kinds": kinds if kinds == "all" else [*kinds],
        "countries": countries or (["USA"] if new_campuses or kinds else []),
        "new_campuses": new_campuses,
    }  # fmt: skip
    years = {"first": 2026, "last": 2030}
    manifest = {"definition": {"sites": sites, "years": years}, "changes": list(changes)}
    return with_candidates(Files(inputs, {}, manifest, None))


def test_a_need_is_met_by_first_power_then_size():
    # Connections take two years, so p1, free in 2027, has power in 2028. Requests of 2026 are
    # through in 2028.5: region A connects 1 GW in 2028 and 2 in 2029, of which the areas have
    # 20, 11.9 and 1.1 of 33 parts: 1.818, 1.082 and 0.1, just enough for a campus. p2 is free in
    # 2029. p3 and the announced campus come in 2030.
    of = found()

    sizes = {s: of.rows[s]["max_facility_gw"] for s in of.chosen}
    assert list(sizes.items()) == [
        ("plant_p1", 0.5), ("area_a1", 1.818), ("area_a2", 1.082), ("area_a3", 0.1),
        ("plant_p2", 0.5),
    ]  # fmt: skip
    powers = [of.rows[s]["first_power_year"] for s in of.chosen]
    assert powers == [2028.0, 2028.5, 2028.5, 2028.5, 2020.0]
    assert of.contracts == {"plant_p1": (2028, 0.5)}
    assert of.made == {"plant_p1", "plant_p3", "plant_p4", "area_a1", "area_a2", "area_a3",
                       "area_b1", "area_c1", "new_A", "new_B", "new_C", "new_D"}  # fmt: skip
    assert list(of.rows) == ["old", "camp", "lone", "plant_p2", "plant_p1", "area_a1", "area_a2",
                             "area_a3"]  # fmt: skip


def test_a_new_campus_is_like_those_that_are_announced():
    of = found().rows

    assert of["area_a1"]["pue"] == pytest.approx(1.25)
    assert [of[f"area_a{n}"]["build_rate_gw_per_year"] for n in (1, 2, 3)] == [1.0, 1.0, 0.1]
    assert [of[f"area_a{n}"]["onsite_generation"] for n in (1, 2, 3)] == [True, True, False]
    assert [of[f"area_a{n}"]["onsite_renewables"] for n in (1, 2, 3)] == [True, True, False]


def test_a_need_ends_where_there_is_enough():
    # p1 and a1 have 2.318 GW, and 2.32 take another.
    assert found(gw=2.318).chosen == ("plant_p1", "area_a1")
    assert found(gw=2.32).chosen == ("plant_p1", "area_a1", "area_a2")
    # All there is by the end of 2029, less what the model leaves out.
    areas = ("area_a1", "area_a2", "area_a3")
    assert found(gw=20.0).chosen == ("plant_p1", *areas, "plant_p2")
    assert found(gw=20.0, exclude=["plant_p1"]).chosen == (*areas, "plant_p2")


def test_a_need_without_a_year_is_one_of_the_last():
    # By 2030 the announced campus and p3 come as well: known best first, then by size.
    last = found(gw=20.0, by=None).chosen

    assert last[-3:] == ("plant_p2", "camp", "plant_p3")


def test_a_region_without_firm_plants_has_no_headroom():
    assert found(region="C", kinds=["headroom"]).chosen == ()
    # In region B, requests of 2026 are through in 2027: 7 GW in each of three years.
    of = found(region="B", kinds=["headroom"])
    assert of.rows["area_b1"]["max_facility_gw"] == pytest.approx(21.0)


def test_what_a_model_sets_changes_what_was_made():
    # The region's connections are those of the tables on disk; the size and the connection of p1
    # are what the model says. Of other years and sites nothing is taken over.
    of = found(
        ["grid_large_loads", ["A", 2029], "gw_per_year", 2.0, 5.0],
        ["sites", ["plant_p1"], "max_facility_gw", 0.5, 0.45],
        ["site_power", ["plant_p1", 2028], "contracted_facility_gw", 0.5, 0.41],
        ["site_power", ["plant_p1", 2029], "contracted_facility_gw", 0.5, 0.9],
        ["site_power", ["area_a1", 2028], "contracted_facility_gw", 0.5, 0.9],
        ["sites", ["old"], "pue", 1.5, 1.6],
        ["power_terms", ["plant_p1", 2028], "contracted_facility_gw", 0.5, 0.8],
    )

    assert of.rows["area_a1"]["max_facility_gw"] == pytest.approx(1.818)
    assert of.rows["plant_p1"]["max_facility_gw"] == 0.45
    assert of.contracts == {"plant_p1": (2028, 0.41)}
    assert of.rows["old"]["pue"] == 1.6


def test_each_region_of_the_countries_has_new_campuses_of_all_that_it_connects():
    # Region A connects 1 GW in 2028 and 2 in 2029 and in 2030, B and C 7 in each of four years;
    # D is no region of the country.
    of = found(needs=[], new_campuses=True, kinds=["fleet_pool"])

    sizes = {s: of.rows[s]["max_facility_gw"] for s in of.chosen}
    assert sizes == {"new_A": 5.0, "new_B": 28.0, "new_C": 28.0}
    a = of.rows["new_A"]
    assert (a["build_rate_gw_per_year"], a["first_power_year"]) == (2.0, 2028.5)
    assert a["kind"] == "fleet_pool"


def test_a_model_without_needs_has_the_sites_of_the_table():
    of = found(needs=[])

    assert (of.chosen, of.made, dict(of.contracts)) == ((), frozenset(), {})
    assert list(of.rows) == [site["site"] for site in SITES]


def test_what_a_model_takes_in_anyway_meets_no_need():
    wish = {"region": "A", "kinds": ["announced"], "by": 2030, "gw": 20.0}

    assert found(needs=[wish]).chosen == ("camp",)
    assert found(needs=[wish], include=["camp"]).chosen == ()
    assert found(needs=[wish], kinds=["announced"]).chosen == ()
    assert found(needs=[wish], kinds="all").chosen == ()
    assert found(needs=[wish], kinds=["operating"]).chosen == ("camp",)


def test_without_a_grid_a_plant_is_free_the_year_after():
    # p1 retires in 2026, p4 long before the plan; that a connection takes two years is what the
    # grid's row says.
    of = found(technology="gas", needs=[
        {"region": region, "kinds": ["retiring_plant"], "by": 2029, "gw": 0.5} for region in "AB"
    ])  # fmt: skip

    assert of.rows["plant_p1"]["first_power_year"] == 2027.0
    assert of.contracts == {"plant_p1": (2027, 0.5), "plant_p4": (2026, 9.0)}


def test_the_smallest_campus_with_power_of_its_own():
    small = [{**PLANTS[0], "capacity_gw": gw, "plant": f"q{gw}"} for gw in (0.15, 0.149)]
    of = found(plants=small, kinds=[], needs=[
        {"region": "A", "kinds": ["retiring_plant"], "by": 2029, "gw": 0.29}
    ])  # fmt: skip

    own = {
        s: (of.rows[s]["onsite_generation"], of.rows[s]["onsite_renewables"]) for s in of.chosen
    }
    assert own == {"plant_q0.15": (True, True), "plant_q0.149": (False, False)}


def new(**own):
    """The new campuses of all regions with their size."""
    rows = found(needs=[], new_campuses=True, **own).rows
    return {s: row["max_facility_gw"] for s, row in rows.items() if s.startswith("new_")}


def test_new_campuses_are_of_the_countries_and_kinds_that_are_asked_for():
    all_of = {"new_A": 5.0, "new_B": 28.0, "new_C": 28.0}
    assert new(kinds="all") == all_of
    # Region D has no row of what it connects.
    assert new(countries="all", kinds=["fleet_pool"]) == all_of
    assert new(kinds=["operating"]) == {}
    assert new(kinds=["operating"], include=["new_B"]) == {"new_B": 28.0}
    assert new(kinds=["fleet_pool"], exclude=["new_B"]) == {"new_A": 5.0, "new_C": 28.0}


def test_a_region_that_connects_nothing_has_no_new_campus():
    # To the nearest MW: 1.00044 in each of four years are 4.00176.
    loads = [("A", 2020, 0.0), ("B", 2020, 1.00044), ("C", 2020, 0.2)]

    assert new(loads=loads, kinds=["fleet_pool"]) == {"new_B": 4.002, "new_C": 0.8}
