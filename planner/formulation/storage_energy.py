r"""Storage energy: what a store holds, where that is sized apart from its power.

Sets
    :math:`(g, s, v)`  stores whose energy has a price of its own, and the years in which it can enter service  ``ENERGY_BUILDS``
    :math:`(g, s, y)`  the same in service  ``ENERGY``

Parameters
    :math:`c^{E}_{gv}`  capital cost of energy, billion USD a GWh  ``energy_capex``
    :math:`o^{E}_{g}`  its fixed O&M, billion USD a GWh and year  ``energy_fixed_om``
    :math:`\hat e_{gs}`  energy that stood before the first year, GWh  ``existing_energy_gwh``
    :math:`\rho_{g}`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`n_g, E_g`  years of service, and years in which capital is charged  ``life_years``, ``payback_years``

Variables
    :math:`w_{gsv} \ge 0`  energy built, GWh  ``storage_energy_built_gwh``
    :math:`W_{gsy} \ge 0`  energy in service, GWh  ``storage_energy_gwh``

Constraint ``storage_energy_capacity_balance``, for every g, s, y (GWh); what stood leaves with its power:

.. math:: W_{gsy} = \hat e_{gsy} + \sum_{v \le y < v + n_g} w_{gsv}

Cost term ``storage_energy_capital``, for every y (billion USD a year):
:math:`\sum_{gs} \sum_{v \le y < v + E_g} \rho_g c^{E}_{gv} w_{gsv}`

Cost term ``storage_energy_fixed_om``, for every y (billion USD a year): :math:`\sum_{gs} o^{E}_g W_{gsy}`

Capex term ``storage_energy``, for every y (billion USD): :math:`\sum_{gs} c^{E}_{gy} w_{gsy}`
"""

import pyomo.environ as pyo

from planner.formulation.annuity import share_charged, yearly_charge
from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`; it needs ``power_capacity``."""
    world = m.world
    apart = {g for g, technology in world.technologies.items() if technology.energy_capex}
    m.ENERGY_BUILDS = [gsv for gsv in m.BUILDS if gsv[0] in apart]
    m.ENERGY = [gsy for gsy in m.POWER if gsy[0] in apart]
    m.storage_energy_built_gwh = pyo.Var(m.ENERGY_BUILDS, within=pyo.NonNegativeReals)
    m.storage_energy_gwh = pyo.Var(m.ENERGY, within=pyo.NonNegativeReals)

    @m.Constraint(m.ENERGY)
    def storage_energy_capacity_balance(m, g, s, y):
        added = pyo.quicksum(
            m.storage_energy_built_gwh[g, s, v]
            for what, where, v in m.ENERGY_BUILDS
            if (what, where) == (g, s) and world.in_life(v, y, world.technologies[g].life_years)
        )
        stood = world.sites[s].existing_energy_gwh.get((g, y), 0.0)
        return m.storage_energy_gwh[g, s, y] == stood + added

    def capital(y: int) -> pyo.Expression:
        return pyo.quicksum(
            share
            * yearly_charge(world, world.technologies[g].payback_years)
            * world.technologies[g].energy_capex[v]
            * m.storage_energy_built_gwh[g, s, v]
            for g, s, v in m.ENERGY_BUILDS
            if (share := share_charged(world, v, y, world.technologies[g].payback_years))
        )

    def fixed_om(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.technologies[g].energy_fixed_om * m.storage_energy_gwh[g, s, when]
            for g, s, when in m.ENERGY
            if when == y
        )

    def spent(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.technologies[g].energy_capex[v] * m.storage_energy_built_gwh[g, s, v]
            for g, s, v in m.ENERGY_BUILDS
            if v == y
        )

    if not apart:
        return
    price = ["power_costs.energy_capex_usd_per_kwh"]
    upkeep = ["power_technologies.energy_fixed_om_usd_per_kwh_year"]
    ledgers.cost.enter("storage_energy_capital", capital, uses=price)
    ledgers.cost.enter("storage_energy_fixed_om", fixed_om, uses=upkeep)
    ledgers.capex.enter("storage_energy", spent, uses=price)
