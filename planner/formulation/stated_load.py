r"""Stated load: power that a site needs beside its accelerators, and what is not served of it.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years, :math:`h \in H_{sy}` slices of the site

Parameters
    :math:`D_{syh}`  load of any shape that the tables state, GW  ``stated_load``
    :math:`V_{syh}`  cost of load that is not served, billion USD a GWh; where none is stated, all must be served  ``unserved_cost``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`F_{sy}`  the most facility power that a site can have reached by a year: its size and its pace, GW  ``reachable_facility_gw``
    :math:`\pi_{s}`  power usage effectiveness that the site is built for  ``pue``

Variables
    :math:`u_{syh} \ge 0`  load that is not served, GW  ``unserved_gw``
    :math:`p_{sy} \ge 0`  the most that is served of it in any slice, no more than its rows ask, GW  ``stated_peak_gw``

Constraint ``unserved_load_limit``, for every s, y, h with a cost of it (GW):

.. math:: u_{syh} \le D_{syh}

Constraint ``stated_load_peak``, for every s, y and h in which load is stated, where the site has
a limit or all sites together have one (GW):

.. math:: p_{sy} \ge D_{syh} - u_{syh}

Constraint ``site_load_limit``, for every s, y with a limit (GW of facility), with the IT load
:math:`l_{sy}`, ``it_load_gw``: a stated load takes of the site's power as accelerators do.

.. math:: \pi_s l_{sy} + p_{sy} \le F_{sy}

The load is the term ``stated_load`` of the power ledger, what is not served the term ``unserved`` (GW).

Cost term ``unserved_load``, for every y (billion USD a year): :math:`\sum_{sh} \omega_h V_{syh} u_{syh}`
"""

from collections.abc import Iterator
from math import isfinite

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers, MeasuringVariable
from planner.formulation.limits import Effect
from planner.formulation.lines import CellKey, Line, Price
from planner.formulation.sets import slice_of
from planner.formulation.site_cells import UNIT, pace_cell, size_cell
from planner.units import USD_PER_MWH


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`; it needs ``siting``."""
    world, sites = m.world, m.world.sites
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
    loaded = [(s, y, h) for s, y, h in m.BALANCES if sites[s].load_at(y, h)]
    asks = {(s, y) for s, y, _ in loaded}
    limited = [(s, y) for s, y in asks if isfinite(world.reachable_facility_gw(s, y))]
    limited.sort(key=lambda sy: (m.SITES.index(sy[0]), sy[1]))
    counted = {*limited, *(sy for sy in asks if sy[1] in world.facility_budget_gw)}
    m.PEAKS = [sy for sy in dict.fromkeys((s, y) for s, y, _ in loaded) if sy in counted]
    m.stated_peak_gw = pyo.Var(m.PEAKS, within=pyo.NonNegativeReals)

    @m.Constraint([(s, y, h) for s, y, h in loaded if (s, y) in counted])
    def stated_load_peak(m, s, y, h):
        not_served = m.unserved_gw[s, y, h] if (s, y, h) in unserved else 0.0
        return m.stated_peak_gw[s, y] >= sites[s].load_at(y, h) - not_served

    @m.Constraint(limited)
    def site_load_limit(m, s, y):
        drawn = sites[s].pue * m.it_load_gw[s, y] + m.stated_peak_gw[s, y]
        return drawn <= world.reachable_facility_gw(s, y)

    def cost() -> Iterator[Line]:
        for (s, y, h), gw in m.unserved_gw.items():
            cell = CellKey("site_load", (s, y, h), "unserved_usd_per_mwh")
            price = Price(sites[s].unserved_cost_at(y, h) or 0.0, (cell,), USD_PER_MWH)
            gwh = slice_of(m.world, h).weight_hours * gw
            yield Line(y, f"load of slice {h} that is not served", gwh, "GWh", price, s)

    def of_size(s: str, y: int) -> Iterator[Effect]:
        """Its size, or until it has grown to it, its pace."""
        reached = world.reachable_facility_gw(s, y)
        if reached >= sites[s].max_facility_gw:
            yield size_cell(world, s), sites[s].max_facility_gw or 1.0
        elif reached > sites[s].existing_facility_gw:
            yield pace_cell(world, s), reached - sites[s].existing_facility_gw

    ledgers.limits.declare(
        "site_load_limit",
        "room for load at sites",
        unit=UNIT,
        index=("site", "year"),
        cells=of_size,
    )
    ledgers.limits.fact("stated_load_peak", "a demand: the load that is stated")
    of_peak = MeasuringVariable(m.stated_peak_gw, frozenset({"stated_load_peak"}), most=False)
    ledgers.measures.append(of_peak)
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
