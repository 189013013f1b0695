"""Building: power that is built within national, regional and contracted limits, and on time."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from planner.certify.checks import Check, Comparison, compared
from planner.certify.files import by_key, by_region_and_year
from planner.certify.ground import Ground


def building_checks(ground: Ground) -> list[Check]:
    """What is built exists to be had, in its year and its region."""
    return [
        compared(
            "power_built",
            "power is built within what the nation, the region and the queue allow, and not "
            "before its lead time has passed",
            "GW",
            _built(ground),
        )
    ]


def _built(ground: Ground) -> Iterator[Comparison]:
    files, first = ground.files, ground.years[0]
    regions = {row["region"]: row for row in files.inputs["regions"].to_dict("records")}
    held = by_key(files.inputs["regional_limits"], ["source", "region"], "max_total_gw")
    national: dict[tuple[str, int], float] = {}
    regional: dict[tuple[str, str], float] = {}
    connected: dict[tuple[str, int], float] = {}
    contracted: dict[str, dict[int, float]] = {}
    for (g, s, y), gw in ground.built.items():
        if not gw:
            continue
        source, region = files.sources[g], ground.region(s)
        national[source["build_limit"], y] = national.get((source["build_limit"], y), 0.0) + gw
        if source["region_limited"]:
            regional[g, region] = regional.get((g, region), 0.0) + gw
        lead = source["lead_time_years"]
        if source["kind"] == "grid" and not source["region_limited"]:
            connected[region, y] = connected.get((region, y), 0.0) + gw
            contracted.setdefault(s, {})[y] = gw
            continue
        on_time = gw if first + lead <= y + files.step else 0.0
        yield Comparison(f"{g} at {s} in {y}, before its lead time", gw, on_time)
    for (g, r), gw in regional.items():
        yield Comparison(f"{g} in {r}", gw, held.get((g, r), 0.0), "<")
    if "power" in files.released:
        return
    table = files.inputs["build_limits"]
    limits = {
        (row["technology"], int(row["year"])): row["feasible_gw_per_year"]
        * row["data_center_share"]
        for row in table.to_dict("records")
    }
    for key, gw in national.items():
        if key in limits:
            yield Comparison(f"{key[0]} in {key[1]}", gw, files.step * limits[key], "<")
    most_new = by_region_and_year(files.inputs["grid_large_loads"], "gw_per_year", inf)
    for (r, y), gw in connected.items():
        most = files.step * most_new(r, y)
        yield Comparison(f"connections in {r} in {y}", gw, most, "<")
    for s, by_year in contracted.items():
        place = ground.places[s]
        lead = regions[place.region]["interconnection_lead_years"]
        for y in ground.years:
            if first + lead > y + files.step:
                total = sum(gw for v, gw in by_year.items() if v <= y)
                most = max(0.0, place.contracted.get(y, 0.0) - place.stood_gw)
                yield Comparison(f"connection of {s} by {y}", total, most, "<")
