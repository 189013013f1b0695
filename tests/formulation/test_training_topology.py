"""Topology of runs: two, three and four sites, solved by hand and by enumeration."""

from itertools import combinations

import numpy as np
import pytest

from planner.lp.options import SolverOptions
from planner.results.training_sites import choice_table, training_sites_table
from planner.solving.solve import solve_world
from planner.system import Region, RunOption, Site, TrainingTopology, Workload
from planner.units import HOURS_PER_YEAR

EXACT = SolverOptions(mip_gap=1e-6)


def run(target, **changes):
    """A run of a hundred days: a million units, a GW, deliver 100 of its units of compute."""
    return Workload(kind="training_run", target={2026: target}, run_days=100, **changes)


def campuses(most, places, efficiency, ends=(100.0, 1000.0)):
    """At most so many campuses on a line, at kilometres; efficiency by the end of their class."""
    hosts = tuple(places)
    everywhere = frozenset(hosts)
    options = {"one": RunOption(sites=everywhere, most_campuses=1, farthest_km=0.0)}
    left = {"one": 1.0}
    for number in range(2, most + 1):
        for end in ends:
            options[f"{number} within {end:g}"] = RunOption(
                sites=everywhere, most_campuses=number, farthest_km=end
            )
            left[f"{number} within {end:g}"] = efficiency[end]
    return TrainingTopology(
        kind="campuses",
        hosts=hosts,
        options=options,
        distance_km={(s, t): abs(places[s] - places[t]) for s, t in combinations(hosts, 2)},
        efficiency={(w, 2026, j): share for w in ("run", "other") for j, share in left.items()},
    )


def regions(**prices):
    """A region for each site; a GW of grid power there costs so many billion USD a year."""
    return {
        name: Region(grid_price={2026: price / HOURS_PER_YEAR}) for name, price in prices.items()
    }


@pytest.fixture
def plan(world):
    def solved(topology, load, prices, gw=None, **changes):
        places = {s: Site(region=s, max_facility_gw=(gw or {}).get(s, 1.0)) for s in prices}
        loads = load if isinstance(load, dict) else {"run": load}
        made = world(
            sites=places,
            regions=regions(**prices),
            workloads=loads,
            training_topology=topology,
            **changes,
        )
        return solve_world(made, EXACT)

    return solved


def missed(solved):
    return solved.stages["shortfall_1"].solution.objective


def cost(solved):
    return solved.stages["cost"].solution.objective


def test_a_run_on_one_campus_has_only_its_fleet(plan):
    # Two campuses of a GW each; the run asks for two GW and may use one of them.
    topology = campuses(1, {"a": 0, "b": 50}, {})

    assert missed(plan(topology, run(200.0), {"a": 0, "b": 0})) == pytest.approx(0.5)


def test_a_pooled_run_has_them_all(plan):
    assert missed(plan(None, run(200.0), {"a": 0, "b": 0})) == pytest.approx(0.0, abs=1e-7)


def test_communication_takes_its_share_of_two_campuses(plan):
    # Two GW would compute 200; a fifth of the time is lost, so that 160 are delivered.
    topology = campuses(2, {"a": 0, "b": 50}, {100.0: 0.8, 1000.0: 0.5})

    assert missed(plan(topology, run(200.0), {"a": 0, "b": 0})) == pytest.approx(0.2)


def test_what_is_lost_must_be_bought(plan):
    # 160 from two campuses at 0.8 take two GW; on one campus of two GW they take 1.6.
    topology = campuses(2, {"a": 0, "b": 50}, {100.0: 0.8, 1000.0: 0.5})
    prices = {"a": 1.0, "b": 1.0}

    assert cost(plan(topology, run(160.0), prices)) == pytest.approx(2.0, rel=1e-5)
    assert cost(plan(topology, run(160.0), prices, gw={"a": 2.0})) == pytest.approx(1.6, rel=1e-5)


def test_distance_moves_the_choice(plan):
    # Two of three campuses are needed. The far one is free and the near one is not. At 0.9 both
    # pairs deliver 160, so the free one is taken; at 0.7 the far pair can't: 140 of 160.
    places = {"a": 0, "near": 50, "far": 900}
    prices = {"a": 1.0, "near": 5.0, "far": 0.0}

    def hosts(far):
        solved = plan(campuses(2, places, {100.0: 0.9, 1000.0: far}), run(160.0), prices)
        assert missed(solved) == pytest.approx(0.0, abs=1e-6)
        return set(training_sites_table(solved)["site"])

    assert hosts(far=0.9) == {"a", "far"}
    assert hosts(far=0.7) == {"a", "near"}


def test_a_run_of_one_region_leaves_the_others(plan):
    # West has two GW and east 1.5; the run asks for three and gets two in one region.
    west, east = frozenset({"w1", "w2"}), frozenset({"e1", "e2"})
    hosts = ("w1", "w2", "e1", "e2")
    topology = TrainingTopology(
        kind="regional",
        hosts=hosts,
        options={
            "west": RunOption(sites=west, most_campuses=2, farthest_km=100.0),
            "east": RunOption(sites=east, most_campuses=2, farthest_km=100.0),
        },
        distance_km={pair: 50.0 for pair in combinations(hosts, 2)},
        efficiency={("run", 2026, "west"): 0.9, ("run", 2026, "east"): 0.95},
    )
    gw = {"e2": 0.5}

    solved = plan(topology, run(300.0), dict.fromkeys(hosts, 0.0), gw=gw)

    assert missed(solved) == pytest.approx(1 - 0.9 * 200 / 300)
    assert set(training_sites_table(solved)["site"]) == {"w1", "w2"}


def test_two_runs_do_not_share_accelerators(plan):
    # Each asks for one GW. Two campuses serve both, one campus only one of them.
    loads = {"run": run(100.0), "other": run(100.0)}

    both = plan(campuses(1, {"a": 0, "b": 50}, {}), loads, {"a": 0, "b": 0})
    one = plan(campuses(1, {"a": 0}, {}), loads, {"a": 0})

    assert missed(both) == pytest.approx(0.0, abs=1e-6)
    assert missed(one) == pytest.approx(1.0)


def test_what_does_not_host_still_serves_the_rest(plan, demand):
    # The run is on one campus; the rest of the demand takes the other.
    loads = {"run": run(100.0), "rest": demand({2026: 1.0})}

    solved = plan(campuses(1, {"a": 0, "b": 50}, {}), loads, {"a": 0, "b": 0})

    assert missed(solved) == pytest.approx(0.0, abs=1e-6)


def test_the_worth_of_room_is_not_taken_by_the_bounds_of_the_choice(plan):
    # One GW more at the only campus delivers 100 of the 400 that are asked for.
    solved = plan(campuses(1, {"a": 0}, {}), run(400.0), {"a": 0})

    assert solved.duals("shortfall_1")["site_size_limit[a]"] == pytest.approx(-0.25)


def test_the_table_of_a_run_says_what_it_loses(plan):
    places = {"a": 0, "b": 40, "c": 700}
    solved = plan(
        campuses(3, places, {100.0: 0.9, 1000.0: 0.8}), run(240.0), dict.fromkeys(places, 0.0)
    )

    table = training_sites_table(solved)

    # Three GW at 0.8 are just what is asked for.
    assert set(table["site"]) == set(places)
    assert table["it_gw"].sum() == pytest.approx(3.0)
    assert table["share_of_run"].sum() == pytest.approx(1.0)
    assert set(table["farthest_km"]) == {700.0}
    assert set(table["efficiency"]) == {0.8}
    assert (choice_table(solved)["gap"] <= EXACT.mip_gap).all()


def by_enumeration(target, gw, price, places, efficiency):
    """Shortfall and then cost of the best one or two campuses, by trying all."""
    found = []
    for hosts in [*combinations(places, 1), *combinations(places, 2)]:
        apart = max((abs(places[s] - places[t]) for s, t in combinations(hosts, 2)), default=0)
        share = 1.0 if len(hosts) == 1 else efficiency[100.0 if apart <= 100 else 1000.0]
        wanted = min(target / 100 / share, sum(gw[s] for s in hosts))
        short, spent, left = 1 - 100 * share * wanted / target, 0.0, wanted
        for s in sorted(hosts, key=price.get):
            spent += price[s] * min(gw[s], left)
            left -= min(gw[s], left)
        found.append((round(short, 9), spent))
    return min(found)


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_that_of_enumeration(plan, seed):
    rng = np.random.default_rng(seed)
    names = "abcd"
    gw = {s: float(rng.integers(2, 20)) / 10 for s in names}
    price = {s: float(rng.integers(1, 9)) for s in names}
    places = {s: float(rng.integers(0, 9) * 40) for s in names}
    efficiency = {100.0: 0.95, 1000.0: float(rng.integers(60, 90)) / 100}
    target = float(rng.integers(50, 350))

    solved = plan(campuses(2, places, efficiency), run(target), price, gw=gw)

    short, spent = by_enumeration(target, gw, price, places, efficiency)
    assert missed(solved) == pytest.approx(short, abs=1e-5)
    assert cost(solved) == pytest.approx(spent, rel=1e-4)
