"""Outlines: balancing areas of the USA and countries of the world, as GeoJSON."""

from __future__ import annotations

import json
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import make_valid, set_precision
from shapely.affinity import translate
from shapely.geometry import Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from tools.derive.raw import Raw

WGS84 = "EPSG:4326"
COUNTRY_TOLERANCE_DEGREES = 0.05
"""About five kilometres: far below the 25 km within which a site at the coast is ashore."""
CODES = Path(__file__).with_name("countries.csv")
"""Code of ISO 3166-1 alpha-3 by Natural Earth's name. Kosovo has the code that users agreed on;
where Natural Earth draws a part of a country apart, it has the country's, and the Siachen
Glacier, which ISO counts to none, has none."""


def write_areas(raw: Raw, datasets: Path) -> None:
    """Write ``geo/balancing_areas.geojson`` and ``geo/countries.geojson``."""
    folder = datasets / "geo"
    folder.mkdir(exist_ok=True)
    areas = gpd.read_file(BytesIO(raw.content("geo/reeds_ba134.geojson"))).sort_values("r")
    columns = {"r": "balancing_area", "nercr": "region", "st": "state"}
    _write(folder / "balancing_areas.geojson", areas, columns, places=3)

    # GDAL gives TopoJSON without a reference system.
    atlas = BytesIO(raw.content("geo/world-atlas/countries-50m.json"))
    world = gpd.read_file(atlas, layer="countries")
    world = world.set_crs(WGS84).sort_values(["id", "name"])
    world = world[world["name"] != "Antarctica"]
    whole = world.geometry.map(_cut_at_the_antimeridian)
    world["geometry"] = make_valid(whole.simplify(COUNTRY_TOLERANCE_DEGREES).to_numpy())
    # Keep "NA" a text: pandas would read it as missing.
    codes = pd.read_csv(CODES, index_col="name", keep_default_na=False)["country"]
    world["country"] = codes.loc[world["name"]].to_numpy()
    _write(folder / "countries.geojson", world, {"country": "country", "name": "name"}, places=2)


def _cut_at_the_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    """The shape with parts that step from 180 to -180 degrees cut in two there.

    Russia and Fiji have rings that jump across; taken as they are, they would
    cover every longitude between.
    """
    parts = []
    for part in getattr(shape, "geoms", [shape]):
        longitudes = [x for x, _ in part.exterior.coords]
        steps = pairwise(longitudes)
        if not any(abs(after - before) > 180 for before, after in steps):
            parts.append(part)
            continue
        round_the_world = Polygon([(x % 360, y) for x, y in part.exterior.coords])
        parts.append(round_the_world.intersection(box(0, -90, 180, 90)))
        parts.append(translate(round_the_world.intersection(box(180, -90, 360, 90)), -360))
    return unary_union(parts)


def _write(path: Path, areas: gpd.GeoDataFrame, columns: dict[str, str], places: int) -> None:
    """One feature a line, so that a change can be read; degrees to some decimal places."""
    lines = []
    for row in areas.to_dict("records"):
        shape = set_precision(row["geometry"], 10.0**-places)
        if shape.is_empty:
            continue
        feature: dict[str, Any] = {
            "type": "Feature",
            "properties": {new: row[old] for old, new in columns.items()},
            "geometry": _rounded(mapping(shape), places),
        }
        lines.append(json.dumps(feature, separators=(",", ":"), ensure_ascii=False))
    head = '{"type":"FeatureCollection","features":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _rounded(part: Any, places: int) -> Any:
    """A GeoJSON geometry with its coordinates to so many decimal places."""
    if isinstance(part, dict):
        return {key: _rounded(value, places) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_rounded(value, places) for value in part]
    return round(part, places) if isinstance(part, float) else part
