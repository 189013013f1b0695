"""Which accelerators ramp together, which ones they replace, and which rows hold for them."""

import pytest

from planner import api
from planner.config import load_model


@pytest.fixture(scope="module")
def ramps(tmp_path_factory):
    path = tmp_path_factory.mktemp("ramps") / "m.toml"
    text = 'extends = "backcast_2022_2025"\ntitle = "t"\n[supply]\nramp = "observed"\n'
    path.write_text(f'{text}decline = "observed"\n', encoding="utf-8")
    return api.load_world(load_model(path)).ramps


def test_what_has_the_same_dies_ramps_together(ramps):
    # Boards came first, in 2024Q4; racks and more memory came off the same lines.
    blackwell = ramps["ramp", "nvidia_b200"]

    assert set(blackwell.chips) == {"nvidia_b200", "nvidia_gb200", "nvidia_b300", "nvidia_gb300"}
    assert blackwell.begins == 2024.75
    assert set(ramps["ramp", "nvidia_h100"].chips) == {"nvidia_h100", "nvidia_h200"}
    # Of one family, but other dies: each on its own.
    assert ramps["ramp", "google_tpu_v5e"].chips == ("google_tpu_v5e",)
    assert ramps["ramp", "google_tpu_v5p"].chips == ("google_tpu_v5p",)


def test_no_generation_is_told_its_own_quarters(ramps):
    for (_, first), ramp in ramps.items():
        if ramp.rows == "all":
            # AWS is counted from 2024, when Trainium1 had risen, to 2025, before Trainium3 began.
            counted = 2022.5 < ramp.begins < 2026.5
            assert not counted or first in ("aws_trainium1", "aws_trainium3")
        else:
            assert ramp.rows == first


def test_a_new_family_replaces_all_older_ones_of_its_vendor(ramps):
    assert set(ramps["decline", "nvidia_b200"].chips) == {
        "nvidia_a100", "nvidia_h100", "nvidia_h200",
    }  # fmt: skip
    assert ramps["decline", "nvidia_b200"].begins == 2024.75
    # Versions of one family replace nobody: v5p nothing of v5e.
    assert ("decline", "google_tpu_v5p") not in ramps
    # The first family of a vendor has nothing to replace.
    assert ("decline", "nvidia_a100") not in ramps


def test_nothing_is_limited_unless_a_model_asks():
    assert not api.load_world(load_model("small")).ramps
