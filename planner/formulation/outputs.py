"""Outputs: what every technology gives in a year, as costs and emissions need it."""

from collections.abc import Callable, Sequence

import numpy as np
import pyomo.environ as pyo

from planner.formulation.lines import CellKey, Price
from planner.formulation.sets import ANNUAL, slice_of
from planner.lp.row_family import Part, places
from planner.system import PowerTechnology, Region, World
from planner.units import T_PER_MWH

Output = tuple[str, str, float, pyo.Expression]
"""Source, site, GWh a year for each GW of the variable, and the variable in GW."""


def outputs_by_year(m: pyo.ConcreteModel) -> dict[int, list[Output]]:
    """Year to the outputs of all technologies that may carry a running cost, to be added up.

    Made once for a model, when they are first asked for.

    A dispatchable technology has its flat output, and with a negative weight what
    it is turned down by in each slice; a baseload technology has its capacity.
    Where each GWh costs or emits something, sun and wind have their capacity less
    what is curtailed of them, and storage what it gives back.
    """
    if hasattr(m, "outputs_of_year"):
        known: dict[int, list[Output]] = m.outputs_of_year
        return known
    entries: dict[int, list[Output]] = {y: [] for y in m.YEARS}
    m.outputs_of_year = entries
    for g, s, y in m.OUTPUTS:
        entries[y].append((g, s, m.world.hours_per_year, m.flat_output_gw[g, s, y]))
    for g, s, y, h in m.TURNED_DOWN:
        hours = slice_of(m.world, h).weight_hours
        entries[y].append((g, s, -hours, m.turned_down_gw[g, s, y, h]))
    for g, s, y in m.POWER:
        technology = m.world.technologies[g]
        if _runs_steadily(technology):
            hours = running_hours(m.world, g, s)
            entries[y].append((g, s, hours, m.power_capacity_gw[g, s, y]))
    for sign, variable in ((-1.0, m.weather_curtailed_gw), (1.0, m.discharge_gw)):
        for g, s, y, h in metered(m, variable):
            hours = sign * slice_of(m.world, h).weight_hours
            entries[y].append((g, s, hours, variable[g, s, y, h]))
    return entries


def metered(m: pyo.ConcreteModel, variable: pyo.Var) -> list[tuple[str, str, int, str]]:
    """The index of a variable of technologies and slices, where each GWh costs or emits something."""
    told = {
        g
        for g, technology in m.world.technologies.items()
        if technology.metered and technology.kind in ("variable", "storage")
    }
    return [gsyh for gsyh in variable.index_set() if gsyh[0] in told] if told else []


def _runs_steadily(technology: PowerTechnology) -> bool:
    """Whether its output is its capacity, but for what is curtailed, and carries a cost."""
    return technology.kind == "baseload" or (technology.kind == "variable" and technology.metered)


def energy_by_year(m: pyo.ConcreteModel) -> dict[int, dict[tuple[str, str], pyo.Expression]]:
    """Year to technology and site to what :func:`outputs_by_year` adds up to, GWh; made once."""
    if hasattr(m, "energy_of_year"):
        known: dict[int, dict[tuple[str, str], pyo.Expression]] = m.energy_of_year
        return known
    parts: dict[int, dict[tuple[str, str], list[pyo.Expression]]] = {}
    for y, outputs in outputs_by_year(m).items():
        own = parts.setdefault(y, {})
        for g, s, gwh_per_gw, power in outputs:
            own.setdefault((g, s), []).append(gwh_per_gw * power)
    m.energy_of_year = {
        y: {gs: pyo.quicksum(terms) for gs, terms in own.items()} for y, own in parts.items()
    }
    return energy_by_year(m)


def dispatched_output(m: pyo.ConcreteModel, g: str, s: str, y: int, h: str) -> pyo.Expression:
    """What a dispatchable technology or a grid connection gives in a slice, GW."""
    flat = m.flat_output_gw[g, s, y]
    steady = h == ANNUAL or m.world.technologies[g].flat
    return flat if steady else flat - m.turned_down_gw[g, s, y, h]


def turned_down_outputs(m: pyo.ConcreteModel) -> np.ndarray:
    """Which of ``OUTPUTS`` each of ``TURNED_DOWN`` is of; found once for a model."""
    if not hasattr(m, "output_turned_down"):
        m.output_turned_down = places(m.OUTPUTS, (gsyh[:3] for gsyh in m.TURNED_DOWN))
    found: np.ndarray = m.output_turned_down
    return found


def _turned_down_hours(m: pyo.ConcreteModel) -> np.ndarray:
    """Hours of the year that the slice of each of ``TURNED_DOWN`` stands for; found once."""
    if not hasattr(m, "hours_turned_down"):
        weight = {h: slice_of(m.world, h).weight_hours for h in {h for _, _, h in m.BALANCES}}
        m.hours_turned_down = np.array([weight[h] for _, _, _, h in m.TURNED_DOWN], dtype=float)
    found: np.ndarray = m.hours_turned_down
    return found


def output_parts(
    m: pyo.ConcreteModel, years: Sequence[int], price: Callable[[str, str, int], float]
) -> list[Part]:
    """What :func:`outputs_by_year` holds, at a price for a GWh, as arrays with a row a year.

    `price` is given a technology, a site and a year.
    """
    row = {y: i for i, y in enumerate(years)}
    priced = np.array([price(g, s, y) for g, s, y in m.OUTPUTS])
    rows = np.array([row[y] for _, _, y in m.OUTPUTS], dtype=np.int32)
    hours, of = _turned_down_hours(m), turned_down_outputs(m)
    steady = (
        (row[y], (g, s, y), running_hours(m.world, g, s) * price(g, s, y))
        for g, s, y in m.POWER
        if _runs_steadily(m.world.technologies[g])
    )

    def by_slice(variable: pyo.Var, sign: float) -> list[Part]:
        entries = [
            (row[y], (g, s, y, h), sign * slice_of(m.world, h).weight_hours * price(g, s, y))
            for g, s, y, h in metered(m, variable)
        ]
        return [Part.of(variable, entries)] if entries else []

    return [
        Part.each(m.flat_output_gw, m.world.hours_per_year * priced, rows),
        Part.each(m.turned_down_gw, -hours * priced[of], rows[of]),
        Part.of(m.power_capacity_gw, steady),
        *by_slice(m.weather_curtailed_gw, -1.0),
        *by_slice(m.discharge_gw, 1.0),
    ]


def running_hours(world: World, g: str, s: str) -> float:
    """Hours of full output that a technology which never turns down gives at a site in a year."""
    technology, region = world.technologies[g], world.sites[s].region
    if technology.availability_in or technology.kind == "variable":
        return sum(
            piece.weight_hours * world.output_share(g, region, h)
            for h, piece in world.slices.items()
        )
    return world.hours_per_year * technology.available(ANNUAL)


def emission_factor(world: World, g: str, s: str, y: int) -> Price:
    """Mt a GWh of a technology's output at a site, with the cell that says so."""
    cell = CellKey("power_technologies", (g,), "co2_t_per_mwh")
    if world.technologies[g].kind == "grid":
        cell = CellKey("grid_carbon", (world.sites[s].region, y), "carbon_t_per_mwh")
    return Price(co2_factor(world, g, s, y), (cell,), T_PER_MWH)


def co2_factor(world: World, g: str, s: str, y: int) -> float:
    """Emission factor of a technology's output at a site, Mt a GWh: for grid power the region's."""
    technology = world.technologies[g]
    if technology.kind == "grid":
        return world.regions[world.sites[s].region].co2_mt_per_gwh.get(y, 0.0)
    return technology.co2_mt_per_gwh


def fuel_cost(technology: PowerTechnology, region: Region, y: int) -> float:
    """Cost of fuel, billion USD a GWh of output."""
    if technology.fuel == "none":
        return 0.0
    return technology.heat_rate * region.fuel_price[technology.fuel, y]


def running_cost(world: World, g: str, s: str, y: int) -> float:
    """What a GWh of a technology costs at a site: fuel, O&M, grid energy and CO2, billion USD."""
    technology, region = world.technologies[g], world.regions[world.sites[s].region]
    paid = region.grid_price.get(y, 0.0) if technology.kind == "grid" else 0.0
    emitted = world.carbon_price * co2_factor(world, g, s, y) if world.carbon_price else 0.0
    return fuel_cost(technology, region, y) + technology.variable_om + paid + emitted


def runs_unused(world: World, g: str, s: str, y: int) -> bool:
    """Whether what is dispatchable, or storage, may give what nothing uses.

    It can't be turned down, or somebody pays for each GWh of it.
    """
    technology = world.technologies[g]
    chosen = technology.kind in ("dispatchable", "grid", "storage")
    return chosen and (technology.flat or running_cost(world, g, s, y) < 0)


def holds(m: pyo.ConcreteModel, g: str, s: str, y: int) -> pyo.Expression:
    """What a store holds when it is full, GWh: for so many hours of its power, or as sized."""
    technology = m.world.technologies[g]
    if technology.energy_capex:
        return m.storage_energy_gwh[g, s, y]
    return technology.storage_hours * m.power_capacity_gw[g, s, y]


def drawn_it_load(m: pyo.ConcreteModel) -> pyo.Var:
    """IT load that takes energy, GW by site and year: the average where a model counts it."""
    return m.average_load_gw if m.world.average_load else m.it_load_gw
