"""The sizes of units, held to those of the plants that stand."""

import numpy as np
import pytest

from tools.derive.fleet import UNITS
from tools.derive.raw import Raw


def by_capacity(units):
    """The size such that half of the capacity is in units no larger."""
    sizes = units.capacity_mw.sort_values().to_numpy()
    return sizes[np.searchsorted(sizes.cumsum(), sizes.sum() / 2)]


def test_units_are_as_large_as_those_that_were_built_lately(raw_folder, tables):
    size = {row["technology"]: row["unit_size_mw"] for row in tables["power_technologies"]}
    units = Raw(raw_folder)[UNITS]
    new = units[units.operating_year.between(2015, 2026)]
    turbines = new[new.technology == "Natural Gas Fired Combustion Turbine"]
    small, large = turbines[turbines.capacity_mw <= 100], turbines[turbines.capacity_mw > 100]
    engines = new[new.technology == "Natural Gas Internal Combustion Engine"]
    geothermal = new[new.technology == "Geothermal"]
    coal = units[units.technology == "Conventional Steam Coal"]

    assert size["gas_ct_frame"] == pytest.approx(by_capacity(large), rel=0.05)
    assert size["gas_ct_aero"] == pytest.approx(by_capacity(small), rel=0.05)
    assert size["gas_recip"] == pytest.approx(by_capacity(engines), rel=0.05)
    assert size["geothermal_egs"] == pytest.approx(by_capacity(geothermal), rel=0.05)
    assert size["coal_to_gas_conversion"] == pytest.approx(by_capacity(coal), rel=0.05)


def test_every_firm_source_has_a_unit_and_no_other(tables):
    for row in tables["power_technologies"]:
        firm = row["kind"] in ("dispatchable", "baseload")
        assert (row["unit_size_mw"] > 0) == firm, row["technology"]
