"""Ramps and declines of accelerators: by quarters without a gap, and never back."""

from collections.abc import Iterator
from typing import Any

from planner.config import ModelDefinition
from planner.data.reading import Check, Reading, Readings
from planner.errors import Fault, did_you_mean

TABLE = "accelerator_ramp"
ALL = "all"
SILICON = ("vendor", "node", "logic_die_mm2", "logic_dies_per_package")
"""Accelerators that share these are one generation: boards, racks and memory differ."""
_SHARES = ("share_low", "share", "share_high")


def _generations_are_known(readings: Readings) -> Iterator[Fault]:
    """A misspelt generation would be ramped as all others, and nobody would see it."""
    ramps, chips = readings.get(TABLE), readings.get("accelerators")
    if ramps is None or chips is None or not chips.whole:
        return
    known = {str(name) for _, (name,) in chips.rows("accelerator") if name is not None}
    for row, (name,) in ramps.rows("generation"):
        if name is not None and name != ALL and name not in known:
            expected = f"{ALL}, or an accelerator of {chips.table.path}"
            fix = did_you_mean(str(name), known)
            place = ramps.place(row, "generation")
            yield Fault(place, f"unknown accelerator {name!r}", expected, fix)


def _quarters_follow_each_other(readings: Readings) -> Iterator[Fault]:
    """Each from the first on, so that no time is without a share."""
    ramps = readings.get(TABLE)
    if ramps is None or not ramps.whole:
        return
    for (phase, generation, kind), rows in _paths(ramps).items():
        for due, (quarter, row) in enumerate(sorted(rows.items()), start=1):
            if quarter != due:
                found = f"quarter {quarter} of the {phase} of {generation}, {kind}"
                fix = f"add the row of quarter {due}"
                expected = f"quarter {due}: each follows the one before, from 1 on"
                yield Fault(ramps.place(row, "quarter"), found, expected, fix)
                break


def _a_ramp_never_falls(readings: Readings) -> Iterator[Fault]:
    """What a generation can have grows by quarters, and what it replaces shrinks."""
    ramps = readings.get(TABLE)
    if ramps is None:
        return
    for (phase, generation, kind), rows in _paths(ramps).items():
        for column in _SHARES:
            cells = ramps.values.get(column, [])
            before: tuple[int, Any] | None = None
            for quarter, row in sorted(rows.items()) if cells else ():
                share = cells[row]
                if share is None:
                    continue
                back = before is not None and (
                    share < before[1] if phase == "ramp" else share > before[1]
                )
                if back and before is not None:
                    moves = "falls" if phase == "ramp" else "rises"
                    yield Fault(
                        ramps.place(row, column),
                        f"the {phase} of {generation}, {kind}, {moves} from {before[1]:g} in "
                        f"quarter {before[0]} to {share:g} in quarter {quarter}",
                        "a ramp that does not fall, and a decline that does not rise",
                    )
                before = (quarter, share)


def _one_of_a_generation(readings: Readings) -> Iterator[Fault]:
    """Accelerators of the same dies are one generation, which has one ramp."""
    ramps, chips = readings.get(TABLE), readings.get("accelerators")
    if ramps is None or chips is None or not chips.whole:
        return
    dies = {str(name): of for _, (name, *of) in chips.rows("accelerator", *SILICON)}
    stated: dict[tuple[Any, ...], str] = {}
    for (phase, name, _), rows in _paths(ramps).items():
        if name == ALL or name not in dies:
            continue
        other = stated.setdefault((phase, *dies[name]), name)
        if other != name:
            place = ramps.place(min(rows.values()), "generation")
            found = f"a {phase} of {name!r}, which has the dies of {other!r}"
            yield Fault(place, found, "one of a generation", f"leave the rows of {name} out")


def _each_kind_is_stated(readings: Readings) -> Iterator[Fault]:
    """Where one kind of resource has a path, so has each: else the other had no limit."""
    ramps = readings.get(TABLE)
    if ramps is None or not ramps.whole:
        return
    kinds: dict[tuple[str, str], dict[str, int]] = {}
    for (phase, generation, kind), rows in _paths(ramps).items():
        kinds.setdefault((phase, generation), {})[kind] = min(rows.values())
    every = {kind for of in kinds.values() for kind in of}
    for (phase, generation), of in kinds.items():
        for kind in sorted(every - of.keys()):
            place = ramps.place(min(of.values()), "resource_kind")
            found = f"the {phase} of {generation} has no rows of {kind}"
            yield Fault(place, found, "rows of each kind", f"add those of {kind}")


def _paths(ramps: Reading) -> dict[tuple[str, str, str], dict[int, int]]:
    """Phase, generation and kind to quarter to the number of its row."""
    found: dict[tuple[str, str, str], dict[int, int]] = {}
    for row, (phase, generation, kind, quarter) in ramps.rows(
        "phase", "generation", "resource_kind", "quarter"
    ):
        if None not in (phase, generation, kind, quarter):
            found.setdefault((phase, generation, kind), {})[int(quarter)] = row
    return found


def ramp_is_stated(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """A model that asks for ramps or declines needs rows that hold for every generation."""
    ramps = readings.get(TABLE)
    if ramps is None or not ramps.whole:
        return
    stated = {(phase, generation) for phase, generation, _ in _paths(ramps)}
    for phase, asked in (("ramp", model.supply.ramp), ("decline", model.supply.decline)):
        if asked != "none" and (phase, ALL) not in stated:
            found = f"{asked!r}, but {ramps.table.path} has no {phase} of {ALL}"
            fix = f'add the rows, or write supply.{phase} = "none"'
            expected = f"rows of {phase} for {ALL}"
            yield Fault(model.place(f"supply.{phase}"), found, expected, fix)


RAMP_CHECKS: tuple[Check, ...] = (
    _generations_are_known,
    _quarters_follow_each_other,
    _a_ramp_never_falls,
    _one_of_a_generation,
    _each_kind_is_stated,
)
