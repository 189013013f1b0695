"""Why targets can't be met and what would be needed, in sentences with table, row and cell."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose

from planner.config import ModelDefinition
from planner.data.inputs import GENERATED, Inputs
from planner.data.paths import keys_of
from planner.errors import listed
from planner.solving.limit_cells import ANY, Label, LimitCell
from planner.solving.needed import Change, Member, Needed

_LINES_SHOWN = 3
_OF_A_KIND = 4
_POOLED = ("sites", "site_power")
_NAMES_SHOWN = 6


def sentences(found: Needed, inputs: Inputs, model: ModelDefinition) -> str:
    """The limits in the way, the smallest change that is enough, and others that are."""
    return "\n".join([*_conflict(found, inputs, model), *_repair(found, inputs, model)])


def _conflict(found: Needed, inputs: Inputs, model: ModelDefinition) -> list[str]:
    if not found.conflict and not found.targets:
        return []
    if not found.conflict:
        return [
            "no limit that a cell states is in the way: dates are (first power, ship dates, lead "
            "times, queues), or what is on sale"
        ]
    asked = listed((f"{w} in {y}" for w, y in found.targets), most=6)
    rest = "; without any one of them the others can" if found.irreducible else ""
    beside = f" beside the targets ({asked})" if asked else ""
    lines = [f"these limits can't all hold{beside}{rest}:"]
    families: dict[str, list[Member]] = {}
    for member in found.conflict:
        families.setdefault(member.family, []).append(member)
    for members in families.values():
        if len(members) > _OF_A_KIND:
            lines.append(f"  - {_together(members, inputs)}")
        else:
            lines += [f"  - {_told(member, inputs, model)}" for member in members]
    return lines


def _together(members: list[Member], inputs: Inputs) -> str:
    """Many limits of a kind in one line, with the file and the first rows."""
    first = members[0]
    names = listed((member.labels for member in members), most=_NAMES_SHOWN)
    if first.bound is None:
        return f"{first.kind}: {len(members)} of them ({names})"
    total = sum(member.bound or 0.0 for member in members)
    cells = {
        f"{inputs.schema[limit.table].path}, column {limit.column}"
        if limit.table in inputs.schema
        else f"{limit.table}, {limit.column}"
        for member in members
        for limit in member.limits
    }
    return (
        f"{first.kind}: {len(members)} of them, {total:.4g} {first.unit} together ({names}); "
        f"{'; '.join(sorted(cells))}"
    )


def _told(member: Member, inputs: Inputs, model: ModelDefinition) -> str:
    if member.bound is None:
        return f"{member.kind} {member.labels}"
    cells = "; ".join(where(limit, inputs, model) for limit in member.limits)
    return f"{member.kind} {member.labels}: {member.bound:.4g} {member.unit}; {cells}"


def _repair(found: Needed, inputs: Inputs, model: ModelDefinition) -> list[str]:
    if found.least is None:
        return ["no change of these limits is enough: dates and shares hold as well"]
    if not found.least:
        return []
    several = f" ({len(found.least)} cells)" if len(found.least) > 1 else ""
    lines = [f"the least change that is enough{several}:"]
    lines += [f"  - {_changed(change, inputs, model)}" for change in found.least]
    if found.alone:
        lines.append("or one of these alone:" if len(found.alone) > 1 else "or this alone:")
        lines += [f"  - {_changed(change, inputs, model)}" for change in found.alone]
    return lines


def _changed(change: Change, inputs: Inputs, model: ModelDefinition) -> str:
    limit = change.limit
    to = limit.changed(change.change)
    by = f" (+{change.change:.1%})" if limit.value else ""
    return (
        f"raise {limit.what} from {limit.value:.4g} to {to:.4g} {limit.unit}{by}: "
        f"{where(limit, inputs, model)}{_own(limit, change.change, inputs)}"
    )


def _own(limit: LimitCell, change: float, inputs: Inputs) -> str:
    """The cell's own number and what it becomes, where it is another than the limit's."""
    if limit.table not in inputs.tables:
        return ""
    table = inputs.tables[limit.table]
    cells = [
        float(cell)
        for cell, key in zip(table[limit.column], keys_of(table), strict=True)
        if _fits(limit.key, key)
    ]
    if len(cells) != 1 or isclose(cells[0], limit.value, rel_tol=1e-6):
        return ""
    to = cells[0] * (1 + change)
    if limit.table in _POOLED:
        # Small sites share a limit with their pool, whose own row may bear all of the change.
        to = cells[0] + limit.changed(change) - limit.value
    return f", {cells[0]:.4g} to {to:.4g}"


def where(limit: LimitCell, inputs: Inputs, model: ModelDefinition) -> str:
    """The cell of a limit: file or sheet, line and column, or the key of the model's file."""
    if limit.table == "model":
        return model.place(str(limit.key[0]))
    cell = f"{limit.table}.{limit.row}.{limit.column}"
    if cell in model.set:
        return model.place(f"set.{cell}")
    if limit.table not in inputs.tables:
        return f"{limit.table}, row {limit.row}, column {limit.column}"
    path, letters = inputs.schema[limit.table].path, inputs.letters.get(limit.table, {})
    stand = zip(inputs.lines[limit.table], keys_of(inputs.tables[limit.table]), strict=True)
    lines = [line for line, key in stand if _fits(limit.key, key)]
    row = limit.row
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
