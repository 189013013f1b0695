"""Tax credits on capital and on output, solved by hand."""

import pytest

from planner.formulation.annuity import capital_recovery_factor
from planner.formulation.assemble import assemble
from planner.system import PowerTechnology, Site, TaxCredit, TimeSlice

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


SLICES = {
    "calm": TimeSlice(weight_hours=4000.0),
    "windy": TimeSlice(weight_hours=3000.0),
    "over": TimeSlice(weight_hours=1760.0),
}
USD_PER_MWH = 1e-6


def beside_an_atom(world, flat, *, variable_om, of_atom):
    """A GW of wind with a credit of 20 USD a MWh beside a GW of baseload that the calm needs.

    Capital of ten years: 0.1 / 10 + 1 / 10 = 0.11 a year. The load is 1 GW, and 2 when windy.
    """
    usd = USD_PER_MWH
    return world(
        sites={
            "s": Site(
                region="r",
                stated_load={(2026, "calm"): 1.0, (2026, "windy"): 2.0, (2026, "over"): 1.0},
            )
        },
        technologies={
            "wind": PowerTechnology(
                kind="variable", profile="w", life_years=10, capex=flat(0.1), build_limit="wind",
                variable_om=variable_om * usd,
            ),
            "atom": PowerTechnology(
                kind="baseload", life_years=10, capex=flat(1.0), build_limit="atom"
            ),
        },
        slices=SLICES,
        capacity_factor={("w", "r", h): float(h != "calm") for h in SLICES},
        build_limit_gw={("wind", 2026): 1.0, ("atom", 2026): 1.0},
        tax_credits={
            ("wind", "r", 2026): TaxCredit(production=20 * usd, production_years=10),
            ("atom", "r", 2026): TaxCredit(production=of_atom * usd, production_years=10),
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("variable_om", "of_atom", "right"),
    [
        # A GW is over for 1,760 hours. Cut wind saves 15 and loses its own 20; baseload that
        # nothing uses loses 8. Wind is cut: 8,760 x 8 and 3,000 x (20 - 15) are earned.
        (15, 8, 0.11 - 0.07008 - 0.015),
        # With 3 baseload gives way: 7,000 x 3 and 4,760 x (20 - 15).
        (15, 3, 0.11 - 0.021 - 0.0238),
        # Wind that is paid 5 beside its credit is never cut: 7,000 x 8 and 4,760 x (20 + 5).
        (-5, 8, 0.11 - 0.056 - 0.119),
        # Of wind without a cost the plan says whose output is not used: 7,000 x 8, 4,760 x 20.
        (0, 8, 0.11 - 0.056 - 0.0952),
    ],
)
def test_wind_that_is_cut_loses_its_own_credit(world, cost_of, flat, variable_om, of_atom, right):
    made = beside_an_atom(world, flat, variable_om=variable_om, of_atom=of_atom)

    assert cost_of(made) == pytest.approx(right)


def test_of_wind_that_is_cut_the_vintage_that_earns_least_loses_first(world, cost_of, flat):
    # A GW of wind of 2026 earns 20, one of 2027 earns 10, each MWh costs 15; 0.3 GW of baseload
    # earn 1. Slice a asks for all of it, b of 2027 for 0.8 GW less: these are of 2027 and lose 10.
    # Capital: 0.01 x 3 of wind, 0.03 x 2 of baseload.
    # 2026: 2,500 + 2,760 GWh of wind at -5. 2027: in a 2,500 at -5 and 2,500 at +5, in b 2,760
    # at -5 and 0.2 x 2,760 at +5. Baseload: 2 x 0.3 x 8,760 at -1.
    usd, hours = USD_PER_MWH, {"a": 5000.0, "b": 2760.0, "calm": 1000.0}
    load = {2026: {"a": 0.8, "b": 1.3, "calm": 0.3}, 2027: {"a": 1.3, "b": 1.5, "calm": 0.3}}
    factors = {"a": 0.5, "b": 1.0, "calm": 0.0}

    cost = cost_of(
        world(
            years=(2026, 2027),
            sites={
                "s": Site(
                    region="r",
                    stated_load={(y, h): gw for y, of in load.items() for h, gw in of.items()},
                )
            },
            technologies={
                "wind": PowerTechnology(
                    kind="variable", profile="w", life_years=10, capex=flat(0.1),
                    build_limit="wind", variable_om=15 * usd,
                ),
                "atom": PowerTechnology(
                    kind="baseload", life_years=10, capex=flat(1.0), build_limit="atom"
                ),
            },
            slices={h: TimeSlice(weight_hours=n) for h, n in hours.items()},
            capacity_factor={("w", "r", h): share for h, share in factors.items()},
            build_limit_gw={
                ("wind", 2026): 1.0, ("wind", 2027): 1.0, ("atom", 2026): 0.3, ("atom", 2027): 0.0,
            },
            tax_credits={
                ("wind", "r", 2026): TaxCredit(production=20 * usd, production_years=10),
                ("wind", "r", 2027): TaxCredit(production=10 * usd, production_years=10),
                ("atom", "r", 2026): TaxCredit(production=1 * usd, production_years=10),
            },
        )
    )  # fmt: skip

    of_wind = -0.0263 + 0.0 - 0.0138 + 0.00276
    assert cost == pytest.approx(0.03 + 0.06 + of_wind - 0.005256)


@pytest.mark.parametrize("surplus_allowed", [True, False])
def test_what_an_overhaul_takes_of_wind_earns_no_credit(world, cost_of, flat, surplus_allowed):
    # A GW of wind could give 8,760 GWh, a quarter of which an overhaul takes: 6,570 earn 20 USD a
    # MWh, and gas gives the other 2,190 at 50. Capital: 0.1 / 10.
    usd = USD_PER_MWH
    made = world(
        sites={"s": Site(region="r", stated_load={(2026, "year"): 1.0})},
        technologies={
            "wind": PowerTechnology(
                kind="variable", profile="w", life_years=10, capex=flat(0.1), build_limit="wind",
                scheduled_outage=0.25,
            ),
            "gas": PowerTechnology(kind="dispatchable", capex=flat(0.0), variable_om=50 * usd),
        },
        capacity_factor={("w", "r", "year"): 1.0},
        build_limit_gw={("wind", 2026): 1.0},
        tax_credits={("wind", "r", 2026): TaxCredit(production=20 * usd, production_years=10)},
        surplus_allowed=surplus_allowed,
    )  # fmt: skip

    assert cost_of(made) == pytest.approx(0.01 - 0.1314 + 0.1095)
