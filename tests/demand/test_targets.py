"""Targets of a model: what data marks, cuts or moves, and what contradicts itself."""

import pytest

from planner.data.inputs import Inputs
from planner.demand.drivers import range_notices
from planner.demand.targets import demand
from planner.errors import InputError

H100E_DAY = 1.979e15 * 86_400


def asked(model):
    years = tuple(range(model.years.first, model.years.last + 1))
    return demand(Inputs.for_model(model), model, years, H100E_DAY)


# Ten times the run of 2028: 2.1e28 x 10 FLOP, where data supports 4.6e28.
TENFOLD = '[set]\n"demand_drivers.raw_compute_base_flop.value" = 2.1e26\n'


def test_a_target_above_the_data_limit_is_marked_and_kept(model):
    run = asked(model(TENFOLD)).targets["frontier_run"]

    assert run.above_data == {2026: False, 2027: True, 2028: True}
    assert run.by_year[2028].central == pytest.approx(2.1e29)


def test_a_target_above_the_data_limit_is_cut_to_it(model):
    found = asked(model('demand = { beyond_data = "cap" }\n' + TENFOLD))

    run = found.targets["frontier_run"]
    assert run.by_year[2026].central == pytest.approx(2.1e28)
    assert run.by_year[2028].central == found.data_limit[2028].central
    assert run.above_data[2028]


def test_what_is_cut_is_asked_of_inference(model):
    # In 2028 the run is 2.1e29 / 4.64e28 = 0.656 orders beyond; at 1.5 orders for one, users
    # need 10^0.98 = 9.6 times the accelerators of the model that merely cuts.
    use = 'workloads = { use = ["frontier_run", "assistant_inference"] }\n'
    cut, moved = (
        asked(model(f'demand = {{ beyond_data = "{choice}" }}\n' + use + TENFOLD))
        for choice in ("cap", "move_to_inference")
    )

    ratio = [
        moved.targets["assistant_inference"].by_year[y].central
        / cut.targets["assistant_inference"].by_year[y].central
        for y in (2026, 2028)
    ]
    beyond = 2.1e29 / cut.data_limit[2028].central
    assert ratio == [pytest.approx(1.0), pytest.approx(beyond**1.5)]
    assert moved.targets["frontier_run"] == cut.targets["frontier_run"]


def test_the_rest_of_the_world_leaves_out_what_the_run_uses(model):
    # The world's stock of 2026 is 4e6 x 2.25^3; the run takes its FLOP over days x mfu.
    found = asked(model('workloads = { use = ["frontier_run", "rest_of_world_stock"] }\n'))

    run = found.targets["frontier_run"].by_year[2026].central
    cluster = run / (H100E_DAY * 180.6 * 0.375)
    rest = found.targets["rest_of_world_stock"].by_year[2026].central
    assert rest == pytest.approx(4e6 * 2.25**3 - cluster, rel=1e-4)


def test_the_high_case_of_a_driver_raises_the_target(model):
    high = asked(model('[cases]\n"demand_drivers.raw_compute_growth_oom.value" = "high"\n'))

    # Four times a year from 2022: 2.1e25 x 4^6.
    assert high.targets["frontier_run"].by_year[2028].central == pytest.approx(2.1e25 * 4**6)


def test_a_driver_outside_its_published_range_is_a_notice_that_names_it(model):
    inputs = Inputs.for_model(
        model('[set]\n"demand_drivers.raw_compute_growth_oom.value" = 0.9\n')
    )

    (notice,) = range_notices(inputs)
    assert "raw_compute_growth_oom is 0.9 OOM/year" in notice
    assert "published range of 0.4 to 0.60206" in notice


def test_ends_that_a_model_sets_do_not_hide_the_published_ones(model):
    text = "".join(
        f'"demand_drivers.raw_compute_growth_oom.{column}" = 0.9\n'
        for column in ("low", "value", "high")
    )

    (notice,) = range_notices(Inputs.for_model(model("[set]\n" + text)))
    assert "published range of 0.4 to 0.60206" in notice


def test_what_ships_is_within_its_published_ranges(shipped):
    assert range_notices(shipped) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            '[set]\n"workloads.frontier_run.run_days" = 438\n',
            ["a run of 438 days is longer than the period; expected at most 365 days"],
        ),
        (
            'demand = { run_length = "growing" }\n'
            '[set]\n"demand_drivers.run_length_cap_days.value" = 900\n',
            ["a run of 715.3 days is longer than the period"],
        ),
        (
            '[set]\n"demand_drivers.raw_compute_base_year.value" = 2027\n',
            ["raw_compute_base_year is 2027; expected a year not after the first, 2026"],
        ),
        (
            'workloads = { use = ["rest_of_industry"] }\n'
            '[set]\n"workloads.rest_of_industry.base_year" = 2030\n',
            ["base_year of rest_of_industry is 2030; expected a year not after the first, 2026"],
        ),
        (
            'demand = { beyond_data = "move_to_inference" }\n',
            ["no workload of inference to move to"],
        ),
        (
            '[set]\n"demand_drivers.data_stock_tokens.value" = 0\n'
            '"demand_drivers.raw_compute_base_flop.value" = 0\n',
            ["expected more than 0 tokens", "expected more than 0 FLOP"],
        ),
    ],
)
def test_drivers_that_contradict_the_model_are_faults(model, text, faults):
    with pytest.raises(InputError) as raised:
        asked(model(text))

    assert len(raised.value.faults) == len(faults)
    for found, expected in zip(raised.value.faults, faults, strict=True):
        assert expected in str(found)
        assert found.file in ("m.toml", "workloads.csv", "demand_drivers.csv")


def test_a_base_set_where_no_trend_reads_it_is_a_fault(model):
    with pytest.raises(InputError, match="set the driver in demand_drivers instead"):
        asked(model('[set]\n"workloads.frontier_run.base_value" = 1e27\n'))


def test_the_targets_of_the_reference_question_are_what_they_were(shipped):
    # Before drivers, the target was one column: 2.1e25 FLOP in 2022, half an order a year.
    from planner.config import load_model

    run = asked(load_model("frontier")).targets["frontier_run"]

    assert {y: r.central for y, r in run.by_year.items()} == {
        y: pytest.approx(2.1e25 * 10 ** (0.5 * (y - 2022))) for y in range(2026, 2033)
    }


def test_a_run_larger_than_the_world_is_a_fault(model):
    # 3.8e29 FLOP in 2026 take 33 million H100e, and the world has 46
    # million; in 2027 it takes 104 million, and it has 103.
    text = 'workloads = { use = ["frontier_run", "rest_of_world_stock"] }\n[set]\n'
    with pytest.raises(InputError, match="the runs of 2027 need"):
        asked(model(text + '"demand_drivers.raw_compute_base_flop.value" = 3.8e27\n'))
