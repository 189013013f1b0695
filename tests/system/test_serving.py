"""Which workloads and accelerators are measured by the roofline, and what is missing for it."""

import re

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.errors import InputError
from planner.formulation.compute_at_work import h100e_at_work

ASKED = {"workloads.serving": "roofline", "workloads.use": ("frontier_run", "rest_of_industry")}


def world(**more):
    return api.load_world(overlaid(load_model("small"), {**ASKED, **more}))


def said(**more):
    with pytest.raises(InputError) as raised:
        world(**more)
    return [str(fault) for fault in raised.value.faults]


def test_a_model_that_does_not_ask_counts_all_by_flop():
    made = world(**{"workloads.serving": "flop"})

    assert not any(load.decode_share for load in made.workloads.values())


def test_a_model_that_asks_has_the_cells_of_both_tables():
    made = world(
        **{
            "set.workloads.rest_of_industry.decode_share": 0.4,
            "set.workloads.rest_of_industry.decode_flop_per_byte": 200.0,
            "set.accelerators.google_tpu_v7.hbm_tb_per_s": 7.0,
        }
    )

    load = made.workloads["rest_of_industry"]
    assert (load.decode_share, load.decode_flop_per_byte) == (0.4, 200.0)
    assert made.workloads["frontier_run"].decode_share == 0.0
    assert made.accelerators["google_tpu_v7"].memory_tb_per_s == 7.0


def test_a_model_without_a_workload_that_generates_tokens_is_refused():
    (fault,) = said(**{"workloads.use": ("frontier_run",)})

    assert "'roofline', and no workload of the model states a decode_share" in fault


def test_what_is_missing_is_named_with_its_cell():
    (fault,) = said(**{"set.workloads.rest_of_industry.decode_flop_per_byte": ""})
    assert "workloads.csv" in fault
    assert "decode_flop_per_byte" in fault

    (fault,) = said(**{"set.accelerators.google_tpu_v7.hbm_tb_per_s": ""})
    assert "hbm_tb_per_s: a blank" in fault


def test_the_guide_has_what_the_tables_give():
    # docs/chip-supply.md: H100e by FLOP and by the roofline.
    made = api.load_world(overlaid(load_model("frontier"), {"workloads.serving": "roofline"}))
    text = (bundled("datasets").parent / "docs" / "chip-supply.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \|$", text, flags=re.MULTILINE)
    told = {name: (float(flop), float(roof)) for name, flop, roof in rows}
    names = {
        "H200": "nvidia_h200", "GB300": "nvidia_gb300", "VR200": "nvidia_vr200",
        "TPU v7": "google_tpu_v7", "TPU 8i": "google_tpu_8i", "MI455X": "amd_mi455x",
        "NVIDIA, projected 2030": "nvidia_projected_2030",
    }  # fmt: skip

    assert set(names) <= set(told)
    for name, k in names.items():
        roof = h100e_at_work(made, "rest_of_industry", k)
        assert told[name] == pytest.approx((made.accelerators[k].h100e, roof), rel=6e-3), name
