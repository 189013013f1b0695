"""Deliveries of electrical equipment in the years of a plan."""

from pathlib import Path

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.system.equipment import equipment


def test_the_last_year_holds_and_before_the_first_nothing_is_limited():
    supply = {"equipment": "gear", "year": [2027, 2028], "deliveries_per_year": [3.0, 5.0]}
    needs = {
        "equipment": ["gear"],
        "unit": ["GW"],
        "per_facility_gw": [1.0],
        "per_grid_gw": [0.0],
        "per_onsite_gw": [0.5],
    }
    inputs = Inputs(
        folder=Path(),
        tables={
            "equipment_supply": pd.DataFrame(supply).set_index(["equipment", "year"]),
            "equipment_needs": pd.DataFrame(needs).set_index("equipment"),
        },
        checksums={},
    )

    made = equipment(inputs, dict.fromkeys((2026, 2027, 2028, 2029), 1))["gear"]

    assert made.deliveries == {2027: 3.0, 2028: 5.0, 2029: 5.0}
    assert (made.per_facility, made.per_grid, made.per_onsite) == (1.0, 0.0, 0.5)
    assert made.unit == "GW"


def test_equipment_is_a_limit_only_where_a_model_says_so(tmp_path):
    path = tmp_path / "m.toml"
    text = 'extends = "small"\ntitle = "t"\n'
    path.write_text(text, encoding="utf-8")
    assert not api.load_world(load_model(path)).equipment

    path.write_text(f"{text}[supply]\nequipment = true\n", encoding="utf-8")
    assert set(api.load_world(load_model(path)).equipment) == {
        "large_power_transformer",
        "medium_voltage_switchgear",
    }


@pytest.mark.parametrize("case", ["low", "central", "high"])
def test_the_connections_of_2025_found_their_transformers(case):
    # What build_limits says was connected in 2025 must have been deliverable in that year.
    inputs = Inputs.read(bundled("datasets"), {"equipment_supply.*": case})
    connected = inputs["build_limits"].at[("grid_large_load", 2025), "feasible_gw_per_year"]
    transformers = inputs["equipment_supply"].at[
        ("large_power_transformer", 2025), "deliveries_per_year"
    ]
    each = inputs["equipment_needs"].at["large_power_transformer", "per_grid_gw"]

    assert each * connected <= transformers
