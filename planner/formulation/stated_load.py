r"""Stated load: power that a site needs beside its accelerators, and what is not served of it.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years, :math:`h \in H_{sy}` slices of the site

Parameters
    :math:`D_{syh}`  load of any shape that the tables state, GW  ``stated_load``
    :math:`V_{syh}`  cost of load that is not served, billion USD a GWh; where none is stated, all must be served  ``unserved_cost``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``

Variables
    :math:`u_{syh} \ge 0`  load that is not served, GW  ``unserved_gw``

Constraint ``unserved_load_limit``, for every s, y, h with a cost of it (GW):

.. math:: u_{syh} \le D_{syh}

The load is the term ``stated_load`` of the power ledger, what is not served the term ``unserved`` (GW).

Cost term ``unserved_load``, for every y (billion USD a year): :math:`\sum_{sh} \omega_h V_{syh} u_{syh}`
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.sets import slice_of


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`."""
    sites = m.world.sites
    m.UNSERVED = [
        (s, y, h)
        for s, y, h in m.BALANCES
        if sites[s].unserved_cost_at(y, h) is not None and sites[s].load_at(y, h)
    ]
    m.unserved_gw = pyo.Var(m.UNSERVED, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.unserved_gw)

    @m.Constraint(m.UNSERVED)
    def unserved_load_limit(m, s, y, h):
        return m.unserved_gw[s, y, h] <= sites[s].load_at(y, h)

    unserved = set(m.UNSERVED)

    def cost(y: int) -> pyo.Expression:
        return pyo.quicksum(
            slice_of(m.world, h).weight_hours
            * sites[s].unserved_cost_at(y, h)
            * m.unserved_gw[s, y, h]
            for s, when, h in m.UNSERVED
            if when == y
        )

    stated = any(sites[s].load_at(y, h) for s, y, h in m.BALANCES)
    ledgers.power.enter(
        "stated_load",
        lambda s, y, h: -sites[s].load_at(y, h),
        uses=["site_load.load_gw"],
        # A number has no column: where there is one, the balance is left to its rule.
        parts=None if stated else lambda balances: [],
    )
    if m.UNSERVED:
        ledgers.power.enter(
            "unserved",
            lambda s, y, h: m.unserved_gw[s, y, h] if (s, y, h) in unserved else 0.0,
            uses=["site_load.unserved_usd_per_mwh"],
        )
        ledgers.cost.enter("unserved_load", cost, uses=["site_load.unserved_usd_per_mwh"])
