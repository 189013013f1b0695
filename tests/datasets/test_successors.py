"""Generations to come: a vendor's level and cadence, and a trend carried on, by hand."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from tools.derive import successors
from tools.derive.successors import with_successors

NODES = [
    {"node": "old", "vendor": "M", "volume_production_year": 2018.0},
    {"node": "new", "vendor": "M", "volume_production_year": 2027.0},
    {"node": "other", "vendor": "O", "volume_production_year": 2020.0},
]
GIVEN = {
    "last_year": 2030, "shortest_stretch_years": 3.0,
    "throughput": ["eight_bit_dense_tflops"], "estimated": ["hbm_gb", "price_usd"],
    "grows": ["hbm_gb", "package_area_mm2", "price_usd"], "apart": ["B"],
    "lines": {
        "A": {"trend": ["a1", "a2", "a3"], "last": "a3", "called": "A chip"},
        "B": {"trend": ["b1", "b2"], "last": "b2", "called": "B chip"},
    },
}  # fmt: skip


def chip(name, vendor, ship, tflops, *, hbm=100.0, dies=1, last_sale=2040):
    return {
        "accelerator": name, "name": name.upper(), "vendor": vendor, "family": name,
        "volume_ship_year": ship, "last_sale_year": last_sale, "eight_bit_dense_tflops": tflops,
        "fp4_dense_tflops": 9.0, "node": "old", "logic_die_mm2": 500.0,
        "logic_dies_per_package": dies, "packages_per_wafer_gross": 20.0,
        "package_area_mm2": 1000.0, "hbm_type": "HBM3", "hbm_gb": hbm, "price_usd_low": 5.0,
        "price_usd": 10.0, "price_usd_high": 20.0, "confidence": "verified", "source_id": "s",
    }  # fmt: skip


@pytest.fixture
def rows(monkeypatch):
    monkeypatch.setattr(successors, "GIVEN", GIVEN)
    chips = [
        chip("a1", "A", 2020.0, 100.0, hbm=50.0, last_sale=2023),
        chip("a2", "A", 2023.0, 100.0, last_sale=2026),
        chip("a3", "A", 2026.0, 6400.0, hbm=3200.0),
        chip("b1", "B", 2024.0, 100.0, last_sale=2027),
        chip("b2", "B", 2025.0, 300.0, dies=2),
    ]
    return {row["accelerator"]: row for row in with_successors(chips, NODES, 3)}


def test_a_successor_comes_at_the_vendors_own_cadence(rows):
    # A's come every three years: 2029, and 2032 is past 2030. B's come every year.
    projected = {name for name in rows if "projected" in name}

    assert projected == {"a3_projected_2029", *(f"b2_projected_{y}" for y in range(2026, 2031))}


def test_a_successor_carries_on_the_trend(rows):
    # 100 to 6,400 in six years is a doubling a year: 8 times in three, from 6,400. The slowest
    # three years stood still, the fastest grew 64 times. Memory doubled each year as well.
    row = rows["a3_projected_2029"]

    assert row["eight_bit_dense_tflops"] == pytest.approx(51200.0)
    assert row["eight_bit_dense_tflops_low"] == pytest.approx(6400.0)
    assert row["eight_bit_dense_tflops_high"] == pytest.approx(6400.0 * 64)
    assert row["hbm_gb"] == pytest.approx(25600.0)
    assert (row["packages_per_wafer_gross"], row["logic_dies_per_package"]) == (20.0, 1)
    assert (row["price_usd_low"], row["price_usd"], row["price_usd_high"]) == (5.0, 10.0, 20.0)


def test_a_line_apart_has_a_trend_of_its_own(rows):
    # Three times a year: 2,700 in 2027, and 24,300 in 2029. Twice the dies a year: 8, and 32.
    first, second = rows["b2_projected_2027"], rows["b2_projected_2029"]

    assert first["eight_bit_dense_tflops"] == pytest.approx(2700.0)
    assert second["eight_bit_dense_tflops"] == pytest.approx(24300.0)
    assert (first["logic_dies_per_package"], second["logic_dies_per_package"]) == (8, 32)


def test_a_node_is_taken_that_is_as_old_as_those_before_it(rows):
    # A's waited 2, 5 and 8 years for the old node, 5 in the middle: of the new one that is 2032.
    assert rows["a3_projected_2029"]["node"] == "old"


def test_what_is_followed_leaves_the_market_and_what_is_not_stays(rows):
    last = {name: row["last_sale_year"] for name, row in rows.items()}

    assert (last["a1"], last["a3"], last["a3_projected_2029"]) == (2023, 2029, 2040)
    assert (last["b2_projected_2027"], last["b2_projected_2030"]) == (2030, 2040)


def test_every_vendor_has_something_on_sale_that_is_not_old():
    # Whoever sells anything in the last year of the reference plan sells what came out at most
    # three years before, and what is projected says so.
    table = api.load_inputs(load_model("frontier"))["accelerators"]
    sold = table[table["last_sale_year"] >= 2032]
    projected = table[table.index.str.contains("projected")]

    assert set(sold["vendor"]) == set(table["vendor"])
    assert sold.groupby("vendor")["volume_ship_year"].max().min() >= 2029
    assert (projected["confidence"] == "estimate").all()
    assert projected["name"].str.endswith("(projected)").all()
    assert projected["note"].str.startswith("Projected, not announced").all()
    for column in ("bf16_dense_tflops", "fp8_dense_tflops", "eight_bit_dense_tflops"):
        assert (projected[f"{column}_low"] < projected[column]).all()


def test_throughput_has_cases():
    low = overlaid(load_model("frontier"), {"cases.accelerators.eight_bit_dense_tflops": "low"})
    table = api.load_inputs(low)["accelerators"]
    stated = api.load_inputs(load_model("frontier"))["accelerators"]
    column = "eight_bit_dense_tflops"

    name = "nvidia_projected_2030"
    assert table.at[name, column] == stated.at[name, f"{column}_low"]
    assert table.at["nvidia_h100", column] == stated.at["nvidia_h100", column]
