"""The backcast that ships, solved once."""

import pytest

from planner import api


@pytest.fixture(scope="session")
def backcast(tmp_path_factory):
    """Run, comparison and paths of the shipped backcast."""
    return api.backcast("backcast_2022_2025", tmp_path_factory.mktemp("outputs"))
