"""Growth: a limit of one planned year that is made of what came in the one before.

Planned years of any length are compared by what each of their years has, from the middle of one to
the middle of the next.
"""

from collections.abc import Collection

from planner.system import World


def chain(world: World, years: Collection[int], counted: int) -> dict[int, int | None]:
    """Each of `years` that is limited, to the one before it; the first has none.

    A planned year that ends before the year that was counted is not limited.
    """
    limited = [y for y in world.years if y in years and y + world.length_years(y) > counted]
    return dict(zip(limited, [None, *limited], strict=False))


def years_since(world: World, y: int, before: int | None, counted: int) -> float:
    """Years from the middle of the one before, or of the one that was counted, to that of `y`."""
    if before is not None:
        return world.years_apart(y, before)
    # What was counted is a calendar year.
    longer = world.length_years(y) - 1
    return max(0.0, y - counted + longer / 2)


def factor(world: World, y: int, since: float, growth: float) -> float:
    """What all of a planned year may have for one in each year `since` years before."""
    return float(world.length_years(y) * (1 + growth) ** since)


def slope(world: World, y: int, since: float, growth: float) -> float:
    """By how much the factor rises with the growth."""
    return float(world.length_years(y) * since * (1 + growth) ** (since - 1))
