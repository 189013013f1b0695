"""Problems of a few short tables, planned and certified, with any cell of them filled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planner import api

MODEL = """\
title = "A problem of a few tables"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "d"
"""
HALVES = (
    "slice_set,slice,day,position,hours,weight_hours\nd,day,1,0,12,4380\nd,night,1,1,12,4380\n"
)
REGION = "region\nR\n"
SITE = "site,region\ns,R\n"


@dataclass(frozen=True)
class Outcome:
    """What came of a problem: its present cost, its certificate, and its plan."""

    cost_busd: float
    failed: frozenset[str]
    """Families of checks of the certificate that do not hold."""
    plan: Any
    folder: Path


Certified = Callable[..., Outcome]


def write_problem(folder: Path, tables: Mapping[str, str], model: str = MODEL) -> Path:
    """Write tables and a model into a folder; returns the model's path."""
    for name, text in tables.items():
        path = folder / "tables" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    path = folder / "problem.toml"
    path.write_text(model, encoding="utf-8")
    return path


@pytest.fixture
def certified(tmp_path) -> Certified:
    """Plan a problem of some tables, and prove it from the files of its run."""

    def make(tables: Mapping[str, str], model: str = MODEL) -> Outcome:
        run = api.solve(write_problem(tmp_path, tables, model))
        run.write(tmp_path / "outputs")
        folder = tmp_path / "outputs" / "problem"
        record = api.read_certificate(folder)
        failed = {check["family"] for check in record["checks"] if not check["passed"]}
        again = record["present_cost_recomputed_busd"]
        assert failed or again == pytest.approx(run.plan.cost_busd, rel=1e-9, abs=1e-12)
        return Outcome(run.plan.cost_busd, frozenset(failed), run.plan, folder)

    return make
