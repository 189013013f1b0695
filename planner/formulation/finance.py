r"""Finance: what the last stage minimises.

Sets
    :math:`y \in Y`  years

Parameters
    :math:`r`  real discount rate  ``discount_rate``
    :math:`\theta`  0, 1/2 or 1: payments fall at a year's start, middle or end  ``discount_timing``
    :math:`y_0`  year at whose start money has its present value: the first, unless another is named  ``discount_base_year``
    :math:`N_y`  years that a planned year stands for, itself the first of them; 1 unless a model says otherwise  ``year_lengths``

Every block enters what a year is charged in the cost ledger: capital as an
annuity over its economic life, inside the horizon only, so that what outlives
the horizon is not written off at its end; and running costs as they fall due.
The charges of a whole life have the overnight cost as their present value when
service begins.

Where a year stands for several, each of them costs what it does, and capital is charged for
those of them that lie in its economic life: see :func:`share_charged`.

A part of a year, :math:`N_y < 1`, pays that part of a year's costs once, at its own start, middle or
end: in the sums below it has the one term :math:`N_y (1 + r)^{-(y - y_0 + \theta N_y)}`. No model file
asks for one yet.

Objective ``present_cost`` (billion real USD at the start of :math:`y_0`):

.. math:: \sum_y \sum_{i=0}^{N_y-1} (1 + r)^{-(y + i - y_0 + \theta)} \sum_{\mathrm{terms}} \mathrm{cost}_y

Where compute has a price, its value is taken off, and the stage makes value less cost as large as
it can be:

.. math:: \sum_y \sum_{i=0}^{N_y-1} (1 + r)^{-(y + i - y_0 + \theta)} \left( \sum_{\mathrm{terms}} \mathrm{cost}_y - \sum_{\mathrm{terms}} \mathrm{value}_y \right)
"""

import numpy as np
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.ledger import Ledgers
from planner.lp.row_family import Linear


def present_cost(m: pyo.ConcreteModel, ledgers: Ledgers) -> Linear:
    """Present value of all charges of the cost ledger, less the value ledger's, billion USD."""
    years = list(m.YEARS)
    factors = np.array([discount_factor(m.world, y) for y in years])
    parts = [part.times(factors[part.rows]) for part in ledgers.cost.parts(years)]
    rest = pyo.quicksum(discount_factor(m.world, y) * ledgers.cost.rest(y) for y in years)
    if ledgers.value.terms:
        rest -= pyo.quicksum(discount_factor(m.world, y) * ledgers.value.total(y) for y in years)
    return Linear(rest, parts)
