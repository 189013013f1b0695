import csv
import io
import math
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.data.descriptor import read_schema
from planner.data.reading import plain
from planner.data.schema import Field, Table
from planner.data.tables import read, read_table
from planner.errors import InputError


def read_sites(folder):
    return read_table(folder.path / "sites.csv", read_schema(folder.path)["sites"])


def faults(folder, table="sites"):
    reading = read(folder.path / f"{table}.csv", read_schema(folder.path)[table])
    return [str(fault) for fault in reading.faults]


def test_a_table_is_indexed_by_its_key_in_the_order_of_the_file(folder):
    sites = read_sites(folder)

    assert sites.index.name == "site"
    assert sites.index.tolist() == ["abilene", "helios", "homer"]
    assert sites.at["homer", "max_facility_gw"] == 4.5
    assert sites.at["homer", "note"] == "gas, on site"
    assert sites.reset_index().columns.tolist()[0] == "site"


def test_columns_have_the_types_of_the_schema(folder):
    sites = read_sites(folder)

    assert sites["onsite_generation"].dtype == "bool"
    assert sites["pue"].dtype == "float64"
    assert sites["kind"].dtype == "str"


def test_a_compound_key_is_a_compound_index(folder):
    schema = read_schema(folder.path)
    costs = read_table(folder.path / "power_costs.csv", schema["power_costs"])

    assert costs.index.names == ["technology", "year"]
    assert costs.at[("solar", 2027), "capex_usd_per_kw"] == 1050


def test_blanks_are_empty_text_and_missing_numbers(folder):
    sites = read_sites(folder)

    assert sites.at["helios", "balancing_area"] == ""
    assert math.isnan(sites.at["helios", "pue_low"])


def test_blank_whole_numbers_and_flags_stay_what_they_are(tmp_path):
    fields = (Field(name="k"), Field(name="n", type="integer"), Field(name="b", type="boolean"))
    table = Table(name="t", path="t.csv", fields={f.name: f for f in fields}, key=("k",))
    (tmp_path / "t.csv").write_text("k,n,b\nx,3,true\ny,,\n", encoding="utf-8")

    frame = read_table(tmp_path / "t.csv", table)

    assert (str(frame["n"].dtype), str(frame["b"].dtype)) == ("Int64", "boolean")
    assert plain(frame["n"]) == [3, None]
    assert plain(frame["b"]) == [True, None]


def test_a_header_without_rows_is_an_empty_table_of_the_right_types(folder):
    folder.write("sites", folder.text("sites").splitlines()[0] + "\n")

    sites = read_sites(folder)

    assert len(sites) == 0
    assert sites["pue"].dtype == "float64"


def test_all_faults_of_a_table_come_in_one_error(folder):
    folder.put("sites", 2, "pue", "1,2")
    folder.put("sites", 3, "kind", "campuss")
    folder.put("sites", 4, "onsite_generation", "yes")
    folder.put("sites", 4, "region", "")

    with pytest.raises(InputError) as raised:
        read_sites(folder)

    assert [fault.where for fault in raised.value.faults] == [
        "sites.csv, line 2, column pue",
        "sites.csv, line 3, column kind",
        "sites.csv, line 4, column region",
        "sites.csv, line 4, column onsite_generation",
    ]


def test_lines_are_those_of_the_file_also_after_blank_and_long_cells(folder):
    folder.replace("sites", "by the lake", '"by\nthe\nlake"')
    folder.replace("sites", "homer,", "\nhomer,")
    folder.replace("sites", "4.5", "4.5 GW")

    assert faults(folder) == [
        "sites.csv, line 7, column max_facility_gw: '4.5 GW' is not a number; "
        "expected a number from 0 to 50 (GW)"
    ]


def test_a_missing_file_is_named_with_the_file_that_was_meant(folder):
    (folder.path / "sites.csv").rename(folder.path / "Sites_.csv")

    assert faults(folder) == [
        "sites.csv: no such file; expected sites; did you mean 'Sites_.csv'?"
    ]


def test_a_key_that_occurs_twice_is_named_with_both_lines(folder):
    folder.replace("power_costs", "gas_ccgt,2027", "gas_ccgt,2026")

    assert faults(folder, "power_costs") == [
        "power_costs.csv, line 3, columns technology, year: 'gas_ccgt', 2026 is on line 2 "
        "already; "
        "expected a value that occurs once"
    ]


def test_a_name_that_must_be_unique_is(folder):
    folder.put("sites", 4, "name", "Abilene")

    assert faults(folder) == [
        "sites.csv, line 4, column name: 'Abilene' is on line 2 already; "
        "expected a value that occurs once"
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "gas_ccgt,2026,1,000,2400,2600",
            "6 cells; expected 5, as many as the header has; "
            "put quotes around a cell that holds a comma; write numbers without them",
        ),
        ("gas_ccgt,2026,1000,2400", "4 cells; expected 5, as many as the header has"),
        (",,,,", "a row of blank cells; expected a row with values; delete the line"),
    ],
)
def test_a_ragged_row_is_one_fault(folder, row, fault):
    folder.replace("power_costs", "gas_ccgt,2026,1000,2400,2600", row)

    assert faults(folder, "power_costs") == [f"power_costs.csv, line 2: {fault}"]


@pytest.mark.parametrize(
    ("low", "central", "high", "found"),
    [
        ("1.3", "1.2", "", "1.3, 1.2 do not rise"),
        ("", "1.2", "1.1", "1.2, 1.1 do not rise"),
        ("1.1", "1.3", "1.2", "1.1, 1.3, 1.2 do not rise"),
    ],
)
def test_low_central_and_high_must_rise(folder, low, central, high, found):
    for column, cell in (("pue_low", low), ("pue", central), ("pue_high", high)):
        folder.put("sites", 3, column, cell)

    assert faults(folder) == [
        f"sites.csv, line 3, columns pue_low, pue, pue_high: {found}; "
        "expected low, central and high value in that order"
    ]


def test_a_range_may_lack_an_end_or_have_no_width(folder):
    folder.put("sites", 3, "pue_low", "1.25")

    assert faults(folder) == []


words = st.text("abcdefgh_,\" '\nüé0123", min_size=1, max_size=8).filter(lambda t: t == t.strip())
rows = st.lists(
    st.tuples(
        words,
        st.integers(1 - 2**53, 2**53 - 1),
        st.floats(allow_nan=False, allow_infinity=False) | st.none(),
        st.booleans(),
    ),
    unique_by=lambda row: row[0],
    max_size=8,
)
FIELDS = (
    Field(name="id", required=True),
    Field(name="count", type="integer", required=True),
    Field(name="amount", type="number"),
    Field(name="flag", type="boolean", required=True),
)
TABLE = Table(name="t", path="t.csv", fields={f.name: f for f in FIELDS}, key=("id",))


def written(path, cells):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TABLE.fields)
    for name, count, amount, flag in cells:
        writer.writerow([name, count, "" if amount is None else repr(amount), str(flag).lower()])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


@settings(max_examples=50, deadline=None)
@given(cells=rows)
def test_what_is_written_is_read(cells):
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder) / "t.csv", cells)
        frame = read_table(Path(folder) / "t.csv", TABLE).reset_index()

    read_back = list(zip(*(plain(frame[column]) for column in TABLE.fields), strict=True))
    assert read_back == [tuple(row) for row in cells]


@settings(max_examples=50, deadline=None)
@given(cells=rows, data=st.data())
def test_the_order_of_rows_changes_only_the_order(cells, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        written(path, cells)
        before = read_table(path, TABLE)
        written(path, data.draw(st.permutations(cells)))
        after = read_table(path, TABLE)

    pd.testing.assert_frame_equal(before, after.reindex(before.index))


def test_a_header_that_fits_no_row_is_one_fault(folder):
    folder.replace("power_costs", "technology,year", "technology,name,year")

    assert faults(folder, "power_costs") == [
        "power_costs.csv, line 1, column name: unknown column; expected one of technology, year, "
        "capex_usd_per_kw_low, capex_usd_per_kw, capex_usd_per_kw_high; delete the column",
        "power_costs.csv, line 1: 6 columns; expected 5, as many as each row has cells",
    ]
