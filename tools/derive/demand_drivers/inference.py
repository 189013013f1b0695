"""Drivers of inference: users, AI workers, and what training may trade for it."""

import math

import pandas as pd

from tools.derive.demand_drivers.row import DAYS_PER_MONTH, OURS, driver_row, triple
from tools.derive.projections import TABLE
from tools.derive.raw import Raw
from tools.derive.rows import Row
from tools.derive.workloads import published


def _tokens(raw: Raw, when: str) -> pd.Series:
    table = raw[TABLE]
    return table[(table.quantity == "google_tokens_per_month") & (table.year == when)].iloc[0]


def inference_rows(raw: Raw) -> list[Row]:
    """Users, what each of them asks for, and what serving a token takes."""
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
        driver_row(
            "inference_users", "people", (5e8, users, 2e9), OURS,
            "Weekly users of assistants of one leading provider; recalled.",
        ),
        driver_row(
            "inference_tokens_per_user_day", "tokens/day",
            (other.central * a_day, now.central * a_day, None), "google_tokens",
            "Tokens of all of Google's products over inference_users; low: those of OpenAI.",
            now, other, ours=True,
        ),
        driver_row("inference_base_year", "year", (None, 2026, None), OURS, "Year of the tokens."),
        driver_row(
            "inference_tokens_growth_oom", "OOM/year", growth, "google_tokens",
            "Central: May 2025 to May 2026; low: since October 2025; high: the year before.",
            now, before, autumn, first,
        ),
        driver_row(
            "inference_parameters_share", "share", (0.01, 0.05, 0.3), OURS,
            "Active parameters of the models that serve, over those of the year's largest run.",
        ),
        driver_row(
            "inference_utilisation", "FLOP/FLOP", (0.05, 0.15, 0.4), OURS,
            "Useful over peak 8-bit throughput of accelerators that serve.",
        ),
    ]  # fmt: skip


def workers_rows(raw: Raw) -> list[Row]:
    """AI workers: how many copies, at what speed."""
    copies = published(raw, "GPT2030", "parallel_copies_human_speed")
    speed = published(raw, "GPT2030", "speed_vs_human")
    words = published(raw, "GPT2030", "human_thinking_rate")
    tokens = published(raw, "GPT2030", "tokens_per_word")
    growth = published(raw, "SA_trend", "training_compute_growth")
    source = "steinhardt_gpt_2030"
    return [
        driver_row(
            "ai_workers_copies", "copies", triple(copies), source,
            "Copies at human speed in ai_workers_forecast_year.", copies,
        ),
        driver_row("ai_workers_forecast_year", "year", (None, 2030, None), source,
             "Year that the forecast speaks of.", copies),
        driver_row(
            "ai_workers_growth_oom", "OOM/year", (None, growth.central, None), OURS,
            "Grows as training compute does, before and after the base year.", growth, ours=True,
        ),
        driver_row(
            "ai_workers_speed", "human speeds", (1.0, 1.0, speed.high), source,
            "Central: human speed, at which the copies are counted; high: the fastest.",
            speed, ours=True,
        ),
        driver_row("human_words_per_minute", "words/minute", triple(words), source,
             "Rate of thought.", words),
        driver_row("tokens_per_word", "tokens/word", triple(tokens), source, "", tokens),
    ]  # fmt: skip


def trade_rows(raw: Raw) -> list[Row]:
    """What training may trade for inference."""
    return [
        driver_row(
            f"inference_oom_for_{training}_training_oom", "OOM", triple(row),
            "villalobos_atkinson_2023", f"{what} Central: the middle, ours.", row, ours=True,
        )
        for training, quantity, what in (
            (1, "1_training", "Inference compute that replaces 1 order of training compute."),
            (2, "2_training", "The same for 2 orders."),
            (3, "3to4_training", "The same for 3 to 4 orders, counted as 3.5."),
        )
        for row in [published(raw, "INFERENCE", f"inference_OOM_for_{quantity}_OOM")]
    ]  # fmt: skip
