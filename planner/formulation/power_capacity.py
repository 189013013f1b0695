r"""Power capacity: what is built at a site, when, and how long it stays.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, :math:`y, v \in Y` years

Parameters
    :math:`K^{0}_{gsy}`  capacity before the first year, less what has left service by y, GW  ``existing_power``, ``retired_power``
    :math:`L_{g}`  life in service, years  ``life_years``
    :math:`E_{g}`  economic life, over which capital is charged, years; :math:`L_g` unless stated  ``payback_years``
    :math:`c_{gv}`  overnight capital cost, billion USD a GW  ``capex``
    :math:`\rho_{g}`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`\delta`  share of its price that a rented technology costs to set up and take away  ``rental_delivery_share``
    :math:`x_{gs}`  capital of connecting the technology at the site, billion USD a GW  ``connection_cost``
    :math:`o_{g}`  fixed operation and maintenance, billion USD a GW and year  ``fixed_om``

Variables
    :math:`b_{gsv} \ge 0`  capacity that enters service in year v, GW  ``power_built_gw``
    :math:`n_{gsy} \ge 0`  capacity of a rented technology in place, beyond what stood, GW  ``power_rented_gw``
    :math:`k_{gsy} \ge 0`  capacity in service, GW  ``power_capacity_gw``

A technology can enter service once its lead time has passed, counted from the
start of the first year; for the grid it is the region's queue.

Constraint ``power_capacity_balance``, for every g, s, y (GW); for a rented technology the sum
is :math:`n_{gsy}`:

.. math:: k_{gsy} = K^{0}_{gsy} + \sum_{v \le y < v + L_g} b_{gsv}

Constraint ``rented_capacity_balance``, for every rented g, and s, y (GW). What is given
back is gone: it comes again only as a new delivery, within the year's build limit, to any site:

.. math:: n_{gsy} \le n_{gs,y-1} + b_{gsy}

Cost term ``power_capital``, for every y (billion USD a year); what is rented is charged only while it
is in place, by the year, at the year's price:
:math:`\sum_{gs} \sum_{v \le y < v + E_g} \rho_g c_{gv} b_{gsv}`, and
:math:`\sum_{gs} \rho_g c_{gy} n_{gsy}` for rented technologies

Cost term ``connection_capital``, for every y (billion USD a year), where a connection costs
something: :math:`\sum_{gs} \sum_{v \le y < v + E_g} \rho_g x_{gs} b_{gsv}`

Cost term ``standing_charges``, for every y (billion USD a year), where the tables say that what
stands is still paid for: :math:`\sum_s z_{sy}`, ``still_paid``

Cost term ``rental_delivery``, for every y (billion USD a year):
:math:`\sum_{gs} \delta\, c_{gy} b_{gsy}` over rented technologies, for setting up and taking away

Cost term ``power_fixed_om``, for every y (billion USD a year): :math:`\sum_{gs} o_g k_{gsy}`

Capex terms ``power`` and ``connection``, for every y (billion USD), whoever owns it:
:math:`\sum_{gs} c_{gy} b_{gsy}` and :math:`\sum_{gs} x_{gs} b_{gsy}`
"""

import pyomo.environ as pyo

from planner.formulation.annuity import share_charged, yearly_charge
from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`."""
    world = m.world
    m.power_built_gw = pyo.Var(m.BUILDS, within=pyo.NonNegativeReals)
    m.power_capacity_gw = pyo.Var(m.POWER, within=pyo.NonNegativeReals)
    m.RENTED = [(g, s, y) for g, s, y in m.POWER if world.technologies[g].rented]
    m.power_rented_gw = pyo.Var(m.RENTED, within=pyo.NonNegativeReals)
    connection = {
        (g, s): cost for s, site in world.sites.items() for g, cost in site.connection_cost.items()
    }
    built: dict[tuple[str, str], list[int]] = {}
    for g, s, v in m.BUILDS:
        built.setdefault((g, s), []).append(v)

    @m.Constraint(m.POWER)
    def power_capacity_balance(m, g, s, y):
        stood = world.sites[s].standing(g, y)
        if world.technologies[g].rented:
            return m.power_capacity_gw[g, s, y] == stood + m.power_rented_gw[g, s, y]
        added = pyo.quicksum(
            m.power_built_gw[g, s, v]
            for v in built.get((g, s), ())
            if world.in_life(v, y, world.technologies[g].life_years)
        )
        return m.power_capacity_gw[g, s, y] == stood + added

    @m.Constraint(m.RENTED)
    def rented_capacity_balance(m, g, s, y):
        technologies = (
            (m.power_rented_gw, (g, s, y - world.years_each)),
            (m.power_built_gw, (g, s, y)),
        )
        held = pyo.quicksum(
            variable[index] for variable, index in technologies if index in variable
        )
        return m.power_rented_gw[g, s, y] <= held

    def charge(g: str, priced: int) -> float:
        technology = world.technologies[g]
        return yearly_charge(world, technology.payback_years) * technology.capex[priced]

    def charged(g: str, v: int, y: int) -> float:
        return share_charged(world, v, y, world.technologies[g].payback_years)

    def capital(y: int) -> pyo.Expression:
        owned = pyo.quicksum(
            share * charge(g, v) * m.power_built_gw[g, s, v]
            for g, s, v in m.BUILDS
            if not world.technologies[g].rented and (share := charged(g, v, y))
        )
        rented = pyo.quicksum(
            charge(g, y) * m.power_rented_gw[g, s, when] for g, s, when in m.RENTED if when == y
        )
        return owned + rented

    def connecting(y: int) -> pyo.Expression:
        return pyo.quicksum(
            share
            * yearly_charge(world, world.technologies[g].payback_years)
            * connection[g, s]
            * m.power_built_gw[g, s, v]
            for g, s, v in m.BUILDS
            if (g, s) in connection and (share := charged(g, v, y))
        )

    def connected(y: int) -> pyo.Expression:
        return pyo.quicksum(
            connection[g, s] * m.power_built_gw[g, s, v]
            for g, s, v in m.BUILDS
            if (g, s) in connection and v == y
        )

    def delivery(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.rental_delivery_share
            * world.technologies[g].capex[v]
            * m.power_built_gw[g, s, v]
            for g, s, v in m.BUILDS
            if v == y and world.technologies[g].rented
        )

    def fixed_om(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.technologies[g].fixed_om * m.power_capacity_gw[g, s, when]
            for g, s, when in m.POWER
            if when == y
        )

    def spent(y: int) -> pyo.Expression:
        return pyo.quicksum(
            world.technologies[g].capex[v] * m.power_built_gw[g, s, v]
            for g, s, v in m.BUILDS
            if v == y
        )

    capex = ["power_costs.capex_usd_per_kw", "power_technologies.lifetime_years"]
    ledgers.cost.enter("power_capital", capital, uses=capex)
    ledgers.cost.enter("rental_delivery", delivery, uses=[capex[0], "power_terms.value"])
    ledgers.cost.enter(
        "power_fixed_om", fixed_om, uses=["power_technologies.fixed_om_usd_per_kw_year"]
    )
    ledgers.capex.enter("power", spent, uses=capex[:1])
    if any(site.still_paid for site in world.sites.values()):

        def paid(y: int) -> float:
            return sum(site.still_paid.get(y, 0.0) for site in world.sites.values())

        ledgers.cost.enter("standing_charges", paid, uses=["existing_power.paid_usd_per_kw_year"])
    if connection:
        price = ["connection_costs.connection_usd_per_kw"]
        ledgers.cost.enter("connection_capital", connecting, uses=price)
        ledgers.capex.enter("connection", connected, uses=price)
