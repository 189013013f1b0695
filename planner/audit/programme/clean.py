"""Rows of emissions and of carbon-free power: a year's cap, and a share in every slice."""

from __future__ import annotations

from planner.audit.calendar import WHOLE_YEAR
from planner.audit.files import by_region_and_year, by_year
from planner.audit.programme.average_load import drawn
from planner.audit.programme.decision_space import TURNED, DecisionSpace
from planner.audit.programme.dispatch import clean_share, running_hours, weather
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key

MT_PER_GWH = 1e3 / 1e6
"""Of a factor in tonnes a MWh."""


CLEAN = "clean_share_requirement"
LIMITS = {"emissions_cap_limit": ("year",), CLEAN: ("year", "slice")}
"""Limits among these rows that a plan lists, and what their labels are."""


def factors(space: DecisionSpace) -> dict[tuple[str, str, int], float]:
    """Source, site and year to CO2 of its output, Mt a GWh; for grid power the region's."""
    evidence = space.evidence
    grid = by_region_and_year(evidence.files.inputs["grid_carbon"], "carbon_t_per_mwh")
    return {
        (g, s, y): MT_PER_GWH
        * float(
            grid(evidence.region(s), y)
            if space.kind(g) == "grid"
            else evidence.files.technologies[g]["co2_t_per_mwh"]
        )
        for g, s, y in space.power
    }


def energy(space: DecisionSpace, g: str, s: str, y: int) -> dict[Column, float]:
    """The year's output of a technology that is paid by the unit, GWh."""
    kind, weights = space.kind(g), space.evidence.weights
    if kind not in TURNED and kind != "baseload" and not space.evidence.is_metered(g):
        return {}
    if kind == "storage":
        own = space.slices[s, y]
        return {column("discharge_gw", g, s, y, h): weights[h] for h in own}
    if kind in ("baseload", "variable"):
        full = {column("power_capacity_gw", g, s, y): running_hours(space, g, s)}
        own = space.slices[s, y] if space.cuts(g) else []
        return full | {column("weather_curtailed_gw", g, s, y, h): -weights[h] for h in own}
    given = {column("flat_output_gw", g, s, y): space.evidence.files.hours}
    slices = space.slices[s, y]
    for h in slices if slices != [WHOLE_YEAR] and not space.steady(g) else ():
        given[column("turned_down_gw", g, s, y, h)] = -space.evidence.weights[h]
    return given


def emissions(space: DecisionSpace) -> NamedRows:
    """A year's emissions within its cap."""
    factor = factors(space)
    cap = space.evidence.files.definition["limits"]["emissions_mt_per_year"]
    for y in space.evidence.years:
        most = by_year(cap, y)
        if most is None:
            continue
        terms: dict[Column, float] = {}
        for (g, s, when), mt in factor.items():
            if when == y and mt:
                for name, gwh in energy(space, g, s, y).items():
                    add(terms, name, mt * gwh)
        yield "emissions_cap_limit", key(y), Row(terms, upper=most)


def matching(space: DecisionSpace) -> NamedRows:
    """What covers load is carbon-free and no more than the load, and covers its share of it."""
    shares, factor = clean_share(space), factors(space)
    places = space.evidence.places
    for y, share in shares.items():
        for s in places:
            for h in space.slices[s, y]:
                matched = column("matched_gw", s, y, h)
                clean = {matched: 1.0}
                for g in space.technologies_at.get((s, y), ()):
                    if factor[g, s, y]:
                        continue
                    for name, gw in gives(space, g, s, y, h).items():
                        add(clean, name, -gw)
                yield "matched_clean_supply_limit", key(s, y, h), Row(clean, upper=0.0)
                load = {matched: 1.0, drawn(space, s, y): -places[s].pue_at(h)}
                row = Row(load, upper=space.load_gw(s, y, h))
                yield "matched_load_limit", key(s, y, h), row
        every = [h for h in space.evidence.calendar.slices
                 if any(h in space.slices[s, y] for s in places)]  # fmt: skip
        for h in every or [WHOLE_YEAR]:
            terms: dict[Column, float] = {}
            least = 0.0
            for s, place in places.items():
                own = h if h in space.slices[s, y] else WHOLE_YEAR
                terms[column("matched_gw", s, y, own)] = 1.0
                terms[drawn(space, s, y)] = -share * place.pue_at(own)
                least += share * space.load_gw(s, y, own)
            yield "clean_share_requirement", key(y, h), Row(terms, lower=least)


def gives(space: DecisionSpace, g: str, s: str, y: int, h: str) -> dict[Column, float]:
    """What a technology gives in a slice, GW."""
    kind = space.kind(g)
    if kind == "storage":
        return {
            column("discharge_gw", g, s, y, h): 1.0,
            column("charge_gw", g, s, y, h): -1.0,
        }
    if kind == "variable":
        given = {column("power_capacity_gw", g, s, y): weather(space, g, s, h)}
        return (
            {**given, column("weather_curtailed_gw", g, s, y, h): -1.0} if space.cuts(g) else given
        )
    if kind == "baseload":
        return {column("power_capacity_gw", g, s, y): space.evidence.files.runs(g, h)}
    given = {column("flat_output_gw", g, s, y): 1.0}
    if h != WHOLE_YEAR and not space.steady(g):
        given[column("turned_down_gw", g, s, y, h)] = -1.0
    return given
