"""A site over its hours, solved by hand."""

import numpy as np
import pytest

from planner.analysis.hours import SiteYear, Storage, dispatch_hours

# Two hours of sun and two of night, over and over.
SUN = np.tile([1.0, 1.0, 0.0, 0.0], 6)
LOAD = np.ones(24)


def test_the_cheapest_source_goes_first():
    # 1 GW all day: 0.6 GW at 20 USD a MWh, the rest at 50.
    # 24 h x (0.6 x 20 + 0.4 x 50) = 768 thousand USD.
    site = SiteYear(load_gw=LOAD, dispatchable={"dear": (1.0, 50.0), "cheap": (0.6, 20.0)})

    found = dispatch_hours(site)

    assert found.running_cost_musd == pytest.approx(0.768)
    assert found.generation_gwh == pytest.approx({"cheap": 14.4, "dear": 9.6})
    assert (found.unserved_gwh, found.hours_short, found.shed_gwh) == (0.0, 0, 0.0)


def test_what_no_source_can_give_is_unserved():
    # 0.7 GW of 1 GW by night, all of it by day.
    site = SiteYear(load_gw=LOAD, weather_gw=SUN, dispatchable={"gas": (0.7, 30.0)})

    found = dispatch_hours(site)

    assert found.unserved_gwh == pytest.approx(12 * 0.3)
    assert found.hours_short == 12
    assert found.largest_shortage_gw == pytest.approx(0.3)


def test_storage_without_loss_carries_the_sun_into_the_night():
    # 2 GW of sun in half of the hours: half of it is stored, 2 GWh at most.
    store = Storage(power_gw=1.0, energy_gwh=2.0, round_trip_efficiency=1.0)
    site = SiteYear(load_gw=LOAD, weather_gw=2 * SUN, storage={"battery": store})

    assert dispatch_hours(site).unserved_gwh == pytest.approx(0.0, abs=1e-6)


def test_a_loss_on_the_way_is_missing_at_the_end():
    # A round trip of 0.64: of 12 GWh of surplus 7.68 come back for 12 of night.
    store = Storage(power_gw=1.0, energy_gwh=9.0, round_trip_efficiency=0.64)
    site = SiteYear(load_gw=LOAD, weather_gw=2 * SUN, storage={"battery": store})

    assert dispatch_hours(site).unserved_gwh == pytest.approx(12 - 7.68)


def test_a_small_store_serves_what_it_holds():
    # 0.5 GWh a night of the 2 GWh that it takes, six nights.
    store = Storage(power_gw=1.0, energy_gwh=0.5, round_trip_efficiency=1.0)
    site = SiteYear(load_gw=LOAD, weather_gw=2 * SUN, storage={"battery": store})

    assert dispatch_hours(site).unserved_gwh == pytest.approx(12 - 6 * 0.5)


def test_two_stores_serve_what_both_hold():
    # Each day gives back 0.5 and 0.25 GWh, one without loss and one that keeps half of what it
    # takes, of the 2 GWh that six nights want.
    whole = Storage(power_gw=1.0, energy_gwh=0.5, round_trip_efficiency=1.0)
    half = Storage(power_gw=1.0, energy_gwh=0.5, round_trip_efficiency=0.25)
    site = SiteYear(load_gw=LOAD, weather_gw=2 * SUN, storage={"whole": whole, "half": half})

    assert dispatch_hours(site).unserved_gwh == pytest.approx(12 - 6 * (0.5 + 0.25))


def test_the_programme_agrees_with_the_merit_order_when_the_store_is_empty():
    rng = np.random.default_rng(7)
    plain = SiteYear(
        load_gw=1 + 0.1 * rng.uniform(size=200),
        flat_gw=0.2,
        weather_gw=rng.uniform(size=200),
        dispatchable={"a": (0.3, 10.0), "b": (0.4, 40.0), "c": (0.1, 90.0)},
    )
    empty = Storage(power_gw=0.0, energy_gwh=0.0, round_trip_efficiency=0.9)
    stored = SiteYear(
        load_gw=plain.load_gw,
        flat_gw=plain.flat_gw,
        weather_gw=plain.weather_gw,
        dispatchable=plain.dispatchable,
        storage={"none": empty},
    )

    one, other = dispatch_hours(plain), dispatch_hours(stored)

    assert one.unserved_gwh == pytest.approx(other.unserved_gwh, abs=1e-6)
    assert one.running_cost_musd == pytest.approx(other.running_cost_musd)


def cut(hours_cut, **more):
    """A day on a connection of 1 GW that the grid takes back for some full hours."""
    limit = {"grid_flexible": 24.0 - hours_cut}
    return SiteYear(
        load_gw=LOAD,
        dispatchable={"grid_flexible": (1.0, 50.0)},
        energy_limit_gwh=limit,
        **more,
    )


def test_what_the_grid_takes_back_is_shed_and_not_unserved():
    # Two full hours of 1 GW are cut and as much may be shed: 22 GWh at 50 USD a MWh are left.
    found = dispatch_hours(cut(2, shed_share=0.5, shed_limit_gwh=2.0))

    assert found.unserved_gwh == pytest.approx(0.0, abs=1e-6)
    assert found.shed_gwh == pytest.approx(2.0)
    assert found.running_cost_musd == pytest.approx(1.1)


def test_a_cut_beyond_what_may_be_shed_goes_unserved():
    found = dispatch_hours(cut(3, shed_share=0.5, shed_limit_gwh=2.0))

    assert found.unserved_gwh == pytest.approx(1.0)


def test_only_a_share_of_an_hours_load_may_be_shed():
    # A source of 0.4 GW leaves 0.6 GW of each hour, of which 0.5 may be shed.
    site = SiteYear(
        load_gw=LOAD, dispatchable={"gas": (0.4, 30.0)}, shed_share=0.5, shed_limit_gwh=24.0
    )

    found = dispatch_hours(site)

    assert found.shed_gwh == pytest.approx(12.0)
    assert found.unserved_gwh == pytest.approx(2.4)


@pytest.mark.slow
def test_a_whole_year_with_a_battery_is_dispatched_in_one_go():
    hours = 8760
    sun = np.clip(np.sin(2 * np.pi * (np.arange(hours) % 24 - 6) / 24), 0, 1)
    store = Storage(power_gw=1.0, energy_gwh=4.0, round_trip_efficiency=0.86)
    site = SiteYear(
        load_gw=np.ones(hours),
        weather_gw=2 * sun,
        dispatchable={"gas": (0.8, 30.0), "grid": (0.3, 60.0)},
        storage={"battery": store},
    )

    assert dispatch_hours(site).unserved_gwh == pytest.approx(0.0, abs=1e-3)
