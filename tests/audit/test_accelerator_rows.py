"""What a generation costs, draws and computes, from its row, by hand."""

from functools import partial
from math import nan, pi
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.accelerator_rows import chips, dies_on_a_wafer

near = partial(pytest.approx, rel=1e-12)
RETICLE_MM2 = 800.0
ROW = {
    "accelerator": "a", "vendor": "V", "supply_region": "west", "volume_ship_year": 2026.5,
    "last_sale_year": 2029.0, "it_power_w_per_unit": 1500.0, "price_usd": 30_000.0,
    "eight_bit_dense_tflops": 3958.0, "bf16_dense_tflops": 1483.5 * 1.334, "fp8_dense_tflops": nan,
    "hbm_tb_per_s": 6.7, "cooling_class": "liquid", "node": "n3", "packaging": "cowos",
    "hbm_pool": "all", "hbm_gb": 190.0, "logic_die_mm2": RETICLE_MM2,
    "logic_dies_per_package": 2.0, "packages_per_wafer_gross": 20.0,
}  # fmt: skip


def chip(*, euv=False, layers=20.0, basis="eight_bit_dense", without=(), **row):
    node = {"node": "n3", "node_pool": "leading", "yield_reticle_die": 0.5, "euv_layers": layers}
    own = {key: value for key, value in {**ROW, **row}.items() if key not in without}
    files = SimpleNamespace(
        inputs={
            "process_nodes": pd.DataFrame([node]),
            "packaging": pd.DataFrame([{"packaging": "cowos", "yield": 0.95}]),
            "accelerators": pd.DataFrame([own]),
        },
        cluster_costs={"server_network_multiplier": 1.4},
        definition={"h100e_basis": basis, "supply": {"euv": euv}},
    )
    return chips(files)["a"]


def test_a_million_units_in_gw_billions_and_h100e():
    of = chip()

    assert (of.power_gw, of.price_busd) == near((1.5, 42.0))
    assert (of.h100e, of.told_h100e, of.memory_tb) == near((2.0, 2.0, 6.7))
    assert (of.vendor, of.supply_region, of.cooling) == ("V", "west", "liquid")
    assert (of.ships, of.last_sale) == (2026.5, 2029.0)
    # 989.4 TFLOPS of an H100 in the coarser format.
    assert chip(basis="bf16_dense").told_h100e == near(1483.5 * 1.334 / 989.4)


def test_a_generation_trains_in_the_finer_of_its_formats():
    # TFLOPS of a million units through 86,400 s.
    assert chip(fp8_dense_tflops=3000.0).flop_per_day == near(3e21 * 86_400)
    assert chip(bf16_dense_tflops=1000.0).flop_per_day == near(1e21 * 86_400)


def test_what_no_table_tells_is_nothing():
    of = chip(without=("hbm_tb_per_s", "cooling_class"))

    assert (of.memory_tb, of.cooling) == (0.0, "")
    assert chip(hbm_tb_per_s=nan).memory_tb == 0.0


def test_a_million_whole_packages_draw_wafers_and_memory():
    # 1.053 million packages are begun. A die of a reticle has the yield of one: of 61 half are
    # good, and two are in each package. 20 packages are on a wafer of the line.
    begun = 1e6 / 0.95
    good = dies_on_a_wafer(RETICLE_MM2) * 0.5

    assert chip().draws == near({
        ("node", "leading"): begun * 2 / good / 1e3,
        ("hbm", "all"): begun * 190 / 1e9,
        ("packaging", "cowos"): begun / 20 / 1e3,
    })  # fmt: skip


def test_a_half_reticle_has_the_root_of_its_yield():
    half = chip(logic_die_mm2=RETICLE_MM2 / 2).draws["node", "leading"]

    good = dies_on_a_wafer(RETICLE_MM2 / 2) * 0.5**0.5
    assert half == near(1e3 / 0.95 * 2 / good)


def test_a_package_without_a_line_draws_none():
    assert {kind for kind, _ in chip(packages_per_wafer_gross=nan).draws} == {"node", "hbm"}


def test_scanners_are_counted_where_the_model_asks_and_the_node_has_layers():
    of = chip(euv=True).draws

    # Each of the thousand wafers passes 20 times: million exposures.
    assert of["euv", "scanners"] == near(of["node", "leading"] * 20 / 1e3)
    assert ("euv", "scanners") not in chip(euv=True, layers=0.0).draws
    assert ("euv", "scanners") not in chip().draws
    assert ("euv", "scanners") in chip(euv=True, layers=1.0).draws


def by_corners(area, radius=147.0, scribe=0.1):
    """Dies counted one by one: those with all four corners on the wafer, in the best grid."""
    width, height = (area * 26 / 33) ** 0.5 + scribe, (area * 33 / 26) ** 0.5 + scribe
    counts = []

    def far(size):
        return -int(radius / size) - 2, int(radius / size) + 3

    for right in (0.0, 0.5):
        for up in (0.0, 0.5):
            xs = [(i + right) * width for i in range(*far(width))]
            ys = [(i + up) * height for i in range(*far(height))]
            most = radius**2 * (1 + 1e-12)
            counts.append(sum(
                max(abs(x), abs(x + width)) ** 2 + max(abs(y), abs(y + height)) ** 2 <= most
                for x in xs for y in ys
            ))  # fmt: skip
    return max(counts)


@pytest.mark.parametrize("area", [800.0, 400.0, 814.0, 5000.0, 12_000.0, 22_000.0, 30_000.0])
def test_dies_are_those_with_all_corners_on_the_wafer(area):
    assert dies_on_a_wafer(area) == by_corners(area)


def test_a_die_that_leaves_the_wafer_on_every_side_is_none():
    # Of nearly the whole area a die's corners stand out.
    assert dies_on_a_wafer(0.9 * pi * 147**2) == 0


def test_a_die_as_large_as_the_wafer_is_refused():
    with pytest.raises(AssertionError):
        dies_on_a_wafer(pi * 147**2)
