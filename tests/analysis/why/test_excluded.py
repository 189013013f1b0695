"""Why something has no place in a model, said of worlds of a few names."""

from pathlib import Path

import pandas as pd
import pytest

from planner.analysis.why.excluded import earliest, site_reasons, technology_reasons
from planner.config import ModelDefinition
from planner.formulation.assemble import assemble
from planner.system import PowerTechnology, Region, Site, World


def model(**keys):
    years = {"first": 2026, "last": 2028}
    return ModelDefinition(name="m", path=Path("m.toml"), title="t", years=years, **keys)


def formulated(sites, regions=None, technologies=None, **changes):
    world = World(
        years=(2026, 2027, 2028),
        sites=sites,
        regions=regions or {"r": Region()},
        technologies=technologies or {},
        **changes,
    )
    return assemble(world)


@pytest.mark.parametrize(
    ("technology", "site", "region", "said"),
    [
        (
            {"kind": "dispatchable"},
            {"onsite_generation": False},
            {},
            "generation on site is barred",
        ),
        ({"kind": "variable"}, {"onsite_renewables": False}, {}, "no land for solar, wind and"),
        ({"kind": "variable"}, {}, {}, "no weather is known for it there"),
        ({"kind": "baseload", "region_limited": True}, {}, {}, "its region has no g"),
        (
            {"kind": "baseload", "region_limited": True},
            {"onsite_generation": False, "max_facility_gw": 0.0},
            {"technology_limit_gw": {"g": 1.0}},
            "nothing can be added there",
        ),
        ({"kind": "dispatchable"}, {"max_facility_gw": 0.0}, {}, "nothing can be added there"),
        (
            {"kind": "grid"},
            {"onsite_generation": False, "max_facility_gw": 0.0},
            {},
            "nothing can be added there",
        ),
    ],
)
def test_a_technology_is_shut_out_by_what_bars_it_at_each_site(technology, site, region, said):
    # Two sites bar it for the same reason.
    places = {s: Site(region="r", **site) for s in ("a", "b")}
    f = formulated(places, {"r": Region(**region)}, {"g": PowerTechnology(**technology)})

    (reason,) = technology_reasons(f, None, model(), "g")
    assert reason.startswith(said)
    assert reason.endswith("(2 of 2 sites)")


def test_a_technology_that_can_be_built_has_no_reason():
    f = formulated({"a": Site(region="r")}, technologies={"g": PowerTechnology(kind="baseload")})

    assert technology_reasons(f, None, model(), "g") == []


def test_what_can_be_had_later_than_from_the_first_year_on_is_told_so():
    f = formulated({"a": Site(region="r")})

    assert earliest(f, [("k", "s", 2028), ("k", "s", 2027)]) == "It can be had from 2027 on."
    assert earliest(f, [("k", "s", 2028), ("s", 2026)]) == ""
    assert earliest(f, []) == ""


def test_a_site_of_the_plan_is_full_or_late():
    # The plan ends with 2028, so power from 2030.5 on would have to come 1.5 years sooner.
    stands = {"grid": 2.0}
    f = formulated(
        {
            "full": Site(region="r", max_facility_gw=2.0, existing_power=stands),
            "late": Site(region="r", first_power_year=2030.5),
            "open": Site(region="r"),
        },
        technologies={"grid": PowerTechnology(kind="grid")},
    )

    (full,) = site_reasons(f, None, model(), "full")
    assert full.startswith("it is full: 2 GW stand, and it takes 2 GW")
    (late,) = site_reasons(f, None, model(), "late")
    assert "after the plan's end (2029): it would have to come 1.50 years sooner" in late
    assert site_reasons(f, None, model(), "open") == []


SITES = pd.DataFrame(
    {
        "country": "USA",
        "kind": ["campus", "fleet_pool"],
        "region": "r",
        "max_facility_gw": [0.2, 9.0],
    },
    index=["small", "pool"],
)


@pytest.mark.parametrize(
    ("site", "keys", "said"),
    [
        ("small", {"exclude": ["small"]}, "the model leaves it out"),
        ("small", {"countries": ["FRA"]}, "it is in USA; the model plans for FRA"),
        ("small", {"kinds": ["fleet_pool"]}, "it is of kind 'campus'; the model has fleet_pool"),
        ("small", {}, "0.3 GW larger"),
        ("small", {"kinds": ["campus"]}, "0.3 GW larger"),
        ("pool", {}, "it stands for the small sites of r"),
    ],
)
def test_a_site_that_is_not_in_the_plan_is_left_out_by_the_model(site, keys, said):
    f = formulated({"a": Site(region="r")})
    asked = model(sites={"countries": "all", "min_facility_gw": 0.5, **keys})

    (reason,) = site_reasons(f, {"sites": SITES}, asked, site)
    assert said in reason


@pytest.mark.parametrize(
    ("pooled", "said"),
    [
        (True, "it is planned as part of pool_r"),
        (False, "the small sites of r have no fleet that stands, and are left out"),
    ],
)
def test_a_small_site_is_part_of_its_pool_or_of_none(pooled, said):
    f = formulated({"pool_r" if pooled else "a": Site(region="r")})
    asked = model(sites={"countries": "all", "min_facility_gw": 0.5})

    (reason,) = site_reasons(f, {"sites": SITES}, asked, "small")
    assert f": {said}; it would have to be 0.3 GW larger" in reason


def technology(keys=None, **of_world):
    """What is said of a technology g that is dispatched, as a model asks and a world has it."""
    made = {"technologies": {"g": PowerTechnology(kind="dispatchable")}}
    f = formulated({"a": Site(region="r", max_facility_gw=0.0)}, **{**made, **of_world})
    (reason,) = technology_reasons(f, None, model(power=keys or {}), "g")
    return reason


def test_a_technology_that_the_model_does_not_ask_for_is_told_so():
    assert technology({"exclude": ["g"]}).startswith("the model leaves it out (")
    named = technology({"technologies": ["solar_utility"]})
    assert named.startswith("the model names its technologies, without it (")
    assert technology({"technologies": ["g"]}).startswith("nothing can be added there")


def test_connections_that_the_grid_may_cut_are_none_where_load_is_firm():
    never = PowerTechnology(kind="grid", region_limited=True, lead_years=float("inf"))
    said = "the model has no connections that the grid may cut (power.flexible_load = false)"

    assert technology(technologies={}) == said
    assert technology(technologies={"g": never}) == said


def test_a_technology_that_serves_after_the_end_is_late():
    # Ordered in 2026 it takes 3.5 years, and the plan ends with 2028: half a year too late.
    late = PowerTechnology(kind="dispatchable", lead_years=3.5)
    just = PowerTechnology(kind="dispatchable", lead_years=3.0)

    assert technology(technologies={"g": late}) == (
        "ordered at the start of 2026 it serves from 2029.50 on (lead time 3.5 years), after the "
        "plan's end (2029): it would have to come 0.50 years sooner"
    )
    assert technology(technologies={"g": just}).startswith("nothing can be added there")


def test_a_technology_of_which_no_gw_can_be_had_in_any_year():
    limited = {"g": PowerTechnology(kind="dispatchable", build_limit="engines")}
    none = {("engines", y): 0.0 for y in (2026, 2027, 2028)}

    assert technology(technologies=limited, build_limit_gw=none) == (
        "no GW of engines can be had in any year (build_limits)"
    )
    some = technology(technologies=limited, build_limit_gw={**none, ("engines", 2027): 0.5})
    assert some.startswith("nothing can be added there")
    # A year without a limit has as much as is wanted.
    del none["engines", 2028]
    unlimited = technology(technologies=limited, build_limit_gw=none)
    assert unlimited.startswith("nothing can be added there")


def test_sites_that_bar_a_technology_for_other_reasons_are_counted_apart():
    sites = {
        "full": Site(region="r", max_facility_gw=0.0),
        "shut": Site(region="r", onsite_generation=False),
        "barred": Site(region="r", onsite_generation=False),
    }
    f = formulated(sites, technologies={"g": PowerTechnology(kind="dispatchable")})

    first, second = technology_reasons(f, None, model(), "g")

    assert first.endswith("(1 of 3 sites)")
    assert second.endswith("(2 of 3 sites)")


def test_a_small_site_is_measured_against_what_is_planned_by_itself():
    f = formulated({"a": Site(region="r")})
    asked = model(sites={"countries": "all", "min_facility_gw": 0.2})

    # As large as that, it is none of the small ones.
    (reason,) = site_reasons(f, {"sites": SITES}, asked, "small")
    assert reason == "it stands for the small sites of r, planned as pool_r"
