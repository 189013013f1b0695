"""Communication between campuses, by hand."""

import pytest

from planner.demand.communication import Communication
from planner.demand.drivers import Driver, Drivers

ROWS = {
    # 6e24 x 20 parameters squared: a trillion parameters, 20 trillion tokens.
    "data_tokens_per_parameter": 20.0,
    "communication_bit_s": 1.6e14,
    "communication_base_year": 2024.0,
    "communication_growth": 2.0,
    "communication_batch_tokens": 2.0e8,
    "communication_bits_per_parameter": 16.0,
    "communication_steps_per_exchange": 1.0,
    "communication_hidden_share": 0.0,
    "communication_fibre_km_s": 200_000.0,
    "communication_route_factor": 1.5,
}
FLOP = 6 * 20 * 1.0e12**2


def drivers(**changes):
    rows = {**ROWS, **{f"communication_{name}": value for name, value in changes.items()}}
    return Drivers({name: Driver("", x, x, x) for name, x in rows.items()})


def test_a_step_and_an_exchange_by_hand():
    # 2e13 tokens in batches of 2e8 are 1e5 steps; in 10 days each has 8.64 s. 16 bits of 1e12
    # parameters through 3.2e14 bit/s, doubled since 2024, take 0.05 s.
    found = Communication.of(drivers(), 2025, FLOP, 10)

    assert found.step_seconds == pytest.approx(8.64)
    assert found.transfer_seconds == pytest.approx(0.05)
    assert found.seconds_per_km == pytest.approx(7.5e-6)


def test_efficiency_by_hand():
    # Of four campuses each sends three quarters twice, 0.075 s, and waits for two trips of
    # 2000 km, 0.03 s: 0.105 of 8.64 s.
    found = Communication.of(drivers(), 2025, FLOP, 10)

    assert found.efficiency(4, 2000.0) == pytest.approx(1 - 0.105 / 8.64)


def test_one_campus_loses_nothing():
    assert Communication.of(drivers(), 2025, FLOP, 10).efficiency(1, 0.0) == 1.0


def test_rare_exchanges_and_hidden_ones_cost_less():
    often = Communication.of(drivers(), 2025, FLOP, 10).efficiency(2, 1000.0)
    rare = Communication.of(drivers(steps_per_exchange=10.0), 2025, FLOP, 10)
    hidden = Communication.of(drivers(hidden_share=0.9), 2025, FLOP, 10)

    assert rare.efficiency(2, 1000.0) == pytest.approx(1 - (1 - often) / 10)
    assert hidden.efficiency(2, 1000.0) == pytest.approx(1 - (1 - often) / 10)


def test_efficiency_is_never_negative():
    # A run a million times as large has steps a thousand times as short.
    assert Communication.of(drivers(), 2025, FLOP * 1e6, 10).efficiency(2, 1e4) == 0.0


def test_it_falls_with_number_distance_and_size():
    small = Communication.of(drivers(), 2025, FLOP, 10)
    large = Communication.of(drivers(), 2025, FLOP * 10, 10)

    assert small.efficiency(2, 100.0) > small.efficiency(3, 100.0)
    assert small.efficiency(2, 100.0) > small.efficiency(2, 2000.0)
    assert small.efficiency(2, 100.0) > large.efficiency(2, 100.0)
