"""Where sites lie: areas joined by geometry, and distances on the ellipsoid.

The outlines are in ``datasets/geo``: balancing areas of the USA, each within
one state and one region, and countries. Joins are by geometry; the columns of
a table that say where a site lies are held to them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS, Geod
from pyproj.exceptions import CRSError
from shapely.errors import GEOSException
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from planner.config.locations import bundled
from planner.data.outlines import read_outlines
from planner.data.places import cell_place, row_place
from planner.errors import Fault, InputError, raise_any

WGS84 = "EPSG:4326"
ASHORE_KM = 25.0
"""A site this near to an outline may count as inside: outlines are simplified, and many
coordinates are known to ten or fifteen kilometres."""
_IN_DEGREES = "write the file in WGS 84, longitude and latitude in degrees, as RFC 7946 asks"
_NAMES = {
    "countries": ("country", "name"),
    "balancing_areas": ("balancing_area", "state", "region"),
}
"""What each outline of a file is called."""
_ELLIPSOID = Geod(ellps="WGS84")


def areas(name: str, folder: Path | None = None) -> gpd.GeoDataFrame:
    """The outlines called `name`, "balancing_areas" or "countries", in WGS 84.

    `folder` is one of tables; where it has no outlines of its own, those that
    ship serve. Raises InputError when a file says that it is in another
    reference system, or its numbers are no degrees.
    """
    path = (folder or bundled("datasets")) / "geo" / f"{name}.geojson"
    if folder is not None and not _own_outlines(folder, name):
        return areas(name)
    try:
        state = path.stat()
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise InputError([Fault(str(path), found, "outlines as GeoJSON")]) from None
    return _outlines(name, path, (state.st_mtime_ns, state.st_size, state.st_ino))


@lru_cache(maxsize=8)
def _outlines(name: str, path: Path, state: tuple[int, ...]) -> gpd.GeoDataFrame:
    """The outlines of a file in one `state` of it: one that is changed is read again."""
    try:
        document = read_outlines(path, _NAMES.get(name, ()))
        raise_any(_system_faults(path, document.get("crs")))
        outlines = gpd.read_file(path)
    except (ValueError, RuntimeError, GEOSException) as error:
        # The reader's own errors are RuntimeErrors.
        text = f"cannot be read ({error})"
        raise InputError([Fault(path.name, text, "outlines as GeoJSON")]) from error
    west, south, east, north = outlines.total_bounds
    if min(west, -east) < -180.0 or min(south, -north) < -90.0:
        found = f"coordinates from {west:g}, {south:g} to {east:g}, {north:g}"
        raise InputError([Fault(path.name, found, "degrees east and north", _IN_DEGREES)])
    return outlines.set_crs(WGS84, allow_override=True)


def _system_faults(path: Path, stated: Any) -> list[Fault]:
    """What a GeoJSON file says of its reference system, if that is not WGS 84."""
    if stated is None:
        return []
    try:
        name = str(stated["properties"]["name"])
    except (KeyError, TypeError):
        name = json.dumps(stated)
    where = f"{path.name}, key crs"
    try:
        system = CRS.from_user_input(name)
    except CRSError:
        return [Fault(where, f"unknown reference system {name!r}", WGS84, _IN_DEGREES)]
    # GeoJSON has longitude first, whatever the order of the system's axes.
    if system.equals(CRS.from_user_input(WGS84), ignore_axis_order=True):
        return []
    return [Fault(where, f"{name!r}, {system.name}", WGS84, _IN_DEGREES)]


def site_points(sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """Sites as points, from their columns ``longitude`` and ``latitude`` in degrees."""
    where = gpd.points_from_xy(sites["longitude"], sites["latitude"])
    return gpd.GeoDataFrame(sites.copy(), geometry=where, crs=WGS84)


def located(sites: pd.DataFrame, folder: Path | None = None) -> pd.DataFrame:
    """Country, state, balancing area and US region of each site, by geometry.

    Indexed as `sites`. Empty text where there is none: outside the USA, or
    outside every country. `folder` is where the outlines are, as in :func:`areas`.
    """
    places = site_points(sites)[["geometry"]]
    found = pd.DataFrame(index=sites.index)
    country = _nearest_area(places, areas("countries", folder))
    found["country"] = country.map(areas("countries", folder)["country"]).fillna("")
    found["country_name"] = country.map(areas("countries", folder)["name"]).fillna("")
    inside = places[found["country"] == "USA"]
    area = _nearest_area(inside, areas("balancing_areas", folder))
    for column in ("balancing_area", "state", "region"):
        found[column] = area.map(areas("balancing_areas", folder)[column]).reindex(sites.index)
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
    folder: Path | None = None,
    letters: Mapping[str, str] | None = None,
    own_regions: bool = False,
) -> list[Fault]:
    """What is wrong with where the sites of a table lie.

    `lines` are the lines of `file` on which the rows stand, `letters` those of
    the columns of a sheet; `folder` is where the outlines are, as in :func:`areas`.
    Pools stand for many places and are held to nothing. With `own_regions` the
    regions are the problem's own, and a state or an area may be left blank.
    """
    own = own_regions and not _own_outlines(folder, "balancing_areas")
    return list(_site_faults(sites, lines, file, folder, letters or {}, own))


def _own_outlines(folder: Path | None, name: str) -> bool:
    return folder is not None and (folder / "geo" / f"{name}.geojson").is_file()


def _site_faults(
    sites: pd.DataFrame,
    lines: Sequence[int],
    file: str,
    folder: Path | None,
    letters: Mapping[str, str],
    own_regions: bool,
) -> Iterator[Fault]:
    line_of = dict(zip(sites.index, lines, strict=True))
    real = sites[sites["kind"] != "fleet_pool"]
    found = located(real, folder)
    for site, row in real.iterrows():
        where = cell_place(file, line_of[site], ("latitude",), letters)
        here = found.loc[site]
        at = f"{row['latitude']:g} N, {row['longitude']:g} E"
        if not here["country_name"]:
            yield Fault(
                where, f"{at} lies in no country", "a place on land", _if_swapped(row, folder)
            )
        # An outline without a code lies in no country of ISO 3166, and holds a site to none.
        elif here["country"] not in ("", row["country"]):
            name = f"{here['country_name']}, {here['country']}"
            yield Fault(
                where, f"{at} lies in {name}", f"in {row['country']}", _if_swapped(row, folder)
            )
        else:
            for column in ("state", "balancing_area", "region"):
                if own_regions and (column == "region" or not row[column]):
                    continue
                if here[column] and row[column] != here[column] and not _near(row, column, folder):
                    place = cell_place(file, line_of[site], (column,), letters)
                    yield Fault(place, f"{row[column]!r}", f"{here[column]!r}, where {at} lies")
    coordinates = real[["latitude", "longitude"]].round(4)
    for site in real.index[coordinates.duplicated()]:
        same = coordinates.index[(coordinates == coordinates.loc[site]).all(axis=1)][0]
        place = row_place(file, line_of[site], sheet=bool(letters))
        yield Fault(place, f"{site!r} stands where {same!r} does", "one row a site")


def _near(site: pd.Series, column: str, folder: Path | None) -> bool:
    """Whether the area that a site's row names is as near as its coordinates are exact."""
    outlines = areas("balancing_areas", folder)
    named = outlines[outlines[column] == site[column]]
    point = Point(site["longitude"], site["latitude"])
    return any(_km_to(point, outline) <= ASHORE_KM for outline in named.geometry)


def _if_swapped(row: pd.Series, folder: Path | None) -> str:
    """A hint, when the two coordinates in the other order would fit."""
    swapped = pd.DataFrame(
        {"latitude": [row["longitude"]], "longitude": [row["latitude"]]}, index=["swapped"]
    )
    if abs(row["longitude"]) > 90:
        return ""
    fits = located(swapped, folder).at["swapped", "country"] == row["country"]
    return "latitude and longitude seem to be swapped" if fits else ""
