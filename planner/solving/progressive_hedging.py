r"""Progressive hedging: the stochastic plan scenario by scenario, with mpi-sppy.

Parameters
    :math:`f_i`  objective of scenario i: cost with the price of what is missed, billion USD
    :math:`\rho_j`  penalty of order j, billion USD a unit squared  ``rho``

Each scenario is planned alone, then again with a price :math:`w_{ij}` on each order and a
penalty on its distance from the mean of the scenarios that still don't know of each other
(Rockafellar and Wets 1991), until they agree:

.. math:: \min f_i(x_i) + \sum_j w_{ij} x_{ij} + \tfrac{\rho_j}{2} (x_{ij} - \bar x_j)^2,
    \qquad w_{ij} \leftarrow w_{ij} + \rho_j (x_{ij} - \bar x_j)

It needs one objective, so a price of what is missed; and where the extensive form is one large
programme, it is many small ones, which can be solved on many machines.
"""

import io
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import pyomo.environ as pyo

from planner.errors import Fault, InputError
from planner.formulation.assemble import SHORTFALL_STAGE, assemble
from planner.solving.stochastic import COST, TOTAL, Scenario, decided_first

_SAME = "plan them by the extensive form"
_RHO_OF_COST = 10.0
"""Penalty of an order, as a multiple of what a unit of it costs: of 1, 3, 5, 10, 30 and 100
the one with the fewest iterations on two scenarios of the tutorial."""


@dataclass(frozen=True)
class Hedged:
    """What progressive hedging came to."""

    policy: dict[str, float]
    """Orders before anything is learned: the mean that the scenarios agreed on."""
    expected: float
    """Expected objective of the last iteration, each scenario with its own orders."""
    known: float
    """Expected objective where each scenario is known from the start: a lower bound."""
    apart: float
    """How far orders still are from their mean, or the mean from the one before: million
    units, or GW."""
    agreed: bool
    """Whether that is within the tolerance."""
    iterations: int
    seconds: float


def hedge(
    scenarios: Sequence[Scenario],
    revealed: Sequence[int],
    price: float,
    tolerance: float = 1e-3,
    iterations: int = 300,
) -> Hedged:
    """Let scenarios agree on their orders, to `tolerance` in the units of the orders.

    Where they don't in so many `iterations`, the result says so. Raises InputError
    where mpi-sppy is missing or scenarios don't have the same orders to agree on.
    """
    hedging, node, settled = _mpisppy()
    began = perf_counter()
    first = decided_first(scenarios)
    nodes = _nodes(scenarios, len(revealed))
    # The tree is told by the order of scenarios: those that learn the same stand together.
    ordered = sorted(scenarios, key=lambda one: list(nodes).index(one.path))
    shared = {
        name: sum(year <= when for year in revealed)
        for name, when in first.items()
        if any(when < year for year in revealed)
    }
    faults = [
        Fault(one.name, f"{len(lacking)} orders that others have are not there", fix=_SAME)
        for one in scenarios
        if (lacking := sorted(set(shared) - set(one.decided)))
    ]
    if faults:
        raise InputError(faults)
    by_name = {one.name: one for one in scenarios}

    def create(name: str, **_: Any) -> pyo.ConcreteModel:
        one = by_name[name]
        formulation = assemble(one.formulation.model.world)
        m = formulation.model
        stages = {
            name: objective.written_out() for name, objective in formulation.objectives().items()
        }
        missed = pyo.quicksum(
            term for stage, term in stages.items() if stage.startswith(SHORTFALL_STAGE)
        )
        m.own_objective = pyo.Expression(expr=stages[COST] + price * missed)
        m.total = pyo.Objective(expr=m.own_objective)
        variables = {v.name: v for v in m.component_data_objects(pyo.Var)}
        m._mpisppy_node_list = [
            node(
                nodes[one.path[:learned]],
                _given(scenarios, one.path[:learned]),
                learned + 1,
                0.0,
                [variables[name] for name, when in sorted(shared.items()) if when == learned],
                m,
            )
            for learned in range(len(revealed))
        ]
        m._mpisppy_probability = one.probability
        return m

    penalty = {name: _RHO_OF_COST * _unit_cost(scenarios, name) for name in shared}

    def rho(m: pyo.ConcreteModel) -> list[tuple[int, float]]:
        # Scenarios that agree must do so under one penalty: that of the dearest among them.
        return [(id(v), penalty[v.name]) for v in m._mpisppy_data.nonant_indices.values()]

    options = {
        "solver_name": "highs",  # Pyomo's newer door to HiGHS: the older one takes no squares
        "PHIterLimit": iterations,
        "defaultPHrho": 1.0,
        "convthresh": -1.0,  # never by agreement alone: see _mpisppy
        "tolerance": tolerance,
        "verbose": False,
        "display_progress": False,
        "toc": False,
    }
    with redirect_stdout(io.StringIO()):
        names = list(nodes.values()) if len(revealed) > 1 else None
        called = [one.name for one in ordered]
        method = hedging(
            options,
            called,
            create,
            all_nodenames=names,
            rho_setter=rho,
            ph_converger=settled,
        )
        _, _, known = method.ph_main()
    apart = method.convobject.apart
    root = next(iter(method.local_scenarios.values()))
    policy = {
        variable.name: float(root._mpisppy_model.xbars[index].value)
        for index, variable in root._mpisppy_data.nonant_indices.items()
        if index[0] == "ROOT"
    }
    # What the method itself returns has prices and penalties in it.
    expected = sum(
        by_name[name].probability * float(pyo.value(m.own_objective))
        for name, m in method.local_scenarios.items()
    )
    spent = perf_counter() - began
    agreed = apart <= tolerance
    return Hedged(policy, expected, float(known), apart, agreed, method._PHIter, spent)


def _unit_cost(scenarios: Sequence[Scenario], column: str) -> float:
    """What a unit of an order costs by itself, the most of any scenario; one where nothing."""
    costs = (one.stages[TOTAL][0][one.program.column_names.index(column)] for one in scenarios)
    return max(map(abs, costs)) or 1.0


def _given(scenarios: Sequence[Scenario], prefix: tuple[str, ...]) -> float:
    """Probability of what is learned, given what was learned before it."""

    def probability(path: tuple[str, ...]) -> float:
        return sum(s.probability for s in scenarios if s.path[: len(path)] == path)

    return probability(prefix) / probability(prefix[:-1]) if prefix else 1.0


def _nodes(scenarios: Sequence[Scenario], depth: int) -> dict[tuple[str, ...], str]:
    """What is known, to the name of its node: ``ROOT``, ``ROOT_0``, ``ROOT_0_1``."""
    names: dict[tuple[str, ...], str] = {}

    def enter(prefix: tuple[str, ...], name: str) -> None:
        names[prefix] = name
        if len(prefix) < depth:
            paths = [one.path[: len(prefix) + 1] for one in scenarios]
            below = dict.fromkeys(path for path in paths if path[:-1] == prefix)
            for number, path in enumerate(below):
                enter(path, f"{name}_{number}")

    enter((), "ROOT")
    return names


def _mpisppy() -> tuple[Any, Any, type]:
    """The method and the nodes of mpi-sppy, and when the method has come to its end.

    Scenarios that agree are not enough: on their way they may meet at a point
    that their prices do not hold them at. Their mean must stand still, too.
    """
    try:
        # Mpi-sppy greets on standard output when it is imported.
        with redirect_stdout(io.StringIO()):
            from mpisppy.convergers.converger import Converger
            from mpisppy.opt.ph import PH
            from mpisppy.scenario_tree import ScenarioNode
    except ImportError:
        fix = "pip install 'planner[stochastic]'"
        raise InputError(
            [Fault("progressive hedging", "the package mpi-sppy is not installed", fix=fix)]
        ) from None

    class Settled(Converger):
        """Whether orders agree with their mean, and the mean with the one before."""

        def __init__(self, method: Any) -> None:
            super().__init__(method)
            self.method = method
            self.means: dict[Any, float] = {}
            self.apart = float("inf")

        def is_converged(self) -> bool:
            before, self.means, farthest = self.means, {}, 0.0
            for m in self.method.local_scenarios.values():
                for index, variable in m._mpisppy_data.nonant_indices.items():
                    mean = float(m._mpisppy_model.xbars[index].value)
                    self.means[index] = mean
                    moved = abs(mean - before.get(index, float("inf")))
                    farthest = max(farthest, abs(float(variable.value) - mean), moved)
            self.apart = farthest
            return self.apart <= float(self.method.options["tolerance"])

    return PH, ScenarioNode, Settled
