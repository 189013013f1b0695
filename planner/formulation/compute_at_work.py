"""What a unit computes at a workload, and how loose the bounds of a choice of runs are."""

from planner.system import Accelerator, Workload, World
from planner.units import (
    FLOP_PER_MODEL_UNIT,
    FLOP_PER_TFLOP,
    H100_EIGHT_BIT_DENSE_TFLOPS,
    H100_MEMORY_TB_PER_S,
    SECONDS_PER_DAY,
    UNITS_PER_MILLION,
)

H100_PER_DAY = (
    H100_EIGHT_BIT_DENSE_TFLOPS
    * FLOP_PER_TFLOP
    * SECONDS_PER_DAY
    * UNITS_PER_MILLION
    / FLOP_PER_MODEL_UNIT
)
"""What a million H100 train in a day at peak, 1e27 FLOP."""
SLACK = 1.001
"""How much looser than need be the bounds of a choice are: where they met a limit of the tables,
they would take its price."""
LEAST_EFFICIENCY = 0.1
"""An option that leaves less of a run's time is none: its rows would span too many orders."""


def h100e_at_work(world: World, w: str, k: str) -> float:
    """H100-equivalents of one unit of a generation at a workload."""
    chip, load = world.accelerators[k], world.workloads[w]
    if load.kind == "training_run":
        return chip.training_compute_per_day / H100_PER_DAY
    if not load.decode_share or not chip.h100e:
        return chip.h100e
    hours = (1 - load.decode_share) / chip.h100e
    return 1 / (hours + load.decode_share / _decoding(load, chip))


def _decoding(load: Workload, chip: Accelerator) -> float:
    """Tokens that a unit generates over those of an H100: each by the lower of its two roofs."""
    per_byte = load.decode_flop_per_byte
    own = min(H100_EIGHT_BIT_DENSE_TFLOPS * chip.h100e, per_byte * chip.memory_tb_per_s)
    return own / min(H100_EIGHT_BIT_DENSE_TFLOPS, per_byte * H100_MEMORY_TB_PER_S)


def share_of_target(world: World, w: str, k: str, y: int) -> float:
    """Share of the target that a million units compute in a training run."""
    load = world.workloads[w]
    compute = load.days(y) * load.utilisation * world.accelerators[k].training_compute_per_day
    return float(compute / load.target[y])
