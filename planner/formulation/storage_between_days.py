r"""Storage between days: energy carried over the days of the year in their order.

Where the model asks for it, a day need not end as it began. The year is the sequence of its
365 days, each of which moves as much energy as the representative day that stands for it
(Kotzur, Markewitz, Robinius and Stolten, Applied Energy 213, 2018). So the energy held is the
sum of what is held when a day begins and of what its representative has moved since.

Sets
    :math:`g \in G`  storage technologies, :math:`s \in S` sites, :math:`y \in Y` years,
    :math:`h \in H_d` slices of day d; :math:`h^{-}` the slice before on the same day
    :math:`i \in I`  days of the year, :math:`i^{+}` the next one, the first after the last
    :math:`d \in D`  representative days

Parameters
    :math:`d(i)`  the day that stands for a day of the year  ``day_sequence``
    :math:`T_{g}`  energy that a GW holds, GWh  ``storage_hours``
    :math:`\eta^{+}_{g}, \eta^{-}_{g}`  shares of what is taken in and let go that are not lost  ``way_in``, ``way_out``
    :math:`\tau_{h}`  length of a slice, hours  ``hours``

Variables, beside ``charge_gw`` :math:`i_{gsyh}` and ``discharge_gw`` :math:`o_{gsyh}`
    :math:`m_{gsyh}`  energy moved from the day's beginning to the slice's end, of either sign, GWh  ``energy_moved_gwh``
    :math:`\overline{m}_{gsyd} \ge 0`  the most of it in a day, GWh  ``highest_energy_moved_gwh``
    :math:`\underline{m}_{gsyd} \le 0`  the least of it in a day, GWh  ``lowest_energy_moved_gwh``
    :math:`E_{gsyi} \ge 0`  energy held when a day of the year begins, GWh  ``energy_at_dawn_gwh``

Constraint ``intraday_energy_balance``, for every g, s, y, h (GWh); a day's first slice has no
:math:`m_{h^{-}}`:

.. math:: m_{h} = m_{h^{-}} + \tau_h \left( \eta^{+}_g\, i_h - o_h / \eta^{-}_g \right)

Constraint ``intraday_energy_maximum`` and Constraint ``intraday_energy_minimum``, for every g, s, y, d and
:math:`h \in H_d` (GWh):

.. math:: \underline{m}_{gsyd} \le m_{gsyh} \le \overline{m}_{gsyd}

Constraint ``interday_energy_balance``, for every g, s, y and i (GWh), with :math:`h` the last slice
of :math:`d(i)`; the year ends as it began:

.. math:: E_{gsyi^{+}} = E_{gsyi} + m_{gsyh}

Constraint ``interday_energy_upper_limit`` and Constraint ``interday_energy_lower_limit``, for every g, s, y, i (GWh),
with :math:`k_{gsy}` the capacity in service, ``power_capacity_gw``:

.. math:: E_{gsyi} + \overline{m}_{gsyd(i)} \le T_g k_{gsy}, \qquad E_{gsyi} + \underline{m}_{gsyd(i)} \ge 0
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.outputs import holds


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``storage``, which leaves the energy to it."""
    world = m.world
    if not world.day_sequence:
        return
    days: dict[int, list[str]] = {}
    for h, piece in world.slices.items():
        days.setdefault(piece.day, []).append(h)
    before = {h: day[i - 1] if i else None for day in days.values() for i, h in enumerate(day)}
    stores = list(dict.fromkeys((g, s, y) for g, s, y, _ in m.STORAGE))
    calendar = [(*gsy, i) for gsy in stores for i in range(len(world.day_sequence))]
    m.energy_moved_gwh = pyo.Var(m.STORAGE, within=pyo.Reals)
    per_day = [(*gsy, d) for gsy in stores for d in days]
    m.highest_energy_moved_gwh = pyo.Var(per_day, within=pyo.NonNegativeReals)
    m.lowest_energy_moved_gwh = pyo.Var(per_day, within=pyo.NonPositiveReals)
    m.energy_at_dawn_gwh = pyo.Var(calendar, within=pyo.NonNegativeReals)
    ledgers.runs += [
        m.energy_moved_gwh,
        m.highest_energy_moved_gwh,
        m.lowest_energy_moved_gwh,
        m.energy_at_dawn_gwh,
    ]

    @m.Constraint(m.STORAGE)
    def intraday_energy_balance(m, g, s, y, h):
        technology = world.technologies[g]
        taken, given = m.charge_gw[g, s, y, h], m.discharge_gw[g, s, y, h]
        moved = technology.way_in * taken - given / technology.way_out
        earlier = m.energy_moved_gwh[g, s, y, before[h]] if before[h] else 0.0
        return m.energy_moved_gwh[g, s, y, h] == earlier + world.slices[h].hours * moved

    @m.Constraint(m.STORAGE)
    def intraday_energy_maximum(m, g, s, y, h):
        highest = m.highest_energy_moved_gwh[g, s, y, world.slices[h].day]
        return m.energy_moved_gwh[g, s, y, h] <= highest

    @m.Constraint(m.STORAGE)
    def intraday_energy_minimum(m, g, s, y, h):
        lowest = m.lowest_energy_moved_gwh[g, s, y, world.slices[h].day]
        return m.energy_moved_gwh[g, s, y, h] >= lowest

    @m.Constraint(calendar)
    def interday_energy_balance(m, g, s, y, i):
        last_slice = days[world.day_sequence[i]][-1]
        following = (i + 1) % len(world.day_sequence)
        return (
            m.energy_at_dawn_gwh[g, s, y, following]
            == m.energy_at_dawn_gwh[g, s, y, i] + m.energy_moved_gwh[g, s, y, last_slice]
        )

    @m.Constraint(calendar)
    def interday_energy_upper_limit(m, g, s, y, i):
        highest = m.highest_energy_moved_gwh[g, s, y, world.day_sequence[i]]
        return m.energy_at_dawn_gwh[g, s, y, i] + highest <= holds(m, g, s, y)

    @m.Constraint(calendar)
    def interday_energy_lower_limit(m, g, s, y, i):
        lowest = m.lowest_energy_moved_gwh[g, s, y, world.day_sequence[i]]
        return m.energy_at_dawn_gwh[g, s, y, i] + lowest >= 0
