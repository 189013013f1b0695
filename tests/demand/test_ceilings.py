"""Ceilings, against the tables of Epoch AI and by hand."""

import pytest

from planner.demand.ceilings import ceilings, world_chips_h100e


@pytest.mark.parametrize(
    ("name", "row"),
    [
        # published_projections, EPOCH2030: medians or bands of 2030.
        ("distributed_gw", "epoch2030_power_distributed_2030"),
        ("run_campus", "epoch2030_run_single_campus_2030"),
        ("run_distributed", "epoch2030_run_distributed_2030"),
        ("data_tokens", "epoch2030_data_tokens_effective_2030"),
        ("run_data", "epoch2030_run_data_limited_2030"),
    ],
)
def test_a_ceiling_of_2030_lies_in_its_published_band(drivers, published, name, row):
    band = published[row]

    assert band["low"] <= getattr(ceilings(drivers, 2030), name) <= band["high"]


def test_power_for_ai_is_what_other_data_centres_leave(drivers, published):
    # published_projections, EPOCH2030: 90 GW in all less 60 GW is 30 GW; 40 x 1.15^6 is 92.5.
    row = published["epoch2030_us_ai_dc_capacity_2030"]
    found = ceilings(drivers, 2030)

    assert found.us_ai_gw == pytest.approx(40 * 1.15**6 - 60)
    assert found.us_ai_gw == pytest.approx(row["central"], rel=0.1)


def test_a_run_is_power_over_watts_times_speed_times_time(drivers):
    # 2.5 GW at 1704 W / 1.28^7 are 8.26 million H100e; each does 2e15 x 0.375 FLOP/s for
    # 180.6 days.
    fleet = 2.5e9 / (1704 / 1.28**7)

    run = fleet * 2e15 * 0.375 * 180.6 * 86_400
    assert ceilings(drivers, 2030).run_campus == pytest.approx(run)


def test_chips_add_up_and_none_retires(drivers):
    # 2.2 million stand at the end of 2023; 1.85 million a year grow by 1.7 x 1.44.
    better = 1.7 * 1.44

    assert world_chips_h100e(drivers, 2023) == pytest.approx(2.2e6)
    assert world_chips_h100e(drivers, 2025) == pytest.approx(2.2e6 + 1.85e6 * (better + better**2))
