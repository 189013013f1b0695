"""Uses: a cell that is filled where nothing reads it."""

from pathlib import Path

import pytest

from planner.config import ModelDefinition
from planner.config.keys.workloads import NO_WORKLOADS
from planner.data.reading import Reading
from planner.data.schema import Field, Table, Use
from planner.data.uses import is_read, unread_columns, unread_rows

CHIPS = Use(needs="accelerators")
FIELDS = {
    # A key with a need, a column of the plan, and three columns for problems with accelerators.
    "site": Field(name="site", used=CHIPS),
    "room_gw": Field(name="room_gw", type="number"),
    "pue": Field(name="pue", type="number", used=Use(needs="accelerators", rest="1")),
    "fleet": Field(name="fleet", used=CHIPS),
    "later": Field(name="later", used=CHIPS),
}
CELLS = {
    "site": ["a", "b", "c"],
    "room_gw": [1.0, 2.0, 3.0],
    "pue": [1.0, 1.5, 1.25],
    "fleet": [None, "", None],
    "later": [None, "h100", "b200"],
}


def found(missing="default", use=(), **changes):
    """Line and column of each cell that nothing reads, with the whole of the fault."""
    table = Table(name="sites", path="sites.csv", fields=FIELDS, key=("site",))
    reading = Reading(table, lines=[2, 3, 4], values={**CELLS, **changes})
    model = ModelDefinition(
        name="m",
        path=Path("m.toml"),
        title="t",
        years={"first": 2026, "last": 2027},
        tables={"missing": missing},
        workloads={"use": list(use)} if use else NO_WORKLOADS,
    )
    return [str(fault) for fault in unread_columns(model, {"sites": reading})]


def test_what_needs_accelerators_is_refused_in_a_problem_without_them():
    # Of each column the first cell that says something; a PUE of 1 says no more than a blank.
    pue, later = found()

    assert pue == (
        "sites.csv, line 3, column pue: '1.5', which nothing reads: the problem has no workload, "
        "and so no accelerators; expected 1 or a blank; leave it out, or name one in workloads.use"
    )
    assert later.startswith("sites.csv, line 3, column later: 'h100', which nothing reads")
    assert found(pue=[1.0, 1.0, None], later=[None] * 3) == []


@pytest.mark.parametrize("settings", [{"missing": "fault"}, {"use": ("training",)}])
def test_tables_of_many_models_and_problems_with_workloads_may_hold_it(settings):
    assert found(**settings) == []


def test_a_cell_is_read_in_the_rows_that_its_column_names():
    gas = {"kind": ("turbine", "engine"), "flat": (False,)}
    use = Use(rows=(gas, {"kind": ("wind",)}))

    assert [
        is_read(use, {"kind": kind, "flat": flat})
        for kind, flat in (
            ("turbine", False),
            ("engine", False),
            ("turbine", True),
            ("wind", True),
            ("sun", False),
        )
    ] == [True, True, False, True, False]
    assert is_read(Use(), {})


def test_a_cell_in_a_row_in_which_nothing_reads_it_is_a_fault():
    # The fuel of wind is nothing; what kind the last row is of is a fault already.
    use = Use(rows=({"kind": ("gas", "coal")},), rest="none")
    table = Table(
        name="plants",
        path="plants.csv",
        fields={"kind": Field(name="kind"), "fuel": Field(name="fuel", used=use)},
        key=(),
    )
    values = {
        "kind": ["gas", "wind", "wind", "wind", None],
        "fuel": ["methane", None, "none", "air", "air"],
    }
    (fault,) = unread_rows({"plants": Reading(table, lines=[2, 3, 4, 5, 6], values=values)})

    assert str(fault) == (
        "plants.csv, line 5, column fuel: 'air', which nothing reads where kind is 'wind'; "
        "expected none or a blank: it is read where kind is gas or coal; leave it out"
    )
