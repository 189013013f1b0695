"""Whose accelerators a run may be on together: by vendor, by family, and without a run."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.errors import InputError

KEY = "training.accelerators"


def groups(asked):
    return api.load_world(overlaid(load_model("small"), {KEY: asked})).training_group


def test_a_model_that_does_not_ask_lets_a_run_mix():
    assert api.load_world(load_model("small")).training_group == {}


def test_a_vendor_and_a_family_are_those_of_the_table():
    # GB200 is not sold, but some stand at a campus of the tutorial.
    assert groups("one_vendor") == {
        "nvidia_gb200": "NVIDIA", "nvidia_gb300": "NVIDIA", "nvidia_vr200": "NVIDIA",
        "google_tpu_v7": "Google",
    }  # fmt: skip
    assert groups("one_family") == {
        "nvidia_gb200": "NVIDIA Blackwell", "nvidia_gb300": "NVIDIA Blackwell",
        "nvidia_vr200": "NVIDIA Rubin", "google_tpu_v7": "Google TPU v7",
    }  # fmt: skip


def test_a_model_without_a_run_is_refused():
    model = overlaid(
        load_model("small"), {KEY: "one_vendor", "workloads.use": ("rest_of_industry",)}
    )

    with pytest.raises(InputError) as raised:
        api.load_world(model)

    (fault,) = raised.value.faults
    assert "'one_vendor', but no training run in workloads.use" in str(fault)
    assert "a training run, or 'any'" in str(fault)
