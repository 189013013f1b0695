"""Terms of average load: what is missing is named, and loads that are stated."""

from pathlib import Path

import pytest

from planner.config import ModelDefinition
from planner.data.load_checks import average_load_faults

FACTORS = {
    "load_factor_training_run": 0.76,
    "load_factor_throughput": 0.6,
    "idle_power_share": 0.2,
}


@pytest.fixture
def faults(table):
    """Faults of a model of two workloads, one of which it uses, by the terms of its tables."""

    def make(terms, load="average", use=("run",), site_load=None):
        made = [
            table("power_terms", "term", term=[*terms], value=[*terms.values()]),
            table("workloads", "workload", workload=["run", "serve"],
                  kind=["training_run", "throughput"]),
        ]  # fmt: skip
        if site_load is not None:
            made.append(table("site_load", "site year slice", **site_load))
        model = ModelDefinition(
            name="m",
            path=Path("m.toml"),
            title="t",
            years={"first": 2026, "last": 2027},
            workloads={"use": use},
            power={"load": load},
        )
        tables = {reading.table.name: reading for reading in made}
        return [str(fault) for fault in average_load_faults(model, tables)]

    return make


def test_a_model_whose_terms_are_there_has_no_fault(faults):
    assert faults(FACTORS, use=("run", "serve")) == []


def test_the_terms_of_workloads_that_are_not_used_may_be_missing(faults):
    training = {name: FACTORS[name] for name in ("load_factor_training_run", "idle_power_share")}

    assert faults(training) == []
    (fault,) = faults(training, use=("run", "serve"))
    assert "lacks load_factor_throughput" in fault
    assert "add the rows to" in fault


def test_rated_power_takes_no_terms(faults):
    assert faults({}, load="rated") == []


def test_loads_that_tables_state_have_no_average(faults):
    (fault,) = faults(
        FACTORS, site_load={"site": ["s"], "year": [2026], "slice": ["h"], "load_gw": [1.0]}
    )

    assert fault.startswith("m.toml") or "power.load" in fault
    assert "states loads" in fault
