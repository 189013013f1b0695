"""Emissions, annuities and the ledgers, solved by hand or taken from published tables."""

import pytest

from planner.formulation.annuity import capital_recovery_factor, discount_factor, yearly_charge
from planner.formulation.ledger import Ledger
from planner.results.limits import limits_table
from planner.system import PowerTechnology, Region


def gas_and_sun(flat):
    return {
        "gas": PowerTechnology(kind="dispatchable", capex=flat(0.0), co2_mt_per_gwh=4e-4),
        "clean": PowerTechnology(kind="baseload", life_years=1, capex=flat(10.0)),
    }


def test_a_cap_makes_room_for_clean_power(world, cost_of, demand, flat):
    # 1 GW of gas emits 8,760 x 4e-4 = 3.504 Mt. A cap of half of it leaves
    # half a GW for clean power, at 10 billion USD a GW.
    cost = cost_of(
        world(
            technologies=gas_and_sun(flat),
            emissions_cap_mt={2026: 1.752},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(5.0)


def test_a_cap_stands_where_nothing_emits(world, solve, demand, flat):
    # 1 GW of clean power, at 10 billion USD a GW, emits nothing of the 5 Mt.
    clean = {"clean": gas_and_sun(flat)["clean"]}
    solved = solve(
        world(
            technologies=clean, emissions_cap_mt={2026: 5.0}, workloads={"w": demand({2026: 1.0})}
        )
    )

    caps = limits_table(solved).query("limit == 'emissions_cap_limit'")
    assert solved.stages["cost"].solution.objective == pytest.approx(10.0)
    assert caps[["capacity", "used"]].values.tolist() == [[5.0, 0.0]]


def test_a_price_is_paid_for_each_tonne(world, cost_of, demand, flat):
    # 3.504 Mt at 0.1 billion USD a Mt (100 USD a tonne), cheaper than 10.
    cost = cost_of(
        world(
            technologies=gas_and_sun(flat), carbon_price=0.1, workloads={"w": demand({2026: 1.0})}
        )
    )

    assert cost == pytest.approx(0.3504)


def test_grid_power_emits_what_its_region_emits(world, solve, demand, flat):
    # 8,760 GWh at 3e-4 Mt a GWh.
    solved = solve(
        world(
            regions={"r": Region(co2_mt_per_gwh=flat(3e-4))}, workloads={"w": demand({2026: 1.0})}
        )
    )

    assert dict(solved.formulation.ledgers.emissions.values(2026))["grid"] == pytest.approx(2.628)


def test_grid_power_emits_what_its_region_emits_in_the_year(world, solve, demand):
    # 8,760 GWh in either year, at 3e-4 and then 1e-4 Mt a GWh.
    solved = solve(
        world(
            years=(2026, 2027),
            regions={"r": Region(co2_mt_per_gwh={2026: 3e-4, 2027: 1e-4})},
            workloads={"w": demand({2026: 1.0, 2027: 1.0})},
        )
    )

    emitted = solved.formulation.ledgers.emissions
    assert dict(emitted.values(2026))["grid"] == pytest.approx(2.628)
    assert dict(emitted.values(2027))["grid"] == pytest.approx(0.876)


# Any engineering-economy table of capital recovery factors, to four digits.
PUBLISHED = [(0.05, 20, 0.0802), (0.07, 30, 0.0806), (0.08, 25, 0.0937), (0.10, 10, 0.1627)]


@pytest.mark.parametrize(("rate", "years", "factor"), PUBLISHED)
def test_agrees_with_the_published_factors(rate, years, factor):
    assert capital_recovery_factor(rate, years) == pytest.approx(factor, abs=5e-5)


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
@pytest.mark.parametrize("life", [1, 3, 3.5, 5])
def test_the_charges_of_a_whole_life_are_worth_the_overnight_cost(world, timing, life):
    # Bought when the first year begins; a life of 3.5 years is charged four times.
    years = tuple(range(2026, 2026 + 6))
    made = world(years=years, discount_rate=0.07, discount_timing=timing)

    worth = sum(
        yearly_charge(made, life) * discount_factor(made, y)
        for y in years
        if made.in_life(2026, y, life)
    )

    assert worth == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("timing", "factor"), [("start", 1.0), ("middle", 1.1**-0.5), ("end", 1 / 1.1)]
)
def test_payments_of_the_first_year_fall_where_the_model_says(world, timing, factor):
    found = discount_factor(world(discount_rate=0.1, discount_timing=timing), 2026)

    assert found == pytest.approx(factor)


def test_the_books_add_up_to_the_objective(world, solve, demand, flat):
    sources = {
        "grid": PowerTechnology(kind="grid", capex=flat(0.3), fixed_om=0.01, life_years=20),
        "gas": PowerTechnology(kind="dispatchable", capex=flat(2.0), fuel="gas", heat_rate=7.0),
    }
    gas_price = {("gas", 2026): 4e-6, ("gas", 2027): 4e-6}
    made = world(
        years=(2026, 2027),
        regions={
            "r": Region(grid_price=flat(6e-5), grid_gw_per_year=flat(0.5), fuel_price=gas_price)
        },
        technologies=sources,
        workloads={"w": demand({2026: 1.0, 2027: 2.0})},
        shell_capex=12.0,
        discount_rate=0.07,
        non_energy_opex_share=0.01,
    )

    solved = solve(made)

    booked = sum(
        discount_factor(made, y) * busd
        for y in made.years
        for _, busd in solved.formulation.ledgers.cost.values(y)
    )
    assert booked == pytest.approx(solved.stages["cost"].solution.objective, rel=1e-9)


def test_a_ledger_refuses_a_second_term_of_a_name():
    ledger = Ledger("cost", "billion USD", ("year",))
    ledger.enter("fuel", lambda y: 1.0)

    with pytest.raises(ValueError, match="already has a term 'fuel'"):
        ledger.enter("fuel", lambda y: 2.0)
