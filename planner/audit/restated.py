"""Restated: the arrays that were solved against the programme as the tables have it, both ways.

A row may be written in any multiple of itself. A column or a row that the tables do not ask for is
a mistake; a row that they ask for and the programme lacks is one where the plan breaks it, since a
programme may leave out what other rows imply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, isfinite

import numpy as np
from scipy import sparse

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.programme.statement import Column, Key, Row, Statement
from planner.audit.proof import Proof

KIND = "restated"
ROUNDING = 1e-9
"""Part of a row's largest coefficient below which a number is the rounding of a sum."""


def restated_checks(
    evidence: Evidence, stated: Statement, proof: Proof, left_out: frozenset[str] = frozenset()
) -> list[Check]:
    """Columns, rows and objectives of a proof against what the tables ask for.

    Families that are `left_out` are those of plug-ins, see :mod:`planner.audit.plugin_families`.
    """
    place = {
        (family, *labels): j
        for j, (family, labels) in enumerate(
            zip(proof.column_families, proof.column_keys, strict=True)
        )
    }
    checks = [
        compared(
            "choices",
            "what may be bought, built and run is what the tables let, no more and no less",
            "1 where there is such a column",
            _columns(stated, proof, left_out),
            kind=KIND,
        ),
        compared(
            "bounds of choices",
            "a choice has the bounds that the tables give it",
            "unit of the column",
            _bounds(stated, proof, free=evidence.files.free),
            kind=KIND,
        ),
    ]
    checks += _rows(stated, proof, place, left_out)
    for stage, own in proof.stages.items():
        mine = np.zeros(len(place))
        for name, cost in stated.costs.get(stage, {}).items():
            if name in place:
                mine[place[name]] += cost
        checks.append(
            compared(
                f"objective of {stage}",
                "what a stage minimises is what the tables and the model say that it costs",
                "unit of the stage, for one of a column",
                _costs(proof, own.costs, mine),
                kind=KIND,
            )
        )
    return checks


def _columns(stated: Statement, proof: Proof, left_out: frozenset[str]) -> Iterator[Comparison]:
    there: dict[str, set[Key]] = {}
    for family, labels in zip(proof.column_families, proof.column_keys, strict=True):
        there.setdefault(family, set()).add(tuple(labels))
    for family in sorted({*stated.variables, *there} - left_out):
        own = stated.variables[family].keys if family in stated.variables else frozenset()
        found = there.get(family, set())
        yield Comparison(f"{family}, in all", float(len(found)), float(len(own)))
        for labels in sorted(found ^ own):
            where = f"{family} of {', '.join(labels)}"
            yield Comparison(where, float(labels in found), float(labels in own))


def _bounds(stated: Statement, proof: Proof, *, free: bool) -> Iterator[Comparison]:
    whole = set(map(int, proof.whole))
    columns = zip(proof.column_families, proof.column_keys, strict=True)
    for j, (family, labels) in enumerate(columns):
        own = stated.variables.get(family)
        if own is None:
            continue
        least, most = float(proof.column_lower[j]), float(proof.column_upper[j])
        if not free and least == most:
            # What was ordered before is held, at a value that the tables must let it have.
            least, most = min(own.lower, least), max(own.upper, most)
        for found, right in ((least, own.lower), (most, own.upper)):
            if found != right:
                yield Comparison(f"{family} of {', '.join(labels)}", found, right)
        if (j in whole) != own.whole:
            where = f"{family} of {', '.join(labels)}, in whole numbers"
            yield Comparison(where, float(j in whole), float(own.whole))
    yield Comparison("all others", 0.0, 0.0)


def _costs(proof: Proof, found: np.ndarray, right: np.ndarray) -> Iterator[Comparison]:
    size = np.maximum(np.maximum(np.abs(found), np.abs(right)), 1e-12)
    off = np.abs(found - right) / size
    yield Comparison("all columns", float(off.max(initial=0.0)), 0.0)
    for j in np.flatnonzero(off > ROUNDING)[np.argsort(-off[off > ROUNDING])][:1]:
        # Told by its own size: what is dear for one may be cheap for another.
        where = f"{proof.column_families[j]} of {', '.join(proof.column_keys[j])}"
        yield Comparison(f"{where}, where {right[j]:.6g} is right", off[j], 0.0)


def _rows(
    stated: Statement, proof: Proof, place: Mapping[Column, int], left_out: frozenset[str]
) -> list[Check]:
    own: dict[str, dict[Key, int]] = {}
    labels = zip(
        proof.row_families[: proof.own_rows], proof.row_keys[: proof.own_rows], strict=True
    )
    for i, (family, key) in enumerate(labels):
        own.setdefault(family, {})[tuple(key)] = i
    mine = _matrix(stated, own, place, proof)
    values = list(proof.stages.values())[-1].values
    return [
        compared(
            f"rows of {family}",
            "a row says what the tables ask for, and no row says more or less",
            "deviation over the size of the number",
            _family(family, stated.rows.get(family, {}), own.get(family, {}), mine, proof, place,
                    values),
            kind=KIND,
        )
        for family in sorted({*stated.rows, *own} - left_out)
    ]  # fmt: skip


def _matrix(
    stated: Statement,
    own: Mapping[str, Mapping[Key, int]],
    place: Mapping[Column, int],
    proof: Proof,
) -> sparse.csr_array:
    """The rows that the programme has, as they are stated."""
    rows, columns, numbers = [], [], []
    for family, members in own.items():
        for key, i in members.items():
            row = stated.rows.get(family, {}).get(key)
            for name, number in row.terms.items() if row else ():
                if name in place and number:
                    rows.append(i)
                    columns.append(place[name])
                    numbers.append(number)
    return sparse.csr_array((numbers, (rows, columns)), shape=proof.matrix.shape)


def _family(
    family: str,
    stated: Mapping[Key, Row],
    own: Mapping[Key, int],
    mine: sparse.csr_array,
    proof: Proof,
    place: Mapping[Column, int],
    values: np.ndarray,
) -> Iterator[Comparison]:
    for key in sorted(own.keys() - stated.keys()):
        yield Comparison(f"{', '.join(key) or family}, a row that nothing asks for", 1.0, 0.0)
    for key in sorted(stated.keys() - own.keys()):
        yield _kept(key, stated[key], place, values)
    shared = [key for key in own if key in stated]
    if not shared:
        return
    where = np.array([own[key] for key in shared])
    theirs, ours = proof.matrix[where], mine[where]
    factor = _factors(theirs, ours)
    largest = _largest(theirs)
    scaled = sparse.csr_array(sparse.diags_array(factor) @ ours)
    off = abs(theirs - scaled).tocoo()
    size = np.maximum(
        np.asarray(abs(theirs).maximum(abs(scaled)).tocsr()[off.row, off.col]).ravel(),
        ROUNDING * largest[off.row],
    )
    worst = np.zeros(len(shared))
    np.maximum.at(worst, off.row, off.data / np.where(size > 0, size, 1.0))
    for i, key in enumerate(shared):
        row = stated[key]
        ends = (factor[i] * row.lower, factor[i] * row.upper)
        least, most = ends if factor[i] > 0 else ends[::-1]
        small = ROUNDING * max(largest[i], 1e-300)
        bound = max(
            _apart(float(proof.row_lower[where[i]]), least, small),
            _apart(float(proof.row_upper[where[i]]), most, small),
        )
        yield Comparison(", ".join(key) or family, max(float(worst[i]), bound), 0.0)


def _factors(theirs: sparse.csr_array, ours: sparse.csr_array) -> np.ndarray:
    """What each stated row is to be multiplied by, to be written as the programme writes it."""
    factor = np.ones(theirs.shape[0])
    for i in range(theirs.shape[0]):
        begin, end = ours.indptr[i], ours.indptr[i + 1]
        if begin == end:
            continue
        j = begin + int(np.argmax(np.abs(ours.data[begin:end])))
        own = slice(theirs.indptr[i], theirs.indptr[i + 1])
        at = np.flatnonzero(theirs.indices[own] == ours.indices[j])
        if at.size and (number := theirs.data[own][at[0]]):
            factor[i] = number / ours.data[j]
    return factor


def _largest(matrix: sparse.csr_array) -> np.ndarray:
    found = np.zeros(matrix.shape[0])
    np.maximum.at(found, np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)),
                  np.abs(matrix.data))  # fmt: skip
    return found


def _apart(found: float, right: float, small: float) -> float:
    if found == right:
        return 0.0
    if not (isfinite(found) and isfinite(right)):
        return inf
    return abs(found - right) / max(abs(found), abs(right), small)


def _kept(key: Key, row: Row, place: Mapping[Column, int], values: np.ndarray) -> Comparison:
    """A row that the programme lacks: the plan keeps it all the same."""
    terms = [number * values[place[name]] for name, number in row.terms.items() if name in place]
    activity = float(sum(terms))
    size = max([1.0, *map(abs, terms), *(abs(b) for b in (row.lower, row.upper) if isfinite(b))])
    off = max(0.0, row.lower - activity, activity - row.upper) / size
    return Comparison(f"{', '.join(key)}, which the programme lacks", off, 0.0)
