"""What generations do from year to year, from amounts that are written down."""

from types import SimpleNamespace

import pytest

from planner.results import redeployment as module
from planner.results.redeployment import redeployment
from planner.system import Accelerator, Site, Workload, World

YEARS = (2026, 2027, 2028)


@pytest.fixture
def told(monkeypatch):
    """The rows of a plan of a generation k with a life of three years, and one of none."""

    def make(*, bought=(), allocated=(), idle=(), stood=(), years=YEARS):
        monkeypatch.setattr(module, "idle_units", lambda solved: iter(idle))
        model = SimpleNamespace(
            YEARS=years, accelerators_bought_million=dict(bought),
            compute_allocated_million=dict(allocated),
        )  # fmt: skip
        world = World(
            years=years,
            sites={"s": Site(region="r", existing_fleet=dict(stood)), "t": Site(region="r")},
            accelerators={"k": Accelerator(life_years=3), "none": Accelerator(life_years=3)},
            workloads={
                "run": Workload(kind="training_run", target={}),
                "rest": Workload(kind="throughput", target={}),
            },
        )
        table = redeployment(
            SimpleNamespace(formulation=SimpleNamespace(model=model), world=world)
        )
        return table.to_dict("records")

    return make


def amounts(row, *names):
    return [row[f"{name}_million"] for name in names]


WORK = ("training", "inference", "spare", "waiting", "retired_early")


def test_units_work_wait_or_are_retired(told):
    # Of 2 + 1 million 2.5 train and 0.25 serve; 0.1 wait, 0.05 are idle for good: 0.1 run for
    # nobody. What stood since 2024 ends with 2026. In 2027 half a million more is bought.
    first, second = told(
        years=YEARS[:2],
        stood={("k", 2024): 1.0},
        bought={("k", "s", 2026): 1.5, ("k", "t", 2026): 0.5, ("k", "s", 2027): 0.5},
        allocated={("run", "k", 2026): 2.5, ("rest", "k", 2026): 0.25, ("rest", "k", 2027): 1.75,
                   ("run", "k", 2027): 0.5},
        idle=[("k", "s", 2026, 0.05, 0.05, 0.0), ("k", "t", 2026, 0.05, 0.0, 0.0)],
    )  # fmt: skip

    assert (first["year"], first["accelerator"]) == (2026, "k")
    assert amounts(first, "bought", "in_life") == pytest.approx([2.0, 3.0])
    assert amounts(first, *WORK) == pytest.approx([2.5, 0.25, 0.1, 0.1, 0.05])
    assert first["retired_by_age_million"] == 0.0
    assert amounts(second, "bought", "in_life", "retired_by_age") == pytest.approx([0.5, 2.5, 1.0])
    assert amounts(second, *WORK) == pytest.approx([0.5, 1.75, 0.25, 0.0, 0.0])
    # 1.5 more serve: half a million of them are new, and 0.25 did nothing before.
    assert amounts(second, "to_inference", "to_training") == pytest.approx([0.75, 0.0])
    assert amounts(first, "to_inference", "to_training") == [0.0, 0.0]


def test_units_come_back_to_training_where_more_train(told):
    # 1.5 more train in 2027, 0.25 of them ran for nobody; in 2028 half a million is bought.
    _, second, third = told(
        bought={("k", "s", 2026): 2.5, ("k", "s", 2028): 0.5},
        allocated={("run", "k", 2026): 0.5, ("rest", "k", 2026): 1.75, ("run", "k", 2027): 2.0,
                   ("rest", "k", 2027): 0.5, ("run", "k", 2028): 2.25, ("rest", "k", 2028): 0.75},
    )  # fmt: skip

    assert amounts(second, "to_inference", "to_training") == pytest.approx([0.0, 1.25])
    assert amounts(third, "to_inference", "to_training") == [0.0, 0.0]


def test_no_more_can_leave_a_work_than_did_it(told):
    # What is allocated may be more than stands: it is never more than trained, or served.
    _, second = told(
        years=YEARS[:2],
        bought={("k", "s", 2026): 3.0},
        allocated={("run", "k", 2026): 0.5, ("rest", "k", 2026): 2.5, ("rest", "k", 2027): 9.0},
    )

    assert amounts(second, "to_inference", "to_training") == [0.5, 0.0]
    _, second = told(
        years=YEARS[:2],
        bought={("k", "s", 2026): 3.0},
        allocated={("rest", "k", 2026): 0.5, ("run", "k", 2026): 2.5, ("run", "k", 2027): 9.0},
    )
    assert amounts(second, "to_inference", "to_training") == [0.0, 0.5]


def test_a_unit_or_less_is_none(told):
    # A millionth of a million is a unit.
    (row,) = told(
        years=YEARS[:1],
        bought={("k", "s", 2026): 1.0, ("none", "s", 2026): 1e-6},
        allocated={("run", "k", 2026): 1.0 - 5e-6, ("rest", "k", 2026): 1e-6},
        idle=[("k", "s", 2026, 2e-6, 0.0, 0.0)],
    )

    assert row["accelerator"] == "k"
    assert amounts(row, *WORK) == pytest.approx([1.0 - 5e-6, 0.0, 2e-6, 2e-6, 0.0])


def test_generations_come_by_year_and_name(told):
    rows = told(years=YEARS[:2], bought={(k, "s", 2026): 1.0 for k in ("none", "k")})

    assert [(row["year"], row["accelerator"]) for row in rows] == [
        (2026, "k"), (2026, "none"), (2027, "k"), (2027, "none"),
    ]  # fmt: skip


def test_the_last_units_of_a_generation_are_told_in_the_year_after_their_life(told):
    rows = told(years=(2026, 2027, 2028, 2029, 2030), bought={("k", "s", 2026): 1.0})

    assert [(row["year"], *amounts(row, "in_life", "retired_by_age")) for row in rows] == [
        (2026, 1.0, 0.0), (2027, 1.0, 0.0), (2028, 1.0, 0.0), (2029, 0.0, 1.0),
    ]  # fmt: skip
