"""Drivers of demand: each a published row, or a judgement that says it is one."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from tools.derive.projections import TABLE, confidence
from tools.derive.raw import Raw
from tools.derive.rows import Row, number, weakest
from tools.derive.workloads import GPT4_YEAR, published

Triple = tuple[float | None, float, float | None]
DAYS_PER_MONTH = 365 / 12
DAYS_PER_YEAR = 365
YEARS_OF_EFFICIENCY = 4  # SA_trend states the total of 2023 to 2027
YEARS_TO_2027 = 5  # from GPT-4 in 2022 to the end of 2027
EPOCH = "epoch_scaling_2030"
SA = "situational_awareness"
OURS = "planner_estimate"


def driver_rows(raw: Raw) -> list[Row]:
    """``demand_drivers.csv``, subject by subject."""
    return [
        *_raw_compute(raw),
        *_run_length(raw),
        *_effective_compute(raw),
        *_data(raw),
        *_inference(raw),
        *_workers(raw),
        *_trade(raw),
        *_world(raw),
        *_ceilings(raw),
        *_communication(raw),
    ]


def _same(x: float) -> float:
    return x


def _triple(row: pd.Series, by: Callable[[float], float] = _same) -> Triple:
    low, central, high = (None if pd.isna(x) else by(x) for x in (row.low, row.central, row.high))
    if central is None:
        assert low is not None
        assert high is not None
        central = (low + high) / 2
    return low, central, high


def _row(
    driver: str,
    unit: str,
    values: Triple,
    source: str,
    note: str,
    *rows: pd.Series,
    ours: bool = False,
) -> Row:
    """One driver; `rows` are the published ones that it cites, `ours` what we added to them."""
    cited = ", ".join(
        dict.fromkeys(
            f"{r.case_id.lower()} {r.quantity}" + ("" if pd.isna(r.year) else f" {r.year}")
            for r in rows
        )
    )
    marks = [confidence(str(r.note)) for r in rows]
    low, value, high = (number(x) for x in values)
    if low == value == high:
        low = high = None
    return {
        "driver": driver,
        "unit": unit,
        "low": low,
        "value": value,
        "high": high,
        "source_id": source,
        "confidence": weakest(*marks, *(["estimate"] if ours or not marks else [])),
        "note": " ".join(filter(None, (note, f"Published rows: {cited}." if cited else ""))),
    }


def _raw_compute(raw: Raw) -> list[Row]:
    gpt4 = published(raw, "BACKCAST_models", "training_compute", "GPT-4 (")
    band = published(raw, "SA_gpt_table", "training_compute_GPT-4")
    trend = published(raw, "SA_trend", "training_compute_growth")
    likely = published(raw, "SA_trend", "cluster_likely_OOM_vs_gpt4")
    faster = published(raw, "EPOCH2030_assump", "training_compute_growth")
    chips = published(raw, "EPOCH_TRENDS", "price_performance_growth")
    growth = (likely.low / YEARS_TO_2027, trend.central, math.log10(faster.central))
    return [
        _row(
            "raw_compute_base_flop", "FLOP", (band.low, gpt4.central, band.high), "epoch_models",
            "GPT-4, the run from which orders of magnitude are counted. Ends: " + SA + ".",
            gpt4, band,
        ),
        _row(
            "raw_compute_base_year", "year", (None, GPT4_YEAR, None), OURS,
            "Its training ended in August 2022; the published row has the year of release.",
        ),
        _row(
            "raw_compute_growth_oom", "OOM/year", growth, SA,
            "Low: 2 orders by the end of 2027; high: four times a year (" + EPOCH + ").",
            trend, likely, faster,
        ),
        _row(
            "raw_compute_change_year", "year", (None, 2030, None), OURS,
            "Year at whose end the slope changes; the published tables end here.",
        ),
        _row(
            "raw_compute_growth_after_oom", "OOM/year",
            (math.log10(chips.central), trend.central, math.log10(faster.central)), SA,
            "Central: no change. Low: spending stops growing, compute a dollar goes on "
            "(epoch_trends); high as before the change.",
            trend, chips, faster, ours=True,
        ),
    ]  # fmt: skip


def _run_length(raw: Raw) -> list[Row]:
    days = published(raw, "BACKCAST_models", "training_days", "GPT-4 (")
    growth = published(raw, "EPOCH_TRENDS", "training_duration_growth_frontier_llm")
    months = published(raw, "EPOCH_TRENDS", "max_efficient_run_length")
    longest = published(raw, "GPT2030", "run_length_upper")
    cap = (None, months.central * DAYS_PER_MONTH, longest.high * DAYS_PER_YEAR)
    return [
        _row(
            "run_length_base_days", "days", (None, days.central, None), "epoch_models",
            "GPT-4, in raw_compute_base_year.", days,
        ),
        _row(
            "run_length_growth_oom", "OOM/year", _triple(growth, math.log10), "epoch_trends",
            "Used where a model lets its runs grow longer.", growth,
        ),
        _row(
            "run_length_cap_days", "days", cap, "epoch_trends",
            "9 months; high: 1.2 years (steinhardt_gpt_2030). Longer runs lose to later ones on "
            "better chips.", months, longest,
        ),
    ]  # fmt: skip


def _effective_compute(raw: Raw) -> list[Row]:
    gain = published(raw, "SA_trend", "algorithmic_efficiency_growth")
    doubling = published(raw, "EPOCH_TRENDS", "algorithmic_efficiency_growth")
    years = YEARS_OF_EFFICIENCY
    # Halving of the compute needed in 5 to 14 months, in orders of magnitude a year.
    halving = [math.log10(2) * 12 / months for months in (14, 5)]
    fleet = published(raw, "EPOCH_TRENDS", "world_compute_stock_growth")
    return [
        _row(
            "algorithmic_efficiency_growth_oom", "OOM/year", (1 / years, gain.central, 3 / years),
            SA, "1 to 3 orders in the four years from 2023 to 2027.", gain,
        ),
        _row(
            "unhobbling_growth_oom", "OOM/year",
            (math.log10(5) / years, math.log10(math.sqrt(5 * 30)) / years, math.log10(30) / years),
            OURS,
            "Tools, scaffolding and training after the run. Situational Awareness prints no rate; "
            "5 to 30 times, recalled, spread over four years by us, centre geometric.",
        ),
        _row(
            "training_efficiency_growth_oom", "OOM/year",
            (halving[0], math.log10(doubling.central), halving[1]), "epoch_trends",
            "In the performance index. Halving in 8 months (5 to 14).", doubling,
        ),
        _row(
            "inference_compute_growth_oom", "OOM/year", _triple(fleet, math.log10),
            "epoch_trends", "In the performance index: the world's fleet.", fleet, ours=True,
        ),
        _row(
            "inference_efficiency_growth_oom", "OOM/year",
            (halving[0], math.log10(doubling.central), halving[1]), "epoch_trends",
            "In the performance index: taken to be that of training.", doubling, ours=True,
        ),
    ]  # fmt: skip


def _data(raw: Raw) -> list[Row]:
    stock = published(raw, "DATAWALL", "effective_public_text_stock")
    growth = published(raw, "DATAWALL", "stock_growth")
    ratio = published(raw, "DATAWALL", "chinchilla_tokens_per_param")
    epochs = published(raw, "EPOCH2030_assump", "epochs")
    source = "villalobos_data_2024"
    repeats = (epochs.low / epochs.central, 1.0, epochs.high / epochs.central)
    return [
        _row(
            "data_stock_tokens", "tokens", _triple(stock), source,
            "Public text at the end of data_stock_base_year, worth after quality and repetition.",
            stock,
        ),
        _row("data_stock_base_year", "year", (None, 2024, None), OURS, "Year of the paper."),
        _row("data_stock_growth_per_year", "1/year", _triple(growth), source, "", growth),
        _row(
            "data_tokens_per_parameter", "tokens/parameter", _triple(ratio), source,
            "Of a compute-optimal run; more tokens a parameter bring the limit nearer.", ratio,
        ),
        _row(
            "data_repetition_factor", "ratio", repeats, EPOCH,
            "Worth of repetition over what the stock contains: epochs over their central value.",
            epochs,
        ),
        _row(
            "data_synthetic_share", "share", (0.0, 0.0, 0.5), OURS,
            "Share of training tokens that are synthetic; the limit counts none.",
        ),
    ]  # fmt: skip


def _tokens(raw: Raw, when: str) -> pd.Series:
    table = raw[TABLE]
    return table[(table.quantity == "google_tokens_per_month") & (table.year == when)].iloc[0]


def _inference(raw: Raw) -> list[Row]:
    first, before, now = (_tokens(raw, when) for when in ("2024-05", "2025-05", "2026-05"))
    autumn = _tokens(raw, "2025-10")
    other = published(raw, "TOKENS", "openai_tokens_per_month")
    users = 1e9
    a_day = 1 / DAYS_PER_MONTH / users
    growth = (
        math.log10(now.central / autumn.central) * 12 / 7,
        math.log10(now.central / before.central),
        math.log10(before.central / first.central),
    )
    return [
        _row(
            "inference_users", "people", (5e8, users, 2e9), OURS,
            "Weekly users of assistants of one leading provider; recalled.",
        ),
        _row(
            "inference_tokens_per_user_day", "tokens/day",
            (other.central * a_day, now.central * a_day, None), "google_tokens",
            "Tokens of all of Google's products over inference_users; low: those of OpenAI.",
            now, other, ours=True,
        ),
        _row("inference_base_year", "year", (None, 2026, None), OURS, "Year of the tokens."),
        _row(
            "inference_tokens_growth_oom", "OOM/year", growth, "google_tokens",
            "Central: May 2025 to May 2026; low: since October 2025; high: the year before.",
            now, before, autumn, first,
        ),
        _row(
            "inference_parameters_share", "share", (0.01, 0.05, 0.3), OURS,
            "Active parameters of the models that serve, over those of the year's largest run.",
        ),
        _row(
            "inference_utilisation", "FLOP/FLOP", (0.05, 0.15, 0.4), OURS,
            "Useful over peak 8-bit throughput of accelerators that serve.",
        ),
    ]  # fmt: skip


def _workers(raw: Raw) -> list[Row]:
    copies = published(raw, "GPT2030", "parallel_copies_human_speed")
    speed = published(raw, "GPT2030", "speed_vs_human")
    words = published(raw, "GPT2030", "human_thinking_rate")
    tokens = published(raw, "GPT2030", "tokens_per_word")
    growth = published(raw, "SA_trend", "training_compute_growth")
    source = "steinhardt_gpt_2030"
    return [
        _row(
            "ai_workers_copies", "copies", _triple(copies), source,
            "Copies at human speed in ai_workers_forecast_year.", copies,
        ),
        _row("ai_workers_forecast_year", "year", (None, 2030, None), source,
             "Year that the forecast speaks of.", copies),
        _row(
            "ai_workers_growth_oom", "OOM/year", (None, growth.central, None), OURS,
            "Grows as training compute does, before and after the base year.", growth, ours=True,
        ),
        _row(
            "ai_workers_speed", "human speeds", (1.0, 1.0, speed.high), source,
            "Central: human speed, at which the copies are counted; high: the fastest.",
            speed, ours=True,
        ),
        _row("human_words_per_minute", "words/minute", _triple(words), source,
             "Rate of thought.", words),
        _row("tokens_per_word", "tokens/word", _triple(tokens), source, "", tokens),
    ]  # fmt: skip


def _trade(raw: Raw) -> list[Row]:
    return [
        _row(
            f"inference_oom_for_{training}_training_oom", "OOM", _triple(row),
            "villalobos_atkinson_2023", f"{what} Central: the middle, ours.", row, ours=True,
        )
        for training, quantity, what in (
            (1, "1_training", "Inference compute that replaces 1 order of training compute."),
            (2, "2_training", "The same for 2 orders."),
            (3, "3to4_training", "The same for 3 to 4 orders, counted as 3.5."),
        )
        for row in [published(raw, "INFERENCE", f"inference_OOM_for_{quantity}_OOM")]
    ]  # fmt: skip


def _world(raw: Raw) -> list[Row]:
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
        _row(
            "world_stock_h100e", "H100e", (None, stock.central, None), "ai_2027_compute",
            "All AI accelerators at the end of world_stock_base_year.", stock,
        ),
        _row("world_stock_base_year", "year", (None, 2023, None), "ai_2027_compute",
             "Year of the stock.", stock),
        _row(
            "world_stock_growth_oom", "OOM/year", (None, math.log10(growth.central), None),
            "ai_2027_compute", "Chips by 1.65 times, each by 1.35 times a year.", growth,
        ),
        _row(
            "world_investment_usd", "USD/year", (None, spend.iloc[0].central, None), SA,
            "All AI investment in world_investment_base_year.", spend.iloc[0],
        ),
        _row("world_investment_base_year", "year", (None, 2024, None), SA,
             "Year of the investment.", spend.iloc[0]),
        _row(
            "world_investment_growth_oom", "OOM/year",
            (None, math.log10(doubling.central), None), SA, "Doubles each year.", doubling,
        ),
        _row(
            "world_investment_usd_per_h100e", "USD/H100e", (None, dollars / chips, None), SA,
            "Cost over size of the largest cluster of 2022.", chip_rows.iloc[0],
        ),
    ]  # fmt: skip


def _ceilings(raw: Raw) -> list[Row]:
    def of(name: str) -> pd.Series:
        return published(raw, "EPOCH2030_assump", name)

    campus = published(raw, "EPOCH2030", "power_single_campus")
    other = published(raw, "EPOCH2030", "nonai_dc_capacity")
    latency = published(raw, "EPOCH2030", "run_latency_limited")
    middle = (latency.low, math.sqrt(latency.low * latency.high), latency.high)
    rows = [
        _row(
            "ceiling_campus_gw", "GW", _triple(campus), EPOCH,
            "Power of the largest single campus of 2030.", campus,
        ),
        _row(
            "ceiling_other_dc_gw", "GW", (None, other.central, None), EPOCH,
            "US data centres of 2030 that are not for AI.", other,
        ),
        _row(
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
        rows.append(_row(driver, unit, _triple(of(quantity)), EPOCH, note, of(quantity)))
    return rows


BITS_PER_PARAMETER = 16


def _communication(raw: Raw) -> list[Row]:
    """What the campuses of one run exchange; the batch is that of the published ceilings.

    Epoch AI prints a band of bandwidths and of the runs that these allow. A run whose exchanges
    of gradients fill its whole length, 2 x bits x parameters in each step of a batch, is
    6 x batch x bandwidth x length / (2 x bits) FLOP, which gives back the batch.
    """
    now = published(raw, "EPOCH2030_assump", "interdc_bandwidth_now")
    growth = published(raw, "EPOCH2030_assump", "interdc_bandwidth_growth")
    links = published(raw, "EPOCH2030", "interdc_bandwidth")
    run = published(raw, "EPOCH2030", "run_bandwidth_limited")
    days = published(raw, "EPOCH2030_assump", "training_run_duration")
    seconds = days.central * 24 * 3600
    low, high = (
        flop / bandwidth * 2 * BITS_PER_PARAMETER / (6 * seconds)
        for flop, bandwidth in ((run.low, links.low), (run.high, links.high))
    )
    return [
        _row(
            "communication_bit_s", "bit/s", _triple(now), EPOCH,
            "Between two data centres, in communication_base_year.", now,
        ),
        _row(
            "communication_base_year", "year", (None, 2024, None), OURS,
            "Year of the publication that states the bandwidth.",
        ),
        _row(
            "communication_growth", "ratio/year", _triple(growth), EPOCH,
            "Of the bandwidth.", growth,
        ),
        _row(
            "communication_batch_tokens", "tokens", (low, math.sqrt(low * high), high), EPOCH,
            "Follows from runs that the bandwidth of 2030 allows, 16 bits a parameter each way "
            "and runs of the central length. Central: the geometric middle, ours.",
            run, links, days, ours=True,
        ),
        _row(
            "communication_bits_per_parameter", "bits", (8, BITS_PER_PARAMETER, 32), OURS,
            "Gradients in 16 bit; recalled.",
        ),
        _row(
            "communication_steps_per_exchange", "steps", (1, 1, 500), OURS,
            "Every step: a synchronous run. High: methods with local steps, as DiLoCo printed "
            "them for small models (Douillard and others 2023), recalled; what they cost in "
            "quality is not counted.",
        ),
        _row(
            "communication_hidden_share", "share", (0, 0, 0.9), OURS,
            "Share of an exchange that passes behind computation. None is taken for granted.",
        ),
        _row(
            "communication_fibre_km_s", "km/s", (None, 204_000, None), OURS,
            "Light in glass: 299,792 km/s over a refractive index of 1.468, recalled.",
        ),
        _row(
            "communication_route_factor", "ratio", (1.2, 1.5, 2.0), OURS,
            "Length of a fibre route over the distance as the crow flies; recalled.",
        ),
    ]  # fmt: skip
