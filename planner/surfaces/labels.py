"""Labels that lie on no bubble and on no other label."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_GAP_POINTS = 6.0
_DIRECTIONS = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)]
_FARTHER = (1.0, 2.2, 4.0, 6.5)

Box = tuple[float, float, float, float]


def place_labels(
    figure: Figure,
    axes: Axes,
    x: np.ndarray,
    y: np.ndarray,
    radii: np.ndarray,
    texts: Sequence[str],
    size: float = 8.0,
) -> int:
    """Write ``texts[i]`` beside bubble i, in the order given; returns how many found room.

    `x` and `y` are in data units, `radii` in points, for all bubbles; the
    first ``len(texts)`` of them are labelled. Each label takes the first free
    place around its bubble, with a thin line when it had to move away, and is
    left out when there is none.
    """
    FigureCanvasAgg(figure)
    per_point = figure.dpi / 72
    centres = axes.transData.transform(np.column_stack([x, y]))
    bubbles = [
        (cx - r * per_point, cy - r * per_point, cx + r * per_point, cy + r * per_point)
        for (cx, cy), r in zip(centres, radii, strict=True)
    ]
    edge = figure.bbox
    taken: list[Box] = []
    for i, text in enumerate(texts):
        written = axes.text(0, 0, text, size=size, va="center", ha="center", zorder=5)
        extent = written.get_window_extent()
        half = (extent.width / 2 + 4 * per_point, extent.height / 2 + per_point)
        place = _free(centres[i], radii[i] * per_point, half, bubbles, taken, edge, per_point)
        if place is None:
            written.remove()
            continue
        centre, moved = place
        taken.append(_box(centre, half))
        at = axes.transData.inverted().transform(centre)
        written.set_position((float(at[0]), float(at[1])))
        if moved:
            axes.plot([x[i], at[0]], [y[i], at[1]], color="#555555", linewidth=0.5, zorder=4)
            written.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8})
    return len(taken)


def _free(
    centre: np.ndarray,
    radius: float,
    half: tuple[float, float],
    bubbles: Sequence[Box],
    taken: Sequence[Box],
    edge: object,
    per_point: float,
) -> tuple[tuple[float, float], bool] | None:
    """The nearest place for a label that touches nothing, and whether it needs a line."""
    for step in _FARTHER:
        for dx, dy in _DIRECTIONS:
            away = radius + _GAP_POINTS * per_point + (step - 1) * 12 * per_point
            candidate = (
                float(centre[0] + dx * (away + half[0])),
                float(centre[1] + dy * (away + half[1])),
            )
            box = _box(candidate, half)
            if box[0] < 0 or box[1] < 0 or box[2] > edge.width or box[3] > edge.height:  # type: ignore[attr-defined]
                continue
            if not any(_overlap(box, other) for other in (*bubbles, *taken)):
                return candidate, step > 1
    return None


def _box(centre: tuple[float, float], half: tuple[float, float]) -> Box:
    return (centre[0] - half[0], centre[1] - half[1], centre[0] + half[0], centre[1] + half[1])


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
