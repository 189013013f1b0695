"""Runs of the tutorial model, as they are and with an error planted in their programme."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyomo.environ as pyo
import pytest
from pyomo.repn import generate_standard_repn

from planner import api
from planner.analysis.reference.known_facts import with_known_facts
from planner.data.inputs import Inputs
from planner.results.tables import extract
from planner.solving import solve as solving
from planner.system.build import build_world


@cache
def _tables(values: tuple[tuple[str, Any], ...]) -> Inputs:
    """The tutorial's tables with some cells set, read once for all tests."""
    model = api.load_model("small")
    return Inputs.for_model(model.model_copy(update={"set": {**model.set, **dict(values)}}))


@pytest.fixture
def planned(tmp_path) -> Callable[..., Path]:
    """Plan the tutorial with some keys changed; returns the run's folder."""

    def plan(**changes: Any) -> Path:
        model = api.load_model("small").model_copy(update=changes)
        inputs = _tables(tuple(model.set.items()))
        world = build_world(inputs, model)
        solved = solving.solve_world(world)
        plan = with_known_facts(model, inputs, extract(solved), world)
        api.Run(model, inputs, plan, solved, {}).write(tmp_path)
        return tmp_path / "small"

    return plan


@pytest.fixture
def flip(monkeypatch) -> Callable[..., None]:
    """Plant an error: change what the blocks built before it is handed to the solver."""

    def plant(change: Callable[[pyo.ConcreteModel, Any], None]) -> None:
        built = solving.assemble

        def with_error(world):
            formulation = built(world)
            change(formulation.model, formulation.ledgers)
            return formulation

        monkeypatch.setattr(solving, "assemble", with_error)

    return plant


def one_coefficient(row: Any, variable: str, factor: float) -> None:
    """Multiply the coefficient of the first variable of a kind in one row."""
    body = generate_standard_repn(row.body)
    terms = list(zip(body.linear_coefs, body.linear_vars, strict=True))
    place = next(i for i, (_, v) in enumerate(terms) if v.name.startswith(variable))
    terms[place] = (factor * terms[place][0], terms[place][1])
    changed = pyo.quicksum(c * v for c, v in terms) + body.constant
    if row.equality:
        row.set_value(changed == row.upper)
    else:
        row.set_value((row.lower, changed, row.upper))
