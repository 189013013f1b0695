r"""Accelerators of a run: a training run is on those of one vendor, or of one family.

Only where a model asks for it; otherwise a run of a year may use any generations together.

Sets
    :math:`w \in W_R`  training runs, :math:`k \in K` generations, :math:`y \in Y` years
    :math:`g \in G_{y}`  vendors, or families, of which something can stand in a year  ``training_group``
    :math:`K_g \subseteq K`  generations of a vendor, or of a family

Parameters
    :math:`f_k, D_{wy}, \mu_w, T_{wy}`  as in ``workloads``
    :math:`e_{wk}, Q_{wyj}`  as in ``priced_demand``
    :math:`c_{wky}`  share of what a run wants that a million units compute: :math:`D_{wy} \mu_w f_k / T_{wy}`, and where its compute is priced :math:`e_{wk} / \sum_j Q_{wyj}`
    :math:`\eta_{wjy}`  share of the run's time that is left for computing, as in ``training_topology``

Variables
    :math:`h_{wgy} \in \{0, 1\}`  whether a run takes a vendor, or a family  ``training_group_taken``

Constraint ``training_group_choice``, for every w, y with two or more of them:

.. math:: \sum_{g \in G_y} h_{wgy} \le 1

Constraint ``training_group_limit``, for every w, g, y, as a share of what the run wants, with
:math:`a_{wky}` the units allocated, ``compute_allocated_million``. The bound is a thousandth looser
(:math:`\epsilon = 0.001`) than all that is wanted, losses of communication with it, so that limits of
the tables bind first and have the price; where runs are pooled there are no losses:

.. math:: \sum_{k \in K_g} c_{wky}\, a_{wky} \le (1 + \epsilon)\, \frac{1}{\min_j \eta_{wjy}}\, h_{wgy}

Each year's run chooses anew: accelerators stay where they are, and the year after may be trained on
others. With fractions the rows say little, since a tenth of each of ten vendors is taken as well as
one of them whole; so the choice is sought in whole numbers. Binaries have no price, and the duals of
a plan hold for its choice.
"""

import pyomo.environ as pyo

from planner.formulation.compute_at_work import (
    LEAST_EFFICIENCY,
    SLACK,
    h100e_at_work,
    share_of_target,
)
from planner.formulation.ledger import Ledgers
from planner.system import World


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` where a run is on one vendor or family; it needs ``workloads``."""
    world = m.world
    if not world.training_group:
        return
    units: dict[tuple[str, int], dict[str, list[str]]] = {}
    for w, k, y in m.ALLOCATIONS:
        if world.workloads[w].kind == "training_run" and _wanted(world, w, y):
            groups = units.setdefault((w, y), {})
            groups.setdefault(world.training_group[k], []).append(k)
    # What is the only one is taken anyway.
    units = {wy: groups for wy, groups in units.items() if len(groups) > 1}
    taken = [(w, g, y) for (w, y), groups in units.items() for g in groups]
    m.training_group_taken = pyo.Var(taken, within=pyo.Binary)

    @m.Constraint(list(units))
    def training_group_choice(m, w, y):
        return pyo.quicksum(m.training_group_taken[w, g, y] for g in units[w, y]) <= 1

    @m.Constraint(taken)
    def training_group_limit(m, w, g, y):
        computed = pyo.quicksum(
            _per_unit(world, w, k, y) * m.compute_allocated_million[w, k, y]
            for k in units[w, y][g]
        )
        return computed <= SLACK * _most(world, w, y) * m.training_group_taken[w, g, y]

    ledgers.limits.fact(
        "training_group_choice", "a choice of vendors or families, of which one is taken or none"
    )


def _wanted(world: World, w: str, y: int) -> float:
    """What a run wants in a year: 1e27 FLOP, or million H100e where its compute is priced."""
    load = world.workloads[w]
    if load.priced:
        return sum(step.wanted for step in load.steps.get(y, ()))
    return load.target.get(y, 0.0)


def _per_unit(world: World, w: str, k: str, y: int) -> float:
    """Share of what a run wants that a million units compute."""
    if world.workloads[w].priced:
        return h100e_at_work(world, w, k) / _wanted(world, w, y)
    return share_of_target(world, w, k, y)


def _most(world: World, w: str, y: int) -> float:
    """Compute that a run can want with the greatest losses, as a share of what it wants."""
    topology = world.training_topology
    left = () if topology is None else (topology.efficiency.get((w, y, j), 1.0)
                                        for j in topology.options)  # fmt: skip
    return 1 / min((eta for eta in left if eta >= LEAST_EFFICIENCY), default=1.0)
