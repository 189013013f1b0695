"""Years of a plan before the first row of a path: that row holds for them too."""

from collections.abc import Iterator

from planner.data.inputs import Inputs
from planner.errors import listed
from planner.system.capex_growth import TABLE
from planner.system.objects.power import Region
from planner.system.objects.world import World
from planner.wording.numbers import year_span

MOST_NAMES = 6
"""Regions that a note names; of others it says how many there are."""


def early_notices(inputs: Inputs, world: World) -> Iterator[str]:
    """A note for each table and first year that is later than those a plan reads it for."""
    yield from _of_grids(inputs, world)
    yield from _of_capital(world)


def _of_capital(world: World) -> Iterator[str]:
    """Notes on how much of the capital is planned, and on its growth, from the first guidance."""
    growth = world.capex_growth
    for term, values in (
        (("planned_share", growth.planned_share), ("growth", growth.growth)) if growth else ()
    ):
        early = [year for year, row in values.rows.items() if row is not None and row > year]
        limited = [year for year in early if growth and growth.base_year(year) is not None]
        if limited:
            row = values.rows[limited[0]]
            before = year_span(min(limited), max(limited))
            yield f"{term} begins with {row} in {TABLE}: that row is taken for {before} too"


def _of_grids(inputs: Inputs, world: World) -> Iterator[str]:
    """Notes by region; none where nothing can be connected: such a plan reads none of them."""
    if not any(technology.kind == "grid" for technology in world.technologies.values()):
        return
    begin = world.years[0]
    for name in ("electricity_prices", "grid_tariffs", "grid_carbon", "grid_large_loads"):
        first: dict[str, int] = {}
        for region, year in inputs[name].index:
            first[str(region)] = min(int(year), first.get(str(region), int(year)))
        late: dict[int, list[str]] = {}
        for r, region in sorted(world.regions.items()):
            if r in first and first[r] > begin and _reads(name, region):
                late.setdefault(first[r], []).append(r)
        for year, regions in sorted(late.items()):
            before = year_span(begin, max(y for y in world.years if y < year))
            begins = "begins" if len(regions) == 1 else "begin"
            yield (
                f"{listed(regions, MOST_NAMES)} {begins} with {year} in {name}: "
                f"that row is taken for {before} too"
            )


def _reads(name: str, region: Region) -> bool:
    """Whether a plan reads a table of a region: a tariff where it is charged by one."""
    if name == "grid_tariffs":
        return bool(region.demand_charge)
    return name != "grid_large_loads" or bool(region.grid_gw_per_year)
