"""Sites, clusters, fleets and idle units as they are shown, by hand."""

from math import inf, nan
from types import SimpleNamespace

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.shown import places

PLACES = {
    "a": SimpleNamespace(members={}, stood_gw=0.3, room_gw=2.0, pace_gw=inf, opens=2026.5, pue=1.5,
                         generates=True, renews=False, water_limit=inf, region="A",
                         contracted={2026: 0.4}, pue_at={"day": 1.5, "night": 1.2}.get),
    "pool": SimpleNamespace(members={"x": 0.25, "y": 0.75}, stood_gw=0.0, room_gw=1.0, pace_gw=0.5,
                            opens=2020.0, pue=1.2, generates=False, renews=False,
                            water_limit=3.0, region="B", contracted={},
                            pue_at={"day": 1.2, "night": 1.2}.get),
}  # fmt: skip
CHIPS = {"gpu": SimpleNamespace(told_h100e=2.0, price_busd=40.0)}
SITES = ("site", "members", "existing_facility_gw", "max_facility_gw",
         "build_facility_gw_per_year", "first_power_year", "pue", "onsite_generation",
         "onsite_renewables", "water_limit_million_m3", "region")  # fmt: skip
CLUSTERS = ("site", "year", "it_gw", "facility_gw", "energy_twh", "shell_it_gw", "h100e_million",
            "region")  # fmt: skip


def evidence(averages=False, average=None, only=None, **tables):
    files = SimpleNamespace(
        averages=averages, cluster_costs={"accelerator_life_years": 2.0},
        serves=lambda v, y, life: 0.5 if y - v == 1 else float(0 <= y - v < life),
        charge=lambda life: 0.6,
    )  # fmt: skip
    it = Amounts({("a", 2026): 0.2, ("a", 2027): 0.4})
    return SimpleNamespace(
        files=files, chips=CHIPS, years=(2026, 2027), weights={"day": 2000.0, "night": 6000.0},
        places={s: PLACES[s] for s in only or PLACES}, plan=tables.__getitem__,
        running=Amounts({("gpu", "a", 2026): 0.3, ("gpu", "a", 2027): 0.5}),
        bought=Amounts({("gpu", "a", 2026): 0.1}),
        shell=Amounts({("a", 2026): 0.1, ("a", 2027): 0.3}),
        average_gw=average or it,
    )  # fmt: skip


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


A = ("a", 0.0, 0.3, 2.0, nan, 2026.5, 1.5, True, False, nan, "A")
POOL = ("pool", 2.0, 0.0, 1.0, 0.5, 2020.0, 1.2, False, False, 3.0, "B")
MEMBERS = [("pool", "x", 0.25), ("pool", "y", 0.75)]


def sites(*rows, members=tuple(MEMBERS), contracts=(("a", 2026, 0.4),)):
    return failed(places._sites(evidence(
        sites=pd.DataFrame(rows, columns=list(SITES)),
        site_members=pd.DataFrame(members, columns=["site", "member", "it_share"]),
        site_contracts=pd.DataFrame(contracts, columns=["site", "year", "contracted_facility_gw"]),
    )))  # fmt: skip


def test_a_site_is_shown_as_the_tables_have_it():
    assert sites(A, POOL) == []
    for at, name in enumerate(SITES[1:-1], start=1):
        wrong = [*POOL]
        wrong[at] = not POOL[at] if isinstance(POOL[at], bool) else POOL[at] + 1.0
        assert sites(A, tuple(wrong)) == [f"{name} of pool"]
    assert sites(A, (*POOL[:-1], "A")) == ["region of pool"]
    assert sites((*A[:4], 9.0, *A[5:]), POOL) == ["build_facility_gw_per_year of a"]
    assert sites(A) == ["sites, in all", "pool"]
    assert sites(A, POOL, ("c", *A[1:])) == ["sites, in all", "c"]


def test_members_and_connections_are_those_of_the_tables():
    share = "share of y in pool"
    assert sites(A, POOL, members=[MEMBERS[0], ("pool", "y", 0.7)]) == [share]
    assert sites(A, POOL, members=MEMBERS[:1]) == [share]
    assert sites(A, POOL, members=[*MEMBERS, ("pool", "z", 0.1)]) == ["share of z in pool"]
    assert sites(A, POOL, contracts=[]) == ["connection of a in 2026"]
    more = [("a", 2026, 0.4), ("a", 2027, 0.4)]
    assert sites(A, POOL, contracts=more) == ["connection of a in 2027"]


# Energy of 0.2 GW of IT in 2000 h at 1.5 and 6000 at 1.2; shell of 0.2 that stood and 0.1, then
# 0.3 more.
FIRST = ("a", 2026, 0.2, 0.3, 0.2 * 10.2, 0.3, 0.6, "A")
THEN = ("a", 2027, 0.4, 0.6, 0.4 * 10.2, 0.6, 1.0, "A")


def clusters(*rows, averages=False, average=None):
    table = pd.DataFrame(rows, columns=list(CLUSTERS))
    space = SimpleNamespace(slices={("a", y): ["day", "night"] for y in (2026, 2027)})
    one = evidence(averages, average, only=["a"], clusters=table)
    return failed(places._clusters(one, space))


def test_a_cluster_is_what_stands_and_runs_there():
    assert clusters(FIRST, THEN) == []
    names = ("facility power", "energy", "shell", "H100e")
    for at, name in enumerate(names, start=3):
        wrong = [*THEN]
        wrong[at] += 0.1
        assert clusters(FIRST, tuple(wrong)) == [f"{name} of a in 2027"]
    assert clusters(FIRST, (*THEN[:-1], "B")) == ["region of a in 2027"]
    assert clusters(FIRST) == ["a in 2027, a row"]
    assert clusters(FIRST, THEN, ("b", *THEN[1:])) == ["b in 2027, a row"]
    assert clusters(FIRST, THEN, THEN) == ["clusters, in all"]


def test_energy_is_that_of_the_average_where_one_is_counted():
    half = Amounts({("a", 2026): 0.1, ("a", 2027): 0.4})
    less = (*FIRST[:4], 0.1 * 10.2, *FIRST[5:])

    assert clusters(less, THEN, averages=True, average=half) == []
    assert clusters(less, THEN, average=half) == ["average load of a in 2026"]
    assert clusters(FIRST, THEN, averages=True, average=half) == ["energy of a in 2026"]


def test_h100e_are_those_of_the_units():
    def fleet(running=0.6, allotted=0.4):
        return failed(places._fleet(evidence(
            accelerators=pd.DataFrame(
                [("gpu", "a", 2026, 0.3, running)],
                columns=["accelerator", "site", "year", "running_million", "h100e_million"]),
            allocations=pd.DataFrame(
                [("run", "gpu", 2026, 0.2, allotted)],
                columns=["workload", "accelerator", "year", "units_million", "h100e_million"]),
        )))  # fmt: skip

    assert fleet() == []
    assert fleet(running=0.3) == ["accelerators of gpu, a, 2026"]
    assert fleet(allotted=0.2) == ["allocations of run, gpu, 2026"]


def idle(*rows, stood=0.05, year=2026):
    return failed(places._idle(evidence(
        idle=pd.DataFrame(rows, columns=["accelerator", "site", "year", "idle_million_months",
                                         "capital_busd"]),
        accelerators=pd.DataFrame([("gpu", "a", year, stood)],
                                  columns=["accelerator", "site", "year", "idle_million"]),
    )))  # fmt: skip


def test_what_stands_idle_is_told_for_all_the_year_and_at_its_charge():
    # 0.05 million in twelve months; 0.6 of 40 billion a million units each.
    right = ("gpu", "a", 2026, 0.6, 0.05 * 24)
    assert idle(right) == []
    assert idle(("gpu", "a", 2026, 0.5, 1.2)) == ["months of gpu at a in 2026"]
    assert idle(("gpu", "a", 2026, 0.6, 1.1)) == ["charge of gpu at a in 2026"]
    assert idle() == ["months of gpu at a in 2026", "charge of gpu at a in 2026"]
    # Of several reasons it is all of them.
    assert idle(("gpu", "a", 2026, 0.4, 1.0), ("gpu", "a", 2026, 0.2, 0.2)) == []
    assert idle(right, ("gpu", "a", 2026, nan, 0.0)) == ["rows without a number"]


def test_only_what_was_bought_and_serves_is_charged():
    # Of 0.1 million half serve in the second year, and all are written off then.
    assert idle(("gpu", "a", 2027, 0.6, 0.05 * 24), year=2027) == []
    assert idle(("gpu", "a", 2027, 2.4, 0.05 * 24), stood=0.2, year=2027) == []
    assert idle(("gpu", "a", 2026, 2.4, 0.1 * 24), stood=0.2) == []
    # What is idle by a rounding needs no row.
    assert idle(stood=1e-6) == []
    assert idle(stood=3e-6) != []
