"""A generation is sold from the year of its first shipment on, and in no year before."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.components import _shipped
from tests.audit.planting import Planted, certified, right

CHIP = "nvidia_vr200"


def sold_in(year):
    """Have the tables say that what was bought of the generation was bought in another year."""

    def plant(plan):
        tables = dict(plan.tables)
        for name in ("accelerators", "shipments"):
            table = tables[name].copy()
            column = "bought_million" if name == "accelerators" else "shipped_million"
            of_it = (table["accelerator"] == CHIP) & (table[column] > 0)
            table.loc[of_it, "year"] = year
            tables[name] = table
        return type(plan)(tables, plan.summary)

    return plant


def bought_years(plan):
    table = plan["accelerators"]
    return set(table.loc[(table["accelerator"] == CHIP) & (table["bought_million"] > 0), "year"])


def test_what_ships_on_new_year_is_sold_in_that_year_and_not_before():
    # It ships from 2028.0 on: the programme has no purchase of it in 2027, and one in 2028.
    assert bought_years(right("new_year")[0]) == {2028}
    assert not certified(Planted("nothing", "new_year")).failed


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_sale_before_the_first_shipment_is_caught(year):
    found = certified(Planted("sold too soon", "new_year", plan=sold_in(year)))

    assert any(check.family == "shipments" for check in found.failed)


@pytest.mark.parametrize(
    ("ships", "last_sale", "year", "on_sale"),
    [
        # Of a year, what ships in its last week; not what ships as the next one begins.
        (2027.98, 2030.0, 2027, True),
        (2028.0, 2030.0, 2027, False),
        (2028.0, 2030.0, 2028, True),
        (2026.5, 2027.0, 2027, True),
        (2026.5, 2027.0, 2028, False),
    ],
)
def test_on_sale_by_hand(ships, last_sale, year, on_sale):
    chip = SimpleNamespace(ships=ships, last_sale=last_sale, told_h100e=2.0)
    table = pd.DataFrame(
        {"accelerator": [CHIP], "year": [year], "shipped_million": [0.5], "h100e_million": [1.0]}
    )
    evidence = SimpleNamespace(
        plan=lambda name: table, bought={(CHIP, "s", year): 0.5}, chips={CHIP: chip},
        on_sale={CHIP: chip},
    )  # fmt: skip

    wrong = [c for c in _shipped(evidence) if abs(c.found - c.expected) > 1e-9]

    assert (not wrong) == on_sale
