"""Balance: power at every site and in every slice, energy by source, emissions and water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.certify.checks import Check, Comparison, compared
from planner.certify.files import by_key, by_year
from planner.certify.ground import Ground
from planner.certify.power_money import emitted

HOURS = 8760.0
GWH_PER_TWH = 1e3


def balance_checks(ground: Ground) -> list[Check]:
    """Load is served, sources give what they can, and what they burn is told."""
    return [
        compared(
            "power_balance", "the load is served in every slice", "GW",
            (
                Comparison(f"{s} in {y}, {h}", sum(terms.values()), 0.0, ">",
                           size=max(map(abs, terms.values())))
                for (s, y, h), terms in ground.terms.items()
            ),
        ),
        compared("load", "load is IT load times the PUE of the slice", "GW", _load(ground)),
        compared(
            "output",
            "baseload and weather give their share of the capacity, and what is dispatched is "
            "within it",
            "GW", _output(ground),
        ),
        compared(
            "energy",
            "the energy of sources is the sum of what they give in the slices", "TWh",
            _energy(ground),
        ),
        compared("emissions", "emissions are energy times the factors of the tables", "Mt CO2",
                 _emissions(ground)),
        compared("water", "water is IT energy times the cooling's need", "million m3",
                 _water(ground)),
    ]  # fmt: skip


def _load(ground: Ground) -> Iterator[Comparison]:
    for (s, y, h), terms in ground.terms.items():
        right = ground.it_gw.get((s, y), 0.0) * ground.places[s].pue_at(h)
        yield Comparison(f"{s} in {y}, {h}", -terms.get("load", 0.0), right)
    slices = len(ground.calendar.slices)
    told: dict[tuple[str, int], list[str]] = {}
    for s, y, h in ground.terms:
        told.setdefault((s, y), []).append(h)
    for (s, y), gw in ground.it_gw.items():
        if gw:
            # A site is balanced once, over the whole year, or in every slice.
            found = told.get((s, y), [])
            count = 1 if found == ["year"] else slices
            yield Comparison(f"slices of {s} in {y}", float(len(found)), float(count))


Shares = Mapping[tuple[str, int], list[tuple[str, str, float]]]


def _by_place(ground: Ground) -> Shares:
    """Site and year to the sources in service: name, kind, GW."""
    found: dict[tuple[str, int], list[tuple[str, str, float]]] = {}
    for (g, s, y), gw in ground.capacity.items():
        found.setdefault((s, y), []).append((g, ground.kind(g), gw))
    return found


def _gives(ground: Ground, g: str, kind: str, s: str, h: str) -> float:
    """Share of its capacity that a source can give at a site in a slice."""
    source = ground.files.sources[g]
    if kind != "variable":
        return ground.files.runs(g, h)
    return ground.calendar.capacity_factor[source["profile"], ground.region(s), h]


def _output(ground: Ground) -> Iterator[Comparison]:
    standing = _by_place(ground)
    for (s, y, h), terms in ground.terms.items():
        where = f"{s} in {y}, {h}"
        most = dict.fromkeys(("baseload", "variable", "dispatchable", "grid", "storage"), 0.0)
        for g, kind, gw in standing.get((s, y), ()):
            most[kind] += gw * (
                _gives(ground, g, kind, s, h) if h != "year" or kind != "variable" else 0.0
            )
        yield Comparison(f"baseload of {where}", terms.get("baseload", 0.0), most["baseload"])
        yield Comparison(f"weather of {where}", terms.get("weather", 0.0), most["variable"])
        firm = most["dispatchable"] + most["grid"]
        yield Comparison(f"dispatch of {where}", terms.get("dispatch", 0.0), firm, "<")


def _energy(ground: Ground) -> Iterator[Comparison]:
    given: dict[tuple[str, int], float] = {}
    for (s, y, h), terms in ground.terms.items():
        gw = terms.get("dispatch", 0.0) + terms.get("baseload", 0.0)
        given[s, y] = given.get((s, y), 0.0) + gw * ground.weights[h] / GWH_PER_TWH
    told: dict[tuple[str, int], float] = {}
    for (g, s, y), twh in ground.energy.items():
        source = ground.files.sources[g]
        if source["kind"] in ("dispatchable", "grid", "baseload"):
            told[s, y] = told.get((s, y), 0.0) + twh
            slices = ground.calendar.slices.items()
            hours = HOURS * ground.files.runs(g, "year")
            if any(name == g for name, _ in ground.files.running_share):
                hours = sum(p.weight_hours * ground.files.runs(g, h) for h, p in slices)
            hours *= 1 - source.get("scheduled_outage_share", 0.0)
            most = ground.capacity[g, s, y] * hours / GWH_PER_TWH
            sense = "=" if source["kind"] == "baseload" else "<"
            yield Comparison(f"{g} at {s} in {y}", twh, most, sense)
    for s, y in sorted({*given, *told}):
        yield Comparison(f"{s} in {y}", told.get((s, y), 0.0), given.get((s, y), 0.0))


def _emissions(ground: Ground) -> Iterator[Comparison]:
    mine = emitted(ground)
    told = by_key(ground.plan("emissions"), ["year"], "emissions_mt")
    for y in ground.years:
        yield Comparison(f"{y}", told.get(y, 0.0), mine[y])
    cap = ground.files.definition["limits"]["emissions_mt_per_year"]
    for y in ground.years:
        most = by_year(cap, y)
        if most is not None:
            yield Comparison(f"cap of {y}", mine[y], most, "<")


def _water(ground: Ground) -> Iterator[Comparison]:
    told = by_key(ground.plan("water"), ["site", "year"], "water_million_m3")
    balanced: dict[tuple[str, int], list[str]] = {}
    for s, y, h in ground.terms:
        balanced.setdefault((s, y), []).append(h)
    for (s, y), million_m3 in told.items():
        place, slices = ground.places[s], balanced.get((s, y), [])
        gw = ground.it_gw.get((s, y), 0.0)
        right = sum(
            gw * ground.weights[h] * place.water_in.get(h, 0.0) / GWH_PER_TWH for h in slices
        )
        yield Comparison(f"{s} in {y}", million_m3, right)
        yield Comparison(f"limit of {s} in {y}", million_m3, place.water_limit, "<")
