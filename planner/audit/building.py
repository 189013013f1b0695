"""Building: power that is built within national, regional and contracted limits, and on time."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_region_and_year, records


def building_checks(evidence: Evidence) -> list[Check]:
    """What is built exists to be had, in its year and its region."""
    return [
        compared(
            "power_built",
            "power is built within what the nation, the region and the queue allow, and not "
            "before its lead time has passed",
            "GW",
            _built(evidence),
        )
    ]


def _built(evidence: Evidence) -> Iterator[Comparison]:
    files, first = evidence.files, evidence.years[0]
    regions = {row["region"]: row for row in records(files.inputs["regions"])}
    held = by_key(files.inputs["regional_limits"], ["technology", "region"], "max_total_gw")
    national: Amounts[tuple[str, int]] = Amounts()
    regional: Amounts[tuple[str, str]] = Amounts()
    connected: Amounts[tuple[str, int]] = Amounts()
    contracted: dict[str, Amounts[int]] = {}
    for (g, s, y), gw in evidence.built.items():
        if not gw:
            continue
        technology, region = files.technologies[g], evidence.region(s)
        national[technology["build_limit"], y] += gw
        if technology["region_limited"]:
            regional[g, region] += gw
        lead = technology["lead_time_years"]
        if technology["kind"] == "grid" and not technology["region_limited"]:
            connected[region, y] += gw
            contracted.setdefault(s, Amounts())[y] += gw
            continue
        # What serves in a planned year serves in the first of those that it stands for.
        on_time = gw if first + lead <= y + 1 else 0.0
        yield Comparison(f"{g} at {s} in {y}, before its lead time", gw, on_time)
    for (g, r), gw in regional.items():
        yield Comparison(f"{g} in {r}", gw, held[g, r], "<")
    if "power" in files.released:
        return
    table = files.inputs["build_limits"]
    limits = {
        (row["technology"], int(row["year"])): row["feasible_gw_per_year"]
        * row["data_center_share"]
        for row in records(table)
    }
    for key, gw in national.items():
        if key in limits:
            yield Comparison(f"{key[0]} in {key[1]}", gw, files.length(key[1]) * limits[key], "<")
    most_new = by_region_and_year(files.inputs["grid_large_loads"], "gw_per_year", inf)
    for (r, y), gw in connected.items():
        most = files.length(y) * most_new(r, y)
        yield Comparison(f"connections in {r} in {y}", gw, most, "<")
    for s, by_year in contracted.items():
        place = evidence.places[s]
        lead = regions[place.region]["interconnection_lead_years"]
        for y in evidence.years:
            if first + lead > y + 1:
                total = sum(gw for v, gw in by_year.items() if v <= y)
                most = max(0.0, place.contracted.get(y, 0.0) - place.stood_gw)
                yield Comparison(f"connection of {s} by {y}", total, most, "<")
