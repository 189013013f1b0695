"""Contracts against capacity: what is allotted of a resource and is not there."""

from collections.abc import Iterator

from planner.system.objects.world import World
from planner.wording.numbers import to_percent

ROUNDING = 0.01
"""Shares are printed to a percent, so that their sum may stray by one."""


def allotment_notices(world: World) -> Iterator[str]:
    """A note for each resource of which vendors are allotted more than all of it.

    A share is the most that a vendor gets, so the plan stays within what there
    is; but not every contract that the shares stand for can then be kept.
    """
    allotted: dict[tuple[str, str], dict[int, float]] = {}
    for (_, kind, pool, year), share in world.vendor_share.items():
        by_year = allotted.setdefault((kind, pool), {})
        by_year[year] = by_year.get(year, 0.0) + share
    for (kind, pool), by_year in allotted.items():
        over = {y: share for y, share in sorted(by_year.items()) if share > 1 + ROUNDING}
        if over:
            first, last = min(over), max(over)
            years = f"{first}" if first == last else f"{first}-{last}"
            yield (
                f"vendors' shares of {kind} {pool} add up to "
                f"{to_percent(max(over.values()), 0)} in {years}: "
                f"capacity falls below what is contracted"
            )
