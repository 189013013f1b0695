"""Cells that state what a site can take, which rows of several blocks rest on."""

from typing import Any

from planner.formulation.limits import Cell
from planner.system import World

UNIT = "GW of facility power"


def size_cell(world: World, s: str) -> Cell:
    """The most facility power that a site can take; of a pool, that of its small sites."""
    most = world.sites[s].max_facility_gw / world.sites[s].completion_share
    return _of(world, s, column="max_facility_gw", what="room", value=most, unit=UNIT)


def pace_cell(world: World, s: str) -> Cell:
    """The most facility power that a site can add in a year."""
    site, what = world.sites[s], "pace of building"
    pace = site.build_gw_per_year / site.completion_share
    column, unit = "build_rate_gw_per_year", f"{UNIT} a year"
    return _of(world, s, column=column, what=what, value=pace, unit=unit)


def _of(world: World, s: str, **said: Any) -> Cell:
    pool = world.sites[s].pool
    return Cell(
        table="sites", key=(s,), place=s, members=pool.members if pool else (), **said
    )  # fmt: skip
