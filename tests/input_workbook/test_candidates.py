"""The sheet Candidates: needs that are written, typed, planned with, and wrong."""

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from planner.errors import InputError
from planner.input_workbook.layout import HEADER_ROW

FIRST = HEADER_ROW + 1
TWO_NEEDS = """
extends = "small"
[sites]
candidates = [
    { region = "ERCOT", gw = 0.3, kinds = ["retiring_plant"] },
    { region = "PJM", gw = 0.5 },
]
"""


def typed(copy, *needs):
    """Type needs into the sheet, one a row."""

    def change(book):
        for row, need in enumerate(needs, start=FIRST):
            for column, value in enumerate(need, start=1):
                book["Candidates"].cell(row=row, column=column).value = value

    copy.edit(change)
    return copy.path


def faults_of(path):
    with pytest.raises(InputError) as caught:
        api.load_inputs(api.load_model(path))
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture(scope="module")
def two_needs(tmp_path_factory):
    """The tutorial with two needs, from a file of text, with its tables."""
    path = tmp_path_factory.mktemp("needs") / "needs.toml"
    path.write_text(TWO_NEEDS)
    model = load_model(path)
    return model, api.load_inputs(model)


def same_tables(first, second):
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(second.tables[name], table, check_exact=True)


def test_needs_that_are_written_bring_the_same_sites(two_needs, tmp_path):
    model, before = two_needs

    path = api.write_inputs(model, tmp_path / "inputs.xlsx")
    after = api.load_inputs(api.load_model(path))

    assert len(before.candidates) > 1
    assert after.candidates == before.candidates
    same_tables(before, after)


def test_needs_that_are_typed_bring_the_same_sites(two_needs, copy):
    _, before = two_needs

    path = typed(copy, ("ERCOT", 0.3, None, "retiring_plant"), ("PJM", 0.5))
    after = api.load_inputs(api.load_model(path))

    assert after.candidates == before.candidates
    same_tables(before, after)


def test_a_generated_row_has_no_cell(two_needs, copy):
    inputs = api.load_inputs(api.load_model(typed(copy, ("ERCOT", 0.3, None, "retiring_plant"))))
    fresh = inputs.candidates[0]

    assert inputs.place("sites", fresh, "pue") == f"inputs.xlsx sheet sites, generated row {fresh}"
    assert inputs.place("sites", inputs["sites"].index[0], "pue").endswith("cell R6, column pue")


def test_every_wrong_need_is_named_by_its_cell(copy):
    path = typed(
        copy,
        ("ERCOT", 0),
        ("PJM", "3,5", "2030"),
        (None, 1),
        ("PJM", 1, 1990, "headrom"),
        ("MISO", 2, 2028, "headroom, announced"),
    )

    faults = faults_of(path)

    for answer in (
        "sheet Candidates, cell B6, column gw: 0; expected more than 0",
        "sheet Candidates, cell B7, column gw: '3,5' has a",
        "sheet Candidates, cell C7, column by: '2030' is text, not a number",
        "sheet Candidates, cell A8, column region: blank; expected a region of sheet regions",
        "sheet Candidates, cell C9, column by: 1990 is below 2000",
        "sheet Candidates, cell D9, column kinds: 'headrom'; expected 'announced', 'retiring_plan",
    ):
        assert [fault for fault in faults if answer in fault], (answer, faults)
    assert not [fault for fault in faults if "10, column" in fault]


def test_a_region_that_is_unknown_is_named_by_its_sheet(copy):
    faults = faults_of(typed(copy, ("ERCOTT", 3)))

    assert len(faults) == 1
    assert "sheet Candidates" in faults[0]
    assert "ERCOTT" in faults[0]
    assert "did you mean 'ERCOT'?" in faults[0]
