"""Idle accelerators and why they do not run, solved by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from planner.results.idle_accelerators import COLUMNS, idle, idle_sentence, idle_units
from planner.results.off_reasons import OffReasons
from planner.results.running_worth import RunningWorth
from planner.solving import solve_world
from planner.system import (
    Accelerator,
    Commitment,
    Equipment,
    PowerTechnology,
    Region,
    Site,
    Workload,
    World,
)

FREE = dict.fromkeys(range(2020, 2040), 0.0)
YEARS = (2026, 2027)
TURBINE = PowerTechnology(kind="dispatchable", capex=FREE)


def idle_of(solved):
    """The idle table of what is solved."""
    return idle(solved, OffReasons(solved, RunningWorth(solved)))


def idle_in(target, **changes):
    """The idle table of :func:`solved_in`."""
    return idle_of(solved_in(target, **changes))


def solved_in(target, **changes):
    """A site where chips are sold in 2026 only, at 10 billion USD a million, solved."""
    settings = {
        "years": YEARS,
        "sites": {"s": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": {"k": Accelerator(last_sale_year=2026, it_capex=10.0, life_years=5)},
        "technologies": {"turbine": TURBINE},
        "workloads": {"w": Workload(kind="throughput", target=target)},
    }
    return solve_world(World(**{**settings, **changes}))


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


def test_chips_bought_before_they_are_wanted_find_the_target_met():
    # Half a million are wanted in 2026 and all in 2027, when none is sold; upkeep
    # costs, so the other half stands idle until then.
    table = idle_in({2026: 0.5, 2027: 1.0}, non_energy_opex_share=0.01)

    assert rows(table) == [("s", 2026, "k", "demand", pytest.approx(6.0), pytest.approx(1.0))]


FULL = Site(
    region="r",
    max_facility_gw=1.0,
    existing_power={"turbine": 1.0},
    existing_fleet={("old", 2025): 1.0},
)
"""A million old units fill the site's GW."""
BETTER = {"old": Accelerator(), "k": Accelerator(h100e=4.0, it_capex=10.0)}


def test_old_chips_that_give_their_power_to_new_ones_are_replaced():
    # The site holds 1 GW. Units worth four deliver four million H100e on it, of five
    # that are wanted, and the million that stood is idle in both years; it was not the
    # plan's to buy.
    table = idle_in({2026: 5.0, 2027: 5.0}, sites={"s": FULL}, accelerators=BETTER)

    assert [row[:4] for row in rows(table)] == [("s", y, "old", "replaced") for y in YEARS]
    assert table["idle_million_months"].sum() == pytest.approx(24.0)
    assert table["capital_busd"].sum() == 0.0


def test_old_chips_beside_new_ones_make_no_way_where_the_target_is_met():
    # Four million are wanted, and no more: the old ones would not run with more room, either.
    table = idle_in({2026: 4.0, 2027: 4.0}, sites={"s": FULL}, accelerators=BETTER)

    assert [row[:4] for row in rows(table)] == [("s", y, "old", "demand") for y in YEARS]


def test_chips_that_are_committed_and_never_ran_have_not_made_way():
    # The GW is full of units worth four, of which five are wanted. Half a million of the old kind
    # are delivered all the same: they never ran, and have no room. Only the new ones that stood
    # run. Twelve months of half a million, in two years, and a fifth of 10 billion USD a million.
    site = replace(FULL, existing_fleet={("new", 2025): 1.0})
    chips = {
        "new": Accelerator(h100e=4.0, last_sale_year=2025),
        "k": Accelerator(it_capex=10.0, life_years=5, last_sale_year=2026),
    }
    given = {("floor", "f", 2026, 1): Commitment(amount=0.5, chips=("k",))}

    table = idle_in(
        {2026: 5.0, 2027: 5.0}, sites={"s": site}, accelerators=chips,
        accelerator_commitments=given,
    )  # fmt: skip

    assert rows(table) == [
        ("s", y, "k", "shell", pytest.approx(6.0), pytest.approx(1.0)) for y in YEARS
    ]


def test_chips_of_which_a_part_ran_before_are_told_apart():
    # Half a million ran in 2026, when nothing better was on sale; one million was delivered. In
    # 2027 units worth four take the GW of power: those that ran have made way, the others lack
    # room all along. The site has no shell beside its GW, of which half is built in each year.
    site = Site(region="r", max_facility_gw=1.0, build_gw_per_year=0.5)
    chips = {
        "k": Accelerator(it_capex=10.0, life_years=5, last_sale_year=2026),
        "new": Accelerator(h100e=4.0, ship_year=2027.0),
    }
    given = {("floor", "f", 2026, 1): Commitment(amount=1.0, chips=("k",))}

    table = idle_in(
        {2026: 5.0, 2027: 5.0}, sites={"s": site}, accelerators=chips,
        accelerator_commitments=given,
    )  # fmt: skip

    # Twelve months of half a million each, at two billion USD a million and year.
    assert rows(table) == [
        ("s", 2026, "k", "shell", pytest.approx(6.0), pytest.approx(1.0)),
        ("s", 2027, "k", "shell", pytest.approx(6.0), pytest.approx(1.0)),
        ("s", 2027, "k", "replaced", pytest.approx(6.0), pytest.approx(1.0)),
    ]


def test_chips_that_no_target_wants_find_no_demand():
    # Half of them are enough in 2027.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 1.0})

    table = idle_in({2026: 1.0, 2027: 0.5}, sites={"s": site}, non_energy_opex_share=0.01)

    assert [row[:4] for row in rows(table)] == [("s", 2027, "k", "demand")]
    assert "6.0 find every target met without them" in idle_sentence(table)


def test_chips_idle_in_a_plan_without_prices_have_no_reason():
    # As where the power is late, and the solver gave no duals.
    late = PowerTechnology(kind="dispatchable", lead_years=2.0, capex=FREE)
    solved = solved_in({2026: 1.0, 2027: 1.0}, technologies={"turbine": late})
    stages = {
        name: replace(stage, solution=replace(stage.solution, row_duals=None))
        for name, stage in solved.stages.items()
    }

    assert idle_of(solved)["reason"].tolist() == ["power"]
    assert idle_of(replace(solved, stages=stages))["reason"].tolist() == ["not_shown"]


def again_and_never(solved):
    """Year, million units that run again, and those that never do."""
    return [(y, waiting, never) for _, _, y, waiting, never, _ in idle_units(solved)]


def test_units_run_again_as_far_as_more_run_later():
    # A million stands, of which half runs in 2026 and 0.8 in 2027: 0.3 wait, 0.2 never run again.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 1.0})

    solved = solved_in({2026: 0.5, 2027: 0.8}, sites={"s": site}, non_energy_opex_share=0.01)

    assert again_and_never(solved) == [
        (2026, pytest.approx(0.3), pytest.approx(0.2)),
        (2027, 0.0, pytest.approx(0.2)),
    ]


def test_as_many_idle_units_are_charged_as_the_plan_bought():
    # 0.6 million stood and 0.4 are bought for 2026, at 2 billion USD a million and year. Of 0.5
    # idle in 2027 all 0.4 may be those, and of 0.2 in 2028 all.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 0.6})

    table = idle_in(
        {2026: 1.0, 2027: 0.5, 2028: 0.8},
        years=(2026, 2027, 2028),
        sites={"s": site},
        non_energy_opex_share=0.01,
    )

    assert [(row[1], *row[3:]) for row in rows(table)] == [
        (2027, "demand", pytest.approx(6.0), pytest.approx(0.8)),
        (2028, "demand", pytest.approx(2.4), pytest.approx(0.4)),
    ]


def test_units_do_not_run_again_as_others_that_are_bought_later():
    # What stood ends with 2027; a million are bought for 2028, which are not those of before.
    site = Site(region="r", existing_power={"turbine": 1.0}, existing_fleet={("k", 2025): 1.0})

    solved = solved_in(
        {2026: 0.5, 2027: 0.5, 2028: 1.0},
        years=(2026, 2027, 2028),
        sites={"s": site},
        accelerators={"k": Accelerator(it_capex=10.0, life_years=3)},
        non_energy_opex_share=0.01,
    )

    assert again_and_never(solved) == [
        (2026, 0.0, pytest.approx(0.5)),
        (2027, 0.0, pytest.approx(0.5)),
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
        "Idle: 12.0 million accelerator-months, charged with 2 billion USD; 12.0 have no power."
    )


def test_the_sentence_says_how_much_waits_for_what():
    # Half a month has no power and a quarter no demand; nothing lacks room.
    table = pd.DataFrame(
        {
            "reason": ["power", "demand", "shell"],
            "idle_million_months": [0.5, 0.25, 0.0],
            "capital_busd": [2.0, 1.0, 0.0],
        }
    )
    said = idle_sentence(table)

    assert "0.5 have no power" in said
    assert "0.2 find every target met without them" in said
    assert not any(word in said for word in ("shell", "cost", "way", "show"))
    assert "0.8 are idle for what the plan does not show" in idle_sentence(
        table.assign(reason="newer_chips")
    )
    assert idle_sentence(table.assign(idle_million_months=0.0)) == ""
    assert idle_sentence(table.assign(idle_million_months=float("nan"))) == ""
