"""The report as a PDF, tagged for screen readers: the same sections, set by Typst."""

import json
from pathlib import Path
from typing import Any

from planner.errors import Fault, InputError
from planner.surfaces.html.parts import DataTable, Document, Graphic, Section

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
TEXT_POINTS = 490.0
"""Width of the text on a page."""
SHRUNK = 0.82
"""Of a drawing's letters on paper."""
MOST_ROWS = 40
"""Of a table on paper; the page and the run's folder hold all of them."""


class NoTypst(InputError):
    """The extra that makes PDFs is not installed."""


def pdf(document: Document) -> bytes:
    """The report as PDF, the same bytes for the same report.

    Raises NoTypst where the extra ``pdf`` is not installed.
    """
    try:
        import typst
    except ImportError:
        fix = "install the extra: pip install 'planner[pdf]'"
        fault = Fault("report.pdf", "the package typst is missing", "a typesetter", fix)
        raise NoTypst([fault]) from None
    # Imported with the charts, which are drawn by now.
    from matplotlib import get_data_path

    files = {"main.typ": _TEMPLATE.read_bytes(), "report.json": _as_json(document)}
    for section in document.sections:
        for graphic in section.graphics:
            files[f"{graphic.key}.svg"] = graphic.svg.encode()
    # A dictionary of files is taken too, which its types do not say.
    compiled: Any = typst.compile
    return bytes(
        compiled(
            files,
            format="pdf",
            font_paths=[str(Path(get_data_path()) / "fonts" / "ttf")],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=0,
        )
    )


def _as_json(document: Document) -> bytes:
    data = {
        "title": document.title,
        "origin": document.origin,
        "sections": [_section(section) for section in document.sections],
    }
    return json.dumps(data).encode()


def _section(section: Section) -> dict[str, Any]:
    return {
        "question": section.question,
        "finding": str(section.finding),
        "paragraphs": [str(text) for text in section.paragraphs if text],
        "tables": [_table(table) for table in section.tables],
        "graphics": [_graphic(graphic) for graphic in section.graphics],
    }


def _graphic(graphic: Graphic) -> dict[str, Any]:
    return {
        "file": f"{graphic.key}.svg",
        "title": str(graphic.title),
        "alt": str(graphic.alt),
        "source": graphic.source,
        "width": min(TEXT_POINTS, SHRUNK * graphic.width_points),
    }


def _table(table: DataTable) -> dict[str, Any]:
    left_out = len(table.rows) - MOST_ROWS
    return {
        "caption": table.caption + (f" (first {MOST_ROWS} rows)" if left_out > 0 else ""),
        "headings": list(table.headings),
        "numeric": list(table.numeric),
        "rows": [list(row) for row in table.rows[:MOST_ROWS]],
    }
