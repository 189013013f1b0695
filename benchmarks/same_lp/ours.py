"""The planner's own blocks, its engine and its hand-over."""

from typing import Any

import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC

from benchmarks.same_lp.question import (
    DISCOUNT_RATE,
    DISPATCHABLE,
    FLAT,
    HOURS,
    PARTS,
    SOURCES,
    STORAGE,
    WEATHER,
    YEARS,
    Question,
)
from planner.formulation import dispatch, finance, power_balance, power_capacity, sets, storage
from planner.formulation.ledger import Ledgers
from planner.lp.highs import Highs
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.row_family import Part
from planner.system import PowerTechnology, Region, Site, TimeSlice, World

Built = tuple[pyo.ConcreteModel, Ledgers]


def world(q: Question) -> World:
    """The question as the planner's world."""
    kinds = {
        **dict.fromkeys(DISPATCHABLE, "dispatchable"),
        "grid": "grid",
        **dict.fromkeys(FLAT, "baseload"),
        **dict.fromkeys(WEATHER, "variable"),
        **dict.fromkeys(STORAGE, "storage"),
    }
    sources = {}
    for i, g in enumerate(SOURCES):
        kind: Any = kinds[g]
        stores = STORAGE.index(g) if g in STORAGE else None
        sources[g] = PowerTechnology(
            kind=kind,
            availability=float(q.available[i]),
            capex={y: float(c) for y, c in zip(YEARS, q.capex[i], strict=True)},
            fixed_om=float(q.fixed_om[i]),
            variable_om=float(q.running[i])
            if kind in ("dispatchable", "baseload", "grid")
            else 0.0,
            profile=g if g in WEATHER else "none",
            storage_hours=0.0 if stores is None else float(q.storage_hours[stores]),
            round_trip_efficiency=1.0 if stores is None else float(q.efficiency[stores]),
        )
    slices = {
        f"d{d}p{p}": TimeSlice(day=d, hours=HOURS, weight_hours=q.weight)
        for d in range(q.days)
        for p in range(PARTS)
    }
    # Each site is a region, so that each has weather of its own.
    factor = {
        (g, s, f"d{d}p{p}"): float(q.weather[i, n, d, p])
        for i, g in enumerate(WEATHER)
        for n, s in enumerate(q.sites)
        for d in range(q.days)
        for p in range(PARTS)
    }
    return World(
        years=YEARS,
        discount_rate=DISCOUNT_RATE,
        sites={s: Site(region=s) for s in q.sites},
        regions={s: Region() for s in q.sites},
        sources=sources,
        slices=slices,
        capacity_factor=factor,
    )


def prepare(q: Question) -> tuple[Question, World]:
    """What stands for reading the inputs, which no way is charged for."""
    return q, world(q)


def build(asked: tuple[Question, World]) -> Built:
    """The model, its big families not yet rows."""
    q, here = asked
    m, ledgers = pyo.ConcreteModel(), Ledgers()
    with PauseGC():
        sets.attach(m, here)
        least = {(s, y): q.load[i, j] for i, s in enumerate(q.sites) for j, y in enumerate(YEARS)}
        m.it_load_gw = pyo.Var(m.SITES, m.YEARS, bounds=lambda m, s, y: (least[s, y], None))

        def load_parts(balances: Any) -> list[Part]:
            return [
                Part.of(m.it_load_gw, ((i, (s, y), -1.0) for i, (s, y, _) in enumerate(balances)))
            ]

        ledgers.power.enter("load", lambda s, y, h: -m.it_load_gw[s, y], parts=load_parts)
        for block in (power_capacity, dispatch, storage, power_balance):
            block.build(m, ledgers)
    return m, ledgers


def hand_over(built: Built) -> Any:
    """Arrays, and these to the solver."""
    m, ledgers = built
    program = compile_linear_program(m)
    costs, _ = costs_of(program, finance.present_cost(m, ledgers))
    highs = Highs()
    bounds = (program.row_lower, program.row_upper), (program.column_lower, program.column_upper)
    highs.load(program.matrix, *bounds)
    highs.costs(costs)
    return highs.raw
