r"""Budgets: what may be spent, and how much power may be drawn, over all sites together.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years

Parameters
    :math:`B_{y}`  most that may be spent on capital in a year, billion USD  ``capex_budget``
    :math:`B`  most that may be charged in all years, present value, billion USD  ``cost_budget``
    :math:`G_{y}`  most facility power of all sites, GW  ``facility_budget_gw``
    :math:`\pi_{s}`  power usage effectiveness that the site is built for  ``pue``
    :math:`p_{sy}`  the most that is served in any slice of a load that is stated, GW  ``stated_peak_gw``

None holds unless a model states it. Each has a dual, so a budget says what one more
billion USD or GW would bring.

Constraint ``capex_budget_limit``, for every y with a budget (billion USD), over all terms
of the capex ledger, as the money is spent:

.. math:: \sum_{\mathrm{terms}} \mathrm{capex}_y \le B_y

Constraint ``present_cost_limit`` (billion USD, present value as in ``present_cost``):

.. math:: \sum_y (1 + r)^{-(y - y_0 + \theta)} \sum_{\mathrm{terms}} \mathrm{cost}_y \le B

Constraint ``facility_power_limit``, for every y with a budget (GW), with :math:`l_{sy}` the
IT load, ``it_load_gw``:

.. math:: \sum_s \left( \pi_s l_{sy} + p_{sy} \right) \le G_y
"""

from functools import partial

import pyomo.environ as pyo

from planner.config.stated_values import StatedValues
from planner.formulation.annuity import discount_factor
from planner.formulation.ledger import Ledgers, at_most
from planner.formulation.limits import of_model


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it comes last, since it adds up what all others entered."""
    world = m.world

    @m.Constraint([y for y in m.YEARS if y in world.capex_budget])
    def capex_budget_limit(m, y):
        return at_most(ledgers.capex.total(y), world.capex_budget[y])

    @m.Constraint(["all years"] if world.cost_budget is not None else [])
    def present_cost_limit(m, _):
        charged = pyo.quicksum(discount_factor(world, y) * ledgers.cost.total(y) for y in m.YEARS)
        return at_most(charged, world.cost_budget)

    @m.Constraint([y for y in m.YEARS if y in world.facility_budget_gw])
    def facility_power_limit(m, y):
        drawn = pyo.quicksum(world.sites[s].pue * m.it_load_gw[s, y] for s in m.SITES)
        drawn += pyo.quicksum(peak for (_, when), peak in m.stated_peak_gw.items() if when == y)
        return at_most(drawn, world.facility_budget_gw[y])

    busd = "billion USD"
    capital = world.capex_budget
    for family, what, unit, key, budget, lengths in (
        (
            "capex_budget_limit",
            "capital budget",
            busd,
            "capex_busd_per_year",
            capital,
            world.year_lengths,
        ),
        (
            "facility_power_limit",
            "facility power of all sites",
            "GW",
            "facility_gw",
            world.facility_budget_gw,
            {},
        ),
    ):
        ledgers.limits.declare(
            family,
            what,
            unit=unit,
            index=("year",),
            cells=partial(of_model, f"limits.{key}", what, unit, budget, lengths=lengths),
        )
    of_all = {} if world.cost_budget is None else {world.years[0]: world.cost_budget}
    ledgers.limits.declare(
        "present_cost_limit",
        "budget of present cost",
        unit=busd,
        index=("pool",),
        cells=lambda _: of_model(
            "limits.present_cost_busd",
            "budget of present cost",
            busd,
            StatedValues(of_all, dict.fromkeys(of_all)),
            world.years[0],
        ),
    )
