"""Rows as the tables have them."""

import pandas as pd

from planner.data.csv_out import write_rows


def test_cells_are_blank_true_false_or_plain_numbers(tmp_path):
    index = pd.MultiIndex.from_tuples([("a", 2026), ("b, c", 2027)], names=["site", "year"])
    rows = pd.DataFrame(
        {
            "gw": [1.0, 0.1],
            "more": [float("nan"), -2.0],
            "open": [True, False],
            "number": pd.array([3, None], dtype="Int64"),
            "note": ["x", None],
        },
        index=index,
    )

    write_rows(tmp_path / "t.csv", rows)

    assert (tmp_path / "t.csv").read_bytes() == (
        b"site,year,gw,more,open,number,note\n"
        b"a,2026,1,,true,3,x\n"
        b'"b, c",2027,0.1,-2,false,,\n'
    )  # fmt: skip
