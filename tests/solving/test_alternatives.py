"""Near-optimal alternatives, solved by hand."""

import numpy as np
import pytest

from planner.lp.options import SolverOptions
from planner.solving import solve_world
from planner.solving.alternatives import alternatives, groups
from planner.system import Accelerator, Good, PowerTechnology, Region, Site, Workload, World

FREE = dict.fromkeys(range(2020, 2040), 0.0)


def two_chips(**changes):
    """One million H100e for a year: `cheap` costs 100 billion USD a million, `dear` 110."""
    settings = {
        "years": (2026,),
        "sites": {"s": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": {
            "cheap": Accelerator(it_capex=100.0, life_years=1, vendor="a"),
            "dear": Accelerator(it_capex=110.0, life_years=1, vendor="b"),
        },
        "technologies": {"grid": PowerTechnology(kind="grid", capex=FREE)},
        "workloads": {"w": Workload(kind="throughput", target={2026: 1.0})},
        "discount_timing": "start",
    }
    return World(**{**settings, **changes})


def ranges_of(world, over, within, **options):
    solved = solve_world(world)
    reached = {name: result.solution.objective for name, result in solved.stages.items()}
    chosen = groups(solved.formulation, over, {"s": "TX", "t": "OH"})
    found, ends = alternatives(
        solved.formulation, solved.program, reached, chosen, within, SolverOptions(**options)
    )
    return {(r.within, r.group.name): r for r in found}, ends


def test_a_choice_goes_as_far_as_the_money_that_is_left():
    # The least cost is 100. With 3 more, 0.3 million may be dear (10 more each million);
    # or 0.03 million cheap ones may be bought that nobody needs.
    found, _ = ranges_of(two_chips(), ["accelerators"], [0.03])

    cheap, dear = found[0.03, "cheap"], found[0.03, "dear"]
    assert (cheap.plan, cheap.least, cheap.most) == pytest.approx((1.0, 0.7, 1.03))
    assert (dear.plan, dear.least, dear.most) == pytest.approx((0.0, 0.0, 0.3))


def test_a_wider_share_allows_more_and_the_order_of_asking_does_not_matter():
    found, _ = ranges_of(two_chips(), ["vendors"], [0.05, 0.01])

    assert [found[share, "b"].most for share in (0.01, 0.05)] == pytest.approx([0.1, 0.5])
    assert [found[share, "a"].least for share in (0.01, 0.05)] == pytest.approx([0.9, 0.5])


def test_at_a_tenth_more_the_cheap_one_is_not_needed():
    found, _ = ranges_of(two_chips(), ["accelerators"], [0.1])

    assert found[0.1, "cheap"].least == 0.0
    assert found[0.1, "dear"].most == pytest.approx(1.0)


def test_the_plan_at_an_end_meets_the_target_and_tells_of_the_others():
    _, ends = ranges_of(two_chips(), ["accelerators"], [0.03])

    most = next(end for end in ends if (end.group.name, end.end) == ("dear", "most"))
    assert most.totals == pytest.approx([0.7, 0.3])
    assert most.cost == pytest.approx(103.0)


def test_no_alternative_delivers_less_than_the_plan():
    # Half a million are to be had: the plan misses half, and all alternatives buy that much.
    half = Site(region="r", max_facility_gw=0.5)
    found, _ = ranges_of(two_chips(sites={"s": half}), ["regions"], [0.05])

    assert (found[0.05, "r"].least, found[0.05, "r"].most) == pytest.approx((0.5, 0.5))


def test_sites_of_a_state_and_sources_are_groups_too():
    # A GW of solid power costs 10 in all at either site; gas 10, engines 12. At 2 % of 110 more,
    # 2.2 buy what engines cost more for all of it (2 a GW), or another 0.02 GW that runs for
    # nobody; and the site is free to choose.
    flat = {y: 10.0 for y in range(2020, 2040)}
    world = two_chips(
        sites={"s": Site(region="r"), "t": Site(region="q")},
        regions={"r": Region(), "q": Region()},
        accelerators={"cheap": Accelerator(it_capex=100.0, life_years=1)},
        technologies={
            "gas": PowerTechnology(kind="dispatchable", life_years=1, capex=flat),
            "engine": PowerTechnology(kind="dispatchable", life_years=1, capex={2026: 12.0}),
        },
    )
    found, _ = ranges_of(world, ["states", "technologies"], [0.02])

    assert (found[0.02, "TX"].least, found[0.02, "TX"].most) == pytest.approx((0.0, 1.02))
    assert found[0.02, "gas"].least == 0.0
    assert found[0.02, "engine"].most == pytest.approx(1 + 0.2 / 12)


def test_without_workloads_a_region_has_what_gives_power_there():
    # A GW of gas for 10 serves the load of r; 3 % more builds 0.03 GW that nothing needs, at
    # either site.
    world = two_chips(
        sites={
            "s": Site(region="r", stated_load={(2026, "year"): 1.0}),
            "t": Site(region="q"),
        },
        regions={"r": Region(), "q": Region()},
        accelerators={},
        workloads={},
        technologies={
            "gas": PowerTechnology(kind="dispatchable", life_years=1, capex={2026: 10.0})
        },
    )
    found, _ = ranges_of(world, ["regions", "states", "sites"], [0.03])

    for group in ("r", "TX", "s"):
        of = found[0.03, group]
        assert (of.plan, of.least, of.most) == pytest.approx((1.0, 1.0, 1.03))
    assert (found[0.03, "q"].least, found[0.03, "q"].most) == pytest.approx((0.0, 0.03))


def test_what_costs_nothing_has_no_most():
    found, _ = ranges_of(two_chips(), ["technologies"], [0.01])

    assert found[0.01, "grid"].most == np.inf


def test_a_search_that_is_stopped_leaves_its_end_unknown(monkeypatch):
    from planner.errors import NotOptimalError
    from planner.lp.solver import Session

    minimise = Session.minimise

    def impatient(self, costs, constant=0.0):
        if costs.min() < 0:
            raise NotOptimalError("used up its seconds")
        return minimise(self, costs, constant)

    monkeypatch.setattr(Session, "minimise", impatient)
    found, _ = ranges_of(two_chips(), ["accelerators"], [0.03])

    assert found[0.03, "cheap"].least == pytest.approx(0.7)
    assert np.isnan(found[0.03, "cheap"].most)
    assert "seconds" in found[0.03, "cheap"].stopped


def test_goods_may_come_from_either_place_within_their_cost():
    # 3 thousand are needed; near ones cost 1 and far ones 1.5 billion a thousand, and 2 thousand
    # are near: 3.5. Within 10 % 0.35 more may be paid, for 0.7 thousand less of the near ones.
    steel = Good(
        supply={("near", 2026): 2.0, ("far", 2026): 5.0},
        price={("near", 2026): 1.0, ("far", 2026): 1.5},
        demand={("s", 2026): 3.0},
        freight={("near", "s"): 0.0, ("far", "s"): 0.0},
    )
    world = World(
        years=(2026,),
        sites={"s": Site(region="r")},
        regions={"r": Region()},
        goods={"steel": steel},
        discount_timing="start",
    )

    found, _ = ranges_of(world, ["origins", "regions", "technologies"], [0.1])

    ends = {name: (r.plan, r.least, r.most) for (_, name), r in found.items()}
    assert ends.keys() == {"steel from near", "steel from far"}
    assert ends["steel from near"] == pytest.approx((2.0, 1.3, 2.0))
    assert ends["steel from far"] == pytest.approx((1.0, 1.0, 1.7))
