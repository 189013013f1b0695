r"""Siting: the shell that houses accelerators, and what a site can take.

Sets
    :math:`s \in S`  sites, :math:`k \in K` generations, :math:`y, v \in Y` years

Parameters
    :math:`F^{0}_{s}`  facility power of the existing shell, GW  ``existing_facility_gw``
    :math:`F_{s}`  facility power that the site can take, GW  ``max_facility_gw``
    :math:`R_{s}`  facility power that it can add in a year, GW  ``build_gw_per_year``; where a model counts what is likely, both are the share of what is stated that sites of the same status come to, ``completion_share``
    :math:`N_y`  years that a planned year stands for, 1 unless a model says otherwise  ``year_lengths``
    :math:`\pi_{s}`  power usage effectiveness that the site is built for, its highest  ``pue``
    :math:`\pi_{sh} \le \pi_s`  the same in the weather of a slice; where none is known, :math:`\pi_s`  ``pue_in``
    :math:`P_{k}`  IT power, GW a million units  ``power_gw``
    :math:`c`  shell with mechanical and electrical plant, billion USD a GW of IT  ``shell_capex``
    :math:`L`  economic life of the shell, years  ``shell_life_years``
    :math:`\rho`  share of the cost charged in each year of life  ``yearly_charge``
    :math:`\phi_{vy}(n)`  share of year y in which what was built in v is charged over n years, 1 or 0 where a year stands for itself  ``share_charged``
    :math:`o`  yearly upkeep as a share of capital  ``non_energy_opex_share``
    :math:`A_{s}`  of the existing shell, what is cooled by air alone, GW of IT  ``air_hall_gw``
    :math:`\delta`  time for which a hall is shut while it is converted, years  ``hall_retrofit_years``

Variables
    :math:`z_{sv} \ge 0`  shell added in year v, GW of IT  ``shell_built_gw``
    :math:`l_{sy} \ge 0`  IT load, GW  ``it_load_gw``

Constraint ``fleet_it_load_balance``, for every s, y (GW), with :math:`n_{ksy}` the
units running, ``accelerators_running_million``:

.. math:: l_{sy} = \sum_k P_k\, n_{ksy}

Constraint ``shell_capacity_limit``, for every s, y (GW of IT), with :math:`r_{sy}` the halls for
air that are converted in the year, ``hall_retrofitted_gw``, which house nothing for :math:`\delta`
of it:

.. math:: l_{sy} \le F^{0}_{s} / \pi_s + \sum_{v \le y} z_{sv} - \delta\, r_{sy}

Constraint ``liquid_cooled_load_limit``, for every y and s with halls for air (GW of IT), with
:math:`K_l` the generations that need liquid cooling. New shells have it, and halls with it house any
generation:

.. math:: \sum_{k \in K_l} P_k\, n_{ksy} \le F^{0}_{s} / \pi_s - A_s + \sum_{v \le y} z_{sv}
          + \sum_{v \le y} r_{sv} - \delta\, r_{sy}

Constraint ``site_size_limit``, for every s that can grow (GW of facility). Its dual
is the worth of one more GW of land, permits and connection at the site:

.. math:: \sum_v \pi_s z_{sv} \le F_s - F^{0}_{s}

Constraint ``shell_build_rate_limit``, for every s, y (GW of facility):

.. math:: \pi_s z_{sy} \le N_y R_s

Power use, for every s, y and slice h (GW): :math:`\pi_{sh} l_{sy}`, the term ``load``; where a model
counts averages, the average load of ``average_load`` stands in the place of :math:`l_{sy}`

Cost term ``shell_capital``, for every y (billion USD a year):
:math:`\sum_s \sum_{v \le y} \phi_{vy}(L)\, \rho\, c\, z_{sv}`

Cost term ``shell_upkeep``, for every y (billion USD a year):
:math:`\sum_s \sum_{v \le y} o\, c\, z_{sv}`

Capex term ``shell``, for every y (billion USD): :math:`\sum_s c\, z_{sy}`
"""

from collections.abc import Iterator, Sequence
from math import isfinite

import pyomo.environ as pyo

from planner.formulation.capital import Investment, enter_capital
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Effect, Measure
from planner.formulation.lines import CellKey, Line, Price
from planner.formulation.outputs import drawn_it_load
from planner.formulation.site_cells import UNIT, pace_cell, size_cell
from planner.lp.row_family import Part


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``accelerators`` and ``hall_retrofit``."""
    world = m.world
    m.shell_built_gw = pyo.Var(m.SHELLS, within=pyo.NonNegativeReals)
    m.it_load_gw = pyo.Var(m.SITES, m.YEARS, within=pyo.NonNegativeReals)
    grows: dict[str, list[int]] = {}
    for s, v in m.SHELLS:
        grows.setdefault(s, []).append(v)
    chips_at: dict[tuple[str, int], list[str]] = {}
    for k, s, y in m.FLEET:
        chips_at.setdefault((s, y), []).append(k)

    @m.Constraint(m.SITES, m.YEARS)
    def fleet_it_load_balance(m, s, y):
        return m.it_load_gw[s, y] == pyo.quicksum(
            world.accelerators[k].power_gw * m.accelerators_running_million[k, s, y]
            for k in chips_at.get((s, y), ())
        )

    converting = set(m.RETROFITS)

    def added(s: str, y: int) -> pyo.Expression:
        return pyo.quicksum(m.shell_built_gw[s, v] for v in grows.get(s, ()) if v <= y)

    def shut(s: str, y: int) -> pyo.Expression:
        converted = m.hall_retrofitted_gw[s, y] if (s, y) in converting else 0.0
        return world.hall_retrofit_years * converted

    @m.Constraint(m.SITES, m.YEARS)
    def shell_capacity_limit(m, s, y):
        site = world.sites[s]
        stands = site.existing_facility_gw / site.pue
        return m.it_load_gw[s, y] <= stands + added(s, y) - shut(s, y)

    @m.Constraint(m.RETROFITS)
    def liquid_cooled_load_limit(m, s, y):
        site = world.sites[s]
        load = pyo.quicksum(
            world.accelerators[k].power_gw * m.accelerators_running_million[k, s, y]
            for k in chips_at.get((s, y), ())
            if world.accelerators[k].liquid_cooled
        )
        stands = site.existing_facility_gw / site.pue - site.air_hall_gw
        converted = pyo.quicksum(m.hall_retrofitted_gw[s, v] for v in m.YEARS if v <= y)
        return load <= stands + added(s, y) + converted - shut(s, y)

    @m.Constraint([s for s in grows if isfinite(world.sites[s].max_facility_gw)])
    def site_size_limit(m, s):
        site = world.sites[s]
        grown = pyo.quicksum(site.pue * m.shell_built_gw[s, v] for v in grows[s])
        return grown <= site.max_facility_gw - site.existing_facility_gw

    def pace(s: str, y: int) -> float:
        """Facility power that a site can add in all years that a planned one stands for, GW."""
        return world.sites[s].build_gw_per_year * world.length(y)

    @m.Constraint([sy for sy in m.SHELLS if isfinite(world.sites[sy[0]].build_gw_per_year)])
    def shell_build_rate_limit(m, s, y):
        return world.sites[s].pue * m.shell_built_gw[s, y] <= pace(s, y)

    price = Price(world.shell_capex, (_cost("shell_usd_per_w_it"),))

    def built() -> Iterator[Investment]:
        life, cells = world.shell_life_years, (_cost("facility_life_years"),)
        for (s, v), gw in m.shell_built_gw.items():
            yield Investment(v, "shell", gw, "GW of IT", price, life, s, cells)

    def upkeep() -> Iterator[Line]:
        share, cells = world.non_energy_opex_share, (_cost("non_energy_opex_share_per_year"),)
        for (s, v), gw in m.shell_built_gw.items():
            for y in m.YEARS:
                if v <= y:
                    yield Line(y, "shell", gw, "GW of IT", price, s, v, share, cells)

    enter_capital(ledgers, world, "shell", built)
    ledgers.cost.enter_lines("shell_upkeep", upkeep)

    def load(s: str, y: int, h: str) -> pyo.Expression:
        return -world.sites[s].pue_at(h) * drawn_it_load(m)[s, y]

    def load_parts(balances: Sequence[tuple[str, int, str]]) -> list[Part]:
        entries = (
            (row, (s, y), -world.sites[s].pue_at(h)) for row, (s, y, h) in enumerate(balances)
        )
        return [Part.of(drawn_it_load(m), entries)]

    ledgers.power.enter("load", load, parts=load_parts)

    def size_measure(s: str) -> Measure:
        site = world.sites[s]
        added = sum(site.pue * pyo.value(m.shell_built_gw[s, v]) for v in grows[s])
        return Measure(site.max_facility_gw, site.existing_facility_gw + added)

    def size_effects(s: str) -> Iterator[Effect]:
        site = world.sites[s]
        # Of a pool, those sites that are full already would have to grow by more to add any.
        own = site.max_facility_gw if site.pool is None else site.pool.room_gw
        yield size_cell(world, s), own or 1.0

    def pace_effects(s: str, y: int) -> Iterator[Effect]:
        yield pace_cell(world, s), pace(s, y) or float(world.length(y))

    ledgers.limits.declare(
        "site_size_limit",
        "room at sites",
        unit=UNIT,
        index=("site",),
        measure=size_measure,
        cells=size_effects,
    )
    ledgers.limits.declare(
        "shell_build_rate_limit",
        "pace of building",
        unit=UNIT,
        index=("site", "year"),
        cells=pace_effects,
    )
    for constraint in ("shell_capacity_limit", "liquid_cooled_load_limit"):
        ledgers.limits.fact(constraint, "the shell that stands already")


def _cost(item: str) -> CellKey:
    return CellKey("cluster_costs", (item,), "value")
