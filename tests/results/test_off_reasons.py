"""Why units are off, from duals and amounts that are written down here, not solved for.

A GW of IT at a site is worth what its balance says. That is worth of room in the shell as far as
the shell says so; what its energy costs is paid; the rest is power's.
"""

import pytest

from planner.results.off_reasons import (
    COOLING,
    DEMAND,
    NOT_SHOWN,
    POWER,
    POWER_COST,
    RUNNING_COST,
    SHELL,
)
from planner.system import Accelerator, PowerTechnology

from .reasons_by_hand import GAS, WORTH, Y, load, reasons, shell


def test_without_a_price_targets_that_are_met_ask_for_no_more():
    # Missed by a millionth is met; another year is not asked after.
    found = reasons({}, missed={("w", Y): 1e-6, ("w", 2028): 0.5})

    assert found.of("k", "s", Y) == DEMAND
    assert found.of("k", "s", 2028) == NOT_SHOWN


def test_a_missed_target_lacks_what_its_own_stage_has_a_price_for():
    # The shell takes 0.3 of the 0.4 that a GW is worth to the target, against 0.1 of power.
    stages = {"targets": {**load(0.4), **shell(0.3)}, "cost": {**load(9.0)}}
    missed = {("w", Y): 0.1}

    assert reasons({}, missed=missed, stages=stages).of("k", "s", Y) == SHELL
    # Where compute has a price besides, what is missed goes before it.
    assert reasons({}, missed=missed, stages=stages, worth=WORTH).of("k", "s", Y) == SHELL
    # Where the target lacks nothing, the price says why; and it alone, where nothing is missed.
    nothing = {"targets": {}, "cost": load(9.0)}
    assert reasons({}, missed=missed, stages=nothing, worth=WORTH).of("k", "s", Y) == POWER_COST
    assert reasons({}, stages=stages, worth=WORTH).of("k", "s", Y) == POWER_COST


def test_compute_that_is_wanted_whatever_it_costs_is_missed_in_its_years():
    stages = {"compute": load(0.4), "cost": {}}
    found = reasons({}, stages=stages, compute_weight={Y: 1.0})

    assert found.of("k", "s", Y) == POWER
    assert found.of("k", "s", 2028) == DEMAND
    # With no price of anything in that stage the plan does not show why.
    found = reasons({}, stages={"compute": {}, "cost": {}}, compute_weight={Y: 1.0})
    assert found.of("k", "s", Y) == NOT_SHOWN


@pytest.mark.parametrize(
    ("worth", "reason"),
    [
        (0.5, RUNNING_COST),
        # A millionth more than its cost is as much.
        (1.0 + 9e-7, RUNNING_COST),
        (1.0 + 2e-6, POWER),
        (float("nan"), NOT_SHOWN),
    ],
)
def test_a_unit_runs_where_it_computes_more_than_it_costs(worth, reason):
    found = reasons(load(2.0), worth={("k", Y): worth}, builds=())

    assert found.of("k", "s", Y) == reason


def test_a_dear_unit_runs_where_it_computes_a_millionth_more_than_its_cost():
    # Of 100 billion a millionth is 0.0001.
    def found(worth):
        return reasons(load(2.0), worth={("k", Y): worth}, cost=100.0, builds=()).of("k", "s", Y)

    assert [found(100.00005), found(100.0002)] == [RUNNING_COST, POWER]


@pytest.mark.parametrize(
    ("of_shell", "energy", "reason"),
    [
        # Of 2.0 a GW: 0.9 of shell against 1.1 of power, 0.1 of it energy: shell where they tie.
        (0.9, 0.0, POWER),
        (0.9, 0.3, SHELL),
        (1.0, 0.0, SHELL),
        # All is energy, which is paid: nothing is scarce.
        (0.0, 2.0, NOT_SHOWN),
        (0.0, 1.9, POWER),
    ],
)
def test_what_is_scarcest_of_room_and_power_beyond_its_energy(of_shell, energy, reason):
    duals = {**load(2.0), **shell(of_shell)}

    assert reasons(duals, worth=WORTH, energy=energy, builds=()).of("k", "s", Y) == reason


def test_energy_is_paid_at_present_value():
    # At 25 % a year 2.0 in the second year is 1.6 or less: it leaves 0.3 or more of the 2.0.
    duals = {**load(2.0), **shell(0.1)}
    found = {"worth": WORTH, "energy": 2.0, "builds": ()}

    assert reasons(duals, **found).of("k", "s", Y) == SHELL
    assert reasons(duals, **found, discount_rate=0.25).of("k", "s", Y) == POWER


@pytest.mark.parametrize(
    ("liquid", "of_hall", "reason"),
    [(True, 1.5, COOLING), (True, 0.5, POWER), (True, 1.1, POWER), (False, 1.5, POWER)],
)
def test_halls_are_scarce_for_units_that_need_them(liquid, of_hall, reason):
    duals = {**load(2.0), **shell(0.9), ("liquid_cooled_load_limit", ("s", Y)): -of_hall}
    chips = {"k": Accelerator(power_gw=1.0, liquid_cooled=liquid)}

    assert reasons(duals, worth=WORTH, builds=(), chips=chips).of("k", "s", Y) == reason


def test_halls_without_a_price_are_not_scarce():
    chips = {"k": Accelerator(power_gw=1.0, liquid_cooled=True)}

    assert reasons(load(0.5), worth=WORTH, builds=(), chips=chips).of("k", "s", Y) == POWER


@pytest.mark.parametrize("year", [2026, 2028])
def test_work_without_a_price_adds_nothing_to_a_load(year):
    # Its rows of 2026 have none, and there are none of 2028: 2.0 less 0.9 of room is power's.
    duals = {**load(2.0, year), ("shell_capacity_limit", ("s", year)): -0.9}
    priced = {("k", year): 3.0}

    found = reasons(duals, worth=priced, builds=(), average_load=True)

    assert found.of("k", "s", year) == POWER


def test_the_work_of_a_load_is_part_of_its_worth_where_averages_count():
    # The least of the workloads' rows: 2.0 of load less 0.5 of work is 1.5: 1.0 of it is shell's.
    duals = {
        ("fleet_it_load_balance", ("s", Y)): 2.0, **shell(1.0),
        ("working_load_balance", ("v", Y)): -0.5, ("working_load_balance", ("w", Y)): 0.3,
        ("working_load_balance", ("w", 2026)): -1.5,
    }  # fmt: skip

    def found(room, **world):
        return reasons({**duals, **shell(room)}, worth=WORTH, builds=(), **world).of("k", "s", Y)

    assert [found(0.7, average_load=True), found(0.8, average_load=True)] == [POWER, SHELL]
    assert [found(0.9), found(1.1)] == [POWER, SHELL]


@pytest.mark.parametrize(
    ("builds", "scarce", "reason"),
    [
        # Gas of 2026 and 2027 stands in 2027, at this site; of 2028, or elsewhere, it does not.
        ([("gas", "s", 2026)], [], POWER_COST),
        ([("gas", "s", 2027)], [], POWER_COST),
        ([("gas", "s", 2028)], [], POWER),
        ([("gas", "t", 2026)], [], POWER),
        # The sun does not shine at will.
        ([("sun", "s", 2026)], [], POWER),
        # Each limit on what is built of it, where it has a price.
        ([("gas", "s", 2026)], [("national_build_limit", ("turbines", 2026))], POWER),
        ([("gas", "s", 2026)], [("national_build_limit", ("lines", 2026))], POWER_COST),
        ([("gas", "s", 2026)], [("national_build_limit", ("turbines", 2027))], POWER_COST),
        ([("gas", "s", 2026)], [("regional_build_limit", ("gas", "r"))], POWER),
        ([("gas", "s", 2026)], [("equipment_delivery_limit", ("transformer", 2026))], POWER),
        # Connections hold back the grid alone, those contracted in all later years.
        ([("gas", "s", 2026)], [("regional_connection_limit", ("r", 2026))], POWER_COST),
        ([("grid", "s", 2026)], [], POWER_COST),
        ([("grid", "s", 2026)], [("regional_connection_limit", ("r", 2026))], POWER),
        ([("grid", "s", 2026)], [("contracted_connection_limit", ("s", 2026))], POWER),
        ([("grid", "s", 2026)], [("contracted_connection_limit", ("s", 2028))], POWER),
        ([("grid", "s", 2027)], [("contracted_connection_limit", ("s", 2026))], POWER_COST),
        # Limits on what the site draws, and on the whole fleet.
        ([("gas", "s", 2026)], [("facility_power_limit", Y)], POWER),
        ([("gas", "s", 2026)], [("facility_power_limit", 2028)], POWER_COST),
        ([("gas", "s", 2026)], [("site_load_limit", ("s", Y))], POWER),
        ([("gas", "s", 2026)], [("site_water_limit", ("s", Y))], POWER),
    ],
)
def test_power_is_scarce_where_limits_keep_all_of_it_back(builds, scarce, reason):
    duals = {**load(2.0), **dict.fromkeys(scarce, -0.1)}

    assert reasons(duals, worth=WORTH, builds=builds).of("k", "s", Y) == reason


def test_a_limit_with_no_more_than_a_millionth_of_the_worth_of_load_is_not_scarce():
    def found(dual):
        return reasons({**load(2.0), ("facility_power_limit", Y): dual}, worth=WORTH)

    assert found(-1.9e-6).of("k", "s", Y) == POWER_COST
    assert found(-2.1e-6).of("k", "s", Y) == POWER


def test_a_flexible_connection_waits_for_no_contract():
    limit = ("regional_connection_limit", ("r", 2026))
    flexible = PowerTechnology(kind="grid", life_years=2, region_limited=True)

    found = reasons(
        {**load(2.0), limit: -0.1}, worth=WORTH, builds=[("grid", "s", 2026)],
        technologies={"grid": flexible, "gas": GAS},
    )  # fmt: skip

    assert found.of("k", "s", Y) == POWER_COST


def test_what_was_built_and_is_worn_out_gives_no_power():
    short = PowerTechnology(kind="dispatchable", life_years=1)

    found = reasons(load(2.0), worth=WORTH, technologies={"gas": short})

    assert found.of("k", "s", Y) == POWER


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        ({("gas", "s", Y): 0.1}, POWER_COST),
        ({("gas", "s", Y): 1e-10}, POWER),
        ({("gas", "s", 2026): 0.1}, POWER),
        ({("gas", "t", Y): 0.1}, POWER),
        ({("sun", "s", Y): 0.1}, POWER),
    ],
)
def test_what_was_retired_at_will_could_have_been_kept(gone, reason):
    assert reasons(load(2.0), worth=WORTH, builds=(), retired=gone).of("k", "s", Y) == reason
