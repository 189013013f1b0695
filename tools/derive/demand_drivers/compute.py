"""Drivers of a frontier run: its compute, its length, and what its compute is worth."""

import math

from tools.derive.demand_drivers.row import (
    DAYS_PER_MONTH,
    DAYS_PER_YEAR,
    EPOCH,
    OURS,
    SA,
    driver_row,
    triple,
)
from tools.derive.raw import Raw
from tools.derive.rows import Row
from tools.derive.workloads import GPT4_YEAR, published

YEARS_OF_EFFICIENCY = 4  # SA_trend states the total of 2023 to 2027
YEARS_TO_2027 = 5  # from GPT-4 in 2022 to the end of 2027


def raw_compute_rows(raw: Raw) -> list[Row]:
    """The compute of a frontier run: where it stands, how fast it grows, and when that changes."""
    gpt4 = published(raw, "BACKCAST_models", "training_compute", "GPT-4 (")
    band = published(raw, "SA_gpt_table", "training_compute_GPT-4")
    trend = published(raw, "SA_trend", "training_compute_growth")
    likely = published(raw, "SA_trend", "cluster_likely_OOM_vs_gpt4")
    faster = published(raw, "EPOCH2030_assump", "training_compute_growth")
    chips = published(raw, "EPOCH_TRENDS", "price_performance_growth")
    growth = (likely.low / YEARS_TO_2027, trend.central, math.log10(faster.central))
    return [
        driver_row(
            "raw_compute_base_flop", "FLOP", (band.low, gpt4.central, band.high), "epoch_models",
            "GPT-4, the run from which orders of magnitude are counted. Ends: " + SA + ".",
            gpt4, band,
        ),
        driver_row(
            "raw_compute_base_year", "year", (None, GPT4_YEAR, None), OURS,
            "Its training ended in August 2022; the published row has the year of release.",
        ),
        driver_row(
            "raw_compute_growth_oom", "OOM/year", growth, SA,
            "Low: 2 orders by the end of 2027; high: four times a year (" + EPOCH + ").",
            trend, likely, faster,
        ),
        driver_row(
            "raw_compute_change_year", "year", (None, 2030, None), OURS,
            "Year at whose end the slope changes; the published tables end here.",
        ),
        driver_row(
            "raw_compute_growth_after_oom", "OOM/year",
            (math.log10(chips.central), trend.central, math.log10(faster.central)), SA,
            "Central: no change. Low: spending stops growing, compute a dollar goes on "
            "(epoch_trends); high as before the change.",
            trend, chips, faster, ours=True,
        ),
    ]  # fmt: skip


def run_length_rows(raw: Raw) -> list[Row]:
    """The length of a run, and how far it grows."""
    days = published(raw, "BACKCAST_models", "training_days", "GPT-4 (")
    growth = published(raw, "EPOCH_TRENDS", "training_duration_growth_frontier_llm")
    months = published(raw, "EPOCH_TRENDS", "max_efficient_run_length")
    longest = published(raw, "GPT2030", "run_length_upper")
    cap = (None, months.central * DAYS_PER_MONTH, longest.high * DAYS_PER_YEAR)
    return [
        driver_row(
            "run_length_base_days", "days", (None, days.central, None), "epoch_models",
            "GPT-4, in raw_compute_base_year.", days,
        ),
        driver_row(
            "run_length_growth_oom", "OOM/year", triple(growth, math.log10), "epoch_trends",
            "Used where a model lets its runs grow longer.", growth,
        ),
        driver_row(
            "run_length_cap_days", "days", cap, "epoch_trends",
            "9 months; high: 1.2 years (steinhardt_gpt_2030). Longer runs lose to later ones on "
            "better chips.", months, longest,
        ),
    ]  # fmt: skip


def effective_compute_rows(raw: Raw) -> list[Row]:
    """What a FLOP of training and of inference is worth as algorithms become better."""
    gain = published(raw, "SA_trend", "algorithmic_efficiency_growth")
    doubling = published(raw, "EPOCH_TRENDS", "algorithmic_efficiency_growth")
    years = YEARS_OF_EFFICIENCY
    # Halving of the compute needed in 5 to 14 months, in orders of magnitude a year.
    halving = [math.log10(2) * 12 / months for months in (14, 5)]
    fleet = published(raw, "EPOCH_TRENDS", "world_compute_stock_growth")
    return [
        driver_row(
            "algorithmic_efficiency_growth_oom", "OOM/year", (1 / years, gain.central, 3 / years),
            SA, "1 to 3 orders in the four years from 2023 to 2027.", gain,
        ),
        driver_row(
            "unhobbling_growth_oom", "OOM/year",
            (math.log10(5) / years, math.log10(math.sqrt(5 * 30)) / years, math.log10(30) / years),
            OURS,
            "Tools, scaffolding and training after the run. Situational Awareness prints no rate; "
            "5 to 30 times, recalled, spread over four years by us, centre geometric.",
        ),
        driver_row(
            "training_efficiency_growth_oom", "OOM/year",
            (halving[0], math.log10(doubling.central), halving[1]), "epoch_trends",
            "In the performance index. Halving in 8 months (5 to 14).", doubling,
        ),
        driver_row(
            "inference_compute_growth_oom", "OOM/year", triple(fleet, math.log10),
            "epoch_trends", "In the performance index: the world's fleet.", fleet, ours=True,
        ),
        driver_row(
            "inference_efficiency_growth_oom", "OOM/year",
            (halving[0], math.log10(doubling.central), halving[1]), "epoch_trends",
            "In the performance index: taken to be that of training.", doubling, ours=True,
        ),
    ]  # fmt: skip
