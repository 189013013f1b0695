r"""Stochastic plans: what to commit to before it is known which scenario comes true.

Sets
    :math:`i \in I`  scenarios, :math:`y_1 < y_2 < \dots` years in which something is learned

Parameters
    :math:`p_i`  probability of a scenario; they add up to one  ``probability``
    :math:`\pi_i`  what the scenario turns out to be at each of these years  ``path``
    :math:`d_j`  year in which order j is decided, see :mod:`planner.solving.decision_years`
    :math:`z_{pi}`  missed years of target of priority p, :math:`C_i` present cost, billion USD
    :math:`q`  price of a missed year of target, billion USD, where one is stated

Two scenarios are the same decision maker until they part: orders :math:`x_{ij}` that are
decided before the year at which their paths differ are one column of the extensive form
(nonanticipativity), if both scenarios have them at all. What one scenario can't have by then, such
as a connection whose date is uncertain, is no decision there: the order is the same, and it comes
later.

Objectives, stage by stage, or in one where a price is stated:

.. math:: \min \sum_i p_i z_{pi} \ \text{ for each } p, \text{ then } \min \sum_i p_i C_i
    \qquad\text{or}\qquad \min \sum_i p_i \Bigl( C_i + q \sum_p z_{pi} \Bigr)

A *policy* is the orders before the first of these years. Each is held in every scenario, and
all that is decided later is planned again. With :math:`V` the expected objective:

.. math:: \mathrm{EVPI} = V(\text{stochastic}) - V(\text{each scenario known from the start}),
    \qquad \mathrm{VSS} = V(\text{plan for the mean}) - V(\text{stochastic})
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.errors import InfeasibleError
from planner.formulation.assemble import SHORTFALL_STAGE, Formulation, assemble
from planner.lp.extensive_form import extensive_form
from planner.lp.lexicographic import Stage, solve_in_stages
from planner.lp.linear_program import LinearProgram, compile_linear_program, costs_of
from planner.lp.options import SolverOptions
from planner.lp.row_and_column_names import Key
from planner.solving.decision_years import decision_years
from planner.solving.loading import DUST
from planner.solving.solve import UNITS
from planner.system import World

TOTAL = "total"
"""The one stage of a plan whose missed targets have a price, billion USD."""
COST = "cost"


@dataclass(frozen=True, eq=False)
class Scenario:
    """A world that may come true, as a programme."""

    name: str
    probability: float
    path: tuple[str, ...]
    """What it turns out to be at each year in which something is learned."""
    formulation: Formulation
    program: LinearProgram
    stages: Mapping[str, tuple[np.ndarray, float]]
    """Stage to costs and constant."""
    decided: Mapping[str, int]
    """Order to the year in which it is decided."""

    def outcome(self, values: np.ndarray) -> dict[str, float]:
        """What its columns come to in each stage."""
        return {
            name: float(costs @ values) + constant
            for name, (costs, constant) in self.stages.items()
        }


@dataclass(frozen=True, eq=False)
class JointPlan:
    """Scenarios planned as one: the expected optimum, and what each comes to."""

    expected: dict[str, float]
    outcomes: tuple[dict[str, float], ...]
    values: tuple[np.ndarray, ...]
    rows: int
    columns: int
    seconds: float


Policy = Mapping[str, float]
"""Order to its value."""


def scenario(
    name: str,
    probability: float,
    path: Sequence[str],
    world: World,
    price: float | None = None,
) -> Scenario:
    """Build the programme of a world; with a `price`, billion USD a missed year, in one stage."""
    formulation = assemble(world)
    program = compile_linear_program(formulation.model, formulation.ledgers.runs)
    stages = {
        name: costs_of(program, expression)
        for name, expression in formulation.objectives().items()
    }
    if price is not None:
        missed = [stage for stage in stages if stage.startswith(SHORTFALL_STAGE)]
        costs = stages[COST][0] + price * sum(stages[stage][0] for stage in missed)
        constant = stages[COST][1] + price * sum(stages[stage][1] for stage in missed)
        stages[TOTAL] = (costs, constant)
    decided = decision_years(formulation.model)
    return Scenario(name, probability, tuple(path), formulation, program, stages, decided)


def decided_first(scenarios: Sequence[Scenario]) -> dict[str, int]:
    """Each order to the earliest year in which any scenario decides it."""
    first: dict[str, int] = {}
    for one in scenarios:
        for name, year in one.decided.items():
            first[name] = min(year, first.get(name, year))
    return first


def keys_of(scenarios: Sequence[Scenario]) -> dict[str, Key]:
    """Each order to what it is of, where and when."""
    return {
        name: key
        for one in scenarios
        for name, key in zip(one.program.column_names, one.program.column_keys, strict=True)
        if name in one.decided
    }


def before(scenarios: Sequence[Scenario], year: int) -> set[str]:
    """The orders that are decided before `year`."""
    return {name for name, when in decided_first(scenarios).items() if when < year}


def plan_together(
    scenarios: Sequence[Scenario],
    revealed: Sequence[int],
    fixed: Policy | None = None,
    options: SolverOptions | None = None,
) -> JointPlan:
    """Plan scenarios as one, with the orders in `fixed` held.

    Objectives are weighted by the probabilities, as they stand. Raises
    InfeasibleError where no orders do in all scenarios, and
    NotOptimalError where the solver stops at a limit.
    """
    first = decided_first(scenarios)

    def key(one: Scenario, column: str) -> Hashable | None:
        if column not in one.decided:
            return None
        learned = sum(year <= first[column] for year in revealed)
        return (column, one.path[:learned])

    programs = [one.program.holding(fixed) if fixed else one.program for one in scenarios]
    whole = extensive_form(
        [one.name for one in scenarios],
        programs,
        [[key(one, column) for column in one.program.column_names] for one in scenarios],
    )
    crossed = np.flatnonzero(whole.program.column_lower > whole.program.column_upper)
    if crossed.size:
        name = whole.program.column_names[crossed[0]]
        raise InfeasibleError(f"no plan exists: scenarios leave no common value for {name}")
    weights = [one.probability for one in scenarios]
    names = [TOTAL] if TOTAL in scenarios[0].stages else list(scenarios[0].stages)
    stages = [
        Stage(
            name,
            whole.costs(weights, [one.stages[name][0] for one in scenarios]),
            float(sum(w * one.stages[name][1] for w, one in zip(weights, scenarios, strict=True))),
            UNITS.get(name, "years of target"),
        )
        for name in names
    ]
    results = solve_in_stages(whole.program, stages, options)
    last = results[-1].solution
    values = tuple(whole.values(n, last.column_values) for n in range(len(scenarios)))
    outcomes = tuple(one.outcome(own) for one, own in zip(scenarios, values, strict=True))
    return JointPlan(
        expected=expected(scenarios, outcomes),
        outcomes=outcomes,
        values=values,
        rows=len(whole.program.row_names),
        columns=len(whole.program.column_names),
        seconds=sum(result.solution.seconds for result in results),
    )


def expected(
    scenarios: Sequence[Scenario], outcomes: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """Outcomes of scenarios, weighted by their probabilities."""
    return {
        name: sum(
            one.probability * outcome[name]
            for one, outcome in zip(scenarios, outcomes, strict=True)
        )
        for name in outcomes[0]
    }


def policy_of(one: Scenario, values: np.ndarray, names: set[str]) -> dict[str, float]:
    """The orders `names` of a plan, zero where the scenario can't have them."""
    own = {
        name: (value if abs(value) > DUST else 0.0)
        for name, value in zip(one.program.column_names, values.tolist(), strict=True)
        if name in names
    }
    return {name: own.get(name, 0.0) for name in sorted(names)}


def carried_out(
    scenarios: Sequence[Scenario],
    revealed: Sequence[int],
    policy: Policy,
    options: SolverOptions | None = None,
) -> list[dict[str, float] | None]:
    """What a policy comes to in each scenario, None where it leaves no plan.

    Scenarios that learn the same at first are planned together: with more than
    one year of learning they still don't know which of them comes true.
    """
    outcomes: dict[str, dict[str, float] | None] = {}
    for start in dict.fromkeys(one.path[:1] for one in scenarios):
        group = [one for one in scenarios if one.path[:1] == start]
        try:
            found = plan_together(group, revealed, policy, options).outcomes
        except InfeasibleError:
            outcomes |= dict.fromkeys(one.name for one in group)
        else:
            outcomes |= {one.name: o for one, o in zip(group, found, strict=True)}
    return [outcomes[one.name] for one in scenarios]
