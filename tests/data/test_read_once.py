"""Tables that are read again are not taken apart again, and nobody's changes reach the next."""

from shutil import copytree

import pytest

from planner.config.locations import bundled
from planner.data import Inputs
from planner.data.descriptor import read_schema
from planner.data.tables import read


@pytest.fixture
def folder(tmp_path):
    return copytree(bundled("datasets"), tmp_path / "tables")


def test_the_same_bytes_are_one_reading(folder):
    table = read_schema(folder)["sites"]

    assert read_schema(folder)["sites"] is table
    assert read(folder / table.path, table) is read(folder / table.path, table)


def test_a_file_that_was_written_again_is_read_again(folder):
    before = Inputs.read(folder)["sites"]["pue"]
    path = folder / "sites.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]))
    after = read(path, read_schema(folder)["sites"])

    assert len(after.lines) == len(before) - 1


def test_what_one_reader_changes_the_next_does_not_see(folder):
    first = Inputs.read(folder)
    central = first["sites"]["pue"].copy()
    first.tables["sites"]["pue"] = 9.0
    changed = Inputs.read(folder, values={f"sites.{central.index[0]}.pue": 1.05})

    assert changed["sites"]["pue"].iloc[0] == 1.05
    assert Inputs.read(folder)["sites"]["pue"].equals(central)
