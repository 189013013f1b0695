r"""Power capacity: what is built at a site, when, and how long it stays.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, :math:`y, v \in Y` years

Parameters
    :math:`K^{0}_{gsy}`  capacity that the tables say stands: what served before the first year and what has entered service since, less what has reached the end of its life by y, GW  ``existing_power``, ``entering_power``, ``retired_power``
    :math:`A_{gsy}`  what of it reaches the end of its life in year y, GW  ``retired_power``
    :math:`L_{g}`  life in service, years  ``life_years``
    :math:`\lambda_{vy}(n)`  share of year y in which what was built in v serves with a life of n years, 1 or 0 where a year stands for itself  ``share_in_life``
    :math:`E_{g}`  economic life, over which capital is charged, years; :math:`L_g` unless stated  ``payback_years``
    :math:`c_{gv}`  overnight capital cost, billion USD a GW  ``capex``
    :math:`\rho_{g}`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`\phi_{vy}(n)`  share of year y in which what was built in v is charged over n years, 1 or 0 where a year stands for itself  ``share_charged``
    :math:`\hat\phi_{y}`  share of year y's worth that a payment is which is made once, 1 where a year stands for itself  ``share_paid_once``
    :math:`\delta`  share of its price that a rented technology costs to set up and take away  ``rental_delivery_share``
    :math:`x_{gs}`  capital of connecting the technology at the site, billion USD a GW  ``connection_cost``
    :math:`o_{g}`  fixed operation and maintenance, billion USD a GW and year  ``fixed_om``

Variables
    :math:`b_{gsv} \ge 0`  capacity that enters service in year v, GW  ``power_built_gw``
    :math:`n_{gsy} \ge 0`  capacity of a rented technology in place, beyond what stood, GW  ``power_rented_gw``
    :math:`k_{gsy} \ge 0`  capacity in service, GW  ``power_capacity_gw``
    :math:`w_{gsy} \ge 0`  what of :math:`K^{0}_{gsy}` is retired by then, GW  ``power_retired_gw``
    :math:`c_{gsyh} \ge 0`  what is not taken of sun or wind in a slice, where a GWh of it costs or emits something, or the year's are limited, GW  ``weather_curtailed_gw``

A technology can enter service once its lead time has passed, counted from the
start of the first year; for the grid it is the region's queue. Where a year stands for several, it
serves in all of them or in none: its lead time has passed by the end of the first. Of a life that
ends among them its years count by their share, in capacity and so in energy and emissions, as in
capital; a share of a year counts as a whole one. The year :math:`y-1` is the one that is planned before y.

Constraint ``power_capacity_balance``, for every g, s, y (GW); for a rented technology the sum
is :math:`n_{gsy}`:

.. math:: k_{gsy} = K^{0}_{gsy} - w_{gsy} + \sum_{v \le y} \lambda_{vy}(L_g)\, b_{gsv}

A plant that stands may be retired before the end of its life, where that is cheaper than what it
costs in the year and in all later ones. Something is gained by it where a plant has a fixed cost, of its
power or of what it holds, and of one that runs whether it is wanted or not: baseload whose output costs or emits something, and
baseload and weather where no surplus is allowed (``retires``). Others can stand still for nothing.
One of a technology that lives for ever stays, as all do where the model wants no retirement
(``early_retirement``). For these there is no :math:`w_{gsy}`.

Constraint ``retirement_limit``, for every such g, s, y (GW):

.. math:: w_{gsy} \le K^{0}_{gsy}

Constraint ``retirement_balance``, for every such g, and s, y but the first in which some stands
(GW). What reaches the end of its life may be what was retired before:

.. math:: w_{gsy} \ge w_{gs,y-1} - A_{gsy}

What the plan builds itself stays for its life: its capital is charged either way, and what may be
given back is a rented technology.

Constraint ``rented_capacity_balance``, for every rented g, and s, y (GW). What is given
back is gone: it comes again only as a new delivery, within the year's build limit, to any site:

.. math:: n_{gsy} \le n_{gs,y-1} + b_{gsy}

Cost term ``power_capital``, for every y (billion USD a year); what is rented is charged only while it
is in place, by the year, at the year's price:
:math:`\sum_{gs} \sum_{v \le y} \phi_{vy}(E_g)\, \rho_g c_{gv} b_{gsv}`, and
:math:`\sum_{gs} \rho_g c_{gy} n_{gsy}` for rented technologies

Cost term ``connection_capital``, for every y (billion USD a year), where a connection costs
something: :math:`\sum_{gs} \sum_{v \le y} \phi_{vy}(E_g)\, \rho_g x_{gs} b_{gsv}`

Cost term ``standing_charges``, for every y (billion USD a year), where the tables say that what
stands is still paid for: :math:`\sum_s z_{sy}`, ``still_paid``. It is owed until the end of its life,
as capital is of what the plan builds: to retire a plant before that saves its fixed cost alone

Cost term ``rental_delivery``, for every y (billion USD a year):
:math:`\sum_{gs} \hat\phi_y\, \delta\, c_{gy} b_{gsy}` over rented technologies, for setting up and taking
away, which is paid once

Cost term ``power_fixed_om``, for every y (billion USD a year): :math:`\sum_{gs} o_g k_{gsy}`

Capex terms ``power`` and ``connection``, for every y (billion USD), whoever owns it:
:math:`\sum_{gs} c_{gy} b_{gsy}` and :math:`\sum_{gs} x_{gs} b_{gsy}`
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.annuity import share_paid_once, yearly_charge
from planner.formulation.capital import Investment, enter_capital
from planner.formulation.ledger import Ledgers
from planner.formulation.lines import RATE, CellKey, Line, Price
from planner.units import USD_PER_KW


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`."""
    world = m.world
    m.power_built_gw = pyo.Var(m.BUILDS, within=pyo.NonNegativeReals)
    m.power_capacity_gw = pyo.Var(m.POWER, within=pyo.NonNegativeReals)
    m.RENTED = [(g, s, y) for g, s, y in m.POWER if world.technologies[g].rented]
    m.power_rented_gw = pyo.Var(m.RENTED, within=pyo.NonNegativeReals)
    standing = {(g, s, y): gw for g, s, y in m.POWER if (gw := world.sites[s].standing(g, y)) > 0}
    m.RETIRABLE = [gsy for gsy in standing if world.retires(gsy[0])]
    m.power_retired_gw = pyo.Var(m.RETIRABLE, within=pyo.NonNegativeReals)
    m.stood_gw = standing | {
        gsy: standing[gsy] - retired for gsy, retired in m.power_retired_gw.items()
    }
    # Here, since what follows in the programme says what is credited of it.
    m.WEATHER_CURTAILED = [
        (g, s, y, h)
        for s, y, h in m.BALANCES
        for g in m.technologies_at.get((s, y), ())
        if world.cuts_weather(g)
    ]
    m.weather_curtailed_gw = pyo.Var(m.WEATHER_CURTAILED, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.weather_curtailed_gw)
    connection = {
        (g, s): cost for s, site in world.sites.items() for g, cost in site.connection_cost.items()
    }
    built: dict[tuple[str, str], list[int]] = {}
    for g, s, v in m.BUILDS:
        built.setdefault((g, s), []).append(v)

    @m.Constraint(m.POWER)
    def power_capacity_balance(m, g, s, y):
        stood = m.stood_gw.get((g, s, y), 0.0)
        if world.technologies[g].rented:
            return m.power_capacity_gw[g, s, y] == stood + m.power_rented_gw[g, s, y]
        life = world.technologies[g].life_years
        added = pyo.quicksum(
            share * m.power_built_gw[g, s, v]
            for v in built.get((g, s), ())
            if (share := world.share_in_life(v, y, life))
        )
        return m.power_capacity_gw[g, s, y] == stood + added

    @m.Constraint(m.RETIRABLE)
    def retirement_limit(m, g, s, y):
        return m.power_retired_gw[g, s, y] <= standing[g, s, y]

    later = [(g, s, y) for g, s, y in m.RETIRABLE if (g, s, world.before(y)) in standing]

    @m.Constraint(later)
    def retirement_balance(m, g, s, y):
        before = (g, s, world.before(y))
        entered = world.sites[s].entering_power.get((g, y), 0.0)
        ended = standing[before] + entered - standing[g, s, y]
        return m.power_retired_gw[g, s, y] >= m.power_retired_gw[before] - ended

    @m.Constraint(m.RENTED)
    def rented_capacity_balance(m, g, s, y):
        technologies = (
            (m.power_rented_gw, (g, s, world.before(y))),
            (m.power_built_gw, (g, s, y)),
        )
        held = pyo.quicksum(
            variable[index] for variable, index in technologies if index in variable
        )
        return m.power_rented_gw[g, s, y] <= held

    def price(g: str, y: int) -> Price:
        cell = CellKey("power_costs", (g, y), "capex_usd_per_kw")
        return Price(world.technologies[g].capex[y], (cell,), USD_PER_KW)

    def life(g: str) -> tuple[float, tuple[CellKey, ...]]:
        """Years over which the capital is charged, and the cell that says so."""
        technology = world.technologies[g]
        own = technology.economic_life_years is not None
        column = "economic_life_years" if own else "lifetime_years"
        return technology.payback_years, (CellKey("power_technologies", (g,), column),)

    def built_power() -> Iterator[Investment]:
        for (g, s, v), gw in m.power_built_gw.items():
            years, cells = life(g)
            rented = world.technologies[g].rented
            yield Investment(v, g, gw, "GW", price(g, v), years, s, cells, rented)

    def rents() -> Iterator[Line]:
        for (g, s, y), gw in m.power_rented_gw.items():
            years, cells = life(g)
            share = yearly_charge(world, years)
            yield Line(y, g, gw, "GW let", price(g, y), s, None, share, (*cells, RATE))

    def connections() -> Iterator[Investment]:
        for (g, s, v), gw in m.power_built_gw.items():
            if (g, s) in connection:
                cell = CellKey("connection_costs", (s, g), "connection_usd_per_kw")
                each = Price(connection[g, s], (cell,), USD_PER_KW)
                yield Investment(v, g, gw, "GW", each, life(g)[0], s, life(g)[1])

    def delivery() -> Iterator[Line]:
        # It is paid once, in the first of the years that a planned year stands for.
        cells = (CellKey("power_terms", ("rental_delivery_share",), "value"),)
        for (g, s, v), gw in m.power_built_gw.items():
            if world.technologies[g].rented:
                share = share_paid_once(world, v) * world.rental_delivery_share
                yield Line(v, g, gw, "GW delivered", price(g, v), s, v, share, cells)

    def fixed_om() -> Iterator[Line]:
        each = {
            g: Price(
                technology.fixed_om,
                (CellKey("power_technologies", (g,), "fixed_om_usd_per_kw_year"),),
                USD_PER_KW,
            )
            for g, technology in world.technologies.items()
        }
        for (g, s, y), gw in m.power_capacity_gw.items():
            yield Line(y, g, gw, "GW in service", each[g], s)

    enter_capital(ledgers, world, "power", built_power, rents)
    ledgers.cost.enter_lines("rental_delivery", delivery)
    ledgers.cost.enter_lines("power_fixed_om", fixed_om)
    if any(site.still_paid for site in world.sites.values()):

        def still_paid() -> Iterator[Line]:
            for s, site in world.sites.items():
                for y, busd in site.still_paid.items():
                    yield Line(y, "what stands", busd, "billion USD", Price(1.0), s)

        ledgers.cost.enter_lines("standing_charges", still_paid)
    if connection:
        enter_capital(ledgers, world, "connection", connections)
    for family in ("power_capacity_balance", "retirement_limit", "retirement_balance"):
        ledgers.limits.fact(family, "the capacity that stands already")
