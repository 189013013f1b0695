r"""Power balance: the load of a site is served in every slice.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years, :math:`h \in H_{sy}` slices of the site

The power ledger holds the terms that the other blocks entered, in GW:
``dispatch``, ``baseload``, ``weather``, ``storage``, ``shed`` and ``unserved`` with a plus,
``load`` and ``stated_load`` with a minus.

Constraint ``site_power_balance``, for every s, y, h (GW). What is not used is curtailed, so
the balance is an inequality; it is an equation where the model allows no surplus,
``surplus_allowed``, and where a credit hangs on what is curtailed, which is then the term
``curtailed``, with a minus. Its dual is the worth of one more GW in the slice:

.. math:: \mathrm{dispatch} + \mathrm{baseload} + \mathrm{weather} + \mathrm{storage} + \mathrm{shed} + \mathrm{unserved} - \mathrm{load} - \mathrm{stated\_load} \ge 0

Constraint ``dispatched_curtailment_limit``, for every s, y, h where output is credited and some
technology is flat, or paid to run or give back, so that a GWh of it costs less than nothing (GW). Of
what nothing uses :math:`e_{syh}` is of these, ``dispatched_curtailed_gw`` of ``tax_credits``, with
their output :math:`d_{gsyh}` and what storage gives back, :math:`o_{gsyh}` or ``discharge_gw``:

.. math:: e_{syh} \le \sum_{g \text{ flat or paid}} d_{gsyh} + \sum_{g \text{ paid storage}} o_{gsyh}

A slice has the mean weather of many days, and the hottest hour needs more. So capacity is held
to the load at the PUE that the site is built for, :math:`\pi_s` or ``pue``, with :math:`l_{sy}`
the IT load, ``it_load_gw``, and :math:`k_{gsy}` the capacity in service, ``power_capacity_gw``.

Constraint ``design_load_requirement``, for every s that has a PUE by slice, ``pue_in``, or where a
model counts averages for every s, and every y, h (GW) in which there is not more of every technology than in another slice, since the
other implies it; where load may be shed, for every h. A share :math:`a_{gsh}` of a technology counts:
its availability, and of sun and wind as much of it as the weather gives; of storage it is that of
its power, ``output_share``. What is shed, the term ``shed``, needs none:

.. math:: \pi_s l_{sy} \le \sum_g a_{gsh} k_{gsy} + \mathrm{shed}

Where a model counts averages, the balance is of the average load, and rated power is asked of capacity
alone: an hour of it is taken to last no longer than storage does. What a billed connection must give
in that hour is :math:`p_{gsy}`, ``peak_draw_gw`` of ``demand_charges``:

Constraint ``peak_draw_requirement``, for the same s, y, h where a connection is billed (GW):

.. math:: \pi_s l_{sy} \le \sum_{g\ \mathrm{billed}} p_{gsy} + \sum_{g\ \mathrm{else}} a_{gsh} k_{gsy} + \mathrm{shed}
"""

import numpy as np
import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.outputs import dispatched_output, runs_unused
from planner.lp.row_family import RowFamily


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Close the power ledger; every other block must have entered its terms."""
    even = set(m.CURTAILED if m.world.surplus_allowed else m.BALANCES)

    def site_power_balance(m, s, y, h):
        total = ledgers.power.total(s, y, h)
        return total == 0 if (s, y, h) in even else total >= 0

    if ledgers.power.has_arrays_only():
        m.site_power_balance = RowFamily(
            m.BALANCES,
            rule=site_power_balance,
            parts=lambda: ledgers.power.parts(m.BALANCES),
            lower=0.0,
            upper=np.array([0.0 if balance in even else np.inf for balance in m.BALANCES]),
        )
    else:
        m.site_power_balance = pyo.Constraint(m.BALANCES, rule=site_power_balance)

    ledgers.limits.fact("site_power_balance", "a demand: the load that is stated")
    ledgers.load_in["site_power_balance"] = lambda s, y, h: [((s, y, h), 1.0)]

    @m.Constraint(m.DISPATCHED_CURTAILED)
    def dispatched_curtailment_limit(m, s, y, h):
        unused = (g for g in m.technologies_at[s, y] if runs_unused(m.world, g, s, y))
        given = pyo.quicksum(
            m.discharge_gw[g, s, y, h]
            if m.world.technologies[g].kind == "storage"
            else dispatched_output(m, g, s, y, h)
            for g in unused
        )
        return m.dispatched_curtailed_gw[s, y, h] <= given

    slices: dict[tuple[str, int], list[str]] = {}
    for s, y, h in m.BALANCES:
        if m.world.sites[s].pue_in or m.world.average_load:
            slices.setdefault((s, y), []).append(h)

    hardest = [(s, y, h) for s, y in slices for h in _hardest(m, s, y, slices[s, y])]
    billed = set(m.peak_draw_gw) if m.world.average_load else set()

    def given(s, y, h, drawn):
        region, technologies = m.world.sites[s].region, m.technologies_at.get((s, y), ())
        capacity = pyo.quicksum(
            m.peak_draw_gw[g, s, y]
            if drawn and (g, s, y) in billed
            else m.world.output_share(g, region, h) * m.power_capacity_gw[g, s, y]
            for g in technologies
        )
        return capacity + ledgers.power.terms["shed"](s, y, h)

    @m.Constraint(hardest)
    def design_load_requirement(m, s, y, h):
        return m.world.sites[s].pue * m.it_load_gw[s, y] <= given(s, y, h, drawn=False)

    if m.world.average_load:
        there = {(s, y) for _, s, y in billed}

        @m.Constraint([(s, y, h) for s, y, h in hardest if (s, y) in there])
        def peak_draw_requirement(m, s, y, h):
            return m.world.sites[s].pue * m.it_load_gw[s, y] <= given(s, y, h, drawn=True)

        ledgers.limits.fact("peak_draw_requirement", "what a tariff bills")


def _hardest(m: pyo.ConcreteModel, s: str, y: int, slices: list[str]) -> list[str]:
    """The slices of a site and year that are left when each that another implies is gone."""
    if any((s, y, h) in m.shed_gw for h in slices):
        return slices
    world, region = m.world, m.world.sites[s].region
    technologies = m.technologies_at.get((s, y), ())
    given = {h: tuple(world.output_share(g, region, h) for g in technologies) for h in slices}
    kept: list[str] = []
    # In this order nothing is implied by what comes after it, but for what is equal.
    for h in sorted(slices, key=given.__getitem__):
        if not any(all(a <= b for a, b in zip(given[k], given[h], strict=True)) for k in kept):
            kept.append(h)
    return sorted(kept, key=slices.index)
