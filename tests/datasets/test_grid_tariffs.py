"""Tariffs of large loads as they are derived, by hand."""

import pytest

from tools.derive.grid_tariffs import grid_tariff_rows
from tools.derive.raw import Raw
from tools.derive.run import RAW_TABLES


@pytest.fixture(scope="module")
def rows():
    return {(row["region"], row["year"]): row for row in grid_tariff_rows(Raw(RAW_TABLES))}


def test_a_year_has_five_months_of_the_delivery_year_before(rows):
    # 2026: five months at 269.92 and seven at 329.17; the first year has the first auction alone,
    # and the year after the last one goes on with it.
    own = [rows["PJM", year]["capacity_usd_per_mw_day"] for year in (2024, 2026, 2029)]

    assert own == pytest.approx([28.92, (5 * 269.92 + 7 * 329.17) / 12, 325.0], rel=1e-3)
    after = rows["PJM", 2029]
    assert after["capacity_usd_per_mw_day_low"] == 28.92
    assert after["capacity_usd_per_mw_day_high"] == 529


def test_seasons_make_a_year(rows):
    # (30 + 15 + 0.75 + 34.10) / 4 = 19.96 in 2024/25, then 217.
    own = [rows["MISO", year]["capacity_usd_per_mw_day"] for year in (2024, 2025, 2026)]

    assert own == pytest.approx([19.96, (5 * 19.9625 + 7 * 217) / 12, 217.0], rel=1e-3)


def test_prices_a_kw_and_month_become_prices_a_mw_and_day(rows):
    # 3.58 USD a kW and month: 3,580 x 12 / 365 = 117.7 a MW and day.
    assert rows["NPCC_NE", 2028]["capacity_usd_per_mw_day"] == pytest.approx(117.7, rel=1e-3)


def test_wires_are_what_transmission_costs_over_the_peak(rows):
    # 11.8 billion USD in 2024 over 151.82 GW, by month, and 2.68 % of inflation to 2025: 6.65.
    # ERCOT: 70 a year over 12 months. MISO: 4.22 of 2022, times 1.1006.
    pjm, ercot, miso = (
        rows[key]["wires_usd_per_kw_month"]
        for key in (("PJM", 2026), ("ERCOT", 2025), ("MISO", 2026))
    )

    assert pjm == pytest.approx(11.8e9 / 151.82e6 / 12 * 1.0268, rel=1e-3)
    assert ercot == pytest.approx(70 / 12, rel=1e-3)
    assert miso == pytest.approx(4.22 * 1.1006, rel=1e-3)


def test_least_amounts_hold_from_the_year_of_their_tariff(rows):
    takes = [
        (rows[key]["capacity_minimum_take"], rows[key]["wires_minimum_take"])
        for key in (("PJM", 2024), ("PJM", 2026), ("PJM", 2027), ("MISO", 2026), ("ERCOT", 2025))
    ]

    assert takes == [(0, 0), (0, 0.85), (0.6, 0.85), (0.8, 0.8), (0, 0)]
