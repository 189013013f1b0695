r"""Finance: what the last stage minimises.

Sets
    :math:`y \in Y`  years

Parameters
    :math:`r`  real discount rate  ``discount_rate``
    :math:`\theta`  0, 1/2 or 1: payments fall at a year's start, middle or end  ``discount_timing``

Every block enters what a year is charged in the cost ledger: capital as an
annuity over its economic life, inside the horizon only, so that what outlives
the horizon is not written off at its end; and running costs as they fall due.
The charges of a whole life have the overnight cost as their present value when
service begins.

Objective ``present_cost`` (billion real USD at the start of the first year :math:`y_0`):

.. math:: \sum_y (1 + r)^{-(y - y_0 + \theta)} \sum_{\mathrm{terms}} \mathrm{cost}_y
"""

import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.ledger import Ledgers


def present_cost(m: pyo.ConcreteModel, books: Ledgers) -> pyo.Expression:
    """Present value of all charges of the cost ledger, billion USD."""
    return pyo.quicksum(discount_factor(m.world, y) * books.cost.total(y) for y in m.YEARS)
