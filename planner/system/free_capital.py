"""Prices that no year is charged: of what lives for ever, where money costs nothing."""

from collections.abc import Iterator
from math import isinf

from planner.errors import listed
from planner.system.objects.world import World

MOST_NAMES = 6
"""Things that a note names; of others it says how many there are."""


def free_capital_notices(world: World) -> Iterator[str]:
    """A note on what has a price and an endless life, at a rate of nothing."""
    own = world.annuity_rate
    if (world.discount_rate if own is None else own) != 0:
        return
    priced = [
        g
        for g, technology in world.technologies.items()
        if isinf(technology.payback_years)
        and any((*technology.capex.values(), *technology.energy_capex.values()))
    ]
    priced += [
        k for k, chip in world.accelerators.items() if isinf(chip.life_years) and chip.it_capex
    ]
    if priced:
        rate = "discount_rate" if own is None else "annuity_rate"
        yield (
            f"{listed(sorted(priced), MOST_NAMES)}: the price is spent and no year is charged any "
            f"of it, since the life is endless (blank) and {rate} is 0; state a life, an "
            "economic_life_years or a rate"
        )
