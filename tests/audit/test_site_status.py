"""When sites open by their status, and how much of them counts, by hand."""

from math import inf, nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.site_status import Prospect, prospect

STATUS = pd.DataFrame(
    [("planned", 18.0, nan, 0.4), ("proposed", 6.0, 2030.0, 0.2)],
    columns=["status", "slip_months", "opens_from", "completion_share"],
)
NOTHING = SimpleNamespace(power={}, units={})


def seen(status="planned", stands=NOTHING, chosen=(), commitments=None, asked=None, **row):
    """The prospect of a site whose first power is told for the spring of 2027."""
    sites = {"slip": "observed", "completion": "expected"} if asked is None else asked
    files = SimpleNamespace(
        definition={"sites": sites, **({"commitments": commitments} if commitments else {})},
        inputs={"site_status": STATUS, "site_commitments": pd.DataFrame({"site": ["s"]})},
    )
    whole = {"first_power_year": 2027.25, "kind": "announced", "status": status, **row}
    return prospect(files, SimpleNamespace(chosen=chosen), stands, "s", whole)


def test_a_site_that_nobody_knows_opens_late_and_counts_in_part():
    # 18 months after the spring of 2027; half a year later than it, and not before 2030.
    assert seen() == Prospect(2028.75, 0.4)
    assert seen("proposed") == Prospect(2030.0, 0.2)
    assert seen("proposed", first_power_year=2029.75) == Prospect(2030.25, 0.2)


def test_each_of_the_two_is_asked_for_by_itself():
    assert seen(asked={"slip": "observed"}) == Prospect(2028.75, 1.0)
    assert seen(asked={"completion": "expected"}) == Prospect(2027.25, 0.4)
    assert seen(asked={}) == Prospect(2027.25, 1.0)
    assert seen(asked={"slip": "none", "completion": "all"}) == Prospect(2027.25, 1.0)


@pytest.mark.parametrize("known", [
    {"stands": SimpleNamespace(power={"s": {"grid": 1.0}}, units={})},
    {"stands": SimpleNamespace(power={}, units={"s": {("h100", 2024): 1.0}})},
    {"chosen": ("s",)},
    {"commitments": {"sites": "given"}},
    {"kind": "fleet_pool"},
], ids=["power", "units", "chosen", "committed", "pool"])  # fmt: skip
def test_a_site_that_is_known_is_as_its_row_has_it(known):
    assert seen(**known) == Prospect(2027.25, 1.0)


def test_what_is_known_of_others_tells_nothing_of_a_site():
    others = SimpleNamespace(power={"t": {"grid": 1.0}}, units={"t": {("h100", 2024): 1.0}})

    assert seen(stands=others, chosen=("t",)) == Prospect(2028.75, 0.4)
    assert seen(commitments={"sites": "none"}) == Prospect(2028.75, 0.4)


@pytest.mark.parametrize("year", [None, nan])
def test_a_site_without_a_year_has_been_open_always(year):
    assert seen(first_power_year=year, asked={}) == Prospect(-inf, 1.0)
    assert seen(first_power_year=year) == Prospect(-inf, 0.4)
    assert seen("proposed", first_power_year=year) == Prospect(2030.0, 0.2)
