"""What generations earn and when they pay back, from prices and amounts that are written down."""

from functools import partial
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.results.generation_earnings import generation_earnings, payback
from planner.system import Accelerator, World

YEARS = (2026, 2027, 2028, 2029)


def plan(running=(), idle=(), bought=(), **chips):
    """A plan that runs, leaves idle and buys so many million units, by generation, site, year."""
    running, idle = dict(running), dict(idle)
    slacks = {key: SimpleNamespace(uslack=partial(idle.get, key, 0.0)) for key in running}
    model = SimpleNamespace(
        FLEET=list(running), YEARS=YEARS, accelerators_running_million=running,
        accelerator_vintage_balance=slacks, accelerators_bought_million=dict(bought),
    )  # fmt: skip
    world = World(
        years=YEARS, accelerators={"k": Accelerator(it_capex=20.0, life_years=3), **chips}
    )
    return SimpleNamespace(formulation=SimpleNamespace(model=model), world=world)


def worth(value, upkeep=1.0, energy=0.5):
    """Billion USD a million units: what they compute, and what upkeep and energy cost."""
    cost = SimpleNamespace(upkeep=lambda k: upkeep, energy=lambda k, s, y: energy)
    return SimpleNamespace(value=value, cost=cost)


def rows(table):
    return [tuple(row) for row in table.itertuples(index=False)]


def test_a_generation_earns_what_it_computes_less_upkeep_and_energy():
    # 3 million run at two sites and 1 million is idle: 3 x (8 - 1 - 0.5) = 19.5 billion USD, over
    # four million units.
    solved = plan(
        running={("k", "s", 2026): 2.0, ("k", "t", 2026): 1.0}, idle={("k", "t", 2026): 1.0}
    )

    (row,) = rows(generation_earnings(solved, worth({("k", 2026): 8.0})))

    assert row == ("k", 2026, 3.0, 1.0, 24.0, 3.0, 1.5, 19.5, 4_875.0)


def test_years_come_in_their_order_and_without_a_price_there_is_no_row():
    # k comes before j in the plan, and 2027 before 2026.
    keys = [(k, y) for y in (2027, 2026) for k in ("k", "j")]
    running = {(k, "s", y): 1.0 for k, y in [*keys, ("k", 2028)]}

    table = generation_earnings(
        plan(running=running, j=Accelerator()), worth(dict.fromkeys(keys, 8.0))
    )

    assert rows(table[["accelerator", "year"]]) == [
        ("j", 2026), ("k", 2026), ("j", 2027), ("k", 2027),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("running", "idle", "told"),
    [
        # What a solver leaves is nothing, of all or of what is idle beside much that runs.
        (0.0, 0.0, []), (5e-10, 4e-10, []), (-1e-9, 0.5, [(0.0, 0.5)]),
        (4.0, 3e-9, [(4.0, 0.0)]), (4.0, 5e-9, [(4.0, 5e-9)]), (0.5, 2e-9, [(0.5, 2e-9)]),
        (0.5, 9e-10, [(0.5, 0.0)]), (2.0, -0.5, [(2.0, 0.0)]),
    ],
)  # fmt: skip
def test_rounding_is_no_unit(running, idle, told):
    solved = plan(running={("k", "s", 2026): running}, idle={("k", "s", 2026): idle})

    table = generation_earnings(solved, worth({("k", 2026): 8.0}))

    assert rows(table[["running_million", "idle_million"]]) == told


def test_units_that_are_idle_pay_for_no_energy():
    solved = plan(running={("k", "s", 2026): 0.0}, idle={("k", "s", 2026): 1.0})

    (row,) = rows(generation_earnings(solved, worth({("k", 2026): 8.0}, energy=float("nan"))))

    assert row[-3:] == (0.0, 0.0, 0.0)


def earnings(*usd, k="k"):
    """What a unit earns in each year from 2026 on."""
    each = [(k, y, e) for y, e in zip(YEARS, usd, strict=False)]
    return pd.DataFrame(each, columns=["accelerator", "year", "earned_usd_per_unit"])


@pytest.mark.parametrize(
    ("usd", "earned", "years"),
    [
        # 20,000 USD a unit: 16,000 in the first year, and the rest is half of the second's 8,000.
        ((16e3, 8e3, 4e3), 28e3, 1.5),
        # In the first quarter of the first year; at the end of the third; never.
        ((80e3, 8e3, 4e3), 92e3, 0.25),
        ((8e3, 8e3, 4e3), 20e3, 3.0),
        ((8e3, 8e3, 3e3), 19e3, None),
        # A year's loss is made good later, and what is paid back stays so.
        ((-5e3, 20e3, 10e3), 25e3, 2.5),
        ((20e3, -9e3, 20e3), 31e3, 1.0),
        # After three years of life nothing is earned.
        ((8e3, 8e3, 3e3, 99e3), 19e3, None),
    ],
)
def test_a_price_is_paid_back_in_the_course_of_a_year(usd, earned, years):
    solved = plan(bought={("k", "s", 2026): 0.25, ("k", "t", 2026): 0.5})

    (row,) = rows(payback(solved, earnings(*usd)))

    assert row[:5] == ("k", 2026, 0.75, 20e3, pytest.approx(earned))
    assert row[5] == pytest.approx(years) if years is not None else row[5] != row[5]


def test_years_count_from_the_purchase():
    # Of 2027's purchase 2027 brings 16,000 and 2028 what is left.
    solved = plan(bought={("k", "s", 2027): 1.0, ("k", "s", 2026): 1e-9, ("k", "s", 2028): -0.5})

    (row,) = rows(payback(solved, earnings(99e3, 16e3, 8e3, 4e3)))

    assert row == ("k", 2027, 1.0, 20e3, pytest.approx(28e3), pytest.approx(1.5))


def test_purchases_are_told_by_year_and_those_without_earnings_never_pay():
    solved = plan(
        bought={(k, "s", y): 1.0 for y in (2027, 2026) for k in ("k", "j")},
        j=Accelerator(it_capex=5.0, life_years=2),
    )

    table = payback(solved, earnings(99e3, 99e3))

    assert rows(table[["accelerator", "year"]]) == [
        ("j", 2026), ("k", 2026), ("j", 2027), ("k", 2027),
    ]  # fmt: skip
    assert table["earned_usd_per_unit"][0] == 0.0
    assert table["payback_years"].isna().tolist() == [True, False, True, False]
