r"""Flexible load: connections that the grid may cut for some hours, and load shed meanwhile.

A region that is built for its peak has room below it nearly all year. A connection
that gives way at the peak needs no queue and no place among the region's firm
additions: it is a row of the power technologies, of kind grid, that exists only in
regions with headroom, so ``regional_build_limit`` holds it to the headroom.

Sets
    :math:`g \in G`  flexible connections, :math:`s \in S` sites, :math:`y \in Y` years,
    :math:`h \in H_{sy}` slices in which the site is balanced

Parameters
    :math:`\phi`  share of the facility's load that may be shed at a time  ``flexible_load_share``
    :math:`N`  hours a year in which so much may be shed  ``flexible_load_hours``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`\pi_{s}`  power usage effectiveness  ``pue``
    :math:`\alpha_{g}`  share of nameplate that can run, mean over the year  ``available``

Variables
    :math:`x_{syh} \ge 0`  load shed, GW  ``shed_gw``

Constraint ``flexible_connection_curtailment``, for every g, s, y (GWh), with the output
:math:`d_{gsyh}`, ``flat_output_gw`` less ``turned_down_gw``, and the capacity :math:`k_{gsy}`,
``power_capacity_gw``. The grid takes back :math:`\phi N` full hours of the connection:

.. math:: \sum_h \omega_h d_{gsyh} \le \alpha_g (8760 - \phi N)\, k_{gsy}

Constraint ``load_shedding_hours_limit``, for every s, y (GWh). Only what is connected so may be shed:

.. math:: \sum_h \omega_h x_{syh} \le \phi N \sum_g k_{gsy}

Constraint ``load_shedding_share_limit``, for every s, y, h (GW), with the IT load :math:`l_{sy}`,
``it_load_gw``, or where a model counts averages ``average_load_gw``:

.. math:: x_{syh} \le \phi\, \pi_s\, l_{sy}

What is shed is the term ``shed`` of the power ledger (GW). The compute that is lost meanwhile,
at most :math:`\phi N / 8760` of the site's year, is not taken off the workloads. The plan chooses
the slice of the cut; the region's peak is not known here.
"""

from collections.abc import Sequence

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.outputs import drawn_it_load, running_hours
from planner.formulation.sets import ANNUAL, slice_of
from planner.lp.row_family import Part, places


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``siting`` and ``dispatch``."""
    world = m.world
    share, hours = world.flexible_load_share, world.flexible_load_hours
    m.FLEXIBLE = [(g, s, y) for g, s, y in m.POWER if world.technologies[g].flexible]
    connections: dict[tuple[str, int], list[str]] = {}
    for g, s, y in m.FLEXIBLE:
        connections.setdefault((s, y), []).append(g)
    m.SHED = [(s, y, h) for s, y, h in m.BALANCES if (s, y) in connections]
    slices: dict[tuple[str, int], list[str]] = {}
    for s, y, h in m.SHED:
        slices.setdefault((s, y), []).append(h)
    m.shed_gw = pyo.Var(m.SHED, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.shed_gw)

    def weight(h: str) -> float:
        return slice_of(world, h).weight_hours

    @m.Constraint(m.FLEXIBLE)
    def flexible_connection_curtailment(m, g, s, y):
        turned_down = pyo.quicksum(
            weight(h) * m.turned_down_gw[g, s, y, h]
            for h in slices[s, y]
            if (g, s, y, h) in m.turned_down_gw
        )
        technology = world.technologies[g]
        mean = technology.available(ANNUAL)
        if technology.availability_in:
            mean = running_hours(world, g, s) / world.hours_per_year
        kept = mean * (world.hours_per_year - share * hours)
        imported = world.hours_per_year * m.flat_output_gw[g, s, y] - turned_down
        return imported <= kept * m.power_capacity_gw[g, s, y]

    @m.Constraint(list(connections))
    def load_shedding_hours_limit(m, s, y):
        connected = pyo.quicksum(m.power_capacity_gw[g, s, y] for g in connections[s, y])
        shed = pyo.quicksum(weight(h) * m.shed_gw[s, y, h] for h in slices[s, y])
        return shed <= share * hours * connected

    @m.Constraint(m.SHED)
    def load_shedding_share_limit(m, s, y, h):
        return m.shed_gw[s, y, h] <= share * world.sites[s].pue * drawn_it_load(m)[s, y]

    def shed_parts(balances: Sequence[tuple[str, int, str]]) -> list[Part]:
        return [Part.each(m.shed_gw, 1.0, places(balances, m.SHED))]

    ledgers.power.enter(
        "shed",
        lambda s, y, h: m.shed_gw[s, y, h] if (s, y) in connections else 0.0,
        uses=["power_terms.value"],
        parts=shed_parts,
    )
