r"""Tax credits: what a state pays towards capital or output, by when construction began.

Sets
    :math:`g \in G`  power technologies, :math:`s \in S` sites, in their region :math:`r`,
    :math:`y, v \in Y` years, :math:`h \in H_{sy}` slices of the site
    :math:`W \subseteq G`  sun and wind of which less may be taken than the weather gives, with :math:`c_{gsyh}`
    :math:`i`  credits of equal worth a GWh that output of a site earns in a year, the least first; each :math:`g \in W` has its own, :math:`I_g`

Parameters
    :math:`\theta_{grv}`  share of the capital cost that is credited  ``capital_share``
    :math:`p_{grv}`  credit on output, billion USD a GWh  ``production``
    :math:`n_{grv}`  years of output that are credited, within the life in service  ``production_years``
    :math:`c_{gv}`  overnight capital cost, billion USD a GW  ``capex``
    :math:`c^{E}_{gv}`  that of the energy of a store whose energy is sized apart, billion USD a GWh, with the energy built :math:`w_{gsv}`, ``storage_energy_built_gwh``  ``energy_capex``
    :math:`a_{grh}`  output of a GW in a slice: what the weather gives, or what baseload runs, GW  ``capacity_factor``, ``available``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`E_{g}`  economic life, years; for a credit on output the life in service, where that is shorter  ``payback_years``
    :math:`\rho(n)`  share of a cost charged in each of n years  ``yearly_charge``
    :math:`\phi_{vy}(n)`  share of year y in which what was built in v is charged over n years, 1 or 0 where a year stands for itself  ``share_charged``
    :math:`\lambda_{vy}`  share of year y in which what was built in v serves  ``share_in_life``
    :math:`q_{gsvy}`  credit on a GWh that is delivered in a year, :math:`\phi_{vy}(E_g)\, \rho(E_g)\, p_{grv} / (\rho(n_{grv})\, \lambda_{vy})`, billion USD

Variables
    :math:`x_{syh} \ge 0`  output that nothing uses, where some is credited, GW  ``curtailed_gw``
    :math:`e_{syh} \ge 0`  that part of it which is output of technologies that can't be turned down, or are paid to run, and of storage that is paid to give back, GW  ``dispatched_curtailed_gw``
    :math:`l_{syhi} \ge 0`  that part of what is not delivered which would have earned the credit i, GW  ``uncredited_gw``

A credit belongs to the year in which construction began, and lapses when service comes too
late; both are settled before the programme, so that it knows credits by the year of service.

A credit on output is for what is delivered. Where some output of a site is credited, what nothing
uses is the term ``curtailed`` of the power ledger, and ``site_power_balance`` is an equation. It may be
output of any technology: weather and baseload that earn no credit give way first, and dispatchable
ones that can't be turned down, ``flat``, or that somebody pays for each GWh, and storage that is
paid so for what it gives back; then what earns least. What is not taken of sun and wind,
:math:`c_{gsyh}` or ``weather_curtailed_gw``, is output of that technology alone, and saves its running cost: it loses no other's credit. With
:math:`P_{syhi} = \sum_{gv} \lambda_{vy}\, a_{grh}\, b_{gsv}` over those whose credit is i, with the
capacity built, ``power_built_gw``; :math:`u_{gsyh}`, the part of a technology's output that has no
credit, :math:`a_{grh}` times ``power_capacity_gw`` less its part of P; and :math:`u_{syh}`, the sum of it
over weather and baseload:

Constraint ``uncredited_output_requirement``, for every such s, y, h (GW):

.. math:: \sum_i l_{syhi} \ge x_{syh} + \sum_{g \in W} c_{gsyh} - u_{syh} - e_{syh}

The term e is there where there are such technologies, and ``power_balance`` limits it to their output.

Constraint ``uncredited_weather_requirement``, for every such s, y, h and each :math:`g \in W` with a
credit (GW); also where no surplus is allowed, and less is taken for overhauls:

.. math:: \sum_{i \in I_g} l_{syhi} \ge c_{gsyh} - u_{gsyh}

Constraint ``uncredited_output_limit``, for every such s, y, h and each i but the greatest (GW):

.. math:: l_{syhi} \le P_{syhi}

Cost term ``tax_credits``, for every y (billion USD a year), with :math:`q_i` the credit of i:

.. math:: -\sum_{gs} \sum_{v \le y} \left( \phi_{vy}(E_g)\, \rho(E_g)\, \theta_{grv} \left( c_{gv}\, b_{gsv} + c^{E}_{gv}\, w_{gsv} \right) + q_{gsvy} \sum_h \omega_h\, \lambda_{vy}\, a_{grh}\, b_{gsv} \right) + \sum_{shi} \omega_h\, q_i\, l_{syhi}

A credit on output is spread over the technology's economic life at its present value, as capital is;
paid as it falls due, a horizon shorter than the life would take most of the credit and little of
the capital. Capex is stated before credits.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import pyomo.environ as pyo

from planner.formulation.annuity import share_charged, yearly_charge
from planner.formulation.ledger import Ledgers
from planner.formulation.lines import RATE, CellKey, Line, Price
from planner.formulation.outputs import runs_unused
from planner.formulation.sets import slice_of
from planner.lp.row_family import Part, places
from planner.system import TaxCredit, World
from planner.units import USD_PER_KW, USD_PER_KWH, USD_PER_MWH

MUST_RUN = ("variable", "baseload")
"""Kinds whose output is used or curtailed, as the plan has no say in it."""


class Rate(NamedTuple):
    """What a GWh that is delivered earns in a year: the share of a credit that falls into it."""

    price: Price
    share: float
    cells: tuple[CellKey, ...]


Rank = tuple[float, str]
"""What a delivered GWh earns, and the technology whose own credit it is, if any."""


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`; it needs ``power_capacity``.

    Raises ValueError for a credit on the output of a technology that is dispatched or stores.
    """
    world = m.world
    earned = _earned(m)
    slices: dict[tuple[str, int], list[str]] = {}
    for s, y, h in m.BALANCES:
        slices.setdefault((s, y), []).append(h)
    ranks: dict[tuple[str, int], dict[Rank, list[tuple[str, int]]]] = {}
    for (g, s, v, y), rate in earned.items():
        own = g if world.cuts_weather(g) else ""
        # Where no surplus is allowed all that is taken is delivered, and keeps its credit.
        if own or world.surplus_allowed:
            same = ranks.setdefault((s, y), {})
            same.setdefault((_worth(rate), own), []).append((g, v))
    for (s, y), same in ranks.items():
        ranks[s, y] = dict(sorted(same.items()))
    losing = [(s, y, h) for s, y in ranks for h in slices[s, y]]
    m.CURTAILED = losing if world.surplus_allowed else []
    m.UNCREDITED = [(s, y, h, i) for s, y, h in losing for i in range(len(ranks[s, y]))]
    m.curtailed_gw = pyo.Var(m.CURTAILED, within=pyo.NonNegativeReals)
    m.uncredited_gw = pyo.Var(m.UNCREDITED, within=pyo.NonNegativeReals)
    unused = {(s, y) for g, s, y in m.POWER if runs_unused(world, g, s, y)}
    m.DISPATCHED_CURTAILED = [syh for syh in m.CURTAILED if syh[:2] in unused]
    m.dispatched_curtailed_gw = pyo.Var(m.DISPATCHED_CURTAILED, within=pyo.NonNegativeReals)
    ledgers.runs += [m.curtailed_gw, m.uncredited_gw, m.dispatched_curtailed_gw]
    of_credit = {
        (s, y, i): vintages
        for (s, y), same in ranks.items()
        for i, vintages in enumerate(same.values())
    }

    not_taken: dict[tuple[str, int, str], list[tuple[str, str, int, str]]] = {}
    for g, s, y, h in m.WEATHER_CURTAILED:
        not_taken.setdefault((s, y, h), []).append((g, s, y, h))

    def could_give(s: str, y: int, h: str, vintages: Sequence[tuple[str, int]]) -> Any:
        """Output of vintages at a site in a slice, GW."""
        return pyo.quicksum(
            _serves(world, g, v, y) * output_of_a_gw(world, g, s, h) * m.power_built_gw[g, s, v]
            for g, v in vintages
        )

    @m.Constraint(m.CURTAILED)
    def uncredited_output_requirement(m, s, y, h):
        lost = pyo.quicksum(m.uncredited_gw[s, y, h, i] for i in range(len(ranks[s, y])))
        of_all = pyo.quicksum(
            output_of_a_gw(world, g, s, h) * m.power_capacity_gw[g, s, y]
            for g in m.technologies_at.get((s, y), ())
            if world.technologies[g].kind in MUST_RUN
        )
        credited = [gv for same in ranks[s, y].values() for gv in same]
        # What is not taken of sun and wind earns nothing either.
        cut = pyo.quicksum(m.weather_curtailed_gw[gsyh] for gsyh in not_taken.get((s, y, h), ()))
        over = m.curtailed_gw[s, y, h] + cut
        if (s, y, h) in m.dispatched_curtailed_gw:
            over -= m.dispatched_curtailed_gw[s, y, h]
        return lost >= over - of_all + could_give(s, y, h, credited)

    @m.Constraint([(g, *syh) for syh in losing for g in _with_own(ranks[syh[:2]])])
    def uncredited_weather_requirement(m, g, s, y, h):
        own = [(i, same) for i, ((_, of), same) in enumerate(ranks[s, y].items()) if of == g]
        lost = pyo.quicksum(m.uncredited_gw[s, y, h, i] for i, _ in own)
        could = output_of_a_gw(world, g, s, h) * m.power_capacity_gw[g, s, y]
        credited = could_give(s, y, h, [gv for _, same in own for gv in same])
        return lost >= m.weather_curtailed_gw[g, s, y, h] - could + credited

    @m.Constraint([(s, y, h, i) for s, y, h, i in m.UNCREDITED if i + 1 < len(ranks[s, y])])
    def uncredited_output_limit(m, s, y, h, i):
        return m.uncredited_gw[s, y, h, i] <= could_give(s, y, h, of_credit[s, y, i])

    def curtailed_parts(balances: Sequence[tuple[str, int, str]]) -> list[Part]:
        return [Part.each(m.curtailed_gw, -1.0, places(balances, m.CURTAILED))]

    if m.CURTAILED:
        some = set(m.CURTAILED)
        ledgers.power.enter(
            "curtailed",
            lambda s, y, h: -m.curtailed_gw[s, y, h] if (s, y, h) in some else 0.0,
            parts=curtailed_parts,
        )

    def towards_output() -> Iterator[Line]:
        """Credits on all that could be given, less those on what nothing uses."""
        for (g, s, v, y), rate in earned.items():
            hours = sum(
                slice_of(world, h).weight_hours * output_of_a_gw(world, g, s, h)
                for h in slices[s, y]
            )
            gwh = _serves(world, g, v, y) * hours * m.power_built_gw[g, s, v]
            yield Line(y, g, gwh, "GWh", rate.price, s, v, rate.share, rate.cells)
        for (s, y, i), vintages in of_credit.items():
            g, v = vintages[0]
            rate = earned[g, s, v, y]
            gwh = -pyo.quicksum(
                slice_of(world, h).weight_hours * m.uncredited_gw[s, y, h, i] for h in slices[s, y]
            )
            item = f"{g}, curtailed"
            yield Line(y, item, gwh, "GWh", rate.price, s, v, rate.share, rate.cells)

    def credits() -> Iterator[Line]:
        yield from _towards_capital(m)
        yield from towards_output()

    ledgers.cost.enter_lines("tax_credits", credits)


def _towards_capital(m: pyo.ConcreteModel) -> Iterator[Line]:
    """Credits on capital, of power and of the energy that a store is sized with apart."""
    world: World = m.world
    for built, unit, column, scale in (
        (m.power_built_gw, "GW", "capex_usd_per_kw", USD_PER_KW),
        (m.storage_energy_built_gwh, "GWh", "energy_capex_usd_per_kwh", USD_PER_KWH),
    ):
        for (g, s, v), amount in built.items():
            credit, technology = _credit(world, g, s, v), world.technologies[g]
            if credit is None or not credit.capital_share:
                continue
            each = technology.capex if built is m.power_built_gw else technology.energy_capex
            price = Price(-each[v], (CellKey("power_costs", (g, v), column),), -scale)
            share = yearly_charge(world, technology.payback_years) * credit.capital_share
            cells = (_cell(g, credit, "capital_share"), RATE)
            for y in m.YEARS:
                if y >= v and (due := share_charged(world, v, y, technology.payback_years)):
                    yield Line(y, g, amount, unit, price, s, v, due * share, cells)


def _earned(m: pyo.ConcreteModel) -> dict[tuple[str, str, int, int], Rate]:
    """Source, site, year of service and year to what a delivered GWh earns."""
    world: World = m.world

    @cache
    def rate(g: str, region: str, v: int, y: int) -> Rate | None:
        credit, technology = world.tax_credits.get((g, region, v)), world.technologies[g]
        if credit is None or not credit.production:
            return None
        if technology.kind not in MUST_RUN:
            raise ValueError(f"a credit on the output of {g!r}, which is {technology.kind}")
        # What is gone gives no output.
        spread = min(technology.payback_years, technology.life_years)
        due = share_charged(world, v, y, spread) if y >= v else 0.0
        if not due:
            return None
        counted = yearly_charge(world, min(credit.production_years, technology.life_years))
        share = due / _serves(world, g, v, y) * (yearly_charge(world, spread) / counted)
        if not share:
            return None
        cells = (_cell(g, credit, "production_credit_years"), RATE)
        stated = _cell(g, credit, "production_credit_usd_per_mwh")
        return Rate(Price(-credit.production, (stated,), -USD_PER_MWH), share, cells)

    return {
        (g, s, v, y): found
        for g, s, v in m.BUILDS
        for y in m.YEARS
        if (found := rate(g, world.sites[s].region, v, y))
    }


Credited = list[dict[str, float]]
"""Source to GW whose output is credited, in groups of equal worth, the least first."""


def credited_capacity(m: pyo.ConcreteModel) -> dict[tuple[str, int], Credited]:
    """Site and year to what of its capacity earns a credit on output, once solved."""
    found: dict[tuple[str, int], dict[float, dict[str, float]]] = {}
    for (g, s, v, y), rate in _earned(m).items():
        same = found.setdefault((s, y), {}).setdefault(_worth(rate), {})
        gw = _serves(m.world, g, v, y) * pyo.value(m.power_built_gw[g, s, v])
        same[g] = same.get(g, 0.0) + gw
    return {sy: [same[rate] for rate in sorted(same)] for sy, same in found.items()}


def _worth(rate: Rate) -> float:
    return rate.share * -rate.price.amount


def _with_own(ranks: Iterable[Rank]) -> list[str]:
    """Sun and wind with credits of their own, which what is not taken of them loses."""
    return list(dict.fromkeys(own for _, own in ranks if own))


def _credit(world: World, g: str, s: str, v: int) -> TaxCredit | None:
    return world.tax_credits.get((g, world.sites[s].region, v))


def _cell(g: str, credit: TaxCredit, column: str) -> CellKey:
    return CellKey("tax_credits", (g, credit.begun), column)


def _serves(world: World, g: str, v: int, y: int) -> float:
    return world.share_in_life(v, y, world.technologies[g].life_years)


def output_of_a_gw(world: World, g: str, s: str, h: str) -> float:
    """Output of a GW of a technology that must run, in a slice at a site, GW."""
    return world.output_share(g, world.sites[s].region, h)
