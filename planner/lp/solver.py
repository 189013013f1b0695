"""HiGHS behind one door: a programme, costs in, a basic optimum or whole numbers out."""

from collections.abc import Callable
from time import perf_counter
from types import TracebackType

import highspy
import numpy as np
from scipy import sparse

from planner.errors import PlannerError
from planner.lp.basis import Basis, read_from, start_at
from planner.lp.crossover import cross_over
from planner.lp.highs import Highs
from planner.lp.linear_program import LinearProgram
from planner.lp.near_optima import PricedProgram
from planner.lp.options import SolverOptions
from planner.lp.refusals import Refused
from planner.lp.solution import Solution, relative_gap
from planner.plugins.solver_methods import method_of
from planner.wording.numbers import to_power

__all__ = ["Session", "Solution"]

_PRIMAL_SIMPLEX = 4
_DUAL_SIMPLEX = 1
_LARGE = 80_000
"""Rows from which on the decomposition is quicker than the simplex method by itself; measured,
see ``benchmarks/README.md``."""
_STATUS = highspy.HighsModelStatus


class Session:
    """One programme in the solver's hands, solved for one cost after another.

    Each solve starts from the basis of the one before, which stays feasible
    when costs change and a held row is satisfied; where columns must be whole,
    from the whole numbers of the one before. `log` is given what HiGHS has to
    say, which is silent otherwise. `spent_seconds` of the time limit are gone.
    """

    def __init__(
        self,
        program: LinearProgram,
        options: SolverOptions | None = None,
        log: Callable[[str], None] | None = None,
        spent_seconds: float = 0.0,
    ) -> None:
        self.program = program
        self.options = options or SolverOptions()
        self.held: list[str] = []
        self.spent_seconds = spent_seconds
        self._highs = Highs(log)
        self._highs.set(threads=self.options.threads, run_crossover="on")
        if self.options.tolerance != SolverOptions().tolerance:
            self._highs.set(
                primal_feasibility_tolerance=self.options.tolerance,
                dual_feasibility_tolerance=self.options.tolerance,
            )
        self._matrix = program.matrix
        self._upper = program.row_upper
        try:
            self._highs.load(
                program.matrix,
                (program.row_lower, program.row_upper),
                (program.column_lower, program.column_upper),
            )
        except ValueError as refusal:
            low, high = program.coefficient_range()
            raise PlannerError(
                "the solver refuses the programme: its coefficients go from "
                f"{to_power(low, 1)} to "
                f"{to_power(high, 1)}; look for a value in a wrong unit among the inputs"
            ) from refusal
        self._has_basis = False
        self._warm = False
        self._only_costs_moved = False
        self._whole_start = np.zeros(0)
        self._values: np.ndarray | None = None
        self._notes: list[str] = []
        if program.whole.size:
            self._highs.whole(program.whole)
            self._highs.set(mip_rel_gap=self.options.mip_gap)

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the solver's memory back; the session can't solve any more."""
        self._highs.close()

    def minimise(self, costs: np.ndarray, constant: float = 0.0) -> Solution:
        """The minimum of ``costs @ x + constant``.

        Where columns must be whole, it is within the gap of the options.
        Raises InfeasibleError, naming rows that contradict each other, when
        there is no solution, and NotOptimalError when the solver stops for
        any other reason. Ctrl-C stops the solver and raises KeyboardInterrupt.
        """
        if not len(self.program.columns):
            return self._nothing(constant)
        began = perf_counter()
        costs = np.asarray(costs, dtype=float)
        left = self.options.time_limit_seconds - self.spent_seconds
        if left <= 0:
            raise self._refusal(_STATUS.kTimeLimit)
        self._highs.costs(costs)
        self._highs.limit(left)
        before, method = 0, self._method_of_a_point(costs)
        try:
            if method:
                before = self._cross_over(costs, left, method)
                self._highs.limit(max(left - (perf_counter() - began), 0.0))
            by_simplex = self._prepare()
            self._highs.call(self._highs.raw.run)
        finally:
            self.spent_seconds += perf_counter() - began
        status = self._highs.raw.getModelStatus()
        if status != _STATUS.kOptimal:
            raise self._refusal(status)
        solution = self._solution(
            method if before else by_simplex, costs, constant, perf_counter() - began, before
        )
        self._warm = False
        return solution

    def start_from(self, basis: Basis) -> None:
        """Start the next solve from a basis of another programme, as far as its names are here.

        The optimum is the same as that of a cold start; where several vertices have
        it, another of them may be found.
        """
        if self.program.whole.size or not len(self.program.columns):
            return
        rows = [*self.program.row_names, *self.held]
        self._only_costs_moved = basis.program == self.program.checksum()
        self._warm = start_at(self._highs.raw, *basis.onto(self.program.column_names, rows))

    def forget(self) -> None:
        """Begin the next solve without the basis of the one before, and so with presolve."""
        if self._has_basis and not self._warm and not self.program.whole.size:
            self._highs.raw.clearSolver()
            self._has_basis = False

    def hold(self, name: str, costs: np.ndarray, upper: float) -> None:
        """Keep ``costs @ x <= upper`` from now on, as a further row called `name`."""
        used = np.flatnonzero(costs).astype(np.int32)
        values = np.asarray(costs, dtype=float)[used]
        status = self._highs.raw.addRow(-np.inf, upper, len(used), used, values)
        self._highs.accept(f"the row {name}", status)
        row = sparse.csr_array((values, used, [0, len(used)]), shape=(1, self._matrix.shape[1]))
        self._matrix = sparse.csr_array(sparse.vstack([self._matrix, row]))
        self._upper = np.append(self._upper, upper)
        self.held.append(name)

    def move(self, name: str, upper: float) -> None:
        """Hold the row called `name` at another bound; a basis stays feasible where it rises."""
        place = len(self.program.row_names) + self.held.index(name)
        status = self._highs.raw.changeRowBounds(place, -np.inf, upper)
        self._highs.accept(f"the bound of the row {name}", status)
        self._upper[place] = upper

    def _method_of_a_point(self, costs: np.ndarray) -> str:
        """What finds a point for the next run to begin near, if anything is to."""
        method, inner = self.options.method, self.program.inner
        if self._warm or self.program.whole.size:
            return ""
        # It was quicker from the optimum of an earlier stage; from nowhere nobody has seen it so.
        large = self._matrix.shape[0] >= _LARGE and self._values is not None
        if method == "choose" and large:
            method = "benders"
        # Without costs inside, blocks teach the master programme only where they can't run.
        apart = (
            bool(np.any(costs[inner])) if method == "benders" else method_of(method).finds_point
        )
        return method if apart else ""

    def _cross_over(self, costs: np.ndarray, seconds: float, method: str) -> int:
        """Bring the solver to a vertex near a point of a method; the iterations of both."""
        try:
            spent = cross_over(self._highs, self._priced_program(costs, seconds), method)
        except ArithmeticError as failure:
            # The simplex method says what is wrong with the programme, or solves it as a whole.
            self._notes.append(f"{method} found no point ({failure}): simplex began without one")
            self._highs.raw.clearSolver()
            spent = 0
        self._has_basis = self._at_a_basis()
        return spent

    def _priced_program(self, costs: np.ndarray, seconds: float) -> PricedProgram:
        program = self.program
        columns = program.column_lower, program.column_upper
        lower = np.concatenate([program.row_lower, np.full(len(self.held), -np.inf)])
        return PricedProgram(
            matrix=self._matrix,
            rows=(lower, self._upper),
            columns=columns,
            costs=costs,
            inner=program.inner,
            near=np.clip(0.0, *columns) if self._values is None else self._values,
            seconds=seconds,
            tolerance=self.options.tolerance,
        )

    def _at_a_basis(self) -> bool:
        info = self._highs.raw.getInfo()
        return bool(info.basis_validity == highspy.BasisValidity.kBasisValidityValid)

    def _prepare(self) -> str:
        """Choose how the next run goes; its name for the record."""
        if self.program.whole.size:
            if self._whole_start.size:
                places = self.program.whole
                self._highs.raw.setSolution(len(places), places, self._whole_start)
            return "branch and cut"
        solver = method_of(self.options.method).highs
        strategy = _DUAL_SIMPLEX
        if self._warm:
            # What still holds decides: with the same limits the vertex is feasible, and with
            # the same costs, or few others, it is optimal but for what the limits moved.
            solver = "simplex"
            strategy = _PRIMAL_SIMPLEX if self._only_costs_moved else _DUAL_SIMPLEX
        elif self._has_basis:
            # After a change of costs the vertex stays feasible: primal simplex goes on from it.
            # HiGHS leaves presolve out where it has a basis, whatever the option says.
            solver, strategy = "simplex", _PRIMAL_SIMPLEX
        try:
            self._highs.set(solver=solver, simplex_strategy=strategy)
        except ValueError as refusal:
            hint = (
                "; HiPO needs the package highspy-extras, in the version of highspy"
                if solver == "hipo"
                else ""
            )
            raise PlannerError(f"{refusal}{hint}") from refusal
        return solver

    def _solution(
        self, method: str, costs: np.ndarray, constant: float, seconds: float, before: int
    ) -> Solution:
        """What the solver has found, after so many iterations of a first-order method."""
        info = self._highs.raw.getInfo()
        found = self._highs.raw.getSolution()
        values = np.array(found.col_value)
        whole = self.program.whole
        if whole.size:
            self._whole_start = np.round(values[whole])
            bound = info.mip_dual_bound + constant
            return Solution(
                status="optimal within the gap",
                objective=float(costs @ values) + constant,
                column_values=values,
                row_values=np.array(found.row_value),
                reduced_costs=None,
                row_duals=None,
                basic=False,
                method=method,
                iterations=max(int(info.simplex_iteration_count), 0),
                seconds=seconds,
                warnings=self._highs.warnings(),
                bound=bound,
                gap=relative_gap(float(costs @ values) + constant, bound),
                nodes=max(int(info.mip_node_count), 0),
            )
        self._has_basis, self._values = self._at_a_basis(), values
        notes, self._notes = self._notes, []
        counts = (
            info.simplex_iteration_count,
            info.ipm_iteration_count,
            info.crossover_iteration_count,
        )
        return Solution(
            status="optimal",
            objective=float(costs @ values) + constant,
            column_values=values,
            row_values=np.array(found.row_value),
            reduced_costs=np.array(found.col_dual) if self._has_basis else None,
            row_duals=np.array(found.row_dual) if self._has_basis else None,
            basic=self._has_basis,
            method=method,
            iterations=before + sum(max(int(count), 0) for count in counts),
            seconds=seconds,
            warnings=(*notes, *self._highs.warnings()),
            basis=read_from(self._highs.raw) if self._has_basis else None,
            warm=self._warm,
        )

    def _nothing(self, constant: float) -> Solution:
        """The optimum of a programme without columns, which HiGHS calls empty."""
        rows, none = np.zeros(len(self._upper)), np.zeros(0)
        return Solution("optimal", constant, none, rows, none, rows, True, "none", 0, 0.0)

    def _refusal(self, status: highspy.HighsModelStatus) -> PlannerError:
        """What to raise for any end but an optimum."""
        asked = Refused(
            self._highs, self.program, self.options, self._matrix, self._upper, self.held
        )
        return asked.error(status)
