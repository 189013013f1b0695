"""Outlines of others: read, or refused with the feature and what is wrong with it."""

import json

import pytest

from planner.data.geography import areas
from planner.data.outlines import read_outlines
from planner.errors import InputError

RING = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]
FEATURE = {
    "type": "Feature",
    "properties": {"country": "XXX", "name": "Somewhere"},
    "geometry": {"type": "Polygon", "coordinates": [RING]},
}


def written(tmp_path, document):
    path = tmp_path / "geo/countries.geojson"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def with_geometry(**geometry):
    return {"features": [{**FEATURE, "geometry": geometry}]}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ([], "no outlines in it"),
        ({"features": []}, "no outlines in it"),
        ({"features": [3]}, "feature 1: 3"),
        (
            {"features": [FEATURE, {**FEATURE, "properties": {"country": "A"}}]},
            "feature 2: no pro",
        ),
        ({"features": [{**FEATURE, "properties": {"country": 1, "name": ""}}]}, "country: 1"),
        ({"features": [{**FEATURE, "geometry": None}]}, "feature 1, geometry: None"),
        (with_geometry(type="Point", coordinates=[0, 0]), "geometry: 'Point'; expected one of"),
        (with_geometry(type="Polygon", coordinates=3), "no rings of points"),
        (with_geometry(type="Polygon", coordinates=[RING[:3]]), "a ring that is none"),
        (with_geometry(type="Polygon", coordinates=[[["a", 0.0]] * 4]), "a ring that is none"),
    ],
)
def test_what_is_no_outline_is_named(tmp_path, document, found):
    with pytest.raises(InputError, match=found):
        read_outlines(written(tmp_path, document), ("country", "name"))


def test_outlines_that_are_changed_are_read_again(tmp_path):
    written(tmp_path, {"type": "FeatureCollection", "features": [FEATURE]})
    assert list(areas("countries", tmp_path)["country"]) == ["XXX"]
    other = {**FEATURE, "properties": {"country": "YYYY", "name": "Elsewhere"}}
    written(tmp_path, {"type": "FeatureCollection", "features": [other]})

    assert list(areas("countries", tmp_path)["country"]) == ["YYYY"]
