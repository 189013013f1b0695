"""Labels that lie on no bubble and on no other label, each with a line that crosses neither."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_GAPS_POINTS = (5.0, 12.0, 20.0, 30.0, 42.0, 56.0, 72.0, 90.0, 110.0, 135.0, 165.0)
"""Distances of a label from its bubble that are tried, the nearest first."""
_BESIDE = 1
"""So many of them need no line: a label that is near is its bubble's."""
_AROUND = 24
"""Directions in which a label may lie, those to the right and to the left first."""
_OVER_A_BUBBLE_POINTS = 40.0
"""How much farther away a label may lie for a line that crosses one bubble less."""

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class _Place:
    """Where a label may lie, and its line, if it needs one."""

    centre: Point
    box: Box
    line: tuple[Point, Point] | None


def place_labels(
    figure: Figure,
    axes: Axes,
    x: np.ndarray,
    y: np.ndarray,
    radii: np.ndarray,
    texts: Sequence[str],
    size: float = 8.0,
    clear: Sequence[Box] = (),
) -> int:
    """Write ``texts[i]`` beside bubble i, in the order given; returns how many found room.

    `x` and `y` are in data units, `radii` in points, for all bubbles; the
    first ``len(texts)`` of them are labelled. Each label takes the nearest free
    place around its bubble, with a thin line when it had to move away, and is
    left out when there is none. Neither a label nor a line crosses another of
    either; `clear` are boxes in pixels, such as that of a legend, that stay free.
    """
    FigureCanvasAgg(figure)
    # Axes of a fixed aspect take their place when they are drawn.
    figure.draw_without_rendering()
    per_point = figure.dpi / 72
    centres = [(float(a), float(b)) for a, b in axes.transData.transform(np.column_stack([x, y]))]
    bubbles = [(centre, float(r) * per_point) for centre, r in zip(centres, radii, strict=True)]
    taken: list[Box] = list(clear)
    lines: list[tuple[Point, Point]] = []
    found = 0
    for i, text in enumerate(texts):
        written = axes.text(0, 0, text, size=size, va="center", ha="center", zorder=5)
        extent = written.get_window_extent()
        half = (extent.width / 2 + 2 * per_point, extent.height / 2 + per_point)
        edge = (figure.bbox.width, figure.bbox.height)
        place = _best(i, half, bubbles, taken, lines, edge, per_point)
        if place is None:
            written.remove()
            continue
        found += 1
        taken.append(place.box)
        at = axes.transData.inverted().transform(place.centre)
        written.set_position((float(at[0]), float(at[1])))
        if place.line:
            lines.append(place.line)
            ends = axes.transData.inverted().transform(place.line)
            axes.plot(ends[:, 0], ends[:, 1], color="#555555", linewidth=0.5, zorder=4)
    return found


def _best(
    i: int,
    half: Point,
    bubbles: Sequence[tuple[Point, float]],
    taken: Sequence[Box],
    lines: Sequence[tuple[Point, Point]],
    edge: Point,
    per_point: float,
) -> _Place | None:
    """The nearest place that touches nothing; a line over a bubble counts as a way round it."""
    best, least = None, float("inf")
    for number, gap in enumerate(_GAPS_POINTS):
        if gap >= least:
            break
        for place in _around(bubbles[i], gap * per_point, half, lined=number >= _BESIDE):
            if not _free(place, bubbles, taken, lines, edge):
                continue
            crossed = _crossed(place, bubbles, i)
            if (cost := gap + crossed * _OVER_A_BUBBLE_POINTS) < least:
                best, least = place, cost
    return best


def _around(
    bubble: tuple[Point, float], gap: float, half: Point, *, lined: bool
) -> Iterator[_Place]:
    """Places around a bubble: to the right, to the left, and then on all sides."""
    (cx, cy), radius = bubble
    turns = [0.0, 0.5, *(k / _AROUND for k in range(1, _AROUND) if 2 * k != _AROUND)]
    for turn in turns:
        dx, dy = cos(2 * pi * turn), sin(2 * pi * turn)
        away = radius + gap
        centre = (cx + dx * (away + half[0]), cy + dy * (away + half[1]))
        box = _box(centre, half)
        line = None
        if lined:
            end = (min(max(cx, box[0]), box[2]), min(max(cy, box[1]), box[3]))
            far = hypot(end[0] - cx, end[1] - cy) or 1.0
            start = (cx + (end[0] - cx) * radius / far, cy + (end[1] - cy) * radius / far)
            line = (start, end)
        yield _Place(centre, box, line)


def _free(
    place: _Place,
    bubbles: Sequence[tuple[Point, float]],
    taken: Sequence[Box],
    lines: Sequence[tuple[Point, Point]],
    edge: Point,
) -> bool:
    """Whether a label and its line touch no bubble's label, no line, and not the edge."""
    box = place.box
    if box[0] < 0 or box[1] < 0 or box[2] > edge[0] or box[3] > edge[1]:
        return False
    if any(_near(centre, box) < radius for centre, radius in bubbles):
        return False
    if any(_overlap(box, other) for other in taken):
        return False
    if any(_crosses_box(line, box) for line in lines):
        return False
    if place.line is None:
        return True
    return not any(_crosses_box(place.line, other) for other in taken) and not any(
        _crosses(place.line, other) for other in lines
    )


def _crossed(place: _Place, bubbles: Sequence[tuple[Point, float]], own: int) -> int:
    """How many bubbles of others the line of a label crosses."""
    if place.line is None:
        return 0
    return sum(
        j != own and _from_line(centre, place.line) < radius
        for j, (centre, radius) in enumerate(bubbles)
    )


def _box(centre: Point, half: Point) -> Box:
    return (centre[0] - half[0], centre[1] - half[1], centre[0] + half[0], centre[1] + half[1])


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _near(point: Point, box: Box) -> float:
    """How far a point is from a box."""
    dx = max(box[0] - point[0], 0.0, point[0] - box[2])
    dy = max(box[1] - point[1], 0.0, point[1] - box[3])
    return hypot(dx, dy)


def _from_line(point: Point, line: tuple[Point, Point]) -> float:
    """How far a point is from a line between two others."""
    (ax, ay), (bx, by) = line
    length = (bx - ax) ** 2 + (by - ay) ** 2 or 1.0
    share = ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length
    share = min(max(share, 0.0), 1.0)
    return hypot(point[0] - ax - share * (bx - ax), point[1] - ay - share * (by - ay))


def _crosses(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    """Whether two lines cross."""
    return _side(a, b[0]) * _side(a, b[1]) < 0 and _side(b, a[0]) * _side(b, a[1]) < 0


def _side(line: tuple[Point, Point], point: Point) -> float:
    """On which side of a line a point is, by its sign."""
    (ax, ay), (bx, by) = line
    return (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)


def _crosses_box(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a line enters a box."""
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    inside = any(box[0] < px < box[2] and box[1] < py < box[3] for px, py in line)
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    return inside or any(_crosses(line, side) for side in sides)
