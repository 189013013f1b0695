"""Sheets as XML, in which each formula stands with its value.

Openpyxl writes a formula or a value into a cell, never both, and makes an object of each before
it is text. The rows are therefore written here, into sheets that openpyxl wrote without any;
everything else stays byte for byte what it made of them.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from planner.surfaces.workbook.plan.formulas import Value

_PROPERTIES = "docProps/core.xml"
_MODIFIED_BEGINS, _MODIFIED_ENDS = b"<dcterms:modified", b"</dcterms:modified>"
"""Around when the file was saved, which would differ from one writing of a plan to the next."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can state: the same plan gives the same bytes."""

_NO_ROWS = "<sheetData></sheetData>"


def save_with_values(
    workbook: Workbook, path: Path, values: Mapping[str, Mapping[str, Value]]
) -> None:
    """Save `workbook` with the values of its formulas, by sheet and cell.

    Raises ValueError when a formula has no value here, or a value no formula.
    """
    plain = BytesIO()
    with ZipFile(plain, "w", ZIP_STORED) as archive:
        _Writer(workbook, archive, values).save()
    with ZipFile(plain) as archive, ZipFile(path, "w", ZIP_DEFLATED) as complete:
        for name in archive.namelist():
            content = archive.read(name)
            if name == _PROPERTIES:
                before, _, rest = content.partition(_MODIFIED_BEGINS)
                content = before + rest.partition(_MODIFIED_ENDS)[2]
            entry = ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            complete.writestr(entry, content)


class _Writer(ExcelWriter):
    """Openpyxl's, but for the rows of the sheets."""

    def __init__(
        self, workbook: Workbook, archive: ZipFile, values: Mapping[str, Mapping[str, Value]]
    ) -> None:
        super().__init__(workbook, archive)
        self.values = values
        self.styles: dict[bytes, int] = {}

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write a sheet into the archive."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = BytesIO()
        frame = _Frame(ws, out)
        frame.write()
        ws._rels = frame._rels
        before, found, after = out.getvalue().decode("utf-8").partition(_NO_ROWS)
        if not found:
            raise ValueError(f"the rows of {ws.title} have no place")
        rows = "".join(self._rows(frame, self.values.get(ws.title, {})))
        self._archive.writestr(
            ws.path[1:], f"{before}<sheetData>{rows}</sheetData>{after}".encode()
        )
        self.manifest.append(ws)

    def _rows(self, frame: "_Frame", values: Mapping[str, Value]) -> Iterator[str]:
        """Each row of a sheet, with its cells."""
        left = dict(values)
        letters: dict[int, str] = {}
        dimensions = frame.ws.row_dimensions
        for number, cells in frame.lines:
            own = dict(dimensions[number]) if number in dimensions else {}
            more = "".join(f" {key}={quoteattr(str(value))}" for key, value in own.items())
            yield f'<row r="{number}"{more}>'
            for cell in cells:
                column = cell.column
                letter = letters.get(column) or letters.setdefault(
                    column, get_column_letter(column)
                )
                yield self._cell(cell, f"{letter}{number}", left)
            yield "</row>"
        if left:
            raise ValueError(f"no formula in {', '.join(sorted(left))}")

    def _cell(self, cell: Any, place: str, left: dict[str, Value]) -> str:
        """One cell; the value of its formula is taken out of `left`."""
        value, kind = cell._value, cell.data_type
        if value is None and not cell.has_style:
            return ""
        look = cell._style.tobytes()
        style = self.styles.get(look)
        if style is None:
            style = self.styles[look] = cell.style_id
        head = f'<c r="{place}" s="{style}"' if cell.has_style else f'<c r="{place}"'
        if kind == "f":
            if place not in left:
                raise ValueError(f"the formula in {place} has no value")
            kind, text = _written(left.pop(place))
            return f"{head}{kind}><f>{escape(value[1:])}</f><v>{text}</v></c>"
        if value is None or value == "":
            return f'{head} t="{"inlineStr" if kind == "s" else kind}" />'
        if kind == "s":
            kept = ' xml:space="preserve"' if value != value.strip() else ""
            return f'{head} t="inlineStr"><is><t{kept}>{escape(value)}</t></is></c>'
        if kind not in ("n", "b"):
            raise ValueError(f"{place} holds {value!r}, which is no number and no text")
        return f'{head} t="{kind}"><v>{value:.16g}</v></c>'


class _Frame(WorksheetWriter):
    """A sheet without its rows."""

    def write_rows(self) -> None:
        """Leave their place, and gather what stands after them."""
        file = self.xf.send(True)
        with file.element("sheetData"):
            pass
        self.xf.send(None)
        self.lines = self.rows()
        for cell in (cell for _, cells in self.lines for cell in cells):
            if cell._comment is not None:
                raise ValueError(f"a comment at {cell.coordinate} has no place")
            if cell.hyperlink:
                self.ws._hyperlinks.append(cell.hyperlink)


def _written(value: Value) -> tuple[str, str]:
    """The attribute that tells a value's type, and its text."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escape(value)
    if not isfinite(value):
        raise ValueError("a formula whose value is an error, outside IFERROR")
    return "", repr(float(value))
