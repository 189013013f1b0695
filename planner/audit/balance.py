"""Balance: power at every site and in every slice, energy by technology, emissions and water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.audit.checks import Check, Comparison, compared
from planner.audit.credits import Credits
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_year
from planner.audit.power_money import emitted

GWH_PER_TWH = 1e3


def balance_checks(evidence: Evidence) -> list[Check]:
    """Load is served, technologies give what they can, and what they burn is told."""
    return [
        compared(
            "power_balance", "the load is served in every slice", "GW",
            (
                Comparison(f"{s} in {y}, {h}", sum(terms.values()), 0.0, _sense(evidence),
                           size=max(map(abs, terms.values())))
                for (s, y, h), terms in evidence.terms.items()
            ),
        ),
        compared("load", "load is IT load times the PUE of the slice", "GW", _load(evidence)),
        compared(
            "output",
            "baseload and weather give their share of the capacity, and what is dispatched is "
            "within it",
            "GW", _output(evidence),
        ),
        compared(
            "energy",
            "the energy of technologies, delivered and curtailed, is the sum of what they give in "
            "the slices, and no more is delivered than is used", "TWh",
            _energy(evidence),
        ),
        compared(
            "credited_output",
            "output is credited as far as it is delivered, and for those who built it", "GWh",
            Credits(evidence).checks(),
        ),
        compared("emissions", "emissions are energy times the factors of the tables", "Mt CO2",
                 _emissions(evidence)),
        compared("water", "water is IT energy times the cooling's need", "million m3",
                 _water(evidence)),
    ]  # fmt: skip


def _sense(evidence: Evidence) -> str:
    """Whether supply may exceed the load, or is the load."""
    surplus = evidence.files.definition["power"].get("surplus", "curtailed")
    return ">" if surplus == "curtailed" else "="


def _load(evidence: Evidence) -> Iterator[Comparison]:
    for (s, y, h), terms in evidence.terms.items():
        right = evidence.it_gw.get((s, y), 0.0) * evidence.places[s].pue_at(h)
        yield Comparison(f"{s} in {y}, {h}", -terms.get("load", 0.0), right)
    slices = len(evidence.calendar.slices)
    told: dict[tuple[str, int], list[str]] = {}
    for s, y, h in evidence.terms:
        told.setdefault((s, y), []).append(h)
    for (s, y), gw in evidence.it_gw.items():
        if gw:
            # A site is balanced once, over the whole year, or in every slice.
            found = told.get((s, y), [])
            count = 1 if found == ["year"] else slices
            yield Comparison(f"slices of {s} in {y}", float(len(found)), float(count))


Shares = Mapping[tuple[str, int], list[tuple[str, str, float]]]


def _by_place(evidence: Evidence) -> Shares:
    """Site and year to the technologies in service: name, kind, GW."""
    found: dict[tuple[str, int], list[tuple[str, str, float]]] = {}
    for (g, s, y), gw in evidence.capacity.items():
        found.setdefault((s, y), []).append((g, evidence.kind(g), gw))
    return found


def _gives(evidence: Evidence, g: str, kind: str, s: str, h: str) -> float:
    """Share of its capacity that a technology can give at a site in a slice."""
    technology = evidence.files.technologies[g]
    if kind != "variable":
        return evidence.files.runs(g, h)
    return evidence.calendar.capacity_factor[technology["profile"], evidence.region(s), h]


def _output(evidence: Evidence) -> Iterator[Comparison]:
    standing = _by_place(evidence)
    for (s, y, h), terms in evidence.terms.items():
        where = f"{s} in {y}, {h}"
        most = dict.fromkeys(("baseload", "variable", "dispatchable", "grid", "storage"), 0.0)
        for g, kind, gw in standing.get((s, y), ()):
            most[kind] += gw * (
                _gives(evidence, g, kind, s, h) if h != "year" or kind != "variable" else 0.0
            )
        yield Comparison(f"baseload of {where}", terms.get("baseload", 0.0), most["baseload"])
        yield Comparison(f"weather of {where}", terms.get("weather", 0.0), most["variable"])
        firm = most["dispatchable"] + most["grid"]
        yield Comparison(f"dispatch of {where}", terms.get("dispatch", 0.0), firm, "<")


def _energy(evidence: Evidence) -> Iterator[Comparison]:
    given: dict[tuple[str, int], float] = {}
    for (s, y, h), terms in evidence.terms.items():
        gw = terms.get("dispatch", 0.0) + terms.get("baseload", 0.0)
        given[s, y] = given.get((s, y), 0.0) + gw * evidence.weights[h] / GWH_PER_TWH
    told: dict[tuple[str, int], float] = {}
    over: dict[tuple[str, int], float] = {}
    for (s, y, h), terms in evidence.terms.items():
        surplus = sum(gw for term, gw in terms.items() if term != "curtailed")
        told_gw = -terms.get("curtailed", -surplus)
        yield Comparison(f"curtailed at {s} in {y}, {h}", told_gw, surplus)
        twh = surplus * evidence.weights[h] / GWH_PER_TWH
        over[s, y] = over.get((s, y), 0.0) + max(0.0, twh)
    lost: dict[tuple[str, int], float] = {}
    for (g, s, y), twh in evidence.output.items():
        technology = evidence.files.technologies[g]
        curtailed = evidence.curtailed[g, s, y]
        lost[s, y] = lost.get((s, y), 0.0) + curtailed
        yield Comparison(f"curtailed of {g} at {s} in {y}", curtailed, 0.0, ">")
        yield Comparison(f"curtailed of {g} at {s} in {y}", curtailed, twh, "<")
        if technology["kind"] == "variable":
            given_by_weather = sum(
                evidence.weights[h] * _gives(evidence, g, "variable", s, h)
                for h in evidence.calendar.slices
            )
            most = evidence.capacity[g, s, y] * given_by_weather / GWH_PER_TWH
            yield Comparison(f"{g} at {s} in {y}", twh, most)
        if technology["kind"] in ("dispatchable", "grid", "baseload"):
            told[s, y] = told.get((s, y), 0.0) + twh
            slices = evidence.calendar.slices.items()
            hours = evidence.files.hours * evidence.files.runs(g, "year")
            if any(name == g for name, _ in evidence.files.running_share):
                hours = sum(p.weight_hours * evidence.files.runs(g, h) for h, p in slices)
            if technology["kind"] != "baseload":
                hours *= 1 - technology.get("scheduled_outage_share", 0.0)
            most = evidence.capacity[g, s, y] * hours / GWH_PER_TWH
            sense = "=" if technology["kind"] == "baseload" else "<"
            yield Comparison(f"{g} at {s} in {y}", twh, most, sense)
    for s, y in sorted({*lost, *over}):
        where = f"curtailed at {s} in {y}"
        yield Comparison(where, lost.get((s, y), 0.0), over.get((s, y), 0.0))
    for s, y in sorted({*given, *told}):
        yield Comparison(f"{s} in {y}", told.get((s, y), 0.0), given.get((s, y), 0.0))


def _emissions(evidence: Evidence) -> Iterator[Comparison]:
    mine = emitted(evidence)
    told = by_key(evidence.plan("emissions"), ["year"], "emissions_mt")
    for y in evidence.years:
        yield Comparison(f"{y}", told.get(y, 0.0), mine[y])
    cap = evidence.files.definition["limits"]["emissions_mt_per_year"]
    for y in evidence.years:
        most = by_year(cap, y)
        if most is not None:
            yield Comparison(f"cap of {y}", mine[y], most, "<")


def _water(evidence: Evidence) -> Iterator[Comparison]:
    told = by_key(evidence.plan("water"), ["site", "year"], "water_million_m3")
    balanced: dict[tuple[str, int], list[str]] = {}
    for s, y, h in evidence.terms:
        balanced.setdefault((s, y), []).append(h)
    for (s, y), million_m3 in told.items():
        place, slices = evidence.places[s], balanced.get((s, y), [])
        gw = evidence.it_gw.get((s, y), 0.0)
        right = sum(
            gw * evidence.weights[h] * place.water_in.get(h, 0.0) / GWH_PER_TWH for h in slices
        )
        yield Comparison(f"{s} in {y}", million_m3, right)
        yield Comparison(f"limit of {s} in {y}", million_m3, place.water_limit, "<")
