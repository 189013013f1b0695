"""Idle accelerators and what they wait for, solved by hand."""

import pandas as pd
import pytest

from planner.results.idle_accelerators import COLUMNS, idle, idle_sentence
from planner.solving import solve_world
from planner.system import Accelerator, Equipment, PowerTechnology, Region, Site, Workload, World

FREE = dict.fromkeys(range(2020, 2040), 0.0)
YEARS = (2026, 2027)


def idle_in(target, **changes):
    """The idle table of a site where chips are sold in 2026 only, at 10 billion USD a million."""
    settings = {
        "years": YEARS,
        "sites": {"s": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": {"k": Accelerator(last_sale_year=2026, it_capex=10.0, life_years=5)},
        "technologies": {"turbine": PowerTechnology(kind="dispatchable", capex=FREE)},
        "workloads": {"w": Workload(kind="throughput", target=target)},
    }
    return idle(solve_world(World(**{**settings, **changes})))


def rows(table):
    return [tuple(row) for row in table.itertuples(index=False)]


def test_chips_bought_before_their_power_wait_for_it():
    # A million units are wanted in both years, and can be bought in 2026 alone; the
    # turbine serves in 2027. Twelve million months, and a fifth of 10 billion.
    late = PowerTechnology(kind="dispatchable", lead_years=2.0, capex=FREE)

    table = idle_in({2026: 1.0, 2027: 1.0}, technologies={"turbine": late})

    assert rows(table) == [("s", 2026, "k", "power", pytest.approx(12.0), pytest.approx(2.0))]


def test_a_limit_that_is_used_up_is_a_wait_for_power():
    # Half a gigawatt of turbines comes in each year: half a million units wait.
    turbine = PowerTechnology(kind="dispatchable", capex=FREE, build_limit="turbines")

    table = idle_in(
        {2026: 1.0, 2027: 1.0},
        technologies={"turbine": turbine},
        build_limit_gw={("turbines", 2026): 0.5, ("turbines", 2027): 0.5},
    )

    assert rows(table) == [("s", 2026, "k", "power", pytest.approx(6.0), pytest.approx(1.0))]


def test_chips_bought_before_their_building_wait_for_shell():
    # The site builds 0.5 GW of shell a year: half a million units wait a year.
    table = idle_in({2026: 1.0, 2027: 1.0}, sites={"s": Site(region="r", build_gw_per_year=0.5)})

    assert rows(table) == [("s", 2026, "k", "shell", pytest.approx(6.0), pytest.approx(1.0))]


@pytest.mark.parametrize(
    ("needs", "wait"), [({"per_facility": 1.0}, "shell"), ({"per_onsite": 1.0}, "power")]
)
def test_chips_whose_equipment_is_not_delivered_wait_for_what_it_serves(needs, wait):
    # Equipment for 0.5 GW a year: half a million units wait a year.
    gear = Equipment(unit="GW", deliveries={2026: 0.5, 2027: 0.5}, **needs)

    table = idle_in({2026: 1.0, 2027: 1.0}, equipment={"gear": gear})

    assert rows(table) == [("s", 2026, "k", wait, pytest.approx(6.0), pytest.approx(1.0))]


def test_chips_bought_before_they_are_wanted_wait_for_demand():
    # Half a million are wanted in 2026 and all in 2027, when none is sold; upkeep
    # costs, so the other half stands idle until then.
    table = idle_in({2026: 0.5, 2027: 1.0}, non_energy_opex_share=0.01)

    assert rows(table) == [("s", 2026, "k", "demand", pytest.approx(6.0), pytest.approx(1.0))]


def test_old_chips_that_give_their_power_to_new_ones_are_displaced():
    # The site holds 1 GW. Units worth four deliver four million H100e on it, and the
    # million that stood is idle in both years; it was not the plan's to buy.
    site = Site(
        region="r",
        max_facility_gw=1.0,
        existing_power={"turbine": 1.0},
        existing_fleet={("old", 2025): 1.0},
    )

    table = idle_in(
        {2026: 4.0, 2027: 4.0},
        sites={"s": site},
        accelerators={"old": Accelerator(), "k": Accelerator(h100e=4.0, it_capex=10.0)},
    )

    assert [row[:4] for row in rows(table)] == [("s", y, "old", "newer_chips") for y in YEARS]
    assert table["idle_million_months"].sum() == pytest.approx(24.0)
    assert table["capital_busd"].sum() == 0.0


def test_chips_that_nothing_replaces_are_not_said_to_make_way():
    # Nothing is wanted after 2026, and nothing better is bought: half stand idle in 2027.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 1.0})

    table = idle_in({2026: 1.0, 2027: 0.5}, sites={"s": site}, non_energy_opex_share=0.01)

    assert [row[:4] for row in rows(table)] == [("s", 2027, "k", "nothing")]
    assert "6.0 do not run again" in idle_sentence(table)


def test_units_run_again_as_far_as_more_run_later():
    # A million stands, of which half runs in 2026 and 0.8 in 2027: 0.3 wait, 0.2 never run again.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 1.0})

    table = idle_in({2026: 0.5, 2027: 0.8}, sites={"s": site}, non_energy_opex_share=0.01)

    assert [(row[1], *row[3:]) for row in rows(table)] == [
        (2026, "demand", pytest.approx(3.6), 0.0),
        (2026, "nothing", pytest.approx(2.4), 0.0),
        (2027, "nothing", pytest.approx(2.4), 0.0),
    ]


def test_older_units_stand_idle_for_good_before_bought_ones():
    # 0.6 million stood and 0.4 are bought for 2026. Of 0.5 idle in 2027, 0.3 run again and are
    # bought ones, 2 billion USD a million and year; 0.1 of the others are.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 0.6})

    table = idle_in(
        {2026: 1.0, 2027: 0.5, 2028: 0.8},
        years=(2026, 2027, 2028),
        sites={"s": site},
        non_energy_opex_share=0.01,
    )

    assert [(row[1], *row[3:]) for row in rows(table)] == [
        (2027, "demand", pytest.approx(3.6), pytest.approx(0.6)),
        (2027, "nothing", pytest.approx(2.4), pytest.approx(0.2)),
        (2028, "nothing", pytest.approx(2.4), pytest.approx(0.4)),
    ]


def test_units_do_not_run_again_as_others_that_are_bought_later():
    # What stood ends with 2027; a million are bought for 2028, which are not those of before.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 1.0})

    table = idle_in(
        {2026: 0.5, 2027: 0.5, 2028: 1.0},
        years=(2026, 2027, 2028),
        sites={"s": site},
        accelerators={"k": Accelerator(it_capex=10.0, life_years=3)},
        non_energy_opex_share=0.01,
    )

    assert [(row[1], *row[3:]) for row in rows(table)] == [
        (2026, "nothing", pytest.approx(6.0), 0.0),
        (2027, "nothing", pytest.approx(6.0), 0.0),
    ]


def test_a_plan_in_which_all_run_has_an_empty_table_and_no_sentence():
    table = idle_in({2026: 1.0, 2027: 1.0})

    assert table.empty
    assert tuple(table.columns) == COLUMNS
    assert idle_sentence(table) == ""


def test_the_sentence_adds_up_what_waits():
    late = PowerTechnology(kind="dispatchable", lead_years=2.0, capex=FREE)

    sentence = idle_sentence(idle_in({2026: 1.0, 2027: 1.0}, technologies={"turbine": late}))

    assert sentence == (
        "Idle: 12.0 million accelerator-months, charged with 2 billion USD; 12.0 wait for power."
    )


def test_the_sentence_says_how_much_waits_for_what():
    # Half a month waits for power and a quarter does not run again; nothing waits for shell.
    table = pd.DataFrame(
        {
            "wait": ["power", "nothing", "shell"],
            "idle_million_months": [0.5, 0.25, 0.0],
            "capital_busd": [2.0, 1.0, 0.0],
        }
    )
    said = idle_sentence(table)

    assert "0.5 wait for power" in said
    assert "do not run again" in said
    assert not any(word in said for word in ("shell", "demand", "choice", "newer"))
    assert idle_sentence(table.assign(idle_million_months=0.0)) == ""
    assert idle_sentence(table.assign(idle_million_months=float("nan"))) == ""
