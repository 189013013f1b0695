"""Limited foresight, solved by hand."""

import pytest

from planner.solving import solve_world
from planner.solving.foresight import Foresight, solve_with_foresight
from planner.system import Accelerator, PowerTechnology, Region, Site, Workload, World

FREE = dict.fromkeys(range(2020, 2040), 0.0)


def world(**changes):
    """A million H100e are asked for in each of three years. `lasting` units cost 30 billion USD a
    million and serve three years, charged with 10 in each; `brief` ones cost 12 and serve one.
    """
    settings = {
        "years": (2026, 2027, 2028),
        "sites": {"s": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": {"lasting": Accelerator(it_capex=30.0, life_years=3)},
        "technologies": {"grid": PowerTechnology(kind="grid", capex=FREE)},
        "workloads": {
            "w": Workload(kind="throughput", target=dict.fromkeys((2026, 2027, 2028), 1.0))
        },
    }
    return World(**{**settings, **changes})


def costs(made, window, step=1):
    seen = solve_with_foresight(made, Foresight(window, step)).stages["cost"].solution.objective
    return seen, solve_world(made).stages["cost"].solution.objective


def bought(solved, chip):
    variable = solved.formulation.model.accelerators_bought_million
    return [variable[chip, "s", y].value if (chip, "s", y) in variable else 0.0
            for y in (2026, 2027, 2028)]  # fmt: skip


def test_who_sees_all_years_plans_as_with_perfect_foresight():
    assert costs(world(), window=3) == pytest.approx((30.0, 30.0))


def test_who_sees_one_year_buys_what_the_next_could_do_without():
    # Only in 2026 and 2028 is a million asked for. A brief unit costs 12 for a year, a lasting
    # one is charged 10 a year for all three. Whoever sees 2026 alone buys a lasting one for 10
    # and pays 10 in 2027 and 2028, too. Over all years a brief one, and a lasting one bought in
    # 2028, of which the horizon sees one year, come to 22.
    chips = {
        "lasting": Accelerator(it_capex=30.0, life_years=3),
        "brief": Accelerator(it_capex=12.0, life_years=1),
    }
    target = {2026: 1.0, 2028: 1.0}
    made = world(accelerators=chips, workloads={"w": Workload(kind="throughput", target=target)})

    assert costs(made, window=1) == pytest.approx((30.0, 22.0))
    assert costs(made, window=2) == pytest.approx((22.0, 22.0))


def test_what_was_settled_is_not_undone():
    # As before, with a target in 2027 that nobody saw coming: the lasting unit serves it.
    chips = {
        "lasting": Accelerator(it_capex=30.0, life_years=3),
        "brief": Accelerator(it_capex=12.0, life_years=1),
    }
    solved = solve_with_foresight(world(accelerators=chips), Foresight(1, 1))

    assert bought(solved, "lasting") == pytest.approx([1.0, 0.0, 0.0])
    assert bought(solved, "brief") == pytest.approx([0.0, 0.0, 0.0])


@pytest.fixture
def late_power():
    """Power that takes two years, or bridge power at three times the price for those who wait."""
    gas = PowerTechnology(
        kind="dispatchable", lead_years=2.0, life_years=1, capex=dict.fromkeys(FREE, 10.0)
    )
    bridge = PowerTechnology(kind="dispatchable", life_years=1, capex=dict.fromkeys(FREE, 30.0))
    target = {2028: 1.0}
    return world(
        accelerators={"k": Accelerator()},
        technologies={"gas": gas, "bridge": bridge},
        workloads={"w": Workload(kind="throughput", target=target)},
    )


@pytest.mark.parametrize(("window", "cost"), [(1, 30.0), (2, 10.0), (3, 10.0)])
def test_what_takes_two_years_is_ordered_only_by_who_sees_them(late_power, window, cost):
    # Power for the end of 2028 is ordered as 2027 begins: who sees 2028 from there takes gas.
    assert costs(late_power, window)[0] == pytest.approx(cost)


def test_steps_of_two_years_settle_both():
    # With a window and a step of two years, 2026 and 2027 are planned together, then 2028.
    chips = {
        "lasting": Accelerator(it_capex=30.0, life_years=3),
        "pair": Accelerator(it_capex=18.0, life_years=2),
    }
    solved = solve_with_foresight(world(accelerators=chips), Foresight(2, 2))

    assert bought(solved, "pair") == pytest.approx([1.0, 0.0, 1.0])


def test_the_plan_covers_all_years_with_one_programme():
    solved = solve_with_foresight(world(), Foresight(1, 1))

    assert solved.world.years == (2026, 2027, 2028)
    assert list(solved.formulation.model.YEARS) == [2026, 2027, 2028]
    assert set(solved.seconds) >= {"build", "hand_over", "solve_cost"}
