"""Figures against one value that is varied, or against the share of draws: a panel a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing
from planner.surfaces.charts.figure import BLUE, GREY
from planner.wording.numbers import AXIS, AXIS_OF_SHARES

LETTERS = 64
"""Of a heading's line."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A heading with its unit, points in the order of `x`, and the figure as planned."""

    heading: str
    x: Sequence[float]
    y: Sequence[float]
    base: float | None = None


def draw(curves: Sequence[Curve], unit: str, *, steps: bool = False) -> Figure:
    """Panels one under another; where `steps`, each has its own axis below, else one for all.

    `unit` is that of the axis below, or of the axis at the left where `steps`.
    """
    with drawing((2.1 if steps else 1.7) * len(curves) + 0.5) as figure:
        panels = figure.subplots(len(curves), 1, sharex=not steps, squeeze=False)[:, 0]
        for axes, curve in zip(panels, curves, strict=True):
            axes.set_title(fill(curve.heading, LETTERS), fontsize=9.5)
            if steps:
                axes.step(curve.x, curve.y, where="post", color=BLUE, linewidth=2)
                axes.set_ylim(0, 1)
                axes.yaxis.set_major_formatter(AXIS_OF_SHARES)
                if curve.base is not None:
                    axes.axvline(curve.base, color=GREY, linewidth=1, linestyle="--")
            else:
                axes.plot(curve.x, curve.y, "-o", color=BLUE, linewidth=2, markersize=4)
                if curve.base is not None:
                    axes.axhline(curve.base, color=GREY, linewidth=1, linestyle="--")
                axes.margins(y=0.15)
                axes.yaxis.set_major_formatter(AXIS)
            axes.xaxis.set_major_formatter(AXIS)
        if steps:
            figure.supylabel(unit, fontsize=9.5)
        else:
            panels[-1].set_xlabel(unit)
    return figure
