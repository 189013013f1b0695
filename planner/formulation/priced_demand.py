r"""Priced demand: compute that is served while it is worth what it costs.

Sets
    :math:`w \in W_P`  workloads with a demand curve, where the model puts no target of theirs first
    :math:`k \in K`  accelerator generations, :math:`y \in Y` years
    :math:`(w, y, j)`  steps of the curves, the dearest first  ``DEMAND_STEPS``

Parameters
    :math:`Q_{wyj}`  compute that is wanted in a step, million H100e  ``wanted``
    :math:`p_{wyj}`  what it is worth, USD a H100e-hour  ``price``
    :math:`H_{wy}`  hours for which it is wanted: those of the year, of a training run those of its days  ``demand_hours``
    :math:`e_{wk}`  H100e of one unit at this work  ``h100e_at_work``

Variables
    :math:`q_{wyj} \ge 0`  compute that is served, million H100e  ``compute_served_million_h100e``

A demand curve falls, so what is dearest is served first, and no order needs to be asked for.

Constraint ``demand_step_limit``, for every w, y, j (million H100e):

.. math:: q_{wyj} \le Q_{wyj}

Constraint ``compute_demand_balance``, for every w, y (million H100e), with
:math:`a_{wky}` the units allocated, ``compute_allocated_million``. Its dual is the price of compute:

.. math:: \sum_j q_{wyj} \le \sum_k e_{wk}\, a_{wky}

Value term ``compute``, for every y (billion USD a year):

.. math:: \sum_{wj} \frac{H_{wy}}{1000}\, p_{wyj}\, q_{wyj}

The last stage takes the value off the cost. So a unit runs exactly while its compute is worth at
least its upkeep and its power, and is bought exactly while what it earns over its life, discounted,
is worth at least its price and its share of shell and power. Targets that come first are met as before, and
compute that is priced gets what they leave. The H100e of a unit at a training run are by the rate
at which it trains, :math:`f_k / f_{\mathrm{H100}}`; all others are as in ``workloads``: by 8-bit dense
throughput, or by the roofline.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.compute_at_work import h100e_at_work
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Step
from planner.formulation.lines import CellKey, Line, Price
from planner.system import DemandStep, World
from planner.units import HOURS_PER_DAY, PERCENT, THOUSAND
from planner.wording.numbers import to_figures

TABLE = "compute_demand_curve"


def demand_hours(world: World, w: str, y: int) -> float:
    """Hours of a year for which a workload wants its compute."""
    load = world.workloads[w]
    return HOURS_PER_DAY * load.days(y) if load.kind == "training_run" else world.hours_per_year


def busd_per_million(world: World, w: str, y: int, price: float) -> float:
    """What a million H100e are worth in a year at a price in USD a H100e-hour, billion USD."""
    return price * demand_hours(world, w, y) / THOUSAND


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its term to `ledgers`; it needs ``workloads``."""
    world = m.world
    steps: dict[tuple[str, int, int], DemandStep] = {
        (w, y, step.step): step
        for w, load in world.workloads.items()
        for y in m.YEARS
        for step in load.steps.get(y, ())
    }
    m.DEMAND_STEPS = list(steps)
    m.compute_served_million_h100e = pyo.Var(m.DEMAND_STEPS, within=pyo.NonNegativeReals)
    chips: dict[tuple[str, int], list[str]] = {wy[:2]: [] for wy in steps}
    for w, k, y in m.ALLOCATIONS:
        if (w, y) in chips:
            chips[w, y].append(k)

    @m.Constraint(m.DEMAND_STEPS)
    def demand_step_limit(m, w, y, j):
        return m.compute_served_million_h100e[w, y, j] <= steps[w, y, j].wanted

    @m.Constraint(list(chips))
    def compute_demand_balance(m, w, y):
        served = pyo.quicksum(
            m.compute_served_million_h100e[w, y, step.step] for step in world.workloads[w].steps[y]
        )
        computed = pyo.quicksum(
            h100e_at_work(world, w, k) * m.compute_allocated_million[w, k, y] for k in chips[w, y]
        )
        return served - computed <= 0

    def worth() -> Iterator[Line]:
        for (w, y, j), step in steps.items():
            hours = demand_hours(world, w, y)
            cell = CellKey(TABLE, (w, step.row_year, j), "price_usd_per_h100e_hour")
            price = Price(busd_per_million(world, w, y, step.price), (cell,), hours / THOUSAND)
            served = m.compute_served_million_h100e[w, y, j]
            yield Line(y, w, served, "million H100e", price)

    def of_step(w: str, y: int, j: int) -> Iterator[Effect]:
        step = steps[w, y, j]
        words = f"each percent more that {w} wants at {to_figures(step.price)} USD a H100e-hour"
        cell = Cell(
            table=TABLE, key=(w, step.row_year, j), column="quantity_h100e",
            what="compute wanted by", pool=f"{w} in step {j}", value=step.wanted,
            unit="million H100e", year=step.row_year, onwards=True,
            step=Step(words, 1.0, "% of the step", PERCENT),
        )  # fmt: skip
        yield cell, step.wanted

    if steps:
        ledgers.value.enter_lines("compute", worth)
    ledgers.limits.declare(
        "demand_step_limit",
        "compute wanted in a step of the demand curve",
        unit="million H100e",
        index=("pool", "year", "step"),
        cells=of_step,
    )
    ledgers.limits.fact("compute_demand_balance", "no compute is served that is not there")
