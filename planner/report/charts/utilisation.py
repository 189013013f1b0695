"""How full every link of the supply chain is, by year: a heat-map of the plan's limits."""

from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from planner.plan import Plan

KINDS = {
    "node": "Logic wafers",
    "packaging": "Packaging wafers",
    "hbm": "Memory",
    "euv": "EUV scanners",
    "equipment": "Electrical equipment",
}
VENDORS, EQUIPMENT = "Vendors' shares", "National deliveries"
NAMES = {
    "cowos": "CoWoS",
    "global": "HBM, world",
    "china": "HBM, China",
    "scanners": "Exposures",
    "large_power_transformer": "Large transformers",
    "medium_voltage_switchgear": "Switchgear",
}
NOTE = (
    "Use over what buyers in the planned region can get in the year. Framed: nothing is left. "
    "Blank: nothing on sale draws on it. Supply by year of shipment: datasets/node_capacity, "
    "packaging_capacity, hbm_supply, euv_scanners, vendor_shares; deliveries: build_limits, "
    "equipment_supply."
)
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "planner",
    "font.family": "DejaVu Sans",
}
LETTERS_PER_INCH = 17.0
"""Of the note below, so that it fits a narrow figure."""
FRAME = "#D55E00"
DARK = 0.6
"""From this utilisation on the cell is dark, and its figure white."""


def rows(plan: Plan) -> pd.DataFrame:
    """Group, label, year, utilisation and binding of every link; years without a row lack."""
    supply = plan["supply"].copy()
    pool = supply["pool"].map(lambda name: NAMES.get(name, str(name).upper()))
    whole = supply["vendor"] == ""
    supply["group"] = supply["kind"].map(KINDS).where(whole, VENDORS)
    supply["label"] = pool.where(whole, supply["vendor"] + " of " + pool)
    limits = plan["limits"]
    national = limits[limits["limit"] == "built_within_national_limit"]
    national = national.assign(
        group=EQUIPMENT, label=national["pool"].astype(str).str.replace("_", " ")
    )
    columns = ["group", "label", "year", "utilisation", "binding"]
    # What no plan ever uses would fill the page with zeros.
    used = national.groupby("label")["used"].transform("sum") > 0
    return pd.concat([supply[columns], national.loc[used, columns]], ignore_index=True)


def draw(plan: Plan, title: str, folder: Path) -> list[Path]:
    """Write ``utilisation.svg`` and ``utilisation.png`` to `folder`; returns their paths."""
    links = rows(plan)
    order = [*KINDS.values(), VENDORS, EQUIPMENT]
    keys = links[["group", "label"]].drop_duplicates()
    keys = keys.sort_values("group", key=lambda group: group.map(order.index), kind="stable")
    labels = list(keys.itertuples(index=False, name=None))
    years = [int(y) for y in plan.summary["years"]]
    with mpl.rc_context(SETTINGS):
        size = (2.9 + 0.78 * len(years), 1.6 + 0.3 * len(labels))
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        _draw_cells(axes, links, labels, years)
        axes.set_xticks(range(len(years)), [str(y) for y in years])
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(labels)), [label for _, label in labels])
        axes.tick_params(length=0, labelsize=9)
        axes.spines[:].set_visible(False)
        heading = "\n".join(fill(line, int(size[0] * 10)) for line in (_finding(links), title))
        figure.suptitle(heading, x=0.01, ha="left", size=11, weight="bold")
        note = fill(NOTE, int(size[0] * LETTERS_PER_INCH))
        figure.supxlabel(note, x=0.01, ha="left", size=7, color="#555555")
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for ending, metadata in (("svg", {"Date": None}), ("png", {"Software": None})):
            path = folder / f"utilisation.{ending}"
            figure.savefig(path, dpi=150, metadata=metadata)
            paths.append(path)
    return paths


def _draw_cells(
    axes: Axes, links: pd.DataFrame, labels: list[tuple[str, str]], years: list[int]
) -> None:
    """Colour, figure and frame of each cell, and the name of each group beside its first row."""
    places = {key: i for i, key in enumerate(labels)}
    shown = np.full((len(labels), len(years)), np.nan)
    for cell in links.dropna(subset="utilisation").itertuples(index=False):
        i, j = places[cell.group, cell.label], years.index(int(cell.year))
        shown[i, j] = cell.utilisation
        figure = f"{cell.utilisation:.0%}"
        if figure == "100%" and not cell.binding:
            figure = ">99%"
        colour = "white" if cell.utilisation > DARK else "black"
        axes.text(j, i, figure, ha="center", va="center", color=colour, size=8)
        if cell.binding:
            frame = Rectangle((j - 0.46, i - 0.44), 0.92, 0.88, fill=False, ec=FRAME, lw=2)
            axes.add_patch(frame)
    axes.imshow(shown, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    before = ""
    for i, (group, _) in enumerate(labels):
        if group != before:
            if i:
                axes.axhline(i - 0.5, color="black", lw=0.8)
            axes.annotate(
                group,
                (1.01, i),
                xycoords=("axes fraction", "data"),
                va="center",
                size=9,
                weight="bold",
                annotation_clip=False,
            )
        before = group


def _finding(links: pd.DataFrame) -> str:
    """The links that bind, each with the years in which it does."""
    full = links[links["binding"].astype(bool) & links["group"].isin(KINDS.values())]
    if full.empty:
        return "No link of the chip supply is full"
    years = full.groupby("label", sort=False)["year"].agg(lambda y: _spans([int(v) for v in y]))
    return "Full: " + "; ".join(f"{label} in {when}" for label, when in years.items())


def _spans(years: list[int]) -> str:
    """Years as spans: 2026, 2028-2030."""
    spans: list[list[int]] = []
    for y in sorted(years):
        if spans and spans[-1][-1] == y - 1:
            spans[-1].append(y)
        else:
            spans.append([y])
    return ", ".join(f"{s[0]}" if len(s) == 1 else f"{s[0]}-{s[-1]}" for s in spans)
