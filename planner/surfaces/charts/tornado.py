"""A tornado: what a result becomes with each input low and high, the widest first."""

import pandas as pd
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.surfaces.charts.figure import BLUE, GREY, ORANGE
from planner.wording.numbers import to_figures

PITCH_INCHES = 0.42


def draw(results: pd.DataFrame, base: float, unit: str, most: int = 12) -> Figure:
    """Bars from the result with an input at its low end to that at its high end.

    `results` has the columns ``input``, ``low`` and ``high``, each planned
    again; an end that was not planned is blank. ``low_is`` and ``high_is``, where
    it has them, are the values there. `base` is the result as it is.
    """
    width = results[["low", "high"]].sub(base).abs().max(axis=1)
    shown = results.loc[width.sort_values(ascending=False).index].head(most)
    with drawing(0.8 + PITCH_INCHES * len(shown)) as figure:
        axes = figure.add_subplot()
        for row, bar in enumerate(shown.itertuples(index=False)):
            words = (getattr(bar, "low_is", "low"), getattr(bar, "high_is", "high"))
            ends = [(bar.low, ORANGE, "///", words[0]), (bar.high, BLUE, "", words[1])]
            ends = sorted((end for end in ends if not pd.isna(end[0])), key=lambda end: end[0])
            for place, (value, colour, hatch, word) in enumerate(ends):
                axes.barh(
                    row + 0.12, value - base, left=base, color=colour, hatch=hatch, height=0.36,
                    edgecolor="white", linewidth=0.5,
                )  # fmt: skip
                # The smaller end is named at the left and the larger at the right of both.
                left = place == 0 and (len(ends) > 1 or value < base)
                at = min(value, base) if left else max(value, base)
                axes.annotate(
                    f"{word} {to_figures(value)}", (at, row + 0.12), (-4 if left else 4, 0),
                    textcoords="offset points", va="center", fontsize=8.5,
                    ha="right" if left else "left",
                )  # fmt: skip
            axes.text(
                0.006, row - 0.28, bar.input, transform=axes.get_yaxis_transform(), va="center",
                fontsize=8.5,
            )  # fmt: skip
            axes.vlines(base, row - 0.1, row + 0.34, color=GREY, linewidth=1)
        axes.set_ylim(len(shown) - 0.4, -0.65)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.22)
        axes.set_xlabel(f"{unit}; {to_figures(base)} as planned")
    return figure
