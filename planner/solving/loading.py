"""From the solver's columns to the variables of a model."""

import numpy as np
import pyomo.environ as pyo

from planner.formulation.assemble import Formulation
from planner.lp.column_family import ColumnFamily
from planner.lp.linear_program import LinearProgram

DUST = 1e-9
"""A variable below this is rounding of the solver: a watt, or a thousandth of an accelerator."""


def load_values(formulation: Formulation, program: LinearProgram, values: np.ndarray) -> None:
    """Put an optimum on the model's variables."""
    settled = np.where(np.abs(values) > DUST, values, 0.0)
    for component in formulation.model.component_objects(pyo.Var):
        own = settled[program.columns_of(component)]
        if isinstance(component, ColumnFamily):
            component.load(own)
            continue
        for variable, value in zip(component.values(), own.tolist(), strict=True):
            variable.set_value(value, skip_validation=True)
