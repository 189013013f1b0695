r"""Power balance: the load of a site is served in every slice.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years, :math:`h \in H_{sy}` slices of the site

The power ledger holds the terms that the other blocks entered, in GW:
``dispatch``, ``baseload``, ``weather``, ``storage`` and ``shed`` with a plus, ``load`` with a
minus.

Constraint ``load_is_served``, for every s, y, h (GW). What is not used is curtailed, so
the balance is an inequality; its dual is the worth of one more GW in the slice:

.. math:: \mathrm{dispatch} + \mathrm{baseload} + \mathrm{weather} + \mathrm{storage} + \mathrm{shed} - \mathrm{load} \ge 0
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, books: Ledgers) -> None:
    """Close the power ledger; every other block must have entered its terms."""

    @m.Constraint(m.BALANCES)
    def load_is_served(m, s, y, h):
        return books.power.total(s, y, h) >= 0
