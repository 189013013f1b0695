r"""Accelerators: what is bought, how long it stays, and how much of it runs.

Sets
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y, v \in Y` years

Parameters
    :math:`N_{ksy}`  units that stood before the first year and are still in life, million  ``existing_fleet``
    :math:`L_{k}`  economic life, years, over which capital is charged  ``life_years``
    :math:`M_{k}`  years for which a unit can serve; the economic life where not said otherwise  ``stays_years``
    :math:`\lambda_{vy}(n)`  share of year y in which what was built in v serves with a life of n years, 1 or 0 where a year stands for itself  ``share_in_life``
    :math:`P_{k}`  IT power at cluster level, GW a million units  ``power_gw``
    :math:`c_{k}`  purchase with server, network and storage, billion USD a million  ``it_capex``
    :math:`\rho_{k}`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`\phi_{vy}(n)`  share of year y in which what was built in v is charged over n years, 1 or 0 where a year stands for itself  ``share_charged``
    :math:`o`  yearly upkeep as a share of capital  ``non_energy_opex_share``

Variables
    :math:`b_{ksv} \ge 0`  units bought in year v, million  ``accelerators_bought_million``
    :math:`n_{ksy} \ge 0`  units running in year y, million  ``accelerators_running_million``

Constraint ``accelerator_vintage_balance``, for every k, s, y (million units). Units
may stand idle, so that newer ones can have their power, and those that never run again are
retired early: their upkeep and power are worth more elsewhere, while their capital is spent. They
never move:

.. math:: n_{ksy} \le N_{ksy} + \sum_{v \le y} \lambda_{vy}(M_k)\, b_{ksv}

Cost term ``accelerators_capital``, for every y (billion USD a year):
:math:`\sum_{ks} \sum_{v \le y} \phi_{vy}(L_k)\, \rho_k c_k b_{ksv}`

Cost term ``accelerators_upkeep``, for every y (billion USD a year):
:math:`\sum_{ks} o\, c_k n_{ksy}`

Capex term ``accelerators``, for every y (billion USD): :math:`\sum_{ks} c_k b_{ksy}`
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.capital import Investment, enter_capital
from planner.formulation.ledger import Ledgers
from planner.formulation.lines import CellKey, Line, Price
from planner.units import USD_PER_UNIT


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
            share * m.accelerators_bought_million[k, s, v]
            for v in sales.get((k, s), ())
            if (share := world.share_in_life(v, y, life))
        )
        stood = sum(
            units
            for (chip, v), units in world.sites[s].existing_fleet.items()
            if chip == k and world.in_life(v, y, life)
        )
        return m.accelerators_running_million[k, s, y] <= stood + bought

    prices = {
        k: Price(
            chip.it_capex,
            (CellKey("accelerators", (k,), "price_usd"), _cost("server_network_multiplier")),
            USD_PER_UNIT,
        )
        for k, chip in world.accelerators.items()
    }

    def bought() -> Iterator[Investment]:
        for (k, s, v), units in m.accelerators_bought_million.items():
            life = world.accelerators[k].life_years
            yield Investment(
                v,
                k,
                units,
                "million units",
                prices[k],
                life,
                s,
                (_cost("accelerator_life_years"),),
            )

    def upkeep() -> Iterator[Line]:
        share = world.non_energy_opex_share
        for (k, s, y), units in m.accelerators_running_million.items():
            yield Line(
                y, k, units, "million units", prices[k], s,
                share=share, share_cells=(_cost("non_energy_opex_share_per_year"),),
            )  # fmt: skip

    enter_capital(ledgers, world, "accelerators", bought)
    ledgers.cost.enter_lines("accelerators_upkeep", upkeep)
    ledgers.limits.fact("accelerator_vintage_balance", "the fleet that stands already")


def _cost(item: str) -> CellKey:
    return CellKey("cluster_costs", (item,), "value")
