"""Guards: every cell of every sheet against a copy of what it held when it was written.

Control holds the columns of the tables. Here stand all other cells: titles,
labels, constants and formulas. A constant must be what its copy is, sign by
sign. A formula must be one still: a number typed over it is told whatever it
is. While nothing is chosen or typed that may move a value, what a formula comes
to must be what it came to.

The banners tell what is found, so they are guarded apart, and last of all the
one on the cover, which tells of the other banners too: nothing here looks at
itself. The cells that a reader may change are held to nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.surfaces.workbook.number_formats import GENERAL
from planner.surfaces.workbook.plan.areas import Area, areas, blocks
from planner.surfaces.workbook.plan.formulas import Cell, Formula
from planner.surfaces.workbook.plan.pages import BANNER_ROW, FIRST_ROW, Page, PlanWorkbook

SHEET, COPIES = "Guards", "Copies"
FORMULA = "(formula)"
"""What stands in the copy of a cell that held a formula."""
_CELLS, _BANNERS, _GONE, _SOUND, _INNER, _OUTER, _COVER = range(FIRST_ROW, FIRST_ROW + 7)
"""Rows of the summary."""
_HEAD = _COVER + 2
_D = 4
"""Column of what differs."""


def total() -> Formula:
    """What the master check adds to its own checks: what the guards find, those of banners too."""
    count = _COVER - _CELLS + 1
    gone = f"{count}-SUMPRODUCT(_xlfn.ISFORMULA({SHEET}!$D${_CELLS}:$D${_COVER})*1)"
    cells = f"{SHEET}!$D${_CELLS}+{SHEET}!$D${_BANNERS}+{SHEET}!$D${_GONE}"
    return Formula(f"{cells}+{SHEET}!$D${_COVER}+{gone}", 0)


def seen_by(banner_of: str, cover: str) -> Formula:
    """What the banner of a sheet tells as failing: on the cover that of the other banners too."""
    return Formula(f"{SHEET}!$D${_OUTER if banner_of == cover else _INNER}", 0, atomic=True)


@dataclass(eq=False)
class _Writer:
    book: PlanWorkbook
    page: Page
    copies: Page
    row: int
    copy_row: int
    lines: int = 0

    def cells_of(self, area: Area) -> None:
        """A line that holds the constants of an area, and that its formulas are formulas."""
        self._label(area.page.name, area.name, "Constants, and that formulas are formulas")
        copy = self._copy(area, area.held(FORMULA))
        there = area.there
        kind = f'(_xlfn.ISFORMULA({there})<>({copy}="{FORMULA}"))'
        text = f'({copy}<>"{FORMULA}")*(1-EXACT({there}&"",{copy}&""))'
        self._line(f'SUMPRODUCT(({copy}<>"")*{kind})+SUMPRODUCT(({copy}<>"")*{text})')

    def values_of(self, area: Area, *, numbers: bool) -> None:
        """A line that holds what the formulas of an area come to, while nothing may move it."""
        what = "Numbers of formulas" if numbers else "Texts of formulas"
        self._label(area.page.name, area.name, what)
        copy = self._copy(area, area.values())
        there = area.there
        near = f"(ABS({there}-{copy})>tol_relative*(1+ABS({copy})))*1"
        unlike = near if numbers else f'1-EXACT({there}&"",{copy}&"")'
        self._line(f"IF($D${_SOUND}=1,SUMPRODUCT({unlike}),0)")

    def banner_of(self, name: str, text: Formula) -> None:
        """A line that holds a banner to what it should tell."""
        self._label(name, f"A{BANNER_ROW}", "The banner")
        there = f"'{name}'!$A${BANNER_ROW}"
        self._line(f"1-_xlfn.ISFORMULA({there})*EXACT({there},{text.text})")

    def _label(self, sheet: str, cells: str, what: str) -> None:
        self.page.write(self.row, 1, sheet)
        self.page.write(self.row, 2, cells, "unit")
        self.page.write(self.row, 3, what)

    def _copy(self, area: Area, cells: Iterable[Sequence[object]]) -> str:
        """Write the copy of an area below those before; where it stands."""
        first = self.copy_row
        for row, line in enumerate(cells, start=first):
            for column, held in enumerate(line, start=1):
                if held != "":
                    self.copies.put(row, column, held, "result", GENERAL)
        self.copy_row += area.bottom - area.top + 2
        return area.copied_to(self.copies.name, first)

    def _line(self, found: str) -> None:
        self.page.write(self.row, _D, Formula(f"IFERROR({found},1)", 0), "link", "0")
        self.row += 1
        self.lines += 1


def fill(
    book: PlanWorkbook,
    held: dict[str, int],
    valued: Sequence[str],
    banners: dict[str, Formula],
    master: Cell,
    flags: Formula,
    as_written: Formula,
) -> None:
    """Write the guards and the copies, when every other sheet stands but for its banner.

    `held` says how many rows of each sheet are held here, and `valued` are the
    sheets whose formulas are held to their values. `banners` has the text of
    each sheet's banner, the cover's first. `master` is the cell that adds all up, `flags`
    the number of checks that fail, and `as_written` is true while the workbook
    shows what it was written with.
    """
    page, copies = book.pages[SHEET], book.pages[COPIES]
    page.widths(24, 18, 60, 12)
    page.header(_HEAD, ["Sheet", "Cells", "What is held", "Differ"])
    page.freeze(_HEAD + 1)
    _summary_labels(page)
    copies.write(FIRST_ROW, 1, "One area below the other, in the order of Guards", "note")
    writer = _Writer(book, page, copies, _HEAD + 1, FIRST_ROW + 2)
    for name, text in banners.items():
        writer.banner_of(name, text)
    last_banner = writer.row - 1
    for name, rows in held.items():
        for area in areas(book.pages[name], rows, master):
            writer.cells_of(area)
        for area, numbers in blocks(book.pages[name], rows, master) if name in valued else ():
            writer.values_of(area, numbers=numbers)
    writer.cells_of(Area(copies, 1, 1, 2, 1))
    writer.cells_of(Area(page, 1, 1, 2, 1))
    # The labels of this sheet depend on nothing, so that it can hold them itself.
    writer.cells_of(Area(page, FIRST_ROW, 1, writer.row, _D - 1))
    _summary(page, writer, last_banner, flags, as_written)


def _summary_labels(page: Page) -> None:
    words = {
        _CELLS: "Cells that are not as they were written",
        _BANNERS: "Banners that are not as they were written, but for the cover's",
        _GONE: "Guards that are none any more",
        _SOUND: "1 while nothing is chosen or typed that moves a value",
        _INNER: "All that fails but banners, which most banners tell",
        _OUTER: "All that fails but the cover's banner, which that banner tells",
        _COVER: "1 if the cover's banner is not as it was written",
    }
    for row, label in words.items():
        page.write(row, 1, label, "total")


def _summary(
    page: Page, writer: _Writer, last_banner: int, flags: Formula, as_written: Formula
) -> None:
    first, last = _HEAD + 1, writer.row - 1
    failing = int(flags.number)
    formulas = {
        _CELLS: (f"SUM($D${last_banner + 1}:$D${last})", 0),
        _BANNERS: (f"SUM($D${first + 1}:$D${last_banner})", 0),
        _GONE: (f"{writer.lines}-SUMPRODUCT(_xlfn.ISFORMULA($D${first}:$D${last})*1)", 0),
        _SOUND: (f"IF({as_written.text},1,0)", 1),
        _INNER: (f"{flags.text}+$D${_CELLS}+$D${_GONE}", failing),
        _OUTER: (f"$D${_INNER}+$D${_BANNERS}", failing),
        _COVER: (f"$D${first}", 0),
    }
    for row, (text, value) in formulas.items():
        page.write(row, _D, Formula(text, value), "total", "0")
