"""A sum and what it is made of: each part hangs where the one before ended."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import INK, drawing
from planner.surfaces.charts.figure import BLUE, GREEN
from planner.wording.numbers import AXIS, to_figures


def draw(parts: Sequence[tuple[str, float]], total: str, unit: str) -> Figure:
    """Parts from top to bottom, then their sum; what is taken off is green and points back."""
    with drawing(0.9 + 0.3 * (len(parts) + 1)) as figure:
        axes = figure.add_subplot()
        at, reach = 0.0, 0.0
        for row, (_, value) in enumerate(parts):
            colour = BLUE if value >= 0 else GREEN
            axes.barh(row, value, left=at, color=colour, height=0.66)
            end = max(at, at + value)
            at += value
            reach = max(reach, end)
            _label(axes, end, row, value)
        axes.barh(len(parts), at, color=INK, height=0.66)
        _label(axes, max(at, 0.0), len(parts), at, weight="bold")
        axes.set_yticks(range(len(parts) + 1), [*(name for name, _ in parts), total])
        axes.set_xlim(0, max(reach, 1e-9) * 1.16)
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(AXIS)
        axes.set_xlabel(unit)
    return figure


def _label(axes: Axes, x: float, row: int, value: float, weight: str = "normal") -> None:
    axes.annotate(
        to_figures(value), (x, row), (4, 0),
        textcoords="offset points", va="center", fontsize=9, weight=weight,
    )  # fmt: skip
