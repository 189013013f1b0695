"""What old generations do: training, inference, nothing, or no more service."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd
import pyomo.environ as pyo

from planner.results.idle_accelerators import idle_units
from planner.solving.solve import SolvedWorld

ONE_UNIT = 1e-6
"""Million units below which there are none: less is rounding of the solver."""
COLUMNS = (
    "year", "accelerator", "bought_million", "in_life_million", "training_million",
    "inference_million", "spare_million", "waiting_million", "retired_early_million",
    "retired_by_age_million", "to_inference_million", "to_training_million",
)  # fmt: skip


def redeployment(solved: SolvedWorld) -> pd.DataFrame:
    """Units of each generation and year by what they do, and the least that changed work; million.

    ``in_life`` is the sum of ``training``, ``inference``, ``spare`` (running, and no
    workload needs them), ``waiting`` (idle, and they run again) and
    ``retired_early`` (idle for good: what they would cost to run is worth more
    elsewhere). ``retired_by_age`` are those whose life ended with the year before.
    ``to_inference`` are those that must have left training for it since the
    year before, and ``to_training`` those that must have come the other way:
    what new units and such as did nothing can't account for. Where redeployment
    is free, which generation does which work is one of many assignments of the
    same cost; where it is one way, nothing comes back to training.
    """
    m, world = solved.formulation.model, solved.world
    bought = _summed(
        ((k, y), pyo.value(v)) for (k, _, y), v in m.accelerators_bought_million.items()
    )
    cohorts = _summed(_cohorts(solved))
    runs = {w for w, load in world.workloads.items() if load.kind == "training_run"}
    work: dict[bool, dict[tuple[str, int], float]] = {
        training: _summed(
            ((k, y), pyo.value(v))
            for (w, k, y), v in m.compute_allocated_million.items()
            if (w in runs) == training
        )
        for training in (True, False)
    }
    waiting: dict[tuple[str, int], float] = defaultdict(float)
    early: dict[tuple[str, int], float] = defaultdict(float)
    for k, _, y, again, never, _ in idle_units(solved):
        waiting[k, y] += again
        early[k, y] += never
    rows = []
    for k, chip in world.accelerators.items():
        before: tuple[float, float, float] | None = None
        for y in m.YEARS:
            life = {v: n for (j, v), n in cohorts.items() if j == k and v <= y}
            stands = sum(n for v, n in life.items() if world.in_life(v, y, chip.stays_years))
            last = sum(n for v, n in life.items() if world.in_life(v, y - 1, chip.stays_years))
            new = bought.get((k, y), 0.0)
            ended = max(0.0, last + new - stands)
            training, inference = work[True].get((k, y), 0.0), work[False].get((k, y), 0.0)
            idle = waiting[k, y] + early[k, y]
            spare = max(0.0, stands - training - inference - idle)
            moved = (0.0, 0.0)
            if before is not None:
                trained, inferred, nothing = before
                free = new + nothing
                moved = (
                    min(trained, max(0.0, inference - inferred - free)),
                    min(inferred, max(0.0, training - trained - free)),
                )
            if stands > ONE_UNIT or ended > ONE_UNIT:
                figures = (training, inference, spare, waiting[k, y], early[k, y], ended, *moved)
                clean = (value if value > ONE_UNIT else 0.0 for value in figures)
                rows.append((y, k, new, stands, *clean))
            before = (training, inference, spare + idle)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["year", "accelerator"], ignore_index=True)


def _cohorts(solved: SolvedWorld) -> Iterator[tuple[tuple[str, int], float]]:
    """Generation and year of purchase or installation, and units, million."""
    for site in solved.world.sites.values():
        yield from site.existing_fleet.items()
    for (k, _, v), bought in solved.formulation.model.accelerators_bought_million.items():
        yield (k, v), pyo.value(bought)


def _summed(
    parts: Iterable[tuple[tuple[str, int], float]],
) -> dict[tuple[str, int], float]:
    total: dict[tuple[str, int], float] = {}
    for key, value in parts:
        total[key] = total.get(key, 0.0) + value
    return total
