"""PUE and water by hour, from points and weather that can be checked by hand."""

import numpy as np
import pandas as pd
import pytest

from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.data.weather import cooling_hours, hourly_weather
from planner.errors import InputError

HOURS = 8760


def tables(*, pue=1.5, kind="towers", station="here", offset=0.0):
    return {
        "sites": pd.DataFrame({"pue": [pue]}, index=["s"]),
        "site_cooling": pd.DataFrame(
            {"cooling": [kind], "weather_station": [station]}, index=["s"]
        ),
        "weather_stations": pd.DataFrame({"utc_offset_hours": [offset]}, index=["here"]),
        "cooling": pd.DataFrame(
            {
                "cooling": ["towers", "towers"],
                "temperature_c": [10.0, 20.0],
                "air": ["wet_bulb"] * 2,
                "pue": [1.1, 1.3],
                "water_l_per_kwh_it": [1.0, 2.0],
            }
        ).set_index(["cooling", "temperature_c"]),
    }


def weather(values):
    return pd.DataFrame({"wet_bulb:here": np.resize(values, HOURS)})


def test_pue_and_water_follow_the_points_and_stay_level_beyond_them():
    found = cooling_hours(tables(), weather([5.0, 10.0, 15.0, 20.0, 30.0]))["s"]

    assert found.pue[:5] == pytest.approx([1.1, 1.1, 1.2, 1.3, 1.3])
    assert found.water_l_per_kwh_it[:5] == pytest.approx([1.0, 1.0, 1.5, 2.0, 2.0])


def test_no_hour_is_above_what_the_site_is_built_for():
    found = cooling_hours(tables(pue=1.15), weather([10.0, 20.0]))["s"]

    assert found.pue[:2] == pytest.approx([1.1, 1.15])


def test_local_hours_are_put_into_utc():
    # Hot at 15 h local time, six hours behind UTC: hot at 21 h UTC.
    air = np.full(24, 10.0)
    air[15] = 20.0

    found = cooling_hours(tables(offset=-6.0), weather(air))["s"]

    assert np.flatnonzero(found.pue[:24] > 1.2).tolist() == [21]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "tower"}, "unknown cooling 'tower'; .*did you mean 'towers'"),
        ({"station": "there"}, "site s: no hours of 'there'"),
    ],
)
def test_what_is_unknown_is_named(change, message):
    with pytest.raises(InputError, match=message):
        cooling_hours(tables(**change), weather([10.0]))


@pytest.mark.parametrize(
    ("hours", "value", "message"),
    [
        (8784, 10.0, "8784 hours; expected 8760; leave"),
        (8760, 99.0, "99; expected from -60 to 60"),
    ],
)
def test_hours_that_are_no_year_of_weather_are_refused(tmp_path, hours, value, message):
    path = tmp_path / "weather.csv"
    pd.DataFrame({"wet_bulb:here": np.full(hours, value)}).to_csv(path)

    with pytest.raises(InputError, match=message):
        hourly_weather(path)


@pytest.fixture(scope="module")
def shipped():
    inputs = Inputs.read(bundled("datasets"))
    return inputs, cooling_hours(inputs.tables, hourly_weather())


def test_every_station_that_is_shipped_has_its_hours(shipped):
    inputs, _ = shipped

    assert {
        f"{air}_bulb:{station}"
        for station in inputs["weather_stations"].index
        for air in ("dry", "wet")
    } == set(hourly_weather().columns)


def test_wet_air_is_never_warmer_than_dry():
    table = hourly_weather()

    for station in {name.partition(":")[2] for name in table}:
        gap = table[f"dry_bulb:{station}"] - table[f"wet_bulb:{station}"]
        # Stull's formula is good to a few tenths of a degree near saturation.
        assert gap.min() > -1.6


def test_the_yearly_means_lie_where_measured_ones_do(shipped):
    # Hyperscale campuses report yearly PUE of 1.08 to 1.2; colocation with
    # chillers up to 1.3. Towers take one to two litres a kWh.
    inputs, hours = shipped
    for site, found in hours.items():
        assert 1.05 < found.pue.mean() < 1.3
        assert found.pue.max() <= inputs["sites"].at[site, "pue"]
        evaporates = inputs["site_cooling"].at[site, "cooling"] == "evaporative"
        assert (1.0 < found.water_l_per_kwh_it.mean() < 2.0) == evaporates


def test_phoenix_is_harder_to_cool_dry_than_seattle(shipped):
    inputs, hours = shipped
    own = inputs["site_cooling"]
    dry = own[own["cooling"] == "dry_chiller"]
    hot = dry.index[dry["weather_station"] == "az_phoenix_sky"][0]
    cool = dry.index[dry["weather_station"] == "pa_pittsburgh_allegheny"][0]

    assert hours[hot].pue.mean() > hours[cool].pue.mean()
