"""What a plan is read beside: published figures, and ceilings with their ranges."""

from math import log10

import pytest

from planner import api
from planner.analysis.reference.reference_tables import OF_THE_DRIVERS, RUNS, ceiling_ranges
from planner.demand.ceilings import ceilings
from planner.demand.drivers import Driver, Drivers


@pytest.fixture(scope="module")
def run():
    return api.solve("small")


@pytest.fixture(scope="module")
def fixed(run):
    """The shipped drivers, all of them known exactly."""
    drivers = Drivers.of(run.inputs)
    return {name: Driver(d.unit, d.value, d.value, d.value) for name, d in drivers.items()}


def row(drivers, ceiling, year=2030):
    return ceiling_ranges(Drivers(drivers), year).set_index("ceiling").loc[ceiling]


def test_the_centre_of_a_range_is_the_ceiling_itself(fixed):
    expected = ceilings(Drivers(fixed), 2030)

    for ceiling in RUNS:
        found = row(fixed, ceiling)
        assert found["central"] == pytest.approx(getattr(expected, ceiling))
        assert found["low"] == pytest.approx(found["central"])
        assert found["high"] == pytest.approx(found["central"])


def test_ends_of_two_drivers_add_up_in_quadrature(fixed):
    # A campus from half to twice its power, and runs from half to twice their length: each is
    # log10 of 2 either way, together the root of 2 of that.
    ranged = dict(fixed)
    for name in ("ceiling_campus_gw", "ceiling_run_days"):
        value = fixed[name].value
        ranged[name] = Driver(fixed[name].unit, value / 2, value, value * 2)

    found = row(ranged, "run_campus")

    orders = 2**0.5 * log10(2)
    assert found["low"] == pytest.approx(found["central"] / 10**orders)
    assert found["high"] == pytest.approx(found["central"] * 10**orders)


def test_an_end_that_leaves_nothing_makes_the_low_end_nothing(fixed):
    other = fixed["ceiling_other_dc_gw"]
    ranged = {**fixed, "ceiling_other_dc_gw": Driver("GW", other.low, other.value, 1e6)}

    assert row(ranged, "run_distributed")["low"] == 0.0


def test_published_figures_have_a_counterpart_in_the_plan(run):
    published = run.plan["published"]

    assert len(published) > 10
    assert published["plan"].notna().all()
    assert not set(published["quantity"]) & set(OF_THE_DRIVERS)
    assert set(published["year"].astype(int)) <= {2026, 2027, 2028}


def test_ceilings_are_those_of_the_last_year_of_the_plan(run):
    drivers = Drivers.of(run.inputs)
    found = run.plan["ceilings"].set_index("ceiling")

    assert set(found["year"]) == {2028}
    for ceiling in RUNS:
        assert found.at[ceiling, "central"] == getattr(ceilings(drivers, 2028), ceiling)
