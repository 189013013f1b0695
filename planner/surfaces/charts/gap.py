"""Targets against the plan on a logarithmic axis, with the gap in orders of magnitude below."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from planner.surfaces.charts.drawing import drawing, plain_powers
from planner.surfaces.charts.figure import BLUE, GREY, VERMILLION
from planner.surfaces.charts.stacked import short_years
from planner.wording.numbers import to_decimals


def draw(targets: pd.DataFrame, names: dict[str, str]) -> Figure:
    """One column a workload: target and delivered above, gap below.

    `targets` is the plan's table of that name; `names` gives each workload its
    heading.
    """
    workloads = list(targets["workload"].unique())
    with drawing(3.9) as figure:
        axes = figure.subplots(
            2, len(workloads), sharex="col", squeeze=False, height_ratios=[3, 1]
        )
        for column, workload in enumerate(workloads):
            rows = targets[targets["workload"] == workload]
            years, unit = rows["year"].to_numpy(), rows["unit"].iloc[0]
            above, below = axes[0][column], axes[1][column]
            above.plot(years, rows["target"], "--", color=GREY, linewidth=1.6)
            above.plot(years, rows["delivered"], "-o", color=BLUE, linewidth=2, markersize=4)
            above.set_yscale("log")
            plain_powers(above.yaxis)
            above.set_title(names.get(workload, workload), weight="bold")
            above.set_ylabel(unit if column == 0 or unit != targets["unit"].iloc[0] else "")
            above.margins(x=0.08, y=0.12)
            _label_lines(above, rows)
            gaps = rows["gap_oom"].replace(float("-inf"), float("nan"))
            below.bar(years, gaps, color=VERMILLION, width=0.6)
            below.axhline(0, color=GREY, linewidth=0.8)
            lowest = min(-0.1, float(gaps.min()) * 1.35)
            below.set_ylim(lowest, -0.12 * lowest)
            for year, gap in zip(years, gaps, strict=True):
                if gap < -0.005:
                    below.annotate(
                        to_decimals(gap, 2), (year, gap), (0, -2), textcoords="offset points",
                        ha="center", va="top", fontsize=8,
                    )  # fmt: skip
            if column == 0:
                below.set_ylabel("gap, OOM")
            below.set_xticks(years, short_years(years))
            if not (gaps < -0.005).any():
                below.text(
                    0.5, 0.35, "no gap", transform=below.transAxes, ha="center", fontsize=8.5
                )
    return figure


def _label_lines(axes: Axes, rows: pd.DataFrame) -> None:
    """Name the two lines where they are apart; say so where they are one."""
    missed = rows[~rows["met"].astype(bool)]
    if missed.empty:
        axes.text(
            0.04, 0.93, "target and plan are one", transform=axes.transAxes, color=BLUE, va="top"
        )
        return
    axes.text(0.04, 0.93, "- -  target", transform=axes.transAxes, color="#5a5a5a", va="top")
    axes.text(0.04, 0.82, "●  plan", transform=axes.transAxes, color=BLUE, va="top")
