"""Runs of the tutorial, and texts that are held against the ones kept in ``snapshots``."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import api
from planner.config import load_model, overlaid
from tests.kept_texts import hold

SNAPSHOTS = Path(__file__).parent / "snapshots"
NUMBER = re.compile(
    r"(?<=\$)[\d.]+|(?<![\w.,])(?!20[2-5]\d\b(?!\.\d))\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?(?!\w)"
)
"""A number that stands alone or before its unit, and is no year and no part of a name."""


@pytest.fixture
def kept() -> Callable[[str, str], None]:
    """Hold a text against its snapshot; with RENEW_SNAPSHOTS set, write it anew."""

    return lambda name, text: hold(SNAPSHOTS / f"{name}.txt", text)


@pytest.fixture
def without_numbers() -> Callable[[str], str]:
    """A text with a sign for each number: another machine may find another of equal plans."""

    def mask(text: str) -> str:
        lines = [NUMBER.sub("#", line).rstrip() for line in text.splitlines()]
        # Columns are as wide as their numbers are.
        return "\n".join(re.sub(r" {2,}", "  ", line) for line in lines)

    return mask


@pytest.fixture(scope="package")
def small(tmp_path_factory) -> Path:
    """The folder of a run of the tutorial."""
    outputs = tmp_path_factory.mktemp("outputs")
    api.run("small", outputs)
    return outputs / "small"


@pytest.fixture(scope="package")
def short(tmp_path_factory) -> Path:
    """The same with little memory and poor use of chips, so that the run misses its targets."""
    outputs = tmp_path_factory.mktemp("outputs")
    scarce = {f"set.hbm_supply.global:{y}.supply_eb": 0.05 for y in (2027, 2028)}
    less = {"set.workloads.frontier_run.mfu": 0.1, **scarce}
    api.run(overlaid(load_model("small"), less, name="short"), outputs)
    return outputs / "short"
