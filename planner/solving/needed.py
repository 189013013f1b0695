"""What would be needed to meet targets: the limits in the way, and the least change of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from time import perf_counter

import numpy as np

from planner.formulation.assemble import Formulation
from planner.formulation.limits import MODEL, Address, Cell, Lever, Limit
from planner.lp.conflicting_limits import conflict_among
from planner.lp.elastic import Elastic
from planner.lp.infeasibility import contradiction_in
from planner.lp.linear_program import LinearProgram
from planner.lp.row_family import RowFamily

Target = tuple[str, int]
"""Workload and year."""

CHANGED = 1e-6
"""A relative change below this is rounding of the solver."""
ALONE = 5
"""So many changes are told of which each would do by itself."""
SECONDS = 2.0
"""For a smallest set, and for changes that do alone: some too many or too few are better than an
answer too late."""
FACTOR = 5.0
"""No cell is raised beyond so many times what it is, where its table states no high value."""


@dataclass(frozen=True)
class Change:
    """A limit and by how much of itself it is loosened."""

    limit: Cell
    change: float

    @property
    def to(self) -> float:
        """The limit that it becomes."""
        return self.limit.changed(self.change)


@dataclass(frozen=True)
class Member:
    """A limit that stands in the way."""

    row: str
    family: str
    kind: str
    """Of what sort it is, in words."""
    labels: str
    """Which of its sort."""
    bound: float | None
    """The limit in `unit`; None for what weighs the plan's own decisions."""
    unit: str
    limits: tuple[Cell, ...]
    """The cells that state it."""
    no_cell: str = ""
    """Why there are none."""


@dataclass(frozen=True)
class Unserved:
    """A slice that no plan could balance, whatever the limits."""

    site: str
    year: int
    slice: str
    too_much: bool = False
    """Whether what runs unasked gives more than is used, and not load that nothing serves."""


@dataclass(frozen=True)
class Needed:
    """What stands between a plan and its targets."""

    targets: tuple[Target, ...]
    conflict: tuple[Member, ...]
    """Limits that can't all hold beside the targets."""
    irreducible: bool
    least: tuple[Change, ...] | None
    """The changes of least sum that meet the targets, or get as far as any may; None where no
    limit's change brings them nearer."""
    alone: tuple[Change, ...]
    """Changes of which each would do by itself."""
    missed: Mapping[Target, float]
    """The shares of the targets that are missed even with these changes."""
    unserved: tuple[Unserved, ...] = ()
    undecided: bool = False
    """Whether time ran out before it was known what change would do."""


def needed(
    formulation: Formulation,
    program: LinearProgram,
    targets: Collection[Target],
    missed: Mapping[Target, float],
    duals: np.ndarray | None = None,
    high: Callable[[Cell], float | None] = lambda cell: None,
) -> Needed:
    """What it takes to meet `targets`.

    `missed` is the share of each target that the plan misses; those that are
    not asked for may be missed by as much, and no more. `duals` of the stage
    that missed them, where there are any, say where to look first. `high` is the
    largest relative change of a cell by its table; without one it is raised to
    at most :data:`FACTOR` times what it is.
    """
    began = perf_counter()
    asked = _with_targets_met(formulation, program, targets, missed)
    book, m = formulation.ledgers.limits, formulation.model
    # What weighs decisions has no bound to move, and a date needs another programme.
    levers = [lever for lever in book.levers(m, planned=False) if lever.cell.sense != "sooner"]
    place = {name: i for i, name in enumerate(program.row_names)}
    moves = [{place[row]: by for row, by in x.moves.items() if row in place} for x in levers]
    most = _bounds(levers, high)
    rows_of = {
        place[row.name]: (family, limit, index)
        for family, limit, index, row in book.rows(m)
        if row.name in place
    }
    weights = None if duals is None else duals[: len(program.row_names)]
    conflict = conflict_among(asked, sorted(rows_of), weights, SECONDS)
    rows = set(conflict.rows) if conflict else set()
    elastic = Elastic(_with_targets_met(formulation, program, (), missed), moves, most)
    left = _furthest(elastic, formulation, asked, targets, missed)
    nearer = not targets or any(missed.get(t, 1.0) - x > CHANGED for t, x in left.items())
    changes = elastic.least() if nearer else None
    least = [] if changes is None else [j for j, by in enumerate(changes) if by > CHANGED]
    if not rows and least:
        # Time ran out: what has to give way is in the way.
        rows = {i for j in least for i in moves[j]}
    left = {target: share for target, share in left.items() if share > CHANGED}
    whole = changes is not None and not left
    alone: list[Change] = []
    for j in [j for j, move in enumerate(moves) if rows & set(move) and [j] != least]:
        if not whole or len(alone) == ALONE or perf_counter() - began > SECONDS:
            break
        single = elastic.least([j])
        if single is not None:
            alone.append(Change(levers[j].cell, float(single[j])))
    undecided = elastic.undecided and changes is None
    elastic.close()
    return Needed(
        targets=tuple(targets),
        conflict=tuple(_member(program, i, *rows_of[i], levers) for i in sorted(rows)),
        irreducible=conflict.irreducible if conflict and conflict.rows else False,
        least=None
        if changes is None
        else tuple(Change(levers[j].cell, float(changes[j])) for j in least),
        alone=tuple(sorted(alone, key=lambda c: c.change)),
        missed=left,
        unserved=_unserved(formulation, asked, rows_of) if changes is None else (),
        undecided=undecided,
    )


def _bounds(levers: Sequence[Lever], high: Callable[[Cell], float | None]) -> list[float]:
    """The largest change of each cell: to its table's high value, or to so many times what it is.

    What is nothing may become as much as the largest of its kind. A key of the
    model that bars something altogether may let it.
    """
    largest: dict[tuple[str, str], float] = {}
    for lever in levers:
        kind = (lever.cell.table, lever.cell.column)
        largest[kind] = max(largest.get(kind, 0.0), lever.cell.value)
    found = []
    for lever in levers:
        cell = lever.cell
        of_table = high(cell)
        if of_table is not None:
            bound = of_table
        elif cell.value:
            bound = FACTOR - 1.0
        else:
            bound = inf if cell.table == MODEL else largest[cell.table, cell.column] or 1.0
        found.append(min(bound, cell.most))
    return found


def _furthest(
    elastic: Elastic,
    formulation: Formulation,
    asked: LinearProgram,
    targets: Collection[Target],
    missed: Mapping[Target, float],
) -> dict[Target, float]:
    """The share of each target that is missed whatever the limits become, and holds them to it.

    What is missed as it is, where nothing was found.
    """
    column = {
        target: asked.column(variable)
        for target, variable in formulation.model.shortfall_share.items()
        if target in targets
    }
    if not column:
        return {}
    costs = np.zeros(len(asked.column_names))
    costs[list(column.values())] = 1.0
    values = elastic.furthest(costs)
    if values is None:
        return {target: missed.get(target, 1.0) for target in column}
    left = {target: float(values[j]) for target, j in column.items()}
    elastic.hold({j: left[t] + CHANGED if left[t] > CHANGED else 0.0 for t, j in column.items()})
    return left


def _member(
    program: LinearProgram,
    row: int,
    family: str,
    limit: Limit,
    index: tuple[object, ...],
    levers: Sequence[Lever],
) -> Member:
    """A row of the conflict in a reader's words."""
    labels = limit.labels(index)
    year = labels.pop("year", None)
    words = [str(label) for label in labels.values()]
    told = " ".join([*words, f"in {year}"] if year is not None else words)
    unit = limit.unit if isinstance(limit.unit, str) else limit.unit(*index)
    cells = {cell.address: cell for cell, _ in limit.effects(index) if cell.sense != "sooner"}
    weighs = not cells or any(cell.weighs for cell in cells.values())
    upper = float(program.row_upper[row])
    # A floor has no upper bound: what it asks for is the lower one.
    stated = upper if isfinite(upper) else float(program.row_lower[row])
    bound: float | None = None if weighs else stated
    by_address: dict[Address, Lever] = {lever.cell.address: lever for lever in levers}
    if not weighs and len(cells) == 1:
        (address,) = cells
        if address in by_address and len(by_address[address].moves) == 1:
            bound, unit = cells[address].value, cells[address].unit
    return Member(
        program.row_names[row], family, limit.what, told, bound, unit, tuple(cells.values()),
        limit.no_cell,
    )  # fmt: skip


def _unserved(
    formulation: Formulation, asked: LinearProgram, limits: Collection[int]
) -> tuple[Unserved, ...]:
    """Load that nothing can serve, where no limit is to blame."""
    balance = getattr(formulation.model, "site_power_balance", None)
    if balance is None or isinstance(balance, RowFamily):
        return ()
    lower, upper = asked.row_lower.copy(), asked.row_upper.copy()
    for i in limits:
        lower[i], upper[i] = -inf, inf
    names = {row.name: (str(s), int(y), str(h)) for (s, y, h), row in balance.items()}

    def contradicted() -> set[tuple[str, int, str]]:
        rows = contradiction_in(replace(asked, row_lower=lower, row_upper=upper)).rows
        return {names[name] for i in rows if (name := asked.row_names[i]) in names}

    found = contradicted()
    if not found:
        return ()
    # Where a surplus is let be, only load that nothing serves is left.
    for i, name in enumerate(asked.row_names):
        if name in names:
            upper[i] = inf
    without = contradicted()
    return tuple(Unserved(*each, too_much=each not in without) for each in sorted(found))


def _with_targets_met(
    formulation: Formulation,
    program: LinearProgram,
    targets: Collection[Target],
    missed: Mapping[Target, float],
) -> LinearProgram:
    """The programme with the targets met, and the others missed by no more than they are."""
    upper = program.column_upper.copy()
    for target, variable in formulation.model.shortfall_share.items():
        most = 0.0 if target in targets else min(1.0, missed.get(target, 1.0) + CHANGED)
        upper[program.column(variable)] = most
    return replace(program, column_upper=np.maximum(upper, program.column_lower))
