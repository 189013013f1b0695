"""Drawings for a document: as SVG with their text as text, the same bytes each time."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import log10
from typing import Any

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from planner.surfaces.charts.figure import GREY, SETTINGS
from planner.wording.numbers import power_of_ten

WIDTH_INCHES = 5.4
"""So that letters can still be read when a telephone shows the whole width."""
INK = "#222222"
DOCUMENT: dict[Any, Any] = {
    **SETTINGS,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "sans-serif"],
    "font.size": 9.5,
    "axes.titlesize": 10,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def drawing(height: float, width: float = WIDTH_INCHES) -> Iterator[Figure]:
    """A figure to draw on, with the settings of the document while the block lasts."""
    with mpl.rc_context(DOCUMENT):
        yield Figure(figsize=(width, height), layout="constrained")


def plain_powers(axis: Axis) -> None:
    """Label a logarithmic axis with powers of ten as plain text: no formula is set for them."""
    axis.set_major_formatter(lambda value, _: power_of_ten(round(log10(value))))
    axis.set_minor_locator(NullLocator())


def as_svg(figure: Figure) -> str:
    """The figure as SVG, from its first tag on, with no date in it."""
    out = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "planner"}):
        figure.savefig(out, format="svg", metadata=dict.fromkeys(_METADATA))
    svg = out.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    return svg.strip()


_METADATA = ("Date", "Creator", "Format", "Type")
