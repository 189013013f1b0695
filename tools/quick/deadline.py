"""A plugin of pytest: tests that begin after a time are skipped.

The time is in the environment, as seconds since 1970, so that every process of
the run keeps to it.
"""

from __future__ import annotations

import os
import time

import pytest

UNTIL = "PLANNER_QUICK_UNTIL"
REASON = "the minute is over: `make test` runs it"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Skip what begins too late."""
    if time.time() > float(os.environ[UNTIL]):
        pytest.skip(REASON)
