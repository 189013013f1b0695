"""The worth of a decision about supply is what changing its cell in the table changes."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from planner.data.inputs import Inputs
from planner.results.component_supply import shipments_table, supply_table
from planner.solving import solve_world
from planner.system import Accelerator, PowerTechnology, Region, Site, Workload, World
from planner.system.supply import supply, vendor_shares

COWOS = ("packaging", "cowos")
YEARS = (2026, 2027)
KWPM = 12.0


@dataclass(frozen=True)
class Cells:
    """The cells of the tables that a test changes."""

    wafers_2026: float = 100.0
    share_2026: float = 0.3
    share_2027: float = 0.3


def inputs(cells):
    """Half a year of lag; AI gets 80 % and the region half; vendor ``new`` has a share."""
    terms = {
        "resource_kind": ["packaging"],
        "ai_share": [0.8],
        "planned_region_share": [0.5],
        "growth_per_year_beyond_table": [0.0],
        "component_lag_years": [0.5],
    }
    capacity = {
        "packaging": "cowos",
        "year": [2025, 2026, 2027],
        "wafers_k_per_year": [100.0, cells.wafers_2026, 150.0],
    }
    shares = {
        "vendor": "new",
        "resource_kind": "packaging",
        "pool": "cowos",
        "year": [2026, 2027],
        "share": [cells.share_2026, cells.share_2027],
    }
    key = ["vendor", "resource_kind", "pool", "year"]
    return Inputs(
        folder=Path(),
        tables={
            "supply_terms": pd.DataFrame(terms).set_index("resource_kind"),
            "packaging": pd.DataFrame({"limited": [True]}, index=["cowos"]),
            "packaging_capacity": pd.DataFrame(capacity).set_index(["packaging", "year"]),
            "vendor_shares": pd.DataFrame(shares).set_index(key),
        },
        checksums={},
    )


AS_IT_IS = Cells()


def solved(cells=AS_IT_IS, periods=1, plenty=False, designs=("old", "new")):
    """A plan with two designs on one line: the new one ships from July 2026, and is better.

    With `plenty` a third needs no wafers and costs ten times as much, so that
    the target can be met.
    """
    chips = {
        "old": Accelerator(vendor="old", uses={COWOS: 50.0}, it_capex=20.0, life_years=5),
        "new": Accelerator(
            vendor="new",
            ship_year=2026.5,
            h100e=3.0,
            uses={COWOS: 60.0},
            it_capex=30.0,
            life_years=5,
        ),
    }
    chips = {name: chips[name] for name in designs}
    if plenty:
        chips["dear"] = Accelerator(vendor="dear", it_capex=200.0, life_years=5)
    tables = inputs(cells)
    limits = supply(tables, YEARS, chips, periods)
    return solve_world(
        World(
            years=YEARS,
            sites={"s": Site(region="r")},
            regions={"r": Region()},
            accelerators=chips,
            technologies={"grid": PowerTechnology(kind="grid", capex=dict.fromkeys(YEARS, 0.0))},
            supply=limits,
            supply_periods=periods,
            vendor_share=vendor_shares(tables, YEARS, limits),
            workloads={"w": Workload(kind="throughput", target={2026: 2.0, 2027: 5.0})},
        )
    )


def worth(plan, stage, vendor="", year=2026):
    table = supply_table(plan).set_index(["vendor", "year"])
    return table.loc[(vendor, year), f"worth_{stage}_per_step"]


def cost_change(plan):
    table = supply_table(plan).set_index(["vendor", "year"])
    return table.loc[("", 2026), "cost_change_musd_per_step"]


def objective(plan, stage):
    return plan.stages[stage].solution.objective


@pytest.mark.parametrize("periods", [1, 2, 4])
def test_a_thousand_wafers_a_month_deliver_what_the_table_says(periods):
    # Wafers of 2026 ship in 2026 and in 2027; they widen the supply of both years, the new
    # vendor's share of it, and in whole years the half of its first year.
    before = solved(periods=periods)
    after = solved(Cells(wafers_2026=100.0 + KWPM), periods=periods)

    found = worth(before, "shortfall_1_years_of_target")
    change = objective(before, "shortfall_1") - objective(after, "shortfall_1")
    assert found > 0
    assert found == pytest.approx(change, rel=1e-6)


@pytest.mark.parametrize("periods", [1, 2])
def test_a_thousand_wafers_a_month_save_what_the_table_says(periods):
    # The dear design meets every target, so nothing is missed, before or after.
    before = solved(periods=periods, plenty=True)
    after = solved(Cells(wafers_2026=100.0 + KWPM), periods=periods, plenty=True)

    found = worth(before, "cost_musd")
    assert objective(before, "shortfall_1") == pytest.approx(0, abs=1e-9)
    assert found > 0
    change = 1000 * (objective(before, "cost") - objective(after, "cost"))
    assert found == pytest.approx(change, rel=1e-6)
    assert cost_change(before) == pytest.approx(-change, rel=1e-6)


@pytest.mark.parametrize("periods", [1, 2])
def test_where_targets_are_missed_the_cost_changes_as_the_table_says(periods):
    # More is bought and delivered, so the plan that is made again costs more.
    before = solved(periods=periods)
    after = solved(Cells(wafers_2026=100.0 + KWPM), periods=periods)

    change = 1000 * (objective(after, "cost") - objective(before, "cost"))
    assert change > 0
    assert cost_change(before) == pytest.approx(change, rel=1e-5)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("periods", [1, 2])
def test_a_percent_more_for_a_vendor_is_worth_what_the_table_says(year, periods):
    name = f"share_{year}"
    before = solved(periods=periods)
    after = solved(replace(AS_IT_IS, **{name: 0.31}), periods=periods)

    found = worth(before, "shortfall_1_years_of_target", "new", year)
    change = objective(before, "shortfall_1") - objective(after, "shortfall_1")
    assert found > 0
    assert found == pytest.approx(change, rel=1e-6)


def test_use_and_capacity_are_those_of_the_year_of_shipment():
    # 40 % of half of 100 and half of 100 in 2026, of half of 100 and half of 150 in 2027,
    # and the new vendor's 30 % of them: but for half of 2026.
    table = supply_table(solved()).set_index(["vendor", "year"])

    assert table["capacity"].to_dict() == pytest.approx(
        {("", 2026): 40.0, ("", 2027): 50.0, ("new", 2026): 12.0, ("new", 2027): 15.0}
    )
    assert table.loc[("new", 2026), "utilisation"] == pytest.approx(0.5)
    assert table.loc[("new", 2027), "binding"]
    assert table.loc[("", 2026), "binding"]
    assert set(table["step"]) == {"thousand wafers a month", "percent of the supply"}


def test_parts_of_a_year_add_up_to_it():
    whole = supply_table(solved()).set_index(["vendor", "year"])
    parts = supply_table(solved(periods=4)).set_index(["vendor", "year"])

    assert parts.loc[("", 2026), "capacity"] == pytest.approx(whole.loc[("", 2026), "capacity"])
    # The new design ships in two quarters, for which alone its vendor's share is a row. The
    # share of the year is 30 % of 100 thousand wafers, of which AI gets 80 % and the region half.
    assert parts.loc[("new", 2026), "capacity"] == pytest.approx(0.3 * 40.0)
    assert whole.loc[("new", 2026), "capacity"] == pytest.approx(0.3 * 40.0)


def test_a_half_in_which_nothing_ships_counts_for_its_year():
    # The one design on the line ships from July 2026, so that the first half has no row in the
    # programme. Shipments of 2026 are made in the second half of 2025 and the first of 2026:
    # half of 100 and half of 140 thousand wafers, of which AI gets 80 % and the region half, 48.
    # The second half alone, 28, is what may be used.
    plan = solved(Cells(wafers_2026=140.0), periods=2, designs=("new",))

    row = supply_table(plan).set_index(["vendor", "year"]).loc[("", 2026)]

    assert row["capacity"] == pytest.approx(48.0)
    assert row["used"] == pytest.approx(0.3 * 28.0)
    assert row["utilisation"] == pytest.approx(0.3 * 28.0 / 48.0)


def test_shipments_are_what_was_bought():
    for periods in (1, 2):
        shipped = shipments_table(solved(periods=periods))

        # 34 thousand wafers make 0.68 million old parts in 2026, 6 make 0.1 million new.
        in_2026 = shipped[shipped["year"] == 2026].groupby("accelerator")["shipped_million"].sum()
        assert in_2026.to_dict() == pytest.approx({"old": 34 / 50, "new": 6 / 60})
