"""PUE by slice, from hours."""

import numpy as np
import pytest

from planner import api
from planner.config import TimeChoice
from planner.system import TimeSlice
from planner.system.calendar import Calendar, calendar
from planner.system.cooling import by_slice


def test_a_slice_is_the_mean_of_its_hours_over_the_days_that_its_day_stands_for():
    # Day 1 stands for the first 100 days, at 1.1 by night and 1.3 by day; day 2
    # for the others, at 1.2 always.
    warm = np.r_[np.full(12, 1.1), np.full(12, 1.3)]
    hours = np.r_[np.tile(warm, 100), np.full(265 * 24, 1.2)]
    slices = {
        f"d{day}_{part}": TimeSlice(day=day, hours=12, weight_hours=12 * count)
        for day, count in ((1, 100), (2, 265))
        for part in ("night", "day")
    }
    made = Calendar(slices=slices, capacity_factor={}, day_sequence=(1,) * 100 + (2,) * 265)

    found = by_slice(hours, made)

    assert found == pytest.approx(
        {"d1_night": 1.1, "d1_day": 1.3, "d2_night": 1.2, "d2_day": 1.2, "year": 1.2}
    )


@pytest.mark.parametrize("time", [TimeChoice(), TimeChoice(days=7, slices_per_day=24)])
def test_the_slices_keep_the_mean_of_the_year(time):
    inputs = api.load_inputs(api.load_model("small"))
    hours = np.random.default_rng(5).uniform(1.0, 1.5, 8760)
    made = calendar(inputs, time, {"ERCOT"})

    found = by_slice(hours, made)

    energy = sum(piece.weight_hours * found[h] for h, piece in made.slices.items())
    assert energy / 8760 == pytest.approx(hours.mean())


def test_a_site_gets_its_weather_and_a_far_one_keeps_its_typed_pue():
    world = api.load_world(api.load_model("frontier"))

    # Abilene lies 250 km from Dallas, GW Ranch 570 km from any station.
    abilene, ranch = world.sites["openai_stargate_abilene"], world.sites["gw_ranch"]
    assert 1.1 < abilene.pue_at("year") < abilene.pue
    assert ranch.pue_in == {}
    assert ranch.pue_at("year") == ranch.pue


def test_a_pool_has_the_mean_of_its_members():
    world = api.load_world(api.load_model("frontier"))

    pool = world.sites["pool_PJM"]
    # Google's towers at New Albany and Columbus are among many that take no water.
    assert 0 < pool.water_in["year"] < 1e-3
    assert 1.0 < pool.pue_at("year") < pool.pue
