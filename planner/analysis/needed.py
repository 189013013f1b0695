"""Why targets can't be met and what would be needed, in sentences with table, row and cell."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose, isnan

from planner.config import ModelDefinition
from planner.data.inputs import GENERATED, Inputs
from planner.data.paths import keys_of
from planner.errors import listed
from planner.formulation.limits import ANY, MODEL, Cell, Label
from planner.solving.needed import FACTOR, Change, Member, Needed
from planner.wording.numbers import as_stated, to_figures, to_percent

_LINES_SHOWN = 3
_OF_A_KIND = 4
_NAMES_SHOWN = 6

_VERBS = {"more": "raise", "less": "lower", "sooner": "move"}
"""What is said of a cell, by the sense in which it gives way."""


def sentences(found: Needed, inputs: Inputs, model: ModelDefinition) -> str:
    """The limits in the way, the smallest change that is enough, and others that are."""
    return "\n".join([*_conflict(found, inputs, model), *_repair(found, inputs, model)])


def _conflict(found: Needed, inputs: Inputs, model: ModelDefinition) -> list[str]:
    if found.unserved:
        return [
            f"what runs unasked at {load.site} gives more in slice {load.slice} of {load.year} "
            f"than is used, and {model.place('power.surplus')} allows no surplus"
            if load.too_much
            else f"no source can serve {load.site} in slice {load.slice} of {load.year}, however "
            "much of it is built: none runs then, or can stand there"
            for load in found.unserved
        ]
    if not found.conflict and not found.targets:
        return []
    if not found.conflict:
        return [
            "no limit that a cell states is in the way: dates are (first power, ship dates, lead "
            "times, queues), or what is on sale"
        ]
    asked = listed((f"{w} in {y}" for w, y in found.targets), most=6)
    rest = (
        "; without any one of them the others can, unless a further limit takes its place"
        if found.irreducible
        else ""
    )
    beside = f" beside the targets ({asked})" if asked else ""
    lines = [f"these limits can't all hold{beside}{rest}:"]
    families: dict[str, list[Member]] = {}
    for member in found.conflict:
        families.setdefault(member.family, []).append(member)
    for members in families.values():
        if len(members) > _OF_A_KIND:
            lines.append(f"  - {_kind_in_one_line(members, inputs)}")
        else:
            lines += [f"  - {_member_line(member, inputs, model)}" for member in members]
    return lines


def _kind_in_one_line(members: list[Member], inputs: Inputs) -> str:
    """Many limits of a kind in one line, with the file and the first rows."""
    first = members[0]
    names = listed((member.labels for member in members), most=_NAMES_SHOWN)
    if first.bound is None:
        return f"{first.kind}: {len(members)} of them ({names})"
    total = sum(member.bound or 0.0 for member in members)
    cells = {
        f"{inputs.schema[cell.table].path}, column {cell.column}"
        if cell.table in inputs.schema
        else f"{cell.table}, {cell.column or cell.key[0]}"
        for member in members
        for cell in member.limits
    }
    return (
        f"{first.kind}: {len(members)} of them, {to_figures(total, 4)} {first.unit} "
        f"together ({names}); "
        f"{'; '.join(sorted(cells))}"
    )


def _member_line(member: Member, inputs: Inputs, model: ModelDefinition) -> str:
    words = f"{member.kind} {member.labels}".strip()
    cells = "; ".join(where(cell, inputs, model) for cell in member.limits)
    if member.bound is not None:
        return f"{words}: {to_figures(member.bound, 4)} {member.unit}; {cells}"
    weighs = "it weighs what is planned, so that no change of it alone is reckoned"
    stated = [f"{to_figures(cell.value, 4)} {cell.unit}" for cell in member.limits if cell.weighs]
    return (
        f"{words}: {'; '.join([*stated, cells or member.no_cell, *([weighs] if stated else [])])}"
    )


def _repair(found: Needed, inputs: Inputs, model: ModelDefinition) -> list[str]:
    if found.unserved:
        return []
    if found.undecided:
        return ["what change would be enough was not found in the time that is given to it"]
    if found.least is None:
        return [
            f"no change of these limits brings them nearer, up to the high values of their tables "
            f"or {as_stated(FACTOR)} times what they are: dates and shares hold as well"
        ]
    if not found.least:
        return []
    several = f" ({len(found.least)} cells)" if len(found.least) > 1 else ""
    lines = [f"the least change that is enough{several}:"]
    if found.missed:
        left = listed(
            (f"{to_percent(1 - share)} of {w} in {y}" for (w, y), share in found.missed.items()), 6
        )
        lines = [
            f"no change within the high values of the tables, or {as_stated(FACTOR)} "
            "times a limit, is "
            f"enough; the least that gets as far as any{several}, to {left}, each limit reckoned "
            "by itself, as it stands now:"
        ]
    kinds: dict[tuple[str, ...], list[Change]] = {}
    for change in found.least:
        cell = change.limit
        of_kind = (cell.table, cell.column, cell.what, cell.kind, cell.pool)
        kinds.setdefault(of_kind, []).append(change)
    for changes in kinds.values():
        if len(changes) > _OF_A_KIND:
            lines.append(f"  - {_changed_together(changes, inputs)}")
        else:
            lines += [f"  - {_changed(change, inputs, model)}" for change in changes]
    if found.alone:
        lines.append("or one of these alone:" if len(found.alone) > 1 else "or this alone:")
        lines += [f"  - {_changed(change, inputs, model)}" for change in found.alone]
    return lines


def _changed_together(changes: list[Change], inputs: Inputs) -> str:
    """Many changes of a kind in one line: what they add up to, the largest, and the column."""
    first, most = changes[0].limit, max(changes, key=lambda change: change.change)
    words = " ".join(filter(None, (first.what, first.kind, first.pool)))
    before, after = (sum(x) for x in zip(*((c.limit.value, c.to) for c in changes), strict=True))
    where_of = " in ".join(filter(None, (most.limit.place, most.limit.when)))
    path = inputs.schema[first.table].path if first.table in inputs.schema else first.table
    return (
        f"{_VERBS[first.sense]} {words} in {len(changes)} cells from {to_figures(before, 4)} to "
        f"{to_figures(after, 4)} {first.unit} "
        f"together, by {to_percent(most.change)} at most ({where_of}): {path}, column "
        f"{first.column or first.key[0]}; --json has each"
    )


def _changed(change: Change, inputs: Inputs, model: ModelDefinition) -> str:
    cell = change.limit
    less = cell.sense == "less"
    by = f" ({'-' if less else '+'}{to_percent(change.change)})" if cell.value else ""
    together = ", all by the same share" if cell.members else ""
    return (
        f"{_VERBS[cell.sense]} {cell.name} from {to_figures(cell.value, 4)} to "
        f"{to_figures(change.to, 4)} {cell.unit}{by}{together}: "
        f"{where(cell, inputs, model)}{_own(change, inputs)}"
    )


def _own(change: Change, inputs: Inputs) -> str:
    """The cell's own number and what it becomes, where it is another than the limit's."""
    cell = change.limit
    own = numbers_of(cell, inputs)
    if len(own) != 1 or isclose(own[0], cell.value, rel_tol=1e-6):
        return ""
    # What stood before is more than the cell: only beyond it does the cell add anything.
    scaled = own[0] * (1 + change.change)
    return f", {to_figures(own[0], 4)} to {to_figures(change.to if not own[0] else scaled, 4)}"


def numbers_of(cell: Cell, inputs: Inputs, column: str = "") -> list[float]:
    """What stands in the cell, or the cells that are changed together, or in a column beside."""
    if cell.table not in inputs.tables or cell.members:
        return []
    table = inputs.tables[cell.table]
    if (column or cell.column) not in table:
        return []
    rows = zip(table[column or cell.column], keys_of(table), strict=True)
    return [float(number) for number, key in rows if _fits(cell.key, key)]


def high_of(inputs: Inputs, cell: Cell) -> float | None:
    """The largest relative change of a cell by the high value of its table; None without one."""
    if cell.table not in inputs.schema:
        return None
    high = inputs.schema[cell.table].fields[cell.column].high if cell.column else ""
    if not high:
        return None
    pairs = zip(numbers_of(cell, inputs), numbers_of(cell, inputs, high), strict=False)
    shares = [most / own - 1 for own, most in pairs if own and not isnan(most)]
    return max(0.0, min(shares)) if shares else None


def where(limit: Cell, inputs: Inputs, model: ModelDefinition) -> str:
    """The cell of a limit: file or sheet, line and column, or the key of the model's file."""
    if limit.table == MODEL:
        return model.place(str(limit.key[0]))
    cell = f"{limit.table}.{limit.row}.{limit.column}"
    if cell in model.set:
        return model.place(f"set.{cell}")
    if limit.table not in inputs.tables:
        return f"{limit.table}, row {limit.row}, column {limit.column}"
    path, letters = inputs.schema[limit.table].path, inputs.letters.get(limit.table, {})
    stand = zip(inputs.lines[limit.table], keys_of(inputs.tables[limit.table]), strict=True)
    lines = [
        line
        for line, key in stand
        if (str(key[0]) in limit.members if limit.members else _fits(limit.key, key))
    ]
    row = f"of {len(limit.members)} small sites" if limit.members else limit.row
    if not lines:
        # The last row before holds for it, and for other years as well.
        return f"{path}, a new row {row}, column {limit.column}"
    numbers = [f"{letters.get(limit.column, '')}{line}" for line in lines if line != GENERATED]
    if not numbers:
        return f"{path}, generated row {row}, column {limit.column}"
    word = f"{'cell' if letters else 'line'}{'s' if len(numbers) > 1 else ''}"
    return (
        f"{path}, {word} {listed(numbers, most=_LINES_SHOWN)} (row {row}), column {limit.column}"
    )


def _fits(wanted: Iterable[Label], key: Iterable[object]) -> bool:
    return all(w is ANY or w == k for w, k in zip(wanted, key, strict=False))
