"""The largest run: its target with range, what the plan delivers, and what data supports."""

from pathlib import Path

import pandas as pd

from planner.results import Plan
from planner.surfaces.charts.drawing import plain_powers
from planner.surfaces.charts.figure import BLACK, BLUE, GREY, VERMILLION, chart
from planner.wording.numbers import printed

SOURCE = (
    "Target and data limit: datasets/demand_drivers.csv with the model's own values; each row "
    "cites its publication.\nBands: ends of all drivers, combined as independent. Delivered: the "
    "plan."
)


def draw(plan: Plan, title: str, folder: Path) -> list[Path]:
    """Write ``target.svg`` and ``target.png`` to `folder`; none where no run is trained."""
    demand = plan["demand"]
    runs = demand.loc[demand["quantity"] == "data_limit", "workload"].unique()
    if not len(runs):
        return []
    of_run = demand[demand["workload"] == runs[0]].set_index("year")
    rows = {name: of_run[of_run["quantity"] == name] for name in ("target", "data_limit")}
    delivered = plan["targets"].set_index("year")
    delivered = delivered[delivered["workload"] == runs[0]]
    with chart(folder, "target", SOURCE) as (axes, paths):
        for name, label, colour, style in (
            ("target", "target", BLUE, "-"),
            ("data_limit", "largest run that data supports", VERMILLION, "--"),
        ):
            table = rows[name]
            axes.fill_between(table.index, table["low"], table["high"], color=colour, alpha=0.15)
            axes.plot(table.index, table["central"], style, color=colour, label=label)
        axes.plot(
            delivered.index,
            delivered["delivered"],
            "o",
            color=BLACK,
            label="delivered by the plan",
        )
        above = rows["target"][rows["target"]["above_data_limit"].astype(bool)]
        axes.plot(
            above.index, above["central"], "s", markersize=11, fillstyle="none",
            color=VERMILLION, label="above the data limit",
        )  # fmt: skip
        axes.set_yscale("log")
        plain_powers(axes.yaxis)
        axes.set_ylabel("training compute of the largest run, FLOP")
        axes.set_xticks(delivered.index)
        axes.grid(axis="y", color=GREY, alpha=0.25)
        axes.set_title(f"{_finding(delivered, above)}\n")
        axes.text(0, 1.02, title, transform=axes.transAxes, fontsize=9)
        axes.legend(loc="lower right", frameon=False)
    return paths


def _finding(delivered: pd.DataFrame, above: pd.DataFrame) -> str:
    """What the chart shows, in a line or two."""
    missed = delivered[~delivered["met"].astype(bool)]
    if missed.empty:
        met = f"The target is met in every year to {delivered.index[-1]}"
    else:
        worst = missed["delivered_share"].idxmin()
        met = (
            f"The target is missed in {len(missed)} of {len(delivered)} years; in {worst}, "
            f"{printed(missed.at[worst, 'delivered_share'], 'percent')} of it is delivered"
        )
    data = f"it outgrows its data in {above.index[0]}" if len(above) else "data suffices"
    return f"{met};\n{data}"
