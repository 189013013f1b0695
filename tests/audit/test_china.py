"""Supply of a region under export control: numbers that the certificate once had wrong."""

import pandas as pd
import pytest

from planner import api


@pytest.fixture(scope="module")
def run(shipped):
    return shipped("china_domestic").folder


def test_memory_of_china_is_all_chinas(run):
    # China makes 1.2 EB of HBM in 2030, the last year of its table, and a fifth more each year:
    # 1.44 in 2031, 1.728 in 2032. Memory ships half a year after it is made, so that shipments of
    # 2032 have half of each: 1.584. AI gets 90 %, 1.4256, and what China makes is all China's: the
    # model says so, and the 77 % of supply_terms are the share of buyers in the USA (1.097712).
    limits = pd.read_parquet(run / "tables" / "limits.parquet")
    limits = limits[(limits["limit"] == "component_supply_limit") & (limits["kind"] == "hbm")]

    found = limits.set_index("year").at[2032, "capacity"]

    assert found == pytest.approx((1.44 + 1.728) / 2 * 0.9)
    assert found == pytest.approx(1.4256)
    assert api.verify(run)[0].passed


def test_lines_that_nobody_counted_have_a_use_and_no_capacity(run):
    # packaging.csv says of 2.5D lines in China that they are not limited: no source counts them.
    supply = pd.read_parquet(run / "tables" / "supply.parquet")
    lines = supply[(supply["pool"] == "domestic_25d") & (supply["year"] == 2026)]

    assert not lines["limited"].any()
    assert lines["capacity"].isna().all()
    assert (lines["used"] > 0).all()
