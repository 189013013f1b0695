r"""Hall retrofit: halls that were built for air get liquid cooling, at a cost.

Only where the model tells halls apart by their cooling; otherwise any hall houses any generation,
at once and for nothing. What halls may house stands in ``siting``.

Sets
    :math:`s \in S`  sites, :math:`y, v \in Y` years
    :math:`(s, v)`  site with halls for air, and year in which one can be converted  ``RETROFITS``

Parameters
    :math:`A_{s}`  of the existing shell, what is cooled by air alone, GW of IT  ``air_hall_gw``
    :math:`q`  liquid cooling in such a hall, billion USD a GW of IT  ``hall_retrofit_capex``
    :math:`L`  economic life of it, that of a shell, years  ``shell_life_years``
    :math:`\rho`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`\phi_{vy}(n)`  share of year y in which what was built in v is charged over n years, 1 or 0 where a year stands for itself  ``share_charged``
    :math:`o`  yearly upkeep as a share of capital  ``non_energy_opex_share``

Variables
    :math:`r_{sv} \ge 0`  halls for air that are converted in year v, GW of IT  ``hall_retrofitted_gw``

Constraint ``hall_retrofit_limit``, for every s with halls for air (GW of IT). A hall is
converted once, and houses units of either kind from then on:

.. math:: \sum_v r_{sv} \le A_s

Cost term ``hall_retrofit_capital``, for every y (billion USD a year):
:math:`\sum_s \sum_{v \le y} \phi_{vy}(L)\, \rho\, q\, r_{sv}`

Cost term ``hall_retrofit_upkeep``, for every y (billion USD a year):
:math:`\sum_s \sum_{v \le y} o\, q\, r_{sv}`

Capex term ``hall_retrofit``, for every y (billion USD): :math:`\sum_s q\, r_{sy}`
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.capital import Investment, enter_capital
from planner.formulation.ledger import Ledgers
from planner.formulation.lines import CellKey, Line, Price

ITEM, UNIT = "liquid_cooling", "GW of IT"


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; its terms only where some hall can be converted."""
    world = m.world
    m.hall_retrofitted_gw = pyo.Var(m.RETROFITS, within=pyo.NonNegativeReals)
    ledgers.limits.fact("hall_retrofit_limit", "the halls that stand already")

    @m.Constraint(list(dict.fromkeys(s for s, _ in m.RETROFITS)))
    def hall_retrofit_limit(m, s):
        converted = pyo.quicksum(m.hall_retrofitted_gw[s, v] for v in m.YEARS)
        return converted <= world.sites[s].air_hall_gw

    price = Price(world.hall_retrofit_capex, (_cost("hall_retrofit_usd_per_w_it"),))

    def converted() -> Iterator[Investment]:
        life, cells = world.shell_life_years, (_cost("facility_life_years"),)
        for (s, v), gw in m.hall_retrofitted_gw.items():
            yield Investment(v, ITEM, gw, UNIT, price, life, s, cells)

    def upkeep() -> Iterator[Line]:
        share, cells = world.non_energy_opex_share, (_cost("non_energy_opex_share_per_year"),)
        for (s, v), gw in m.hall_retrofitted_gw.items():
            for y in m.YEARS:
                if v <= y:
                    yield Line(y, ITEM, gw, UNIT, price, s, v, share, cells)

    if m.RETROFITS:
        enter_capital(ledgers, world, "hall_retrofit", converted)
        ledgers.cost.enter_lines("hall_retrofit_upkeep", upkeep)


def _cost(item: str) -> CellKey:
    return CellKey("cluster_costs", (item,), "value")
