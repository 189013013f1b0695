"""Differences against the first run by year: one panel a measure, one colour a run."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.surfaces.charts.figure import GREY
from planner.surfaces.charts.stacked import PALETTE, short_years
from planner.wording.numbers import AXIS, to_figures

WIDTH = 0.8
"""Of the bars of one year together, of the room that it has."""
SEEN = 0.005
"""Of the longest bar: a shorter one than this is not to be seen."""


def draw(measures: Mapping[str, pd.DataFrame]) -> Figure:
    """Bars up for more and down for less.

    `measures` gives each panel its heading, with the unit, and its frame:
    years by runs, the first run left out.
    """
    runs = list(next(iter(measures.values())).columns)
    legend = 0.0 if len(runs) == 1 else 0.25 * len(runs)
    with drawing(0.4 + legend + 1.45 * len(measures)) as figure:
        panels = figure.subplots(len(measures), 1, sharex=True, squeeze=False)[:, 0]
        for axes, (name, frame) in zip(panels, measures.items(), strict=True):
            each = WIDTH / len(runs)
            for i, ((run, values), (colour, hatch)) in enumerate(
                zip(frame.items(), PALETTE, strict=False)
            ):
                at = [x - WIDTH / 2 + each * (i + 0.5) for x in range(len(frame))]
                axes.bar(
                    at, values, width=each, color=colour, hatch=hatch, edgecolor="white",
                    linewidth=0.4, label=str(run),
                )  # fmt: skip
                if len(runs) == 1:
                    _label(axes, at, values)
            axes.axhline(0, color=GREY, linewidth=0.8)
            axes.set_title(name, fontsize=9.5)
            axes.margins(y=0.25)
            axes.yaxis.set_major_formatter(AXIS)
            axes.set_xticks(range(len(frame)), short_years(frame.index))
        if len(runs) > 1:
            figure.legend(
                *panels[0].get_legend_handles_labels(), loc="outside lower left",
                frameon=False, fontsize=8.5, ncols=1,
            )  # fmt: skip
    return figure


def _label(axes: Axes, at: list[float], values: "pd.Series[float]") -> None:
    """The value above or below each bar; 0 where there is no bar to be seen."""
    seen = SEEN * float(values.abs().max())
    for x, value in zip(at, values, strict=True):
        above = value > -seen
        axes.annotate(
            _short(value) if abs(value) > seen else "0", (x, value), (0, 2 if above else -2),
            textcoords="offset points", ha="center", fontsize=8.5, va="bottom" if above else "top",
        )  # fmt: skip


def _short(value: float) -> str:
    return to_figures(value, signed=True)
