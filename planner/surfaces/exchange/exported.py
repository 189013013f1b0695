"""What an export is made from: a run as it lies on disk, which must be whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from planner.config.locations import bundled
from planner.data.descriptor import resources_of
from planner.data.written import read_input
from planner.results import Plan
from planner.storage.run_folder import input_files, read_whole_run


@dataclass(frozen=True, eq=False)
class Exported:
    """A run: its folder, its plan and its manifest."""

    folder: Path
    plan: Plan
    manifest: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Exported":
        """The run of a folder.

        Raises InputError when the folder is no run, is of another version, or
        holds a file that is missing or not the one that was written.
        """
        return cls(folder, *read_whole_run(folder))

    @property
    def model(self) -> str:
        """Name of the model that was planned."""
        return str(self.manifest.get("model", self.folder.name))

    @cached_property
    def input_files(self) -> dict[str, Path]:
        """Input tables as the run used them: the file of each."""
        return input_files(self.folder, self.manifest)

    def input(self, name: str) -> pd.DataFrame:
        """An input table as it lies in the run."""
        return read_input(self.input_files[name])

    @cached_property
    def descriptor(self) -> dict[str, dict[str, Any]]:
        """Resources of the descriptor of the input tables, by name.

        That of the model's own tables where they are still there, else the one that ships.
        """
        own = self.manifest.get("definition", {}).get("datasets")
        folders = [Path(own)] if own else []
        found = next(
            path
            for folder in (*folders, bundled("datasets"))
            if (path := folder / "datapackage.json").is_file()
        )
        return {str(resource["name"]): resource for resource in resources_of(found.parent)}

    def origin(self) -> dict[str, Any]:
        """What tells the run from others, for files that can carry it."""
        environment = self.manifest.get("environment", {})
        return {
            "model": self.model,
            "title": str(self.manifest.get("title", "")),
            "created": str(self.manifest.get("created", "")),
            "planner": environment.get("planner"),
            "revision": environment.get("revision"),
            "program_checksum": self.manifest.get("program", {}).get("checksum"),
            "currency_year": self.manifest.get("currency_year"),
        }
