"""Runs side by side: one bar a run, its parts one after another on the same axis."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.surfaces.charts.stacked import PALETTE
from planner.wording.numbers import AXIS, to_figures

LETTERS = 18
"""Of a line of a run's name, and of its longest word that is not cut."""


def draw(wide: pd.DataFrame, unit: str) -> Figure:
    """Rows of `wide` as bars from the top, its columns as their parts; a unit for the axis."""
    reach = max(float(wide.sum(axis=1).max()), 1e-9)
    with drawing(0.9 + 0.55 * len(wide) + 0.22 * len(wide.columns)) as figure:
        axes = figure.add_subplot()
        left = np.zeros(len(wide))
        for (part, values), (colour, hatch) in zip(wide.items(), PALETTE, strict=False):
            axes.barh(
                range(len(wide)), values, left=left, color=colour, hatch=hatch,
                edgecolor="white", linewidth=0.6, height=0.62, label=str(part),
            )  # fmt: skip
            left += values.to_numpy(dtype=float)
        for row, total in enumerate(left):
            axes.annotate(
                to_figures(total), (total, row), (4, 0),
                textcoords="offset points", va="center", weight="bold", fontsize=9,
            )  # fmt: skip
        names = [fill(str(name).replace("__", " "), LETTERS) for name in wide.index]
        axes.set_yticks(range(len(wide)), names)
        axes.set_xlim(0, reach * 1.16)
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(AXIS)
        axes.set_xlabel(unit)
        figure.legend(
            *axes.get_legend_handles_labels(), loc="outside lower left", frameon=False,
            fontsize=8.5, ncols=2 if len(wide.columns) > 3 else 1,
        )  # fmt: skip
    return figure
