"""How cells of an input workbook look: inputs blue on yellow, all else quiet."""

from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

FAMILY = "Calibri"
INK, BLUE, GREY, NAVY = "222222", "0000FF", "666666", "1F3864"
_RULE = Side(style="thin", color="D9D9D9")
_ALL_ROUND = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)

NUMBER, YEAR, TEXT = "General", "0", "@"
LINE_HEIGHT = 15.5
"""Points; rows of long text state their height, as not every program finds it."""


class Styles:
    """The looks of a workbook, each made once: styling cell by cell takes most of the time."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet("looks")
        self._made: dict[tuple[str, str], StyleArray] = {}

    def apply(self, cell: Cell, look: str, form: str = NUMBER) -> None:
        """Give a cell a look and a number format."""
        if (look, form) not in self._made:
            self._made[look, form] = self._make(look, form)
        cell._style = copy(self._made[look, form])

    def done(self, book: Workbook) -> None:
        """Remove the sheet on which the looks were made."""
        book.remove(self._sheet)

    def _make(self, look: str, form: str) -> StyleArray:
        model = self._sheet.cell(row=len(self._made) + 1, column=1)
        font = {"name": FAMILY, "size": 11, "color": INK}
        top = {"vertical": "top"}
        if look == "title":
            model.font = Font(**{**font, "size": 16, "bold": True, "color": NAVY})
        elif look == "quiet":
            model.font = Font(**{**font, "color": GREY})
            model.alignment = Alignment(**top, wrap_text=True)
        elif look == "unit":
            model.font = Font(**{**font, "size": 9, "italic": True, "color": GREY})
            model.alignment = Alignment(vertical="bottom", wrap_text=True)
        elif look == "header":
            model.font = Font(**{**font, "bold": True, "color": "FFFFFF"})
            model.fill = PatternFill("solid", fgColor=NAVY)
            model.alignment = Alignment(vertical="center", wrap_text=True)
            model.border = _ALL_ROUND
        elif look == "link":
            model.font = Font(**{**font, "color": "0563C1", "underline": "single"})
            model.alignment = Alignment(**top)
        elif look == "plain":
            model.font = Font(**font)
            model.alignment = Alignment(**top, wrap_text=True)
        elif look == "note":
            model.font = Font(**{**font, "color": GREY})
            model.alignment = Alignment(**top)
            model.protection = Protection(locked=False)
        else:
            colour = {"input": "FFF9E5", "key": "F2F2F2", "value": "FFF9E5", "set": "FCE4D6"}[look]
            model.font = Font(**{**font, "color": INK if look == "key" else BLUE})
            model.fill = PatternFill("solid", fgColor=colour)
            model.border = _ALL_ROUND
            if look == "value":
                model.alignment = Alignment(**top, horizontal="left", wrap_text=True)
            else:
                model.alignment = Alignment(**top)
            model.protection = Protection(locked=False)
        model.number_format = form
        return model._style


def put(cell: Cell, value: object) -> None:
    """Write a value; text that begins like a formula stays text, in Excel too."""
    cell.value = value
    if isinstance(value, str) and cell.data_type != "s":
        cell.data_type = "s"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        cell.data_type = "s"
        cell.quotePrefix = True
