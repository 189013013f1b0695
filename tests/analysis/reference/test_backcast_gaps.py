"""Why plan and counts differ, checked by hand: wafers, and H100e on them."""

from math import inf
from pathlib import Path

import pandas as pd
import pytest

from planner.analysis.reference.backcast_gaps import Gap, quarters, years
from planner.data.inputs import Inputs
from planner.results import Plan
from planner.system import Accelerator, SupplyLimit, World

COWOS, MEMORY = ("packaging", "cowos"), ("hbm", "global")


def gap(plan, observed, supply=100.0):
    """H100e and wafers of each side."""
    return Gap(
        plan_h100e_k=plan[0],
        observed_h100e_k=observed[0],
        plan_wafers=plan[1],
        observed_wafers=observed[1],
        supply=supply,
    )


def test_a_little_is_endlessly_more_than_nothing():
    assert gap((0.5, 40.0), (0.0, 40.0)).difference == inf
    assert gap((0.0, 40.0), (0.0, 40.0)).difference == 0.0


def test_a_difference_is_wafers_times_what_is_on_them():
    # 300 against 100 H100e: 60 wafers against 40, and 5 H100e a wafer against 2.5.
    found = gap((300.0, 60.0), (100.0, 40.0))

    assert found.difference == pytest.approx(2.0)
    assert found.volume == pytest.approx(1.5)
    assert found.mix == pytest.approx(2.0)
    assert (found.plan_fill, found.observed_fill) == pytest.approx((0.6, 0.4))


@pytest.mark.parametrize(
    ("plan", "observed", "reason"),
    [
        # Twice the wafers and as good: 40 of 100 were ordered.
        ((200.0, 80.0), (100.0, 40.0),
         "orders: what shipped fills 40% of the packaging, the plan 80%"),
        # As many wafers, and H100e a wafer half more.
        ((150.0, 50.0), (100.0, 50.0), "mix: the plan has 1.5 times the H100e on a wafer"),
        # More was shipped than there are lines for.
        ((80.0, 96.0), (100.0, 120.0),
         "lag: what shipped takes 120% of the packaging that is there by then"),
        # Half of the lines stay idle, and 90 were used.
        ((50.0, 45.0), (100.0, 90.0),
         "shares and ramps: the plan fills 45% of the packaging, what shipped 90%"),
        # Lines were nearly full, and the plan fills them.
        ((125.0, 100.0), (100.0, 91.0), "mix: the plan has 1.14 times the H100e on a wafer"),
        ((125.0, 115.0), (100.0, 95.0),
         "lines: the plan fills 115% of the packaging, what shipped 95%"),
        # Shares are told in whole percents.
        ((50.0, 45.4), (100.0, 90.3),
         "shares and ramps: the plan fills 45% of the packaging, what shipped 90%"),
        # A few were idle for want of something else, or of packages that fit on a wafer.
        ((125.0, 100.0), (100.0, 80.0),
         "lines: the plan fills 100% of the packaging, what shipped 80%"),
        # More was shipped than there are lines for, and still more is planned.
        ((125.0, 150.0), (100.0, 120.0),
         "lines: the plan fills 150% of the packaging, what shipped 120%"),
        # A tenth is no gap.
        ((110.0, 60.0), (100.0, 40.0), ""),
        # Half a thousand H100e each, on half a thousand wafers against none and on none at all.
        ((0.5, 0.0), (0.5, 0.0), ""),
        # Nothing was counted, and nothing planned.
        ((0.0, 0.0), (0.0, 0.0), ""),
    ],
)  # fmt: skip
def test_the_larger_part_gives_the_reason(plan, observed, reason):
    assert gap(plan, observed).reason() == reason


@pytest.fixture
def world():
    """One generation of 2 H100e that takes 50 thousand wafers a million; 4 thousand a quarter."""
    return World(
        years=(2024,),
        accelerators={"k": Accelerator(h100e=2.0, uses={COWOS: 50.0, MEMORY: 1.0})},
        supply={
            COWOS: SupplyLimit(
                unit="thousand wafers",
                available={2024: 16.0},
                parts={(2024, t): 4.0 for t in (1, 2, 3, 4)},
            )
        },
        supply_periods=4,
    )


def test_each_quarter_stands_beside_its_counts(world):
    # First quarter: 40 thousand units planned, 2 thousand wafers of 4 and 80 thousand H100e,
    # beside 20 thousand counted, 1 thousand wafers and 40 thousand H100e: twice, all by wafers.
    plan = Plan(
        {
            "limits": pd.DataFrame(
                {"limit": ["part_year_component_limit"] * 3, "kind": ["hbm", "hbm", "packaging"],
                 "pool": ["global", "global", "cowos"], "year": 2024, "part": [2, 3, 2],
                 "binding": [True, False, True]}
            ),
            "shipments": pd.DataFrame(
                {"accelerator": ["k", "k"], "year": [2024, 2024], "part": [1, 4],
                 "shipped_million": [0.04, 0.08], "h100e_million": [0.08, 0.16]}
            )
        }
    )  # fmt: skip
    counted = pd.DataFrame(
        {"vendor": "v", "chip": "K", "year": 2024, "quarter": [1, 2, 4], "accelerator": "k",
         "units_k": [20.0, 10.0, 76.0], "h100e_k": [40.0, 20.0, 152.0]}
    ).set_index(["vendor", "chip", "year", "quarter"])  # fmt: skip
    inputs = Inputs(folder=Path(), tables={"observed_quarters": counted}, checksums={})

    table = quarters(plan, world, inputs).set_index("quarter")

    assert table["plan_shipped_h100e_k"].tolist() == pytest.approx([80, 0, 0, 160])
    assert table["observed_shipped_h100e_k"].tolist() == pytest.approx([40, 20, 0, 152])
    assert table["plan_packaging_utilisation"].tolist() == pytest.approx([0.5, 0, 0, 1])
    assert table["observed_packaging_utilisation"].tolist() == pytest.approx(
        [0.25, 0.125, 0, 0.95]
    )
    assert table.loc[1, "difference_share"] == pytest.approx(1.0)
    assert table.loc[1, "volume_factor"] == pytest.approx(2.0)
    assert table.loc[1, "mix_factor"] == pytest.approx(1.0)
    assert table.loc[1, "reason"].startswith("orders")
    # Nothing is planned where 10 thousand units were counted, and memory is full.
    assert table.loc[2, "reason"].startswith("hbm global: the plan fills 0% ")
    assert table.loc[4, "reason"] == ""


def test_a_plan_of_whole_years_has_no_quarters(world):
    whole = World(years=world.years, accelerators=world.accelerators, supply=world.supply)

    assert quarters(Plan({}), whole, Inputs(folder=Path(), tables={}, checksums={})).empty


def test_a_year_is_taken_over_all_its_packaging(world):
    table = pd.DataFrame(
        {"year": [2024], "plan_shipped_h100e_k": [240.0], "observed_shipped_h100e_k": [212.0]}
    )
    components = pd.DataFrame(
        {"kind": ["packaging", "packaging", "hbm"], "year": 2024, "supply": [10.0, 6.0, 9.0],
         "plan_used": [4.0, 2.0, 9.0], "observed_used": [4.0, 1.3, 9.0],
         "pool": ["cowos", "efb", "global"], "plan_binding": [True, False, True]}
    )  # fmt: skip

    (found,) = years(table, components)

    assert (found.plan_wafers, found.observed_wafers, found.supply) == pytest.approx((6, 5.3, 16))
    assert found.full == ("hbm global",)


def test_a_year_without_packaging_has_no_wafers(world):
    table = pd.DataFrame(
        {"year": [2025], "plan_shipped_h100e_k": [240.0], "observed_shipped_h100e_k": [212.0]}
    )
    components = pd.DataFrame(
        {"kind": ["packaging"], "year": 2024, "supply": [10.0], "plan_used": [4.0],
         "observed_used": [4.0], "pool": ["cowos"], "plan_binding": [True]}
    )  # fmt: skip

    (found,) = years(table, components)

    assert (found.plan_wafers, found.observed_wafers, found.supply) == (0.0, 0.0, 0.0)
