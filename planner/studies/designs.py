"""Designs: which scenarios are planned, from the levers that are varied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

import numpy as np

from planner.errors import Fault, InputError
from planner.studies.levers import CASES, MOST_SCENARIOS, Lever
from planner.wording.numbers import to_whole

BASE = "base"
"""The scenario that changes nothing."""


@dataclass(frozen=True)
class Scenario:
    """A name and what is changed of the base model: key to value."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)


def one_at_a_time(levers: Sequence[Lever]) -> list[Scenario]:
    """The base, and each value of each lever alone: what a tornado is drawn from."""
    alone = [
        Scenario(f"{lever.key}={value}", {lever.key: value})
        for lever in levers
        for value in lever.values
    ]
    return [Scenario(BASE), *alone]


def grid(levers: Sequence[Lever]) -> list[Scenario]:
    """The base, and every combination of the levers' values."""
    count = prod(len(lever.values) for lever in levers)
    if count > MOST_SCENARIOS:
        found, expected = (
            f"a grid of {to_whole(count)} scenarios",
            f"at most {to_whole(MOST_SCENARIOS)}",
        )
        fix = "fewer values, or draws: --design latin --samples 100"
        raise InputError([Fault("--vary", found, expected, fix)])
    combinations = product(*(lever.values for lever in levers))
    keys = [lever.key for lever in levers]
    return [Scenario(BASE)] + [
        _named(dict(zip(keys, values, strict=True))) for values in combinations
    ]


def latin_hypercube(levers: Sequence[Lever], count: int, seed: int) -> list[Scenario]:
    """The base, and `count` draws that cover each lever evenly.

    Each lever is cut into `count` parts that are equally likely, and each part
    is drawn from once.
    """
    # Scipy's design module takes longer to import than a small model takes to plan.
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(d=len(_drawable(levers)), rng=np.random.default_rng(seed))
    return _drawn(levers, sampler.random(_at_least_one(count)))


def monte_carlo(levers: Sequence[Lever], count: int, seed: int) -> list[Scenario]:
    """The base, and `count` independent draws of all levers."""
    shape = (_at_least_one(count), len(_drawable(levers)))
    return _drawn(levers, np.random.default_rng(seed).random(shape))


def _drawn(levers: Sequence[Lever], shares: np.ndarray) -> list[Scenario]:
    """A scenario for each row of shares, one share a lever."""
    width = len(str(len(shares)))
    return [Scenario(BASE)] + [
        Scenario(
            f"draw_{number:0{width}d}",
            dict(lever.at(float(share)) for lever, share in zip(levers, row, strict=True)),
        )
        for number, row in enumerate(shares, start=1)
    ]


def _drawable(levers: Sequence[Lever]) -> Sequence[Lever]:
    """The levers, if each has an interval or a range to be drawn from."""
    faults = [
        Fault("--vary", f"{lever.key} has values, not an interval", "KEY or KEY=first:last")
        for lever in levers
        if lever.interval is None and lever.values != CASES
    ]
    if faults:
        raise InputError(faults)
    return levers


def _at_least_one(count: int) -> int:
    if not 1 <= count <= MOST_SCENARIOS:
        raise InputError([Fault("--samples", str(count), f"from 1 to {to_whole(MOST_SCENARIOS)}")])
    return count


def _named(changes: dict[str, Any]) -> Scenario:
    return Scenario(", ".join(f"{key}={value}" for key, value in changes.items()), changes)
