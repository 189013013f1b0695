"""What each constraint by itself would allow, on a logarithmic axis."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing, plain_powers
from planner.surfaces.charts.figure import BLACK, BLUE, GREY, VERMILLION

Range = tuple[str, float | None, float, float | None]
"""Constraint, low end, central value, high end; an end that isn't known is None."""


def draw(ranges: Sequence[Range], unit: str, *, target: float, delivered: float) -> Figure:
    """Bars from low to high with a mark at the centre; target and plan as lines."""
    with drawing(1.5 + 0.38 * len(ranges)) as figure:
        axes = figure.add_subplot()
        values = [v for _, *ends in ranges for v in ends if v] + [target]
        values += [delivered] if delivered > 0 else []
        for row, (_, low, central, high) in enumerate(ranges):
            # A low end of nothing lies beyond the axis.
            left = central if low is None else max(low, min(values) / 1e3)
            right = central if high is None else high
            if right > left:
                axes.barh(row, right - left, left=left, color=BLUE, alpha=0.35, height=0.5)
            axes.plot(central, row, "D", color=BLUE, markersize=6)
        axes.set_xscale("log")
        plain_powers(axes.xaxis)
        axes.set_xlim(min(values) / 4, max(values) * 4)
        axes.set_ylim(len(ranges) - 0.4, -1.35)
        axes.axvline(target, color=VERMILLION, linestyle="--", linewidth=1.4)
        left = target < (min(values) * max(values)) ** 0.5
        side, gap = ("left", 4) if left else ("right", -4)
        axes.annotate(
            "target", (target, -1.12), (gap, 0), textcoords="offset points", color=VERMILLION,
            ha=side, va="center", fontsize=9,
        )  # fmt: skip
        if delivered > 0:
            axes.axvline(delivered, color=BLACK, linewidth=1)
            axes.annotate(
                "plan", (delivered, -0.7), (gap, 0), textcoords="offset points", color=BLACK,
                ha=side, va="center", fontsize=9,
            )  # fmt: skip
        axes.set_yticks(range(len(ranges)), [name for name, *_ in ranges])
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=GREY, alpha=0.25)
        axes.set_xlabel(unit)
    return figure
