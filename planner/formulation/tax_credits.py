r"""Tax credits: what a state pays towards capital or output, by when construction began.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, in their region :math:`r`,
    :math:`y, v \in Y` years

Parameters
    :math:`\theta_{grv}`  share of the capital cost that is credited  ``capital_share``
    :math:`p_{grv}`  credit on output, billion USD a GWh  ``production``
    :math:`n_{grv}`  years of output that are credited  ``production_years``
    :math:`c_{gv}`  overnight capital cost, billion USD a GW  ``capex``
    :math:`E_{gs}`  output of a GW in a year, GWh: what the weather gives, or what baseload runs
    :math:`L_{g}`  economic life, years  ``life_years``
    :math:`\rho(n)`  share of a cost charged in each of n years  ``yearly_charge``

A credit belongs to the year in which construction began, and lapses when service comes too
late; both are settled before the programme, so that it knows credits by the year of service.

Cost term ``tax_credits``, for every y (billion USD a year, at most zero), with
:math:`b_{gsv}` the capacity built, ``power_built_gw``:

.. math:: -\sum_{gs} \sum_{v \le y < v + L_g} \left( \rho(L_g)\, \theta_{grv}\, c_{gv} + \frac{\rho(L_g)}{\rho(n_{grv})}\, p_{grv}\, E_{gs} \right) b_{gsv}

A credit on output is spread over the technology's life at its present value, as capital is;
paid as it falls due, a horizon shorter than the life would take most of the credit and little of
the capital. Output that is curtailed is credited too. Capex is stated before credits.
"""

import pyomo.environ as pyo

from planner.formulation.annuity import share_charged, yearly_charge
from planner.formulation.ledger import Ledgers
from planner.formulation.sets import ANNUAL
from planner.system import World


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Enter the credits in the cost ledger; the block needs ``power_capacity``."""
    world = m.world
    credited = {
        (g, s, v): charge for g, s, v in m.BUILDS if (charge := yearly_credit(world, g, s, v))
    }

    def credits(y: int) -> pyo.Expression:
        return -pyo.quicksum(
            share * charge * m.power_built_gw[g, s, v]
            for (g, s, v), charge in credited.items()
            if (share := share_charged(world, v, y, world.technologies[g].payback_years))
        )

    ledgers.cost.enter(
        "tax_credits",
        credits,
        uses=["tax_credits.capital_share", "tax_credits.production_credit_usd_per_mwh"],
    )


def yearly_credit(world: World, g: str, s: str, v: int) -> float:
    """Credit on a GW that enters service in `v`, in each year of its life, billion USD."""
    technology, region = world.technologies[g], world.sites[s].region
    credit = world.tax_credits.get((g, region, v))
    if credit is None:
        return 0.0
    over_life = yearly_charge(world, technology.payback_years)
    yearly = over_life * credit.capital_share * technology.capex[v]
    if credit.production:
        over_credit = yearly_charge(world, credit.production_years)
        energy = _gwh_per_gw(world, g, region)
        yearly += over_life / over_credit * credit.production * energy
    return yearly


def _gwh_per_gw(world: World, g: str, region: str) -> float:
    """Output of a GW over a year."""
    technology = world.technologies[g]
    if technology.kind == "variable":
        return sum(
            piece.weight_hours * world.capacity_factor[technology.profile, region, h]
            for h, piece in world.slices.items()
        )
    return world.hours_per_year * technology.available(ANNUAL)
