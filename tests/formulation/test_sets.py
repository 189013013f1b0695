"""Index sets: what can happen has a column, and nothing else does."""

from math import inf

import pyomo.environ as pyo
import pytest

from planner.formulation.sets import attach
from planner.system import Accelerator, PowerTechnology, Region, Site, TimeSlice


@pytest.fixture
def sets(world):
    """The index sets of a world."""

    def make(**changes):
        m = pyo.ConcreteModel()
        attach(m, world(**changes))
        return m

    return make


def test_what_a_region_limits_is_built_only_where_it_has_room(sets):
    # Of three regions one has a GW for dams, one none, and one has no row at all.
    m = sets(
        sites={s: Site(region=s) for s in ("wet", "full", "dry")},
        regions={
            "wet": Region(technology_limit_gw={"dam": 1.0}),
            "full": Region(technology_limit_gw={"dam": 0.0}),
            "dry": Region(),
        },
        technologies={"dam": PowerTechnology(kind="baseload", region_limited=True)},
    )

    assert m.BUILDS == m.POWER == [("dam", "wet", 2026)]


def test_what_stands_serves_from_the_year_in_which_it_enters(sets):
    # Nothing can be built in time. Of engines some stand from the first year, of turbines the
    # first enter in 2027, and more of both in 2028.
    late = PowerTechnology(kind="dispatchable", lead_years=9.0)
    more = {("engine", 2028): 1.0, ("turbine", 2028): 1.0, ("turbine", 2027): 1.0}
    m = sets(
        years=(2026, 2027, 2028),
        sites={"s": Site(region="r", existing_power={"engine": 1.0}, entering_power=more)},
        technologies={"engine": late, "turbine": late, "unused": late},
    )

    assert [y for g, _, y in m.POWER if g == "engine"] == [2026, 2027, 2028]
    assert [y for g, _, y in m.POWER if g == "turbine"] == [2027, 2028]
    assert [y for g, _, y in m.POWER if g == "unused"] == []


def test_a_site_takes_nothing_of_a_vendor_that_it_bars_but_keeps_what_stands(sets):
    # A year's sale of two vendors' chips at two sites, one of which bars a vendor whose old chips
    # stand there.
    m = sets(
        sites={
            "open": Site(region="r"),
            "closed": Site(
                region="r", barred_vendors=frozenset({"v"}), existing_fleet={("v1", 2025): 1.0}
            ),
        },
        accelerators={"v1": Accelerator(vendor="v"), "w1": Accelerator(vendor="w")},
    )

    assert m.SALES == [("v1", "open", 2026), ("w1", "open", 2026), ("w1", "closed", 2026)]
    assert ("v1", "closed", 2026) in m.FLEET


def built_at(m):
    """Site to the technologies that can be built there in any year."""
    return {s: {g for g, where, _ in m.BUILDS if where == s} for s in m.SITES}


def test_a_technology_is_built_where_its_kind_may_stand(sets):
    # Connections go anywhere, wells where their region has heat, engines where generation on site
    # is allowed, and sun and stores where there is land: sun also needs weather of the region.
    sites = {
        "all": Site(region="sunny"),
        "no land": Site(region="sunny", onsite_renewables=False),
        "no plant": Site(region="sunny", onsite_generation=False),
        "no weather": Site(region="dull"),
    }
    kinds = {
        "grid": PowerTechnology(kind="grid"),
        "engine": PowerTechnology(kind="dispatchable"),
        "well": PowerTechnology(kind="baseload", region_limited=True),
        "sun": PowerTechnology(kind="variable", profile="solar"),
        "wind": PowerTechnology(kind="variable", profile="wind"),
        "store": PowerTechnology(kind="storage"),
    }
    settings = {
        "sites": sites,
        "regions": {"sunny": Region(technology_limit_gw={"well": 1.0}), "dull": Region()},
        "technologies": kinds,
        "capacity_factor": {
            (p, r, h): 0.5
            for p, r in (("solar", "sunny"), ("wind", "elsewhere"))
            for h in ("day", "night")
        },
    }
    halves = {h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")}

    assert built_at(sets(**settings, slices=halves)) == {
        "all": {"grid", "engine", "well", "sun", "store"},
        "no land": {"grid", "engine", "well"},
        "no plant": {"grid", "well", "sun", "store"},
        "no weather": {"grid", "engine", "store"},
    }
    # In a year of one slice a store has nowhere to carry energy to.
    whole = {"capacity_factor": {("solar", "sunny", "year"): 0.5}}
    assert "store" not in built_at(sets(**{**settings, **whole}))["all"]


def test_a_technology_is_built_in_the_years_in_which_it_can_be_had(sets):
    # A year's states are those of its end, so 1.5 years from 2026 on end by that of 2027.
    m = sets(
        years=(2026, 2027, 2028),
        sites={
            "new": Site(region="r", first_power_year=2027.5),
            # 1 GW stands; what is contracted beyond it comes sooner than the region's queue.
            "contracted": Site(
                region="r", existing_power={"grid": 1.0}, contracted_gw={2026: 1.0, 2027: 1.5}
            ),
        },
        regions={"r": Region(interconnection_lead_years=3.0)},
        technologies={
            "grid": PowerTechnology(kind="grid"),
            "soon": PowerTechnology(kind="dispatchable", lead_years=1.5),
            "sold out": PowerTechnology(kind="dispatchable", build_limit="engines"),
            "never": PowerTechnology(kind="dispatchable", lead_years=inf),
        },
        build_limit_gw={("engines", 2026): 0.0, ("engines", 2027): 0.0, ("engines", 2028): 0.5},
    )

    assert sorted(m.BUILDS) == [
        ("grid", "contracted", 2027),
        ("grid", "contracted", 2028),
        ("grid", "new", 2028),
        ("sold out", "contracted", 2028),
        ("sold out", "new", 2028),
        ("soon", "contracted", 2027),
        ("soon", "contracted", 2028),
        ("soon", "new", 2027),
        ("soon", "new", 2028),
    ]


def test_accelerators_are_sold_while_they_ship_to_sites_that_can_host_them(sets):
    # What begins with 2028 is too late for 2027, be it a shipment or a site's first power; what
    # begins within 2027 is not. A site that can grow no more hosts what is bought for its shell.
    m = sets(
        years=(2026, 2027, 2028),
        sites={
            "open": Site(region="r"),
            "mid": Site(region="r", first_power_year=2027.5),
            "next": Site(region="r", first_power_year=2028.0),
            "full": Site(region="r", max_facility_gw=0.5, existing_power={"grid": 0.5}),
            "nothing": Site(region="r", max_facility_gw=0.0),
            "loads": Site(
                region="r", max_facility_gw=0.0, first_power_year=2028.0,
                stated_load={(2027, "year"): 1.0},
            ),
        },
        accelerators={
            "old": Accelerator(last_sale_year=2026),
            "new": Accelerator(ship_year=2027.25),
            "late": Accelerator(ship_year=2028.0),
        },
    )  # fmt: skip
    sold = {k: sorted({y for name, s, y in m.SALES if (name, s) == (k, "open")}) for k in
            ("old", "new", "late")}  # fmt: skip
    open_in = {s: sorted(y for where, y in m.SHELLS if where == s) for s in m.SITES}
    powered = {s: sorted(y for _, where, y in m.BUILDS if where == s) for s in m.SITES}

    assert sold == {"old": [2026], "new": [2027, 2028], "late": [2028]}
    assert open_in == {
        "open": [2026, 2027, 2028], "mid": [2027, 2028], "next": [2028],
        "full": [], "nothing": [], "loads": [],
    }  # fmt: skip
    assert powered["loads"] == powered["next"] == [2028]
    assert powered["full"] == powered["nothing"] == []
    assert {(s, y) for k, s, y in m.SALES if k == "new"} == {
        ("open", 2027), ("open", 2028), ("mid", 2027), ("mid", 2028), ("next", 2028),
        ("full", 2027), ("full", 2028),
    }  # fmt: skip
