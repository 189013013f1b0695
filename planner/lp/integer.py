"""The whole numbers of a programme, stage by stage, each to a gap that is known.

A search for whole numbers takes long, and later stages often leave little to
choose. So a stage first asks two linear programmes: with fractions allowed,
which bounds what any whole numbers could reach, and with the whole numbers of
the stage before. Where these two are within the gap, nothing is searched.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from planner.errors import NotOptimalError
from planner.lp.linear_program import LinearProgram
from planner.lp.options import SolverOptions
from planner.lp.solution import Solution, relative_gap
from planner.lp.solver import Session
from planner.wording.numbers import to_percent

CHOICE_TOLERANCE = 1e-6
"""Slack of a held objective, relative to its size and at least to one: the solver takes a number
for whole, and a row for held, to as much."""


class IntegerSearch:
    """The search for whole numbers: one session each for fractions, for a choice and for all."""

    def __init__(
        self,
        program: LinearProgram,
        options: SolverOptions | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        self.program = program
        self.options = options or SolverOptions()
        self.spent_seconds = 0.0
        self._log = log
        none = np.zeros(0, dtype=np.int32)
        self._fractions = Session(replace(program, whole=none), self.options, log)
        self._whole = Session(program, self.options, log)
        self._given: Session | None = None
        self._values = np.zeros(0)
        self._held: list[tuple[str, np.ndarray, float]] = []

    def close(self) -> None:
        """Give the solvers' memory back."""
        for session in (self._fractions, self._whole, self._given):
            if session is not None:
                session.close()

    def left(self) -> LinearProgram:
        """The linear programme that is left with the last choice."""
        return self.program.given(self._values)

    def minimise(self, name: str, costs: np.ndarray, constant: float = 0.0) -> Solution:
        """A solution in whole numbers within the gap of the options; what it reached is held.

        Later solves hold ``costs @ x``, as a row with `name` in its name.
        Raises what :meth:`planner.lp.solver.Session.minimise` raises.
        """
        bound = self._solve(self._fractions, costs, constant).objective
        found: Solution | None = None
        nodes = 0
        if self._given is not None:
            found = self._solve(self._given, costs, constant)
        if found is None or relative_gap(found.objective, bound) > self.options.mip_gap:
            searched = self._search(costs, constant, found, bound)
            assert searched.bound is not None
            bound, nodes = max(bound, searched.bound), searched.nodes or 0
            self._choose(searched.column_values)
            assert self._given is not None
            # The search ends at whole numbers; what is best beside them is a linear programme.
            found = self._solve(self._given, costs, constant)
            found = replace(found, seconds=found.seconds + searched.seconds)
        self._hold(name, costs, found.objective - constant)
        # The solver's tolerance may put the two in the wrong order by a millionth.
        bound = min(bound, found.objective)
        return replace(
            found,
            status="optimal within the gap",
            row_duals=None,
            reduced_costs=None,
            basic=False,
            method="branch and cut" if nodes else "bound by fractions",
            bound=bound,
            gap=relative_gap(found.objective, bound),
            nodes=nodes,
        )

    def _search(
        self, costs: np.ndarray, constant: float, found: Solution | None, bound: float
    ) -> Solution:
        """Search for whole numbers; a stop at a limit says what is known already."""
        try:
            return self._solve(self._whole, costs, constant)
        except NotOptimalError as stop:
            if found is None:
                raise
            gap = relative_gap(found.objective, bound)
            raise NotOptimalError(
                f"{stop}. What the stage before chose has a gap of {to_percent(gap)} here, and "
                f"solver.mip_gap asks for {to_percent(self.options.mip_gap)}"
            ) from stop

    def _choose(self, values: np.ndarray) -> None:
        """Take whole numbers, and hold in their linear programme what is held in the others."""
        self._values = values
        if self._given is not None:
            self._given.close()
        self._given = Session(self.program.given(values), self.options, self._log)
        for name, costs, upper in self._held:
            self._given.hold(name, costs, upper)

    def _hold(self, name: str, costs: np.ndarray, reached: float) -> None:
        """Let no later solve lose what this one has reached."""
        upper = reached + CHOICE_TOLERANCE * max(1.0, abs(reached))
        self._held.append((f"held[{name}]", costs, upper))
        for session in (self._fractions, self._whole, self._given):
            if session is not None:
                session.hold(*self._held[-1])

    def _solve(self, session: Session, costs: np.ndarray, constant: float) -> Solution:
        """Solve in one of the sessions, which share the time limit."""
        session.spent_seconds = self.spent_seconds
        try:
            return session.minimise(costs, constant)
        finally:
            self.spent_seconds = session.spent_seconds
