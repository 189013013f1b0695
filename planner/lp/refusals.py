"""Why there is no optimum, for whom it concerns: by the names of rows and columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from planner.errors import InfeasibleError, NotOptimalError, PlannerError, UnboundedError
from planner.lp.highs import Highs
from planner.lp.infeasibility import conflicting_rows
from planner.lp.linear_program import LinearProgram
from planner.lp.name_sentences import contradiction, some
from planner.lp.options import SolverOptions
from planner.lp.solution import relative_gap
from planner.lp.unbounded import falling_direction
from planner.wording.numbers import to_percent

_STATUS = highspy.HighsModelStatus
_STILL = 1e-9
"""Part of the way of a column that moves farthest below which one stands still."""


@dataclass(frozen=True, eq=False)
class Refused:
    """A programme in the solver's hands that came to no optimum.

    `matrix` and `upper` have the rows `held` after those of the programme.
    """

    highs: Highs
    program: LinearProgram
    options: SolverOptions
    matrix: sparse.csr_array
    upper: np.ndarray
    held: Sequence[str]

    def error(self, status: highspy.HighsModelStatus) -> PlannerError:
        """What to raise for any end but an optimum."""
        costs = np.array(self.highs.raw.getLp().col_cost_)
        if status == _STATUS.kTimeLimit:
            return NotOptimalError(
                f"no optimum was found: the solver used up its "
                f"{self.options.time_limit_seconds:g} s{self._how_far()}; raise "
                f"solver.time_limit_seconds, or make the model smaller"
            )
        if self.program.whole.size and status in (
            _STATUS.kInfeasible,
            _STATUS.kUnboundedOrInfeasible,
        ):
            return self._nothing_whole(status)
        if status == _STATUS.kUnboundedOrInfeasible:
            # Without costs nothing is unbounded, so what is left is the answer.
            self.highs.costs(np.zeros(self.matrix.shape[1]))
            self.highs.call(self.highs.raw.run)
            feasible = self.highs.raw.getModelStatus() == _STATUS.kOptimal
            status = _STATUS.kUnbounded if feasible else _STATUS.kInfeasible
        if status == _STATUS.kInfeasible:
            return InfeasibleError(self._contradiction())
        if status == _STATUS.kUnbounded:
            return self._unbounded(costs)
        words = self.highs.raw.modelStatusToString(status).lower()
        return NotOptimalError(f"no optimum was found: the solver stopped with '{words}'")

    def _how_far(self) -> str:
        """How near a search for whole numbers has come, to be said of a stop at a limit."""
        info = self.highs.raw.getInfo()
        if not self.program.whole.size or not info.valid:
            return ""
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return ", with no plan in whole numbers found yet"
        gap = relative_gap(info.objective_function_value, info.mip_dual_bound)
        return (
            f", with a plan found whose gap to the best possible one is {to_percent(gap)} and not "
            f"{to_percent(self.options.mip_gap)} (or raise solver.mip_gap)"
        )

    def _nothing_whole(self, status: highspy.HighsModelStatus) -> PlannerError:
        """What to raise where no whole numbers will do: the rows, if no fractions would either."""
        places = self.program.whole
        self.highs.whole(places, whole=False)
        self.highs.costs(np.zeros(self.matrix.shape[1]))
        self.highs.call(self.highs.raw.run)
        found = self.highs.raw.getModelStatus()
        if found == _STATUS.kInfeasible:
            return InfeasibleError(self._contradiction())
        if status == _STATUS.kUnboundedOrInfeasible:
            return NotOptimalError("no optimum was found: no whole numbers will do, or costs fall")
        names = some(self.program.column_names[j] for j in places)
        return InfeasibleError(
            f"no plan exists: the limits can all hold, but with fractions only where whole "
            f"numbers must stand: {names}"
        )

    def _contradiction(self) -> str:
        """A sentence that names rows which can't all hold."""
        held = np.full(len(self.held), -np.inf)
        conflict = conflicting_rows(
            self.highs,
            self.matrix,
            (np.concatenate([self.program.row_lower, held]), self.upper),
            (self.program.column_lower, self.program.column_upper),
        )
        if not conflict.rows:
            return "no plan exists: hard limits contradict each other"
        names = [*self.program.row_names, *self.held]
        least = " (all are needed for that)" if conflict.irreducible else ""
        return contradiction(
            f"these limits can't all hold{least}:", (names[i] for i in conflict.rows)
        )

    def _unbounded(self, costs: np.ndarray) -> PlannerError:
        """Along which columns the costs fall, fastest of all ways."""
        held = np.full(len(self.held), -np.inf)
        along = falling_direction(
            self.matrix,
            (np.concatenate([self.program.row_lower, held]), self.upper),
            (self.program.column_lower, self.program.column_upper),
            costs,
        )
        words = "no optimum was found: the costs are unbounded, they fall for ever"
        if along is None:
            return UnboundedError(words)
        moved = np.flatnonzero(np.abs(along) > _STILL)
        names = some(self.program.column_names[int(j)] for j in moved)
        return UnboundedError(f"{words} with {names}", along)
