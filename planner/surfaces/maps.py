"""Static maps: where the clusters of a year stand, and how large they are."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from planner.data.atomic_files import whole_file
from planner.data.geography import areas
from planner.surfaces.exchange.site_layers import drawn_gw
from planner.surfaces.labels import place_labels
from planner.wording.numbers import to_decimals, to_figures

US_ALBERS = "EPSG:5070"
"""Conus Albers: areas are true, so a bubble may be held against a state."""
WORLD = "ESRI:54030"
"""Robinson."""

US_POINTS_PER_GW, WORLD_POINTS_PER_GW = 160.0, 30.0
"""Area of a bubble, square points a GW."""
DPI = 160
"""Labels are laid out for this resolution: text is a little wider or narrower at another."""
_SEEN = 0.02
"""An addition of less than this share of a bubble is not drawn round what stood before."""
_EDGE = 0.6
"""Points of the white edge by which bubbles that overlap are told apart."""
_LAND, _BORDER = "#e9ecef", "#ffffff"
_EXISTING, _ADDED = "#8a94a6", "#d1495b"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "planner",
    "font.family": "DejaVu Sans",
    "text.parse_math": False,
}


WIDTH_INCHES = 11.0
"""Of a map by itself; a smaller one has the same letters and smaller bubbles."""


CONTIGUOUS = (-125.0, -66.0, 24.0, 50.0)
"""West, east, south and north of the USA without Alaska and Hawaii, degrees."""


def in_usa(sites: gpd.GeoDataFrame) -> pd.Series:
    """Whether each site lies on the map of the USA."""
    west, east, south, north = CONTIGUOUS
    return sites["longitude"].between(west, east) & sites["latitude"].between(south, north)


def us_map(
    layer: gpd.GeoDataFrame,
    year: int,
    *,
    caption: str | None,
    labels: int = 12,
    width: float = WIDTH_INCHES,
) -> Figure:
    """The sites of the contiguous USA at the end of `year`.

    The area of a bubble is its facility power, or the load that the tables
    state. The inner, grey part stood before the plan; the red ring is what the
    plan adds. `labels` of the largest are named, where there is room. Without a caption it has no
    heading either, for a page that says both.
    """
    sites = _of_year(layer, year).to_crs(US_ALBERS)
    states = areas("balancing_areas").dissolve("state").to_crs(US_ALBERS)
    return _map(sites, states, str(year), caption, labels, US_POINTS_PER_GW, width)


def world_map(
    layer: gpd.GeoDataFrame,
    year: int,
    *,
    caption: str | None,
    labels: int = 6,
    width: float = WIDTH_INCHES,
) -> Figure:
    """The sites of all countries at the end of `year`; otherwise as :func:`us_map`."""
    sites = _of_year(layer, year).to_crs(WORLD)
    land = areas("countries").to_crs(WORLD)
    return _map(sites, land, str(year), caption, labels, WORLD_POINTS_PER_GW, width)


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG or SVG, by the ending of `path`; text in SVG stays text."""
    with whole_file(path) as fresh, matplotlib.rc_context(_SETTINGS):
        metadata = {"Date": None} if path.suffix == ".svg" else None
        figure.savefig(fresh, dpi=DPI, metadata=metadata)


def _of_year(layer: gpd.GeoDataFrame, year: int) -> gpd.GeoDataFrame:
    """The sites with power or load in a year, largest first, and what they had in the first.

    A load that the tables state stands before the plan.
    """
    layer = layer.assign(drawn_gw=drawn_gw(layer))
    sites = layer[(layer["year"] == year) & (layer["drawn_gw"] > 0)].copy()
    pue = (sites["facility_gw"] / sites["it_gw"]).fillna(0.0)
    start = layer[layer["year"] == layer["year"].min()].set_index("site")
    before = (start["shell_it_gw"] - start["shell_built_it_gw"]).reindex(sites["site"])
    stated = (sites["drawn_gw"] - sites["facility_gw"]).to_numpy()
    before_gw = before.to_numpy() * pue.to_numpy() + stated
    sites["before_gw"] = np.minimum(before_gw, sites["drawn_gw"])
    return sites.sort_values("drawn_gw", ascending=False)


def _map(
    sites: gpd.GeoDataFrame,
    land: gpd.GeoDataFrame,
    year: str,
    caption: str | None,
    labels: int,
    points_per_gw: float,
    width: float,
) -> Figure:
    """Bubbles on land, with a headline that says what they add up to."""
    points_per_gw *= (width / WIDTH_INCHES) ** 2
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(width, 7.2 / 11 * width), dpi=DPI, facecolor="white")
        axes = figure.add_axes((0.01, 0.06, 0.98, 0.83 if caption is not None else 0.89))
        land.plot(ax=axes, color=_LAND, edgecolor=_BORDER, linewidth=0.8)
        axes.set_axis_off()
        axes.set_aspect("equal")
        x, y = sites.geometry.x.to_numpy(), sites.geometry.y.to_numpy()
        whole, before = sites["drawn_gw"].to_numpy(), sites["before_gw"].to_numpy()
        grown = whole - before > _SEEN * whole
        for gw, colour in ((np.where(grown, whole, 0.0), _ADDED), (before, _EXISTING)):
            sizes = points_per_gw * gw
            edge = np.where(gw > 0, _EDGE, 0.0)
            axes.scatter(
                x, y, s=sizes, color=colour, alpha=0.9, edgecolor="white", linewidth=edge, zorder=3
            )
        legend = _legend(axes, points_per_gw)
        if caption is not None:
            figure.text(0.02, 0.955, _headline(sites, year), size=15, weight="bold", va="top")
            figure.text(0.02, 0.02, caption, size=8, color="#555555")
        height = 0.91 if caption is not None else 0.99
        of = "facility power" if (sites["facility_gw"] > 0).all() else "facility power or load"
        figure.text(0.02, height, f"Area of a bubble: {of}, GW", size=10, va="top")
        named = sites.head(labels)
        texts = [
            f"{name}  {to_decimals(gw, 1)}"
            for name, gw in zip(_names(named), named["drawn_gw"], strict=True)
        ]
        radii = np.sqrt(points_per_gw * whole / np.pi)
        figure.draw_without_rendering()
        free = legend.get_window_extent()
        place_labels(
            figure, axes, x, y, radii, texts, clear=[(free.x0, free.y0, free.x1, free.y1)]
        )
    return figure


def _names(sites: gpd.GeoDataFrame) -> pd.Series:
    """What a reader calls the sites; those of a problem of one's own may have an id alone."""
    names = sites["name"].astype(object)
    return names.where(sites["name"].notna(), sites["site"].astype(object))


def _headline(sites: gpd.GeoDataFrame, year: str) -> str:
    """A finding: the total, and how few places hold half of it."""
    total = sites["drawn_gw"].sum()
    if not total:
        return f"{year}: no site has power"
    half = int((sites["drawn_gw"].cumsum() < total / 2).sum()) + 1
    places = "one site holds" if half == 1 else f"{half} of {len(sites)} sites hold"
    return f"{to_figures(total)} GW in {year}; {places} half of it"


def _legend(axes: Axes, points_per_gw: float) -> Legend:
    """Circles of one and five GW, and the two colours."""
    marks = [
        Line2D(
            [], [], linestyle="", marker="o", color="white", markeredgecolor="#555555",
            markersize=2 * np.sqrt(points_per_gw * gw / np.pi), label=f"{gw} GW",
        )
        for gw in (1, 5)
    ]  # fmt: skip
    marks += [
        Line2D([], [], linestyle="", marker="o", markersize=9, color=colour, label=label)
        for colour, label in ((_EXISTING, "stood before"), (_ADDED, "added by the plan"))
    ]
    return axes.legend(
        handles=marks, loc="lower left", ncols=4, frameon=False, fontsize=9, labelspacing=1.6,
        columnspacing=1.5, handletextpad=0.3, handlelength=4.2, borderpad=0.2,
    )  # fmt: skip
