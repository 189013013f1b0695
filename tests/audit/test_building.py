"""What is built is there to be had, in its year and its region: each limit by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.building import building_checks

SOURCES = {
    "gas": {"build_limit": "turbines", "region_limited": False, "lead_time_years": 1.5},
    "peak": {"build_limit": "turbines", "region_limited": False, "lead_time_years": 0.0},
    "wind": {"build_limit": "blades", "region_limited": True, "lead_time_years": 0.0},
    "grid": {"build_limit": "none", "region_limited": False, "lead_time_years": 9.0},
    "feeder": {"build_limit": "none", "region_limited": False, "lead_time_years": 9.0},
}


def passes(built, released=(), step=1, lead=1.5):
    """Whether a plan of 2026 to 2030 builds what it can; GW by source, site and year."""
    files = SimpleNamespace(
        technologies={
            g: {"kind": "grid" if g in ("grid", "feeder") else "dispatchable", **row}
            for g, row in SOURCES.items()
        },
        length=lambda year: step,
        released=frozenset(released),
        inputs={
            "regions": pd.DataFrame({"region": ["r"], "interconnection_lead_years": [lead]}),
            "regional_limits": pd.DataFrame(
                {"technology": ["wind"], "region": ["r"], "max_total_gw": [3.0]}
            ),
            "build_limits": pd.DataFrame(
                {"technology": "turbines", "year": [2026, 2027], "data_center_share": 0.5,
                 "feasible_gw_per_year": [8.0, 4.0]}
            ),
            "grid_large_loads": pd.DataFrame(
                {"region": ["r"], "year": [2026], "gw_per_year": [2.0]}
            ),
        },
    )  # fmt: skip
    place = SimpleNamespace(region="r", contracted={2026: 0.7, 2027: 1.2}, stood_gw=0.5)
    evidence = SimpleNamespace(
        files=files, years=range(2026, 2031, step), region=lambda s: "r", built=built,
        places={"s": place, "t": place},
    )  # fmt: skip
    (check,) = building_checks(evidence)
    return check.passed


@pytest.mark.parametrize(
    ("year", "gw", "passed"),
    # A lead time of a year and a half ends within 2027: nothing serves in 2026.
    [(2026, 0.1, False), (2027, 0.1, True), (2026, 0.0, True)],
)
def test_nothing_is_there_before_its_lead_time(year, gw, passed):
    assert passes({("gas", "s", year): gw}) == passed


def test_of_a_planned_year_the_first_counts():
    assert not passes({("gas", "s", 2026): 0.1}, step=2)
    assert passes({("gas", "s", 2028): 0.1}, step=2)


@pytest.mark.parametrize(("gw", "passed"), [(1.0, True), (1.01, False)])
def test_all_that_draw_on_a_nations_deliveries_are_within_them(gw, passed):
    # Half of 4 GW in 2027; 2026 has twice as much, and of 2028 nothing is stated.
    built = {("gas", "s", 2027): 1.0, ("peak", "t", 2027): gw, ("peak", "t", 2028): 99.0}

    assert passes(built) == passed
    assert passes(built, released=["power"])
    # Two years of it.
    assert passes({("peak", "s", 2026): 7.9}, step=2)
    assert not passes({("peak", "s", 2026): 8.1}, step=2)


@pytest.mark.parametrize(("gw", "passed"), [(1.5, True), (1.6, False)])
def test_a_region_has_so_much_of_a_resource_in_all_years(gw, passed):
    built = {("wind", "s", 2026): 1.0, ("wind", "t", 2029): 0.5, ("wind", "s", 2030): gw}

    assert passes(built) == passed
    assert passes(built, released=["power"]) == passed


@pytest.mark.parametrize(
    ("built", "passed"),
    [
        # A queue of a year and a half, so 2026 has what is contracted beyond what stood: 0.2 GW.
        ({("grid", "s", 2026): 0.2}, True),
        ({("grid", "s", 2026): 0.3}, False),
        ({("grid", "s", 2026): 0.2, ("feeder", "s", 2026): 0.1}, False),
        # Requests of 2026 are through in 2027: 2 GW for all sites, and 2 GW the year after.
        ({("grid", "s", 2027): 1.5, ("grid", "t", 2027): 0.5}, True),
        ({("grid", "s", 2027): 1.5, ("grid", "t", 2027): 0.6}, False),
        ({("grid", "s", 2027): 2.0, ("grid", "t", 2028): 2.0}, True),
    ],
)
def test_connections_are_within_the_contract_and_the_queue(built, passed):
    assert passes(built) == passed


@pytest.mark.parametrize(("gw", "passed"), [(0.5, True), (0.6, False)])
def test_what_is_contracted_is_connected_once(gw, passed):
    # A queue of two years and a half: by 2027 0.7 GW are contracted beyond what stood.
    assert passes({("grid", "s", 2026): 0.2, ("grid", "s", 2027): gw}, lead=2.5) == passed
    # A queue of two years ends as 2028 begins, which is too late for 2027.
    assert passes({("grid", "s", 2027): 0.8}, lead=2.0)
