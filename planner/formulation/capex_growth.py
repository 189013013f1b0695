r"""Growth of capital: what buyers can spend in a year, held to what they spent before.

Sets
    :math:`y \in Y_c`  years from the one that is guided for in which something can be bought or built

Parameters
    :math:`t`  year that buyers guide for  ``base_year``
    :math:`C`  what they guide for, billion USD  ``guided_busd``
    :math:`\alpha`  the most of it that goes into what is planned, as a share  ``planned_share``
    :math:`\gamma`  the most that spending grows in a year, as a share  ``growth``
    :math:`D_y`  years that a planned year stands for  ``length_years``
    :math:`\Delta_y`  years from the middle of the planned year :math:`y' \in Y_c` before y to the middle of y, of the first one from the middle of t, and not below 0  ``years_apart``

Firms that build clusters pay for them from what they earn and can borrow, and neither doubles and
doubles again at will. The limit is one of finance and not of matter, so a model may leave it out.

Constraint ``capex_growth_limit``, for every y of :math:`Y_c` (billion USD), with
:math:`c_y = \sum_{\mathrm{terms}} \mathrm{capex}_y`, over all terms of the capex ledger:

.. math:: c_y \le D_y (1 + \gamma)^{\Delta_y} c_{y'} / D_{y'}

In the first year of :math:`Y_c`, :math:`\alpha C` stands for :math:`c_{y'} / D_{y'}`. The dual is the
worth of a billion USD more that could be spent in the year, with what it lets be spent after it.
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.growth import chain, factor, slope, years_since
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect, Step, measure
from planner.units import PERCENT

TABLE = "capex_limits"


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it comes last, since it adds up what all others entered."""
    world, of = m.world, m.world.capex_growth
    spent = {y: ledgers.capex.total(y) for y in m.YEARS} if of else {}
    free = [y for y, total in spent.items() if pyo.is_potentially_variable(total)]
    before = chain(world, free, of.base_year) if of else {}

    def since(y: int) -> float:
        return years_since(world, y, before[y], of.base_year)

    def rate_before(y: int) -> pyo.Expression:
        """What was spent in a year of the planned year before, billion USD a year."""
        known = before[y]
        if known is None:
            return of.planned_share * of.guided_busd
        return spent[known] / world.length_years(known)

    def may_be_spent(y: int) -> pyo.Expression:
        return factor(world, y, since(y), of.growth) * rate_before(y)

    @m.Constraint(list(before))
    def capex_growth_limit(m, y):
        return spent[y] <= may_be_spent(y)

    def cells(y: int) -> Iterator[Effect]:
        grown = factor(world, y, since(y), of.growth)
        if before[y] is None:
            amount = grown * (of.guided_busd or 1.0) * of.planned_share
            yield (
                Cell(
                    table=TABLE, key=("guided",), column="value", what="capital guided for",
                    value=of.guided_busd, unit="billion USD", year=of.base_year,
                ),
                amount,
            )  # fmt: skip
            yield (
                Cell(
                    table=TABLE, key=("planned_share",), column="value",
                    what="share of the capital guided for", value=of.planned_share,
                    unit="of the capital", year=of.base_year,
                    most=max(0.0, 1 / of.planned_share - 1) if of.planned_share else 1.0,
                    step=Step(
                        "each percentage point more of the capital guided for", 1.0,
                        "% of the capital", PERCENT / (of.planned_share or 1.0),
                    ),
                ),
                grown * of.guided_busd * (of.planned_share or 1.0),
            )  # fmt: skip
        words = "each percentage point more of growth a year of capital"
        cell = Cell(
            table=TABLE, key=("growth",), column="value", what="growth of capital",
            value=of.growth, unit="a year", weighs=True,
            step=Step(words, 1.0, "% a year", PERCENT / (of.growth or 1.0)),
        )  # fmt: skip
        rise = slope(world, y, since(y), of.growth) * (of.growth or 1.0)
        yield cell, lambda: rise * float(pyo.value(rate_before(y)))

    ledgers.limits.declare(
        "capex_growth_limit",
        "capital and its growth",
        unit="billion USD",
        index=("year",),
        measure=lambda y: measure(may_be_spent(y), spent[y]),
        cells=cells,
    )
