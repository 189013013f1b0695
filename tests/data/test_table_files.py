"""Tables as files: what is no table is told in one line, and where one differs from its twin."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.config.former_names import PLAN_TABLES
from planner.data.table_files import (
    first_difference,
    plan_table_file,
    read_parquet,
    write_table,
)
from planner.errors import InputError


def test_what_is_no_table_says_why_in_one_line(tmp_path):
    path = tmp_path / "cost.parquet"
    path.write_text("term,year\nfuel,2026\n" * 9, encoding="utf-8")

    with pytest.raises(InputError) as raised:
        read_parquet(path, "plan it again")
    (fault,) = raised.value.faults
    assert fault.where == str(path)
    # The reader's own words, not the name of its error.
    assert fault.found.startswith("no table as Parquet (")
    assert "magic bytes not found" in fault.found
    assert "\n" not in fault.found
    assert (fault.expected, fault.fix) == ("a table", "plan it again")


def test_a_table_is_read_as_it_was_written(tmp_path):
    table = pd.DataFrame({"term": ["fuel"], "year": [2026]})
    table.to_parquet(tmp_path / "cost.parquet")

    assert read_parquet(tmp_path / "cost.parquet").equals(table)


@pytest.fixture
def twins(tmp_path):
    """A table written as both, of which one is then changed."""
    table = pd.DataFrame({"site": ["a", "b"], "gw": [1.5, 2.0]})
    write_table(table, tmp_path, "t", parquet=True)
    return tmp_path


@pytest.mark.parametrize(
    ("change", "found", "twin"),
    [
        (("b,", "c,"), "line 3, column site is 'c'", "'b', as in t.parquet"),
        (("1.5", "1.6"), "line 2, column gw is '1.6'", "'1.5', as in t.parquet"),
        (("site", "sites"), "line 1, column 1 is 'sites'", "'site', as in t.parquet"),
        (("gw", "mw"), "line 1, column 2 is 'mw'", "'gw', as in t.parquet"),
        (("1.5\n", "1.5,9\n"), "3 columns", "2, as in t.parquet"),
        (("a,1.5\n", ""), "1 rows", "2, as in t.parquet"),
        (("a,", "a,"), "", ""),
    ],
)
def test_where_a_table_was_changed_is_told_by_its_twin(twins, change, found, twin):
    path = twins / "t.csv"
    path.write_text(path.read_text().replace(*change, 1))

    assert first_difference(twins, "t", ".csv") == (found, twin)


def test_the_other_may_be_the_one_that_was_changed(twins):
    changed = pd.DataFrame({"site": ["a", "b"], "gw": [1.5, 3.0]})
    changed.to_parquet(twins / "t.parquet", index=False)

    assert first_difference(twins, "t", ".parquet") == (
        "line 3, column gw is '3.0'", "'2.0', as in t.csv",
    )  # fmt: skip


def test_without_its_twin_nothing_is_told(twins):
    (twins / "t.csv").unlink()

    assert first_difference(twins, "t", ".parquet") == ("", "")


def test_a_table_is_written_as_what_is_asked_for(tmp_path):
    table = pd.DataFrame({"x": [1]})
    write_table(table, tmp_path, "only_csv", parquet=False)
    write_table(table, tmp_path, "only_parquet", parquet=True, csv=False)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "only_csv.csv", "only_parquet.parquet",
    ]  # fmt: skip


def test_a_column_that_is_there_twice_is_named(tmp_path):
    twice = pa.table([[1], [2], [3]], names=["x", "y", "y"])
    pq.write_table(twice, tmp_path / "t.parquet")

    with pytest.raises(InputError, match="two columns 'y'; expected each name once; mend it"):
        read_parquet(tmp_path / "t.parquet", "mend it")


def test_a_table_of_a_plan_is_found_by_its_former_name(tmp_path):
    old, new = next(iter(PLAN_TABLES.items()))
    assert plan_table_file(tmp_path, new).name == f"{new}.parquet"

    (tmp_path / f"{old}.parquet").touch()
    assert plan_table_file(tmp_path, new).name == f"{old}.parquet"

    (tmp_path / f"{new}.parquet").touch()
    assert plan_table_file(tmp_path, new).name == f"{new}.parquet"
