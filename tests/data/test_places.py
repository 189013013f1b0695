"""Where a fault stands, in words."""

import pytest

from planner.data.places import cell_place, row_place


def test_a_row_of_a_file_has_a_line_and_one_of_a_sheet_a_row():
    assert row_place("sites.csv", 7, sheet=False) == "sites.csv, line 7"
    assert row_place("inputs.xlsx sheet sites", 7, sheet=True) == "inputs.xlsx sheet sites, row 7"


@pytest.mark.parametrize(
    ("columns", "letters", "place"),
    [
        (("pue",), {}, "sites, line 7, column pue"),
        (("a", "b"), {}, "sites, line 7, columns a, b"),
        (("pue",), {"pue": "R"}, "sites, cell R7, column pue"),
        (("a", "b"), {"a": "C", "b": "D"}, "sites, cells C7 and D7, columns a, b"),
        # A column that the sheet leaves out has no letter.
        (("a", "b"), {"a": "C"}, "sites, cell C7, columns a, b"),
        (("b",), {"a": "C"}, "sites, row 7, column b"),
    ],
)
def test_a_cell_has_its_column_and_in_a_sheet_its_letter(columns, letters, place):
    assert cell_place("sites", 7, columns, letters) == place
