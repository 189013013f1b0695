"""Ledgers: terms by name, lines of them, and what they come to, by hand."""

import pyomo.environ as pyo
import pytest

from planner.formulation.ledger import Ledger, Ledgers, YearLedger, at_most
from planner.formulation.lines import Line, Price
from planner.lp.row_family import Part


@pytest.fixture
def m():
    m = pyo.ConcreteModel()
    m.x = pyo.Var(initialize=3.0)
    m.y = pyo.Var(initialize=0.0)
    return m


@pytest.fixture
def book(m):
    """2 a unit of x in 2026 and 2027, of which the second counts half; y, and nothing else."""
    book = YearLedger("cost", "billion USD", ("year",))
    book.enter_lines(
        "priced",
        lambda: [
            Line(2026, "thing", m.x, "GW", Price(2.0)),
            Line(2026, "free", m.x, "GW", Price(0.0)),
            Line(2027, "thing", m.x, "GW", Price(2.0), share=0.5),
            Line(2027, "other", m.y, "GW", Price(7.0)),
        ],
    )
    book.enter("of_a_block", lambda y: 5.0 * m.x if y == 2027 else 0.0, uses=["a.b"])
    return book


def test_a_term_is_entered_once(book):
    with pytest.raises(ValueError, match="'cost' already has a term 'of_a_block'"):
        book.enter("of_a_block", lambda y: 0.0)

    assert book.uses == {"priced": (), "of_a_block": ("a.b",)}


def test_lines_add_up_to_what_the_programme_takes(book):
    # 2 * 3; then 2 * 3 / 2 + 7 * 0 and 5 * 3.
    assert dict(book.values(2026)) == {"priced": 6.0, "of_a_block": 0.0}
    assert dict(book.values(2027)) == {"priced": 3.0, "of_a_block": 15.0}
    assert pyo.value(book.total(2027)) == 18.0


def test_what_costs_nothing_has_no_line_and_what_is_not_there_no_entry(book):
    assert [line.item for line in book.lines("priced", 2026)] == ["thing"]
    assert [line.item for line in book.lines("priced", 2027)] == ["thing", "other"]
    assert list(book.lines("priced", 2028)) == []
    found = [(e.term, e.line.year, e.line.item, e.quantity, e.amount)
             for e in book.entries([2026, 2027])]  # fmt: skip
    assert found == [
        ("priced", 2026, "thing", 3.0, 6.0),
        ("priced", 2027, "thing", 3.0, 3.0),
        ("of_a_block", 2027, "of a block", 15.0, 15.0),
    ]


def test_a_term_that_says_only_its_sum_is_a_line_made_once(book):
    first, again = book.lines("of_a_block", 2027), book.lines("of_a_block", 2027)

    assert first is again
    (line,) = first
    assert (line.item, line.unit, line.price.amount, line.share) == (
        "of a block", "billion USD", 1.0, 1.0,
    )  # fmt: skip


def test_terms_with_arrays_are_told_from_those_without(m):
    ledger = Ledger("power", "GW", ("site",))
    ledger.enter("arrays", lambda s: m.x, parts=lambda indices: [Part.each(m.x, 1.0)])
    assert ledger.has_arrays_only()
    assert len(ledger.parts(["s"])) == 1

    ledger.enter("rule", lambda s: 4.0 * m.x)
    assert not ledger.has_arrays_only()
    assert (pyo.value(ledger.rest("s")), pyo.value(ledger.total("s"))) == (12.0, 15.0)


def test_a_total_of_nothing_is_a_row_all_the_same(m):
    m.none = pyo.Constraint(expr=at_most(0.0, 4.0))
    m.some = pyo.Constraint(expr=at_most(2.0 * m.x, 4.0))

    assert (pyo.value(m.none.body), pyo.value(m.none.upper)) == (0.0, 4.0)
    assert (pyo.value(m.some.body), pyo.value(m.some.upper)) == (6.0, 4.0)


def test_the_yearly_ledgers_and_the_load_of_a_site(m):
    ledgers = Ledgers()
    ledgers.power.enter("load", lambda s, y, h: -m.x)
    ledgers.power.enter("stated_load", lambda s, y, h: -0.5)

    assert list(ledgers.yearly) == ["cost", "capex", "value", "emissions"]
    assert pyo.value(ledgers.load("s", 2026, "day")) == 3.5
