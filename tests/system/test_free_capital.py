"""What has a price that no year is charged is told, with its way out."""

import pytest

from planner.system import Accelerator, PowerTechnology, World
from planner.system.free_capital import free_capital_notices


def world(rate=0.0, life=None, **changes):
    life = {} if life is None else {"life_years": life}
    return World(
        years=(2026,),
        discount_rate=rate,
        technologies={
            "atom": PowerTechnology(kind="dispatchable", capex={2026: 6.0}, **life),
            "free": PowerTechnology(kind="dispatchable", capex={2026: 0.0}),
        },
        accelerators={"k": Accelerator(it_capex=30.0, **life)},
        **changes,
    )


def test_what_lives_for_ever_is_charged_nothing_where_money_costs_nothing():
    (note,) = free_capital_notices(world())

    assert note.startswith("atom, k: the price is spent and no year is charged any of it")
    assert "discount_rate is 0" in note


@pytest.mark.parametrize(
    ("changes", "rate"),
    [({"rate": 0.07}, ""), ({"life": 20}, ""), ({"annuity_rate": 0.05}, ""),
     ({"rate": 0.07, "annuity_rate": 0.0}, "annuity_rate is 0")],
)  # fmt: skip
def test_a_life_or_a_rate_charges_it(changes, rate):
    notes = list(free_capital_notices(world(**changes)))

    assert [rate in note for note in notes] == ([True] if rate else [])
