"""Plain Pyomo: the planner's readable rules, row by row, handed over by Pyomo's own ways."""

import tempfile
from pathlib import Path
from typing import Any

import highspy
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers import Highs as Appsi

from benchmarks.same_lp import ours
from planner.formulation.annuity import discount_factor
from planner.lp.row_family import RowFamily

prepare = ours.prepare


def build(asked: Any) -> pyo.ConcreteModel:
    """The model with every row and its objective as Pyomo expressions."""
    m, books = ours.build(asked)
    for family in m.component_objects(pyo.Constraint):
        if isinstance(family, RowFamily):
            family.write_out()
    total = pyo.quicksum(discount_factor(m.world, y) * books.cost.total(y) for y in m.YEARS)
    m.present_cost = pyo.Objective(expr=total)
    return m


def by_file(m: pyo.ConcreteModel) -> Any:
    """Through a file in LP format."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.lp")
        m.write(path, format="lp")
        highs.readModel(path)
    return highs


def by_appsi(m: pyo.ConcreteModel) -> Any:
    """Through Pyomo's persistent interface to HiGHS."""
    solver = Appsi()
    solver.set_instance(m)
    return solver._solver_model
