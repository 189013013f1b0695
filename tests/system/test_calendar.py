"""From a model's wish to slices: from a table, or from the hourly profiles."""

import shutil
from dataclasses import replace

import pytest

from planner import api
from planner.config import TimeChoice
from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.data.profiles import hourly_profiles
from planner.errors import InputError
from planner.solving import solve_world
from planner.system import PowerTechnology, Region, Site, TimeSlice, Workload, World
from planner.system.calendar import calendar
from planner.system.objects.chips import Accelerator


@pytest.fixture(scope="module")
def inputs():
    return api.load_inputs(api.load_model("small"))


def test_days_from_the_profiles_fill_the_year(inputs):
    found = calendar(inputs, TimeChoice(days=12, slices_per_day=8), {"ERCOT", "SPP"})

    assert len(found.slices) == 96
    assert sum(piece.weight_hours for piece in found.slices.values()) == pytest.approx(8760)
    assert {piece.hours for piece in found.slices.values()} == {3.0}
    assert len(found.day_sequence) == 365
    for day in range(1, 13):
        weight = sum(p.weight_hours for p in found.slices.values() if p.day == day)
        assert weight == pytest.approx(24 * found.day_sequence.count(day))


def test_only_profiles_of_the_regions_in_use_take_part(inputs):
    found = calendar(inputs, TimeChoice(days=3), {"ERCOT"})

    assert {(profile, r) for profile, r, _ in found.capacity_factor} == {
        ("solar", "ERCOT"),
        ("wind", "ERCOT"),
    }


def test_the_table_of_slices_is_what_a_model_gets_that_asks_for_no_days(inputs):
    found = calendar(inputs, TimeChoice(), {"ERCOT"})

    assert len(found.slices) == 24
    for day in range(1, 5):
        weight = sum(p.weight_hours for p in found.slices.values() if p.day == day)
        assert weight == pytest.approx(24 * found.day_sequence.count(day))


def test_a_model_file_sets_days_and_storage_between_them(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text(
        'extends = "small"\n[time]\ndays = 3\nslices_per_day = 4\nstorage_between_days = true\n'
    )

    world = api.load_world(api.load_model(path))

    assert len(world.slices) == 12
    assert set(world.day_sequence) == {1, 2, 3}


def test_tables_without_profiles_are_told_so(tmp_path, inputs):
    shutil.copytree(bundled("datasets"), tmp_path / "d")
    (tmp_path / "d" / "profiles" / "capacity_factors_2012.csv.gz").unlink()
    alone: Inputs = replace(inputs, folder=tmp_path / "d")

    with pytest.raises(InputError, match="no such file; expected the hourly profiles"):
        calendar(alone, TimeChoice(days=3), {"ERCOT"})


def island(slices, factors):
    """One GW for a year off the grid: dear gas, and sun and wind that save it."""
    fuel = {("gas", 2026): 1e-5}
    return World(
        years=(2026,),
        sites={"s": Site(region="ERCOT")},
        regions={"ERCOT": Region(fuel_price=fuel)},
        accelerators={"k": Accelerator()},
        technologies={
            "gas": PowerTechnology(
                kind="dispatchable", life_years=20, capex={2026: 1.2}, fuel="gas", heat_rate=9.0
            ),
            "solar": PowerTechnology(
                kind="variable", profile="solar", life_years=25, capex={2026: 1.0}
            ),
            "wind": PowerTechnology(
                kind="variable", profile="wind", life_years=25, capex={2026: 1.5}
            ),
        },
        slices=slices,
        capacity_factor=factors,
        discount_rate=0.07,
        workloads={"w": Workload(kind="throughput", target={2026: 1.0})},
    )


@pytest.mark.slow
def test_representative_days_and_all_hours_agree_on_the_cost(inputs):
    # The same world is planned twice, its capacities chosen anew each time: by 12
    # days of 8 slices, and by every hour of the year. Days are smoother than
    # hours, so they never cost more; five percent is what may be lost.
    profiles = hourly_profiles()
    hours = [f"h{i:04}" for i in range(len(profiles))]
    every_hour = {h: TimeSlice(hours=1, weight_hours=1) for h in hours}
    factors = {
        (profile, "ERCOT", h): cf
        for profile in ("solar", "wind")
        for h, cf in zip(hours, profiles[f"{profile}:ERCOT"].tolist(), strict=True)
    }
    days = calendar(inputs, TimeChoice(days=12, slices_per_day=8), {"ERCOT"})

    by_hours = solve_world(island(every_hour, factors))
    by_days = solve_world(island(days.slices, days.capacity_factor))

    cost = by_hours.stages["cost"].solution.objective
    built = by_hours.formulation.model.power_built_gw
    assert min(built[g, "s", 2026].value for g in ("gas", "solar", "wind")) > 0.5
    assert by_days.stages["cost"].solution.objective == pytest.approx(cost, rel=0.05)
    assert by_days.stages["cost"].solution.objective < cost
