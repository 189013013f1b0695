"""GeoJSON of outlines, held to what is read of it before any program for maps opens it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from planner.data.json_file import read_json
from planner.errors import Fault, InputError, quoted, raise_any

_AREAS = ("Polygon", "MultiPolygon")
_EXPECTED = "outlines as GeoJSON"


def read_outlines(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """The document of a file of outlines, each of which has texts of the given `names`.

    Raises InputError with every fault of it.
    """
    document = read_json(path, _EXPECTED)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise InputError([Fault(path.name, "no outlines in it", _EXPECTED)])
    raise_any(
        fault
        for number, feature in enumerate(features, start=1)
        for fault in _feature_faults(f"{path.name}, feature {number}", feature, names)
    )
    whole: dict[str, Any] = document
    return whole


def _feature_faults(where: str, feature: Any, names: Sequence[str]) -> Iterator[Fault]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        yield Fault(where, quoted(feature), "a feature with properties")
        return
    for name in names:
        if not isinstance(properties.get(name), str | None):
            yield Fault(f"{where}, property {name}", quoted(properties[name]), "a text")
        elif name not in properties:
            yield Fault(where, f"no property {name!r}", "a text")
    geometry = feature.get("geometry")
    found = list(_polygons(geometry))
    if not found:
        kind = geometry.get("type") if isinstance(geometry, dict) else geometry
        yield Fault(f"{where}, geometry", quoted(kind), f"one of {', '.join(_AREAS)}")
    for polygon in found:
        if not _lists(polygon):
            yield Fault(f"{where}, geometry", "no rings of points", "rings of points")
            return
        for ring in polygon:
            whole = _lists(ring) and len(ring) >= 4 and all(map(_point, ring))
            if not whole or ring[0] != ring[-1]:
                expected = "four points or more, the last the first"
                yield Fault(f"{where}, geometry", "a ring that is none", expected)
                return


def _polygons(geometry: Any) -> Iterator[Any]:
    """The rings of each polygon of a geometry; what is no area holds no place."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if kind else None
    if kind == "Polygon":
        yield coordinates
    elif kind == "MultiPolygon":
        yield from coordinates if isinstance(coordinates, list) and coordinates else [None]
    elif kind == "GeometryCollection":
        inner = geometry.get("geometries")
        for each in inner if isinstance(inner, list) else ():
            yield from _polygons(each)


def _lists(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _point(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value[:2])
    )
