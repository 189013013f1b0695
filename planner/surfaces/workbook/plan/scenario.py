"""One scenario of a workbook: a plan with the inputs that it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.data.schema import Schema
from planner.results import Plan
from planner.storage.run_folder import read_inputs, read_whole_run


@dataclass(frozen=True, eq=False)
class Scenario:
    """What a workbook tells of one run."""

    name: str
    plan: Plan
    inputs: Mapping[str, pd.DataFrame]
    """Tables as planned with: cases and changes applied, a row for each row of the file."""
    manifest: Mapping[str, Any]
    schema: Schema = field(default_factory=dict)
    folder: str = ""
    """Where the run's own tables are, for notes on what is not in the workbook."""

    @property
    def title(self) -> str:
        """The question, in the words of its model."""
        return str(self.manifest.get("title", self.name))

    @property
    def years(self) -> list[int]:
        """The years that are planned."""
        return [int(year) for year in self.plan.summary["years"]]


def from_folder(folder: Path, name: str = "") -> Scenario:
    """The scenario of a run folder; InputError when it is none, or was changed."""
    plan, manifest = read_whole_run(folder)
    schema = read_schema(bundled("datasets"))
    inputs = read_inputs(folder)
    ordered = {table: inputs[table] for table in schema if table in inputs}
    ordered |= {table: frame for table, frame in inputs.items() if table not in ordered}
    model = str(manifest.get("model", folder.name))
    return Scenario(name or model, plan, ordered, manifest, schema, str(folder))


def from_folders(folders: list[Path]) -> list[Scenario]:
    """Scenarios of several runs, their names made unlike where two models are called alike."""
    scenarios: list[Scenario] = []
    taken: set[str] = set()
    for folder in folders:
        scenario = from_folder(folder)
        # A spreadsheet takes "Base" and "base" for the same text.
        chosen, count = scenario.name, 1
        while chosen.casefold() in taken:
            count += 1
            chosen = f"{scenario.name} ({count})"
        taken.add(chosen.casefold())
        scenarios.append(scenario if chosen == scenario.name else from_folder(folder, chosen))
    return scenarios
