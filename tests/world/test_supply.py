"""What reaches the region: lag, shares and growth, by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from planner.data.inputs import Inputs
from planner.errors import InputError
from planner.locations import bundled
from planner.world import Accelerator
from planner.world.supply import supply, unlimited, vendor_shares

COWOS = ("packaging", "cowos")
CHIPS = {"k": Accelerator(uses={COWOS: 50.0})}


@pytest.fixture
def inputs(tmp_path):
    """100 and 200 thousand wafers in 2026 and 2027, and half more a year from then on."""

    def make(lag=0.5):
        terms = {
            "resource_kind": ["packaging"],
            "ai_share": [0.8],
            "planned_region_share": [0.5],
            "growth_per_year_beyond_table": [0.5],
            "component_lag_years": [lag],
        }
        capacity = {
            "packaging": "cowos",
            "year": [2026, 2027],
            "wafers_k_per_year": [100.0, 200.0],
        }
        shares = {
            "vendor": "v",
            "resource_kind": "packaging",
            "pool": "cowos",
            "year": [2027, 2028],
            "share": [0.5, 0.6],
        }
        key = ["vendor", "resource_kind", "pool", "year"]
        return Inputs(
            folder=tmp_path,
            tables={
                "supply_terms": pd.DataFrame(terms).set_index("resource_kind"),
                "packaging": pd.DataFrame({"limited": [True]}, index=["cowos"]),
                "packaging_capacity": pd.DataFrame(capacity).set_index(["packaging", "year"]),
                "vendor_shares": pd.DataFrame(shares).set_index(key),
            },
            checksums={},
        )

    return make


def test_what_ships_in_a_year_was_made_half_a_year_before(inputs):
    # AI gets 80 % and the region half of that: 40 %. 2026: nothing of 2025, half of 100.
    # 2027: half of 100 and half of 200. 2028: half of 200 and half of 300, grown.
    limit = supply(inputs(), (2026, 2027, 2028), CHIPS)[COWOS]

    assert limit.available == pytest.approx({2026: 20.0, 2027: 60.0, 2028: 100.0})


def test_half_years_are_lagged_by_their_own_time(inputs):
    # What ships in the first half of 2027 was made in the second half of 2026: 40 % of 50.
    limit = supply(inputs(), (2027,), CHIPS, 2)[COWOS]

    assert limit.parts == pytest.approx({(2027, 1): 20.0, (2027, 2): 40.0})
    assert limit.available == pytest.approx({2027: 60.0})


def test_a_lag_may_be_longer_than_a_year(inputs):
    # One and a quarter years: 2028's shipments were made from October 2026 to September
    # 2027, a quarter of 100 and three quarters of 200.
    limit = supply(inputs(lag=1.25), (2028,), CHIPS)[COWOS]

    assert limit.available[2028] == pytest.approx(0.4 * (25 + 150))


def test_a_step_is_a_thousand_wafers_a_month_for_a_year(inputs):
    # Twelve thousand wafers made in 2027, 40 % of them for the region, half in each year.
    limit = supply(inputs(), (2027, 2028), CHIPS)[COWOS]

    assert limit.step == "thousand wafers a month"
    assert limit.gain[2027, 1, 2027] == pytest.approx(2.4)
    assert limit.gain[2028, 1, 2027] == pytest.approx(2.4)


CHINESE = ("packaging", "domestic_25d")
ASCEND = Accelerator(supply_region="china", uses={CHINESE: 10.0})


def with_line(inputs, *, limited):
    """The tables with a line in China that has no capacity rows."""
    lines = pd.DataFrame({"limited": [True, limited]}, index=["cowos", "domestic_25d"])
    return replace(inputs, tables={**inputs.tables, "packaging": lines})


def test_a_line_that_the_table_calls_not_limited_has_no_limit_and_is_named(inputs):
    tables, chips = with_line(inputs(), limited=False), {**CHIPS, "ascend": ASCEND}

    assert set(supply(tables, (2027,), chips)) == {COWOS}
    assert unlimited(tables, (2027,), chips) == {CHINESE}


def test_a_limited_line_without_rows_is_a_fault(inputs):
    with pytest.raises(InputError, match="no row for 'domestic_25d'"):
        supply(with_line(inputs(), limited=True), (2027,), {"ascend": ASCEND})


def test_a_line_that_nothing_on_sale_draws_on_is_not_named(inputs):
    sold_out = replace(ASCEND, last_sale_year=2026)

    assert not unlimited(with_line(inputs(), limited=False), (2027,), {"ascend": sold_out})


def test_a_supply_region_can_have_a_share_of_its_own(inputs):
    # As above, 2027 has 60 of 150 thousand at the region's half; at a tenth it has 12.
    west = {"k": Accelerator(supply_region="west", uses={COWOS: 50.0})}

    limit = supply(inputs(), (2027,), west, 1, {"west": 0.1, "china": 1.0})[COWOS]

    assert limit.available[2027] == pytest.approx(12.0)


def test_two_shares_of_one_resource_are_a_fault(inputs):
    chips = {
        "k": Accelerator(supply_region="west", uses={COWOS: 50.0}),
        "c": Accelerator(supply_region="china", uses={COWOS: 50.0}),
    }

    with pytest.raises(InputError, match="drawn on from china and west"):
        supply(inputs(), (2027,), chips, 1, {"west": 0.1, "china": 1.0})


def test_a_vendors_last_share_holds_and_before_its_first_it_is_free(inputs):
    shares = vendor_shares(inputs(), (2026, 2027, 2028, 2029), [COWOS])

    assert {y: share for (_, _, _, y), share in shares.items()} == {
        2027: 0.5,
        2028: 0.6,
        2029: 0.6,
    }


def test_shares_of_resources_that_nobody_draws_on_are_left_aside(inputs):
    assert vendor_shares(inputs(), (2027,), []) == {}


@pytest.mark.parametrize(
    ("case", "share"), [("low", 0.55), ("central", 0.59), ("high", 0.63)]
)  # datasets/vendor_shares.csv, NVIDIA, packaging, 2026
def test_low_and_high_shares_can_be_asked_for(case, share):
    inputs = Inputs.read(bundled("datasets"), {"vendor_shares.share": case})

    shares = vendor_shares(inputs, (2026, 2032), [COWOS])

    assert shares["NVIDIA", "packaging", "cowos", 2026] == share
    assert shares["NVIDIA", "packaging", "cowos", 2032] == share
