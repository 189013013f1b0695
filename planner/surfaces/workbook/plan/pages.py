"""A workbook under construction: pages in the order of reading, names, values of formulas."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from planner.surfaces.workbook.number_formats import GENERAL, YEAR
from planner.surfaces.workbook.plan.cached_values import save_with_values
from planner.surfaces.workbook.plan.formulas import Cell, Formula, Value
from planner.surfaces.workbook.plan.styles import add_styles

BANNER_ROW = 3
KEY = "key in tables"
"""Heading of the column that holds what formulas look for, where a line has another name."""
FIRST_ROW = 5
"""First row below a page's title, purpose and banner."""

MOST_CHARACTERS = 32_767
"""Text that one cell can hold."""


@dataclass(eq=False)
class PlanWorkbook:
    """The workbook, and what is known of its cells."""

    workbook: Workbook = field(default_factory=Workbook)
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    """Sheet and cell to the value of the formula there."""
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Defined name to its place and what it is."""
    pages: dict[str, "Page"] = field(default_factory=dict)
    looks: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Style and number format to how openpyxl holds them."""
    _formulas: dict[str, Formula] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start without a sheet, with the styles."""
        self.workbook.remove(self.workbook.active)
        add_styles(self.workbook)

    def page(self, title: str, purpose: str, *, sheet: str, colour: str = "") -> "Page":
        """A new sheet at the end, with its title and what it is for."""
        worksheet = self.workbook.create_sheet(sheet)
        if colour:
            worksheet.sheet_properties.tabColor = colour
        page = Page(self, worksheet, title, purpose)
        self.pages[sheet] = page
        return page

    def bare_page(self, sheet: str, purpose: str) -> "Page":
        """A new sheet at the end for programs: no title, its headings in the first row."""
        page = Page(self, self.workbook.create_sheet(sheet), sheet, purpose, bare=True)
        self.pages[sheet] = page
        return page

    def define(self, name: str, cell: Cell, what: str) -> Formula:
        """Give a cell a name; returns a formula of that name."""
        place = cell.from_elsewhere.text
        self.workbook.defined_names[name] = DefinedName(name, attr_text=place)
        self.names[name] = (place, what)
        self._formulas[name] = Formula(name, cell.value, atomic=True)
        return self._formulas[name]

    def named(self, name: str) -> Formula:
        """A name that was defined, as a formula."""
        return self._formulas[name]

    def save(self, path: Path) -> None:
        """Write the workbook with the values of its formulas."""
        # A program that can compute does so on opening, whatever values the file brings.
        self.workbook.calculation.fullCalcOnLoad = True
        save_with_values(self.workbook, path, self.values)


@dataclass(eq=False)
class Page:
    """One sheet: title in row 1, purpose in row 2, banner in row 3, content below."""

    book: PlanWorkbook
    sheet: Worksheet
    title: str
    purpose: str
    bare: bool = False
    """Whether its first row is for headings: no title, purpose or banner."""
    is_of_a_table: bool = False
    """Whether it holds one native table below its headings."""
    open_cells: set[tuple[int, int]] = field(default_factory=set)
    """Rows and columns of the cells that a reader may change."""

    def __post_init__(self) -> None:
        """Write the title and set up the printed page."""
        if not self.bare:
            self.write(1, 1, self.title, "title")
            self.write(2, 1, self.purpose, "purpose")
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.left.text = "&A"
        sheet.oddFooter.right.text = "&P of &N"

    @property
    def name(self) -> str:
        """Name of the sheet."""
        return str(self.sheet.title)

    def write(
        self, row: int, column: int, content: object, style: str = "label", form: str = GENERAL
    ) -> Cell:
        """Write a value or a formula; returns the cell as a formula that refers to it.

        Text is text, whatever sign it begins with; NaN is an empty cell.
        """
        cell: Any = self.sheet.cell(row, column)
        cell._style = self._look(cell, style, form)
        value: Value = ""
        if isinstance(content, Formula):
            cell.value = "=" + content.text
            value = content.value
            self.book.values.setdefault(self.name, {})[cell.coordinate] = value
        else:
            _bind(cell, plain(content))
            value = "" if content is None else content  # type: ignore[assignment]
        return Cell(cell.coordinate, value, atomic=True, sheet=self.name, row=row, column=column)

    def write_open(self, row: int, column: int, content: object, form: str = GENERAL) -> Cell:
        """Write a cell that a reader may change."""
        self.open_cells.add((row, column))
        return self.write(row, column, content, "input", form)

    def put(self, row: int, column: int, content: object, style: str, form: str) -> None:
        """Write a value that no formula refers to."""
        value = plain(content)
        if value is None:
            return
        cell: Any = self.sheet.cell(row, column)
        cell._style = self._look(cell, style, form)
        _bind(cell, value)

    def _look(self, cell: Any, style: str, form: str) -> Any:
        """How a cell of a style and a number format looks: made once, since that takes long."""
        looks = self.book.looks
        if (style, form) not in looks:
            cell.style = style
            if form != GENERAL:
                cell.number_format = form
            looks[style, form] = copy(cell._style)
        return copy(looks[style, form])

    def header(
        self,
        row: int,
        words: Sequence[str | int],
        column: int = 1,
        *,
        numbers_from: int | None = None,
    ) -> list[Cell]:
        """A row of headings; to the right from the one at which numbers stand below."""
        first = len(words) if numbers_from is None else numbers_from
        return [
            self.write(
                row,
                column + i,
                word,
                "header_number" if i >= first or isinstance(word, int) else "header",
                YEAR if isinstance(word, int) else GENERAL,
            )
            for i, word in enumerate(words)
        ]

    def named(
        self, row: int, column: int, key: str, name: str, key_column: int, style: str = "label"
    ) -> tuple[Cell, Cell]:
        """A name, and the key that formulas look for: in `key_column` where it is another text."""
        shown = self.write(row, column, name, style)
        if name == key:
            return shown, shown
        return shown, self.write(row, key_column, key, "key")

    def widths(self, *widths: float) -> None:
        """Set the widths of the first columns, in characters."""
        for number, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def freeze(self, row: int, column: int = 1) -> None:
        """Hold what stands above `row` and left of `column` in view, and on each printed page."""
        self.sheet.freeze_panes = f"{get_column_letter(column)}{row}"
        self.sheet.print_title_rows = f"{row - 1}:{row - 1}"

    def link(self, row: int, column: int, words: str, sheet: str) -> None:
        """Words that lead to another sheet."""
        cell = self.sheet.cell(row, column)
        self.write(row, column, words, "go")
        # With a target in place of a location it would be a link to another file.
        place = f"{quote_sheetname(sheet)}!A1"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
        cell.style = "go"

    def wrapped(
        self, row: int, text: str, *, last_column: int, lines: int, style: str = "wrapped"
    ) -> None:
        """A paragraph over several columns."""
        self.write(row, 1, text, style)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last_column)
        self.sheet.row_dimensions[row].height = 14 * lines
        self.sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _bind(cell: Any, value: object) -> None:
    """Put a plain value into a cell; what looks like a formula is marked as text.

    Openpyxl would look at each once more, and take text that begins with "=" for a formula, "#N/A"
    for an error.
    """
    cell._value = value
    cell.data_type = "s" if isinstance(value, str) else "b" if isinstance(value, bool) else "n"
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def plain(content: object) -> object:
    """A value as a workbook can hold it: no numpy, NaN or infinity; no control characters."""
    if content is None or isinstance(content, bool):
        return content
    if isinstance(content, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", content)
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"a text of {len(text)} characters is too long for a cell")
        return text
    if hasattr(content, "item"):
        content = content.item()
    if isinstance(content, float):
        return content if abs(content) < float("inf") else None
    return content if isinstance(content, int | bool | str) else None
