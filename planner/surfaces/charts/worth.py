"""What more of each limit would bring, one panel a unit: compute and dollars are never mixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.surfaces.charts.figure import BLUE, GREEN, GREY, ORANGE
from planner.wording.numbers import to_figures

LETTERS = 64
"""Of a heading's line."""
PITCH_INCHES = 0.42
LONGEST = 70
"""Letters of a limit's name that find room; a longer one is written smaller."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One unit: a heading, and limits with what one percent more of each brings."""

    heading: str
    bars: Sequence[tuple[str, float]]


def draw(panels: Sequence[Panel]) -> Figure:
    """Panels one under another, each with its own axis; a limit's name stands over its bar."""
    rows = [len(panel.bars) for panel in panels]
    with drawing(0.62 * len(panels) + PITCH_INCHES * sum(rows)) as figure:
        stacked = figure.subplots(len(panels), 1, squeeze=False, height_ratios=rows)[:, 0]
        for axes, panel, colour in zip(stacked, panels, (BLUE, ORANGE, GREEN, GREY), strict=False):
            axes.set_title(fill(panel.heading, LETTERS), loc="left", weight="bold")
            _bars(axes, panel, colour)
    return figure


def _bars(axes: Axes, panel: Panel, colour: str) -> None:
    values = [value for _, value in panel.bars]
    low, high = min([0.0, *values]), max([0.0, *values])
    width = (high - low) or 1.0
    beyond = 0.14 * width if high or not low else 0
    axes.set_xlim(low - (0.14 * width if low else 0), high + beyond)
    axes.set_ylim(len(values) - 0.35, -0.65)
    axes.set_axis_off()
    for row, (name, value) in enumerate(panel.bars):
        axes.barh(row + 0.12, value, color=colour, height=0.36)
        axes.vlines(0, row - 0.1, row + 0.34, color=GREY, linewidth=0.8)
        axes.annotate(
            to_figures(value, signed=True), (value, row + 0.12), (4 if value >= 0 else -4, 0),
            textcoords="offset points", va="center", fontsize=8.5, weight="bold",
            ha="left" if value >= 0 else "right",
        )  # fmt: skip
        axes.text(
            0.006, row - 0.28, name, transform=axes.get_yaxis_transform(), va="center",
            fontsize=8.5 * min(1.0, LONGEST / len(name)),
        )  # fmt: skip
