"""Areas of sheets that are held to a copy: what is in them, and how formulas name them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname

from planner.surfaces.workbook.plan.formulas import Cell, Value
from planner.surfaces.workbook.plan.pages import BANNER_ROW, Page


@dataclass(frozen=True)
class Area:
    """A rectangle of cells of one sheet."""

    page: Page
    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """The area as a reader finds it on its sheet."""
        corner = f"{get_column_letter(self.left)}{self.top}"
        return f"{corner}:{get_column_letter(self.right)}{self.bottom}"

    @property
    def there(self) -> str:
        """The area for a formula on another sheet."""
        return _absolute(self.page.name, self.top, self.left, self.bottom, self.right)

    def copied_to(self, sheet: str, row: int) -> str:
        """An area of the same size that begins in the first column of a row."""
        height, width = self.bottom - self.top, self.right - self.left
        return _absolute(sheet, row, 1, row + height, 1 + width)

    def held(self, formula: str) -> Iterator[Sequence[object]]:
        """What each cell holds, row by row; `formula` for any formula, blank where it is open."""
        for row in range(self.top, self.bottom + 1):
            yield [_held(self.page, row, c, formula) for c in range(self.left, self.right + 1)]

    def values(self) -> Iterator[Sequence[Value]]:
        """What each formula comes to, row by row."""
        values = self.page.book.values[self.page.name]
        for row in range(self.top, self.bottom + 1):
            yield [
                int(value) if isinstance(value, bool) else value
                for column in range(self.left, self.right + 1)
                for value in (values[f"{get_column_letter(column)}{row}"],)
            ]


def areas(page: Page, rows: int, but: Cell) -> Iterator[Area]:
    """The first `rows` rows of a sheet, without its banner and one cell, in few rectangles."""
    width = page.sheet.max_column
    last = min(rows, page.sheet.max_row)
    parts = [(1, last)] if page.bare else [(1, BANNER_ROW - 1), (BANNER_ROW + 1, last)]
    for top, bottom in parts:
        if page.name == but.sheet and top <= but.row <= bottom:
            yield from _filled(page, top, 1, but.row - 1, width)
            yield from _filled(page, but.row, 1, but.row, but.column - 1)
            yield from _filled(page, but.row, but.column + 1, but.row, width)
            yield from _filled(page, but.row + 1, 1, bottom, width)
        else:
            yield from _filled(page, top, 1, bottom, width)


def blocks(page: Page, rows: int, but: Cell) -> Iterator[tuple[Area, bool]]:
    """Rectangles of formulas alone, and whether they come to numbers."""
    open_blocks: dict[tuple[int, int, bool], int] = {}
    last, width = min(rows, page.sheet.max_row), page.sheet.max_column
    for row in range(1, last + 2):
        runs = set() if row in (BANNER_ROW, last + 1) else set(_runs(page, row, width, but))
        for run in [run for run in open_blocks if run not in runs]:
            left, right, numbers = run
            yield Area(page, open_blocks.pop(run), left, row - 1, right), numbers
        for run in runs:
            open_blocks.setdefault(run, row)


def _runs(page: Page, row: int, width: int, but: Cell) -> Iterator[tuple[int, int, bool]]:
    """First and last column of formulas beside each other that come to numbers, or to texts."""
    values = page.book.values.get(page.name, {})
    run: tuple[int, int, bool] | None = None
    for column in range(1, width + 2):
        value = values.get(f"{get_column_letter(column)}{row}")
        there = value is not None and (page.name, row, column) != (but.sheet, but.row, but.column)
        numbers = not isinstance(value, str)
        if run and there and run[2] == numbers:
            run = (run[0], column, numbers)
            continue
        if run:
            yield run
        run = (column, column, numbers) if there else None


def _filled(page: Page, top: int, left: int, bottom: int, right: int) -> Iterator[Area]:
    """An area, without the rows and columns past its last filled cell; none where all is blank."""
    places = [
        (row, column)
        for (row, column), cell in page.sheet._cells.items()
        if top <= row <= bottom and left <= column <= right and cell.value is not None
    ]
    if places:
        last_row, last_column = (max(place[i] for place in places) for i in (0, 1))
        yield Area(page, top, left, last_row, last_column)


def _held(page: Page, row: int, column: int, formula: str) -> object:
    cell = page.sheet._cells.get((row, column))
    if cell is None or cell.value is None or (row, column) in page.open_cells:
        return ""
    return formula if cell.data_type == "f" else cell.value


def _absolute(sheet: str, top: int, left: int, bottom: int, right: int) -> str:
    corner = f"${get_column_letter(left)}${top}"
    return f"{quote_sheetname(sheet)}!{corner}:${get_column_letter(right)}${bottom}"
