"""Programmes of two or three columns, solved by hand."""

import pyomo.environ as pyo
import pytest


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
