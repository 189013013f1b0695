"""No generation is left out in silence."""

import pytest

from planner import api
from planner.config import overlaid
from planner.system.accelerator_availability import accelerator_availability
from planner.system.build import build_world


@pytest.fixture(scope="module")
def shipped():
    """A model that ships, its tables and its generations, by name."""

    def load(name):
        model = api.load_model(name)
        inputs = api.load_inputs(model)
        return model, inputs, accelerator_availability(inputs, model).set_index("accelerator")

    return load


@pytest.mark.parametrize("name", ["frontier", "small", "backcast_2022_2025"])
def test_every_generation_has_a_row_and_those_on_sale_are_the_worlds(shipped, name):
    model, inputs, table = shipped(name)

    world = build_world(inputs, model)

    first, last = model.years.first, model.years.last
    offered = {
        k
        for k, chip in world.accelerators.items()
        if chip.ship_year < last + 1 and chip.last_sale_year >= first
    }
    assert set(table.index) == set(inputs["accelerators"].index)
    assert set(table.index[table["on_sale"]]) == offered


def test_what_no_operator_buys_is_not_on_sale():
    model = overlaid(api.load_model("small"), {"accelerators.operators": "observed"})
    inputs = api.load_inputs(model)
    sites = build_world(inputs, model).sites
    table = accelerator_availability(inputs, model, sites).set_index("accelerator")

    assert not table.at["google_tpu_v7", "on_sale"]
    assert table.at["google_tpu_v7", "reason"] == (
        "no operator of the model's sites buys from Google"
    )
    assert table.at["nvidia_gb300", "on_sale"]


@pytest.mark.parametrize(
    ("model", "accelerator", "reason"),
    [
        ("backcast_2022_2025", "nvidia_vr200", "ships in 2026.75, after the last year, 2025"),
        ("backcast_2022_2025", "amd_mi250x", "excluded by the model"),
        ("frontier", "nvidia_a100", "last sold in 2023, before the first year, 2026"),
        ("frontier", "nvidia_vr200", "on sale from 2026 to 2029"),
        ("frontier", "huawei_ascend_910c", "of supply region china, which the model does not"),
        ("small", "nvidia_gb200", "not among those that the model includes"),
    ],
)
def test_the_reason_is_the_first_that_keeps_it_out(shipped, model, accelerator, reason):
    assert shipped(model)[2].loc[accelerator, "reason"].startswith(reason)
