"""Worlds so small that a comment proves their plan."""

from collections.abc import Callable
from typing import Any

import pytest

from planner.solving import SolvedWorld, solve_world
from planner.system import Accelerator, PowerTechnology, Region, Site, TimeSlice, Workload, World


@pytest.fixture
def world(flat) -> Callable[..., World]:
    """One site fed by free grid power, one free generation, one year: override what matters.

    A million units give one million H100e and draw one GW.
    """

    def make(**changes: Any) -> World:
        settings: dict[str, Any] = {
            "years": (2026,),
            "sites": {"s": Site(region="r")},
            "regions": {"r": Region()},
            "accelerators": {"k": Accelerator()},
            "technologies": {"grid": PowerTechnology(kind="grid", capex=flat(0.0))},
            "workloads": {},
        }
        return World(**{**settings, **changes})

    return make


@pytest.fixture
def demand() -> Callable[..., Workload]:
    """A throughput demand in million H100e, by year."""

    def make(target: dict[int, float], **changes: Any) -> Workload:
        return Workload(kind="throughput", target=target, **changes)

    return make


@pytest.fixture
def flat() -> Callable[[float], dict[int, float]]:
    """The same capital cost in every year, billion USD a GW."""
    return lambda capex: dict.fromkeys(range(2020, 2060), capex)


@pytest.fixture
def solve() -> Callable[[World], SolvedWorld]:
    """Solve a world to its last stage."""
    return solve_world


@pytest.fixture
def cost_of(solve) -> Callable[[World], float]:
    """Present cost of a world's plan, billion USD."""
    return lambda world: solve(world).stages["cost"].solution.objective


@pytest.fixture
def shortfall_of(solve) -> Callable[..., float]:
    """Missed years of target of a world's plan at one priority."""
    return lambda world, priority=1: (
        solve(world).stages[f"shortfall_{priority}"].solution.objective
    )


@pytest.fixture
def day_and_night(world, flat):
    """All kinds of sources over two days, of two slices and of one; a site without land."""
    kinds = {
        "grid": PowerTechnology(kind="grid", capex=flat(0.0)),
        "cut": PowerTechnology(kind="grid", region_limited=True, capex=flat(0.0)),
        "gas": PowerTechnology(
            kind="dispatchable", capex=flat(1.0), availability=0.9, variable_om=3e-6
        ),
        "atom": PowerTechnology(
            kind="baseload", capex=flat(5.0), availability=0.95, variable_om=1e-6
        ),
        "sun": PowerTechnology(kind="variable", capex=flat(1.0), profile="sun"),
        "cell": PowerTechnology(
            kind="storage", capex=flat(0.5), storage_hours=4.0, round_trip_efficiency=0.85
        ),
    }
    slices = {
        "day": TimeSlice(day=0, weight_hours=2000.0, hours=14.0),
        "night": TimeSlice(day=0, weight_hours=3000.0, hours=10.0),
        "grey": TimeSlice(day=1, weight_hours=3760.0, hours=24.0),
    }
    return world(
        years=(2026, 2027),
        sites={
            "1": Site(region="r", pue_in={"day": 1.3, "night": 1.1, "grey": 1.2}),
            "bare, and 'quoted'": Site(region="r", onsite_renewables=False),
        },
        regions={
            "r": Region(technology_limit_gw={"cut": 5.0}, grid_price={2026: 5e-5, 2027: 6e-5})
        },
        technologies=kinds,
        slices=slices,
        capacity_factor={("sun", "r", h): f for h, f in zip(slices, (0.7, 0.0, 0.1), strict=True)},
        flexible_load_share=0.5,
        flexible_load_hours=876.0,
        workloads={"w": Workload(kind="throughput", target={2026: 1.0, 2027: 2.0})},
    )
