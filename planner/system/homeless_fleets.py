"""Accelerators that stand before the plan at sites without any power, and so without a shell."""

from collections.abc import Iterator

from planner.errors import listed
from planner.system.objects.world import World

MOST_NAMES = 6
"""Sites that a note names; of others it says how many there are."""


def homeless_fleet_notices(world: World) -> Iterator[str]:
    """A note on sites whose units wait for the shell that the plan builds for them."""
    sites = [
        s
        for s, site in sorted(world.sites.items())
        if site.existing_fleet and not site.existing_facility_gw
    ]
    if sites:
        yield (
            f"{listed(sites, MOST_NAMES)}: accelerators stand there by existing_accelerators, and "
            "no power by existing_power, so that the plan builds a shell before they run; state "
            "what stands in existing_power"
        )
