r"""Storage: energy moved between the slices of a representative day.

Where the model lets storage carry energy between days, the energy held is that of
:mod:`planner.formulation.storage_between_days`, and here is only the power.

Sets
    :math:`g \in G`  storage sources, :math:`s \in S` sites, :math:`y \in Y` years,
    :math:`h \in H` slices; :math:`h^{-}` the slice before, the first of a day after its last

Parameters
    :math:`T_{g}`  energy that a GW holds, GWh  ``storage_hours``
    :math:`\eta_{g}`  round-trip efficiency, taken half on each way  ``round_trip_efficiency``
    :math:`\tau_{h}`  length of a slice, hours  ``hours``

Variables
    :math:`i_{gsyh} \ge 0`  power taken in, GW  ``charge_gw``
    :math:`o_{gsyh} \ge 0`  power given back, GW  ``discharge_gw``
    :math:`e_{gsyh} \ge 0`  energy held at the slice's end, GWh  ``state_of_charge_gwh``

Capacity in service is :math:`k_{gsy}`, ``power_capacity_gw`` (GW).

Constraint ``storage_keeps_energy``, for every g, s, y, h (GWh); each day ends as it began:

.. math:: e_{h} = e_{h^{-}} + \tau_h \left( \sqrt{\eta_g}\, i_h - o_h / \sqrt{\eta_g} \right)

Constraint ``storage_power_within_capacity``, for every g, s, y, h (GW):

.. math:: i_{gsyh} + o_{gsyh} \le k_{gsy}

Constraint ``storage_energy_within_capacity``, for every g, s, y, h (GWh):

.. math:: e_{gsyh} \le T_g k_{gsy}
"""

from math import sqrt

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.world import World


def build(m: pyo.ConcreteModel, books: Ledgers) -> None:
    """Add the block to `m`; it needs ``power_capacity``."""
    world = m.world
    m.STORAGE = [
        (g, s, y, h)
        for s, y, h in m.BALANCES
        for g in m.sources_at.get((s, y), ())
        if world.sources[g].kind == "storage"
    ]
    m.charge_gw = pyo.Var(m.STORAGE, within=pyo.NonNegativeReals)
    m.discharge_gw = pyo.Var(m.STORAGE, within=pyo.NonNegativeReals)

    @m.Constraint(m.STORAGE)
    def storage_power_within_capacity(m, g, s, y, h):
        used = m.charge_gw[g, s, y, h] + m.discharge_gw[g, s, y, h]
        return used <= m.power_capacity_gw[g, s, y]

    if not world.day_sequence:
        _close_each_day(m)

    def given_back(s: str, y: int, h: str) -> pyo.Expression:
        return pyo.quicksum(
            m.discharge_gw[g, s, y, h] - m.charge_gw[g, s, y, h]
            for g in m.sources_at.get((s, y), ())
            if world.sources[g].kind == "storage"
        )

    books.power.enter("storage", given_back, uses=["power_sources.round_trip_efficiency"])


def _close_each_day(m: pyo.ConcreteModel) -> None:
    """Add the energy held, which is the same at a day's end as at its beginning."""
    world = m.world
    m.state_of_charge_gwh = pyo.Var(m.STORAGE, within=pyo.NonNegativeReals)
    before = _slice_before(world)

    @m.Constraint(m.STORAGE)
    def storage_keeps_energy(m, g, s, y, h):
        one_way = sqrt(world.sources[g].round_trip_efficiency)
        moved = one_way * m.charge_gw[g, s, y, h] - m.discharge_gw[g, s, y, h] / one_way
        return (
            m.state_of_charge_gwh[g, s, y, h]
            == m.state_of_charge_gwh[g, s, y, before[h]] + world.slices[h].hours * moved
        )

    @m.Constraint(m.STORAGE)
    def storage_energy_within_capacity(m, g, s, y, h):
        held = world.sources[g].storage_hours * m.power_capacity_gw[g, s, y]
        return m.state_of_charge_gwh[g, s, y, h] <= held


def _slice_before(world: World) -> dict[str, str]:
    """Each slice's forerunner on its own day, in the order of the world's slices."""
    days: dict[int, list[str]] = {}
    for h, piece in world.slices.items():
        days.setdefault(piece.day, []).append(h)
    return {h: day[i - 1] for day in days.values() for i, h in enumerate(day)}
