"""What computes: targets, clusters, accelerators and who uses them, from amounts written down."""

from math import inf
from types import SimpleNamespace

import pytest

from planner.results.compute import accelerators, allocations, clusters, targets
from planner.system import Accelerator, PowerTechnology, Region, Site, TimeSlice, Workload, World

YEARS = (2026, 2027)


def solved(**model):
    """A plan of two sites, one of which stands with 3 GW, and of generations of 4 and 2 years."""
    world = World(
        years=YEARS,
        sites={
            "s": Site(region="r", pue=1.5, pue_in={"day": 2.0}, existing_power={"grid": 3.0},
                      existing_fleet={("k", 2024): 1.0, ("k", 2022): 7.0, ("j", 2026): 5.0}),
            "t": Site(region="q", pue=1.25),
        },
        regions={"r": Region(), "q": Region()},
        technologies={"sun": PowerTechnology(kind="variable")},
        slices={"day": TimeSlice(weight_hours=4_000.0), "night": TimeSlice(weight_hours=4_760.0)},
        accelerators={
            "k": Accelerator(h100e=2.0, life_years=4), "j": Accelerator(h100e=3.0, life_years=2),
        },
        workloads={
            "run": Workload(kind="training_run", target={2026: 5.0, 2027: 8.0}, priority=2),
            "rest": Workload(kind="throughput", target={2026: 4.0, 2027: 4.0}),
        },
    )  # fmt: skip
    made = SimpleNamespace(YEARS=YEARS, SITES=["s", "t"], world=world, **model)
    return SimpleNamespace(formulation=SimpleNamespace(model=made), world=world)


def records(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


@pytest.mark.parametrize(
    ("missed", "share", "gap", "met"),
    [
        (0.0, 1.0, 0.0, True), (9e-8, 1.0, 0.0, True), (-0.1, 1.0, 0.0, True),
        (0.9, 0.1, -1.0, False), (1.0, 0.0, -inf, False), (1.5, 0.0, -inf, False),
        (2e-7, 1 - 2e-7, pytest.approx(-8.7e-8, rel=0.01), False), (1e-7, 1 - 1e-7,
         pytest.approx(-4.3e-8, rel=0.02), False),
    ],
)  # fmt: skip
def test_a_target_is_met_or_missed_by_a_share(missed, share, gap, met):
    found = targets(
        solved(TARGETS=[("run", 2027), ("rest", 2026)],
               shortfall_share={("run", 2027): missed, ("rest", 2026): 0.5})
    )  # fmt: skip

    run, rest = found.to_dict("records")
    assert (run["delivered_share"], run["met"]) == (pytest.approx(share), met)
    assert run["gap_oom"] == gap
    # 8e27 FLOP; of 4 million H100e half are delivered.
    assert (run["priority"], run["unit"], run["target"]) == (2, "FLOP", 8e27)
    assert run["delivered"] == pytest.approx(8e27 * share)
    assert (rest["unit"], rest["target"], rest["delivered"]) == ("H100e", 4e6, 2e6)


def test_a_cluster_grows_by_the_shell_that_is_built_and_draws_by_slice():
    # 3 GW at a PUE of 1.5 are 2 GW of IT; half a GW is built in 2027.
    found = clusters(
        solved(
            FLEET=[("k", "s", 2026), ("j", "s", 2026), ("k", "t", 2027)],
            accelerators_running_million={("k", "s", 2026): 1.0, ("j", "s", 2026): 0.5,
                                          ("k", "t", 2027): 0.25},
            shell_built_gw={("s", 2027): 0.5, ("t", 2026): 0.25, ("t", 2027): 0.125},
            it_load_gw={("s", 2026): 1.5, ("s", 2027): 2.0, ("t", 2026): 0.0, ("t", 2027): 0.25},
            technologies_at={("s", 2026): ["sun"]},
        )
    ).set_index(["site", "year"])  # fmt: skip

    shells = found[["shell_it_gw", "shell_built_it_gw"]].apply(tuple, axis=1).to_dict()
    assert shells == {
        ("s", 2026): (2.0, 0.0), ("s", 2027): (2.5, 0.5), ("t", 2026): (0.25, 0.25),
        ("t", 2027): (0.375, 0.125),
    }  # fmt: skip
    first = found.loc[("s", 2026)]
    assert (first["it_gw"], first["facility_gw"], first["region"]) == (1.5, 2.25, "r")
    # 1 x 2 and 0.5 x 3 H100e. 1.5 GW take 1.5 x (4,000 x 2 + 4,760 x 1.5) GWh.
    assert first["h100e_million"] == pytest.approx(3.5)
    assert first["energy_twh"] == pytest.approx(22.71)
    assert first["average_it_gw"] == 1.5
    # In 2027 nothing there depends on the hour: 2 x 8,760 x 1.5.
    assert found.loc[("s", 2027), "energy_twh"] == pytest.approx(26.28)
    assert found.loc[("s", 2027), "h100e_million"] == 0.0
    assert found.loc[("t", 2027), "h100e_million"] == pytest.approx(0.5)


def test_accelerators_that_stand_and_do_not_run_are_idle():
    # 1 million k of 2024 stands to 2027, those of 2022 no more, and j is another generation.
    found = accelerators(
        solved(
            FLEET=[("k", "s", 2026), ("k", "s", 2027), ("j", "t", 2026), ("j", "t", 2027),
                   ("k", "t", 2026)],
            accelerators_bought_million={("k", "s", 2026): 0.5, ("k", "s", 2027): 0.25,
                                         ("j", "t", 2027): 0.0},
            accelerators_running_million={
                ("k", "s", 2026): 1.25, ("k", "s", 2027): 1.75, ("j", "t", 2026): 0.0,
                ("j", "t", 2027): 0.0, ("k", "t", 2026): 1e-3,
            },
        )
    )  # fmt: skip

    told = records(found, "accelerator", "site", "year", "bought_million", "running_million",
                   "idle_million", "h100e_million")  # fmt: skip
    assert told == [
        ("k", "s", 2026, 0.5, 1.25, 0.25, 2.5),
        ("k", "s", 2027, 0.25, 1.75, 0.0, 3.5),
        # What runs and does not stand is no idle unit.
        ("k", "t", 2026, 0.0, 1e-3, 0.0, 2e-3),
    ]


def test_what_a_workload_uses_is_told_where_it_uses_any():
    found = allocations(
        solved(
            compute_allocated_million={
                ("run", "k", 2026): 0.5, ("run", "j", 2026): 0.0, ("rest", "j", 2026): 0.25,
                ("rest", "k", 2026): -1e-9,
            }
        )
    )  # fmt: skip

    assert records(found, "workload", "accelerator", "units_million", "h100e_million") == [
        ("run", "k", 0.5, 1.0), ("rest", "j", 0.25, 0.75),
    ]  # fmt: skip
