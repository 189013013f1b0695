r"""Inference and AI workers as demands of their own, in H100-equivalents at work.

A token takes :math:`2 N` FLOP, with N the active parameters: a share of those of
the year's compute-optimal run. At a utilisation :math:`\mu` of the peak
:math:`f` of an H100, a rate of r tokens a second needs
:math:`2 N r / (\mu f)` H100-equivalents. The rate is

- of users, users times tokens a day, growing;
- of AI workers, copies times speed times the human rate of thought.
"""

from collections.abc import Mapping

from planner.demand.data_limit import parameters_of
from planner.demand.drivers import Drivers
from planner.demand.ranges import Range, Spread, spread
from planner.units import FLOP_PER_TFLOP, H100_EIGHT_BIT_DENSE_TFLOPS, SECONDS_PER_DAY

FLOP_PER_PARAMETER = 2.0
SECONDS_PER_MINUTE = 60.0


def for_users(drivers: Drivers, run_flop: Mapping[int, float]) -> dict[int, Range]:
    """Year to the H100e that serve the users; `run_flop` is the largest run of each year."""
    users, tokens = drivers["inference_users"], drivers["inference_tokens_per_user_day"]
    growth = drivers["inference_tokens_growth_oom"]
    base_year = drivers.value("inference_base_year")
    return {
        y: _h100e(
            drivers,
            flop,
            users.value * tokens.value / SECONDS_PER_DAY * 10 ** (growth.value * (y - base_year)),
            [
                users.oom_spread(),
                tokens.oom_spread(),
                growth.slope(y - base_year),
            ],
        )
        for y, flop in run_flop.items()
    }


def for_workers(drivers: Drivers, run_flop: Mapping[int, float]) -> dict[int, Range]:
    """Year to the H100e that AI workers need; `run_flop` is the largest run of each year."""
    copies, speed = drivers["ai_workers_copies"], drivers["ai_workers_speed"]
    growth = drivers["ai_workers_growth_oom"]
    year = drivers.value("ai_workers_forecast_year")
    return {
        y: _h100e(
            drivers,
            flop,
            copies.value
            * 10 ** (growth.value * (y - year))
            * speed.value
            * human_tokens_per_second(drivers),
            [copies.oom_spread(), speed.oom_spread(), growth.slope(y - year)],
        )
        for y, flop in run_flop.items()
    }


def human_tokens_per_second(drivers: Drivers) -> float:
    """Tokens a second at human speed."""
    words = drivers.value("human_words_per_minute")
    return words * drivers.value("tokens_per_word") / SECONDS_PER_MINUTE


def _h100e(drivers: Drivers, run_flop: float, rate: float, parts: list[Spread]) -> Range:
    share, used = drivers["inference_parameters_share"], drivers["inference_utilisation"]
    flop_per_token = FLOP_PER_PARAMETER * parameters_of(drivers, run_flop) * share.value
    peak = H100_EIGHT_BIT_DENSE_TFLOPS * FLOP_PER_TFLOP
    central = rate * flop_per_token / (used.value * peak)
    return spread(central, [*parts, share.oom_spread(), used.oom_spread(-1)])
