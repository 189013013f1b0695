import pytest

from planner.model_definition import load_model


@pytest.fixture(scope="session")
def small():
    return load_model("small")
