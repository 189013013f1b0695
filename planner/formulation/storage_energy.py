r"""Storage energy: what a store holds, where that is sized apart from its power.

Sets
    :math:`(g, s, v)`  stores whose energy has a price of its own, and the years in which it can enter service  ``ENERGY_BUILDS``
    :math:`(g, s, y)`  the same in service  ``ENERGY``

Parameters
    :math:`c^{E}_{gv}`  capital cost of energy, billion USD a GWh  ``energy_capex``
    :math:`o^{E}_{g}`  its fixed O&M, billion USD a GWh and year  ``energy_fixed_om``
    :math:`\hat e_{gsy}`  energy that the tables say stands, GWh  ``existing_energy_gwh``
    :math:`K^{0}_{gsy}`  the power that it stands with, GW  ``standing``
    :math:`\rho_{g}`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`\lambda_{vy}(n), \phi_{vy}(n)`  shares of year y in which what was built in v serves, and is charged, over n years  ``share_in_life``, ``share_charged``
    :math:`n_g, E_g`  years of service, and years in which capital is charged  ``life_years``, ``payback_years``

Variables
    :math:`w_{gsv} \ge 0`  energy built, GWh  ``storage_energy_built_gwh``
    :math:`W_{gsy} \ge 0`  energy in service, GWh  ``storage_energy_gwh``

Constraint ``storage_energy_capacity_balance``, for every g, s, y (GWh); what stood leaves with its power,
of which :math:`w_{gsy}` is retired, ``power_retired_gw`` of ``power_capacity``:

.. math:: W_{gsy} = \hat e_{gsy} \left( 1 - w_{gsy} / K^{0}_{gsy} \right) + \sum_{v \le y} \lambda_{vy}(n_g)\, w_{gsv}

Cost term ``storage_energy_capital``, for every y (billion USD a year):
:math:`\sum_{gs} \sum_{v \le y} \phi_{vy}(E_g)\, \rho_g c^{E}_{gv} w_{gsv}`

Cost term ``storage_energy_fixed_om``, for every y (billion USD a year): :math:`\sum_{gs} o^{E}_g W_{gsy}`

Capex term ``storage_energy``, for every y (billion USD): :math:`\sum_{gs} c^{E}_{gy} w_{gsy}`
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.capital import Investment, enter_capital
from planner.formulation.ledger import Ledgers
from planner.formulation.lines import CellKey, Line, Price
from planner.units import USD_PER_KWH


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
            share * m.storage_energy_built_gwh[g, s, v]
            for what, where, v in m.ENERGY_BUILDS
            if (what, where) == (g, s)
            and (share := world.share_in_life(v, y, world.technologies[g].life_years))
        )
        stood = world.sites[s].existing_energy_gwh.get((g, y), 0.0)
        if stood and (g, s, y) in m.power_retired_gw:
            gone = m.power_retired_gw[g, s, y] / world.sites[s].standing(g, y)
            return m.storage_energy_gwh[g, s, y] == stood - stood * gone + added
        return m.storage_energy_gwh[g, s, y] == stood + added

    def price(g: str, v: int) -> Price:
        cell = CellKey("power_costs", (g, v), "energy_capex_usd_per_kwh")
        return Price(world.technologies[g].energy_capex[v], (cell,), USD_PER_KWH)

    def built() -> Iterator[Investment]:
        for (g, s, v), gwh in m.storage_energy_built_gwh.items():
            technology = world.technologies[g]
            own = technology.economic_life_years is not None
            column = "economic_life_years" if own else "lifetime_years"
            cells = (CellKey("power_technologies", (g,), column),)
            yield Investment(v, g, gwh, "GWh", price(g, v), technology.payback_years, s, cells)

    def fixed_om() -> Iterator[Line]:
        for (g, s, y), gwh in m.storage_energy_gwh.items():
            cell = CellKey("power_technologies", (g,), "energy_fixed_om_usd_per_kwh_year")
            each = Price(world.technologies[g].energy_fixed_om, (cell,), USD_PER_KWH)
            yield Line(y, g, gwh, "GWh in service", each, s)

    if apart:
        enter_capital(ledgers, world, "storage_energy", built)
        ledgers.cost.enter_lines("storage_energy_fixed_om", fixed_om)
