r"""Redeployment: units that have left training for inference don't come back.

Only where the model asks for one-way redeployment; otherwise any unit may do any work in any year,
and a plan's assignment of generations to workloads is one of many that cost the same.

Sets
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y \in Y` years
    :math:`v`  cohort: the year in which units were bought, or were installed before the first year
    :math:`R \subseteq W`  training runs; all other workloads are inference  ``workloads``

Parameters
    :math:`N_{ksv}`  units of a cohort that stood before the first year, million  ``existing_fleet``
    :math:`M_{k}`  years for which a unit can serve  ``stays_years``
    :math:`\omega`  share of a year for which a unit that moves is out of service  ``redeployment_years``

Variables
    :math:`u_{kv} \ge 0`  units of a cohort that were bought, million  ``cohort_million``
    :math:`\tau_{kvy} \ge 0`  units of a cohort kept for training in year y, million  ``kept_for_training_million``

Constraint ``cohort_purchase_balance``, for every k and year of sale v (million units), with :math:`b_{ksv}`
the units bought, ``accelerators_bought_million``:

.. math:: u_{kv} = \sum_s b_{ksv}

Constraint ``cohort_training_balance``, for every k, y (million units), with :math:`a_{rky}` the units
allocated to a run, ``compute_allocated_million``. What is kept for training may wait for power or
for a larger run; what does inference has left:

.. math:: \sum_{r \in R} a_{rky} \le \sum_{v \le y < v + M_k} \tau_{kvy}

Constraint ``one_way_redeployment_limit``, for every k, v, y (million units). New units may begin in
training, and so may units that stood before the first year; afterwards they can only leave it:

.. math:: \tau_{kvy} \le \tau_{kv,y-1}, \qquad
          \tau_{kvv} \le u_{kv}, \qquad
          \tau_{kvy_0} \le \sum_s N_{ksv}

Constraint ``redeployment_downtime``, for every k, y (million units): what is in life and not kept
for training does inference, but for the time that those take which have just left training. Units that
stand idle anyway take it first, so that a unit that is retired from training costs nothing:

.. math:: \sum_{w \notin R} a_{wky} \le
          \sum_{v \le y < v + M_k} \big( N_{kv} + u_{kv} - \tau_{kvy} \big)
          - \omega \sum_{v < y < v + M_k} \big( \tau_{kv,y-1} - \tau_{kvy} \big)

A cohort is one over all sites. Units never move between sites: what moves is the work.
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.system import World


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` where redeployment is one way; it needs ``workloads``."""
    world = m.world
    runs = {w for w, load in world.workloads.items() if load.kind == "training_run"}
    # Without a run there is nothing to leave.
    if not world.one_way_redeployment or not runs:
        return
    stood: dict[tuple[str, int], float] = {}
    for site in world.sites.values():
        for cohort, units in site.existing_fleet.items():
            stood[cohort] = stood.get(cohort, 0.0) + units
    sales: dict[tuple[str, int], list[str]] = {}
    for k, s, v in m.SALES:
        sales.setdefault((k, v), []).append(s)
    m.COHORTS = sorted(sales)
    cohorts = sorted({*sales, *stood})
    m.cohort_million = pyo.Var(m.COHORTS, within=pyo.NonNegativeReals)
    served = sorted({(k, y) for _, k, y in m.ALLOCATIONS})
    alive = {
        (k, y): [v for j, v in cohorts if j == k and _in_life(world, k, v, y)] for k, y in served
    }
    m.SERVICE = [(k, v, y) for (k, y), years in alive.items() for v in years]
    m.kept_for_training_million = pyo.Var(m.SERVICE, within=pyo.NonNegativeReals)
    known = set(m.SERVICE)

    def used(k: str, y: int, *, training: bool) -> pyo.Expression:
        return pyo.quicksum(
            m.compute_allocated_million[w, k, y]
            for w, load in world.workloads.items()
            if load.asked_in(y) and (w in runs) == training
        )

    def counted(k: str, v: int) -> pyo.Expression:
        bought = m.cohort_million[k, v] if (k, v) in sales else 0.0
        return stood.get((k, v), 0.0) + bought

    @m.Constraint(m.COHORTS)
    def cohort_purchase_balance(m, k, v):
        return m.cohort_million[k, v] == pyo.quicksum(
            m.accelerators_bought_million[k, s, v] for s in sales[k, v]
        )

    @m.Constraint(served)
    def cohort_training_balance(m, k, y):
        inside = pyo.quicksum(m.kept_for_training_million[k, v, y] for v in alive[k, y])
        return used(k, y, training=True) <= inside

    @m.Constraint(m.SERVICE)
    def one_way_redeployment_limit(m, k, v, y):
        last = (k, v, world.before(y))
        before = m.kept_for_training_million[last] if last in known else counted(k, v)
        return m.kept_for_training_million[k, v, y] <= before

    @m.Constraint([(k, y) for k, y in served if y in _years_of_inference(world, runs)])
    def redeployment_downtime(m, k, y):
        others = pyo.quicksum(
            counted(k, v) - m.kept_for_training_million[k, v, y] for v in alive[k, y]
        )
        last = world.before(y)
        moving = pyo.quicksum(
            m.kept_for_training_million[k, v, last] - m.kept_for_training_million[k, v, y]
            for v in alive[k, y]
            if (k, v, last) in known
        )
        return used(k, y, training=False) <= others - world.redeployment_years * moving

    for constraint in ("one_way_redeployment_limit", "redeployment_downtime"):
        ledgers.limits.fact(constraint, "the fleet that stands already")


def _in_life(world: World, k: str, v: int, y: int) -> bool:
    return bool(world.in_life(v, y, world.accelerators[k].stays_years))


def _years_of_inference(world: World, runs: set[str]) -> set[int]:
    return {
        y
        for w, load in world.workloads.items()
        for y in world.years
        if w not in runs and load.asked_in(y)
    }
