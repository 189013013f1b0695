r"""Growth of capital: what buyers can spend in a year, by what they guide for and its growth.

Sets
    :math:`y \in Y_c`  years from the first that is guided for in which something can be bought or built

Parameters
    :math:`t_y`  last year that buyers guide for and that is not after y  ``base_year``
    :math:`C_{t}`  what they guide for, billion USD  ``guided_busd``
    :math:`\alpha_{y}`  the most of it that goes into what is planned, as a share  ``planned_share``
    :math:`\gamma_{j}`  the most that spending grows in year j over the year before, as a share  ``growth``

Firms that build clusters pay for them from what they earn and can borrow, and neither doubles and
doubles again at will. The limit is one of finance and not of matter, so a model may leave it out.
What a plan spends in one year changes nothing in the next: spending early earns no room later, and
an idle year costs none.

Constraint ``capex_growth_limit``, for every y of :math:`Y_c` (billion USD), over all terms of the
capex ledger:

.. math:: \sum_{\mathrm{terms}} \mathrm{capex}_y \le \alpha_y C_{t_y} \prod_{j = t_y + 1}^{y} (1 + \gamma_j)

The dual is the worth of a billion USD more that could be spent in the year.
"""

from collections.abc import Iterator
from math import prod

import pyomo.environ as pyo

from planner.config.stated_values import span_of, stated_in
from planner.formulation.ledger import Ledgers, at_most
from planner.formulation.limits import Cell, Effect, Step
from planner.units import PERCENT

TABLE = "capex_limits"
UNIT = "billion USD"


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it comes last, since it adds up what all others entered."""
    of = m.world.capex_growth
    spent = {y: ledgers.capex.total(y) for y in m.YEARS if of and of.base_year(y) is not None}
    spent = {y: total for y, total in spent.items() if pyo.is_potentially_variable(total)}

    @m.Constraint(list(spent))
    def capex_growth_limit(m, y):
        return at_most(spent[y], of.busd(y))

    def guided(y: int) -> Effect:
        base = of.base_year(y)
        busd = of.guided_busd[base]
        cell = Cell(
            table=TABLE, key=("guided", base), column="value", what="capital guided for",
            value=busd, unit=UNIT, year=base,
        )  # fmt: skip
        return cell, of.planned_share[y] * of.grown(y) * (busd or 1.0)

    def planned_share(y: int) -> Effect:
        share, row = of.planned_share[y], stated_in(of.planned_share, y, y)
        span = span_of(of.planned_share, {when: when for when in spent}, y)
        step = Step(
            "each percentage point more of the capital guided for", 1.0, "% of the capital",
            PERCENT / (share or 1.0),
        )  # fmt: skip
        cell = Cell(
            table=TABLE, key=("planned_share", row or y), column="value",
            what="share of the capital guided for", value=share, unit="of the capital",
            year=span.first, onwards=span.onwards, step=step,
            most=max(0.0, 1 / share - 1) if share else 1.0,
        )  # fmt: skip
        return cell, of.guided_busd[of.base_year(y)] * of.grown(y) * (share or 1.0)

    def growth(y: int) -> Iterator[Effect]:
        """Each row that acts between the guidance and the year; none does in the year guided for."""
        years = of.growing(y)
        for row in dict.fromkeys(stated_in(of.growth, j, j) or j for j in years):
            own = [j for j in years if (stated_in(of.growth, j, j) or j) == row]
            others = prod(1 + of.growth[j] for j in years if j not in own)
            share = of.growth[own[0]]
            onwards = any(stated_in(of.growth, j, j) == row for j in of.growth if j > row)
            words = "each percentage point more of growth a year of capital"
            # Several years compound, so what it is worth is known at the margin.
            cell = Cell(
                table=TABLE, key=("growth", row), column="value", what="growth of capital",
                value=share, unit="a year", year=row, onwards=onwards, weighs=True,
                step=Step(words, 1.0, "% a year", PERCENT / (share or 1.0)),
            )  # fmt: skip
            slope = len(own) * (1 + share) ** (len(own) - 1) * others
            most = of.guided_busd[of.base_year(y)] * of.planned_share[y]
            yield cell, most * slope * (share or 1.0)

    def cells(y: int) -> Iterator[Effect]:
        yield guided(y)
        yield planned_share(y)
        yield from growth(y)

    ledgers.limits.declare(
        "capex_growth_limit", "capital and its growth", unit=UNIT, index=("year",), cells=cells
    )
