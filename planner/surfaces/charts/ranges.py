"""Ranges of choices: from the least to the most that plans near the best have of each."""

from textwrap import fill

import pandas as pd
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import INK, drawing
from planner.wording.numbers import AXIS, to_cost_share

SHADES = ("#0072B2", "#56B4E9", "#BFE3F5")
"""From the nearest plans to those farther off."""
HEIGHTS = (0.26, 0.44, 0.62)
LETTERS = 24
"""Of a line of a name."""


def draw(ranges: pd.DataFrame, unit: str, most: int = 14) -> Figure:
    """A bar a share within another for each choice, and a mark at the plan of least cost.

    `ranges` has ``within``, ``group``, ``name``, ``plan``, ``least`` and ``most``; an end that is
    not known, or has no bound, is not drawn.
    """
    ranges = ranges[ranges["most"] != float("inf")]
    reach = ranges.groupby("group", sort=False)[["plan", "most"]].max().max(axis=1)
    order = list(reach.sort_values(ascending=False, kind="stable").head(most).index)
    shares = sorted(ranges["within"].unique())
    names = ranges.drop_duplicates("group").set_index("group")
    with drawing(1.1 + 0.4 * len(order)) as figure:
        axes = figure.add_subplot()
        for number in range(len(shares) - 1, -1, -1):
            rows = ranges[ranges["within"] == shares[number]].set_index("group").loc[order]
            look = min(number, len(SHADES) - 1)
            axes.barh(
                range(len(order)), rows["most"] - rows["least"], left=rows["least"],
                color=SHADES[look], height=HEIGHTS[look], edgecolor=INK, linewidth=0.3,
                label=f"within {to_cost_share(shares[number])}",
            )  # fmt: skip
        axes.plot(
            names.loc[order, "plan"], range(len(order)), linestyle="none", marker="D",
            color=INK, markersize=4.5, label="plan of least cost",
        )  # fmt: skip
        labels = [fill(str(name), LETTERS) for name in names.loc[order, "name"]]
        axes.set_yticks(range(len(order)), labels)
        axes.set_xlim(0, max(float(reach[order].max()), 1e-9) * 1.06)
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(AXIS)
        axes.set_xlabel(unit)
        handles, words = axes.get_legend_handles_labels()
        figure.legend(
            handles, words, loc="outside lower left", frameon=False, fontsize=8.5, ncols=2
        )
    return figure
