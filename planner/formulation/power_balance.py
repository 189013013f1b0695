r"""Power balance: the load of a site is served in every slice.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years, :math:`h \in H_{sy}` slices of the site

The power ledger holds the terms that the other blocks entered, in GW:
``dispatch``, ``baseload``, ``weather``, ``storage`` and ``shed`` with a plus, ``load`` with a
minus.

Constraint ``load_is_served``, for every s, y, h (GW). What is not used is curtailed, so
the balance is an inequality; its dual is the worth of one more GW in the slice:

.. math:: \mathrm{dispatch} + \mathrm{baseload} + \mathrm{weather} + \mathrm{storage} + \mathrm{shed} - \mathrm{load} \ge 0

A slice has the mean weather of many days, and the hottest hour needs more. So capacity is held
to the load at the PUE that the site is built for, :math:`\pi_s` or ``pue``, with :math:`l_{sy}`
the IT load, ``it_load_gw``, and :math:`k_{gsy}` the capacity in service, ``power_capacity_gw``.

Constraint ``design_load_within_capacity``, for every s that has a PUE by slice, ``pue_in``, and
every y, h (GW). A share :math:`a_{gsh}` of a source counts: of a dispatchable, baseload or grid
source its availability, of sun and wind their capacity factor, of storage its power. What is
shed, the term ``shed``, needs none:

.. math:: \pi_s l_{sy} \le \sum_g a_{gsh} k_{gsy} + \mathrm{shed}
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, books: Ledgers) -> None:
    """Close the power ledger; every other block must have entered its terms."""

    @m.Constraint(m.BALANCES)
    def load_is_served(m, s, y, h):
        return books.power.total(s, y, h) >= 0

    def share(g: str, s: str, h: str) -> float:
        source = m.world.sources[g]
        if source.kind == "variable":
            factor: float = m.world.capacity_factor[source.profile, m.world.sites[s].region, h]
            return factor
        return 1.0 if source.kind == "storage" else source.availability

    @m.Constraint([(s, y, h) for s, y, h in m.BALANCES if m.world.sites[s].pue_in])
    def design_load_within_capacity(m, s, y, h):
        capacity = pyo.quicksum(
            share(g, s, h) * m.power_capacity_gw[g, s, y] for g in m.sources_at.get((s, y), ())
        )
        shed = books.power.terms["shed"](s, y, h)
        return m.world.sites[s].pue * m.it_load_gw[s, y] <= capacity + shed
