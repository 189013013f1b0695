"""When each column that later years inherit is decided.

A purchase or a build is decided in the last year in which it can still be ordered: what enters
service by the end of year v after a lead of L years is ordered in the year that
:math:`v + 1 - L` falls into, and no sooner than in the first year. Accelerators, shells and the
conversion of halls have no lead in the tables; connections that are contracted already have
none. A plant is retired in the year that it no longer serves. What runs, is rented or
is dispatched in a year is settled in that year, and has no place here.
"""

from collections.abc import Iterator
from math import floor

import pyomo.environ as pyo

from planner.system import World


def decision_years(m: pyo.ConcreteModel) -> dict[str, int]:
    """Name of each column that later years inherit, to the year in which it is decided."""
    return dict(_decision_years(m))


def _decision_years(m: pyo.ConcreteModel) -> Iterator[tuple[str, int]]:
    world: World = m.world

    def decided(year: int, lead: float) -> int:
        return max(world.years[0], min(year, floor(world.serves_by(year) - lead)))

    for (_, _, v), variable in m.accelerators_bought_million.items():
        yield variable.name, v
    for (_, v), variable in m.shell_built_gw.items():
        yield variable.name, v
    for (_, v), variable in m.hall_retrofitted_gw.items():
        yield variable.name, v
    for (g, s, v), variable in m.power_built_gw.items():
        technology, site = world.technologies[g], world.sites[s]
        lead = technology.lead_years
        if technology.kind == "grid" and not technology.flexible:
            contracted = site.contracted_gw.get(v, 0.0) > site.existing_facility_gw
            lead = 0.0 if contracted else world.regions[site.region].interconnection_lead_years
        yield variable.name, decided(v, lead)
    for (_, _, y), variable in m.power_retired_gw.items():
        yield variable.name, y
    for index, variable in m.capacity_expanded.items():
        kind, pool, v = index[0], index[1], index[-1]
        yield variable.name, decided(v, world.expansion[kind, pool].lead_years)
