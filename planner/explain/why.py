"""Why not: by how much something must become cheaper, sooner or larger to enter a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
import pyomo.environ as pyo

from planner.data.inputs import Inputs
from planner.engine.again import Again, Extra, Vertex
from planner.explain.excluded import (
    chip_reasons,
    earliest,
    known,
    power_reasons,
    site_reasons,
)
from planner.formulation.annuity import discount_factor, yearly_charge
from planner.formulation.assemble import SHORTFALL_STAGE, Formulation
from planner.model_definition import ModelDefinition
from planner.units import THOUSAND

FORCED = 1e-4
"""Million units or GW that are forced into the plan to see what they do to it."""
IN_PLAN = 1e-6
"""A thousand watts, or a unit: less is rounding of the solver."""
_NOTHING = 1e-6
"""A rise of an optimum below this, a GW or a million units, is rounding."""
_PRICED = 1e-9
_PLACES_SHOWN = 4


@dataclass(frozen=True)
class Why:
    """An answer: what is true of a thing in the plan, in words and in numbers."""

    kind: str
    name: str
    answer: str
    """``in the plan``, ``excluded``, ``dearer``, ``takes compute``, ``as good`` or else
    ``impossible``."""
    sentences: tuple[str, ...]
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Thing:
    """Columns of the programme that add the thing, and the money in them that its price moves."""

    unit: str
    added: Mapping[int, tuple[Any, ...]]
    """Column to its index."""
    spent: Mapping[int, float]
    """Column to present value of what is paid at the thing's own price, billion USD."""
    price: str
    """What its price is called."""

    @property
    def forced(self) -> Mapping[int, float]:
        """What is forced in: its own money, or itself where it costs nothing by itself."""
        own = {j: busd for j, busd in self.spent.items() if busd > 0}
        return own or dict.fromkeys(self.added, 1.0)

    def money(self, busd: float) -> str:
        """Billion USD a unit, as one says it of this thing."""
        if self.unit == "million units":
            return f"{busd * THOUSAND:,.0f} USD a unit"
        if self.unit == "GW":
            return f"{busd * THOUSAND:,.0f} USD a kW"
        return f"{busd:,.3g} billion USD a {self.unit}"


def why(
    formulation: Formulation,
    inputs: Inputs,
    model: ModelDefinition,
    again: Again,
    kind: str,
    name: str,
) -> Why:
    """Why a ``site``, ``chip`` or source of ``power`` is in the plan, or what keeps it out.

    The variables of `formulation` hold the plan. A little of the thing is
    forced in: of money at its own price, whatever the year and place that
    harm least. By what share of that money the cost then rises, its price must
    fall for it to enter, and no less is enough. Raises InputError for a name
    that is in no table.
    """
    m = formulation.model
    known(inputs, kind, name, m.world.sites if kind == "site" else ())
    reasons = {"site": site_reasons, "chip": chip_reasons, "power": power_reasons}[kind]
    there = list(_amounts(m, kind, name))
    if there:
        return Why(kind, name, "in the plan", tuple(_where(kind, name, there)))
    out = reasons(formulation, inputs, model, name)
    if out:
        return Why(kind, name, "excluded", tuple(f"{name}: {reason}." for reason in out))
    return _priced(formulation, again, kind, name)


def _priced(formulation: Formulation, again: Again, kind: str, name: str) -> Why:
    m = formulation.model
    place = {id(v): j for j, v in enumerate(again.program.columns)}
    thing = {"site": _site, "chip": _chip, "power": _power}[kind](m, place, name)
    coefficients = np.zeros(len(again.program.columns))
    for j, busd in thing.forced.items():
        coefficients[j] = busd
    lower = FORCED * float(np.mean([b for b in thing.forced.values() if b > 0]))
    forced = again.solve(extra=Extra(coefficients, lower))
    if forced is None:
        text = (
            f"{name}: no plan has any of it, whatever it costs: what it needs can't be had there"
        )
        return Why(kind, name, "impossible", (f"{text}.",))
    amount = sum(float(forced[-1].values[j]) for j in thing.added)
    when = earliest(formulation, thing.added.values())
    for number, (stage, vertex) in enumerate(zip(again.stages, forced, strict=True)):
        rise = vertex.extra * lower / amount if amount else vertex.extra
        if rise <= _NOTHING:
            continue
        if stage.name.startswith(SHORTFALL_STAGE):
            return _takes(formulation, again, thing, kind, name, number, forced, rise, when)
        return _dearer(formulation, again, thing, kind, name, forced, amount, when)
    text = f"{name} is as good as what is in the plan: one with it costs the same"
    return Why(kind, name, "as good", (f"{text}.", *_first(thing, name, forced)))


def _dearer(
    formulation: Formulation,
    again: Again,
    thing: _Thing,
    kind: str,
    name: str,
    forced: list[Vertex],
    amount: float,
    when: str,
) -> Why:
    paid = sum(busd * float(forced[-1].values[j]) for j, busd in thing.spent.items())
    put_in = sum(by * float(forced[-1].values[j]) for j, by in thing.forced.items())
    rise = forced[-1].extra * put_in / amount
    share = rise * amount / paid if paid else inf
    numbers = {"rise_busd_per_unit": rise, "paid_busd_per_unit": paid / amount}
    if paid:
        numbers["cheaper_by_share"] = share
    adds, charged = thing.money(rise), thing.money(paid / amount)
    if not thing.price:
        text = f"{name} is left out: it adds {adds} to the present cost"
    elif share < 1 - _NOTHING:
        text = (
            f"{name} is left out: {thing.price} would have to fall by more than {share:.1%}, "
            f"{adds} of the {charged} of it that the plan would be charged (present value); "
            f"then it enters"
        )
    else:
        text = (
            f"{name} is left out: it adds {adds} to the present cost, no less than {thing.price}, "
            f"{charged}: it would not enter for nothing"
        )
    more = list(_larger(formulation, again, thing, kind, name, forced, -1, numbers))
    sentences = (f"{text}.", *more, *_first(thing, name, forced), *([when] if when else []))
    return Why(kind, name, "dearer", sentences, numbers)


def _takes(
    formulation: Formulation,
    again: Again,
    thing: _Thing,
    kind: str,
    name: str,
    number: int,
    forced: list[Vertex],
    rise: float,
    when: str,
) -> Why:
    stage = again.stages[number]
    loads = formulation.model.world.workloads
    of = ", ".join(
        w for w, load in loads.items() if stage.name == f"{SHORTFALL_STAGE}{load.priority}"
    )
    numbers = {"years_of_target_per_unit": rise}
    text = (
        f"{name} is left out whatever it costs: each {thing.unit} of it takes {rise:.3%} of a "
        f"year's target away from {of}, since what it needs serves more elsewhere"
    )
    scarce = _scarce(formulation, again, forced[number], number)
    more = [f"What it takes: {scarce}."] if scarce else []
    more += _larger(formulation, again, thing, kind, name, forced, number, numbers)
    sentences = (f"{text}.", *more, *_first(thing, name, forced), *([when] if when else []))
    return Why(kind, name, "takes compute", sentences, numbers)


def _larger(
    formulation: Formulation,
    again: Again,
    thing: _Thing,
    kind: str,
    name: str,
    forced: list[Vertex],
    number: int,
    numbers: dict[str, float],
) -> Iterator[str]:
    """For a generation, by how much more compute a unit would do instead."""
    if kind != "chip":
        return
    vertex, m = forced[number], formulation.model
    place = {id(v): j for j, v in enumerate(again.program.columns)}
    own = np.zeros(len(again.program.columns))
    for (_, k, _), variable in m.compute_allocated_million.items():
        if k == name:
            own[place[id(variable)]] = vertex.values[place[id(variable)]]
    rows = [
        i
        for i, row in enumerate(again.program.row_names)
        if row.startswith("compute_meets_target[")
    ]
    worth = float(vertex.duals[rows] @ (again.program.matrix[rows] @ own))
    lost = vertex.extra * sum(by * float(vertex.values[j]) for j, by in thing.forced.items())
    if worth > 0:
        numbers["more_compute_share"] = lost / worth
        yield f"Instead, {lost / worth:.1%} more compute from each unit would be enough."


def _scarce(formulation: Formulation, again: Again, forced: Vertex, number: int) -> str:
    """Kinds of limits that have a price when it is forced in."""
    entries = formulation.books.limits.entries
    base = again.base[number]
    scarce = set()
    for i, row in enumerate(again.program.row_names):
        family = row.partition("[")[0]
        if family in entries and min(abs(forced.duals[i]), abs(base.duals[i])) > _PRICED:
            scarce.add(entries[family].what)
    return ", ".join(sorted(scarce))


def _first(thing: _Thing, name: str, forced: list[Vertex]) -> list[str]:
    """Where and when a little of it would go first."""
    amounts = {index: float(forced[-1].values[j]) for j, index in thing.added.items()}
    total = sum(amounts.values())
    if total <= 0:
        return []
    index = max(amounts, key=lambda i: amounts[i])
    *places, year = index
    where = " ".join(str(p) for p in places if p != name)
    return [f"It would come first{f' at {where}' if where else ''} in {year}."]


def _where(kind: str, name: str, there: list[tuple[tuple[Any, ...], float]]) -> Iterator[str]:
    unit = {"site": "GW of facility power", "chip": "million units", "power": "GW"}[kind]
    verb = {"site": "runs", "chip": "is bought", "power": "is built"}[kind]
    by_year: dict[int, float] = {}
    by_place: dict[str, float] = {}
    for (*places, y), amount in there:
        by_year[int(y)] = by_year.get(int(y), 0.0) + amount
        where = str(places[0]) if places else ""
        by_place[where] = by_place.get(where, 0.0) + amount
    years = ", ".join(f"{amount:.3g} in {y}" for y, amount in sorted(by_year.items()))
    yield f"{name} is in the plan: it {verb}, {unit}: {years}."
    if kind != "site":
        first = sorted(by_place.items(), key=lambda item: -item[1])
        shown = ", ".join(f"{s} {amount:.3g}" for s, amount in first[:_PLACES_SHOWN])
        more = len(first) - _PLACES_SHOWN
        yield f"Where: {shown}{f' and {more} more' if more > 0 else ''}."


def _amounts(
    m: pyo.ConcreteModel, kind: str, name: str
) -> Iterator[tuple[tuple[Any, ...], float]]:
    """Index (place and year) to what the plan has of a thing."""
    if kind == "site":
        if name in m.world.sites:
            for y in m.YEARS:
                gw = pyo.value(m.it_load_gw[name, y]) * m.world.sites[name].pue
                if gw > IN_PLAN:
                    yield (y,), gw
        return
    variables = m.accelerators_bought_million if kind == "chip" else m.power_built_gw
    for (what, s, y), variable in variables.items():
        if what == name and pyo.value(variable) > IN_PLAN:
            yield (s, y), pyo.value(variable)


def _present(m: pyo.ConcreteModel, v: int, life: float) -> float:
    """Present value of the charges on one dollar of capital that serves from year `v` on."""
    world = m.world
    charge = yearly_charge(world, life)
    return sum(discount_factor(world, y) * charge for y in m.YEARS if world.in_life(v, y, life))


def _chip(m: pyo.ConcreteModel, place: Mapping[int, int], k: str) -> _Thing:
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
    return _Thing("million units", added, spent, "its price with server and network")


def _power(m: pyo.ConcreteModel, place: Mapping[int, int], g: str) -> _Thing:
    source, world = m.world.sources[g], m.world
    added, spent = {}, {}
    for (name, s, v), variable in m.power_built_gw.items():
        if name != g:
            continue
        j = place[id(variable)]
        added[j] = (s, v)
        if source.rented:
            spent[j] = world.rental_delivery_share * source.capex[v] * discount_factor(world, v)
            continue
        credit = world.tax_credits.get((g, world.sites[s].region, v))
        own = 1.0 - (credit.capital_share if credit else 0.0)
        spent[j] = own * source.capex[v] * _present(m, v, source.life_years)
    for (name, _, y), variable in m.power_rented_gw.items():
        if name == g:
            charge = yearly_charge(world, source.life_years) * source.capex[y]
            spent[place[id(variable)]] = charge * discount_factor(world, y)
    return _Thing("GW", added, spent, "its capital cost, credits off")


def _site(m: pyo.ConcreteModel, place: Mapping[int, int], s: str) -> _Thing:
    """What runs there: shell that stands empty would be no use of a site."""
    runs = {place[id(m.it_load_gw[s, y])]: (s, y) for y in m.YEARS}
    return _Thing("GW of IT in a year", runs, {}, "")
