"""How many rows of each grade the tables have."""

import pandas as pd

from planner.data.confidence import count_confidence


def test_grades_are_counted_table_by_table_and_those_without_a_row_left_out():
    tables = {
        "sites": pd.DataFrame({"confidence": ["estimate", "verified", "estimate"]}),
        "plain": pd.DataFrame({"x": [1]}),
        "costs": pd.DataFrame({"confidence": ["reported"]}),
    }

    found = count_confidence(tables)

    assert found.to_dict("list") == {
        "table": ["costs", "sites", "sites"],
        "confidence": ["reported", "verified", "estimate"],
        "rows": [1, 1, 2],
    }
    assert found.index.tolist() == [0, 1, 2]
