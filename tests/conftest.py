"""What every test may ask for."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.shipped_runs import ShippedRun, shipped_run

# A tool of the tests brings numexpr along, which users don't have: pandas shall calculate, and
# warn, as it does for them.
pd.set_option("compute.use_numexpr", False)
# The tests' many modules make each search for garbage dear: an eighth of all their time.
gc.set_threshold(50_000, 50, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of slow tests come first, so that no core waits for the last of them alone."""
    slow: Counter[Path] = Counter()
    for item in items:
        slow[item.path] += item.get_closest_marker("slow") is not None
    whole = Counter(item.path for item in items)
    items.sort(key=lambda item: -slow[item.path] / whole[item.path])


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ShippedRun]:
    """The run of a model that ships, by its name; nobody may change what is in its folder."""
    base = tmp_path_factory.getbasetemp()
    # A worker has a folder of its own in the one that all of them share.
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return lambda model: shipped_run(model, shared / "shipped_runs")


@pytest.fixture
def needs_program() -> Callable[..., Path]:
    """Find a system program, as in ``needs_program("soffice", package="libreoffice-calc")``.

    Where it is missing the test is skipped, except on the server (``CI`` is set): there a test
    that didn't run is a failure, and the package belongs into the list of `.ci/run`.
    """

    def find(name: str, *, package: str) -> Path:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
        message = f"the program {name} is missing; the Debian package {package} has it"
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail(f"{message}: add it to the packages in .ci/run")
        pytest.skip(message)

    return find
