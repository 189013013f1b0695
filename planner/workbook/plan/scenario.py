"""One scenario of a workbook: a plan with the inputs that it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from planner.data.descriptor import read_schema
from planner.data.schema import Schema
from planner.locations import bundled
from planner.plan import Plan
from planner.run_folder import read_whole_run

_MARKED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


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
    inputs = {path.stem: _read(path) for path in sorted((folder / "inputs").glob("*.csv"))}
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


def _read(path: Path) -> pd.DataFrame:
    """A table of inputs, without the marks that keep a spreadsheet from computing names."""
    table = pd.read_csv(path, keep_default_na=False, na_values=[""])
    for column in table.columns:
        if table[column].dtype == object or pd.api.types.is_string_dtype(table[column]):
            table[column] = table[column].map(_unmarked, na_action="ignore")
    return table


def _unmarked(cell: object) -> object:
    return cell[1:] if isinstance(cell, str) and cell.startswith(_MARKED) else cell
