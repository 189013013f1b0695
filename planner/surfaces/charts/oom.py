"""Effective compute above the base run: contributions stacked by year, in orders of magnitude."""

from pathlib import Path

import numpy as np
import pandas as pd

from planner.results import Plan
from planner.surfaces.charts.figure import BLACK, BLUE, GREEN, ORANGE, chart
from planner.wording.numbers import printed, to_decimals

LAYERS = {
    "raw_compute": ("raw training compute", BLUE, ""),
    "algorithmic_efficiency": ("algorithmic efficiency", ORANGE, "//"),
    "unhobbling": ("unhobbling (tools, post-training)", GREEN, ".."),
}
"""Contribution to its name, colour and hatch: two ways to tell the layers apart."""

SOURCE = (
    "Drivers: datasets/demand_drivers.csv with the model's own values; each row cites its "
    "publication, unhobbling is our estimate.\nWhiskers: ends of all contributions, combined as "
    "independent."
)


def draw(plan: Plan, title: str, folder: Path) -> list[Path]:
    """Write ``oom.svg`` and ``oom.png`` to `folder`; returns their paths."""
    table = plan["oom"]
    table = table[table["index"] == "effective_compute"]
    wide = table.pivot(index="year", columns="contribution", values="oom")[list(LAYERS)]
    below = _combined(table, table["oom"] - table["low_oom"])
    above = _combined(table, table["high_oom"] - table["oom"])
    years = wide.index.to_numpy()
    total = wide.sum(axis=1).to_numpy()
    with chart(folder, "oom", SOURCE) as (axes, paths):
        bottom = np.zeros(len(years))
        for name, (label, colour, hatch) in LAYERS.items():
            height = wide[name].to_numpy()
            axes.bar(
                years, height, bottom=bottom, label=label, color=colour, hatch=hatch,
                edgecolor="white", linewidth=0.5, width=0.7,
            )  # fmt: skip
            bottom += height
        axes.errorbar(
            years, total, yerr=[below, above], fmt="none", ecolor=BLACK, capsize=3, linewidth=1
        )
        base = float(table["base_flop"].iloc[0])
        raw = wide["raw_compute"].to_numpy()[-1]
        axes.set_title(
            f"Effective compute rises {to_decimals(total[-1], 1)} orders of magnitude "
            f"by {years[-1]},\n"
            f"{to_decimals(raw, 1)} of them from more compute\n"
        )
        axes.text(0, 1.02, title, transform=axes.transAxes, fontsize=9)
        axes.set_ylabel(f"orders of magnitude above a run of {printed(base, 'power')} FLOP")
        axes.set_xticks(years)
        axes.set_ylim(bottom=min(0.0, bottom.min()))
        axes.legend(loc="upper left", frameon=False, reverse=True)
    return paths


def _combined(table: pd.DataFrame, ends: pd.Series) -> np.ndarray:
    """Ends of a year's contributions as those of their sum, in quadrature."""
    return np.sqrt((ends**2).groupby(table["year"]).sum().to_numpy())
