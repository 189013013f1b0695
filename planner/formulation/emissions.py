r"""Emissions: a ledger of CO2, with an optional cap and price.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, :math:`y \in Y` years, :math:`h` slices

Parameters
    :math:`\epsilon_{gsy}`  emission factor of output: the technology's, for grid power the region's of the year, Mt a GWh  ``co2_mt_per_gwh``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`E_{y}`  cap, Mt a year  ``emissions_cap_mt``
    :math:`p`  price, billion USD a Mt  ``carbon_price``

Emissions of a year (Mt), with :math:`d_{gsyh} = f_{gsy} - t_{gsyh}` the output,
``flat_output_gw`` less ``turned_down_gw``: :math:`\sum_{gsh} \omega_h \epsilon_{gsy} d_{gsyh}`

Constraint ``emissions_cap_limit``, for every y with a cap (Mt). Its dual is the worth of
one more Mt:

.. math:: \sum_{gsh} \omega_h \epsilon_{gsy} d_{gsyh} \le E_y

Cost term ``carbon``, for every y (billion USD a year): the price times the year's emissions.
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers, at_most
from planner.formulation.outputs import co2_factor, outputs_by_year


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``dispatch``."""
    world = m.world

    def emitted(kinds: tuple[str, ...], y: int) -> pyo.Expression:
        return pyo.quicksum(
            gwh_per_gw * factor * power
            for g, s, gwh_per_gw, power in outputs_by_year(m)[y]
            if world.technologies[g].kind in kinds and (factor := co2_factor(world, g, s, y))
        )

    ledgers.emissions.enter(
        "onsite",
        lambda y: emitted(("dispatchable", "baseload"), y),
        uses=["power_technologies.co2_t_per_mwh"],
    )
    ledgers.emissions.enter(
        "grid", lambda y: emitted(("grid",), y), uses=["grid_carbon.carbon_t_per_mwh"]
    )

    @m.Constraint([y for y in m.YEARS if y in world.emissions_cap_mt])
    def emissions_cap_limit(m, y):
        return at_most(ledgers.emissions.total(y), world.emissions_cap_mt[y])

    if world.carbon_price:
        ledgers.cost.enter(
            "carbon",
            lambda y: world.carbon_price * ledgers.emissions.total(y),
            uses=["model.prices.carbon_usd_per_t"],
        )
    ledgers.limits.declare(
        "emissions_cap_limit",
        "emissions cap",
        unit="Mt CO2",
        table="model.limits.emissions_mt_per_year",
        index=("year",),
    )
