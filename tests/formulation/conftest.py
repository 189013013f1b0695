"""Worlds so small that a comment proves their plan."""

from collections.abc import Callable
from typing import Any

import pytest

from planner.plan import SolvedWorld, solve_world
from planner.world import Accelerator, PowerSource, Region, Site, Workload, World


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
            "sources": {"grid": PowerSource(kind="grid", capex=flat(0.0))},
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
