"""Dies on a wafer, against published counts."""

import pytest

from planner.system.dies_per_wafer import good_dies_per_wafer, gross_dies_per_wafer


def test_a_reticle_size_die_fits_sixty_odd_times():
    # The H100's die has 814 mm2. Counts of 61 to 66 gross dies are published
    # (process_nodes.csv, n5: the note on harvest yield).
    assert 60 <= gross_dies_per_wafer(814) <= 66


def test_a_die_as_large_as_the_wafer_fits_once_or_not_at_all():
    # A rectangle of 26:33 with a diagonal of 294 mm, the usable diameter, has
    # sides of 181.9 and 230.9 mm, 42,010 mm2 with its scribe lines.
    assert gross_dies_per_wafer(41_500) == 1
    assert gross_dies_per_wafer(42_500) == 0


def test_four_quarters_fit_where_one_rectangle_does():
    # With the wafer's centre on a corner of the grid: four dies of half the sides.
    assert gross_dies_per_wafer(41_500 / 4 - 50) == 4


@pytest.mark.parametrize(("area", "larger"), [(100, 120), (450, 500), (600, 814)])
def test_a_larger_die_never_fits_more_often(area, larger):
    assert gross_dies_per_wafer(area) >= gross_dies_per_wafer(larger)


def test_the_yield_of_a_half_size_die_is_the_root_of_the_full_one():
    # Poisson: 0.64 for 800 mm2 is 0.8 for 400 mm2.
    good = good_dies_per_wafer(400, 0.64)

    assert good == pytest.approx(0.8 * gross_dies_per_wafer(400))
