"""What of a year's making ships in which part of a year, by hand."""

import pytest

from planner.audit.resources import Resources


def made(parts, lag, by_quarter=None):
    """A resource of which 100 and 200 are made in 2026 and 2027, half of them for buyers here."""
    return Resources(
        kind="hbm", made={2026: 100.0, 2027: 200.0}, raw={}, per_step={}, share=0.5, lag=lag,
        growth=0.0, parts=parts, by_quarter=by_quarter or {},
    )  # fmt: skip


def test_what_ships_in_a_half_was_made_a_lag_before():
    # A quarter later: the first half of 2027 has a quarter of 2026 and one of 2027.
    found = made(2, 0.25)

    assert found.overlap(2027, 1, 2026) == pytest.approx(0.25)
    assert found.overlap(2027, 1, 2027) == pytest.approx(0.25)
    assert found.overlap(2027, 2, 2026) == 0.0
    assert found.available(2027, 1) == pytest.approx(0.5 * (25 + 50))
    assert found.available(2027, 2) == pytest.approx(0.5 * 100)


def test_quarters_that_are_stated_ship_by_their_shares():
    # Of 2026 the last quarter makes 0.4; it ships in the first quarter of 2027.
    shares = {(2026, n): share for n, share in enumerate((0.1, 0.2, 0.3, 0.4), start=1)}
    found = made(4, 0.25, shares)

    assert found.overlap(2027, 1, 2026) == pytest.approx(0.4)
    assert found.overlap(2026, 4, 2026) == pytest.approx(0.3)
    assert found.overlap(2027, 2, 2026) == 0.0
