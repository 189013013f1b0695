"""What a plan says of its years, and of tables that it has not."""

import pandas as pd
import pytest

from planner.errors import Fault, InputError
from planner.results import Plan


@pytest.mark.parametrize(
    ("each", "lengths", "last"),
    [
        ({}, [1, 1], 2030),
        ({"years_each": 5}, [5, 5], 2034),
        ({"years_each": [4, 3]}, [4, 3], 2032),
        ({"years_each": [0.5, 0.5]}, [0.5, 0.5], 2030),
    ],
)
def test_planned_years_stand_for_years(each, lengths, last):
    plan = Plan({}, {"years": [2026, 2030], **each})

    assert plan.lengths == dict(zip([2026, 2030], lengths, strict=True))
    assert plan.last_year == last


def test_a_table_that_is_absent_says_why_and_another_names_those_there_are():
    fault = Fault("run.json", "no table", "a table")
    plan = Plan({"power": pd.DataFrame(), "cost": pd.DataFrame()}, absent={"water": fault})

    with pytest.raises(InputError):
        plan["water"]
    with pytest.raises(KeyError, match="no table 'powr'; there are cost, power"):
        plan["powr"]
    assert plan["cost"].empty
