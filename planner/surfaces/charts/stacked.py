"""Stacked columns by year, their layers named beside the last one with its values."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.wording.numbers import AXIS, to_figures

PALETTE = (
    ("#0072B2", ""),
    ("#E69F00", "///"),
    ("#009E73", ""),
    ("#D55E00", "..."),
    ("#56B4E9", ""),
    ("#F0E442", "xxx"),
    ("#CC79A7", ""),
    ("#999999", "\\\\\\"),
)
"""Okabe and Ito, with a hatch on every second: two ways to tell neighbours apart."""
Mark = tuple[str, str]
"""Colour and hatch of a layer."""
OTHERS = "all others"
LETTERS = 26
"""Of a line beside the columns."""


def largest(wide: pd.DataFrame, most: int = len(PALETTE)) -> pd.DataFrame:
    """The columns by their sum, the smallest ones drawn together past `most`."""
    order = wide.sum().sort_values(ascending=False)
    order = order[order > 0]
    if len(order) <= most:
        return wide[list(order.index)]
    kept = wide[list(order.index[: most - 1])].copy()
    kept[OTHERS] = wide[list(order.index[most - 1 :])].sum(axis=1)
    return kept


def alike(
    wides: Sequence[pd.DataFrame], order: Iterable[str] = ()
) -> tuple[list[pd.DataFrame], dict[str, Mark]]:
    """Charts that a reader will compare: the same layers in each, and a mark for each layer.

    What has a layer of its own in one of `wides` has one in all: the columns
    that have most of any of them, at most as many as there are colours. Layers
    stand, and have their colours, in the order of `order`, then of the columns;
    those with nothing are left out of the chart.
    """
    shares = pd.DataFrame(
        {i: wide.sum() / max(float(wide.to_numpy().sum()), 1e-300) for i, wide in enumerate(wides)}
    )
    ranked = shares.fillna(0.0).max(axis=1).sort_values(ascending=False, kind="stable")
    ranked = ranked[ranked > 0]
    few = len(ranked) <= len(PALETTE)
    kept = list(ranked.index if few else ranked.index[: len(PALETTE) - 1])
    columns = dict.fromkeys(str(name) for wide in wides for name in wide)
    names = [name for name in dict.fromkeys([*order, *columns]) if name in kept]
    drawn = []
    for wide in wides:
        layers = wide.reindex(columns=names, fill_value=0.0)
        if not few:
            rest = [name for name in wide if name not in kept]
            layers = layers.assign(**{OTHERS: wide[rest].sum(axis=1)})
        drawn.append(layers.loc[:, layers.sum() > 0])
    return drawn, marks(names if few else [*names, OTHERS])


def marks(names: Iterable[str]) -> dict[str, Mark]:
    """A mark for each name, by its place."""
    return dict(zip(names, PALETTE, strict=False))


def draw(
    wide: pd.DataFrame,
    unit: str,
    height: float = 3.9,
    marked: Mapping[str, Mark] | None = None,
) -> Figure:
    """Columns of `wide` as layers, its index as years; a unit for the axis.

    `marked` gives each column its colour and hatch, by its place if left out.
    """
    marked = marks(wide.columns) if marked is None else marked
    years = short_years(wide.index)
    bottom = np.zeros(len(years))
    with drawing(height) as figure:
        axes = figure.add_subplot()
        for name, values in wide.items():
            colour, hatch = marked[str(name)]
            last = float(values.iloc[-1])
            label = fill(f"{name}  {to_figures(last)}" if last else str(name), LETTERS)
            axes.bar(
                years, values, bottom=bottom, color=colour, hatch=hatch, edgecolor="white",
                linewidth=0.6, width=0.72, label=label,
            )  # fmt: skip
            bottom += values.to_numpy()
        for x, total in enumerate(bottom):
            axes.annotate(
                to_figures(total), (x, total), (0, 3), textcoords="offset points", ha="center",
                weight="bold", fontsize=8.5,
            )  # fmt: skip
        axes.set_ylabel(unit)
        axes.yaxis.set_major_formatter(AXIS)
        axes.set_ylim(0, max(float(bottom.max()), 1e-9) * 1.1)
        # Beside the last column, in the order of its layers from the top.
        axes.legend(
            loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, reverse=True,
            fontsize=8.5, title=f"at the end: {wide.index[-1]}", title_fontsize=8.5,
            alignment="left", handlelength=1.4, labelspacing=0.7,
        )  # fmt: skip
    return figure


def short_years(years: Iterable[int]) -> list[str]:
    """Years as labels of an axis: four digits where there are few, two where there are many."""
    whole = [int(year) for year in years]
    return [str(y) if len(whole) <= 4 else f"’{y % 100:02d}" for y in whole]
