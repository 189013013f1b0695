"""How cells look: colours that say what a number is, and number formats by unit."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

FACE = "Calibri"
"""Named in every font: without a name a program falls back to a serif face."""

DARK = "1F3864"
PALE = "E8EDF5"
INPUT_INK, INPUT_FILL = "0000FF", "FFF9E5"
CALCULATION_INK = "000000"
LINK_INK = "00622A"
RESULT_INK = "5B2C83"
WARNING_INK = "9C0006"
MUTED = "595959"

KEY = {
    "input": "A value you may change; WHAT-IF shows while it differs from what was solved",
    "result": "A value that the optimiser or the planner wrote; don't change it",
    "calculation": "A formula on this sheet",
    "link": "A formula that looks at another sheet",
    "total": "A total",
}
"""What each colour says; printed on the cover."""


def add_styles(workbook: Workbook) -> None:
    """Make the styles known to a workbook, by the names used here."""
    thin = Side(style="thin", color=DARK)
    hair = Side(style="hair", color="A6A6A6")
    total = Border(top=thin, bottom=Side(style="double", color=DARK))

    def add(
        name: str,
        *,
        ink: str = CALCULATION_INK,
        fill: str = "",
        bold: bool = False,
        italic: bool = False,
        size: float = 10,
        underline: str | None = None,
        border: Border | None = None,
        alignment: Alignment | None = None,
    ) -> None:
        style = NamedStyle(name)
        style.font = Font(
            name=FACE, color=ink, bold=bold, italic=italic, size=size, underline=underline
        )
        if fill:
            style.fill = PatternFill("solid", fgColor=fill)
        if border:
            style.border = border
        if alignment:
            style.alignment = alignment
        workbook.add_named_style(style)

    add("title", ink=DARK, bold=True, size=16)
    add("purpose", ink=MUTED, italic=True)
    add("banner", ink=DARK, bold=True)
    add("header", ink="FFFFFF", fill=DARK, bold=True, alignment=Alignment(vertical="center"))
    add(
        "header_number", ink="FFFFFF", fill=DARK, bold=True,
        alignment=Alignment(horizontal="right", vertical="center"),
    )  # fmt: skip
    add("section", ink=DARK, fill=PALE, bold=True)
    add("label")
    add("answer", bold=True, alignment=Alignment(wrap_text=True, vertical="top"))
    add("wrapped", alignment=Alignment(wrap_text=True, vertical="top"))
    add("unit", ink=MUTED, italic=True)
    add("key", ink=MUTED, italic=True, alignment=Alignment(indent=1))
    add("note", ink=MUTED, italic=True)
    add("go", ink="0563C1", underline="single")
    add("input", ink=INPUT_INK, fill=INPUT_FILL, border=Border(bottom=hair))
    add("result", ink=RESULT_INK)
    add("calculation")
    add("link", ink=LINK_INK)
    add("total", bold=True, border=total)
    add("warning", ink=WARNING_INK, bold=True)
    add("figure", ink=DARK, bold=True, size=18, alignment=Alignment(horizontal="left"))
