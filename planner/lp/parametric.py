"""The first straight piece of a convex curve of optima, and where it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_MOST = 14
_FURTHER = 8.0
"""While the curve is straight the next look is so many times as far."""
_LEAST_STEP = 1e-7
_ROUNDING = 1e-9
"""Of an optimum, relative to its size and at least to one."""
_STRAIGHT = 1e-6
"""Of a change of an optimum, relative to its size."""

Point = tuple[float, float]
"""Height and slope of the curve."""


@dataclass(frozen=True)
class LinearPiece:
    """A straight piece of a curve that begins at zero."""

    slope: float
    length: float
    ends: bool
    """Whether the curve is known to bend at `length`; else it was looked at no further."""


def first_piece(
    curve: Callable[[float], Point | None],
    height: float,
    slope: float,
    furthest: float,
    nearest: float | None = None,
) -> LinearPiece:
    """The piece of a convex, piecewise straight `curve` that begins at zero.

    `height` is that of the curve at zero, `slope` a subgradient there, such as
    a dual: where it is not that of the piece, the piece's own is returned. Each
    look is a solve; where tangents meet is where the curve bends, so a few are
    enough. `furthest` is the end of what is looked at, `nearest` where the search
    begins; a curve of None has no solution there.
    """
    at, guess = min(nearest or furthest, furthest), slope
    beyond: tuple[float, float, float] | None = None
    best: LinearPiece | None = None
    for _ in range(_MOST):
        found = curve(at)
        if found is None:
            at /= 4
            continue
        value, tangent = found
        drop = height - (value - tangent * at)
        close = _ROUNDING * max(1.0, abs(height)) + _STRAIGHT * abs(value - height)
        if abs(drop) <= close:
            best = LinearPiece(tangent, at, ends=False)
            if beyond is None and at >= furthest:
                return best
            if beyond is None:
                at = min(furthest, _FURTHER * at)
                continue
            meet = _meet(height, tangent, beyond)
            if not at * (1 + _STRAIGHT) < meet < beyond[0] * (1 - _STRAIGHT):
                return LinearPiece(tangent, at, ends=True)
            at = meet
            continue
        beyond = (at, value, tangent)
        if best is not None:
            meet = _meet(height, best.slope, beyond)
        else:
            meet = _meet(height, guess, beyond)
        floor = best.length if best else 0.0
        if abs(value - (height + (best.slope if best else guess) * at)) <= close:
            # On both lines: this is where they meet.
            return LinearPiece(best.slope if best else guess, at, ends=True)
        inside = floor < meet < at * (1 - _STRAIGHT)
        at = meet if inside else floor + (at - floor) / 8
        if at < _LEAST_STEP * furthest:
            break
    return best or LinearPiece(slope, 0.0, ends=True)


def _meet(height: float, slope: float, line: tuple[float, float, float]) -> float:
    """Where the line from zero and the tangent at a point further on cross."""
    at, value, tangent = line
    if tangent == slope:
        return at
    return (value - tangent * at - height) / (slope - tangent)
