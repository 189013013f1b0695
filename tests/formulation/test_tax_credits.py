"""Tax credits on capital and on output, solved by hand."""

import pytest

from planner.formulation.annuity import capital_recovery_factor
from planner.formulation.assemble import assemble
from planner.system import PowerTechnology, TaxCredit

ALWAYS_SUNNY = {("solar", "r", "year"): 1.0}


def test_a_credit_on_capital_takes_its_share_off(world, solve, demand, flat):
    # 1 GW at 10 billion USD, charged in the one year of its life, less 30 %.
    # What is spent stays 10.
    cell = PowerTechnology(kind="dispatchable", life_years=1, capex=flat(10.0))

    solved = solve(
        world(
            technologies={"cell": cell},
            tax_credits={("cell", "r", 2026): TaxCredit(capital_share=0.3)},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert solved.stages["cost"].solution.objective == pytest.approx(7.0)
    assert dict(solved.formulation.ledgers.capex.values(2026))["power"] == pytest.approx(10.0)


def test_a_credit_belongs_to_a_region_and_a_year_of_service(world, cost_of, demand, flat):
    # 1 GW in 2026, credited by a half, and one more in 2027, which is not:
    # 10 billion a GW over ten years, a tenth each year: 0.5 + (0.5 + 1).
    cell = PowerTechnology(kind="dispatchable", life_years=10, capex=flat(10.0))

    cost = cost_of(
        world(
            years=(2026, 2027),
            technologies={"cell": cell},
            tax_credits={
                ("cell", "r", 2026): TaxCredit(capital_share=0.5),
                ("cell", "elsewhere", 2027): TaxCredit(capital_share=0.5),
            },
            build_limit_gw={("", 2026): 1.0},
            workloads={"w": demand({2026: 1.0, 2027: 2.0})},
        )
    )

    assert cost == pytest.approx(2.0)


def test_a_credit_on_output_is_spread_over_the_life(world, cost_of, demand, flat):
    # 8,760 GWh a year at 1e-5 billion USD a GWh for 10 of 20 years is half as
    # much in each year of life: 0.0438. Capital of 20 is charged at 1 a year.
    solar = PowerTechnology(kind="variable", profile="solar", life_years=20, capex=flat(20.0))

    cost = cost_of(
        world(
            technologies={"solar": solar},
            capacity_factor=ALWAYS_SUNNY,
            tax_credits={("solar", "r", 2026): TaxCredit(production=1e-5, production_years=10)},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert cost == pytest.approx(1.0 - 0.0438)


def test_spreading_keeps_the_present_value(world, flat):
    # 0.0876 a year for ten years is worth as much as the yearly credit for thirty.
    solar = PowerTechnology(kind="variable", profile="solar", life_years=30, capex=flat(20.0))
    made = world(
        discount_rate=0.07,
        technologies={"solar": solar},
        capacity_factor=ALWAYS_SUNNY,
        tax_credits={("solar", "r", 2026): TaxCredit(production=1e-5, production_years=10)},
    )

    lines = assemble(made).ledgers.cost.lines("tax_credits", 2026)
    yearly = -sum(8760 * line.coefficient for line in lines if "curtailed" not in line.item)

    paid = 0.0876 / capital_recovery_factor(0.07, 10)
    assert yearly / capital_recovery_factor(0.07, 30) == pytest.approx(paid)
