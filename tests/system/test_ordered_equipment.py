"""How long a shell takes that nobody has ordered: what the table says, and what is missing."""

import shutil

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.errors import InputError

ON = {"commitments.equipment": "ordered"}


def test_nothing_waits_unless_a_model_says_so():
    assert api.load_world(load_model("small")).equipment_lead_years == 0.0


def test_the_longest_lead_time_of_a_shell_and_its_equipment_counts():
    world = api.load_world(overlaid(load_model("small"), ON))

    table = api.load_inputs(load_model("small"))["equipment_lead_times"]["lead_years"]
    assert world.longest_lead == "large_power_transformer"
    assert world.equipment_lead_years == table["large_power_transformer"]


def test_a_lead_time_that_is_missing_is_named(tmp_path):
    tables = shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    file = tables / "equipment_lead_times.csv"
    rows = [
        r for r in file.read_text(encoding="utf-8").splitlines() if "backup_generator," not in r
    ]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    model = overlaid(load_model("small"), {**ON, "datasets": str(tables)})

    with pytest.raises(InputError, match="backup_generator") as raised:
        api.load_world(model)

    assert "equipment_lead_times" in str(raised.value)
