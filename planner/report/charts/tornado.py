"""A tornado: what a result becomes with each input low and high, the widest first."""

import pandas as pd
from matplotlib.figure import Figure

from planner.report.charts.drawing import drawing
from planner.report.charts.figure import BLUE, GREY, ORANGE

COLUMNS = ("input", "low", "high")


def draw(results: pd.DataFrame, base: float, unit: str, most: int = 12) -> Figure:
    """Bars from the result with an input at its low end to that at its high end.

    `results` has the columns ``input``, ``low`` and ``high``, each planned
    again; an end that was not planned is blank. `base` is the result as it is.
    """
    width = results[["low", "high"]].sub(base).abs().max(axis=1)
    shown = results.loc[width.sort_values(ascending=False).index].head(most)
    with drawing(0.9 + 0.34 * len(shown)) as figure:
        axes = figure.add_subplot()
        for row, bar in enumerate(shown.itertuples(index=False)):
            for value, colour, hatch, word in (
                (bar.low, ORANGE, "///", "low"),
                (bar.high, BLUE, "", "high"),
            ):
                if pd.isna(value):
                    continue
                axes.barh(
                    row, value - base, left=base, color=colour, hatch=hatch, height=0.66,
                    edgecolor="white", linewidth=0.5,
                )  # fmt: skip
                right = value >= base
                axes.annotate(
                    f"{word} {value:,.3g}", (value, row), (3 if right else -3, 0),
                    textcoords="offset points", va="center", fontsize=8,
                    ha="left" if right else "right",
                )  # fmt: skip
        axes.axvline(base, color=GREY, linewidth=1)
        axes.set_yticks(range(len(shown)), list(shown["input"]))
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.margins(x=0.25)
        axes.set_xlabel(f"{unit}; {base:,.3g} as planned")
    return figure
