"""Years of a plan before the first row of a region's path: that row holds for them too."""

from collections.abc import Iterator

from planner.data.inputs import Inputs
from planner.errors import listed
from planner.system.objects.power import Region
from planner.system.objects.world import World
from planner.wording.numbers import year_span

MOST_NAMES = 6
"""Regions that a note names; of others it says how many there are."""


def early_notices(inputs: Inputs, world: World) -> Iterator[str]:
    """A note for each table of grids and first year that is later than the plan's.

    None where nothing can be connected: such a plan reads none of them.
    """
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
