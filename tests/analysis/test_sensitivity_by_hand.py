"""First-order changes of programmes of a few columns, whose duals are worked out by hand."""

from math import inf

import numpy as np
import pytest
from scipy import sparse

from planner.analysis.sensitivity import Optimum, estimate
from planner.lp.lexicographic import Stage
from planner.lp.linear_program import LinearProgram


def programme(rows, columns):
    """Rows by name as coefficients by column, low and high; columns by name as low and high."""
    names = list(columns)
    matrix = [[of.get(name, 0.0) for name in names] for of, _, _ in rows.values()]
    return LinearProgram(
        matrix=sparse.csr_array(np.array(matrix)),
        row_lower=np.array([low for _, low, _ in rows.values()]),
        row_upper=np.array([high for _, _, high in rows.values()]),
        column_lower=np.array([low for low, _ in columns.values()]),
        column_upper=np.array([high for _, high in columns.values()]),
        row_names=list(rows),
        column_names=names,
        columns=[None] * len(names),
    )


def stage(*costs, constant=0.0, name="cost"):
    return Stage(name, np.array(costs), constant, "")


def optimum(objective, values, duals):
    return Optimum(objective, np.array(values), np.array(duals))


def need(low):
    return {"need": ({"a": 1.0, "b": 1.0}, low, inf)}


COLUMNS = {"a": (0.0, 10.0), "b": (0.0, 10.0), "c": (0.0, 4.0)}
# At least 2 of a and b, at 1 and 3 each, and c that pays 1 each: 2 of a, none of b, 4 of c, at
# 2 - 4 + 5 = 3. One more that is needed costs 1; one of b costs 2 more than a.
BEFORE = programme(need(2.0), COLUMNS)
COSTS = stage(1.0, 3.0, -1.0, constant=5.0)
AT = optimum(3.0, [2.0, 0.0, 4.0], [1.0])


def change(rows=None, columns=None, costs=COSTS):
    """The change of the optimum above when it becomes another programme, or why it isn't told."""
    other = programme(rows or need(2.0), {**COLUMNS, **(columns or {})})
    found = estimate(BEFORE, [COSTS], [AT], other, [costs])
    return found.untold or found.changes[0]


@pytest.mark.parametrize(
    ("other", "by"),
    [
        ({}, 0.0),
        ({"rows": need(2.5)}, 0.5),
        # A tenth more for each of 2, an eighth off each of 4, and what is paid anyhow.
        ({"costs": stage(1.1, 3.0, -1.0, constant=5.0)}, 0.2),
        ({"costs": stage(1.0, 3.0, -1.125, constant=5.0)}, -0.5),
        ({"costs": stage(1.0, 3.0, -1.0, constant=5.75)}, 0.75),
        # Half as much of a counts: one of the two is missing.
        ({"rows": {"need": ({"a": 0.5, "b": 1.0}, 2.0, inf)}}, 1.0),
        # A quarter of b must be had, at 2 more than a; a third more of c can be.
        ({"columns": {"b": (0.25, 10.0)}}, 0.5),
        ({"columns": {"c": (0.0, 4.5)}}, -0.5),
        # Bounds that nothing rests on, or that come or go, change nothing.
        ({"columns": {"a": (0.5, 9.0), "b": (0.0, 3.0), "c": (1.0, 4.0)}}, 0.0),
        ({"columns": {"b": (-inf, 10.0)}}, 0.0),
    ],
)
def test_what_one_number_does(other, by):
    assert change(**other) == pytest.approx(by)


@pytest.mark.parametrize(
    ("row", "price", "by"),
    [
        # An upper bound that is paid for: one more saves 2. A price of nothing has no bound.
        (({"a": 1.0}, -inf, 3.0), -2.0, -2.0),
        (({"a": 1.0}, -inf, inf), 0.0, 0.0),
    ],
)
def test_a_row_is_priced_at_the_bound_that_it_rests_on(row, price, by):
    of, low, high = row
    before, after = (
        programme({"r": (of, low, high + more)}, {"a": (0.0, inf)}) for more in (0, 1)
    )
    at = optimum(-6.0, [3.0], [price])

    found = estimate(before, [stage(price)], [at], after, [stage(price)])

    assert found.changes == pytest.approx((by,))


def test_an_optimum_that_is_held_moves_by_its_own_change():
    # First as little of s as can be, beside at most 1 of a: 1 of s. Then a at 3 and s at 0.2.
    columns = {"a": (0.0, 1.0), "s": (0.0, inf)}
    rows = {"need": ({"a": 1.0, "s": 1.0}, 2.0, inf)}
    before = programme(rows, columns)
    first = stage(0.0, 1.0, constant=0.5, name="short")
    second = stage(3.0, 0.2, constant=7.0)
    # One more of s saves 2.8 in the second, since it is one less of a.
    optima = [optimum(1.5, [1.0, 1.0], [1.0]), optimum(10.2, [1.0, 1.0], [3.0, -2.8])]

    after = programme(rows, {**columns, "a": (0.0, 1.1)})
    again = stage(0.0, 1.0, constant=0.6, name="short")
    found = estimate(before, [first, second], optima, after, [again, second])

    # A tenth less of s, and a tenth more of what is short anyhow; 3 - 0.2 for each that is a's.
    assert found.changes == pytest.approx((0.0, 0.28))


def test_an_optimum_that_is_held_counts_in_what_a_column_costs():
    # s is held at 1 and worth 2.8 to the second: its own cost of 0.2 less 3 and -2.8 is nothing,
    # so that a bound of s that moves does nothing.
    columns = {"a": (0.0, inf), "s": (1.0, inf)}
    rows = {"need": ({"a": 1.0, "s": 1.0}, 2.0, inf)}
    first, second = stage(0.0, 1.0, name="short"), stage(3.0, 0.2)
    optima = [optimum(1.0, [1.0, 1.0], [0.0]), optimum(3.2, [1.0, 1.0], [3.0, -2.8])]

    after = programme(rows, {**columns, "s": (1.25, inf)})
    found = estimate(programme(rows, columns), [first, second], optima, after, [first, second])

    # The first rises by a quarter, and the second saves 2.8 for each of it.
    assert found.changes == pytest.approx((0.25, -0.7))


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        # a is used and c too; b is not. The row has a price.
        (need(2.0), ["b", "c"], "a can't be any more"),
        (need(2.0), ["a", "b"], "c can't be any more"),
        (need(2.0), ["a", "c"], ""),
        ({"other": ({"a": 1.0}, -inf, 5.0)}, ["a", "b", "c"], "need holds no more"),
        # Two of a stand against a new row for at most, or at least, so many.
        ({**need(2.0), "cap[s,2026]": ({"a": 1.0}, -inf, 1.9)}, ["a", "b", "c"],
         "cap (s, 2026) holds anew"),
        ({**need(2.0), "floor": ({"a": 1.0}, 2.1, inf)}, ["a", "b", "c"], "floor holds anew"),
        ({**need(2.0), "cap": ({"a": 1.0}, -inf, 2.0)}, ["a", "b", "c"], ""),
        ({**need(2.0), "floor": ({"a": 1.0}, 2.0, inf)}, ["a", "b", "c"], ""),
    ],
)  # fmt: skip
def test_rows_and_columns_that_come_or_go(rows, columns, said):
    other = programme(rows, {name: COLUMNS[name] for name in columns})
    costs = dict(zip(COLUMNS, COSTS.costs, strict=True))
    again = stage(*(costs[name] for name in columns), constant=5.0)

    found = estimate(BEFORE, [COSTS], [AT], other, [again])

    assert found.untold == said
    assert found.changes == (() if said else pytest.approx((0.0,)))


@pytest.mark.parametrize(("cost", "said"), [(0.9, "new (k) becomes possible"), (1.1, "")])
def test_a_new_column_matters_where_it_costs_less_than_what_it_saves(cost, said):
    # One of it saves one of a, which costs 1.
    rows = {"need": ({"a": 1.0, "b": 1.0, "new[k]": 1.0}, 2.0, inf)}
    other = programme(rows, {**COLUMNS, "new[k]": (0.0, 1.0)})

    found = estimate(BEFORE, [COSTS], [AT], other, [stage(1.0, 3.0, -1.0, cost, constant=5.0)])

    assert found.untold == said


@pytest.mark.parametrize(("held", "said"), [(-2.0, "new becomes possible"), (-2.5, "")])
def test_a_new_column_is_held_to_the_optima_before(held, said):
    # It costs 0.8 and saves one of a, at 3, and takes one of what is held, for 2 or 2.5.
    columns = {"a": (0.0, inf)}
    before = programme({"need": ({"a": 1.0}, 2.0, inf)}, columns)
    other = programme({"need": ({"a": 1.0, "new": 1.0}, 2.0, inf)}, {**columns, "new": (0.0, 9.0)})
    optima = [optimum(0.0, [2.0], [0.0]), optimum(6.0, [2.0], [3.0, held])]
    stages = [stage(0.0, name="short"), stage(3.0)]
    again = [stage(0.0, 1.0, name="short"), stage(3.0, 0.8)]

    assert estimate(before, stages, optima, other, again).untold == said
