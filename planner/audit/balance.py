"""Balance: power at every site and in every slice, energy by technology, emissions and water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.audit.amounts import Amounts
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
            "baseload gives its share of the capacity, and what weather, storage and what is "
            "dispatched give is within it",
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
        right = evidence.average_gw[s, y] * evidence.places[s].pue_at(h)
        yield Comparison(f"{s} in {y}, {h}", -terms["load"], right)
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


def _output(evidence: Evidence) -> Iterator[Comparison]:
    standing = _by_place(evidence)
    for (s, y, h), terms in evidence.terms.items():
        where = f"{s} in {y}, {h}"
        most = dict.fromkeys(("baseload", "variable", "dispatchable", "grid", "storage"), 0.0)
        free = 0.0
        for g, kind, gw in standing.get((s, y), ()):
            # What has a profile is balanced by the slice, where there is any of it.
            given = (
                gw * evidence.gives(g, evidence.region(s), h)
                if h != "year" or kind != "variable"
                else 0.0
            )
            most[kind] += given
            if kind == "variable" and not evidence.is_metered(g):
                free += given
        yield Comparison(f"baseload of {where}", terms["baseload"], most["baseload"])
        weather = terms["weather"]
        yield Comparison(f"weather of {where}", weather, most["variable"], "<")
        yield Comparison(f"weather of {where}", weather, free, ">")
        firm = most["dispatchable"] + most["grid"]
        yield Comparison(f"dispatch of {where}", terms["dispatch"], firm, "<")
    net: Amounts[tuple[str, int, str]] = Amounts()
    used: Amounts[tuple[str, str, int]] = Amounts()
    for (g, s, y, h), (taken, given) in evidence.stored.items():
        net[s, y, h] += given - taken
        used[g, s, y] += evidence.weights[h] * (given + taken)
        most_power = evidence.files.runs(g, h) * evidence.capacity[g, s, y]
        yield Comparison(f"power of {g} at {s} in {y}, {h}", given + taken, most_power, "<")
    for (g, s, y), gwh in used.items():
        running = 1 - evidence.files.technologies[g]["scheduled_outage_share"]
        most_energy = (
            running * evidence.capacity[g, s, y] * evidence.full_hours(g, evidence.region(s))
        )
        yield Comparison(f"{g} at {s} in {y}, TWh", gwh / 1e3, most_energy / 1e3, "<")
    for (s, y, h), terms in evidence.terms.items():
        told = terms["storage"]
        yield Comparison(f"storage of {s} in {y}, {h}", told, net[s, y, h])


def _energy(evidence: Evidence) -> Iterator[Comparison]:
    given: Amounts[tuple[str, int]] = Amounts()
    for (s, y, h), terms in evidence.terms.items():
        gw = sum(terms[term] for term in ("dispatch", "baseload", "weather"))
        given[s, y] += gw * evidence.weights[h] / GWH_PER_TWH
    given_back: Amounts[tuple[str, str, int]] = Amounts()
    for (g, s, y, h), (_, gw) in evidence.stored.items():
        twh = gw * evidence.weights[h] / GWH_PER_TWH
        given_back[g, s, y] += twh
    told: Amounts[tuple[str, int]] = Amounts()
    over: Amounts[tuple[str, int]] = Amounts()
    for (s, y, h), terms in evidence.terms.items():
        surplus = sum(gw for term, gw in terms.items() if term != "curtailed")
        told_gw = -terms.get("curtailed", -surplus)
        yield Comparison(f"curtailed at {s} in {y}, {h}", told_gw, surplus)
        twh = surplus * evidence.weights[h] / GWH_PER_TWH
        over[s, y] += max(0.0, twh)
    lost: Amounts[tuple[str, int]] = Amounts()
    for (g, s, y), twh in evidence.output.items():
        technology = evidence.files.technologies[g]
        curtailed = evidence.curtailed[g, s, y]
        not_taken = evidence.not_taken[g, s, y]
        lost[s, y] += curtailed - not_taken
        if technology["kind"] == "storage":
            yield Comparison(f"{g} at {s} in {y}", twh, given_back[g, s, y])
            yield Comparison(f"curtailed of {g} at {s} in {y}", curtailed, 0.0, ">")
            yield Comparison(f"curtailed of {g} at {s} in {y}", curtailed, twh, "<")
            yield Comparison(f"not taken of {g} at {s} in {y}", not_taken, 0.0)
            continue
        yield Comparison(f"curtailed of {g} at {s} in {y}", curtailed, not_taken, ">")
        yield Comparison(f"curtailed of {g} at {s} in {y}", curtailed, twh, "<")
        told[s, y] += twh - not_taken
        hours = evidence.full_hours(g, evidence.region(s))
        most = evidence.capacity[g, s, y] * hours / GWH_PER_TWH
        # Of sun and wind all that they could give is told, used or not.
        all_of_it = technology["kind"] in ("baseload", "variable")
        taken = technology["kind"] != "baseload"
        in_order = 1 - taken * technology["scheduled_outage_share"]
        yield Comparison(f"{g} at {s} in {y}", twh, most, "=" if all_of_it else "<")
        yield Comparison(f"{g} at {s} in {y}, taken", twh - not_taken, in_order * most, "<")
    for s, y in sorted({*lost, *over}):
        where = f"curtailed at {s} in {y}"
        yield Comparison(where, lost[s, y], over[s, y])
    for s, y in sorted({*given, *told}):
        yield Comparison(f"{s} in {y}", told[s, y], given[s, y])


def _emissions(evidence: Evidence) -> Iterator[Comparison]:
    mine = emitted(evidence)
    told = by_key(evidence.plan("emissions"), ["year"], "emissions_mt")
    for y in evidence.years:
        yield Comparison(f"{y}", told[y], mine[y])
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
        gw = evidence.average_gw[s, y]
        right = sum(
            gw * evidence.weights[h] * place.water_in.get(h, 0.0) / GWH_PER_TWH for h in slices
        )
        yield Comparison(f"{s} in {y}", million_m3, right)
        yield Comparison(f"limit of {s} in {y}", million_m3, place.water_limit, "<")
