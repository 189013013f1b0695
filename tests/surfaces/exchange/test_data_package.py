"""The CSV files of an export against their descriptor, by the rules of the Table Schema."""

import csv
import hashlib
import json
import math
import re

import pandas as pd
import pytest

from planner.results import Plan
from planner.surfaces.exchange.data_package import write_data_package
from planner.surfaces.exchange.exported import Exported

WHOLE = re.compile(r"[+-]?\d+")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN")


@pytest.fixture(scope="module")
def package(exported):
    folder = exported / "exchange/csv"
    return folder, json.loads((folder / "datapackage.json").read_text())


def rows_of(folder, resource):
    with (folder / resource["path"]).open(newline="", encoding=resource["encoding"]) as file:
        return list(csv.DictReader(file))


def faults(field, cells):
    """What in a column is not as its field says; the specification's defaults for the rest."""
    rules = field.get("constraints", {})
    for cell in cells:
        if cell == "":
            if rules.get("required"):
                yield f"{field['name']}: a blank"
            continue
        kind = field["type"]
        if kind == "integer" and not WHOLE.fullmatch(cell):
            yield f"{field['name']}: {cell!r} is no integer"
        elif kind == "number" and not NUMBER.fullmatch(cell):
            yield f"{field['name']}: {cell!r} is no number"
        elif kind == "boolean" and cell not in ("true", "True", "TRUE", "1", "false", "False",
                                                "FALSE", "0"):  # fmt: skip
            yield f"{field['name']}: {cell!r} is no boolean"
        elif kind in ("integer", "number"):
            value = float(cell)
            if not rules.get("minimum", -math.inf) <= value <= rules.get("maximum", math.inf):
                yield f"{field['name']}: {cell} out of bounds"
        if "enum" in rules and cell not in map(str, rules["enum"]):
            yield f"{field['name']}: {cell!r} none of {rules['enum']}"
        if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
            yield f"{field['name']}: {cell!r} not of the pattern"
    if rules.get("unique") and len(set(cells)) < len(cells):
        yield f"{field['name']}: a value twice"


def test_every_file_is_as_its_descriptor_says(package):
    folder, descriptor = package
    found = []
    for resource in descriptor["resources"]:
        rows = rows_of(folder, resource)
        fields = resource["schema"]["fields"]
        with (folder / resource["path"]).open(newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in fields]
        for field in fields:
            column = [row[field["name"]] for row in rows]
            found += [f"{resource['name']}.{fault}" for fault in faults(field, column)]
    assert found == []


def test_the_validator_finds_faults():
    bounded = {"name": "x", "type": "number", "constraints": {"maximum": 1, "required": True}}
    assert len(list(faults(bounded, ["2", "", "a", "0.5"]))) == 3
    assert list(faults({"name": "met", "type": "boolean"}, ["yes"]))


def test_keys_are_unique_and_references_lead_somewhere(package):
    folder, descriptor = package
    by_name = {resource["name"]: resource for resource in descriptor["resources"]}
    references = 0
    for resource in by_name.values():
        rows = rows_of(folder, resource)
        key = resource["schema"].get("primaryKey", [])
        assert not key or len({tuple(row[k] for k in key) for row in rows}) == len(rows)
        for reference in resource["schema"].get("foreignKeys", ()):
            references += 1
            of, to = reference["fields"], reference["reference"]["fields"]
            of, to = ([of], [to]) if isinstance(of, str) else (of, to)
            target = rows_of(folder, by_name[reference["reference"]["resource"]])
            known = {tuple(row[c] for c in to) for row in target}
            asked = {tuple(row[c] for c in of) for row in rows}
            assert {values for values in asked if all(values)} <= known
    assert references > 10


def test_checksums_sizes_and_names_are_those_of_the_files(package):
    folder, descriptor = package
    names = [resource["name"] for resource in descriptor["resources"]]
    assert len(set(names)) == len(names)
    for resource in descriptor["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    files = {str(path.relative_to(folder)) for path in folder.rglob("*.csv")}
    assert files == {resource["path"] for resource in descriptor["resources"]}


def test_units_titles_sources_and_licence_are_told(package, exported):
    _, descriptor = package
    clusters = next(r for r in descriptor["resources"] if r["name"] == "clusters")
    fields = {field["name"]: field for field in clusters["schema"]["fields"]}
    assert fields["facility_gw"]["unit"] == "GW of facility"
    assert fields["year"]["type"] == "integer"
    chips = next(r for r in descriptor["resources"] if r["name"] == "input_accelerators")
    cited = set(pd.read_csv(exported / "inputs/accelerators.csv")["source_id"].dropna())
    assert {source["name"] for source in chips["sources"]} == cited
    assert all(source["title"] and source["licence"] for source in descriptor["sources"])
    assert descriptor["licenses"][0]["name"] == "Apache-2.0"
    for resource in descriptor["resources"]:
        assert resource["title"]
        assert all(field["title"] for field in resource["schema"]["fields"])


def test_numbers_are_those_of_the_plan(package, exported):
    folder, _ = package
    plan = pd.read_parquet(exported / "tables/clusters.parquet")
    read = pd.read_csv(folder / "tables/clusters.csv")
    pd.testing.assert_frame_equal(read, plan, check_exact=True)


def test_infinities_are_spelled_as_the_table_schema_does(exported, tmp_path):
    whole = Exported.read(exported)
    table = pd.DataFrame({"gap_oom": [float("-inf"), float("inf"), 0.5, None]})
    odd = Exported(whole.folder, Plan({"targets": table}), whole.manifest)
    write_data_package(odd, tmp_path)

    assert (tmp_path / "tables/targets.csv").read_text().split() == [
        "gap_oom", "-INF", "INF", "0.5", '""',
    ]  # fmt: skip
