"""Inference: its rate, what it takes, and what it replaces."""

import pytest

from planner.demand.inference import for_users, for_workers, human_tokens_per_second
from planner.demand.trade import inference_oom


def test_a_human_thinks_eight_tokens_a_second(drivers, published):
    # published_projections, GPT2030: 380 words a minute, 1.33 tokens a word.
    words = published["gpt2030_human_thinking_rate_2030"]["central"]
    per_word = published["gpt2030_tokens_per_word_2030"]["central"]

    assert human_tokens_per_second(drivers) == pytest.approx(words * per_word / 60)


def test_users_times_tokens_times_two_flop_a_parameter(changed):
    # A billion users, 86,400 tokens a day each: 1e9 tokens a second. A run of 1.2e26 FLOP has
    # 1e12 parameters; a tenth serves, 2e11 FLOP a token: 2e20 FLOP/s. At half the 1.979e15 of
    # an H100, 202 thousand.
    drivers = changed(
        inference_users=1e9,
        inference_tokens_per_user_day=86_400,
        inference_parameters_share=0.1,
        inference_utilisation=0.5,
    )

    found = for_users(drivers, {2026: 1.2e26})[2026].central
    assert found == pytest.approx(2e20 / (0.5 * 1.979e15))


def test_workers_twice_as_fast_need_twice_the_accelerators(changed):
    run = {2030: 1e29}

    once, twice = (for_workers(changed(ai_workers_speed=x), run)[2030].central for x in (1, 2))
    assert twice == pytest.approx(2 * once)


@pytest.mark.parametrize(
    ("training", "row"),
    [
        (1, "inference_inference_oom_for_1_training_oom"),
        (2, "inference_inference_oom_for_2_training_oom"),
        (3.5, "inference_inference_oom_for_3to4_training_oom"),
    ],
)
def test_the_published_slopes_of_the_trade(drivers, published, training, row):
    # published_projections, INFERENCE (Villalobos and Atkinson 2023).
    oom = inference_oom(drivers, training)

    assert (oom.low, oom.high) == (published[row]["low"], published[row]["high"])


def test_the_trade_gets_steeper_and_starts_at_nothing(drivers):
    # Between 2 and 3.5 the centre rises by 3 in 1.5: two for one, and so beyond.
    assert inference_oom(drivers, 0).high == 0
    assert inference_oom(drivers, 0.5).central == pytest.approx(0.75)
    assert inference_oom(drivers, 4.5).central == pytest.approx(7.5)
