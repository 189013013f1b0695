"""Tables as files: what is no table is told in one line."""

import pandas as pd
import pytest

from planner.data.table_files import read_parquet
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
