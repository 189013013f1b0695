"""Cases and single values that take the place of cells, as a model file states them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from planner.config import CASES, CaseOrPosition, CellValue
from planner.data.cells import Value, parse
from planner.data.paths import Frames, Key, Target, keys_of, resolve
from planner.data.reading import plain, typed
from planner.data.schema import Schema, Table
from planner.errors import Fault, did_you_mean, listed, quoted

Place = Callable[[str], str]
"""From a path to where it is stated, for a fault."""

_POSITIONS = {"low": -1.0, "central": 0.0, "high": 1.0}


class Change(NamedTuple):
    """A cell whose value is not its file's any more; None stands for a blank."""

    table: str
    key: Key
    column: str
    old: Value | None
    new: Value | None


@dataclass(frozen=True)
class Changed:
    """Tables after changes, what was changed, and what was wrong with the changes."""

    tables: Frames
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]


def with_cases(
    frames: Frames, schema: Schema, cases: Mapping[str, CaseOrPosition], place: Place
) -> Changed:
    """Put low or high values, or ones between, in the place of central ones.

    A path is that of a column or of a cell, ``table.*`` or ``*`` for every
    quantity with a range. The narrowest path that covers a cell decides. A
    blank leaves the central value.
    """
    faults: list[Fault] = []
    picked: dict[tuple[str, str], list[float]] = {}
    for path, case in sorted(cases.items(), key=lambda item: _narrowness(item[0])):
        targets = _quantities(path, frames, schema, place(path))
        position = _POSITIONS.get(case) if isinstance(case, str) else float(case)
        if position is None or not -1 <= position <= 1:
            fix = did_you_mean(str(case), CASES)
            named = f"one of {', '.join(CASES)}"
            expected = named if isinstance(case, str) else "a number from -1 (low) to 1 (high)"
            faults.append(Fault(place(path), quoted(case), expected, fix))
            continue
        if isinstance(targets, Fault):
            faults.append(targets)
            continue
        for target in targets:
            name = target.table.name
            if name in frames:
                length = len(frames[name])
                rows = picked.setdefault((name, target.column), [0.0] * length)
                for row in range(length) if target.row is None else (target.row,):
                    rows[row] = position
    if faults:
        return Changed(frames, (), tuple(faults))
    changed = dict(frames)
    changes: list[Change] = []
    for (name, column), rows in picked.items():
        field = schema[name].fields[column]
        central = plain(frames[name][column])
        # Only quantities with a range are picked, but one end of it may be lacking.
        low, high = (plain(frames[name][end or column]) for end in (field.low, field.high))
        new = [
            _between(central[row], (high if position > 0 else low)[row], abs(position))
            for row, position in enumerate(rows)
        ]
        if field.type == "integer":
            new = [value if value is None else round(value) for value in new]
        changed[name], made = _replaced(changed[name], schema[name], column, new)
        changes += made
    return Changed(changed, tuple(changes), ())


def with_values(
    frames: Frames, schema: Schema, values: Mapping[str, CellValue], place: Place
) -> Changed:
    """Put single values into cells; each is held to the schema as a file's cell is."""
    faults: list[Fault] = []
    changed = dict(frames)
    changes: list[Change] = []
    for path, given in values.items():
        target = resolve(path, frames, schema, place(path))
        if isinstance(target, Fault):
            faults.append(target)
            continue
        value, fault = _checked(given, target, frames, place(path))
        if fault:
            faults.append(fault)
        elif target.row is not None:
            name = target.table.name
            new = plain(changed[name][target.column])
            new[target.row] = value
            changed[name], made = _replaced(changed[name], target.table, target.column, new)
            changes += made
    return Changed(changed, tuple(changes), tuple(faults))


def _between(central: Value | None, end: Value | None, share: float) -> Any:
    """The value at `share` of the way from central to an end; an end itself is not rounded."""
    if end is None or share == 0:
        return central
    if share == 1 or not isinstance(central, int | float) or not isinstance(end, int | float):
        return end
    return central + share * (end - central)


def _narrowness(path: str) -> int:
    """Wide paths first: all tables, one table, one column, one cell."""
    if path == "*":
        return 0
    return 1 if path.endswith(".*") else 1 + path.count(".")


def _quantities(path: str, frames: Frames, schema: Schema, where: str) -> Sequence[Target] | Fault:
    """The quantities with a range that a path of ``[cases]`` covers, or its fault."""
    name, _, rest = path.partition(".")
    tables = schema.values() if path == "*" else [schema[name]] if name in schema else []
    if path == "*" or (rest == "*" and tables):
        found = [
            Target(table, field.name)
            for table in tables
            for field in table.fields.values()
            if field.ranged
        ]
        return found or Fault(where, f"{name} has no quantity with a range", "a table with one")
    target = resolve(path, frames, schema, where)
    if isinstance(target, Fault) or target.table.fields[target.column].ranged:
        return target if isinstance(target, Fault) else [target]
    ranged = [field.name for field in target.table.fields.values() if field.ranged]
    expected = f"one of {listed(ranged, 40)}" if ranged else "a table with ranges"
    fix = did_you_mean(target.column, ranged)
    return Fault(where, f"{target.column} of {name} has no low and high value", expected, fix)


def _checked(
    given: CellValue, target: Target, frames: Frames, where: str
) -> tuple[Value | None, Fault | None]:
    """The value that ``[set]`` gives to a cell, or what is wrong with it."""
    table, column = target.table, target.column
    field = table.fields[column]
    if column in table.key:
        expected = "a column that is not part of the key"
        return None, Fault(where, f"{column} names the row", expected)
    if target.key is None:
        expected = f"{table.name}.<{':'.join(table.key)}>.{column}"
        return None, Fault(where, "no row in the path", expected)
    text = str(given).lower() if isinstance(given, bool) else str(given)
    value, problem = parse(text, field)
    if problem:
        return None, Fault(where, problem.found, problem.expected, problem.fix)
    name, _, referred = field.refers_to.rpartition(".")
    if name in frames and value is not None:
        known = frames[name].reset_index()[referred].tolist()
        if value not in known:
            fix = did_you_mean(str(value), map(str, known))
            return None, Fault(where, f"unknown id {quoted(value)}", field.expectation, fix)
    return value, None


def _replaced(
    frame: pd.DataFrame, table: Table, column: str, new: list[Value | None]
) -> tuple[pd.DataFrame, list[Change]]:
    """A frame with another column of values, and the cells where it differs."""
    old = plain(frame[column])
    changes = [
        Change(table.name, key, column, before, after)
        for key, before, after in zip(keys_of(frame), old, new, strict=True)
        if before != after
    ]
    return frame.assign(**{column: typed(new, table.fields[column])}), changes
