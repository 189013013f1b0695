"""Where sites lie: published places, and every way of getting them wrong."""

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod
from shapely.geometry import box

from planner.config.locations import bundled
from planner.data.geography import (
    ASHORE_KM,
    WGS84,
    _nearest_area,
    areas,
    distance_km,
    located,
    nearest,
    site_faults,
    site_points,
)
from planner.data.inputs import Inputs


def sites(*rows):
    columns = [
        "site", "kind", "latitude", "longitude", "country", "state", "balancing_area", "region"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).set_index("site")


ABILENE = ("abilene", "campus", 32.50, -99.78, "USA", "TX", "p61", "ERCOT")
NARVIK = ("narvik", "announced", 68.43, 17.43, "NOR", "", "", "NOR")


def texts(*rows):
    table = sites(*rows)
    return [str(fault) for fault in site_faults(table, list(range(2, 2 + len(table))))]


def test_a_site_is_joined_to_its_areas_by_geometry():
    found = located(sites(ABILENE, NARVIK))

    assert found.loc["abilene"].to_dict() == {
        "country": "USA",
        "country_name": "United States of America",
        "balancing_area": "p61",
        "state": "TX",
        "region": "ERCOT",
    }
    assert found.at["narvik", "country"] == "NOR"
    assert found.at["narvik", "state"] == ""


def test_a_site_on_the_coast_is_ashore():
    # Long Beach harbour, outside the simplified outline, 1 km from it or less.
    port = ("port", "announced", 33.735, -118.215, "USA", "CA", "p10", "WECC_CA")

    assert located(sites(port)).at["port", "state"] == "CA"


@pytest.mark.parametrize("direction", [0.0, 90.0, 180.0, 270.0])
@pytest.mark.parametrize(("share", "ashore"), [(0.95, True), (1.05, False)])
def test_ashore_is_as_far_in_any_direction_though_a_degree_is_short_in_the_north(
    direction, share, ashore
):
    # An island from 10 to 20 degrees east and 69 to 71 north, where a degree east is 38 km.
    island = gpd.GeoDataFrame(geometry=[box(10.0, 69.0, 20.0, 71.0)], index=["i"], crs=WGS84)
    start = {0.0: (15.0, 71.0), 90.0: (20.0, 70.0), 180.0: (15.0, 69.0), 270.0: (10.0, 70.0)}
    east, north, _ = Geod(ellps="WGS84").fwd(*start[direction], direction, share * ASHORE_KM * 1e3)
    place = site_points(pd.DataFrame({"longitude": [east], "latitude": [north]}))

    (found,) = _nearest_area(place, island)

    assert (found == "i") == ashore


def test_every_shipped_site_lies_where_its_row_says():
    inputs = Inputs.read(bundled("datasets"))

    assert site_faults(inputs["sites"], list(inputs.lines["sites"])) == []


def test_swapped_coordinates_are_recognised():
    swapped = ("abilene", "campus", -99.78, 32.50, "USA", "TX", "p61", "ERCOT")
    inland = ("fra", "announced", 3.25, 50.14, "FRA", "", "", "FRA")

    assert "column latitude" in texts(swapped)[0]
    (fault,) = texts(inland)
    assert "lies in no country" in fault
    assert "seem to be swapped" in fault


def test_a_site_in_the_sea_says_where_it_lies():
    (fault,) = texts(("sea", "campus", 30.0, -60.0, "USA", "TX", "p61", "ERCOT"))

    assert fault.startswith("sites.csv, line 2, column latitude: 30 N, -60 E lies in no country")


def test_a_site_in_another_country_names_it():
    (fault,) = texts(("monterrey", "campus", 25.7, -100.3, "USA", "TX", "p66", "ERCOT"))

    assert "lies in Mexico, MEX; expected in USA" in fault


def test_a_site_in_another_state_names_the_right_one():
    faults = texts(("abilene", "campus", 32.50, -99.78, "USA", "WA", "p61", "ERCOT"))

    assert faults == [
        "sites.csv, line 2, column state: 'WA'; expected 'TX', where 32.5 N, -99.78 E lies"
    ]


def test_rounded_coordinates_may_fall_across_a_border():
    # Cheyenne, Wyoming, at a tenth of a degree lies 1 km inside Colorado.
    cheyenne = ("cheyenne", "announced", 41.0, -104.9, "USA", "WY", "p24", "WECC_NW")

    assert texts(cheyenne) == []


def test_two_sites_at_one_place_are_named():
    faults = texts(ABILENE, ("twin", *ABILENE[1:]))

    assert faults == [
        "sites.csv, line 3: 'twin' stands where 'abilene' does; expected one row a site"
    ]


@pytest.mark.parametrize(("north", "told"), [(0.00004, 1), (0.0002, 0)])
def test_sites_within_ten_metres_stand_at_one_place(north, told):
    name, kind, latitude, *rest = ABILENE

    assert (
        len(texts((name, kind, latitude, *rest), ("twin", kind, latitude + north, *rest))) == told
    )


def test_a_pool_stands_anywhere():
    assert texts(("pool", "fleet_pool", 0.0, -150.0, "USA", "", "", "ERCOT")) == []


# Great-circle distances from any airport table, to a part in two hundred.
DALLAS, CHICAGO, LONDON = (32.897, -97.038), (41.978, -87.905), (51.470, -0.454)


@pytest.mark.parametrize(
    ("start", "end", "km"), [(DALLAS, CHICAGO, 1292), (CHICAGO, LONDON, 6353), (DALLAS, DALLAS, 0)]
)
def test_distances_agree_with_published_ones(start, end, km):
    first = pd.DataFrame([start], columns=["latitude", "longitude"], index=["a"])
    second = pd.DataFrame([end], columns=["latitude", "longitude"], index=["b"])

    assert distance_km(first, second).at["a", "b"] == pytest.approx(km, rel=0.005, abs=0.1)


def test_each_of_some_places_is_as_far_from_each_of_others_as_those_from_it():
    columns = ["latitude", "longitude"]
    north = pd.DataFrame([CHICAGO, LONDON], columns=columns, index=["chicago", "london"])
    south = pd.DataFrame([DALLAS, (32.50, -99.78)], columns=columns, index=["dallas", "abilene"])

    there, back = distance_km(north, south), distance_km(south, north)

    assert there.index.tolist() == ["chicago", "london"]
    assert there.columns.tolist() == ["dallas", "abilene"]
    for a in north.index:
        for b in south.index:
            one = distance_km(north.loc[[a]], south.loc[[b]]).at[a, b]
            assert there.at[a, b] == back.at[b, a] == pytest.approx(one)
    assert len(set(there.to_numpy().ravel().round())) == 4


def test_the_nearest_of_several_is_found():
    cities = pd.DataFrame(
        [DALLAS, CHICAGO, LONDON],
        columns=["latitude", "longitude"],
        index=["dallas", "chicago", "london"],
    )

    found = nearest(sites(ABILENE), cities)

    assert found.at["abilene", "nearest"] == "dallas"
    assert found.at["abilene", "distance_km"] == pytest.approx(259, abs=5)


# Codes of ISO 3166-1 alpha-3, from its list: countries that no shipped region lies in.
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ((50.11, 8.68), "DEU"), ((53.35, -6.26), "IRL"), ((52.37, 4.90), "NLD"),
        ((1.35, 103.82), "SGP"), ((25.03, 121.56), "TWN"), ((-33.45, -70.67), "CHL"),
        ((-26.20, 28.05), "ZAF"), ((45.46, 9.19), "ITA"), ((-22.56, 17.08), "NAM"),
    ],
)  # fmt: skip
def test_a_site_may_lie_in_any_country(place, code):
    site = ("s", "campus", *place, code, "", "", "own")

    assert texts(site) == []
    assert "expected in USA" in texts(("s", "campus", *place, "USA", "", "", "own"))[0]


def test_every_outline_has_the_code_of_a_country_but_a_glacier():
    outlines = areas("countries")

    assert outlines.loc[outlines["country"] == "", "name"].tolist() == ["Siachen Glacier"]
    assert outlines["country"].str.fullmatch("[A-Z]{3}|").all()
    # Parts of a country that are drawn apart share its code; all else has its own.
    shared = outlines["country"][outlines["country"].duplicated()]
    assert sorted(shared) == ["AUS", "CYP", "SOM"]


def test_regions_of_ones_own_are_held_to_no_map_but_countries_are():
    west = ("west", "campus", 32.45, -99.73, "USA", "", "", "ERCOT_West")
    table = sites(west)

    assert [fault.where for fault in site_faults(table, [2])] != []
    assert site_faults(table, [2], own_regions=True) == []
    astray = sites((*west[:4], "MEX", *west[5:]))
    assert "expected in MEX" in str(site_faults(astray, [2], own_regions=True)[0])
    # A state that is stated is held to the map.
    wrong = sites((*west[:5], "WA", *west[6:]))
    assert "expected 'TX'" in str(site_faults(wrong, [2], own_regions=True)[0])
