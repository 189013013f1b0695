"""Model files that a test writes, and what loading them finds wrong."""

import pytest

from planner.config import load_model
from planner.errors import InputError


@pytest.fixture
def smallest():
    """The text of a model that states only what it must."""
    return (
        'title = "A question"\n'
        "years = { first = 2026, last = 2028 }\n"
        "\n"
        "[workloads]\n"
        'use = ["frontier_run"]\n'
    )


@pytest.fixture
def write(tmp_path):
    """Write a model file and return its path."""

    def written(text, name="m.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.fixture
def faults():
    """What loading a model finds wrong, as lines of text."""

    def found(path):
        with pytest.raises(InputError) as raised:
            load_model(path)
        return [str(fault) for fault in raised.value.faults]

    return found
