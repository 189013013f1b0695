"""linopy: labelled arrays of variables, its own direct hand-over."""

from typing import Any

import linopy
import numpy as np
import xarray as xr
from linopy.io import to_highspy

from benchmarks.same_lp.question import (
    DISPATCHABLE,
    FLAT,
    HOURS,
    PARTS,
    SOURCES,
    STORAGE,
    WEATHER,
    YEARS,
    Question,
    charge,
    discount_factors,
)


def prepare(q: Question) -> Question:
    """Nothing to do."""
    return q


def build(q: Question) -> linopy.Model:
    """The model, over dense arrays: here every source stands at every site."""
    g, s, y = list(SOURCES), list(q.sites), list(YEARS)
    day, part = list(range(q.days)), list(range(PARTS))
    m = linopy.Model()

    def over(values: np.ndarray, **axes: list[Any]) -> xr.DataArray:
        return xr.DataArray(values, coords=axes, dims=list(axes))

    def variable(name: str, lower: Any = 0.0, **axes: list[Any]) -> Any:
        coords = [(axis, labels) for axis, labels in axes.items()]
        return m.add_variables(lower=lower, coords=coords, name=name)

    time = {"s": s, "y": y, "d": day, "p": part}
    built = variable("built", g=g, s=s, v=y)
    capacity = variable("capacity", g=g, s=s, y=y)
    flat = variable("flat", g=list(DISPATCHABLE), s=s, y=y)
    down = variable("down", g=list(DISPATCHABLE), **time)
    taken = variable("in", g=list(STORAGE), **time)
    given = variable("out", g=list(STORAGE), **time)
    held = variable("soc", g=list(STORAGE), **time)
    load = m.add_variables(lower=over(q.load, s=s, y=y), name="load")

    standing = over(np.tril(np.ones((len(y), len(y)))), y=y, v=y)
    m.add_constraints(capacity - (standing * built).sum("v") == 0, name="in_service")
    available = over(q.available, g=g)
    steerable, stores = list(DISPATCHABLE), list(STORAGE)
    m.add_constraints(
        flat - available.sel(g=steerable) * capacity.sel(g=steerable) <= 0, name="output"
    )
    m.add_constraints(down - flat <= 0, name="turned_down")
    m.add_constraints(taken + given - capacity.sel(g=stores) <= 0, name="power")
    way = over(np.sqrt(q.efficiency), g=stores)
    moved = HOURS * way * taken - HOURS * (1 / way) * given
    m.add_constraints(held - held.roll(p=1) - moved == 0, name="keeps")
    hours = over(q.storage_hours, g=stores)
    m.add_constraints(held - hours * capacity.sel(g=stores) <= 0, name="energy")
    weather = over(q.weather, g=list(WEATHER), s=s, d=day, p=part)
    steady = list(FLAT)
    served = (
        flat.sum("g")
        - down.sum("g")
        + (available.sel(g=steady) * capacity.sel(g=steady)).sum("g")
        + (weather * capacity.sel(g=list(WEATHER))).sum("g")
        + given.sum("g")
        - taken.sum("g")
        - load
    )
    m.add_constraints(served >= 0, name="served")

    factor = discount_factors()
    tail = np.cumsum(factor[::-1])[::-1]
    running = over(q.running, g=g)
    by_year = over(factor, y=y)
    fixed = over(q.fixed_om, g=g) * by_year
    extra = (8760 * available * running).where(available.g.isin(steady), 0.0) * by_year
    m.add_objective(
        (over(charge() * q.capex * tail, g=g, v=y) * built).sum()
        + ((fixed + extra) * capacity).sum()
        + (8760 * running.sel(g=steerable) * by_year * flat).sum()
        - (q.weight * running.sel(g=steerable) * by_year * down).sum()
    )
    return m


def hand_over(m: linopy.Model) -> Any:
    """By its direct interface."""
    highs = to_highspy(m)
    highs.setOptionValue("output_flag", False)
    return highs
