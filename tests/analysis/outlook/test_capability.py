"""What a run of a plan could do as inference."""

import pytest

from planner.analysis.outlook.capability import capability

ASSUMED = [
    {"assumption": name, "low": low, "value": value, "high": high}
    for name, low, value, high in (
        ("thinking_words_per_minute", None, 1000.0, None),
        ("tokens_per_word", None, 1.0, None),
        ("anchor_training_flop", None, 1e24, None),
        ("anchor_forward_flop", None, 2e12, None),
        ("anchor_oversize", None, 2.0, None),
        ("data_departure", 0.5, 1.0, 2.0),
        ("speed_vs_human", 0.5, 4.0, 8.0),
        ("throughput_sacrifice", None, 2.0, None),
    )
]


@pytest.fixture
def of_the_run(inputs, plan):
    """Quantity to low, value and high of a run of 1e26 FLOP in 73 days on 8 of 20 H100e.

    A unit is worth two H100e, so four million units of ten are used.
    """
    made = capability(
        inputs(capability_assumptions=ASSUMED),
        plan(
            targets=[{"workload": "run", "year": 2026, "unit": "FLOP", "delivered": 1e26}],
            allocations=[
                {"workload": "run", "accelerator": "k", "year": 2026, "units_million": 4.0}
            ],
            accelerators=[
                {"accelerator": "k", "site": "s", "year": 2026, "running_million": 10.0}
            ],
        ),
    )
    return made.set_index("quantity")[["low", "value", "high"]].apply(tuple, axis=1).to_dict()


def test_work_is_the_compute_over_a_forward_pass_and_human_thought(of_the_run):
    # The anchor has 1e12 parameters, twice too many: 5e11 at 1e24 FLOP, ten times that at a
    # hundred times the compute. A pass of 5e12 parameters is 1e13 FLOP, so the run buys 1e13
    # passes. A human thinks 1000 tokens a minute, 5.256e8 a year.
    years = 1e13 / 5.256e8 / 1e6

    assert of_the_run["parameters"][1] == pytest.approx(5000)
    assert of_the_run["work"] == pytest.approx((years / 2, years, years * 2))


def test_copies_are_the_work_over_the_length_of_the_run(of_the_run):
    # 73 days are a fifth of a year.
    low, copies, high = of_the_run["copies_at_human_speed"]

    assert (low, copies, high) == pytest.approx(tuple(5 * each for each in of_the_run["work"]))
    assert of_the_run["learning"][1] == pytest.approx(copies * 1e6 / 365)


def test_merged_copies_are_fewer_and_faster(of_the_run):
    # At four times human speed a quarter of the copies runs; eight of these merge into one that
    # is four times as fast again.
    copies = of_the_run["copies_at_human_speed"][1]

    assert of_the_run["merged_copies"][1] == pytest.approx(copies / 4 / 8)
    assert of_the_run["speed_of_a_merged_copy"][1] == 16


def test_the_fastest_copy_needs_the_least_time(of_the_run):
    assert of_the_run["time_for_a_year_of_work"] == (1.5, 3.0, 24.0)


def test_shares_are_in_h100_equivalents(of_the_run):
    # 8 million H100e of 20 in the plan and of 40 in the world.
    assert of_the_run["share_of_planned_fleet"][1] == pytest.approx(0.4)
    assert of_the_run["share_of_world_compute"] == pytest.approx((0.2, 0.2, 0.2))


def test_a_run_that_delivers_nothing_and_a_throughput_have_no_row(inputs, plan):
    made = capability(
        inputs(capability_assumptions=ASSUMED),
        plan(
            targets=[
                {"workload": "run", "year": 2026, "unit": "FLOP", "delivered": 0.0},
                {"workload": "rest", "year": 2026, "unit": "H100e", "delivered": 1e6},
            ]
        ),
    )

    assert made.empty


def test_a_year_beyond_the_table_has_no_share_of_the_world(inputs, plan):
    made = capability(
        inputs(capability_assumptions=ASSUMED),
        plan(targets=[{"workload": "run", "year": 2027, "unit": "FLOP", "delivered": 1e26}]),
    )

    assert "work" in set(made["quantity"])
    assert "share_of_world_compute" not in set(made["quantity"])


def test_a_share_of_the_world_is_least_where_the_world_has_most(inputs, plan):
    # 8 million H100e of the run, and 20 to 80 in the world.
    world = [
        {"year": 2026, "h100e_million_low": 20.0, "h100e_million": 40.0,
         "h100e_million_high": 80.0, "basis": "published"}
    ]  # fmt: skip
    run = {"workload": "run", "accelerator": "k", "year": 2026}

    made = capability(
        inputs(capability_assumptions=ASSUMED, world_compute=world),
        plan(
            targets=[{"workload": "run", "year": 2026, "unit": "FLOP", "delivered": 1e26}],
            allocations=[{**run, "units_million": 3.0}, {**run, "units_million": 1.0}],
        ),
    ).set_index("quantity")

    told = made.loc["share_of_world_compute"]
    assert (told["low"], told["value"], told["high"]) == pytest.approx((0.1, 0.2, 0.4))
    assert told["basis"] == "world_compute, published"
    assert made.loc["compute_of_the_run", "value"] == pytest.approx(8.0)
    # Nothing of the plan's fleet is told, so the run is no share of it.
    assert "share_of_planned_fleet" not in made.index


def test_a_run_is_told_with_its_compute_its_tokens_and_its_length(of_the_run):
    # 1e26 FLOP are six for each of 5e12 parameters and each token.
    assert of_the_run["training_compute"] == (1e26, 1e26, 1e26)
    assert of_the_run["training_tokens"][1] == pytest.approx(1e26 / 6 / 5e12 / 1e12)
    assert of_the_run["run_length"] == pytest.approx((0.2, 0.2, 0.2))
    assert of_the_run["speed_of_a_copy"] == (0.5, 4.0, 8.0)
