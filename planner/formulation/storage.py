r"""Storage: energy moved between the slices of a representative day.

Where the model lets storage carry energy between days, the energy held is that of
:mod:`planner.formulation.storage_between_days`, and here is only the power.

Sets
    :math:`g \in G`  storage technologies, :math:`s \in S` sites, :math:`y \in Y` years,
    :math:`h \in H` slices; :math:`h^{-}` the slice before, the first of a day after its last

Parameters
    :math:`T_{g}`  energy that a GW holds, GWh  ``storage_hours``
    :math:`\eta^{+}_{g}`  share of what is taken in that is held, :math:`\sqrt{\eta_g}` of the round trip unless stated  ``way_in``
    :math:`\eta^{-}_{g}`  share of what is let go that is given back, the rest of the round trip  ``way_out``
    :math:`\tau_{h}`  length of a slice, hours  ``hours``
    :math:`\alpha_{gh}`  share of nameplate that can run in a slice, less forced outage  ``available``
    :math:`\sigma_{g}`  share of a year that overhauls take, at a time of the plan's choosing  ``scheduled_outage``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``

Variables
    :math:`i_{gsyh} \ge 0`  power taken in, GW  ``charge_gw``
    :math:`o_{gsyh} \ge 0`  power given back, GW  ``discharge_gw``
    :math:`e_{gsyh} \ge 0`  energy held at the slice's end, GWh  ``state_of_charge_gwh``

Capacity in service is :math:`k_{gsy}`, ``power_capacity_gw`` (GW). What can't run neither takes
nor gives; the energy in it is not lost.

Constraint ``storage_energy_balance``, for every g, s, y, h (GWh); each day ends as it began:

.. math:: e_{h} = e_{h^{-}} + \tau_h \left( \eta^{+}_g\, i_h - o_h / \eta^{-}_g \right)

Constraint ``storage_power_limit``, for every g, s, y, h (GW):

.. math:: i_{gsyh} + o_{gsyh} \le \alpha_{gh} k_{gsy}

Constraint ``storage_scheduled_outage_limit``, for every g that is overhauled, and s, y (GWh); while it is,
it neither takes nor gives:

.. math:: \sum_h \omega_h (i_{gsyh} + o_{gsyh}) \le (1 - \sigma_g) \sum_h \omega_h \alpha_{gh} k_{gsy}

Constraint ``storage_energy_limit``, for every g, s, y, h (GWh):

.. math:: e_{gsyh} \le T_g k_{gsy}

where energy is sized apart, :math:`W_{gsy}` of :mod:`planner.formulation.storage_energy` is on the right.
"""

from collections.abc import Sequence

import numpy as np
import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.outputs import holds
from planner.formulation.sets import slice_of
from planner.lp.column_family import ColumnFamily
from planner.lp.row_family import Part, RowFamily, places
from planner.system import World


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``power_capacity``."""
    world = m.world
    # Made of tuples that differ already, and shared by all that is indexed by them.
    m.STORAGE = pyo.SetOf(
        [
            (g, s, y, h)
            for s, y, h in m.BALANCES
            for g in m.technologies_at.get((s, y), ())
            if world.technologies[g].kind == "storage"
        ]
    )
    m.charge_gw = ColumnFamily(m.STORAGE, within=pyo.NonNegativeReals)
    m.discharge_gw = ColumnFamily(m.STORAGE, within=pyo.NonNegativeReals)
    ledgers.runs += [m.charge_gw, m.discharge_gw]

    capacities = places(m.POWER, (gsyh[:3] for gsyh in m.STORAGE))

    def storage_power_limit(m, g, s, y, h):
        used = m.charge_gw[g, s, y, h] + m.discharge_gw[g, s, y, h]
        return used <= world.technologies[g].available(h) * m.power_capacity_gw[g, s, y]

    def power_parts() -> list[Part]:
        runs = -np.array(
            [world.technologies[g].available(h) for g, _, _, h in m.STORAGE], dtype=float
        )
        return [
            Part.each(m.charge_gw, 1.0),
            Part.each(m.discharge_gw, 1.0),
            Part.at(m.power_capacity_gw, capacities, runs),
        ]

    m.storage_power_limit = RowFamily(
        m.STORAGE,
        rule=storage_power_limit,
        parts=power_parts,
        upper=0.0,
    )
    overhauled: dict[tuple[str, str, int], list[str]] = {}
    if any(technology.scheduled_outage for technology in world.technologies.values()):
        for g, s, y, h in m.STORAGE:
            if world.technologies[g].scheduled_outage:
                overhauled.setdefault((g, s, y), []).append(h)

    @m.Constraint(list(overhauled))
    def storage_scheduled_outage_limit(m, g, s, y):
        hours = {h: slice_of(world, h).weight_hours for h in overhauled[g, s, y]}
        used = pyo.quicksum(
            weight * (m.charge_gw[g, s, y, h] + m.discharge_gw[g, s, y, h])
            for h, weight in hours.items()
        )
        full = sum(weight * world.technologies[g].available(h) for h, weight in hours.items())
        kept = (1 - world.technologies[g].scheduled_outage) * full
        return used <= kept * m.power_capacity_gw[g, s, y]

    if not world.day_sequence:
        _close_each_day(m, ledgers, capacities)

    def given_back(s: str, y: int, h: str) -> pyo.Expression:
        return pyo.quicksum(
            m.discharge_gw[g, s, y, h] - m.charge_gw[g, s, y, h]
            for g in m.technologies_at.get((s, y), ())
            if world.technologies[g].kind == "storage"
        )

    def parts_given_back(balances: Sequence[tuple[str, int, str]]) -> list[Part]:
        rows = places(balances, (gsyh[1:] for gsyh in m.STORAGE))
        return [Part.each(m.discharge_gw, 1.0, rows), Part.each(m.charge_gw, -1.0, rows)]

    efficiency = ["power_technologies.round_trip_efficiency"]
    ledgers.power.enter("storage", given_back, uses=efficiency, parts=parts_given_back)


def _close_each_day(m: pyo.ConcreteModel, ledgers: Ledgers, capacities: np.ndarray) -> None:
    """Add the energy held, which is the same at a day's end as at its beginning.

    `capacities` are the places of each storage's capacity in ``POWER``.
    """
    world = m.world
    m.state_of_charge_gwh = ColumnFamily(m.STORAGE, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.state_of_charge_gwh)
    before = _slice_before(world)

    def storage_energy_balance(m, g, s, y, h):
        technology = world.technologies[g]
        taken, given = m.charge_gw[g, s, y, h], m.discharge_gw[g, s, y, h]
        moved = technology.way_in * taken - given / technology.way_out
        return (
            m.state_of_charge_gwh[g, s, y, h]
            == m.state_of_charge_gwh[g, s, y, before[h]] + world.slices[h].hours * moved
        )

    def energy_parts() -> list[Part]:
        hours = np.array([world.slices[h].hours for _, _, _, h in m.STORAGE])
        way_in = np.array([world.technologies[g].way_in for g, *_ in m.STORAGE])
        way_out = np.array([world.technologies[g].way_out for g, *_ in m.STORAGE])
        earlier = places(m.STORAGE, ((g, s, y, before[h]) for g, s, y, h in m.STORAGE))
        return [
            Part.each(m.state_of_charge_gwh, 1.0),
            Part.at(m.state_of_charge_gwh, earlier, -1.0),
            Part.each(m.charge_gw, -hours * way_in),
            Part.each(m.discharge_gw, hours * (1.0 / way_out)),
        ]

    m.storage_energy_balance = RowFamily(
        m.STORAGE, rule=storage_energy_balance, parts=energy_parts, lower=0.0, upper=0.0
    )

    def storage_energy_limit(m, g, s, y, h):
        return m.state_of_charge_gwh[g, s, y, h] <= holds(m, g, s, y)

    def held_parts() -> list[Part]:
        apart = [bool(world.technologies[g].energy_capex) for g, *_ in m.STORAGE]
        hours = np.array([world.technologies[g].storage_hours for g, *_ in m.STORAGE], dtype=float)
        sized = ((row, gsyh[:3], -1.0) for row, gsyh in enumerate(m.STORAGE) if apart[row])
        return [
            Part.each(m.state_of_charge_gwh, 1.0),
            Part.at(m.power_capacity_gw, capacities, np.where(apart, 0.0, -hours)),
            *([Part.of(m.storage_energy_gwh, sized)] if any(apart) else []),
        ]

    m.storage_energy_limit = RowFamily(
        m.STORAGE, rule=storage_energy_limit, parts=held_parts, upper=0.0
    )


def _slice_before(world: World) -> dict[str, str]:
    """Each slice's forerunner on its own day, in the order of the world's slices."""
    days: dict[int, list[str]] = {}
    for h, piece in world.slices.items():
        days.setdefault(piece.day, []).append(h)
    return {h: day[i - 1] for day in days.values() for i, h in enumerate(day)}
