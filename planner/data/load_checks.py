"""Average load: the terms that it takes, and what it can't be counted with."""

from collections.abc import Iterator

from planner.config import ModelDefinition
from planner.data.reading import Readings, stated_rows
from planner.errors import Fault, listed

_TABLE = "power_terms"
_IDLE = "idle_power_share"
_FACTOR = "load_factor_"
"""What the term of a kind of workload begins with."""


def average_load_faults(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Terms that are missing, and loads that the tables state."""
    if model.power.load == "rated" or not model.workloads.use:
        return
    yield from _terms(model, readings)
    reading = readings.get("site_load")
    if reading is not None and reading.lines:
        found = f'"average", and {reading.table.path} states loads'
        expected = '"rated", since a stated load and the peak of the units have no hour in common'
        yield Fault(model.place("power.load"), found, expected)


def _terms(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    reading = readings.get(_TABLE)
    if reading is None or not reading.whole:
        return
    used = {
        kind
        for _, (name, kind) in stated_rows(readings, "workloads", "workload", "kind")
        if name in model.workloads.use
    }
    needed = [*(_FACTOR + kind for kind in sorted(used)), _IDLE]
    terms = {name for _, (name,) in reading.rows("term")}
    if missing := [name for name in needed if name not in terms]:
        found = f'"average", and {reading.table.path} lacks {listed(missing)}'
        fix = f"add the rows to {reading.table.path}, or leave load out"
        yield Fault(model.place("power.load"), found, f"the terms {listed(needed)}", fix)
