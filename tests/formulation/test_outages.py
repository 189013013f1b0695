"""Availability by slice, forced and scheduled outages, solved by hand."""

import pytest

from planner.system import PowerTechnology, Site, TimeSlice

HALVES = {h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")}


@pytest.fixture
def served(world, cost_of, flat):
    """Cost of serving a load by day and by night with one technology of 1 billion USD a GW."""

    def make(day, night, **technology):
        load = {(2026, "day"): day, (2026, "night"): night}
        one = PowerTechnology(
            **{"kind": "dispatchable", "life_years": 1, "capex": flat(1.0), **technology}
        )
        return cost_of(
            world(
                sites={"s": Site(region="r", stated_load=load)},
                technologies={"g": one},
                accelerators={},
                slices=HALVES,
            )
        )

    return make


@pytest.mark.parametrize("kind", ["dispatchable", "baseload", "grid"])
@pytest.mark.parametrize(
    ("technology", "gw"),
    [
        # 2 GW by day and 1 by night: the night asks for 1 / 0.4, more than the day's 2 / 1.
        ({"availability_in": {"night": 0.4}}, 2.5),
        # A slice that is not named has the availability of the year.
        ({"availability": 0.5, "availability_in": {"night": 0.8}}, 4.0),
        # A fifth out of order, in each slice.
        ({"forced_outage": 0.2}, 2.5),
        ({"forced_outage": 0.2, "availability_in": {"night": 0.4}}, 1 / 0.32),
    ],
)
def test_what_can_run_in_each_slice_sets_the_capacity(served, kind, technology, gw):
    assert served(2.0, 1.0, kind=kind, **technology) == pytest.approx(gw)


@pytest.mark.parametrize("kind", ["dispatchable", "grid"])
def test_what_is_flat_gives_no_more_than_it_can_in_the_worst_slice(served, kind):
    # 2 GW by day are 2 GW at night, of which 0.4 can run: 5 GW, where those of the day were 2.
    assert served(2.0, 1.0, kind=kind, availability_in={"night": 0.4}, flat=True) == pytest.approx(
        5
    )


@pytest.mark.parametrize(
    ("day", "night", "scheduled", "gw"),
    [
        # 3 GW-halves of 4 are used: a quarter of the year is free for overhauls.
        (2.0, 1.0, 0.25, 2.0),
        # With 40 % of the energy, 3 / 2 of a GW-year is 0.6 of 2.5 GW.
        (2.0, 1.0, 0.4, 2.5),
        # A flat load has no time to spare.
        (1.0, 1.0, 0.2, 1.25),
    ],
)
def test_overhauls_take_energy_and_no_capacity_in_a_slice(served, day, night, scheduled, gw):
    assert served(day, night, scheduled_outage=scheduled) == pytest.approx(gw)


def test_baseload_pays_for_what_it_gives_in_each_slice(served):
    # 2 GW; by night 0.5 of it runs: 2 * (4,380 + 2,190) GWh at 1e-4.
    found = served(2.0, 1.0, kind="baseload", availability_in={"night": 0.5}, variable_om=1e-4)

    assert found == pytest.approx(2.0 + 2 * 0.657)
