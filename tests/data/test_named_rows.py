"""Rows that are asked for by their name: values that divide something are above 0."""

import pytest

from planner.data.cross_checks import cross_check


@pytest.mark.parametrize(("years", "told"), [(0.5, []), (5.0, []), (0.0, ["0"]), (-0.5, ["-0.5"])])
def test_lives_are_above_zero_and_may_be_short(table, found_by, years, told):
    costs = table(
        "cluster_costs", "item", item=["facility_life_years", "shell_usd_per_w_it"],
        value=[years, 0.0],
    )  # fmt: skip

    found = [fault for fault in found_by(cross_check, costs) if "above 0" in fault]
    assert found == [
        f"cluster_costs.csv, line 2, column value: {number} for 'facility_life_years'; expected a "
        "number above 0"
        for number in told
    ]
