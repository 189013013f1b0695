"""Sites, generations and technologies as columns of the programme, and their price."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor, share_charged, yearly_charge
from planner.units import THOUSAND
from planner.wording.numbers import to_figures, to_whole


@dataclass(frozen=True)
class Subject:
    """Columns of the programme that add the thing, and the money in them that its price moves."""

    kind: str
    name: str
    unit: str
    added: Mapping[int, tuple[Any, ...]]
    """Column to its index."""
    spent: Mapping[int, float]
    """Column to present value of what is paid at the thing's own price, billion USD."""
    price: str
    """What its price is called; empty where it costs nothing by itself."""

    @property
    def forced(self) -> Mapping[int, float]:
        """What is forced in: its own money, or itself where it costs nothing by itself."""
        own = {j: busd for j, busd in self.spent.items() if busd > 0}
        return own or dict.fromkeys(self.added, 1.0)

    def money(self, busd: float) -> str:
        """Billion USD a unit, as one says it of this thing."""
        if self.unit == "million units":
            return f"{to_whole(busd * THOUSAND)} USD a unit"
        if self.unit == "GW":
            return f"{to_whole(busd * THOUSAND)} USD a kW"
        return f"{to_figures(busd)} billion USD a {self.unit}"


def thing(m: pyo.ConcreteModel, place: Mapping[int, int], kind: str, name: str) -> Subject:
    """A thing by its kind and name; `place` gives a variable's column by its id."""
    return {"site": _site, "accelerator": _chip, "technology": _power}[kind](m, place, name)


def _present(m: pyo.ConcreteModel, v: int, life: float) -> float:
    """Present value of the charges on one dollar of capital that serves from year `v` on."""
    world = m.world
    charge = yearly_charge(world, life)
    return sum(
        discount_factor(world, y) * share_charged(world, v, y, life) * charge
        for y in m.YEARS
        if y >= v
    )


def _chip(m: pyo.ConcreteModel, place: Mapping[int, int], k: str) -> Subject:
    chip, world = m.world.accelerators[k], m.world
    added, spent = {}, {}
    for (name, s, v), variable in m.accelerators_bought_million.items():
        if name == k:
            j = place[id(variable)]
            added[j] = (s, v)
            spent[j] = chip.it_capex * _present(m, v, chip.life_years)
    for (name, _, y), variable in m.accelerators_running_million.items():
        if name == k:
            upkeep = world.non_energy_opex_share * chip.it_capex
            spent[place[id(variable)]] = upkeep * discount_factor(world, y)
    return Subject(
        "accelerator", k, "million units", added, spent, "its price with server and network"
    )


def _power(m: pyo.ConcreteModel, place: Mapping[int, int], g: str) -> Subject:
    technology, world = m.world.technologies[g], m.world
    added, spent = {}, {}
    for (name, s, v), variable in m.power_built_gw.items():
        if name != g:
            continue
        j = place[id(variable)]
        added[j] = (s, v)
        if technology.rented:
            spent[j] = (
                world.rental_delivery_share * technology.capex[v] * discount_factor(world, v)
            )
            continue
        credit = world.tax_credits.get((g, world.sites[s].region, v))
        own = 1.0 - (credit.capital_share if credit else 0.0)
        present = own * _present(m, v, technology.payback_years)
        spent[j] = technology.capex[v] * present
        if (g, s, v) in m.storage_energy_built_gwh:
            energy = m.storage_energy_built_gwh[g, s, v]
            spent[place[id(energy)]] = technology.energy_capex[v] * present
    for (name, _, y), variable in m.power_rented_gw.items():
        if name == g:
            charge = yearly_charge(world, technology.payback_years) * technology.capex[y]
            spent[place[id(variable)]] = charge * discount_factor(world, y)
    of = " of power and energy," if technology.energy_capex else ""
    return Subject("technology", g, "GW", added, spent, f"its capital cost,{of} credits off")


def _site(m: pyo.ConcreteModel, place: Mapping[int, int], s: str) -> Subject:
    """What runs there: shell that stands empty would be no use of a site."""
    runs = {place[id(m.it_load_gw[s, y])]: (s, y) for y in m.YEARS}
    return Subject("site", s, "GW of IT in a year", runs, {}, "")
