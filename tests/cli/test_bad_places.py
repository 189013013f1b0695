"""``planner check`` on tables with one thing spoiled: each is named with its place."""

import json
import shutil

import pandas as pd
import pytest

from planner.cli import main
from planner.config.locations import bundled

PROFILES = "profiles/capacity_factors_2012.csv.gz"
WEATHER = "profiles/weather_typical_year.csv.gz"
GDAL_CRS = "urn:ogc:def:crs:EPSG::"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(bundled("datasets"), folder)
    return folder


def faults(data, capsys):
    assert main(["check", "--datasets", str(data)]) == 2
    return capsys.readouterr().err.removeprefix("planner: ").splitlines()


def at(data, site, *, latitude, longitude):
    """Move a site; the line it stands on."""
    path = data / "sites.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if line.startswith(f"{site},"))
    cells = lines[number].split(",")
    cells[4:6] = [str(latitude), str(longitude)]
    lines[number] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return number + 1


def test_a_longitude_that_can_be_no_latitude(data, capsys):
    line = at(data, "openai_stargate_abilene", latitude=-99.78, longitude=32.5)

    assert faults(data, capsys) == [
        f"sites.csv, line {line}, column latitude: -99.78 is below -90; expected a number from "
        "-90 to 90 (degrees north); latitude and longitude seem to be swapped"
    ]


def test_swapped_coordinates_that_both_could_be(data, capsys):
    line = at(data, "meta_prometheus", latitude=-82.75, longitude=40.06)

    (fault,) = faults(data, capsys)

    assert fault.startswith(f"sites.csv, line {line}, column latitude: -82.75 N, 40.06 E lies in")
    assert fault.endswith("latitude and longitude seem to be swapped")


def test_a_latitude_out_of_range_whose_longitude_is_none_either(data, capsys):
    at(data, "openai_stargate_abilene", latitude=99.78, longitude=-99.78)

    (fault,) = faults(data, capsys)

    assert "swapped" not in fault


def test_a_site_in_the_sea(data, capsys):
    line = at(data, "meta_prometheus", latitude=30.06, longitude=-62.75)

    assert faults(data, capsys) == [
        f"sites.csv, line {line}, column latitude: 30.06 N, -62.75 E lies in no country; "
        "expected a place on land"
    ]


def test_two_sites_at_one_place(data, capsys):
    line = at(data, "google_columbus", latitude=40.06, longitude=-82.77)

    # New Albany comes after Columbus in the table, at the place to which Columbus was moved.
    assert faults(data, capsys) == [
        f"sites.csv, line {line + 1}: 'google_new_albany' stands where 'google_columbus' does; "
        "expected one row a site"
    ]


def test_two_sites_with_one_name(data, capsys):
    path = data / "sites.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("colossus_1,", "colossus_2,", 1), encoding="utf-8")

    first = faults(data, capsys)[0]

    assert first.startswith("sites.csv, line 3, column site: 'colossus_2' is on line 2 already")


def test_a_plant_in_another_region(data, capsys):
    path = data / "retiring_plants.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",37.93,-87.03,", ",32.5,-99.78,", 1), encoding="utf-8")

    found = faults(data, capsys)

    assert found[0].startswith("retiring_plants.csv, line 2, column state: 'IN'; expected 'TX'")


def leap_year(table):
    return pd.concat([table, table.iloc[:24]], ignore_index=True)


def with_a_gap(table):
    return table.mask((table.index == 5).reshape(-1, 1) & (table.columns == table.columns[2]))


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        (PROFILES, leap_year, "8784 hours; expected 8760; leave out the 24 hours of 29 February"),
        (PROFILES, with_a_gap, "capacity_factors_2012.csv.gz, line 7, column "),
        (WEATHER, leap_year, "weather_typical_year.csv.gz: 8784 hours; expected 8760"),
        (WEATHER, with_a_gap, "weather_typical_year.csv.gz, line 7, column "),
    ],
)
def test_hourly_series_that_are_no_year(data, capsys, name, change, expected):
    change(pd.read_csv(data / name, index_col=0)).to_csv(data / name)

    (fault,) = faults(data, capsys)

    assert expected in fault


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("5070", "'urn:ogc:def:crs:EPSG::5070', NAD83 / Conus Albers; expected EPSG:4326"),
        ("99999", "unknown reference system 'urn:ogc:def:crs:EPSG::99999'; expected EPSG:4326"),
    ],
)
def test_outlines_in_another_reference_system(data, capsys, code, found):
    path = data / "geo" / "balancing_areas.geojson"
    shape = json.loads(path.read_text(encoding="utf-8"))
    shape["crs"] = {"type": "name", "properties": {"name": GDAL_CRS + code}}
    path.write_text(json.dumps(shape), encoding="utf-8")

    (fault,) = faults(data, capsys)

    assert fault.startswith(f"balancing_areas.geojson, key crs: {found}")
    assert "write the file in WGS 84" in fault


def test_outlines_that_say_wgs_84_in_another_word(data, capsys):
    path = data / "geo" / "countries.geojson"
    shape = json.loads(path.read_text(encoding="utf-8"))
    shape["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path.write_text(json.dumps(shape), encoding="utf-8")

    assert main(["check", "--datasets", str(data)]) == 0


def test_outlines_in_metres_that_say_nothing(data, capsys):
    path = data / "geo" / "balancing_areas.geojson"
    square = [[0, 0], [2e6, 0], [2e6, 1e6], [0, 0]]
    shape = json.loads(path.read_text(encoding="utf-8"))
    shape["features"][0]["geometry"] = {"type": "Polygon", "coordinates": [square]}
    path.write_text(json.dumps(shape), encoding="utf-8")

    (fault,) = faults(data, capsys)

    assert fault.startswith("balancing_areas.geojson: coordinates from")
    assert "expected degrees east and north" in fault


def test_outlines_that_are_no_geojson(data, capsys):
    path = data / "geo" / "countries.geojson"
    path.write_text(path.read_text(encoding="utf-8")[:1000], encoding="utf-8")

    (fault,) = faults(data, capsys)

    assert "countries.geojson: no JSON (" in fault


def test_faults_of_places_and_of_hours_are_told_together(data, capsys):
    at(data, "meta_prometheus", latitude=30.06, longitude=-62.75)
    leap_year(pd.read_csv(data / PROFILES, index_col=0)).to_csv(data / PROFILES)

    assert len(faults(data, capsys)) == 2
