"""Raw training compute, against the published lines."""

import pytest

from planner.demand.raw_compute import growth_oom, raw_compute
from planner.demand.trend import growing_run_days


@pytest.mark.parametrize("year", [2022, 2024, 2026, 2028, 2030])
def test_the_orders_of_situational_awareness(drivers, published, year):
    # published_projections, SA_cluster, training_compute_vs_gpt4_cluster: 0 to 4 orders.
    row = published[f"sa_cluster_training_compute_vs_gpt4_cluster_{year}"]

    assert growth_oom(drivers, year) == pytest.approx(row["central"])


def test_the_ends_of_2027_are_two_and_three_orders(drivers, published):
    # published_projections, SA_trend, cluster_likely_OOM_vs_gpt4: 2 very likely, 3 plausible by
    # the end of 2027. Four times a year, the high growth, gives 5 x 0.602 = 3.01.
    row = published["sa_trend_cluster_likely_oom_vs_gpt4_2027"]
    growth = drivers["raw_compute_growth_oom"]

    assert 5 * growth.low == pytest.approx(row["low"])
    assert 5 * growth.high == pytest.approx(row["high"], abs=0.02)


def test_the_base_run_keeps_its_published_band(drivers, published):
    # published_projections, SA_gpt_table, training_compute_GPT-4: 8e24 to 4e25 FLOP.
    row = published["sa_gpt_table_training_compute_gpt_4_2023"]
    run = raw_compute(drivers, [2022])[2022]

    assert (run.low, run.high) == (pytest.approx(row["low"]), pytest.approx(row["high"]))


def test_after_its_change_the_slope_is_the_other_one(changed):
    # Half an order a year for eight years, then a tenth for two: 4 + 0.2.
    drivers = changed(raw_compute_growth_after_oom=0.1)

    assert growth_oom(drivers, 2030) == pytest.approx(4.0)
    assert growth_oom(drivers, 2032) == pytest.approx(4.2)


def test_the_range_widens_with_the_years(drivers):
    runs = raw_compute(drivers, range(2022, 2033))

    widths = [run.high / run.low for run in runs.values()]
    assert widths == sorted(widths)


def test_runs_grow_longer_until_the_cap(drivers):
    # 95 days in 2022 times 1.4 a year: 133 in 2023, and 364 would be due in 2026.
    days = growing_run_days(drivers, [2022, 2023, 2026])

    assert days == {2022: pytest.approx(95), 2023: pytest.approx(133, abs=0.1), 2026: 273.75}


def test_the_two_published_caps_are_nine_months_and_1_2_years(drivers, published):
    # published_projections, EPOCH_TRENDS max_efficient_run_length and GPT2030 run_length_upper.
    months = published["epoch_trends_max_efficient_run_length"]["central"]
    years = published["gpt2030_run_length_upper_2030"]["high"]
    cap = drivers["run_length_cap_days"]

    assert (months, years) == (9, 1.2)
    assert cap.value == pytest.approx(months * 365 / 12)
    assert cap.high == pytest.approx(years * 365)
