"""What is told of earnings, payback and idle units beside what they come to, by hand."""

from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.shown import earnings

STAND = ("accelerator", "site", "year", "running_million", "idle_million")
EARNINGS = ("accelerator", "year", "running_million", "idle_million", "value_busd", "upkeep_busd",
            "energy_busd", "earned_busd", "earned_usd_per_unit")  # fmt: skip
PAYBACK = ("accelerator", "year", "bought_million", "price_usd_per_unit", "earned_usd_per_unit",
           "payback_years")  # fmt: skip
OFF = ("accelerator", "site", "year", "reason", "idle_million", "value_usd_per_unit_hour",
       "running_usd_per_unit_hour")  # fmt: skip
IDLE = ("accelerator", "site", "year", "reason", "idle_million_months")


YEARS = (2026, 2027, 2028)


def table(columns, rows):
    return pd.DataFrame(rows, columns=list(columns))


def evidence_of(running=(), **tables):
    return SimpleNamespace(
        plan=tables.__getitem__,
        running=Amounts({(k, s, y): million for k, s, y, million in running}),
        files=SimpleNamespace(hours=8000.0),
        chips={"old": SimpleNamespace(price_busd=10.0)},
        years=YEARS,
        stays_years=2,
    )


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


def earnings_rows(*told, stand=((2026, 0.5, 0.3),), steps=(2026,)):
    running = [("old", "a", y, million) for y, million, _ in stand]
    evidence = evidence_of(
        running=running,
        accelerators=table(STAND, [("old", "a", y, *rest) for y, *rest in stand]),
        generation_earnings=table(EARNINGS, [("old", *row) for row in told]),
    )
    earning = SimpleNamespace(
        evidence=evidence,
        space=SimpleNamespace(steps={("rest", y, 1): (1.0, 1.0) for y in steps}),
        value={("old", 2026): 8.0},
        upkeep=lambda k: 0.6,
        energy=lambda k, s, y: 1.4,
    )
    return list(earnings._earnings(earning))


# Half a million run, 0.3 stand: worth 4, upkeep 0.3, energy 0.7. Each of 800,000 earns 3750 USD.
RIGHT = (2026, 0.5, 0.3, 4.0, 0.3, 0.7, 3.0, 3750.0)


def test_a_generation_earns_its_value_less_what_it_costs():
    assert not failed(earnings_rows(RIGHT))


@pytest.mark.parametrize(("at", "name"), [
    (1, "units of"), (2, "idle units of"), (3, "value of"), (4, "upkeep of"), (5, "energy of"),
    (6, "earned by"), (7, "earned by a unit of"),
])  # fmt: skip
def test_each_number_of_earnings_is_held_to_its_own(at, name):
    wrong = [*RIGHT]
    wrong[at] *= 1.01

    assert f"{name} old in 2026" in failed(earnings_rows(tuple(wrong)))


def test_what_is_earned_is_measured_by_what_it_is_the_rest_of():
    # Of a value of 4 billion a rest of 3 may be off by 4e-6, and of a unit's 5000 by 5e-3.
    near = (*RIGHT[:6], 3.0 + 3.9e-6, 3750.0 + 4.9e-3)
    beyond = (*RIGHT[:6], 3.0 + 4.1e-6, 3750.0 + 5.1e-3)

    assert not failed(earnings_rows(near))
    assert len(failed(earnings_rows(beyond))) == 2


def test_every_generation_that_stands_in_a_priced_year_has_a_row():
    gone = "a row of generation_earnings for old 2026"
    assert failed(earnings_rows()) == [gone]
    # Those that only stand idle, too; in a year without a price none has one.
    assert failed(earnings_rows(stand=((2026, 0.0, 0.3),))) == [gone]
    assert not failed(earnings_rows(RIGHT, stand=((2026, 0.5, 0.3), (2027, 0.5, 0.3))))
    assert failed(earnings_rows(steps=())) == []
    # So few may have one or none.
    assert not failed(earnings_rows(stand=((2026, 1e-7, 0.0),)))
    assert not failed(earnings_rows(stand=((2026, 3e-7, 3e-7), (2027, 5e-9, 0.0)), steps=YEARS))
    assert failed(earnings_rows(stand=((2026, 1e-6, 0.0),))) == [gone]


def test_a_generation_that_stands_nowhere_has_nothing_to_tell():
    # A row of hardly anything is as right as a row of nothing, but for being there.
    few = (2028, 1e-9, 0.0, nan, 0.0, 0.0, nan, nan)

    assert failed(earnings_rows(RIGHT, few)) == ["a row of generation_earnings for old 2028"]


def payback_rows(*told, bought=((2026, 0.2),), earned=(), steps=True):
    evidence = evidence_of(
        payback=table(PAYBACK, [("old", *row) for row in told]),
        generation_earnings=table(
            ("accelerator", "year", "earned_usd_per_unit"), [("old", *row) for row in earned]
        ),
    )
    evidence.bought = {
        ("old", s, y): million for s, (y, million) in zip("abc", bought, strict=False)
    }
    space = SimpleNamespace(steps={"any": 1} if steps else {})
    return list(earnings._payback(evidence, space))


def test_a_purchase_has_paid_back_when_its_earnings_come_to_its_price():
    # 10,000 USD a unit: 6000 in the first year, and 4000 of the 8000 of the second.
    earned = ((2026, 6000.0), (2027, 8000.0), (2028, 9000.0))

    assert not failed(payback_rows((2026, 0.2, 1e4, 14e3, 1.5), earned=earned))
    # In service for two years alone; the year of what is earned is none before it is bought.
    late = payback_rows((2027, 0.2, 1e4, 17e3, 1 + 2 / 9), bought=((2027, 0.2),), earned=earned)
    assert not failed(late)
    for wrong, name in (
        ((2026, 0.21, 1e4, 14e3, 1.5), "bought of old of 2026"),
        ((2026, 0.2, 1.1e4, 14e3, 1.5), "price of old of 2026"),
        ((2026, 0.2, 1e4, 23e3, 1.5), "earned by old of 2026"),
        ((2026, 0.2, 1e4, 14e3, 1.4), "payback of old of 2026"),
        ((2026, 0.2, 1e4, 14e3, nan), "payback of old of 2026"),
    ):
        assert failed(payback_rows(wrong, earned=earned)) == [name]


def test_a_purchase_pays_back_on_the_day_that_all_is_earned_and_once():
    # All of it in the first year: one year. What it loses later doesn't undo it.
    earned = ((2026, 10_000.0), (2027, -5000.0))
    assert not failed(payback_rows((2026, 0.2, 1e4, 5e3, 1.0), earned=earned))
    # What earns too little never does, nor what earned nothing in the year that would do it.
    few = ((2026, 4000.0), (2027, 5000.0))
    assert not failed(payback_rows((2026, 0.2, 1e4, 9e3, nan), earned=few))
    assert not failed(payback_rows((2026, 0.2, 1e4, nan, nan), earned=((2026, nan), (2027, 1.0))))


def test_all_that_is_bought_has_a_row_of_payback():
    gone = ["a row of payback for old 2026"]
    assert failed(payback_rows()) == gone
    assert failed(payback_rows(bought=((2026, 0.0),))) == []
    assert failed(payback_rows(steps=False)) == []
    # The purchases of all sites are one, and a rounding below nothing is none.
    both = ((2026, 0.2), (2026, 0.3), (2026, -0.1))
    assert not failed(payback_rows((2026, 0.5, 1e4, 0.0, nan), bought=both))


def off_rows(*told, idle=0.3, reasons=("demand",), months="as told", steps=True, way=0.1):
    rows = [("old", "a", 2026, *row) for row in told]
    again = [(*row[:4], 12 * row[4]) for row in rows] if months == "as told" else months
    evidence = evidence_of(
        switched_off=table(OFF, rows),
        accelerators=table(STAND, [("old", "a", 2026, 0.0, idle)]),
        idle=table(IDLE, again),
    )
    earning = SimpleNamespace(
        evidence=evidence,
        space=SimpleNamespace(steps={"any": 1} if steps else {}),
        value={("old", 2026): 16.0},
        upkeep=lambda k: 0.6,
        energy=lambda k, s, y: 1.4,
        reasons=lambda k, s, y: set(reasons),
        made_way=lambda k, s, y: way,
    )
    return list(earnings._switched_off(earning))


def test_idle_units_are_told_with_their_worth_and_cost_by_the_hour():
    # 16 billion of a million units in 8000 hours are 2 USD an hour, and 0.6 + 1.4 are 0.25.
    assert not failed(off_rows(("demand", 0.3, 2.0, 0.25)))
    assert not failed(off_rows(("demand", 0.2, 2.0, 0.25), ("shell", 0.1, 2.0, 0.25),
                               reasons=("demand", "shell")))  # fmt: skip
    for wrong, name in (
        (("demand", 0.31, 2.0, 0.25), "units of old at a in 2026"),
        (("demand", 0.3, 2.1, 0.25), "worth of old at a in 2026"),
        (("demand", 0.3, 2.0, 0.35), "running cost of old at a in 2026"),
        (("shell", 0.3, 2.0, 0.25), "why old at a in 2026 is off: shell"),
    ):
        assert failed(off_rows(wrong)) == [name]


def test_every_idle_unit_has_a_row_and_few_may_have():
    gone = "a row of switched_off for old a 2026"
    assert failed(off_rows()) == [gone]
    assert failed(off_rows(idle=1e-6)) == [gone]
    assert failed(off_rows(steps=False)) == []
    assert not failed(off_rows(idle=5e-7))
    assert not failed(off_rows(("demand", 5e-7, 2.0, 0.25), idle=5e-7))
    # Where none is idle at all a row is one too many.
    assert gone in failed(off_rows(("demand", 0.0, 2.0, 0.25), idle=0.0))


def test_months_are_twelve_times_what_is_idle():
    name = "months of old at a in 2026, demand"
    right = ("demand", 0.3, 2.0, 0.25)
    assert failed(off_rows(right, months=[("old", "a", 2026, "demand", 3.5)])) == [name]
    assert failed(off_rows(right, months=[])) == [name]
    more = [("old", "a", 2026, "demand", 3.6), ("old", "a", 2026, "shell", 1.0)]
    assert failed(off_rows(right, months=more)) == ["months of old at a in 2026, shell"]


def test_what_was_replaced_ran_before_and_lacks_room_or_power():
    for lack in ("shell", "cooling", "power", "power_cost"):
        row = ("replaced", 0.3, 2.0, 0.25)
        assert not failed(off_rows(row, reasons=(lack,), way=0.3))
        assert failed(off_rows(row, reasons=(lack,), way=0.2)) == ["replaced of old at a in 2026"]
    assert failed(off_rows(("replaced", 0.3, 2.0, 0.25), reasons=("demand",), way=0.3))
