"""Dies on a wafer: how many whole dies fit, and how many of them are good."""

from functools import cache
from math import hypot, sqrt

WAFER_DIAMETER_MM = 300.0
EDGE_EXCLUSION_MM = 3.0
SCRIBE_MM = 0.1
RETICLE_ASPECT = 26 / 33
"""Width over height of the reticle's field, 26 mm x 33 mm, which large dies follow."""
RETICLE_DIE_MM2 = 800.0
"""Area for which ``process_nodes.yield_reticle_die`` is stated, mm2."""


@cache
def gross_dies_per_wafer(die_mm2: float) -> int:
    """Whole dies of the reticle's shape on a 300 mm wafer, by grid packing.

    The grid is laid with a die's centre, edge or corner at the wafer's
    centre, and the best of the four is taken, as a stepper's map would be.
    Scribe lines of 0.1 mm are added, and 3 mm at the edge are lost.
    """
    width = sqrt(die_mm2 * RETICLE_ASPECT) + SCRIBE_MM
    height = sqrt(die_mm2 / RETICLE_ASPECT) + SCRIBE_MM
    radius = WAFER_DIAMETER_MM / 2 - EDGE_EXCLUSION_MM
    across, along = int(radius / width) + 2, int(radius / height) + 2

    def whole(shift_x: float, shift_y: float) -> int:
        lefts = [(i + shift_x) * width for i in range(-across, across)]
        bottoms = [(i + shift_y) * height for i in range(-along, along)]
        return sum(
            hypot(max(abs(x), abs(x + width)), max(abs(y), abs(y + height))) <= radius
            for x in lefts
            for y in bottoms
        )

    return max(whole(x, y) for x in (0.0, 0.5) for y in (0.0, 0.5))


def good_dies_per_wafer(die_mm2: float, yield_reticle_die: float) -> float:
    """Good dies on a wafer.

    The yield of a reticle-size die, harvested dies included, is carried to
    another area by the Poisson law: ``yield ** (area / 800 mm2)``.
    """
    return gross_dies_per_wafer(die_mm2) * yield_reticle_die ** (die_mm2 / RETICLE_DIE_MM2)
