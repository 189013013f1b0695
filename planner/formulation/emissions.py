r"""Emissions: a ledger of CO2, with an optional cap and price.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, :math:`y \in Y` years, :math:`h` slices

Parameters
    :math:`\epsilon_{gsy}`  emission factor of output: the technology's, for grid power the region's of the year, Mt a GWh  ``co2_mt_per_gwh``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`E_{y}`  cap, Mt a year  ``emissions_cap_mt``
    :math:`p`  price, billion USD a Mt  ``carbon_price``

Emissions of a year (Mt), with :math:`d_{gsyh}` the output of any kind of technology, such as
``flat_output_gw`` less ``turned_down_gw``, and of storage what it gives back: :math:`\sum_{gsh} \omega_h \epsilon_{gsy} d_{gsyh}`

Constraint ``emissions_cap_limit``, for every y with a cap (Mt). Its dual is the worth of
one more Mt:

.. math:: \sum_{gsh} \omega_h \epsilon_{gsy} d_{gsyh} \le E_y

Cost term ``carbon``, for every y (billion USD a year): the price times the year's emissions.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers, at_most
from planner.formulation.limits import of_model
from planner.formulation.lines import CellKey, Line, Price
from planner.formulation.outputs import emission_factor, energy_by_year
from planner.units import USD_PER_T


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``dispatch``."""
    world = m.world

    def emitted(*, by_grid: bool) -> Iterator[Line]:
        for y, energy in energy_by_year(m).items():
            for (g, s), gwh in energy.items():
                if (world.technologies[g].kind == "grid") == by_grid:
                    yield Line(y, g, gwh, "GWh", emission_factor(world, g, s, y), s)

    ledgers.emissions.enter_lines("onsite", lambda: emitted(by_grid=False))
    ledgers.emissions.enter_lines("grid", lambda: emitted(by_grid=True))

    @m.Constraint([y for y in m.YEARS if y in world.emissions_cap_mt])
    def emissions_cap_limit(m, y):
        return at_most(ledgers.emissions.total(y), world.emissions_cap_mt[y])

    def priced() -> Iterator[Line]:
        """Whatever emits, whichever block entered it."""
        stated = CellKey("model", (), "prices.carbon_usd_per_t")
        for term in ledgers.emissions.terms:
            for y in m.YEARS:
                for line in ledgers.emissions.lines(term, y):
                    mt = line.coefficient * line.quantity
                    price = Price(world.carbon_price, (stated,), USD_PER_T)
                    yield Line(y, line.item, mt, "Mt CO2", price, line.site)

    if world.carbon_price:
        ledgers.cost.enter_lines("carbon", priced)
    ledgers.limits.declare(
        "emissions_cap_limit",
        "emissions cap",
        unit="Mt CO2",
        index=("year",),
        cells=lambda y: of_model(
            "limits.emissions_mt_per_year",
            "emissions cap",
            "Mt CO2 a year",
            world.emissions_cap_mt,
            y,
        ),
    )
