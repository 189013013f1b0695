"""Values of formulas, put into a saved workbook.

Openpyxl writes a formula or a value into a cell, never both. The cells are
therefore completed in the XML, which is the only place where the two can stand
together; formulas, charts and everything else stay byte for byte what openpyxl
made of them.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from math import isfinite
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from planner.surfaces.workbook.plan.formulas import Value

_FORMULA_CELL = re.compile(
    r'<c r="(?P<place>[A-Z]+[0-9]+)"(?P<style>(?: s="[0-9]+")?)(?: t="[a-z]+")?>'
    r"<f>(?P<formula>[^<]*)</f><v ?/?>(?:</v>)?</c>"
)
_PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"<dcterms:modified.*?</dcterms:modified>")
"""When the file was saved, which would differ from one writing of a plan to the next."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can state: the same plan gives the same bytes."""


def save_with_values(
    workbook: Workbook, path: Path, values: Mapping[str, Mapping[str, Value]]
) -> None:
    """Save `workbook` with the values of its formulas, by sheet and cell.

    Raises ValueError when a formula has no value here, or a value no formula.
    """
    plain = BytesIO()
    with ZipFile(plain, "w", ZIP_STORED) as archive:
        ExcelWriter(workbook, archive).save()
    parts = {
        f"xl/worksheets/sheet{number}.xml": values.get(sheet.title, {})
        for number, sheet in enumerate(workbook.worksheets, start=1)
    }
    with ZipFile(plain) as archive, ZipFile(path, "w", ZIP_DEFLATED) as complete:
        for name in archive.namelist():
            content = archive.read(name)
            if name == _PROPERTIES:
                content = _MODIFIED.sub(b"", content)
            if name in parts:
                text = content.decode("utf-8")
                content = with_values(text, parts[name]).encode("utf-8")
            entry = ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            complete.writestr(entry, content)


def with_values(xml: str, values: Mapping[str, Value]) -> str:
    """The XML of a sheet with the value of each formula beside it."""
    left = dict(values)

    def complete(match: re.Match[str]) -> str:
        place = match["place"]
        if place not in left:
            raise ValueError(f"the formula in {place} has no value")
        kind, text = _written(left.pop(place))
        return f'<c r="{place}"{match["style"]}{kind}><f>{match["formula"]}</f><v>{text}</v></c>'

    written = _FORMULA_CELL.sub(complete, xml)
    if left:
        raise ValueError(f"no formula in {', '.join(sorted(left))}")
    if written.count("<f>") != len(values):
        raise ValueError("a formula is written in a form that is not known here")
    return written


def _written(value: Value) -> tuple[str, str]:
    """The attribute that tells a value's type, and its text."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escape(value)
    if not isfinite(value):
        raise ValueError("a formula whose value is an error, outside IFERROR")
    return "", repr(float(value))
