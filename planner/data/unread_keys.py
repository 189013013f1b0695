"""Keys of a model file that its other keys leave unread."""

from collections.abc import Iterator

from planner.config import ModelDefinition
from planner.data.unread import Reason

_OF_CHIP_SUPPLY = (
    "supply.within_year", "supply.expansion", "supply.ramp", "supply.decline",
    "supply.contracts", "supply.euv",
)  # fmt: skip
_OF_COUNTS = ("supply.periods_per_year", "supply.region_shares")
"""Keys of the chip supply that shipments go by, too, where they are given."""


def unread_keys(model: ModelDefinition) -> Iterator[tuple[str, Reason]]:
    """Keys with another value than by default that nothing reads, each with the reason."""
    for key, needed, read in _conditions(model):
        part, _, name = key.partition(".")
        held = getattr(model, part)
        if not read and getattr(held, name) != type(held).model_fields[name].get_default():
            yield key, Reason(needed, "or leave it out")


def _conditions(model: ModelDefinition) -> Iterator[tuple[str, str, bool]]:
    """Key, the condition under which it is read, and whether that is met."""
    time, released = model.time, model.limits.release
    goal = model.objective.goal == "most_compute"
    yield "objective.compute_in", 'it is read with objective.goal = "most_compute"', goal
    looks = model.foresight.mode != "perfect"
    yield "foresight.step", 'it is read with foresight.mode = "myopic" or "rolling"', looks
    for key in ("time.slices_per_day", "time.extreme"):
        yield key, "it is read where time.days is stated", time.days is not None
    yield "time.slice_set", "it is read where time.days is not stated", time.days is None
    needed = "limits.release takes away what chip_supply limits: it is read without that"
    limited = "chip_supply" not in released
    for key in _OF_CHIP_SUPPLY:
        yield key, needed, limited
    for key in _OF_COUNTS:
        yield key, needed, limited or model.commitments.accelerators != "none"
    needed = "limits.release takes away what sites limits: it is read without that"
    yield "limits.national_construction", needed, "sites" not in released
