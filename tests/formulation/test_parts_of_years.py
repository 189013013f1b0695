"""Parts of a year: two half-years and a year, worked out by hand, and halves beside years.

No model file asks for them yet. What the blocks of power, capital and money make of a world that
has them is held here.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.formulation.annuity import (
    discount_factor,
    share_charged,
    share_paid_once,
    yearly_charge,
)
from planner.formulation.assemble import assemble
from planner.results.money import cost, emissions
from planner.results.plan import Plan
from planner.results.power import Balances, power
from planner.solving import solve_world
from planner.system import PowerTechnology, Region, Site, World

H1, H2, NEXT = 2026, 2026.5, 2027
HALVES = {H1: 0.5, H2: 0.5}
YEARS = (H1, H2, NEXT)


def halves(**given):
    """The first and second half of 2026, and 2027."""
    return World(years=YEARS, year_lengths=HALVES, **given)


def gas_and_plant(years, lengths, rate=0.0, timing="middle", **plant):
    """A GW of load, gas at a million USD a GWh, and a plant of a billion USD a GW."""
    flat = dict.fromkeys(years, 1.0)
    return World(
        years=tuple(years),
        year_lengths=lengths,
        discount_rate=rate,
        discount_timing=timing,
        sites={"s": Site(region="r", stated_load={(y, "year"): 1.0 for y in years})},
        regions={"r": Region()},
        technologies={
            "plant": PowerTechnology(kind="dispatchable", capex=flat, **plant),
            "gas": PowerTechnology(
                kind="dispatchable", capex=dict.fromkeys(years, 0.0), variable_om=1e-3,
                co2_mt_per_gwh=1e-3,
            ),
        },
    )  # fmt: skip


def planned(world):
    """The tables of a plan that speak of power and money, and its present cost."""
    solved = solve_world(world)
    tables = {
        "power": power(solved, Balances.of(solved)),
        "emissions": emissions(solved),
        "cost": cost(solved),
    }
    lengths = [world.length(y) for y in world.years]
    stages = {name: result.solution.objective for name, result in solved.stages.items()}
    return Plan(tables, {"years": world.years, "years_each": lengths, "objective": stages})


GAS_A_YEAR = 8.76
"""What a year of 1 GW of gas costs, billion USD: 8,760 GWh."""


@pytest.mark.parametrize(
    ("timing", "moments"),
    [("start", (0, 0.5, 1)), ("middle", (0.25, 0.75, 1.5)), ("end", (0.5, 1, 2))],
)
def test_half_a_year_pays_half_at_its_own_start_middle_or_end(timing, moments):
    world = halves(discount_rate=0.1, discount_timing=timing)

    for year, part, moment in zip(YEARS, (0.5, 0.5, 1), moments, strict=True):
        assert discount_factor(world, year) == pytest.approx(part * 1.1**-moment)
        assert share_paid_once(world, year) * discount_factor(world, year) == pytest.approx(
            1.1**-moment
        )


def test_energy_costs_and_emissions_of_a_half_are_half_a_years():
    # Gas alone, paid at the ends of the halves and of 2027: 4.38, 4.38 and 8.76 billion USD.
    world = gas_and_plant(YEARS, HALVES, 0.1, "end", lead_years=9.0)
    plan = planned(world)

    assert plan.cost_busd == pytest.approx(4.38 / 1.1**0.5 + 4.38 / 1.1 + 8.76 / 1.1**2)
    assert plan.total("power", "generation_twh") == pytest.approx(2 * 8.76)
    assert plan.total("emissions", "emissions_mt") == pytest.approx(2 * 8.76)
    # Told by the year: a half runs at the rate of 8.76 TWh a year.
    assert plan.by("power", "generation_twh", "year").tolist() == pytest.approx([8.76] * 3)


@pytest.mark.parametrize(
    ("lead", "of_gas"),
    [(0, 0), (0.5, 0), (0.51, 0.5), (1, 0.5), (1.01, 1), (2, 1), (2.01, 2)],
)
def test_a_lead_time_counts_from_the_beginning_to_the_end_of_a_half(lead, of_gas):
    # A plant for nothing but its capital, without discount, over 40 years: a fortieth of a billion
    # USD a year. It serves with the half, or the year, by whose end its lead time has passed.
    world = gas_and_plant(YEARS, HALVES, lead_years=lead, life_years=40.0)
    plan = planned(world)

    assert plan.cost_busd == pytest.approx(of_gas * GAS_A_YEAR + (2 - of_gas) / 40)


def test_a_life_ends_within_a_year():
    # What is built in the middle of 2026 for a year serves half of 2026 and half of 2027.
    world = halves()

    assert [world.share_in_life(H2, y, 1.0) for y in YEARS] == [0.0, 1.0, 0.5]
    assert [world.share_in_life(H1, y, 1.0) for y in YEARS] == [1.0, 1.0, 0.0]
    assert [world.before(y) for y in YEARS] == [None, H1, H2]
    assert [world.serves_by(y) for y in YEARS] == [2026.5, 2027, 2028]
    assert world.end == 2028


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
@pytest.mark.parametrize(("built", "life"), [(H1, 1), (H1, 2), (H2, 1)])
def test_the_charges_of_a_life_are_worth_what_was_spent(timing, built, life):
    # Spent at the start of the half in which it is built, 0 or 0.5 years from the start of 2026.
    world = halves(discount_rate=0.1, discount_timing=timing)

    worth = sum(discount_factor(world, y) * share_charged(world, built, y, life) for y in YEARS)

    assert worth * yearly_charge(world, life) == pytest.approx(1.1 ** -(built - 2026))


def test_the_charges_of_two_halves_by_hand():
    # A life of a year, paid at ends: 1.1 at the end of 2026. In halves x at the end of each that
    # are worth a half's part of it: x / 1.1^0.5 + x / 1.1 is not 1 with x = 0.55. The first pays
    # so much that it is worth (1 - 1.1^-0.5) / (1 - 1.1^-1) of a billion USD, the second the rest.
    world = halves(discount_rate=0.1, discount_timing="end")
    charge = yearly_charge(world, 1)
    first = (1 - 1.1**-0.5) / (1 - 1 / 1.1)

    worth = [discount_factor(world, y) * share_charged(world, H1, y, 1) * charge for y in YEARS]

    assert charge == pytest.approx(1.1)
    assert worth == pytest.approx([first, 1 - first, 0.0])


def test_what_a_half_can_have_is_a_limit_of_its_own():
    # 0.2 GW come in the first half, 0.3 in the second and 0.5 in 2027: gas serves the rest.
    world = gas_and_plant(YEARS, HALVES, life_years=40.0)
    plant = replace(world.technologies["plant"], build_limit="plants")
    limits = {("plants", H1): 0.2, ("plants", H2): 0.3, ("plants", NEXT): 0.5}
    world = replace(
        world, build_limit_gw=limits, technologies={**world.technologies, "plant": plant}
    )
    plan = planned(world)
    gas = plan["power"].query("technology == 'gas'").set_index("year")["generation_twh"]

    assert gas.to_dict() == pytest.approx({H1: 0.8 * 8.76, H2: 0.5 * 8.76, NEXT: 0.0})
    assert plan.total("power", "generation_twh") == pytest.approx(2 * 8.76)
    assert plan.rate("power", "built_gw", "technology", "year")["plant"].tolist() == pytest.approx(
        [0.4, 0.6, 0.5]
    )


PARTS = st.lists(st.sampled_from([1, 2, 4]), min_size=1, max_size=3)


def cut(parts):
    """2026 and the years after, each cut into so many equal parts."""
    lengths = {2026 + i + j / n: 1 / n for i, n in enumerate(parts) for j in range(n)}
    return tuple(lengths), {y: length for y, length in lengths.items() if length < 1}


@settings(max_examples=12, deadline=None)
@given(parts=PARTS, life=st.integers(1, 3), rate=st.sampled_from([0.0, 0.03, 0.1]))
def test_capital_is_charged_alike_however_years_are_cut(parts, life, rate):
    # Built when the plan begins: the charges inside the plan are worth what those of years are.
    def charged(years, lengths):
        f = assemble(gas_and_plant(years, lengths, rate, life_years=float(life)))
        return sum(
            discount_factor(f.model.world, y) * line.coefficient
            for y in years
            for line in f.ledgers.cost.lines("power_capital", y)
            if line.vintage == 2026 and line.item == "plant"
        )

    whole = tuple(range(2026, 2026 + len(parts)))

    assert charged(*cut(parts)) == pytest.approx(charged(whole, {}))


@settings(max_examples=8, deadline=None)
@given(parts=PARTS)
def test_years_in_parts_cost_what_years_do_without_discount(parts):
    plant = {"life_years": 3.0, "fixed_om": 0.01, "lead_years": 1.0}
    years = tuple(range(2026, 2026 + len(parts)))
    whole = planned(gas_and_plant(years, {}, **plant))
    # With parts the plant comes by the end of the last part of 2026, and gas serves those before.
    before = 1 - 1 / parts[0]

    plan = planned(gas_and_plant(*cut(parts), **plant))

    saved_capital = before / 3 + 0.01 * before
    assert plan.cost_busd == pytest.approx(whole.cost_busd + before * GAS_A_YEAR - saved_capital)
    assert plan.total("power", "generation_twh") == pytest.approx(8.76 * len(parts))
