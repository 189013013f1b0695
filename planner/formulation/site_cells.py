"""Cells that state what a site can take, which rows of several blocks rest on."""

from typing import Any

from planner.config.stated_values import span_of
from planner.formulation.limits import Cell, Effect
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


def contract_effect(world: World, s: str, y: int) -> Effect:
    """What is contracted at a site by a year's end, GW, and what a row has by it."""
    site, stands = world.sites[s], world.sites[s].existing_facility_gw
    path = site.contracted_gw if site.pool is None else site.pool.contracted_gw
    contracted = path.get(y, 0.0)
    span = span_of(path, {when: when for when in world.years}, y)
    cell = Cell(
        table="site_power", key=(s, span.row or y), column="contracted_facility_gw",
        what="contracted connection", place=s, value=max(contracted, stands), unit="GW",
        year=span.first, onwards=span.onwards,
        members=site.pool.members if site.pool else (),
    )  # fmt: skip
    # A contract for less than what stands, or none, adds nothing before it passes that.
    return cell, contracted if contracted >= stands > 0 else max(contracted, stands) or 1.0


def _of(world: World, s: str, **said: Any) -> Cell:
    pool = world.sites[s].pool
    return Cell(
        table="sites", key=(s,), place=s, members=pool.members if pool else (), **said
    )  # fmt: skip
