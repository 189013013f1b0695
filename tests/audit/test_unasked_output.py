"""Plants whose output can't be left out, and does harm or none."""

from types import SimpleNamespace

import pytest

from planner.audit.unasked_output import in_the_way

FREE = {"fuel": "none", "variable_om_usd_per_mwh": 0.0, "co2_t_per_mwh": 0.0}


def harms(kind, surplus=None, cut=False, **row):
    power = {} if surplus is None else {"surplus": surplus}
    files = SimpleNamespace(
        technologies={"g": {**FREE, "kind": kind, **row}}, definition={"power": power}
    )
    return in_the_way(files, "g", cut)


def test_sun_and_wind_are_in_the_way_where_all_of_them_has_to_be_used():
    assert harms("variable", "none")
    assert not harms("variable", "none", cut=True)
    assert not harms("variable", "curtailed")
    # By default there may be too much; that its upkeep is paid by the MWh does nothing.
    assert not harms("variable", variable_om_usd_per_mwh=5.0)


@pytest.mark.parametrize("row", [
    {"fuel": "uranium"}, {"variable_om_usd_per_mwh": 2.0}, {"co2_t_per_mwh": 0.1}
])  # fmt: skip
def test_what_always_runs_is_in_the_way_where_it_costs_or_emits(row):
    assert harms("baseload", "curtailed", **row)
    assert harms("baseload", **row)
    # What can be turned down is not.
    assert not harms("dispatchable", "none", **row)


def test_what_always_runs_for_nothing_is_in_the_way_where_it_has_to_be_used():
    assert harms("baseload", "none")
    assert not harms("baseload", "curtailed")
    assert not harms("baseload")
