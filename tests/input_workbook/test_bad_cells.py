"""Cells that people get wrong: all are named at once, each with its sheet and its cell.

The mistakes stand in one workbook, each in a row of its own, so that every
case also proves that no other hides it.
"""

import shutil
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook

from planner import api
from planner.cli import main
from planner.errors import InputError
from planner.input_workbook.layout import HEADER_ROW


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a cell, and what the planner answers."""

    sheet: str
    row: int
    column: str
    value: object
    answer: str
    kind: str = ""
    """Type that the file states for the cell; that of the value by default."""

    def __str__(self):
        return f"{self.sheet}-{self.column}-{self.value!r}"


PRICE = "price_usd_per_mmbtu"
PRICED = "expected a number from 0 to 100 (USD/MMBtu)"
YEAR = "expected a whole number from 2015 to 2045 (year)"
RETYPE = "format the cell as a number and type"


def price(row, value, answer, kind=""):
    return Typed("fuel_prices", row, PRICE, value, answer, kind)


def year(row, value, answer, kind=""):
    return Typed("fuel_prices", row, "year", value, answer, kind)


def source(row, value, answer):
    """A cell of the column source_id, which refers to the sheet sources."""
    return Typed("site_power", row, "source_id", value, answer)


NUMBERS = [
    price(1, "1,250", f"'1,250' has a thousands separator; {PRICED}; write 1250"),
    price(2, "1.250,5", f"'1.250,5' is not a number; {PRICED}"),
    price(3, "1\u202f250", f"'1\\u202f250' has a thousands separator; {PRICED}; write 1250"),
    price(4, "3,5", f"'3,5' has a decimal comma; {PRICED}; write 3.5"),
    price(5, "92%", f"'92%' has a percent sign; {PRICED}; write 92, if the unit is right"),
    price(6, "3.5", f"'3.5' is text, not a number; {PRICED}; {RETYPE} 3.5 again"),
    price(7, " 3.5 ", f"' 3.5 ' is text, not a number; {PRICED}; {RETYPE} 3.5 again"),
    price(8, "$3.5", f"'$3.5' is more than a number; {PRICED}; write 3.5"),
    price(9, "~3.5", f"'~3.5' is more than a number; {PRICED}; write 3.5"),
    price(10, "3.5 USD", f"'3.5 USD' is not a number; {PRICED}"),
    price(11, "n/a", f"'n/a' is not a number; {PRICED}"),
    price(12, "inf", f"'inf' is not finite; {PRICED}"),
    price(13, -1, f"-1 is below 0; {PRICED}"),
    price(14, 101.5, f"101.5 is above 100; {PRICED}"),
    price(15, None, f"blank; {PRICED}"),
    price(16, "   ", f"blank; {PRICED}"),
    price(17, True, f"TRUE; {PRICED}; write the value, not TRUE or FALSE"),
    price(18, False, f"FALSE; {PRICED}; write the value, not TRUE or FALSE"),
    price(19, "#N/A", f"the error #N/A; {PRICED}; mend the formula, or write the value", "e"),
    price(20, "#DIV/0!", f"the error #DIV/0!; {PRICED}; mend the formula, or write", "e"),
    price(21, "#REF!", f"the error #REF!; {PRICED}; mend the formula, or write the value", "e"),
    price(22, "=E27*2", f"a formula without a saved result; {PRICED}; open the workbook in"),
    price(23, datetime(2026, 7, 1), f"a date or time, 2026-07-01; {PRICED}; format"),
    price(24, time(9, 30), f"a date or time, 09:30:00; {PRICED}; {RETYPE} it again"),
    price(25, "2026-07-01", f"'2026-07-01' is not a number; {PRICED}"),
    price(26, "3\u200b5", f"'3\\u200b5' holds a sign that nobody sees (U+200B); {PRICED}"),
    year(30, date(2026, 1, 1), f"a date or time, 2026-01-01; {YEAR}; format the cell as "
         "a number; a year is written 2026"),
    year(31, 46204, f"46204 is above 2045; {YEAR}"),
    year(32, 2026.5, f"'2026.5' is not a whole number; {YEAR}"),
    year(33, "2026", f"'2026' is text, not a number; {YEAR}; {RETYPE} 2026 again"),
    year(34, True, f"TRUE; {YEAR}; write the value"),
    year(35, "FY26", f"'FY26' is not a number; {YEAR}"),
    year(36, 26, f"26 is below 2015; {YEAR}"),
    Typed("workloads", 1, "mfu", 92, "92 is above 1; expected a number from 0.01 to 1 "
          "(FLOP/FLOP); 92 % is 0.92"),
    Typed("workloads", 1, "mfu_high", "92%", "'92%' has a percent sign; expected a number from "
          "0.01 to 1 (FLOP/FLOP); write 0.92"),
    Typed("workloads", 2, "run_days_low", "\u2014", "'\u2014' is not a number; expected a number "
          "from 1 to 1000 (days); leave the cell empty where there is no value"),
    Typed("hbm_supply", 1, "supply_eb_low", 99, "do not rise; expected low, central and high"),
]  # fmt: skip

TEXTS = [
    source(1, "nobody", "unknown id 'nobody'; expected a source_id of sheet sources; add it to "
           "inputs.xlsx sheet sources"),
    source(2, "Epoch_AI_chips", "unknown id 'Epoch_AI_chips'; expected a source_id of sheet"),
    source(3, "estimate ", "'estimate ' has a stray space; expected a source_id of sheet"),
    source(4, "estimate\u00a0", "'estimate\\xa0' has a stray space; expected a source_id"),
    source(5, "esti\u200bmate", "'esti\\u200bmate' holds a sign that nobody sees (U+200B)"),
    source(6, "\ufeffestimate", "'\\ufeffestimate' holds a sign that nobody sees (U+FEFF)"),
    source(7, 12, "unknown id '12'; expected a source_id of sheet sources"),
    source(8, True, "TRUE; expected a source_id of sheet sources; write the value"),
    source(9, datetime(2025, 3, 1), "a date or time, 2025-03-01; expected a source_id of "
           "sheet sources; format the cell as text and type it again"),
    source(10, "=A6", "a formula without a saved result; expected a source_id of sheet sources"),
    source(11, None, "blank; expected a source_id of sheet sources"),
    Typed("site_power", 12, "confidence", "Reported", "'Reported'; expected one of verified, "
          "reported, estimate; did you mean 'reported'?"),
    Typed("site_power", 13, "confidence", "certain", "'certain'; expected one of verified,"),
    Typed("site_power", 14, "note", "#N/A", "the error #N/A", "e"),
    Typed("sites", 4, "name", "=HYPERLINK(\"http://x\")", "a formula without a saved result"),
    Typed("sites", 5, "kind", "campuses", "'campuses'; expected one of campus, announced"),
    Typed("sites", 6, "onsite_generation", "yes", "'yes'; expected true or false; write true"),
    Typed("sites", 7, "onsite_generation", 1, "'1'; expected true or false; write true"),
    Typed("sites", 8, "onsite_generation", "perhaps", "'perhaps'; expected true or false"),
    Typed("sites", 9, "onsite_generation", None, "blank; expected true or false"),
    Typed("sites", 10, "region", "ercot", "unknown id 'ercot'; expected a region of sheet regions"
          "; did you mean 'ERCOT'?"),
    Typed("sites", 11, "country", "CAN", "'PJM' is in USA, not in CAN; expected one country"),
    Typed("accelerators", 2, "node", "n99", "unknown id 'n99'; expected a node of sheet process_"),
    Typed("accelerators", 3, "estimated_fields", "colour", "unknown column 'colour'"),
    Typed("power_technologies", 3, "storage_hours", 7, "'7', which nothing reads where kind is"
          " 'dispatchable'; expected 0 or a blank: it is read where kind is storage"),
]  # fmt: skip
CASES = [*NUMBERS, *TEXTS]


def place(book, case):
    """The cell of a case, found by its column's name."""
    sheet = book[case.sheet]
    names = [cell.value for cell in sheet[HEADER_ROW]]
    return sheet.cell(row=HEADER_ROW + case.row, column=names.index(case.column) + 1)


@pytest.fixture(scope="module")
def answered(written, tmp_path_factory):
    """The faults of a workbook with every case, and the cell of each case."""
    path = tmp_path_factory.mktemp("bad") / "inputs.xlsx"
    shutil.copy(written, path)
    book = load_workbook(path)
    cells = {}
    for case in CASES:
        cell = place(book, case)
        assert cells.setdefault(f"{case.sheet}!{cell.coordinate}", case) is case
        cell.value = case.value
        if case.kind:
            cell.data_type = case.kind
    book.save(path)
    with pytest.raises(InputError) as caught:
        api.load_inputs(api.load_model(path))
    return path, book, [str(fault) for fault in caught.value.faults]


def test_there_are_sixty_ways_at_least():
    assert len(set(map(str, CASES))) >= 60


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_bad_cell_is_named_with_what_is_wrong_and_the_way_out(answered, case):
    _, book, faults = answered
    coordinate = place(book, case).coordinate

    here = [fault for fault in faults if fault.startswith(f"inputs.xlsx sheet {case.sheet}, cell")]
    own = [fault for fault in here if coordinate in fault.partition(": ")[0].split()]
    own += [fault for fault in here if f"{coordinate}," in fault.partition(": ")[0].split()]

    assert [fault for fault in own if case.answer in fault], own or here[:5]


def test_no_sound_cell_is_named(answered):
    _, book, faults = answered
    bad = {(case.sheet, place(book, case).row) for case in CASES}

    named = [fault for fault in faults if " sheet " in fault.partition(":")[0]]
    rows = {
        (where.partition(" sheet ")[2].partition(",")[0], int("".join(filter(str.isdigit, cell))))
        for where in (fault.partition(": ")[0] for fault in named)
        for cell in where.partition("cell")[2].removeprefix("s").partition(",")[0].split(" and ")
        if cell.strip()
    }

    assert rows <= bad


def test_check_ends_with_two_and_leaves_the_file_alone(answered, capsys):
    path, _, _ = answered
    before = path.read_bytes()

    code = main(["check", str(path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "Traceback" not in err
    assert err.count("inputs.xlsx sheet sites") >= 5
    assert path.read_bytes() == before
