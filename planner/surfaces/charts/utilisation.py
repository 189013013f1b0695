"""How full every link of the supply chain is, by year: a heat-map of the plan's limits."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from planner.results import Plan
from planner.wording.links import KINDS, pool_name
from planner.wording.numbers import to_percent

VENDORS, EQUIPMENT = "Vendors' shares", "National deliveries"
NOT_LIMITED = "no limit"
"""In a cell of what is used and no row limits."""
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
LETTERS = 30
"""Of a line beside a row."""
FRAME = "#D55E00"
DARK = 0.6
"""From this utilisation on the cell is dark, and its figure white."""


def delivered(power_technologies: pd.DataFrame | None) -> dict[str, str]:
    """Key of a national limit to the name of what is delivered: of one technology, or several.

    `power_technologies` is the input table; without it, keys stay as they are.
    """
    if power_technologies is None:
        return {}
    names = power_technologies.groupby("build_limit")["name"].agg(list)
    return {str(key): _common([str(name) for name in found]) for key, found in names.items()}


def _common(names: list[str]) -> str:
    """What names begin with: "Battery" of "Battery, 4 hours" and "Battery, 8 hours"."""
    if len(names) == 1:
        return names[0]
    heads = {name.partition(",")[0] for name in names}
    return heads.pop() if len(heads) == 1 else "; ".join(names)


def rows(plan: Plan, names: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Group, label, year, utilisation, binding and freedom of every link, where it has a row.

    `names` says what national limits are of, as :func:`delivered` has it.
    """
    names = names or {}
    supply = plan["supply"].copy()
    pool = supply["pool"].map(lambda name: pool_name(str(name)))
    whole = supply["vendor"] == ""
    supply["group"] = supply["kind"].map(KINDS).where(whole, VENDORS)
    supply["label"] = pool.where(whole, supply["vendor"] + " of " + pool)
    limits = plan["limits"]
    national = limits[limits["limit"] == "national_build_limit"]
    national = national.assign(
        group=EQUIPMENT,
        label=national["pool"].map(lambda key: names.get(str(key), str(key).replace("_", " "))),
    )
    # Runs of an earlier version have limited resources alone.
    limited = supply["limited"] if "limited" in supply else pd.Series(True, index=supply.index)
    supply["free"] = ~limited.astype(bool) & (supply["used"] > 0)
    national["free"] = False
    columns = ["group", "label", "year", "utilisation", "binding", "free"]
    # What no plan ever uses would fill the page with zeros.
    used = national.groupby("label")["used"].transform("sum") > 0
    return pd.concat([supply[columns], national.loc[used, columns]], ignore_index=True)


def draw(
    plan: Plan, title: str, folder: Path, names: Mapping[str, str] | None = None
) -> list[Path]:
    """Write ``utilisation.svg`` and ``utilisation.png`` to `folder`; returns their paths.

    None is written of a plan without a link of supply.
    """
    if rows(plan, names).empty:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with mpl.rc_context(SETTINGS):
        drawn = figure(plan, title, names)
        for ending, metadata in (("svg", {"Date": None}), ("png", {"Software": None})):
            path = folder / f"utilisation.{ending}"
            drawn.savefig(path, dpi=150, metadata=metadata)
            paths.append(path)
    return paths


def figure(plan: Plan, title: str = "", names: Mapping[str, str] | None = None) -> Figure:
    """The heat-map; without a title it has no heading and no note, for a page that says both."""
    links = rows(plan, names)
    order = [*KINDS.values(), VENDORS, EQUIPMENT]
    keys = links[["group", "label"]].drop_duplicates()
    keys = keys.sort_values("group", key=lambda group: group.map(order.index), kind="stable")
    labels = list(keys.itertuples(index=False, name=None))
    years = [int(y) for y in plan.summary["years"]]
    with mpl.rc_context(SETTINGS):
        size = (2.9 + 0.78 * len(years), (1.6 if title else 0.5) + 0.3 * len(labels))
        drawn = Figure(figsize=size, layout="constrained")
        axes = drawn.add_subplot()
        _draw_cells(axes, links, labels, years)
        axes.set_xticks(range(len(years)), [str(y) for y in years])
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(labels)), [fill(label, LETTERS) for _, label in labels])
        axes.tick_params(length=0, labelsize=9)
        axes.spines[:].set_visible(False)
        if title:
            heading = "\n".join(fill(line, int(size[0] * 10)) for line in (finding(links), title))
            drawn.suptitle(heading, x=0.01, ha="left", size=11, weight="bold")
            note = fill(NOTE, int(size[0] * LETTERS_PER_INCH))
            drawn.supxlabel(note, x=0.01, ha="left", size=7, color="#555555")
    return drawn


def _draw_cells(
    axes: Axes, links: pd.DataFrame, labels: list[tuple[str, str]], years: list[int]
) -> None:
    """Colour, figure and frame of each cell, and the name of each group beside its first row."""
    places = {key: i for i, key in enumerate(labels)}
    shades = mpl.colormaps["Blues"]
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    for cell in links.dropna(subset="utilisation").itertuples(index=False):
        i, j = places[cell.group, cell.label], years.index(int(cell.year))
        shade = shades(min(1.0, max(0.0, float(cell.utilisation))))
        # Cells are drawn, not an image: a page that loads nothing shows no embedded image either.
        axes.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor=shade, edgecolor="none"))
        figure = to_percent(cell.utilisation, 0)
        if figure == "100%" and not cell.binding:
            figure = ">99%"
        colour = "white" if cell.utilisation > DARK else "black"
        axes.text(j, i, figure, ha="center", va="center", color=colour, size=8)
        if cell.binding:
            frame = Rectangle(
                (j - 0.46, i - 0.44), 0.92, 0.88, fill=False, ec=FRAME, lw=2, zorder=2
            )
            axes.add_patch(frame)
    for cell in links[links["free"]].itertuples(index=False):
        i, j = places[cell.group, cell.label], years.index(int(cell.year))
        axes.text(j, i, NOT_LIMITED, ha="center", va="center", color="#555555", size=8)
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


def finding(links: pd.DataFrame) -> str:
    """The links that bind, each with the years in which it does."""
    full = links[links["binding"].astype(bool) & links["group"].isin(KINDS.values())]
    if full.empty:
        return "No link of the chip supply is full"
    # A country alone would not say what of it is full.
    built = full["group"] == KINDS["construction"]
    full = full.assign(label=full["label"].where(~built, "construction in " + full["label"]))
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
