"""The drivers that ship, and a model over them."""

import pytest

from planner.config import load_model
from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.demand.drivers import Drivers


@pytest.fixture(scope="session")
def shipped():
    return Inputs.read(bundled("datasets"))


@pytest.fixture(scope="session")
def drivers(shipped):
    return Drivers.of(shipped)


@pytest.fixture
def changed(shipped):
    """The shipped drivers with other values: ``changed(run_length_cap_days=300)``."""

    def make(**values):
        return Drivers.of(
            shipped.with_changes({f"demand_drivers.{n}.value": v for n, v in values.items()})
        )

    return make


@pytest.fixture(scope="session")
def published(shipped):
    """A row of the published projections."""
    return shipped["published_projections"].loc


@pytest.fixture
def model(tmp_path):
    """A model file of a few lines over three years of the reference question, loaded.

    Whatever workloads it names have targets: few of them have a demand curve.
    """

    def make(text):
        path = tmp_path / "m.toml"
        years = "years = { first = 2026, last = 2028 }\n"
        targets = 'objective = { targets = "first" }\n'
        path.write_text(f'extends = "frontier"\ntitle = "t"\n{years}{targets}{text}')
        return load_model(path)

    return make
