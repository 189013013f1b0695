"""Drivers of the world's compute, and the ceilings of one run in it."""

import math

import pandas as pd

from tools.derive.demand_drivers.row import EPOCH, SA, driver_row, triple
from tools.derive.projections import TABLE
from tools.derive.raw import Raw
from tools.derive.rows import Row
from tools.derive.workloads import published


def world_rows(raw: Raw) -> list[Row]:
    """The world's stock of accelerators, its investment, and how both grow."""
    table = raw[TABLE]
    stock = table[(table.quantity == "h100e_stock") & (table.year == "2023")].iloc[0]
    growth = published(raw, "AI2027_leader", "world_h100e_growth")
    spend = table[(table.quantity == "world_ai_investment_annual") & (table.year == "2024")]
    doubling = published(raw, "SA_trend", "total_investment_growth")
    first = table[(table.case_id == "SA_cluster") & (table.year == "2022")].set_index("quantity")
    dollars, chips = first.loc[
        ["largest_training_cluster_cost", "largest_training_cluster_h100e"], "central"
    ]
    chip_rows = first.reset_index().iloc[[0]]
    return [
        driver_row(
            "world_stock_h100e", "H100e", (None, stock.central, None), "ai_2027_compute",
            "All AI accelerators at the end of world_stock_base_year.", stock,
        ),
        driver_row("world_stock_base_year", "year", (None, 2023, None), "ai_2027_compute",
             "Year of the stock.", stock),
        driver_row(
            "world_stock_growth_oom", "OOM/year", (None, math.log10(growth.central), None),
            "ai_2027_compute", "Chips by 1.65 times, each by 1.35 times a year.", growth,
        ),
        driver_row(
            "world_investment_usd", "USD/year", (None, spend.iloc[0].central, None), SA,
            "All AI investment in world_investment_base_year.", spend.iloc[0],
        ),
        driver_row("world_investment_base_year", "year", (None, 2024, None), SA,
             "Year of the investment.", spend.iloc[0]),
        driver_row(
            "world_investment_growth_oom", "OOM/year",
            (None, math.log10(doubling.central), None), SA, "Doubles each year.", doubling,
        ),
        driver_row(
            "world_investment_usd_per_h100e", "USD/H100e", (None, dollars / chips, None), SA,
            "Cost over size of the largest cluster of 2022.", chip_rows.iloc[0],
        ),
    ]  # fmt: skip


def ceilings_rows(raw: Raw) -> list[Row]:
    """What bounds a single run: power, chips, data and latency."""

    def of(name: str) -> pd.Series:
        return published(raw, "EPOCH2030_assump", name)

    campus = published(raw, "EPOCH2030", "power_single_campus")
    other = published(raw, "EPOCH2030", "nonai_dc_capacity")
    latency = published(raw, "EPOCH2030", "run_latency_limited")
    middle = (latency.low, math.sqrt(latency.low * latency.high), latency.high)
    rows = [
        driver_row(
            "ceiling_campus_gw", "GW", triple(campus), EPOCH,
            "Power of the largest single campus of 2030.", campus,
        ),
        driver_row(
            "ceiling_other_dc_gw", "GW", (None, other.central, None), EPOCH,
            "US data centres of 2030 that are not for AI.", other,
        ),
        driver_row(
            "ceiling_latency_flop", "FLOP", middle, EPOCH,
            "Largest run that its latency allows, in 2030. Central: the geometric middle, ours; "
            "the sources of the published band are not in these tables.",
            latency, ours=True,
        ),
    ]  # fmt: skip
    for driver, unit, quantity, note in (
        ("ceiling_us_dc_gw", "GW", "us_total_dc_capacity_2024", "All US data centres, 2024."),
        ("ceiling_us_dc_growth", "ratio/year", "us_dc_growth", ""),
        ("ceiling_w_per_h100", "W", "facility_power_per_h100", "Facility power of 2023."),
        ("ceiling_w_per_flop_gain", "ratio/year", "gpu_energy_efficiency_growth", ""),
        ("ceiling_gpu_per_year", "units/year", "gpu_production_eoy2023", "Rate, end of 2023."),
        ("ceiling_gpu_stock", "units", "gpu_stock_eoy2023", "End of 2023."),
        ("ceiling_gpu_growth", "ratio/year", "gpu_production_growth_units", "Units made."),
        ("ceiling_gpu_flops_gain", "ratio/year", "gpu_flops_growth", "FLOP/s a unit."),
        ("ceiling_share_in_one_run", "share", "share_of_supply_in_one_run", ""),
        ("ceiling_flop_per_s", "FLOP/s", "gpu_peak_fp8", "Peak of one H100."),
        ("ceiling_utilisation", "FLOP/FLOP", "mfu", ""),
        ("ceiling_run_days", "days", "training_run_duration", ""),
    ):
        rows.append(driver_row(driver, unit, triple(of(quantity)), EPOCH, note, of(quantity)))
    return rows
