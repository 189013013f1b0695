"""Small multiples: the same measures, one panel a scenario, on the same axis."""

from collections.abc import Mapping
from textwrap import fill

import pandas as pd
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.surfaces.charts.figure import BLUE, GREY
from planner.wording.numbers import to_figures

COLUMNS = 3


def draw(series: Mapping[str, pd.Series], unit: str) -> Figure:
    """One panel a scenario, its series by year in blue before all others in grey."""
    count = len(series)
    columns = min(COLUMNS, count)
    lines = -(-count // columns)
    with drawing(0.4 + 1.9 * lines) as figure:
        grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
        for i, (name, values) in enumerate(series.items()):
            axes = grid[i // columns][i % columns]
            for other in series.values():
                axes.plot(other.index, other, color="#c8c8c8", linewidth=1)
            axes.plot(values.index, values, "-o", color=BLUE, linewidth=2, markersize=3)
            axes.annotate(
                to_figures(float(values.iloc[-1])), (values.index[-1], values.iloc[-1]), (0, 5),
                textcoords="offset points", ha="right", fontsize=9, color=BLUE,
            )  # fmt: skip
            axes.set_title(fill(name, 60 // columns), fontsize=9)
            axes.set_ylim(bottom=0)
            axes.margins(y=0.2)
            years = list(values.index)
            axes.set_xticks([years[0], years[-1]])
            axes.spines["left"].set_color(GREY)
        for spare in range(count, lines * columns):
            grid[spare // columns][spare % columns].set_visible(False)
        figure.supylabel(unit, fontsize=9.5)
    return figure
