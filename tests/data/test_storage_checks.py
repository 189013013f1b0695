"""What stores need: prices of energy when the plan begins, and days that follow each other."""

from pathlib import Path

import pytest

from planner.config import ModelDefinition
from planner.data.reading import Reading
from planner.data.storage_checks import storage_faults


@pytest.fixture
def faults(table):
    def make(prices=(), sets=(), days=None, between=True, whole=True):
        made = {}
        if prices:
            technologies, years, usd = zip(*prices, strict=True)
            made["power_costs"] = table(
                "power_costs", "technology year", technology=technologies, year=years,
                energy_capex_usd_per_kwh=usd,
            )  # fmt: skip
        if sets is not None:
            order = table("slice_days", "slice_set day_of_year", slice_set=list(sets))
            made["slice_days"] = order if sets else Reading(order.table, absent=True)
            made["slice_days"].whole = whole
        model = ModelDefinition(
            name="m",
            path=Path("m.toml"),
            title="t",
            years={"first": 2026, "last": 2027},
            time={"slice_set": "four", "storage_between_days": between, "days": days},
        )
        return [str(fault) for fault in storage_faults(model, made)]

    return make


@pytest.mark.parametrize(
    ("prices", "line"),
    [
        ([("tank", 2026, 50.0), ("tank", 2027, 40.0)], None),
        ([("tank", 2025, 50.0), ("tank", 2027, 40.0)], None),
        ([("tank", 2028, 30.0), ("tank", 2027, 40.0)], 3),
        # A blank is no price, and without any the energy is in that of power.
        ([("tank", 2026, None), ("tank", 2027, 40.0)], 3),
        ([("tank", 2026, None), ("tank", 2027, None)], None),
    ],
)
def test_energy_has_a_price_when_the_plan_begins(faults, prices, line):
    assert faults(prices, between=False) == (
        []
        if line is None
        else [
            f"power_costs.csv, line {line}, column energy_capex_usd_per_kwh: the first price of "
            "energy of 'tank' is of 2027; expected one of 2026, when the plan begins, or before; "
            "fill the cell of that year's row"
        ]
    )


@pytest.mark.parametrize("sets", [(), ("other", "another")])
def test_days_that_energy_is_carried_over_have_an_order(faults, sets):
    assert faults(sets=sets) == [
        "m.toml, key time.storage_between_days: true, and slice_days.csv has no order of the days "
        "of 'four'; expected a row for each day of the year, with the day of the slices that "
        "stands for it; add them, or leave storage_between_days out"
    ]
    assert faults(sets=sets, between=False) == []
    # Days that are found in the hours have their order from there.
    assert faults(sets=sets, days=4) == []


def test_an_order_of_the_set_is_one_and_a_table_that_was_not_read_says_nothing(faults):
    assert faults(sets=("other", "four")) == []
    assert faults(sets=None) == []
    assert faults(sets=("other",), whole=False) == []
