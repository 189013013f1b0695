"""A plugin of pytest: tests that begin after a time are skipped, and one that runs then is left.

The time is in the environment, as seconds since 1970, so that every process of
the run keeps to it. A test that is in the middle has `GRACE` seconds more: a plan
that is made for the tests of a whole file takes a good part of the minute.
"""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Iterator
from types import FrameType

import pytest

UNTIL = "PLANNER_QUICK_UNTIL"
GRACE = 6.0
"""Seconds for what runs when the time is over."""
REASON = "the minute is over: `make test` runs it"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Skip what begins too late."""
    if time.time() > float(os.environ[UNTIL]):
        pytest.skip(REASON)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Leave a test, or what is made for it, that runs past the grace."""
    left = float(os.environ[UNTIL]) + GRACE - time.time()
    if left <= 0 or left == math.inf:
        return (yield)
    before = signal.signal(signal.SIGALRM, _leave)
    signal.setitimer(signal.ITIMER_REAL, left)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _leave(number: int, frame: FrameType | None) -> None:
    pytest.skip(REASON)
