"""Storage, solved by hand."""

import pytest

from planner.system import PowerTechnology, TimeSlice

DAY_AND_NIGHT = {
    "day": TimeSlice(hours=12, weight_hours=4380),
    "night": TimeSlice(hours=12, weight_hours=4380),
}
SUN = {("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0}


def sources(flat, **battery):
    return {
        "solar": PowerTechnology(kind="variable", profile="solar", life_years=1, capex=flat(1.0)),
        "battery": PowerTechnology(kind="storage", life_years=1, **battery),
    }


def test_a_battery_carries_the_sun_into_the_night(world, solve, demand, flat):
    # 1 GW for 12 hours of night at a round trip of 0.64: a one-way loss of
    # 0.8, so 15 GWh are held and 18.75 GWh taken in over 12 hours, 1.5625 GW.
    # Solar of 2.5625 GW at 1; a free battery of 12 hours and more.
    found = solve(
        world(
            technologies=sources(
                flat, capex=flat(0.0), storage_hours=100.0, round_trip_efficiency=0.64
            ),
            slices=DAY_AND_NIGHT,
            capacity_factor=SUN,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert found.stages["cost"].solution.objective == pytest.approx(2.5625)


def test_a_battery_holds_its_hours_times_its_power(world, cost_of, demand, flat):
    # Without losses 12 GWh must be held. At 4 hours that takes 3 GW of battery,
    # at 5 each, beside 2 GW of solar at 1.
    cost = cost_of(
        world(
            technologies=sources(flat, capex=flat(5.0), storage_hours=4.0),
            slices=DAY_AND_NIGHT,
            capacity_factor=SUN,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(17.0)


def test_a_day_can_not_borrow_from_another(world, shortfall_of, demand, flat):
    # The first day is all sun and the second all night: nothing that a battery
    # holds passes from one to the other, so nothing can be served.
    slices = {
        "sunny": TimeSlice(day=1, hours=24, weight_hours=4380),
        "dark": TimeSlice(day=2, hours=24, weight_hours=4380),
    }

    missed = shortfall_of(
        world(
            technologies=sources(flat, capex=flat(0.0), storage_hours=100.0),
            slices=slices,
            capacity_factor={("solar", "r", "sunny"): 1.0, ("solar", "r", "dark"): 0.0},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(1.0)


SUNNY_THEN_DARK = {
    "sunny": TimeSlice(day=1, hours=24, weight_hours=4380),
    "dark": TimeSlice(day=2, hours=24, weight_hours=4380),
}
SUN_OF_DAYS = {("solar", "r", "sunny"): 1.0, ("solar", "r", "dark"): 0.0}


def test_storage_between_days_carries_a_sunny_day_into_a_dark_one(world, cost_of, demand, flat):
    # Two days that take turns: 24 GWh for the dark one are taken in at 0.64 in
    # and out, a one-way loss of 0.8: 30 GWh held, 37.5 GWh taken in over 24
    # hours, 1.5625 GW. Solar of 2.5625 GW at 1; battery of 20 hours at 2 a GW:
    # 30 GWh take 1.5 GW and 1.5625 GW of charge take 1.5625, which is 3.125.
    cost = cost_of(
        world(
            technologies=sources(
                flat, capex=flat(2.0), storage_hours=20.0, round_trip_efficiency=0.64
            ),
            slices=SUNNY_THEN_DARK,
            capacity_factor=SUN_OF_DAYS,
            day_sequence=(1, 2),
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(2.5625 + 3.125)


@pytest.mark.parametrize(("sequence", "held"), [((1, 2), 24), ((1, 1, 2, 2), 48)])
def test_dark_days_in_a_row_need_a_store_for_all_of_them(
    world, cost_of, demand, flat, sequence, held
):
    # The weights are the same, so only the order of the days tells that two
    # dark ones must be held at once. Without loss 2 GW of solar at 1, and a
    # battery of 10 hours at 5 a GW: 2.4 GW for 24 GWh, 4.8 GW for 48.
    cost = cost_of(
        world(
            technologies=sources(flat, capex=flat(5.0), storage_hours=10.0),
            slices=SUNNY_THEN_DARK,
            capacity_factor=SUN_OF_DAYS,
            day_sequence=sequence,
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(2.0 + 5.0 * held / 10)


def test_a_day_holds_what_it_began_with_and_what_it_has_taken_in(world, cost_of, demand, flat):
    # Each sunny day is 12 h of sun and 12 h of night, each dark day 24 h of
    # night. Three nights of 12 GWh come after one sun: 36 GWh at its end, of
    # which 3 GW of battery are 12 h each. Sun of 12 h must give 48 GWh: 4 GW.
    slices = {
        "noon": TimeSlice(day=1, hours=12, weight_hours=2190),
        "night": TimeSlice(day=1, hours=12, weight_hours=2190),
        "dark": TimeSlice(day=2, hours=24, weight_hours=4380),
    }
    factors = {("solar", "r", h): float(h == "noon") for h in slices}

    cost = cost_of(
        world(
            technologies=sources(flat, capex=flat(1.0), storage_hours=12.0),
            slices=slices,
            capacity_factor=factors,
            day_sequence=(1, 2),
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(4.0 + 3.0)


@pytest.mark.parametrize(("slices", "where"), [(1, []), (2, ["battery"])])
def test_storage_needs_another_hour_and_no_weather(world, solve, demand, flat, slices, where):
    # In a year of one slice a battery could only lose energy. Of two slices it may stand where
    # nothing depends on the weather: it also serves loads, and plants, that differ.
    hours = 8760 / slices
    solved = solve(
        world(
            slices={str(h): TimeSlice(hours=12, weight_hours=hours) for h in range(slices)},
            technologies={
                "grid": PowerTechnology(kind="grid", capex=flat(1.0)),
                "battery": PowerTechnology(kind="storage", capex=flat(1.0), storage_hours=4.0),
            },
            workloads={"w": demand({2026: 1.0})},
        )
    )

    built = solved.formulation.model.power_built_gw
    assert [g for g, _, _ in built if g == "battery"] == where
