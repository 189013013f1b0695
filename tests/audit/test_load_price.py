"""What one more GW of stated load costs, from duals that are given, by hand."""

from math import inf
from types import SimpleNamespace

import numpy as np
import pytest

from planner.audit.shown.load_price import worth_of_load

LOAD = {"day": 3.0, "eve": 3.0, "night": 1.0}
HOURS = {"day": 2000.0, "eve": 6000.0, "night": 760.0}
ROWS = {
    # Family and labels to lower and upper bound, and dual.
    ("site_power_balance", ("s", "2026", "day")): (3.0, inf, 5.0),
    ("site_power_balance", ("s", "2026", "night")): (1.0, inf, 2.0),
    ("site_power_balance", ("s", "2027", "day")): (3.0, inf, 100.0),
    ("matched_load_limit", ("s", "2026", "day")): (-inf, 3.0, -0.5),
    ("unserved_load_limit", ("s", "2026", "night")): (-inf, 1.0, -0.25),
    ("clean_share_requirement", ("2026", "day")): (0.0, inf, 4.0),
    ("onsite_reserve_margin_requirement", ("s", "2026")): (3.3, inf, 8.0),
    ("n_minus_1_requirement", ("g", "s", "2026")): (3.0, inf, 16.0),
}


def worth(duals="as given", share=0.6, terms=None, reached=3.0, technologies=("g",)):
    space = SimpleNamespace(
        evidence=SimpleNamespace(
            files=SimpleNamespace(
                definition={"limits": {"clean_share_hourly": {"2026": share}}},
                power_terms={"onsite_reserve_margin": 0.1} if terms is None else terms,
            ),
            years=range(2026, 2027),
            calendar=SimpleNamespace(slices=HOURS),
            weights=HOURS,
        ),
        slices={("s", 2026): list(LOAD)},
        load_gw=lambda s, y, h: LOAD[h],
        peak=lambda s, y: reached,
        technologies_at={("s", 2026): [*technologies]} if technologies else {},
    )
    given = np.array([dual for *_, dual in ROWS.values()])
    stage = SimpleNamespace(duals=None if duals is None else given)
    proof = SimpleNamespace(
        stages={} if duals == "no stage" else {"cost": stage},
        own_rows=len(ROWS),
        row_families=[family for family, _ in ROWS],
        row_keys=[key for _, key in ROWS],
        row_lower=np.array([low for low, *_ in ROWS.values()]),
    )
    return worth_of_load(space, proof)


def test_a_gw_more_costs_the_duals_of_all_rows_that_it_stands_in():
    # By day 5, less 0.5 as it makes room for matched power, 0.6 of 4 for clean power, and of the
    # peak, which day and evening make together by their hours, a quarter: 0.25 * (1.1 * 8 + 16).
    of = worth()

    assert of("s", 2026, "day") == pytest.approx(5 - 0.5 + 2.4 + 0.25 * (8.8 + 16))
    assert of("s", 2026, "eve") == pytest.approx(0.75 * (8.8 + 16))
    # Not of the peak; and a GW more may go unserved.
    assert of("s", 2026, "night") == pytest.approx(2 - 0.25)


def test_without_a_share_that_is_asked_for_clean_power_costs_nothing():
    assert worth(share=0.0)("s", 2026, "day") == pytest.approx(4.5 + 0.25 * (8.8 + 16))


def test_without_a_margin_that_is_stated_the_peak_alone_is_asked_for():
    assert worth(terms={})("s", 2026, "eve") == pytest.approx(0.75 * (8 + 16))


def test_where_nothing_can_be_built_no_unit_can_fail():
    assert worth(technologies=())("s", 2026, "eve") == pytest.approx(0.75 * 8.8)


def test_a_peak_that_no_slice_reaches_costs_nothing():
    assert worth(reached=3.5)("s", 2026, "eve") == 0.0


def test_load_of_the_whole_year_is_asked_for_in_each_slice():
    # Clean power by day alone has a price; the sum of the slices is that of the year.
    assert worth()("s", 2026, "year") == pytest.approx(2.4)


def test_where_the_solver_gave_no_duals_nothing_is_known():
    assert worth(None) is None
    assert worth("no stage") is None
