"""Workbooks of the former names: read as what they are called now, with a notice of each."""

import pytest

from planner import api
from planner.config.former_names import COLUMNS, FORMER_WORKBOOK_KEYS, TABLES, current_key
from planner.input_workbook.layout import FORMER_STAMPS, HEADER_ROW, LISTS, MODEL, SET, STAMP

FORMER_KEYS = {current_key(key): key for key in FORMER_WORKBOOK_KEYS}
"""Key to what `planner workbook new` called it before the names changed."""
LATER_KEY = "annuity_rate"
"""A key that there was not then."""


def row_of(book, key):
    return next(cell.row for (cell,) in book[MODEL].iter_rows(max_col=1) if cell.value == key)


def as_it_was(book):
    """Make the workbook what the planner wrote before names changed, down to its stamp."""
    for table, columns in COLUMNS.items():
        for former, new in columns.items():
            for cell in book[table][HEADER_ROW]:
                cell.value = former if cell.value == new else cell.value
    for former, new in TABLES.items():
        book[new].title = former
    sheet = book[MODEL]
    sheet.tables.clear()
    for row in range(sheet.max_row, HEADER_ROW, -1):
        if former := FORMER_KEYS.get(sheet.cell(row, 1).value):
            sheet.cell(row, 1).value = former
        else:
            sheet.delete_rows(row)
    book[LISTS][STAMP["schema"]].value = next(iter(FORMER_STAMPS))


@pytest.fixture
def former(copy):
    copy.edit(as_it_was)
    return copy


def test_it_is_the_model_and_the_tables_that_it_was(former):
    model = api.load_model(str(former.path))
    inputs, shipped = api.load_inputs(model), api.load_inputs(api.load_model("small"))

    small = api.load_model("small")
    for part in ("training", "power", "time", "sites", "workloads", "cases", "set"):
        assert getattr(model, part) == getattr(small, part)
    for table in ("power_technologies", "technology_availability", "power_costs"):
        assert inputs[table].equals(shipped[table])


def test_a_notice_gives_each_new_name(former):
    code, out, _ = former.check()

    assert code == 0
    for words in (
        "sheet power_sources: 'power_sources' is now called 'power_technologies'",
        "sheet source_availability: 'source_availability' is now called 'technology_availability'",
        "sheet power_sources: 'source' is now called 'technology'",
        "'power.sources' is now called 'power.technologies'",
        "'run.topology' is now called 'training.topology'",
    ):
        assert words in out
    assert "not an input" not in out


def test_a_cell_that_is_set_by_its_former_name_acts(former):
    def state(book):
        sheet = book[SET]
        row = next(row for row in range(HEADER_ROW + 1, 200) if not sheet.cell(row, 1).value)
        sheet.cell(row, 1).value = "power_sources.gas_recip.variable_om_usd_per_mwh"
        sheet.cell(row, 2).value = 77.0

    former.edit(state)
    model = api.load_model(str(former.path))

    assert model.set["power_technologies.gas_recip.variable_om_usd_per_mwh"] == 77.0
    technologies = api.load_inputs(model)["power_technologies"]
    assert technologies.at["gas_recip", "variable_om_usd_per_mwh"] == 77.0


def test_a_fault_names_the_sheet_that_is_there(former):
    former.edit(lambda book: setattr(book["power_sources"].cell(HEADER_ROW + 1, 1), "value", None))

    code, _, err = former.check()

    assert code == 2
    assert f"inputs.xlsx sheet power_sources, cell A{HEADER_ROW + 1}" in err


def test_a_row_of_a_key_that_there_was_may_not_be_missing(former):
    former.edit(lambda book: book[MODEL].delete_rows(row_of(book, "run.topology")))

    code, _, err = former.check()

    assert code == 2
    assert "no row with the key 'training.topology'" in err


def test_both_names_of_a_key_at_once_are_a_fault(copy):
    def twice(book):
        sheet = book[MODEL]
        sheet.tables.clear()
        sheet.insert_rows(HEADER_ROW + 1)
        sheet.cell(HEADER_ROW + 1, 1).value = "power.sources"
        sheet.cell(HEADER_ROW + 1, 2).value = "grid"

    copy.edit(twice)
    code, _, err = copy.check()

    assert code == 2
    assert "unknown key 'power.sources'" in err


def test_a_workbook_of_today_must_state_every_key(copy):
    def drop(book):
        book[MODEL].tables.clear()
        book[MODEL].delete_rows(row_of(book, LATER_KEY))

    copy.edit(drop)
    code, _, err = copy.check()

    assert code == 2
    assert f"no row with the key '{LATER_KEY}'" in err
