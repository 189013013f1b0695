r"""Near-optimal alternatives: how far each choice may go while a plan stays nearly least-cost.

Parameters
    :math:`x^*`  the plan that was found, its columns
    :math:`z_p`  missed years of target of priority p, ``shortfall_<p>``; :math:`z_p^*` its optimum
    :math:`C`  present cost, billion USD; :math:`C^*` its optimum
    :math:`\varepsilon`  how much more a plan may cost, as a share, ``within``
    :math:`q_i(x)`  total of group i: GW in service or built, million units bought, thousand sent

For each group its least and its most over all plans that miss no more of any target and cost at
most :math:`\varepsilon` more (modelling to generate alternatives, by its extremes):

.. math:: \min / \max\; q_i(x) \quad\text{over}\quad z_p(x) \le z_p^*,\;
    C(x) \le C^* + \varepsilon\,|C^*|

A group whose least is positive is in every such plan; one whose most is zero is in none. Each end
is exact, and one plan reaches it; two groups need not reach theirs in the same plan. A plan within
1 % is within 3 % too, so shares are taken in rising order: a plan without a group, once met, shows
that the least is nothing, and no search is needed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from scipy import sparse

from planner.errors import NotOptimalError, UnboundedError
from planner.formulation.assemble import Formulation
from planner.lp.lexicographic import HELD_TOLERANCE
from planner.lp.linear_program import LinearProgram, costs_of
from planner.lp.options import SolverOptions
from planner.lp.solver import Session
from planner.wording.numbers import to_cost_share

NOTHING = 1e-6
"""A total below this is rounding of the solver: a kilowatt, or one accelerator."""

KINDS = {
    "regions": ("GW in service at the end of {last}", "GW"),
    "states": ("GW in service at the end of {last}", "GW"),
    "sites": ("GW in service at the end of {last}", "GW"),
    "accelerators": ("million units bought", "million"),
    "vendors": ("million units bought", "million"),
    "technologies": ("GW built", "GW"),
    "origins": ("thousand units sent", "thousand"),
}
"""What groups are made of, and what is added up over each: facility power of the sites of a
region, state or site in the last year, or without workloads what gives power there; units bought,
power built, and goods sent from where they come from, in all years."""


@dataclass(frozen=True)
class Group:
    """A choice of a plan, and its total as an expression of the model."""

    over: str
    """One of KINDS."""
    name: str
    total: Any


@dataclass(frozen=True)
class Range:
    """How far a group goes among the plans within a share of the least cost."""

    within: float
    group: Group
    plan: float
    """Total in the plan of least cost."""
    least: float
    most: float
    stopped: str = ""
    """Why an end is not known (NaN): the solver stopped there."""


@dataclass(frozen=True)
class Extreme:
    """A plan that reaches an end of a range, by the totals of all groups in their order."""

    within: float
    group: Group
    end: str
    """``"least"`` or ``"most"``."""
    cost: float
    """Its present cost, billion USD."""
    totals: np.ndarray


def groups(
    formulation: Formulation, over: Iterable[str], state_of: Mapping[str, str] | None = None
) -> list[Group]:
    """The groups of each kind in `over`, those that a plan could choose; KeyError for another.

    `state_of` tells the state of a site; a site without one is left out.
    """
    m = formulation.model
    world, last = m.world, m.YEARS[-1]
    states = state_of or {}
    members: dict[str, dict[str, list[Any]]] = {kind: {} for kind in KINDS}

    def enter(kind: str, name: str, term: Any) -> None:
        if name:
            members[kind].setdefault(name, []).append(term)

    def enter_at(s: str, in_service: Any) -> None:
        enter("regions", world.sites[s].region, in_service)
        enter("states", states.get(s, ""), in_service)
        enter("sites", s, in_service)

    if world.workloads:
        for s in m.SITES:
            enter_at(s, world.sites[s].pue * m.it_load_gw[s, last])
    else:  # No IT load stands anywhere, and what serves other loads does.
        for g, s, y in m.POWER:
            if y == last:
                enter_at(s, m.power_capacity_gw[g, s, y])
    for k, s, v in m.SALES:
        bought = m.accelerators_bought_million[k, s, v]
        enter("accelerators", k, bought)
        enter("vendors", world.accelerators[k].vendor, bought)
    for g, s, v in m.BUILDS:
        enter("technologies", g, m.power_built_gw[g, s, v])
    for c, i, s, y in m.SENDINGS:
        enter("origins", f"{c} from {i}", world.length(y) * m.sent_thousand[c, i, s, y])
    return [
        Group(kind, name, pyo.quicksum(terms))
        for kind in dict.fromkeys(over)
        for name, terms in members[kind].items()
    ]


def alternatives(
    formulation: Formulation,
    program: LinearProgram,
    reached: Mapping[str, float],
    chosen: Sequence[Group],
    within: Iterable[float],
    options: SolverOptions | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[list[Range], list[Extreme]]:
    """The range of each of the `chosen` groups for each share `within`, and the plans at its ends.

    `program` has no whole columns (:meth:`~planner.lp.linear_program.LinearProgram.given`
    holds those of a plan). `reached` is the optimum of every stage but the last, which is found
    again here. The time limit of `options` is for each search by itself; one that uses it up
    leaves its end unknown. Raises what :meth:`planner.lp.solver.Session.minimise` raises
    where the least cost itself is not found.
    """
    *before, last = formulation.objectives().items()
    totals = sparse.csr_array(np.array([costs_of(program, group.total)[0] for group in chosen]))
    cost, constant = costs_of(program, last[1])
    found: list[Range] = []
    ends: list[Extreme] = []
    with Session(program, options) as session:
        for name, expression in before:
            held, fixed = costs_of(program, expression)
            upper = reached[name] - fixed
            session.hold(name, held, upper + HELD_TOLERANCE * max(1.0, abs(upper)))
        progress(f"find the least {last[0]}")
        best = session.minimise(cost, constant)
        search = _Search(session, totals)
        search.see(best.column_values)
        plan = _clean(totals @ best.column_values)
        session.hold(last[0], cost, best.objective - constant)
        for share in sorted(set(within)):
            session.move(last[0], best.objective + share * abs(best.objective) - constant)
            limits: dict[str, list[float]] = {"least": [], "most": []}
            said = [""] * len(chosen)
            for end in limits:
                for number, group in enumerate(chosen):
                    progress(f"within {to_cost_share(share)}: {end} of {group.name}")
                    try:
                        value, at = search.end(number, end)
                    except UnboundedError:
                        value, at = (np.inf if end == "most" else -np.inf), None
                    except NotOptimalError as stop:
                        value, at, said[number] = np.nan, None, str(stop)
                    limits[end].append(value)
                    if at is not None:
                        spent = float(cost @ at) + constant
                        ends.append(Extreme(share, group, end, spent, _clean(totals @ at)))
            found += [
                Range(share, group, float(plan[n]), limits["least"][n], limits["most"][n], said[n])
                for n, group in enumerate(chosen)
            ]
    return found, ends


class _Search:
    """Ends of totals in one session, with the plans that were met on the way."""

    def __init__(self, session: Session, totals: sparse.csr_array) -> None:
        self.session = session
        self.totals = totals
        self.without: dict[int, np.ndarray] = {}
        """Group to a plan that has nothing of it."""

    def see(self, values: np.ndarray) -> None:
        """Remember which groups a plan does without."""
        for number in np.flatnonzero(np.abs(self.totals @ values) < NOTHING):
            self.without.setdefault(int(number), values)

    def end(self, number: int, which: str) -> tuple[float, np.ndarray]:
        """The least or most total of a group, and a plan that has it."""
        if which == "least" and number in self.without:
            return 0.0, self.without[number]
        sign = 1.0 if which == "least" else -1.0
        self.session.spent_seconds = 0.0
        solution = self.session.minimise(sign * self.totals[[number]].toarray().ravel())
        self.see(solution.column_values)
        return float(_clean(np.array(sign * solution.objective))), solution.column_values


def _clean(totals: np.ndarray) -> np.ndarray:
    """Totals without the solver's dust."""
    return np.where(np.abs(totals) < NOTHING, 0.0, totals)
