"""What commands print."""

import json

import pandas as pd

from planner.cli.terminal import print_json


def test_a_table_is_printed_as_rows_with_blanks_as_null_and_small_numbers_whole(capsys):
    table = pd.DataFrame({"site": ["a", None], "busd": [1.25e-11, float("nan")]})

    print_json(year=2027, rows=table)

    assert json.loads(capsys.readouterr().out) == {
        "schema_version": 1,
        "year": 2027,
        "rows": [{"site": "a", "busd": 1.25e-11}, {"site": None, "busd": None}],
    }
