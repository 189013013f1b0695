"""Facts of a report from the folder of a run, which must be whole."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from planner.errors import Fault, InputError
from planner.plan import Plan
from planner.report.document.facts import Facts
from planner.report.document.sections import certificate
from planner.report.document.sweeps import read_tornado, tornado_file
from planner.run_folder import read_whole_run

NEEDED = (
    "accelerators", "capex", "clusters", "cost", "demand", "emissions", "limits", "power",
    "supply", "targets",
)  # fmt: skip
"""Tables without which there is no report."""


def read_facts(folder: Path) -> Facts:
    """Everything that a report says of a run.

    Raises InputError when the folder is no run, is of another version, lacks a
    table, or holds a file that is not the one that was written.
    """
    plan, manifest = read_whole_run(folder)
    faults = [
        Fault(str(folder / "tables"), f"no table {name!r}", "a whole run", "plan it again")
        for name in NEEDED
        if name not in plan.tables
    ]
    if faults:
        raise InputError(faults)
    inputs = {path.stem: _frame(path) for path in sorted(folder.glob("inputs/*.csv"))}
    return Facts(plan, manifest, inputs, _extras(folder, plan, manifest), folder)


def _frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, low_memory=False)


def _extras(folder: Path, plan: Plan, manifest: dict[str, Any]) -> dict[str, Any]:
    """What other commands left in the folder, and beside it."""
    extras: dict[str, Any] = {}
    found = folder / certificate.FILE
    if found.is_file():
        try:
            read = json.loads(found.read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputError([Fault(str(found), f"no JSON ({error})", "a certificate")]) from None
        extras["certificate"] = read if isinstance(read, dict) else {"checks": read}
    table = read_tornado(tornado_file(folder, str(manifest.get("model", ""))), plan)
    if table is not None:
        extras["sensitivity"] = table
    return extras
