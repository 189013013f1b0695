r"""Accelerators: what is bought, how long it stays, and how much of it runs.

Sets
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y, v \in Y` years

Parameters
    :math:`N_{ksy}`  units that stood before the first year and are still in life, million  ``existing_fleet``
    :math:`L_{k}`  economic life, years, over which capital is charged  ``life_years``
    :math:`M_{k}`  years for which a unit can serve; the economic life where not said otherwise  ``stays_years``
    :math:`P_{k}`  IT power at cluster level, GW a million units  ``power_gw``
    :math:`c_{k}`  purchase with server, network and storage, billion USD a million  ``it_capex``
    :math:`\rho_{k}`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`o`  yearly upkeep as a share of capital  ``non_energy_opex_share``

Variables
    :math:`b_{ksv} \ge 0`  units bought in year v, million  ``accelerators_bought_million``
    :math:`n_{ksy} \ge 0`  units running in year y, million  ``accelerators_running_million``

Constraint ``accelerator_vintage_balance``, for every k, s, y (million units). Units
may stand dark, so that newer ones can have their power, and those that never run again are
retired early: their upkeep and power are worth more elsewhere, while their capital is spent. They
never move:

.. math:: n_{ksy} \le N_{ksy} + \sum_{v \le y < v + M_k} b_{ksv}

Cost term ``accelerators_capital``, for every y (billion USD a year):
:math:`\sum_{ks} \sum_{v \le y < v + L_k} \rho_k c_k b_{ksv}`

Cost term ``accelerators_upkeep``, for every y (billion USD a year):
:math:`\sum_{ks} o\, c_k n_{ksy}`

Capex term ``accelerators``, for every y (billion USD): :math:`\sum_{ks} c_k b_{ksy}`
"""

import pyomo.environ as pyo

from planner.formulation.annuity import yearly_charge
from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`."""
    world = m.world
    m.accelerators_bought_million = pyo.Var(m.SALES, within=pyo.NonNegativeReals)
    m.accelerators_running_million = pyo.Var(m.FLEET, within=pyo.NonNegativeReals)
    sales: dict[tuple[str, str], list[int]] = {}
    for k, s, v in m.SALES:
        sales.setdefault((k, s), []).append(v)

    @m.Constraint(m.FLEET)
    def accelerator_vintage_balance(m, k, s, y):
        life = world.accelerators[k].stays_years
        bought = pyo.quicksum(
            m.accelerators_bought_million[k, s, v]
            for v in sales.get((k, s), ())
            if world.in_life(v, y, life)
        )
        stood = sum(
            units
            for (chip, v), units in world.sites[s].existing_fleet.items()
            if chip == k and world.in_life(v, y, life)
        )
        return m.accelerators_running_million[k, s, y] <= stood + bought

    def capital(y: int) -> pyo.Expression:
        return pyo.quicksum(
            yearly_charge(world, world.accelerators[k].life_years)
            * world.accelerators[k].it_capex
            * m.accelerators_bought_million[k, s, v]
            for k, s, v in m.SALES
            if world.in_life(v, y, world.accelerators[k].life_years)
        )

    def upkeep(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.non_energy_opex_share
            * world.accelerators[k].it_capex
            * m.accelerators_running_million[k, s, when]
            for k, s, when in m.FLEET
            if when == y
        )

    def spent(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.accelerators[k].it_capex * m.accelerators_bought_million[k, s, v]
            for k, s, v in m.SALES
            if v == y
        )

    price = ["accelerators.price_usd", "cluster_costs.value"]
    ledgers.cost.enter("accelerators_capital", capital, uses=price)
    ledgers.cost.enter("accelerators_upkeep", upkeep, uses=price)
    ledgers.capex.enter("accelerators", spent, uses=price)
