import pytest

from planner.config import load_model


@pytest.fixture(scope="session")
def small():
    return load_model("small")
