"""What would be needed to meet targets: the limits in the way, and the least change of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.formulation.assemble import Formulation
from planner.lp.conflicting_limits import conflict_among
from planner.lp.elastic import Elastic
from planner.lp.linear_program import LinearProgram
from planner.solving.limit_cells import LimitCell, limit_cells

Target = tuple[str, int]
"""Workload and year."""

CHANGED = 1e-6
"""A relative change below this is rounding of the solver."""
ALONE = 5
"""So many changes are told of which each would do by itself."""
SECONDS = 2.0
"""For a smallest set, and for changes that do alone: some too many or too few are better than an
answer too late."""
UNTOLD = {
    "clean_share_requirement": "clean power in each slice (limits.clean_share_hourly)",
    "run_fleet_share_limit": "the share of the fleet for one run (workloads.max_share_of_fleet)",
    "n_minus_1_requirement": "what serves with the largest unit on site out (power.security)",
    "onsite_reserve_margin_requirement": "spare on site (power_terms.onsite_reserve_margin)",
}
"""Rows that are limits and have no bound to move: they weigh the plan's own decisions."""


@dataclass(frozen=True)
class Change:
    """A limit and by how much of itself it is loosened."""

    limit: LimitCell
    change: float


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
    """The limit in `unit`; None for a share of what is planned itself."""
    unit: str
    limits: tuple[LimitCell, ...]
    """The cells that state it; empty for such a share."""


@dataclass(frozen=True)
class Needed:
    """What stands between a plan and its targets."""

    targets: tuple[Target, ...]
    conflict: tuple[Member, ...]
    """Limits that can't all hold beside the targets."""
    irreducible: bool
    least: tuple[Change, ...] | None
    """The changes of least sum that meet the targets; None where no limit's change does."""
    alone: tuple[Change, ...]
    """Changes of which each would do by itself."""


def needed(
    formulation: Formulation,
    program: LinearProgram,
    targets: Collection[Target],
    missed: Mapping[Target, float],
    duals: np.ndarray | None = None,
) -> Needed:
    """What it takes to meet `targets`.

    `missed` is the share of each target that the plan misses; those that are
    not asked for may be missed by as much, and no more. `duals` of the stage
    that missed them, where there are any, say where to look first.
    """
    began = perf_counter()
    asked = _asked(formulation, program, targets, missed)
    found = limit_cells(formulation)
    place = {name: i for i, name in enumerate(program.row_names)}
    moves = [
        {place[row]: by for row, by in limit.moves.items() if row in place} for limit in found
    ]
    shares = {i for i, key in enumerate(program.row_keys) if key.family in UNTOLD}
    loosenable = {i for move in moves for i in move} | shares
    weights = None if duals is None else duals[: len(program.row_names)]
    conflict = conflict_among(asked, sorted(loosenable), weights, SECONDS)
    rows = set(conflict.rows) if conflict else set()
    stated = {i: [] for i in rows}  # type: dict[int, list[LimitCell]]
    for limit, move in zip(found, moves, strict=True):
        for i in rows & set(move):
            stated[i].append(limit)
    elastic = Elastic(asked, moves, [limit.most for limit in found])
    changes = elastic.least()
    least = [] if changes is None else [j for j, by in enumerate(changes) if by > CHANGED]
    alone: list[Change] = []
    for j in [j for j, move in enumerate(moves) if rows & set(move) and [j] != least]:
        if changes is None or len(alone) == ALONE or perf_counter() - began > SECONDS:
            break
        single = elastic.least([j])
        if single is not None:
            alone.append(Change(found[j], float(single[j])))
    return Needed(
        targets=tuple(targets),
        conflict=tuple(_member(formulation, program, i, stated[i]) for i in sorted(rows)),
        irreducible=conflict.irreducible if conflict else False,
        least=None
        if changes is None
        else tuple(Change(found[j], float(changes[j])) for j in least),
        alone=tuple(sorted(alone, key=lambda c: c.change)),
    )


def _told(
    found: list[LimitCell], places: list[int], changes: np.ndarray | None
) -> tuple[Change, ...] | None:
    if changes is None:
        return None
    return tuple(Change(found[j], float(changes[j])) for j in places)


def _member(
    formulation: Formulation, program: LinearProgram, row: int, stated: list[LimitCell]
) -> Member:
    """A row of the conflict in a reader's words."""
    name = program.row_names[row]
    family, index = program.row_keys[row]
    told = " ".join([*map(str, index[:-1]), *(_last(label) for label in index[-1:])])
    if not stated:
        return Member(name, family, UNTOLD[family], told, None, "", ())
    kind = formulation.ledgers.limits.entries[family].what
    single = len(stated) == 1 and len(stated[0].moves) == 1
    bound = stated[0].value if single else float(program.row_upper[row])
    return Member(name, family, kind, told, bound, stated[0].unit, tuple(stated))


def _last(label: object) -> str:
    """The last label of a row: a year, or a name."""
    return f"in {label}" if isinstance(label, int) else str(label)


def _asked(
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
