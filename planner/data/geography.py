"""Where sites lie: areas joined by geometry, and distances on the ellipsoid.

The outlines are in ``datasets/geo``: balancing areas of the USA, each within
one state and one region, and countries. Joins are by geometry; the columns of
a table that say where a site lies are held to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from planner.data.places import cell_place, row_place
from planner.errors import Fault
from planner.locations import bundled

WGS84 = "EPSG:4326"
ASHORE_KM = 25.0
"""A site this near to an outline may count as inside: outlines are simplified, and many
coordinates are known to ten or fifteen kilometres."""
_ELLIPSOID = Geod(ellps="WGS84")


@cache
def areas(name: str, folder: Path | None = None) -> gpd.GeoDataFrame:
    """The outlines called `name`, "balancing_areas" or "countries", in WGS 84."""
    path = (folder or bundled("datasets") / "geo") / f"{name}.geojson"
    return gpd.read_file(path).set_crs(WGS84, allow_override=True)


def points(sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """Sites as points, from their columns ``longitude`` and ``latitude`` in degrees."""
    where = gpd.points_from_xy(sites["longitude"], sites["latitude"])
    return gpd.GeoDataFrame(sites.copy(), geometry=where, crs=WGS84)


def located(sites: pd.DataFrame) -> pd.DataFrame:
    """Country, state, balancing area and US region of each site, by geometry.

    Indexed as `sites`. Empty text where there is none: outside the USA, or
    outside every country.
    """
    places = points(sites)[["geometry"]]
    found = pd.DataFrame(index=sites.index)
    country = _nearest_area(places, areas("countries"))
    found["country"] = country.map(areas("countries")["country"]).fillna("")
    found["country_name"] = country.map(areas("countries")["name"]).fillna("")
    inside = places[found["country"] == "USA"]
    area = _nearest_area(inside, areas("balancing_areas"))
    for column in ("balancing_area", "state", "region"):
        found[column] = area.map(areas("balancing_areas")[column]).reindex(sites.index)
    return found.fillna("")


def _nearest_area(places: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> pd.Series:
    """Row of the outline around each point, or of one at most `ASHORE_KM` away; else missing."""
    joined = gpd.sjoin(places, outlines[["geometry"]], predicate="within")["index_right"]
    joined = joined[~joined.index.duplicated()].reindex(places.index)
    for label in joined.index[joined.isna()]:
        point = places.geometry[label]
        # A degree is at most 111 km, so nothing ashore is farther than this box.
        reach = ASHORE_KM / 111 / max(np.cos(np.radians(point.y)), 0.1)
        near = outlines.iloc[outlines.sindex.query(point.buffer(2 * reach))]
        if len(near):
            away = near.geometry.map(lambda outline, point=point: _km_to(point, outline))
            if away.min() <= ASHORE_KM:
                joined[label] = away.idxmin()
    return joined


def _km_to(point: BaseGeometry, outline: BaseGeometry) -> float:
    """Kilometres from a point to the nearest corner or edge of an outline."""
    here, there = nearest_points(point, outline)
    return float(_ELLIPSOID.inv(here.x, here.y, there.x, there.y)[2]) / 1e3


def distance_km(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Kilometres on the ellipsoid from each row of `first` to each of `second`.

    Both have ``longitude`` and ``latitude`` in degrees; the result has the
    index of `first` as rows and that of `second` as columns.
    """
    shape = (len(first), len(second))

    def grid(values: pd.Series, rows: bool) -> np.ndarray:
        array = values.to_numpy(dtype=float)
        return np.broadcast_to(array[:, None] if rows else array[None, :], shape).ravel()

    _, _, metres = _ELLIPSOID.inv(
        grid(first["longitude"], True),
        grid(first["latitude"], True),
        grid(second["longitude"], False),
        grid(second["latitude"], False),
    )
    return pd.DataFrame(metres.reshape(shape) / 1e3, index=first.index, columns=second.index)


def nearest(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """For each row of `first`, the ``nearest`` row of `second` and its ``distance_km``."""
    table = distance_km(first, second)
    return pd.DataFrame({"nearest": table.idxmin(axis=1), "distance_km": table.min(axis=1)})


def site_faults(
    sites: pd.DataFrame,
    lines: Sequence[int],
    file: str = "sites.csv",
    letters: Mapping[str, str] | None = None,
) -> list[Fault]:
    """What is wrong with where the sites of a table lie.

    `lines` are the lines of `file` on which the rows stand, `letters` those of
    the columns of a sheet. Pools stand for many places and are held to nothing.
    """
    return list(_site_faults(sites, lines, file, letters or {}))


def _site_faults(
    sites: pd.DataFrame, lines: Sequence[int], file: str, letters: Mapping[str, str]
) -> Iterator[Fault]:
    line_of = dict(zip(sites.index, lines, strict=True))
    real = sites[sites["kind"] != "fleet_pool"]
    found = located(real)
    for site, row in real.iterrows():
        where = cell_place(file, line_of[site], ("latitude",), letters)
        here = found.loc[site]
        at = f"{row['latitude']:g} N, {row['longitude']:g} E"
        if not here["country_name"]:
            yield Fault(where, f"{at} lies in no country", "a place on land", _if_swapped(row))
        elif here["country"] != row["country"]:
            name = here["country_name"]
            yield Fault(where, f"{at} lies in {name}", f"in {row['country']}", _if_swapped(row))
        else:
            for column in ("state", "balancing_area", "region"):
                if here[column] and row[column] != here[column] and not _near(row, column):
                    place = cell_place(file, line_of[site], (column,), letters)
                    yield Fault(place, f"{row[column]!r}", f"{here[column]!r}, where {at} lies")
    coordinates = real[["latitude", "longitude"]].round(4)
    for site in real.index[coordinates.duplicated()]:
        same = coordinates.index[(coordinates == coordinates.loc[site]).all(axis=1)][0]
        place = row_place(file, line_of[site], sheet=bool(letters))
        yield Fault(place, f"{site!r} stands where {same!r} does", "one row a site")


def _near(site: pd.Series, column: str) -> bool:
    """Whether the area that a site's row names is as near as its coordinates are exact."""
    outlines = areas("balancing_areas")
    named = outlines[outlines[column] == site[column]]
    point = Point(site["longitude"], site["latitude"])
    return any(_km_to(point, outline) <= ASHORE_KM for outline in named.geometry)


def _if_swapped(row: pd.Series) -> str:
    """A hint, when the two coordinates in the other order would fit."""
    swapped = pd.DataFrame(
        {"latitude": [row["longitude"]], "longitude": [row["latitude"]]}, index=["swapped"]
    )
    if abs(row["longitude"]) > 90:
        return ""
    fits = located(swapped).at["swapped", "country"] == row["country"]
    return "latitude and longitude seem to be swapped" if fits else ""
