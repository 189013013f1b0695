"""A small plan by hand: two regions of one country, two years."""

import shutil
import warnings
from importlib import import_module

import pandas as pd
import pytest

from planner import api
from planner.results import Plan


@pytest.fixture(scope="session")
def pyam(tmp_path_factory):
    """The package, with its units read anew: its cache names files of the environment that wrote
    it by their paths, and that may be gone.
    """
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("IAM_UNITS_CACHE", str(tmp_path_factory.mktemp("units")))
        # What pyam and its libraries warn of at import is not ours to mend.
        warnings.simplefilter("ignore")
        return import_module("pyam")


@pytest.fixture
def plan():
    clusters = pd.DataFrame(
        {
            "site": ["a", "a", "b"], "region": ["ERCOT", "ERCOT", "PJM"],
            "year": [2026, 2027, 2027], "it_gw": [1.0, 2.0, 4.0], "facility_gw": [1.2, 2.4, 4.8],
            "energy_twh": [9.0, 18.0, 36.0], "shell_it_gw": [1.0, 2.0, 4.0],
            "shell_built_it_gw": [1.0, 1.0, 4.0], "h100e_million": [0.5, 1.0, 2.0],
        }
    )  # fmt: skip
    accelerators = pd.DataFrame(
        {
            "accelerator": ["x", "y"], "site": ["a", "b"], "year": [2026, 2027],
            "bought_million": [0.3, 0.7], "running_million": [0.3, 0.7],
            "idle_million": [0.0, 0.1], "h100e_million": [0.5, 2.0],
        }
    )  # fmt: skip
    power = pd.DataFrame(
        {
            "technology": ["gas_ccgt", "gas_recip", "solar_utility"], "kind": ["d", "d", "v"],
            "site": ["a", "a", "b"], "year": [2027, 2027, 2027], "built_gw": [1.0, 2.0, 4.0],
            "capacity_gw": [1.0, 2.0, 4.0], "generation_twh": [8.0, 16.0, 9.0],
        }
    )  # fmt: skip
    capex = pd.DataFrame(
        {
            "year": [2027, 2027], "component": ["power", "shell"],
            "item": ["gas_recip", "shell"], "site": ["a", "b"], "capex_busd": [3.0, 5.0],
        }
    )  # fmt: skip
    emissions = pd.DataFrame(
        {"year": [2027, 2027], "term": ["onsite", "grid"], "emissions_mt": [1.5, 0.5]}
    )
    targets = pd.DataFrame(
        {
            "workload": ["run"], "year": [2027], "priority": [1], "unit": ["FLOP"],
            "target": [2e27], "delivered": [1e27],
        }
    )  # fmt: skip
    tables = {
        "clusters": clusters, "accelerators": accelerators, "power": power, "capex": capex,
        "emissions": emissions, "targets": targets,
    }  # fmt: skip
    return Plan(tables, {"years": [2026, 2027]})


@pytest.fixture(scope="package")
def exported(tmp_path_factory):
    """The folder of a run of the tutorial with everything exported: not to be changed."""
    outputs = tmp_path_factory.mktemp("outputs")
    api.run("small", outputs)
    api.export(outputs / "small", ["all"])
    return outputs / "small"


@pytest.fixture
def run(exported, tmp_path):
    """A copy of the run, without what was exported, that a test may spoil."""
    folder = tmp_path / "small"
    shutil.copytree(exported, folder, ignore=shutil.ignore_patterns("exchange"))
    return folder
