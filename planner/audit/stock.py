"""Stock: accelerators, shell and power capacity from what stood and what was added."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, in_service, rows_by
from planner.audit.programme.average_load import factor, idle


def stock_checks(evidence: Evidence) -> list[Check]:
    """What is in service was bought or stood before, is still in its life, and fits its site."""
    return [
        compared(
            "accelerator_stock",
            "units that run and units that stand idle are those bought and not yet retired",
            "million units",
            _units(evidence),
        ),
        compared(
            "it_load",
            "a site's IT load is what its running units draw",
            "GW",
            _it_load(evidence),
        ),
        compared(
            "average_load",
            "what the IT of all sites draws on average is what workloads draw of their units, and "
            "those without work",
            "GW",
            _average_load(evidence),
        ),
        compared(
            "shell_stock",
            "IT load fits into the shell that stood and was built",
            "GW of IT",
            _shell(evidence),
        ),
        compared(
            "site_room",
            "a site grows within its room and its pace, and not before its first power",
            "GW of facility power",
            _site_growth(evidence),
        ),
        compared(
            "power_stock",
            "capacity in service is what stood and is not retired, and what was built and is "
            "still in its life",
            "GW",
            _capacity(evidence),
        ),
    ]


def _units(evidence: Evidence) -> Iterator[Comparison]:
    life = evidence.stays_years
    table = evidence.plan("accelerators")
    idle = by_key(table, ["accelerator", "site", "year"], "idle_million")
    fleets = {(k, s) for s, place in evidence.places.items() for k, _ in place.existing_units}
    for k, s in sorted(fleets | {(k, s) for k, s, _ in evidence.bought}):
        stood = evidence.places[s].existing_units
        for y in evidence.years:
            serves = evidence.files.serves
            before = sum(
                units for (chip, v), units in stood.items() if chip == k and in_service(v, y, life)
            )
            since = sum(serves(v, y, life) * evidence.bought[k, s, v] for v in evidence.years)
            found = evidence.running[k, s, y] + idle[k, s, y]
            yield Comparison(f"{k} at {s} in {y}", found, before + since)


def _it_load(evidence: Evidence) -> Iterator[Comparison]:
    drawn: Amounts[tuple[str, int]] = Amounts()
    for (k, s, y), units in evidence.running.items():
        drawn[s, y] += evidence.chips[k].power_gw * units
    for (s, y), gw in evidence.it_gw.items():
        yield Comparison(f"{s} in {y}", gw, drawn[s, y])


def _average_load(evidence: Evidence) -> Iterator[Comparison]:
    """Of all sites together: units are allotted to workloads by generation and not by site."""
    if not evidence.files.averages:
        return
    kinds = rows_by(evidence.files.inputs["workloads"], "workload")
    at_work = by_key(evidence.plan("allocations"), ["workload", "accelerator", "year"],
                     "units_million")  # fmt: skip
    drawn: Amounts[int] = Amounts()
    spare = idle(evidence)
    for (_, y), gw in evidence.it_gw.items():
        drawn[y] += spare * gw
    for (w, k, y), units in at_work.items():
        more = factor(evidence, kinds[w]["kind"]) - spare
        drawn[y] += more * evidence.chips[k].power_gw * units
    told: Amounts[int] = Amounts()
    for (_, y), gw in evidence.average_gw.items():
        told[y] += gw
    for y in evidence.years:
        yield Comparison(f"all sites in {y}", told[y], drawn[y])


def _shell(evidence: Evidence) -> Iterator[Comparison]:
    for (s, y), gw in evidence.it_gw.items():
        place = evidence.places[s]
        stood = place.stood_gw / place.pue
        added = sum(evidence.shell[s, v] for v in evidence.years if v <= y)
        yield Comparison(f"{s} in {y}", gw, stood + added, "<")


def _site_growth(evidence: Evidence) -> Iterator[Comparison]:
    for s, place in evidence.places.items():
        added = {y: place.pue * evidence.shell[s, y] for y in evidence.years}
        room = max(0.0, place.room_gw - place.stood_gw)
        yield Comparison(f"room of {s}", sum(added.values()), room, "<")
        for y, gw in added.items():
            if gw:
                pace = evidence.files.length(y) * place.pace_gw if place.opens < y + 1 else 0.0
                yield Comparison(f"pace of {s} in {y}", gw, pace, "<")


def _capacity(evidence: Evidence) -> Iterator[Comparison]:
    pairs = {(g, s) for g, s, _ in evidence.capacity} | {(g, s) for g, s, _ in evidence.kept}
    for g, s in sorted(pairs):
        technology = evidence.files.technologies[g]
        before = 0.0
        for y in evidence.years:
            stood = evidence.kept[g, s, y]
            yield Comparison(f"{g} at {s} in {y}, kept", stood, 0.0, ">")
            gw = evidence.capacity[g, s, y]
            if technology["rented"]:
                most = stood + before + evidence.built[g, s, y]
                yield Comparison(f"{g} at {s} in {y}", gw, most, "<")
                yield Comparison(f"{g} at {s} in {y}", gw, stood, ">")
                before = gw - stood
                continue
            added = sum(
                evidence.files.serves(v, y, technology["lifetime_years"]) * evidence.built[g, s, v]
                for v in evidence.years
            )
            yield Comparison(f"{g} at {s} in {y}", gw, stood + added)
