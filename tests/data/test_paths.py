"""From a path such as ``table.row.column`` to a cell, or to what is wrong with it."""

import pandas as pd
import pytest

from planner.data.paths import keys_of, resolve
from planner.data.schema import Field, Table

SITES = Table(
    name="sites",
    path="sites.csv",
    key=("site",),
    fields={n: Field(name=n) for n in ("site", "pue")},
)
COSTS = Table(
    name="costs",
    path="costs.csv",
    key=("technology", "year"),
    fields={
        "technology": Field(name="technology"),
        "year": Field(name="year", type="integer"),
        "usd": Field(name="usd", type="number"),
    },
)
SCHEMA = {"sites": SITES, "costs": COSTS}
FRAMES = {
    "sites": pd.DataFrame({"pue": [1.1, 1.2]}, index=pd.Index(["hill", "a.b:c"], name="site")),
    "costs": pd.DataFrame(
        {"usd": [1.0, 2.0, 3.0]},
        index=pd.MultiIndex.from_tuples([("gas", 2026), ("gas", 2027), ("a:b", 2026)]),
    ),
}


def found(path, frames=FRAMES):
    target = resolve(path, frames, SCHEMA, "m.toml")
    return target.table.name, target.column, target.key, target.row


@pytest.mark.parametrize(
    ("path", "is_of"),
    [
        ("sites.pue", ("sites", "pue", None, None)),
        ("sites.hill.pue", ("sites", "pue", ("hill",), 0)),
        # A name may hold dots and colons.
        ("sites.a.b:c.pue", ("sites", "pue", ("a.b:c",), 1)),
        ("costs.gas:2027.usd", ("costs", "usd", ("gas", 2027), 1)),
        ("costs.a:b:2026.usd", ("costs", "usd", ("a:b", 2026), 2)),
    ],
)
def test_a_path_leads_to_a_column_or_a_cell(path, is_of):
    assert found(path) == is_of


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("sites", "'sites' names no column; expected a path such as table.row.column"),
        ("site.pue", "unknown table 'site'; did you mean 'sites'?"),
        ("water.pue", "unknown table 'water'; expected one of sites, costs"),
        ("sites.hill.peu", "unknown column 'peu' of sites; did you mean 'pue'?"),
        ("sites.hill.area", "unknown column 'area' of sites; expected one of site, pue"),
        ("sites.hil.pue",
         "unknown row 'hil'; expected site of a row of sites.csv; did you mean 'hill'?"),
        ("costs.coal:2030.usd",
         "unknown row 'coal:2030'; expected technology:year of a row of costs.csv; "
         "there are gas:2026, gas:2027, a:b:2026"),
        ("costs.gas.usd",
         "unknown row 'gas'; expected technology:year of a row of costs.csv; "
         "there are gas:2026, gas:2027, a:b:2026"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_told_with_the_way(path, fault):
    assert str(resolve(path, FRAMES, SCHEMA, "m.toml")) == f"m.toml: {fault}"


def test_names_that_a_colon_makes_alike_are_refused():
    keys = pd.MultiIndex.from_tuples([("a:b", "c"), ("a", "b:c"), ("d", "e")])
    table = Table(
        name="t", path="t.csv", key=("x", "y"), fields={n: Field(name=n) for n in ("x", "y", "z")}
    )
    frames = {"t": pd.DataFrame({"z": [1.0, 2.0, 3.0]}, index=keys)}

    fault = resolve("t.a:b:c.z", frames, {"t": table}, "m.toml")

    assert fault.found == "row 'a:b:c' may be ('a:b', 'c') or ('a', 'b:c')"
    assert resolve("t.d:e.z", frames, {"t": table}, "m.toml").row == 2


def test_of_a_table_with_faults_the_key_is_read_and_not_looked_up():
    assert found("costs.gas:2027.usd", {}) == ("costs", "usd", ("gas", 2027), None)
    # A part of the wrong type stays what it is, and parts beyond the key are of its last column.
    assert found("costs.gas:x.usd", {})[2] == ("gas", "x")
    assert found("costs.a:b:2027.usd", {})[2] == ("a", "b", 2027)
    assert found("sites.a:b.pue", {})[2] == ("a:b",)


def test_keys_are_tuples_whatever_their_parts():
    assert keys_of(FRAMES["sites"]) == [("hill",), ("a.b:c",)]
    assert keys_of(FRAMES["costs"])[2] == ("a:b", 2026)
