r"""Dispatch: what each technology gives a site in every slice of the year.

Sets
    :math:`g \in G`  power technologies by kind, :math:`s \in S` sites, :math:`y \in Y` years,
    :math:`h \in H_{sy}` slices in which the site is balanced

Parameters
    :math:`\alpha_{gh}`  share of nameplate that can run in a slice, less forced outage  ``available``
    :math:`\alpha_{g}`  the most of it in any slice, of a flat technology the least; where it does not vary, the same
    :math:`\sigma_{g}`  share of a year's energy that overhauls take, at a time of the plan's choosing  ``scheduled_outage``
    :math:`\kappa_{grh}`  capacity factor of the weather in the region, of what can run  ``capacity_factor``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`q_{gsy}`  running cost: fuel, variable O&M or grid energy, billion USD a GWh
    :math:`i_{gsyh}, o_{gsyh}`  what storage takes in and gives back, GW  ``charge_gw``, ``discharge_gw``

Variables
    :math:`f_{gsy} \ge 0`  flat output of a dispatchable technology, or grid import, GW  ``flat_output_gw``
    :math:`t_{gsyh} \ge 0`  by how much it is turned down in a slice, GW  ``turned_down_gw``
    :math:`c_{gsyh} \ge 0`  what is not taken of sun or wind, of ``power_capacity``, GW  ``weather_curtailed_gw``

The output in a slice is :math:`d_{gsyh} = f_{gsy} - t_{gsyh}`. A data centre's load is flat,
so most technologies are never turned down, and their year is one number. What the tables call flat,
``flat``, has no :math:`t`: the plan chooses its level, once for a year.

Constraint ``output_capacity_limit``, for every dispatchable or grid g, and s, y (GW), with
:math:`k_{gsy}` the capacity in service, ``power_capacity_gw``:

.. math:: f_{gsy} \le \alpha_g k_{gsy}

Constraint ``output_slice_limit``, for every such g, s, y and h in which less can run than in
another slice (GW):

.. math:: f_{gsy} - t_{gsyh} \le \alpha_{gh} k_{gsy}

Constraint ``scheduled_outage_limit``, for every g but baseload that is overhauled, and s, y
(GWh). For sun and wind :math:`\alpha_{gh}` is :math:`\kappa_{grh} \alpha_{gh}`; storage, which
neither takes nor gives meanwhile, has :math:`i_{gsyh} + o_{gsyh}` in place of its output:

.. math:: \sum_h \omega_h d_{gsyh} \le (1 - \sigma_g) \sum_h \omega_h \alpha_{gh}\, k_{gsy}

Constraint ``turn_down_limit``, for every such g, s, y and h, where the site is
balanced in more than one slice (GW):

.. math:: t_{gsyh} \le f_{gsy}

Constraint ``curtailment_limit``, for every such g of sun or wind, and s, y, h (GW):

.. math:: c_{gsyh} \le \kappa_{grh} \alpha_{gh} k_{gsy}

Baseload runs at :math:`\alpha_{gh} k_{gsy}`; weather-driven technologies give
:math:`\kappa_{grh} \alpha_{gh} k_{gsy} - c_{gsyh}`. These are the terms ``dispatch``, ``baseload``
and ``weather`` of the power ledger (GW).

Cost terms ``fuel``, ``power_variable_om`` and ``grid_energy``, for every y (billion USD a
year): :math:`\sum_{gsh} \omega_h q_{gsy} d_{gsyh}`, for baseload its output over the year, for
sun and wind what they give, and for storage what it gives back, :math:`o_{gsyh}`. No kind of
technology is free of a cost that its row states.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.lines import CellKey, Line, Price
from planner.formulation.outputs import (
    energy_by_year,
    fuel_cost,
    output_parts,
    running_hours,
    turned_down_outputs,
)
from planner.formulation.sets import ANNUAL, slice_of
from planner.lp.column_family import ColumnFamily
from planner.lp.row_family import Part, RowFamily, places
from planner.system import Region
from planner.system.grid_bills import ENERGY_COLUMNS
from planner.units import USD_PER_MWH

Index = tuple[Any, ...]
_FREE = ("dispatchable", "grid", "variable")
"""Kinds whose output is the plan's choice in every slice; storage has its own block."""


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``power_capacity``."""
    world = m.world
    kind = {g: technology.kind for g, technology in world.technologies.items()}
    m.OUTPUTS = [(g, s, y) for g, s, y in m.POWER if kind[g] in ("dispatchable", "grid")]
    # Made of tuples that differ already, and shared by all that is indexed by them.
    m.TURNED_DOWN = pyo.SetOf(
        [
            (g, s, y, h)
            for s, y, h in m.BALANCES
            if h != ANNUAL
            for g in m.technologies_at.get((s, y), ())
            if kind[g] in ("dispatchable", "grid") and not world.technologies[g].flat
        ]
    )

    def share(g: str, h: str) -> float:
        return world.technologies[g].available(h)

    def weather_share(g: str, s: str, h: str) -> float:
        return world.output_share(g, world.sites[s].region, h)

    # Where availability varies, so do the slices in which the site is balanced.
    @cache
    def most(g: str) -> float:
        technology = world.technologies[g]
        if not technology.availability_in:
            return share(g, ANNUAL)
        # What is flat gives in every slice what it can give in the worst.
        return (min if technology.flat else max)(share(g, h) for h in world.slices)

    m.flat_output_gw = pyo.Var(m.OUTPUTS, within=pyo.NonNegativeReals)
    m.turned_down_gw = ColumnFamily(m.TURNED_DOWN, within=pyo.NonNegativeReals)
    ledgers.runs += [m.flat_output_gw, m.turned_down_gw]

    @m.Constraint(m.OUTPUTS)
    def output_capacity_limit(m, g, s, y):
        available = most(g) * m.power_capacity_gw[g, s, y]
        return m.flat_output_gw[g, s, y] <= available

    varying = {g for g, technology in world.technologies.items() if technology.availability_in}
    less = {(g, h) for g in varying for h in world.slices if share(g, h) < most(g)}

    @m.Constraint([gsyh for gsyh in m.TURNED_DOWN if (gsyh[0], gsyh[3]) in less] if less else [])
    def output_slice_limit(m, g, s, y, h):
        available = share(g, h) * m.power_capacity_gw[g, s, y]
        return m.flat_output_gw[g, s, y] - m.turned_down_gw[g, s, y, h] <= available

    @m.Constraint(m.WEATHER_CURTAILED)
    def curtailment_limit(m, g, s, y, h):
        weather = weather_share(g, s, h) * m.power_capacity_gw[g, s, y]
        return m.weather_curtailed_gw[g, s, y, h] <= weather

    overhauled = {
        g for g, technology in world.technologies.items() if technology.scheduled_outage > 0
    }
    less_given: dict[tuple[str, str, int], list[tuple[str, pyo.Var]]] = {}
    for family in (m.turned_down_gw, m.weather_curtailed_gw) if overhauled else ():
        for g, s, y, h in family.index_set():
            less_given.setdefault((g, s, y), []).append((h, family))

    @m.Constraint([gsy for gsy in m.POWER if gsy[0] in overhauled and kind[gsy[0]] in _FREE])
    def scheduled_outage_limit(m, g, s, y):
        full = running_hours(world, g, s)
        steady = (
            world.hours_per_year * m.flat_output_gw[g, s, y]
            if kind[g] != "variable"
            else full * m.power_capacity_gw[g, s, y]
        )
        given = steady - pyo.quicksum(
            slice_of(world, h).weight_hours * family[g, s, y, h]
            for h, family in less_given.get((g, s, y), ())
        )
        hours = (1 - world.technologies[g].scheduled_outage) * full
        return given <= hours * m.power_capacity_gw[g, s, y]

    def turn_down_limit(m, g, s, y, h):
        return m.turned_down_gw[g, s, y, h] <= m.flat_output_gw[g, s, y]

    m.turn_down_limit = RowFamily(
        m.TURNED_DOWN,
        rule=turn_down_limit,
        parts=lambda: [
            Part.each(m.turned_down_gw, 1.0),
            Part.at(m.flat_output_gw, turned_down_outputs(m), -1.0),
        ],
        upper=0.0,
    )

    @cache
    def of_kind(s: str, y: int, *kinds: str) -> list[str]:
        return [g for g in m.technologies_at.get((s, y), ()) if kind[g] in kinds]

    def dispatched(s: str, y: int, h: str) -> pyo.Expression:
        technologies = of_kind(s, y, "dispatchable", "grid")
        flat = pyo.quicksum(m.flat_output_gw[g, s, y] for g in technologies)
        if h == ANNUAL:
            return flat
        return flat - pyo.quicksum(
            m.turned_down_gw[g, s, y, h] for g in technologies if not world.technologies[g].flat
        )

    def baseload(s: str, y: int, h: str) -> pyo.Expression:
        return pyo.quicksum(
            share(g, h) * m.power_capacity_gw[g, s, y] for g in of_kind(s, y, "baseload")
        )

    def weather(s: str, y: int, h: str) -> pyo.Expression:
        technologies = of_kind(s, y, "variable")
        given = pyo.quicksum(
            weather_share(g, s, h) * m.power_capacity_gw[g, s, y] for g in technologies
        )
        cut = [g for g in technologies if world.cuts_weather(g)]
        return (
            given - pyo.quicksum(m.weather_curtailed_gw[g, s, y, h] for g in cut) if cut else given
        )

    def dispatched_parts(balances: Sequence[Index]) -> list[Part]:
        whole_years = (
            (row, (g, s, y), 1.0)
            for row, (s, y, h) in enumerate(balances)
            for g in of_kind(s, y, "dispatchable", "grid")
            if h == ANNUAL or world.technologies[g].flat
        )
        # In a slice there is a flat output besides for everything that may be turned down.
        rows = places(balances, (gsyh[1:] for gsyh in m.TURNED_DOWN))
        return [
            Part.of(m.flat_output_gw, whole_years),
            Part.at(m.flat_output_gw, turned_down_outputs(m), 1.0, rows),
            Part.each(m.turned_down_gw, -1.0, rows),
        ]

    def baseload_parts(balances: Sequence[Index]) -> list[Part]:
        entries = (
            (row, (g, s, y), share(g, h))
            for row, (s, y, h) in enumerate(balances)
            for g in of_kind(s, y, "baseload")
        )
        return [Part.of(m.power_capacity_gw, entries)]

    def weather_parts(balances: Sequence[Index]) -> list[Part]:
        entries = (
            (row, (g, s, y), weather_share(g, s, h))
            for row, (s, y, h) in enumerate(balances)
            for g in of_kind(s, y, "variable")
        )
        rows = places(balances, (gsyh[1:] for gsyh in m.WEATHER_CURTAILED))
        return [
            Part.of(m.power_capacity_gw, entries),
            Part.each(m.weather_curtailed_gw, -1.0, rows),
        ]

    available = ["power_technologies.availability"]
    ledgers.power.enter("dispatch", dispatched, uses=available, parts=dispatched_parts)
    ledgers.power.enter("baseload", baseload, uses=available, parts=baseload_parts)
    factors = ["slice_profiles.capacity_factor", *available]
    ledgers.power.enter("weather", weather, uses=factors, parts=weather_parts)

    def enter(name: str, price: Callable[[str, str, int], Price]) -> None:
        """Enter a cost of so many billion USD for each GWh of a technology at a site in a year."""

        def charged() -> Iterator[Line]:
            for y, energy in energy_by_year(m).items():
                for (g, s), gwh in energy.items():
                    yield Line(y, g, gwh, "GWh", price(g, s, y), s)

        def parts(years: Sequence[int]) -> list[Part]:
            return output_parts(m, years, lambda g, s, y: price(g, s, y).amount)

        ledgers.cost.enter_lines(name, charged, parts=parts)

    def region(s: str) -> Region:
        return world.regions[world.sites[s].region]

    def fuel(g: str, s: str, y: int) -> Price:
        cells = (
            CellKey("power_technologies", (g,), "heat_rate_mmbtu_per_mwh"),
            CellKey(
                "fuel_prices",
                (world.technologies[g].fuel, world.sites[s].region, y),
                "price_usd_per_mmbtu",
            ),
        )
        return Price(fuel_cost(world.technologies[g], region(s), y), cells, USD_PER_MWH)

    def variable_om(g: str, s: str, y: int) -> Price:
        cell = CellKey("power_technologies", (g,), "variable_om_usd_per_mwh")
        return Price(world.technologies[g].variable_om, (cell,), USD_PER_MWH)

    def grid(g: str, s: str, y: int) -> Price:
        paid = region(s).grid_price.get(y, 0.0) if kind[g] == "grid" else 0.0
        key = (world.sites[s].region, y)
        cell = CellKey("electricity_prices", key, ENERGY_COLUMNS[region(s).energy_priced_at])
        return Price(paid, (cell,), USD_PER_MWH)

    enter("fuel", fuel)
    enter("power_variable_om", variable_om)
    enter("grid_energy", grid)
