"""Carbon-free power in every slice, solved by hand."""

import pytest

from planner.system import PowerTechnology, Region, Site, TimeSlice

DAY_AND_NIGHT = {h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")}


def gas(flat):
    return PowerTechnology(kind="dispatchable", capex=flat(0.0), co2_mt_per_gwh=4e-4)


def clean(flat, **changes):
    return PowerTechnology(kind="baseload", life_years=1, capex=flat(10.0), **changes)


def test_the_share_of_a_flat_load_is_built(world, cost_of, demand, flat):
    # 0.9 of 1 GW at 10 billion USD a GW; gas, free here, may serve the rest.
    cost = cost_of(
        world(
            technologies={"gas": gas(flat), "clean": clean(flat)},
            clean_share={2026: 0.9},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(9.0)


def test_only_the_years_with_a_share_are_held_to_it(world, cost_of, demand, flat):
    # Half a GW, for the one year of its life.
    cost = cost_of(
        world(
            years=(2026, 2027),
            technologies={"gas": gas(flat), "clean": clean(flat)},
            clean_share={2027: 0.5},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    assert cost == pytest.approx(5.0)


def test_more_load_asks_for_its_share_in_each_slice_in_which_it_stands(world, solve, flat):
    # In one site the load varies from day to night; the other is balanced once, for both.
    sites = {
        "s": Site(region="r", stated_load={(2027, "day"): 1.0, (2027, "night"): 2.0}),
        "t": Site(region="r", stated_load={(2027, h): 1.0 for h in DAY_AND_NIGHT}),
    }
    solved = solve(
        world(
            years=(2026, 2027),
            sites=sites,
            technologies={"gas": gas(flat), "clean": clean(flat)},
            slices=DAY_AND_NIGHT,
            clean_share={2027: 0.5},
        )
    )
    rows = solved.formulation.ledgers.load_in
    of_share, of_match = rows["clean_share_requirement"], rows["matched_load_limit"]

    assert of_share("s", 2027, "day") == [((2027, "day"), 0.5)]
    assert of_share("t", 2027, "year") == [((2027, "day"), 0.5), ((2027, "night"), 0.5)]
    assert of_share("s", 2026, "year") == []
    assert of_match("s", 2027, "night") == [(("s", 2027, "night"), -1.0)]
    assert of_match("s", 2026, "year") == []


def night_needs_storage(world, flat, demand, **changes):
    sources = {
        "gas": gas(flat),
        "solar": PowerTechnology(kind="variable", profile="solar", life_years=1, capex=flat(1.0)),
        "battery": PowerTechnology(
            kind="storage", life_years=1, capex=flat(2.0), storage_hours=12.0
        ),
    }
    return world(
        technologies=sources,
        slices=DAY_AND_NIGHT,
        capacity_factor={("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0},
        workloads={"w": demand({2026: 1.0})},
        **changes,
    )


def test_the_night_is_matched_from_storage_and_not_by_the_noon(world, cost_of, demand, flat):
    # Half of the night is 6 GWh: 0.5 GW of a 12-hour battery at 2 a GW, charged
    # with 0.5 GW of sun beside the 0.5 GW that covers half of the day: 1 GW at 1.
    cost = cost_of(night_needs_storage(world, flat, demand, clean_share={2026: 0.5}))

    assert cost == pytest.approx(0.5 * 2 + 1.0)


def test_a_yearly_cap_of_half_the_emissions_would_be_met_by_the_noon_alone(
    world, cost_of, demand, flat
):
    # 1 GW of sun for 12 hours a day halves the 3.504 Mt of 8,760 GWh of gas.
    cost = cost_of(night_needs_storage(world, flat, demand, emissions_cap_mt={2026: 1.752}))

    assert cost == pytest.approx(1.0)


def test_storage_does_not_make_gas_clean(world, shortfall_of, demand, flat):
    # No sun at all: a free battery could only be charged from gas.
    sources = {
        "gas": gas(flat),
        "solar": PowerTechnology(kind="variable", profile="solar", capex=flat(0.0)),
        "battery": PowerTechnology(kind="storage", capex=flat(0.0), storage_hours=12.0),
    }

    missed = shortfall_of(
        world(
            technologies=sources,
            slices=DAY_AND_NIGHT,
            capacity_factor={("solar", "r", "day"): 0.0, ("solar", "r", "night"): 0.0},
            clean_share={2026: 0.1},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(1.0)


def test_what_a_site_does_not_use_helps_no_other(world, shortfall_of, demand, flat):
    # Site s takes 0.5 GW, all of it clean, however much is built; site t has gas
    # power from the grid alone. At a share of 0.6 both together take 0.5 / 0.6 GW,
    # so a sixth of the target is missed.
    sites = {
        "s": Site(region="r", max_facility_gw=0.5),
        "t": Site(region="r", onsite_generation=False),
    }
    sources = {"grid": PowerTechnology(kind="grid", capex=flat(0.0)), "clean": clean(flat)}

    missed = shortfall_of(
        world(
            sites=sites,
            regions={"r": Region(co2_mt_per_gwh=flat(3e-4))},
            technologies=sources,
            clean_share={2026: 0.6},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert missed == pytest.approx(1 / 6)


def test_a_site_without_slices_counts_in_each_of_the_others(world, cost_of, demand, flat):
    # Site s, 0.5 GW, has sun by day and a free battery, so that it is balanced by
    # slice; site t, 0.5 GW, has clean baseload or gas. A share of 0.5 is met by the
    # 0.5 GW of either; sun and battery, at 1 GW x 0.1, are the cheaper.
    sites = {
        "s": Site(region="r", max_facility_gw=0.5),
        "t": Site(region="r", max_facility_gw=0.5, onsite_renewables=False),
    }
    sources = {
        "gas": gas(flat),
        "clean": clean(flat),
        "solar": PowerTechnology(kind="variable", profile="solar", life_years=1, capex=flat(0.1)),
        "battery": PowerTechnology(kind="storage", capex=flat(0.0), storage_hours=24.0),
    }

    cost = cost_of(
        world(
            sites=sites,
            technologies=sources,
            slices=DAY_AND_NIGHT,
            capacity_factor={("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0},
            clean_share={2026: 0.5},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(0.1)


def test_a_region_with_carbon_free_grid_power_matches_itself(world, cost_of, demand):
    cost = cost_of(world(clean_share={2026: 1.0}, workloads={"w": demand({2026: 1.0})}))

    assert cost == pytest.approx(0.0, abs=1e-9)
