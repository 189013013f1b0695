r"""Workloads: what the fleet computes, and by how much a target is missed.

Sets
    :math:`w \in W`  workloads, :math:`k \in K` accelerator generations, :math:`y \in Y` years

Parameters
    :math:`T_{wy}`  target, 1e27 FLOP (training run) or million H100e (throughput)  ``target``
    :math:`f_{k}`  peak dense training compute, 1e27 FLOP a day per million  ``training_compute_per_day``
    :math:`e_{k}`  H100-equivalents of one unit, by its 8-bit dense FLOP  ``h100e``
    :math:`e_{wk}`  the same at a workload; :math:`e_k` where all of it is counted by FLOP  ``h100e_at_work``
    :math:`\delta_w`  share of a throughput's hours on an H100 in which it generates tokens  ``decode_share``
    :math:`I_w`  8-bit FLOP of peak that go with a byte of memory while it does  ``decode_flop_per_byte``
    :math:`B_k`  bandwidth of a unit's memory, TB/s; :math:`F = 1979` TFLOP/s and :math:`B = 3.35` of an H100  ``memory_tb_per_s``
    :math:`D_{wy}`  run length, days  ``run_days``
    :math:`\mu_{w}`  model FLOP utilisation  ``utilisation``
    :math:`\sigma_{w}`  largest share of the fleet's H100e that one run may use  ``max_share_of_fleet``

Variables
    :math:`a_{wky} \ge 0`  units allocated, million  ``compute_allocated_million``
    :math:`0 \le x_{wy} \le 1`  share of the target that is missed  ``shortfall_share``

Constraint ``compute_target_requirement``, for every w, y, as a share of the target. A workload
whose compute is priced has none: see ``priced_demand``.
For a training run and for a throughput demand respectively:

.. math:: \frac{D_{wy} \mu_w}{T_{wy}} \sum_k f_k\, a_{wky} - \lambda_{wy} + x_{wy} \ge 1
.. math:: \frac{1}{T_{wy}} \sum_k e_{wk}\, a_{wky} + x_{wy} \ge 1

with :math:`\lambda_{wy}` what communication between campuses takes of a run, ``training_lost_share``
of ``training_topology``, and nothing where runs are pooled.

Constraint ``fleet_compute_limit``, for every k, y (million units), with
:math:`n_{ksy}` the units running at site s, ``accelerators_running_million``:

.. math:: \sum_w a_{wky} \le \sum_s n_{ksy}

Constraint ``training_fleet_share_limit``, for every training run w, y (million H100e):

.. math:: \sum_k e_k\, a_{wky} \le \sigma_w \sum_{ks} e_k\, n_{ksy}

Where the model asks for the roofline, a unit reads prompts, trains and searches at its FLOP, and
generates tokens at the lower of its FLOP and what its memory feeds; each unit does both in the
proportion in which they are asked for:

.. math:: \frac{1}{e_{wk}} = \frac{1 - \delta_w}{e_k} + \frac{\delta_w}{d_{wk}}, \quad d_{wk} = \frac{\min(F e_k,\; I_w B_k)}{\min(F,\; I_w B)}

A run is pooled, so that any sites may share it, unless ``training_topology`` binds it. A year's fleet is that of its end.
The shortfall is a share of the target, so that a late and large target does
not drown an early one. Its sum over years is what the first stages minimise,
one stage a priority; a dual of these stages is in years of target.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.compute_at_work import h100e_at_work
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Measure, Step
from planner.units import PERCENT


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``accelerators``."""
    world = m.world
    m.TARGETS = [
        (w, y)
        for w, load in world.workloads.items()
        for y in m.YEARS
        if y in load.target and not load.priced
    ]
    used_in = {y: [w for w, load in world.workloads.items() if load.asked_in(y)] for y in m.YEARS}
    shared = [
        (w, y)
        for w, load in world.workloads.items()
        for y in m.YEARS
        if load.asked_in(y) and load.max_share_of_fleet < 1
    ]
    m.compute_allocated_million = pyo.Var(m.ALLOCATIONS, within=pyo.NonNegativeReals)
    m.shortfall_share = pyo.Var(m.TARGETS, bounds=(0, 1))
    m.training_lost_share = pyo.Var(m.SPREAD_RUNS, within=pyo.NonNegativeReals)
    spread = set(m.SPREAD_RUNS)
    fleet: dict[tuple[str, int], list[str]] = {}
    for k, s, y in m.FLEET:
        fleet.setdefault((k, y), []).append(s)
    chips_of = {y: [k for k, when in fleet if when == y] for y in m.YEARS}

    def running(k: str, y: int) -> pyo.Expression:
        return pyo.quicksum(m.accelerators_running_million[k, s, y] for s in fleet[k, y])

    def fleet_h100e(y: int) -> pyo.Expression:
        return pyo.quicksum(world.accelerators[k].h100e * running(k, y) for k in chips_of[y])

    @m.Constraint(m.TARGETS)
    def compute_target_requirement(m, w, y):
        load = world.workloads[w]
        run = load.kind == "training_run"
        delivered = pyo.quicksum(
            (
                load.days(y) * load.utilisation * world.accelerators[k].training_compute_per_day
                if run
                else h100e_at_work(world, w, k)
            )
            / load.target[y]
            * m.compute_allocated_million[w, k, y]
            for k in chips_of[y]
        )
        lost = m.training_lost_share[w, y] if (w, y) in spread else 0.0
        return delivered - lost + m.shortfall_share[w, y] >= 1

    @m.Constraint(sorted({(k, y) for _, k, y in m.ALLOCATIONS}))
    def fleet_compute_limit(m, k, y):
        used = pyo.quicksum(m.compute_allocated_million[w, k, y] for w in used_in[y])
        return used <= running(k, y)

    @m.Constraint(shared)
    def training_fleet_share_limit(m, w, y):
        used = pyo.quicksum(
            world.accelerators[k].h100e * m.compute_allocated_million[w, k, y] for k in chips_of[y]
        )
        return used <= world.workloads[w].max_share_of_fleet * fleet_h100e(y)

    def share_used(w: str, y: int) -> Measure:
        fleet_size = float(pyo.value(fleet_h100e(y)))
        used = sum(
            world.accelerators[k].h100e * pyo.value(m.compute_allocated_million[w, k, y])
            for k in chips_of[y]
        )
        share = used / fleet_size if fleet_size else 0.0
        return Measure(world.workloads[w].max_share_of_fleet, share, rows_per_unit=fleet_size)

    def of_fleet(w: str, y: int) -> Iterator[Effect]:
        share = world.workloads[w].max_share_of_fleet
        words = f"each percentage point more of the fleet for {w}"
        cell = Cell(
            table="workloads", key=(w,), column="max_share_of_fleet",
            what="share of the fleet for", pool=w, value=share, unit="of the fleet",
            most=1 / share - 1 if share else 1.0, weighs=True,
            step=Step(words, 1.0, "% of the fleet", PERCENT / (share or 1.0)),
        )  # fmt: skip
        yield cell, lambda: (share or 1.0) * float(pyo.value(fleet_h100e(y)))

    ledgers.limits.declare(
        "training_fleet_share_limit",
        "share of the fleet for",
        unit="share of the fleet's H100e",
        index=("pool", "year"),
        measure=share_used,
        cells=of_fleet,
    )
    ledgers.limits.fact(
        "compute_target_requirement", "a target: what is missed of it is the shortfall"
    )


def shortfall(m: pyo.ConcreteModel, priority: int) -> pyo.Expression:
    """Missed shares of all targets of one priority, summed: years of target."""
    return pyo.quicksum(
        m.shortfall_share[w, y] for w, y in m.TARGETS if m.world.workloads[w].priority == priority
    )
