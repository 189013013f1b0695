"""Inference in the place of training: how much of one replaces an order of the other.

The published slopes get steeper: about as many orders of inference for the
first one or two, many more for three to four.
"""

from planner.demand.drivers import Drivers
from planner.demand.ranges import Range

KNOTS = {
    1.0: "inference_oom_for_1_training_oom",
    2.0: "inference_oom_for_2_training_oom",
    3.5: "inference_oom_for_3_training_oom",
}
"""Orders of training compute to the driver of the orders of inference that replace them."""


def inference_oom(drivers: Drivers, training_oom: float) -> Range:
    """Orders of magnitude of inference that replace `training_oom` of training.

    Straight between the published points; beyond the last one its slope goes on.
    """
    ends = (
        [getattr(drivers[name], end) for name in KNOTS.values()]
        for end in ("low", "value", "high")
    )
    return Range(*(_along([0.0, *KNOTS], [0.0, *points], training_oom) for points in ends))


def _along(x: list[float], y: list[float], at: float) -> float:
    """The broken line through the points, its last piece prolonged."""
    if at <= 0:
        return 0.0
    piece = next((i for i in range(1, len(x)) if at <= x[i]), len(x) - 1)
    slope = (y[piece] - y[piece - 1]) / (x[piece] - x[piece - 1])
    return y[piece - 1] + slope * (at - x[piece - 1])
