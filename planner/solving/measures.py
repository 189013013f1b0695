"""Variables that only measure, such as a peak, at what they measure.

A limit on the largest of several things is written with a variable that is no
smaller than any of them. Where the limit costs nothing an optimum may hold it
anywhere up to the limit, and a site would be told as full that is not. Such a
variable is put where its rows hold it; several of one row, such as two
connections of a site, stay where the optimum has them. No other value, no cost
and no row's feasibility change, and an optimum stays one with its duals: a row
that has a price holds its variable there already.
"""

from dataclasses import replace

import numpy as np

from planner.formulation.assemble import Formulation
from planner.lp.lexicographic import StageResult
from planner.lp.linear_program import LinearProgram
from planner.solving.loading import DUST


def settled(formulation: Formulation, program: LinearProgram, result: StageResult) -> StageResult:
    """The stage's optimum with every variable of ``ledgers.measures`` at what it measures."""
    solution = result.solution
    values = solution.column_values.copy()
    for measure in formulation.ledgers.measures:
        columns = program.columns_of(measure.variable)
        of_it = [key.family in measure.rows for key in program.row_keys]
        values[columns] = _held_at(program, values, columns, np.flatnonzero(of_it), measure.most)
    moved = values - solution.column_values
    moved[np.abs(moved) <= DUST] = 0.0
    if not moved.any():
        return result
    # What measures is in no objective, so the rows of held optima stay as they are.
    rows = solution.row_values.copy()
    rows[: len(program.row_names)] += program.matrix @ moved
    return replace(
        result,
        solution=replace(solution, column_values=solution.column_values + moved, row_values=rows),
    )


def _held_at(
    program: LinearProgram, values: np.ndarray, columns: np.ndarray, rows: np.ndarray, most: bool
) -> np.ndarray:
    """The greatest, or the least, that rows and bounds allow each of the columns."""
    others = values.copy()
    others[columns] = 0.0
    within = program.matrix[rows]
    rest = within @ others
    own = within[:, columns].tocoo()
    sign = 1.0 if most else -1.0
    # A row holds a column from above by its upper bound, or by its lower one where it enters less.
    above = (own.data > 0) == most
    bound = np.where(above, program.row_upper[rows][own.row], program.row_lower[rows][own.row])
    at = (bound - rest[own.row]) / own.data
    held = sign * (program.column_upper if most else program.column_lower)[columns]
    np.minimum.at(held, own.col, sign * at)
    put = np.clip(sign * held, program.column_lower[columns], program.column_upper[columns])
    # What only several of them give together is for none of them alone: they stay as they are.
    shared = np.bincount(own.row, minlength=len(rows))[own.row] > 1
    together = own.col[shared]
    put[together] = values[columns][together]
    return put
