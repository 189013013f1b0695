"""Priced demand: what is bought, what runs and what an hour is worth, solved by hand.

A million units give one million H100e and draw one GW, so a price of p USD a H100e-hour is worth
8.76 p billion USD a year for a million units.
"""

import random
from dataclasses import replace

import pytest

from planner.results import running_worth
from planner.results.compute_price import compute_steps, prices
from planner.results.limits import limits_table
from planner.results.off_reasons import CLOSE
from planner.results.running_worth import RunningWorth
from planner.results.switched_off import switched_off_sentences
from planner.results.tables import extract
from planner.system import (
    Accelerator,
    Commitment,
    DemandStep,
    PowerTechnology,
    Region,
    Site,
    Workload,
)

HOURS = 8.76
"""Billion USD a year for a million H100e at one USD an hour."""


@pytest.fixture
def wanted():
    """A throughput demand of steps (million H100e, USD an hour), the same in each year."""

    def make(*steps, years=(2026,), **changes):
        curve = tuple(
            DemandStep(step=j, wanted=million, price=usd, row_year=years[0])
            for j, (million, usd) in enumerate(steps, start=1)
        )
        settings = {"kind": "throughput", "target": {}, "steps": dict.fromkeys(years, curve)}
        return Workload(**{**settings, **changes})

    return make


@pytest.fixture
def standing():
    """A site on which a million units stand that were bought before; nothing can be added."""

    def make(million=1.0, facility=1.0, **changes):
        settings = {"existing_power": {"grid": facility}, "max_facility_gw": facility,
                    "existing_fleet": {("k", 2025): million}}  # fmt: skip
        return Site(region="r", **{**settings, **changes})

    return make


def table_of(solved, table):
    """A table of the plan."""
    return extract(solved).tables[table]


def served(solved):
    return compute_steps(solved)["served_h100e_million"].tolist()


@pytest.mark.parametrize(("grid", "runs"), [(0.9, 1.0), (1.1, 0.0)])
def test_a_unit_runs_exactly_while_the_price_exceeds_its_running_cost(
    world, solve, wanted, standing, grid, runs
):
    # Upkeep is 10 % of 8.76 billion USD, 0.876, which is 0.1 USD an hour; a GW takes `grid` times
    # 8.76 billion USD of energy a year, which is `grid` USD an hour. With an hour at 1.1 USD the
    # running cost is 1.0 below and 1.2 above the price.
    chip = Accelerator(it_capex=HOURS, life_years=5, last_sale_year=2020)
    solved = solve(
        world(
            accelerators={"k": chip},
            sites={"s": standing()},
            regions={"r": Region(grid_price={2026: grid * 1e-3})},
            workloads={"w": wanted((2.0, 1.1))},
            non_energy_opex_share=0.1,
        )
    )

    assert served(solved) == pytest.approx([runs])
    if runs:
        table = table_of(solved, "generation_earnings").set_index("accelerator")
        # 1.1 - 0.1 - 0.9 = 0.1 USD an hour, 876 USD a year for a unit.
        assert table.loc["k", "earned_usd_per_unit"] == pytest.approx(876.0)
        assert table_of(solved, "switched_off").empty
    else:
        off = table_of(solved, "switched_off").iloc[0]
        assert (off["reason"], off["idle_million"]) == ("running_cost", pytest.approx(1.0))
        assert off["running_usd_per_unit_hour"] == pytest.approx(1.2)
        assert off["value_usd_per_unit_hour"] == pytest.approx(1.1)
        assert table_of(solved, "idle")["reason"].tolist() == ["running_cost"]
        assert switched_off_sentences(table_of(solved, "switched_off")) == [
            "Switched off in 2026: 1.00 million, no demand at its running cost (k)."
        ]


@pytest.mark.parametrize(("price", "bought"), [(18.0, 1.0), (19.0, 0.0)])
def test_a_unit_is_bought_exactly_while_discounted_earnings_exceed_its_price(
    world, solve, wanted, price, bought
):
    # Room for a million, of two that are wanted. Two years of 1.2 USD an hour, 10.512 billion USD
    # a year for a million. At 10 %, paid at the end of the years, they are worth
    # 10.512 x (1 / 1.1 + 1 / 1.21) = 18.244 when service begins.
    made = world(
        years=(2026, 2027),
        sites={"s": Site(region="r", max_facility_gw=1.0)},
        accelerators={"k": Accelerator(it_capex=price, life_years=2, last_sale_year=2026)},
        workloads={"w": wanted((2.0, 1.2), years=(2026, 2027))},
        discount_rate=0.1,
        discount_timing="end",
    )
    solved = solve(made)

    assert served(solved) == pytest.approx([bought, bought])
    objective = solved.stages["cost"].solution.objective
    assert objective == pytest.approx(bought * (price - 1.2 * HOURS * (1 / 1.1 + 1 / 1.21)))
    if bought:
        row = table_of(solved, "payback").iloc[0]
        # 18,000 USD a unit: 10,512 in the first year, and 7,488 / 10,512 of the second.
        assert row["price_usd_per_unit"] == pytest.approx(18_000.0)
        assert row["payback_years"] == pytest.approx(1 + 7_488 / 10_512)
        assert row["earned_usd_per_unit"] == pytest.approx(21_024.0)


def test_a_load_beside_the_accelerators_bears_its_own_energy(world, solve, wanted, standing):
    # One million units draw 1 GW at a PUE of 1.25, and a town beside them 0.75 GW: 2 GW in all.
    # A GW-year at 0.5 USD a kWh in thousands is 4.38 billion USD, so that all pay 8.76, of which
    # 5.475 are the units', with no upkeep.
    site = standing(1.0, facility=2.0, pue=1.25, stated_load={(2026, "year"): 0.75})
    chips = {"k": Accelerator(last_sale_year=2020, life_years=5)}
    made = world(accelerators=chips, sites={"s": site}, workloads={"w": wanted((1.0, 2.0))},
                 regions={"r": Region(grid_price={2026: 0.5e-3})})  # fmt: skip
    solved = solve(made)

    assert table_of(solved, "generation_earnings")["energy_busd"].tolist() == pytest.approx(
        [1.25 * 4.38]
    )
    assert RunningWorth(solved).cost.of("k", "s", 2026) == pytest.approx(1.25 * 4.38)


def test_of_two_steps_the_dearer_is_served_first_and_the_price_is_that_of_the_last(
    world, solve, wanted
):
    # One GW of room: a million H100e. Half a million goes to the step at 4 USD, the other half to
    # that at 2, of which two million are wanted: an hour more is worth 2 USD.
    made = world(
        sites={"s": Site(region="r", max_facility_gw=1.0)},
        accelerators={"k": Accelerator(it_capex=10.0, life_years=1)},
        workloads={"w": wanted((0.5, 4.0), (2.0, 2.0))},
    )
    solved = solve(made)

    assert served(solved) == pytest.approx([0.5, 0.5])
    row = table_of(solved, "compute_price").iloc[0]
    assert row["price_usd_per_h100e_hour"] == pytest.approx(2.0)
    assert row["next_step_usd_per_h100e_hour"] == pytest.approx(2.0)
    assert row["value_busd"] == pytest.approx(HOURS * (0.5 * 4 + 0.5 * 2))
    assert row["paid_busd"] == pytest.approx(HOURS * 2)
    plan = extract(solved)
    assert plan.cost_busd == pytest.approx(10.0)
    assert plan["cost"]["present_cost_busd"].sum() == pytest.approx(10.0)
    told = plan["ledger"]
    assert told[told["ledger"] == "value"]["amount"].sum() == pytest.approx(26.28)
    steps = limits_table(solved).set_index(["limit", "place"]).loc["demand_step_limit"]
    # The first step is served in full: a million more at 4 USD in the place of 2 is 17.52 more.
    assert steps.loc["1", "worth_cost_busd_per_unit"] == pytest.approx(2 * HOURS)
    assert steps.loc["2", "worth_cost_busd_per_unit"] == pytest.approx(0.0, abs=1e-9)


def test_the_dual_is_what_a_little_more_compute_is_worth(world, solve, wanted, standing):
    # A thousandth of a million units more stand, and as much more power: the objective falls by
    # what they are served at, 3 USD an hour, discounted by a year at 10 %.
    def gain(million):
        made = world(
            accelerators={"k": Accelerator(last_sale_year=2020, life_years=5)},
            sites={"s": standing(million, facility=2.0)},
            workloads={"w": wanted((0.4, 5.0), (2.0, 3.0))},
            discount_rate=0.1,
            discount_timing="end",
        )
        return solve(made)

    base, more = gain(1.0), gain(1.001)
    found = base.stages["cost"].solution.objective - more.stages["cost"].solution.objective

    assert prices(base)["w", 2026] == pytest.approx(3.0)
    assert found / 0.001 == pytest.approx(3.0 * HOURS / 1.1)


def test_what_comes_first_is_met_whatever_it_costs_and_the_price_has_the_rest(
    world, solve, wanted, demand
):
    # Room for a million; the run takes 0.7 of them at 100 billion USD a million, though none of
    # it has a price. For 1 USD an hour nobody buys at that price.
    made = world(
        sites={"s": Site(region="r", max_facility_gw=1.0)},
        accelerators={"k": Accelerator(it_capex=100.0, life_years=1)},
        workloads={"first": demand({2026: 0.7}), "w": wanted((1.0, 1.0))},
    )
    solved = solve(made)

    assert list(solved.stages) == ["shortfall_1", "cost"]
    assert served(solved) == pytest.approx([0.0])
    assert solved.stages["cost"].solution.objective == pytest.approx(70.0)
    assert extract(solved)["targets"]["workload"].tolist() == ["first"]


def test_demand_goes_on_beyond_the_target_where_it_is_worth_it(world, solve, wanted):
    # The drivers ask for 1 million; 3 are wanted at 2 USD an hour, 17.52 billion USD a million,
    # and a million costs 10.
    made = world(
        accelerators={"k": Accelerator(it_capex=10.0, life_years=1)},
        workloads={"w": wanted((3.0, 2.0), target={2026: 1.0})},
    )
    row = table_of(solve(made), "compute_price").iloc[0]

    assert (row["served_h100e_million"], row["target_h100e_million"]) == pytest.approx((3.0, 1.0))


def test_a_training_run_with_a_curve_is_worth_its_days(world, solve, wanted):
    # A million H100 train 1979e12 x 86,400 x 1e6 = 0.1709856e27 FLOP a day. The unit trains twice
    # as fast: 2 H100e at this work. A hundred days of 2,400 hours at 1 USD: 2.4 billion USD a
    # million H100e, and 4.8 a million units, which cost 4. One million units serve all.
    chip = Accelerator(training_compute_per_day=2 * 0.1709856, it_capex=4.0, life_years=1)
    made = world(
        accelerators={"k": chip},
        workloads={"w": wanted((2.0, 1.0), kind="training_run", run_days=100.0)},
    )
    solved = solve(made)

    assert served(solved) == pytest.approx([2.0])
    assert solved.stages["cost"].solution.objective == pytest.approx(4.0 - 4.8)


def test_a_budget_of_cost_is_of_cost_alone(world, solve, wanted):
    # 5 billion USD buy half a million, however much they are worth.
    made = world(
        accelerators={"k": Accelerator(it_capex=10.0, life_years=1)},
        workloads={"w": wanted((3.0, 2.0))},
        cost_budget=5.0,
    )
    assert served(solve(made)) == pytest.approx([0.5])


# Where compute has a price, one world for each reason why units are off.

OLD = Accelerator(last_sale_year=2020, life_years=5)


def reasons(solved):
    """Reason and million units that are off for it."""
    return [
        (row.reason, pytest.approx(row.idle_million))
        for row in table_of(solved, "switched_off").itertuples()
    ]


def test_an_older_unit_makes_way_for_ones_that_give_more(world, solve, wanted, standing):
    # One GW at the site. `old` gives 1 H100e a GW, `new` 4, and costs less than it earns: the old
    # ones could earn 2 USD an hour and cost nothing to run, but the new ones have their power.
    chips = {"k": OLD, "new": Accelerator(h100e=4.0, it_capex=1.0, life_years=1)}
    made = world(accelerators=chips, sites={"s": standing()}, workloads={"w": wanted((50.0, 2.0))})

    assert reasons(solve(made)) == [("replaced", 1.0)]


def test_a_unit_that_never_ran_has_not_made_way(world, solve, wanted):
    # The same GW is full of new units, and half a million of the old kind are delivered because
    # they were ordered: they lack room, and nothing took it from them.
    site = Site(region="r", existing_power={"grid": 1.0}, max_facility_gw=1.0,
                existing_fleet={("new", 2025): 1.0})  # fmt: skip
    chips = {"k": Accelerator(life_years=5), "new": replace(OLD, h100e=4.0)}
    given = {("floor", "f", 2026, 1): Commitment(amount=0.5, chips=("k",))}
    made = world(accelerators=chips, sites={"s": site}, workloads={"w": wanted((50.0, 2.0))},
                 accelerator_commitments=given)  # fmt: skip

    assert reasons(solve(made)) == [("shell", 0.5)]


def test_a_unit_without_room_lacks_the_shell_however_dear_its_energy_is(
    world, solve, wanted, standing
):
    # Three million units, a shell of one GW that can't grow, and grid power without end at 1.5 USD
    # a GW-hour in thousands, which is 1.5 USD an hour of a unit. An hour is worth 2: room is worth
    # 0.5 an hour, and energy thrice as much, but of energy there is enough.
    region = Region(grid_price={2026: 1.5e-3})
    made = world(accelerators={"k": OLD}, sites={"s": standing(3.0)}, regions={"r": region},
                 workloads={"w": wanted((50.0, 2.0))})  # fmt: skip
    solved = solve(made)

    room = -solved.duals("cost")["shell_capacity_limit[s,2026]"]
    assert room == pytest.approx(0.5 * HOURS)
    assert reasons(solved) == [("shell", 2.0)]


@pytest.mark.parametrize(
    ("capex", "region", "queue", "reason"),
    [
        # Grid connections beyond the one GW are too dear, and nothing else keeps them out.
        (1e3, {}, 0.0, "power_cost"),
        # They would pay, but the region connects none, or half a GW, or the queue is too long.
        (1.0, {"grid_gw_per_year": {2026: 0.0}}, 0.0, "power"),
        (1.0, {"grid_gw_per_year": {2026: 0.5}}, 0.0, "power"),
        (1.0, {}, 3.0, "power"),
        # Too dear and shut out at once: the limit has no price, and is not what is lacking.
        (1e3, {"grid_gw_per_year": {2026: 0.5}}, 0.0, "power_cost"),
    ],
)
def test_a_unit_without_power_says_whether_there_is_none_or_it_earns_too_little_for_more(
    world, solve, wanted, standing, flat, capex, region, queue, reason
):
    # Three million units and a site on which shells are free. An hour is worth 2 USD, its energy
    # 1.5: what is left is that of power, 4.38 billion USD a GW.
    grid = PowerTechnology(kind="grid", life_years=1, capex=flat(capex))
    site = standing(3.0, max_facility_gw=5.0)
    there = Region(grid_price={2026: 1.5e-3}, interconnection_lead_years=queue, **region)
    made = world(accelerators={"k": OLD}, sites={"s": site}, technologies={"grid": grid},
                 regions={"r": there}, workloads={"w": wanted((50.0, 2.0))})  # fmt: skip

    told = reasons(solve(made))

    off = 1.5 if region.get("grid_gw_per_year") == {2026: 0.5} and capex == 1.0 else 2.0
    assert told == [(reason, off)]


def test_a_unit_whose_power_is_given_up_earns_too_little_for_it(
    world, solve, wanted, standing, flat
):
    # A GW is connected, and costs 10 billion USD a year to keep; what a million units earn beyond
    # their energy is 0.5 x 8.76. No other connection can serve before 2029.
    grid = PowerTechnology(kind="grid", life_years=40, capex=flat(1.0), fixed_om=10.0)
    there = Region(grid_price={2026: 1.5e-3}, interconnection_lead_years=3.0)
    made = world(accelerators={"k": OLD}, sites={"s": standing()}, technologies={"grid": grid},
                 regions={"r": there}, workloads={"w": wanted((50.0, 2.0))})  # fmt: skip

    assert reasons(solve(made)) == [("power_cost", 1.0)]


def test_a_unit_is_off_for_no_reason_that_is_known_where_there_are_no_prices(
    world, solve, wanted, standing
):
    made = world(accelerators={"k": OLD}, sites={"s": standing(3.0)},
                 workloads={"w": wanted((50.0, 2.0))})  # fmt: skip
    solved = solve(made)
    stages = {
        name: replace(stage, solution=replace(stage.solution, row_duals=None))
        for name, stage in solved.stages.items()
    }
    blind = replace(solved, stages=stages)

    assert reasons(blind) == [("not_shown", 2.0)]
    assert switched_off_sentences(table_of(blind, "switched_off")) == [
        "Switched off in 2026: 2.00 million, the plan does not show why (k)."
    ]


def test_a_missed_target_that_comes_first_says_what_it_lacks(world, solve, wanted, standing):
    # A target of 2 million H100e must be met, and the site has one GW; beside it nobody pays what
    # energy costs. The two million that are off would run for the target, had they room.
    first = Workload(kind="throughput", target={2026: 2.0}, priority=1)
    made = world(accelerators={"k": OLD}, sites={"s": standing(3.0)},
                 regions={"r": Region(grid_price={2026: 1e-3})},
                 workloads={"first": first, "w": wanted((1.0, 0.5))})  # fmt: skip

    assert reasons(solve(made)) == [("shell", 2.0)]


def test_no_step_is_unmet_above_the_running_cost_of_a_unit_that_stands_idle_with_power(
    world, solve, wanted
):
    found = [_idle_with_room(world, solve, wanted, seed) for seed in range(16)]

    # The worlds have units that are idle for want of demand, and such that lack power or room.
    assert sum(spare for spare, _ in found) > 3
    assert sum(lacking for _, lacking in found) > 3


def _idle_with_room(world, solve, wanted, seed):
    # Whatever the world: where a unit is idle, what it would compute is worth no more than its
    # upkeep, its energy and what the power and room that it lacks are worth; where there is
    # power to spare that is its running cost.
    draw = random.Random(seed)
    years = (2026, 2027, 2028)
    chips = {
        f"k{i}": Accelerator(
            h100e=draw.uniform(0.5, 4), power_gw=draw.uniform(0.5, 2), life_years=2,
            service_years=3, it_capex=draw.uniform(2, 30), ship_year=2024.0 + i,
        )
        for i in range(4)
    }  # fmt: skip
    sites = {
        s: Site(region="r", max_facility_gw=draw.uniform(1, 4), existing_power={"grid": 1.0},
                existing_fleet={("k0", 2025): draw.uniform(0, 3)})
        for s in ("a", "b")
    }  # fmt: skip
    steps = [(draw.uniform(0.2, 3), usd) for usd in (3.0, 1.5, 0.7, 0.3, 0.1)]
    region = Region(grid_price=dict.fromkeys(years, draw.uniform(5e-5, 8e-4)))
    solved = solve(
        world(years=years, accelerators=chips, sites=sites, regions={"r": region},
              workloads={"w": wanted(*steps, years=years)}, non_energy_opex_share=0.05,
              discount_rate=0.07)
    )  # fmt: skip
    table, worth = table_of(solved, "switched_off"), RunningWorth(solved)
    cost, value = worth.cost, worth.value
    left = table_of(solved, "compute_price").set_index("year")["next_step_usd_per_h100e_hour"]
    m = solved.formulation.model

    spared = lacking = 0
    for row in table.itertuples():
        k, s, y = row.accelerator, row.site, row.year
        unmet = chips[k].h100e * HOURS * left[y]
        spare = m.shell_capacity_limit[s, y].slack() > 1e-6
        dearer = value[k, y] > cost.of(k, s, y) * (1 + CLOSE)
        assert row.reason != "running_cost" or not dearer
        if spare:
            assert unmet <= cost.of(k, s, y) * (1 + 1e-6) + 1e-6
        spared, lacking = spared + spare, lacking + dearer
    return spared, lacking


def test_prices_and_running_costs_are_worked_out_once_a_plan(
    world, solve, wanted, standing, monkeypatch
):
    counts = {"prices": 0, "RunningCost": 0}

    def counted(name):
        made = getattr(running_worth, name)

        def call(solved):
            counts[name] += 1
            return made(solved)

        monkeypatch.setattr(running_worth, name, call)

    counted("prices")
    counted("RunningCost")
    # Two million stand and one has power, so that every table of the price is asked.
    solved = solve(world(sites={"s": standing(2.0)}, workloads={"w": wanted((3.0, 1.0))}))

    assert len(table_of(solved, "switched_off")) == 1
    assert counts == {"prices": 1, "RunningCost": 1}
