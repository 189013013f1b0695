"""Native charts over the lines of a sheet, in one look."""

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

from planner.surfaces.workbook.number_formats import WHOLE
from planner.surfaces.workbook.plan.formulas import Cell
from planner.surfaces.workbook.plan.pages import Page

COLOURS = (
    "1F77B4", "E69F00", "2CA02C", "D55E00", "7B4FA3", "8C564B", "CC79A7", "7F7F7F", "BCBD22",
    "17BECF", "0B3C5D", "F0C05A", "8FD19E", "F4A582",
)  # fmt: skip
"""Apart for most readers with a colour deficiency; past these, they begin again."""

WIDTH, HEIGHT = 15.5, 8.2
"""Of a chart, in centimetres."""


def stacked(title: str, unit: str) -> BarChart:
    """An empty chart of stacked columns."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    return _dressed(chart, title, unit)


def side_by_side(title: str, unit: str) -> BarChart:
    """An empty chart of columns beside each other."""
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth = "col", "clustered", 80
    return _dressed(chart, title, unit)


def bars(title: str, unit: str, *, one_on_another: bool) -> BarChart:
    """An empty chart of bars from the left, the first on top.

    They stand end to end, or where not `one_on_another`, each at the axis in one row.
    """
    chart = BarChart()
    chart.type, chart.overlap, chart.gapWidth = "bar", 100, 50
    chart.grouping = "stacked" if one_on_another else "clustered"
    _dressed(chart, title, unit)
    chart.x_axis.scaling.orientation = "maxMin"
    # Where a bar goes below nothing its name would stand on it.
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.crosses = "max"
    chart.legend.position = "b"
    return chart


def lines(title: str, unit: str) -> LineChart:
    """An empty chart of lines."""
    return _dressed(LineChart(), title, unit)


def add_line(
    chart: Any, page: Page, label: Cell, cells: Sequence[Cell], colour: str, dash: str = ""
) -> None:
    """Add a row or column of cells as a series, named by its label cell."""
    first, last = cells[0], cells[-1]
    values = Reference(
        page.sheet, min_col=first.column, max_col=last.column, min_row=first.row, max_row=last.row
    )
    series = Series(values, title_from_data=False)
    series.tx = SeriesLabel(strRef=StrRef(f=label.from_elsewhere.text))
    if isinstance(chart, LineChart):
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=colour, w=28_000, prstDash=dash or None)
        )
        series.smooth = False
        series.marker.symbol = "circle"
        series.marker.size = 5
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.marker.graphicalProperties.line.solidFill = colour
    else:
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.graphicalProperties.line.solidFill = colour
        # A bar below nothing would otherwise be white.
        series.invertIfNegative = False
    chart.series.append(series)


def add_gap(chart: Any, page: Page, label: Cell, cells: Sequence[Cell]) -> None:
    """Add a series that is not seen: the next one begins where it ends."""
    add_line(chart, page, label, cells, COLOURS[0])
    series = chart.series[-1]
    series.graphicalProperties = GraphicalProperties(noFill=True)
    series.graphicalProperties.line.noFill = True
    index = len(chart.series) - 1
    chart.legend.legendEntry.append(LegendEntry(idx=index, delete=True))


def set_categories(chart: Any, page: Page, cells: Sequence[Cell]) -> None:
    """Name the points along the axis by a row or column of cells."""
    first, last = cells[0], cells[-1]
    points = Reference(
        page.sheet,
        min_col=first.column,
        max_col=last.column,
        min_row=first.row,
        max_row=last.row,
    )
    chart.set_categories(points)


def place(
    chart: Any, page: Page, anchor: str, width: float = WIDTH, height: float = HEIGHT
) -> None:
    """Put a chart on a sheet with its upper left corner in a cell."""
    chart.width, chart.height = width, height
    page.sheet.add_chart(chart, anchor)


def _dressed(chart: Any, title: str, unit: str) -> Any:
    chart.title = title
    chart.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=1100, b=True)
    chart.title.overlay = False
    chart.y_axis.title = unit
    chart.y_axis.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=900, b=False)
    chart.legend.position = "r"
    small = CharacterProperties(sz=800)
    text = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=small), endParaRPr=small)])
    chart.legend.txPr = text
    for axis in (chart.x_axis, chart.y_axis):
        # Openpyxl hides axes by leaving "delete" open, which some programs take for yes.
        axis.delete = False
        axis.txPr = text
    chart.y_axis.number_format = WHOLE
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    return chart
