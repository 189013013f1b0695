"""A small world of tables: two regions, three sites, three power technologies and their costs."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.data.inputs import Inputs
from planner.data.reading import Reading
from planner.data.schema import Field, Table
from planner.errors import InputError

SOURCE = {"name": "source_id", "type": "string", "constraints": {"required": True}}
BY_SOURCE = {
    "fields": ["source_id"],
    "reference": {"resource": "sources", "fields": ["source_id"]},
}


def number(name, unit="", low=None, high=None, required=True, range_=False):
    constraints = {"required": True} if required else {}
    constraints |= {} if low is None else {"minimum": low}
    constraints |= {} if high is None else {"maximum": high}
    field = {"name": name, "type": "number", "unit": unit, "constraints": constraints}
    return field | ({"range": {"low": f"{name}_low", "high": f"{name}_high"}} if range_ else {})


def text(name, required=True, **constraints):
    return {
        "name": name,
        "type": "string",
        "constraints": ({"required": True} if required else {}) | constraints,
    }


def whole(name, low, high):
    constraints = {"required": True, "minimum": low, "maximum": high}
    return {"name": name, "type": "integer", "unit": "year", "constraints": constraints}


def resource(name, key, fields, foreign_keys=(), **more):
    keys = [
        {"fields": [column], "reference": {"resource": table, "fields": [other]}}
        for column, table, other in foreign_keys
    ]
    schema = {"fields": fields, "primaryKey": key, "foreignKeys": keys}
    return {"name": name, "path": f"{name}.csv", "title": name, "schema": schema} | more


DESCRIPTOR = {
    "resources": [
        resource("sources", ["source_id"], [text("source_id"), text("title")]),
        resource(
            "regions",
            ["region"],
            [text("region"), text("country"), SOURCE],
            [("source_id", "sources", "source_id")],
        ),
        resource(
            "sites",
            ["site"],
            [
                text("site"),
                text("name", unique=True),
                text("kind", enum=["campus", "candidate"]),
                text("region"),
                number("max_facility_gw", "GW", 0, 50),
                number("pue_low", "MW/MW", 1, 2, required=False),
                number("pue", "MW/MW", 1, 2, range_=True),
                number("pue_high", "MW/MW", 1, 2, required=False),
                {
                    "name": "onsite_generation",
                    "type": "boolean",
                    "constraints": {"required": True},
                },
                text("balancing_area", required=False),
                SOURCE,
                text("note", required=False),
            ],
            [("region", "regions", "region"), ("source_id", "sources", "source_id")],
        ),
        resource(
            "power_technologies",
            ["technology"],
            [
                text("technology"),
                number("availability", "MW/MW", 0, 1),
                number("storage_hours", "h", 0, required=False),
            ],
        ),
        resource(
            "power_costs",
            ["technology", "year"],
            [
                text("technology"),
                whole("year", 2015, 2045),
                number("capex_usd_per_kw_low", "USD/kW", 0, required=False),
                number("capex_usd_per_kw", "USD/kW", 0, range_=True),
                number("capex_usd_per_kw_high", "USD/kW", 0, required=False),
            ],
            [("technology", "power_technologies", "technology")],
            currency_year=2025,
        ),
    ]
}

TABLES = {
    "sources": "source_id,title\nepoch,Epoch AI\natb,Annual Technology Baseline\n",
    "regions": "region,country,source_id\nERCOT,USA,atb\nPJM,USA,atb\n",
    "sites": (
        "site,name,kind,region,max_facility_gw,pue_low,pue,pue_high,onsite_generation,"
        "balancing_area,source_id,note\n"
        "abilene,Abilene,campus,ERCOT,1.2,1.1,1.2,1.3,true,ERCO,epoch,\n"
        "helios,Helios,candidate,ERCOT,0.8,,1.25,,false,,epoch,by the lake\n"
        'homer,Homer City,candidate,PJM,4.5,1.1,1.15,1.2,true,PJM,epoch,"gas, on site"\n'
    ),
    "power_technologies": (
        "technology,availability,storage_hours\ngas_ccgt,0.9,\nsolar,1,\nbattery_4h,0.98,4\n"
    ),
    "power_costs": (
        "technology,year,capex_usd_per_kw_low,capex_usd_per_kw,capex_usd_per_kw_high\n"
        "gas_ccgt,2026,1000,2400,2600\n"
        "gas_ccgt,2027,1000,2300,2600\n"
        "solar,2026,900,1100,1300\n"
        "solar,2027,,1050,\n"
        "battery_4h,2026,800,1000,1200\n"
        "battery_4h,2027,700,900,1100\n"
    ),
}


@dataclass
class TableFolder:
    """A folder of tables that a test may spoil."""

    path: Path

    def write(self, table, content):
        """Replace a whole file, given as text or bytes."""
        data = content.encode() if isinstance(content, str) else content
        (self.path / f"{table}.csv").write_bytes(data)

    def text(self, table):
        return (self.path / f"{table}.csv").read_text(encoding="utf-8")

    def replace(self, table, old, new):
        """Replace the first occurrence of a text in a file."""
        content = self.text(table)
        assert old in content
        self.write(table, content.replace(old, new, 1))

    def put(self, table, line, column, cell):
        """Write one cell, by its line in the file and its column's name."""
        rows = list(csv.reader(io.StringIO(self.text(table))))
        rows[line - 1][rows[0].index(column)] = cell
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        self.write(table, out.getvalue())

    def read(self, *args, **kwargs):
        return Inputs.read(self.path, *args, **kwargs)

    def faults(self, *args, **kwargs):
        """What reading the folder finds wrong, as lines of text."""
        with pytest.raises(InputError) as raised:
            self.read(*args, **kwargs)
        return [str(fault) for fault in raised.value.faults]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    made = TableFolder(tmp_path)
    for name, content in TABLES.items():
        made.write(name, content)
    return made


@pytest.fixture
def table():
    """Make a reading of a table by hand, its rows from line 2 on."""

    def made(name, key, **columns):
        fields = {column: Field(name=column) for column in columns}
        spec = Table(name=name, path=f"{name}.csv", fields=fields, key=tuple(key.split()))
        length = len(next(iter(columns.values())))
        values = {column: list(cells) for column, cells in columns.items()}
        return Reading(spec, lines=list(range(2, 2 + length)), values=values)

    return made


@pytest.fixture
def found_by():
    """Run a check over tables made by hand, and give its faults as lines of text."""

    def run(check, *readings):
        return [str(fault) for fault in check({r.table.name: r for r in readings})]

    return run
