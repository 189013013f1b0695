"""What columns hold, as Python's own types: kept for tables that nobody changes, and no others."""

import gc
from math import isnan

import pandas as pd

from planner.audit import kept_columns
from planner.audit.kept_columns import cells_of, keep_columns, numbers_of, stated_in


def test_cells_are_of_python_and_blanks_are_told():
    table = pd.DataFrame({"name": ["a", None], "year": [2026, 2027], "gw": [1.5, None]})

    assert list(map(type, cells_of(table, "year"))) == [int, int]
    assert cells_of(table, "name")[0] == "a"
    assert stated_in(table, "name").tolist() == stated_in(table, "gw").tolist() == [True, False]
    first, second = numbers_of(table, "gw")
    assert (first, isnan(second)) == (1.5, True)
    assert numbers_of(table, "year") == [2026.0, 2027.0]


def test_only_what_is_kept_is_looked_up_once():
    kept, other = (pd.DataFrame({"gw": [1.0, 2.0]}) for _ in range(2))
    keep_columns(kept)

    assert cells_of(kept, "gw") is cells_of(kept, "gw")
    assert cells_of(other, "gw") is not cells_of(other, "gw")
    # A part of a kept table is a table of its own.
    assert cells_of(kept[kept["gw"] > 1], "gw") == [2.0]
    assert cells_of(kept, "gw") == [1.0, 2.0]


def test_what_was_kept_goes_with_its_table():
    before = len(kept_columns._KEPT)
    table = pd.DataFrame({"gw": [1.0]})
    keep_columns(table)
    cells_of(table, "gw")
    assert len(kept_columns._KEPT) == before + 1

    del table
    gc.collect()
    assert len(kept_columns._KEPT) <= before
