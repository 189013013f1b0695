import csv
import json
from pathlib import Path

import pytest

from tools.derive.run import RAW_TABLES

ROOT = Path(__file__).parents[2]


def _typed(text, kind):
    if text == "":
        return None
    if kind == "boolean":
        return text == "true"
    return {"string": str, "integer": int, "number": float}[kind](text)


@pytest.fixture(scope="session")
def raw_folder():
    """The raw tables that stand in the repository."""
    return RAW_TABLES


@pytest.fixture(scope="session")
def datasets():
    return ROOT / "datasets"


@pytest.fixture(scope="session")
def schema(datasets):
    text = (datasets / "datapackage.json").read_text(encoding="utf-8")
    resources = [each for each in json.loads(text)["resources"] if not each.get("optional")]
    for resource in resources:
        fields = resource["schema"]["fields"]
        resource["schema"]["fields"] = [field for field in fields if not field.get("optional")]
    return {resource["name"]: resource for resource in resources}


@pytest.fixture(scope="session")
def tables(datasets, schema):
    """Every table as a list of rows with typed cells, read without the planner's own reader."""
    found = {}
    for name, resource in schema.items():
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        with (datasets / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found[name] = [{k: _typed(v, kinds[k]) for k, v in row.items()} for row in rows]
    return found
