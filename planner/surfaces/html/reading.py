"""Facts of a report from the folder of a run, which must be whole."""

from pathlib import Path
from typing import Any

from planner.data.json_file import read_json
from planner.errors import Fault, InputError
from planner.results import Plan
from planner.storage.run_folder import read_inputs, read_whole_run
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.sections import certificate
from planner.surfaces.html.sweeps import read_tornado, tornado_file

NEEDED = (
    "accelerators", "bottlenecks", "capex", "clusters", "cost", "demand", "emissions", "limits",
    "power", "supply", "targets",
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
        if name not in plan.tables and name not in plan.absent
    ]
    if faults:
        raise InputError(faults)
    return Facts(plan, manifest, read_inputs(folder), _extras(folder, plan, manifest), folder)


def _extras(folder: Path, plan: Plan, manifest: dict[str, Any]) -> dict[str, Any]:
    """What other commands left in the folder, and beside it."""
    extras: dict[str, Any] = {}
    found = folder / certificate.FILE
    if found.is_file():
        read = read_json(found, "a certificate", "plan it again")
        extras["certificate"] = read if isinstance(read, dict) else {"checks": read}
    table = read_tornado(tornado_file(folder, str(manifest.get("model", ""))), plan)
    if table is not None:
        extras["sensitivity"] = table
    return extras
