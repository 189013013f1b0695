"""HiGHS behind one door: a linear programme, costs in, a basic optimum out."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from planner.engine.irreducible import irreducible_rows
from planner.engine.linear_program import LinearProgram
from planner.engine.options import SolverOptions
from planner.errors import InfeasibleError, NotOptimalError, PlannerError

_PRIMAL_SIMPLEX = 4
_DUAL_SIMPLEX = 1
_SOLVERS = {"choose": "simplex", "simplex": "simplex", "ipm": "ipx", "hipo": "hipo"}
_STATUS = highspy.HighsModelStatus
_NAMES_SHOWN = 10


@dataclass(frozen=True, eq=False)
class Solution:
    """An optimum. Arrays follow the programme's rows and columns.

    Duals are changes of the objective per unit of a row's bound, and reduced
    costs per unit of a column; both are None when the solver could give no
    basis, so that no dual is published that isn't one of a vertex.
    """

    status: str
    objective: float
    column_values: np.ndarray
    row_values: np.ndarray
    reduced_costs: np.ndarray | None
    row_duals: np.ndarray | None
    basic: bool
    method: str
    iterations: int
    seconds: float
    warnings: tuple[str, ...] = ()


class Session:
    """One programme in the solver's hands, solved for one cost after another.

    Each solve starts from the basis of the one before, which stays feasible
    when costs change and a held row is satisfied.
    """

    def __init__(self, program: LinearProgram, options: SolverOptions | None = None) -> None:
        self.program = program
        self.options = options or SolverOptions()
        self.held: list[str] = []
        self._warnings: list[str] = []
        self._started = perf_counter()
        with _standard_output_closed():
            # The constructor prints a banner before any option can silence it.
            self._highs = highspy.Highs()
        self._set(log_to_console=False)
        self._highs.HandleKeyboardInterrupt = True
        self._highs.cbLogging += self._keep_warning
        if self.options.threads:
            self._set(threads=self.options.threads)
        if self._highs.passModel(_highs_lp(program)) == highspy.HighsStatus.kError:
            low, high = program.coefficient_range()
            raise PlannerError(
                f"the solver refuses the programme: its coefficients go from {low:.1e} to "
                f"{high:.1e}; look for a value in a wrong unit among the inputs"
            )
        self._costs = np.zeros(len(program.columns))
        self._has_basis = False

    def minimise(self, costs: np.ndarray, constant: float = 0.0) -> Solution:
        """The minimum of ``costs @ x + constant``.

        Raises InfeasibleError, naming rows that contradict each other, when
        there is no solution, and NotOptimalError when the solver stops for
        any other reason.
        """
        began = perf_counter()
        self._warnings.clear()
        indices = np.arange(len(costs), dtype=np.int32)
        self._highs.changeColsCost(len(costs), indices, np.asarray(costs, dtype=float))
        left = self.options.time_limit_seconds - (began - self._started)
        # HiGHS counts its own run time over all solves of one object.
        self._set(time_limit=self._highs.getRunTime() + max(left, 0.01))
        method = _SOLVERS[self.options.method]
        if self._has_basis:
            # After a change of costs the vertex stays feasible: primal simplex goes on from it.
            method = "simplex"
        strategy = _PRIMAL_SIMPLEX if self._has_basis else _DUAL_SIMPLEX
        self._set(solver=method, simplex_strategy=strategy, run_crossover="on")
        self._highs.solve()
        return self._solution(method, constant, perf_counter() - began)

    def hold(self, name: str, costs: np.ndarray, upper: float) -> None:
        """Keep ``costs @ x <= upper`` from now on, as a further row called `name`."""
        used = np.flatnonzero(costs).astype(np.int32)
        self._highs.addRow(-np.inf, upper, len(used), used, np.asarray(costs, dtype=float)[used])
        self.held.append(name)

    def _solution(self, method: str, constant: float, seconds: float) -> Solution:
        status = self._highs.getModelStatus()
        info = self._highs.getInfo()
        if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
            raise InfeasibleError(self._contradiction())
        if status == _STATUS.kInterrupt:
            raise KeyboardInterrupt
        if status != _STATUS.kOptimal:
            words = self._highs.modelStatusToString(status).lower()
            raise NotOptimalError(
                f"no optimum was found: the solver stopped with '{words}' after {seconds:.1f} s; "
                f"raise solver.time_limit_seconds, or make the model smaller"
                if status == _STATUS.kTimeLimit
                else f"no optimum was found: the solver stopped with '{words}'"
            )
        solution = self._highs.getSolution()
        basic = info.basis_validity == highspy.BasisValidity.kBasisValidityValid
        self._has_basis = basic
        counts = (
            info.simplex_iteration_count,
            info.ipm_iteration_count,
            info.crossover_iteration_count,
        )
        return Solution(
            status="optimal",
            objective=float(info.objective_function_value) + constant,
            column_values=np.array(solution.col_value),
            row_values=np.array(solution.row_value),
            reduced_costs=np.array(solution.col_dual) if basic else None,
            row_duals=np.array(solution.row_dual) if basic else None,
            basic=basic,
            method=method,
            iterations=sum(max(int(count), 0) for count in counts),
            seconds=seconds,
            warnings=tuple(dict.fromkeys(self._warnings)),
        )

    def _contradiction(self) -> str:
        """A sentence that names rows which can't all hold."""
        names = [*self.program.row_names, *self.held]
        rows = [names[i] for i in irreducible_rows(self._highs)]
        if not rows:
            return "no plan exists: hard limits contradict each other"
        more = f" and {len(rows) - _NAMES_SHOWN} more" if len(rows) > _NAMES_SHOWN else ""
        return (
            f"no plan exists: these limits can't all hold: {', '.join(rows[:_NAMES_SHOWN])}{more}"
        )

    def _keep_warning(self, event: object) -> None:
        message = str(getattr(event, "message", "")).strip()
        if message.startswith("WARNING"):
            self._warnings.append(message.removeprefix("WARNING:").strip())

    def _set(self, **options: bool | int | float | str) -> None:
        for name, value in options.items():
            if self._highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                hint = "; HiPO needs the package highspy-extras" if value == "hipo" else ""
                raise PlannerError(f"the solver refuses the option {name} = {value!r}{hint}")


@contextmanager
def _standard_output_closed() -> Iterator[None]:
    """Send to nowhere what C code prints; Python's own output is written out before."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _highs_lp(program: LinearProgram) -> highspy.HighsLp:
    """The programme in HiGHS's own form, row-wise, with zero costs."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = program.matrix.shape
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_ = program.column_lower, program.column_upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = program.matrix.indptr
    lp.a_matrix_.index_ = program.matrix.indices
    lp.a_matrix_.value_ = program.matrix.data
    return lp
