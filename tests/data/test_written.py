"""Tables of a run as CSV files: what is written is read again, to the last bit and sign."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.data.schema import Field
from planner.data.written import as_text, read_csv, unmarked, write_csv
from planner.errors import InputError

FIELDS = {
    "site": Field(name="site", type="string"),
    "gw": Field(name="gw", type="number"),
    "year": Field(name="year", type="integer"),
    "open": Field(name="open", type="boolean"),
}
TEXTS = st.text(st.sampled_from("='+-@07NA,\"é \t"), min_size=1)


@given(TEXTS)
def test_a_mark_is_taken_off_again(text):
    marked = as_text(text)

    assert not marked.startswith(("=", "+", "-", "@", "\t"))
    assert unmarked(marked) == text


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, st.floats(allow_nan=False, allow_infinity=False)), min_size=1))
def test_a_table_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "table.csv"
    table = pd.DataFrame(
        {
            "site": pd.Series([text for text, _ in rows], dtype="str"),
            "gw": pd.Series([number for _, number in rows], dtype="float64"),
            "year": range(2026, 2026 + len(rows)),
            "open": [number > 0 for _, number in rows],
        }
    )

    write_csv(table, path)

    pd.testing.assert_frame_equal(read_csv(path, FIELDS), table, check_exact=True)


def test_a_file_has_numbers_as_python_spells_them_and_nothing_for_a_blank(tmp_path):
    table = pd.DataFrame(
        {
            "gw": [0.1 + 0.2, np.nan, 1e22],
            "year": pd.array([2026, None, 2028], dtype="Int64"),
            "count": [1, 2, 3],
            "open": [True, False, True],
            "name": ["=1+1", None, 'a, "b"'],
        }
    )

    write_csv(table, tmp_path / "table.csv")

    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == (
        "gw,year,count,open,name\n"
        "0.30000000000000004,2026,1,True,'=1+1\n"
        ",,2,False,\n"
        '1e+22,2028,3,True,"a, ""b"""\n'
    )


def test_blanks_are_missing_and_all_else_is_itself(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("site,gw,year,open\nNA,,,True\n,1e-3,2027,\n007,nan,2028,False\n")

    table = read_csv(path, FIELDS)

    assert table["site"].fillna("(blank)").tolist() == ["NA", "(blank)", "007"]
    assert table["gw"].tolist()[1] == 0.001
    assert table["year"].tolist()[1:] == [2027.0, 2028.0]
    assert np.isnan(table["year"][0])
    assert table["open"].tolist() == [True, None, False]


def test_a_column_of_no_schema_holds_numbers_where_all_are_spelled_as_such(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n1,007,1.5\n2,1,\n")

    table = read_csv(path, {})

    assert table["a"].tolist() == [1, 2]
    assert table["b"].tolist() == ["007", "1"]
    assert table["c"].tolist()[0] == 1.5


@pytest.mark.parametrize(
    "content", [b"", b"site,gw\na,1,2\n", b"gw\nmuch\n", b"open\nperhaps\n", b"site\n\xff\n"]
)
def test_what_no_run_wrote_is_a_fault_with_its_file(content, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"table\.csv: .*plan it again"):
        read_csv(path, FIELDS)
