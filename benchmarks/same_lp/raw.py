"""Raw arrays: every row and column numbered by hand, for speed and nothing else."""

from math import sqrt
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from benchmarks.same_lp.question import (
    DISPATCHABLE,
    FLAT,
    HOURS,
    PARTS,
    SOURCES,
    STORAGE,
    WEATHER,
    YEARS,
    Question,
    charge,
    discount_factors,
)

Arrays = tuple[sparse.csr_array, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def prepare(q: Question) -> Question:
    """Nothing to do."""
    return q


def build(q: Question) -> Arrays:
    """Matrix, bounds of the rows, lower bounds of the columns, costs."""
    S, Y, H = len(q.sites), len(YEARS), q.days * PARTS
    G, D, T = len(SOURCES), len(DISPATCHABLE), len(STORAGE)
    sizes = {
        "built": (G, S, Y), "capacity": (G, S, Y), "flat": (D, S, Y), "down": (D, S, Y, H),
        "in": (T, S, Y, H), "out": (T, S, Y, H), "soc": (T, S, Y, H), "load": (S, Y),
    }  # fmt: skip
    column, count = {}, 0
    for name, shape in sizes.items():
        size = int(np.prod(shape))
        column[name] = np.arange(count, count + size, dtype=np.int32).reshape(shape)
        count += size
    rows, columns, values, lower, upper = [], [], [], [], []
    done = 0

    def block(shape: tuple[int, ...], low: float, high: float) -> np.ndarray:
        nonlocal done
        size = int(np.prod(shape))
        lower.append(np.full(size, low))
        upper.append(np.full(size, high))
        done += size
        return np.arange(done - size, done, dtype=np.int32).reshape(shape)

    def enter(row: np.ndarray, col: np.ndarray, value: Any) -> None:
        row, col, value = np.broadcast_arrays(row, col, np.asarray(value, dtype=float))
        rows.append(row.ravel())
        columns.append(col.ravel())
        values.append(value.ravel())

    of = {g: SOURCES.index(g) for g in SOURCES}
    stores = [of[g] for g in STORAGE]
    in_service = block((G, S, Y), 0, 0)
    enter(in_service, column["capacity"], 1)
    for v in range(Y):
        enter(in_service[:, :, v:], column["built"][:, :, v : v + 1], -1)
    within = block((D, S, Y), -np.inf, 0)
    enter(within, column["flat"], 1)
    enter(within, column["capacity"][:D], -q.available[:D, None, None])
    down = block((D, S, Y, H), -np.inf, 0)
    enter(down, column["down"], 1)
    enter(down, column["flat"][..., None], -1)
    power = block((T, S, Y, H), -np.inf, 0)
    enter(power, column["in"], 1)
    enter(power, column["out"], 1)
    enter(power, column["capacity"][stores][..., None], -1)
    keeps = block((T, S, Y, H), 0, 0)
    by_day = (T, S, Y, q.days, PARTS)
    before = np.roll(column["soc"].reshape(by_day), 1, axis=-1).reshape(T, S, Y, H)
    way = np.array([sqrt(e) for e in q.efficiency])[:, None, None, None]
    enter(keeps, column["soc"], 1)
    enter(keeps, before, -1)
    enter(keeps, column["in"], -HOURS * way)
    enter(keeps, column["out"], HOURS / way)
    energy = block((T, S, Y, H), -np.inf, 0)
    enter(energy, column["soc"], 1)
    capacity = column["capacity"][stores][..., None]
    enter(energy, capacity, -q.storage_hours[:, None, None, None])
    served = block((S, Y, H), 0, np.inf)
    enter(served, column["flat"][..., None], 1)
    enter(served, column["down"], -1)
    enter(served, column["capacity"][of[FLAT[0]]][..., None], q.available[of[FLAT[0]]])
    for i, g in enumerate(WEATHER):
        factor = q.weather[i].reshape(S, 1, H)
        enter(served, column["capacity"][of[g]][..., None], factor)
    enter(served, column["out"], 1)
    enter(served, column["in"], -1)
    enter(served, column["load"][..., None], -1)

    entries = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
    matrix = sparse.csr_array(sparse.coo_array(entries, shape=(done, count)))
    matrix.eliminate_zeros()

    costs, factor = np.zeros(count), discount_factors()
    tail = np.cumsum(factor[::-1])[::-1]
    costs[column["built"]] = charge() * q.capex[:, None, :] * tail
    costs[column["capacity"]] = q.fixed_om[:, None, None] * factor
    steady = of[FLAT[0]]
    costs[column["capacity"][steady]] += 8760 * q.available[steady] * q.running[steady] * factor
    costs[column["flat"]] = 8760 * q.running[:D, None, None] * factor
    costs[column["down"]] = -q.weight * (q.running[:D, None, None] * factor)[..., None]
    least = np.zeros(count)
    least[column["load"]] = q.load
    return matrix, np.concatenate(lower), np.concatenate(upper), least, costs


def as_arrays(built: Arrays) -> Any:
    """The arrays as they are, by the form of ``passModel`` that takes them at once."""
    matrix, lower, upper, least, costs = built
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(
        len(costs), len(lower), matrix.nnz, int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize), 0.0, costs, least, np.full(len(costs), np.inf),
        lower, upper, matrix.indptr, matrix.indices, matrix.data,
        np.zeros(len(costs), dtype=np.int32),
    )  # fmt: skip
    return highs


def hand_over(built: Arrays) -> Any:
    """The arrays in a ``HighsLp``, by ``passModel``, as its documentation shows."""
    matrix, lower, upper, least, costs = built
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, least, np.full(len(costs), np.inf)
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(lp)
    return highs
