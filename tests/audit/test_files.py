"""What the certificate makes of a table's cells and of years that stand for several, by hand."""

from math import inf, nan

import pandas as pd
import pytest

from planner.audit.files import (
    Files,
    by_region_and_year,
    by_year,
    by_year_held,
    in_service,
    number_or,
)


def of(step=1, timing="end", rate=0.1, **more):
    """The files of a model of 2025 to 2035."""
    years = {"first": 2025, "last": 2035, "step": step}
    definition = {"years": years, "discount_rate": rate, "discount_timing": timing, **more}
    return Files({}, {}, {"definition": definition}, None)


def test_a_dollar_of_a_planned_year_is_paid_in_each_year_that_it_stands_for():
    # Twice, in 2035 and 2036: ten and eleven years after the start of 2025, and later by half a
    # year or a whole one.
    assert of(2, "start").present(2035) == pytest.approx(1.1**-10 + 1.1**-11)
    assert of(2, "middle").present(2035) == pytest.approx(1.1**-10.5 + 1.1**-11.5)
    assert of(2, "end").present(2035) == pytest.approx(1.1**-11 + 1.1**-12)
    # Of money of 2023 it is two years more.
    assert of(2, discount_base_year=2023).present(2025) == pytest.approx(1.1**-3 + 1.1**-4)
    assert of().present(2026) == pytest.approx(1.1**-2)


def test_each_planned_year_stands_for_its_own_years():
    # 2025 and 2026 by themselves, 2027 and 2028 together, and five years from 2029 and 2034 on.
    definition = {
        "years": {"first": 2025, "last": 2034, "steps": {"2027": 2, "2029": 5}},
        "discount_rate": 0.1,
        "discount_timing": "start",
    }
    files = Files({}, {}, {"definition": definition}, None)

    assert [files.length(y) for y in (2025, 2026, 2027, 2029, 2034)] == [1, 1, 2, 5, 5]
    assert list(files.years) == [2025, 2026, 2027, 2029, 2034]
    assert [files.before(y) for y in files.years] == [None, 2025, 2026, 2027, 2029]
    assert files.present(2027) == pytest.approx(1.1**-2 + 1.1**-3)
    # Four years from 2026 on: all of 2027 and 2028, and the first of five.
    assert [files.serves(2026, y, 4) for y in (2027, 2029)] == [1.0, 0.2]
    assert files.once(2027) == pytest.approx(1 / (1 + 1 / 1.1))


def test_a_life_that_ends_within_a_planned_year_falls_due_in_part_of_it():
    # Of the five years from 2030 on, a plant of 2025 with seven years to live serves two, which
    # are worth 1 and 1 / 1.1 of what all are.
    files = of(5)
    whole = sum(1.1**-i for i in range(5))

    assert files.serves(2025, 2030, 7) == pytest.approx(0.4)
    assert files.falls_due(2025, 2030, 7) == pytest.approx((1 + 1 / 1.1) / whole)
    assert files.once(2030) == pytest.approx(1 / whole)
    assert (files.serves(2030, 2025, 7), files.falls_due(2030, 2025, 7)) == (0.0, 0.0)
    assert (files.serves(2025, 2025, 7), files.falls_due(2025, 2025, 7)) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("timing", "life", "charge"),
    [
        # Two payments p, now and in a year: p (1 + 1 / 1.1) = 1.
        ("start", 2.0, 1.1 / 2.1),
        # In one year and two: p (1 / 1.1 + 1 / 1.21) = 1; so too where life is a year and a half.
        ("end", 2.0, 1.21 / 2.1),
        ("end", 1.5, 1.21 / 2.1),
        ("middle", 2.0, 1.1**1.5 / 2.1),
        # For ever, from a year on: a tenth; from now on, 0.1 / 1.1.
        ("end", inf, 0.1),
        ("start", inf, 0.1 / 1.1),
    ],
)
def test_the_payments_of_a_life_add_up_to_the_dollar(timing, life, charge):
    assert of(timing=timing).charge(life) == pytest.approx(charge)
    # Annuities may have a rate of their own.
    assert of(timing=timing, rate=0.3, annuity_rate=0.1).charge(life) == pytest.approx(charge)


def test_without_interest_each_year_pays_its_part():
    assert of(rate=0.0).charge(4.0) == pytest.approx(0.25)


@pytest.mark.parametrize(("year", "serves"), [(2024, 0), (2025, 1), (2027, 1), (2028, 0)])
def test_what_is_built_serves_from_its_year_to_the_end_of_its_life(year, serves):
    assert in_service(2025, year, 3.0) == bool(serves)


def test_a_row_holds_until_the_next():
    table = pd.DataFrame(
        {"site": ["s", "s", "s"], "year": [2029, 2025, 2028], "gw": [3.0, 1.0, nan]}
    )

    held = by_year_held(table, ["site"], "gw", range(2024, 2030))

    assert held == {
        ("s", 2025): 1.0, ("s", 2026): 1.0, ("s", 2027): 1.0, ("s", 2028): 1.0, ("s", 2029): 3.0,
    }  # fmt: skip
    assert held["s", 2024] == 0.0


def test_of_a_region_the_first_row_holds_before_it_too():
    table = pd.DataFrame({"region": ["r", "r"], "year": [2026, 2028], "usd": [5.0, 7.0]})

    at = by_region_and_year(table, "usd", 2.0)

    assert [at("r", y) for y in (2025, 2026, 2027, 2028, 2040)] == [5.0, 5.0, 5.0, 7.0, 7.0]
    assert at("elsewhere", 2026) == 2.0


def test_a_limit_is_a_number_or_one_by_year():
    assert by_year({"2026": 2, 2027: 3}, 2026) == 2.0
    assert by_year({"2026": 2, 2027: 3}, 2027) == 3.0
    assert by_year({"2026": 2}, 2028) is None
    assert by_year(4, 2028) == 4.0


def test_a_blank_cell_is_the_other_number():
    assert [number_or(cell, 7.0) for cell in (None, nan, 0.0, 2)] == [7.0, 7.0, 0.0, 2.0]


def test_a_technology_is_paid_back_over_its_life_or_an_economic_one_of_its_own():
    rows = pd.DataFrame(
        {"technology": ["a", "b", "c"], "lifetime_years": [20.0, 30.0, nan],
         "economic_life_years": [nan, 15.0, nan]}
    )  # fmt: skip
    own = Files({"power_technologies": rows}, {}, {}, None).technologies
    earlier = rows.drop(columns="economic_life_years")
    stated = Files({"power_technologies": earlier}, {}, {}, None).technologies

    assert [row["payback_years"] for row in own.values()] == [20.0, 15.0, inf]
    assert [row["payback_years"] for row in stated.values()] == [20.0, 30.0, inf]


def test_a_year_has_8760_hours_unless_the_model_says_other():
    assert of(time={}).hours == 8760.0
    assert of(time={"hours_per_year": 10}).hours == 10.0


@pytest.mark.parametrize(
    ("mode", "held", "free"),
    [("perfect", None, True), ("perfect", {"orders": []}, False), ("myopic", None, False)],
)
def test_a_plan_is_free_that_saw_all_years_and_carries_out_no_orders(mode, held, free):
    files = of(foresight={"mode": mode})
    files.manifest["held"] = held

    assert files.free is free


def test_without_cluster_costs_nothing_is_charged_for_ever():
    files = Files({"cluster_costs": pd.DataFrame(columns=["item", "value"])}, {}, {}, None)

    assert files.cluster_costs == {
        "server_network_multiplier": 1.0,
        "shell_usd_per_w_it": 0.0,
        "non_energy_opex_share_per_year": 0.0,
        "accelerator_life_years": inf,
        "facility_life_years": inf,
    }
