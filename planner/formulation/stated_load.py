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

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.lines import CellKey, Line, Price
from planner.formulation.sets import slice_of
from planner.units import USD_PER_MWH


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

    ledgers.limits.fact("unserved_load_limit", "a demand: the load that is stated")
    unserved = set(m.UNSERVED)

    def cost() -> Iterator[Line]:
        for (s, y, h), gw in m.unserved_gw.items():
            cell = CellKey("site_load", (s, y, h), "unserved_usd_per_mwh")
            price = Price(sites[s].unserved_cost_at(y, h) or 0.0, (cell,), USD_PER_MWH)
            gwh = slice_of(m.world, h).weight_hours * gw
            yield Line(y, f"load of slice {h} that is not served", gwh, "GWh", price, s)

    stated = any(sites[s].load_at(y, h) for s, y, h in m.BALANCES)
    ledgers.power.enter(
        "stated_load",
        lambda s, y, h: -sites[s].load_at(y, h),
        uses=["site_load.load_gw"],
        # A number has no column: where there is one, the balance is left to its rule.
        parts=None if stated else lambda balances: [],
    )
    ledgers.load_in["unserved_load_limit"] = lambda s, y, h: (
        [((s, y, h), -1.0)] if (s, y, h) in unserved else []
    )
    if m.UNSERVED:
        ledgers.power.enter(
            "unserved",
            lambda s, y, h: m.unserved_gw[s, y, h] if (s, y, h) in unserved else 0.0,
            uses=["site_load.unserved_usd_per_mwh"],
        )
        ledgers.cost.enter_lines("unserved_load", cost)
