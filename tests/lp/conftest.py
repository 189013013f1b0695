"""Programmes of two or three columns, solved by hand."""

import numpy as np
import pyomo.environ as pyo
import pytest
from scipy import sparse

from planner.lp.linear_program import LinearProgram


@pytest.fixture
def bakery():
    """Bread x and cake y: an hour each of two ovens, 4 hours in all; flour for 6, cake takes 2.

    Profit of 3 on bread and 5 on cake is greatest at x = 2, y = 2: both limits bind.
    """
    m = pyo.ConcreteModel()
    m.x = pyo.Var(within=pyo.NonNegativeReals)
    m.y = pyo.Var(within=pyo.NonNegativeReals)
    m.hours = pyo.Constraint(expr=m.x + m.y <= 4)
    m.flour = pyo.Constraint(expr=m.x + 2 * m.y <= 6)
    m.loss = -3 * m.x - 5 * m.y
    return m


@pytest.fixture(scope="session")
def long_solve():
    """A random packing programme that takes the simplex method half a minute, and its costs."""
    rows, columns = 3000, 6000
    rng = np.random.default_rng(1)
    weights = sparse.random_array(
        (rows, columns),
        density=8 / rows,
        format="csr",
        rng=rng,
        data_sampler=lambda size: rng.uniform(0.1, 1.0, size),
    )
    program = LinearProgram(
        matrix=sparse.csr_array(weights),
        row_lower=np.full(rows, -np.inf),
        row_upper=np.ones(rows),
        column_lower=np.zeros(columns),
        column_upper=np.ones(columns),
        row_names=[f"room[{i}]" for i in range(rows)],
        column_names=[f"packed[{j}]" for j in range(columns)],
        columns=[None] * columns,
    )
    return program, -rng.uniform(0.5, 1.0, columns)
