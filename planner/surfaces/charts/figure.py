"""What all charts share: sizes, colours that the colour-blind can tell apart, and saving."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito, in an order in which neighbours differ in lightness too.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
VERMILLION, SKY, BLACK, GREY = "#D55E00", "#56B4E9", "#000000", "#767676"

SETTINGS: dict[Any, Any] = {
    "text.parse_math": False,  # a name with two dollar signs is no formula
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "planner",  # the same plan gives the same file
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
}
SIZE_INCHES = (8.0, 5.0)
DPI = 150


@contextmanager
def chart(folder: Path, name: str, source: str) -> Iterator[tuple[Axes, list[Path]]]:
    """Axes to draw on; at the end of the block the figure is saved, its paths in the list.

    No display and no global state of matplotlib is used, so that charts can be
    drawn anywhere.
    """
    paths: list[Path] = []
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=SIZE_INCHES, layout="constrained")
        axes = figure.add_subplot()
        yield axes, paths
        figure.supxlabel(source, x=0.01, ha="left", fontsize=8, color=GREY)
        folder.mkdir(parents=True, exist_ok=True)
        for ending, metadata in (("svg", {"Date": None}), ("png", {"Software": None})):
            path = folder / f"{name}.{ending}"
            figure.savefig(path, dpi=DPI, metadata=metadata)
            paths.append(path)
