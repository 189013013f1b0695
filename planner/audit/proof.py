"""Proof: the linear programme of a run and the optimum of each stage, on disk.

Three files in the folder ``proof`` of a run:

- ``matrix.npz``  the coefficients, rows by columns, as scipy reads them (``load_npz``);
- ``columns.parquet``  a row for each column: ``name``, ``family`` (what it is one of), ``key``
  (its labels, as texts), ``lower``, ``upper``, ``whole`` (whether it is whole), and
  for each stage ``cost_<stage>``, ``value_<stage>`` and ``reduced_cost_<stage>``;
- ``rows.parquet``  a row for each row of the matrix: ``name``, ``family``, ``key``, ``lower``,
  ``upper``, and for each stage ``activity_<stage>`` and ``dual_<stage>``. Then a row for each
  optimum that later stages held, whose coefficients are the costs of its own stage.

Duals are missing where the solver gave no basis.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from planner.data.table_files import read_parquet
from planner.errors import Fault, InputError

FOLDER = "proof"
HELD_FAMILY = "held"
HELD = f"{HELD_FAMILY}["


@dataclass(frozen=True, eq=False)
class Proof:
    """Arrays of a programme, and what the solver said of each of its stages."""

    matrix: sparse.csr_array
    row_names: Sequence[str]
    """Those of the matrix, and then those of the optima that were held."""
    row_families: Sequence[str]
    """What each row is one of: the constraint that it belongs to."""
    row_lower: np.ndarray
    row_upper: np.ndarray
    column_names: Sequence[str]
    column_families: Sequence[str]
    """The variable that each column belongs to."""
    column_keys: Sequence[Sequence[str]]
    """The labels of each column; a name that joins them is never taken apart."""
    column_lower: np.ndarray
    column_upper: np.ndarray
    stages: Mapping[str, ProofOfStage]
    whole: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Places of the columns that may take whole numbers only."""
    row_keys: Sequence[Sequence[str]] = ()
    """The labels of each row; those of an optimum that was held are none."""

    def column_bounds(self, stage: str) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of the columns in a stage: those that must be whole are held at their choice.

        Duals are those of the linear programme that is left with it.
        """
        lower, upper = self.column_lower.copy(), self.column_upper.copy()
        chosen = np.round(self.stages[stage].values[self.whole])
        held = np.clip(chosen, lower[self.whole], upper[self.whole])
        lower[self.whole] = upper[self.whole] = held
        return lower, upper

    @property
    def own_rows(self) -> int:
        """Number of rows of the programme itself."""
        return int(self.matrix.shape[0])

    def matrix_of(self, stage: str) -> sparse.csr_array:
        """The matrix of a stage: the programme's, and a row for each optimum held by then."""
        held = self.held(stage)
        rows = [sparse.csr_array(self.stages[before].costs[None, :]) for before in held]
        return sparse.csr_array(sparse.vstack([self.matrix, *rows])) if rows else self.matrix

    def held(self, stage: str) -> list[str]:
        """The stages whose optima were held while `stage` was solved."""
        names = [name[len(HELD) : -1] for name in self.row_names[self.own_rows :]]
        before = list(self.stages)[: list(self.stages).index(stage)]
        return [name for name in names if name in before]

    def checksum(self) -> str:
        """SHA-256 of the programme's arrays and names: the same model gives the same bytes."""
        own = self.own_rows
        digest = hashlib.sha256()
        for part in (
            self.matrix.indptr.astype(np.int64),
            self.matrix.indices.astype(np.int64),
            self.matrix.data,
            self.row_lower[:own],
            self.row_upper[:own],
            self.column_lower,
            self.column_upper,
        ):
            digest.update(np.ascontiguousarray(part).tobytes())
        if self.whole.size:
            digest.update(self.whole.astype(np.int64).tobytes())
        names = [*self.row_names[:own], "", *self.column_names]
        digest.update("\n".join(names).encode())
        return digest.hexdigest()

    def write(self, run: Path) -> None:
        """Write the three files below the folder of a run."""
        folder = run / FOLDER
        folder.mkdir()
        sparse.save_npz(folder / "matrix.npz", self.matrix)
        columns: dict[str, object] = {
            "name": self.column_names,
            "family": pd.Categorical(self.column_families),
            "key": list(map(list, self.column_keys)),
            "lower": self.column_lower,
            "upper": self.column_upper,
            "whole": np.isin(np.arange(len(self.column_names)), self.whole),
        }
        rows: dict[str, object] = {
            "name": self.row_names,
            "family": pd.Categorical(self.row_families),
            "key": list(map(list, self.row_keys or [()] * len(self.row_names))),
            "lower": self.row_lower,
            "upper": self.row_upper,
        }
        for name, stage in self.stages.items():
            columns |= {f"cost_{name}": stage.costs, f"value_{name}": stage.values}
            rows[f"activity_{name}"] = _padded(stage.activities, len(self.row_names))
            if stage.duals is not None and stage.reduced_costs is not None:
                columns[f"reduced_cost_{name}"] = stage.reduced_costs
                rows[f"dual_{name}"] = _padded(stage.duals, len(self.row_names))
        pd.DataFrame(columns).to_parquet(folder / "columns.parquet", index=False)
        pd.DataFrame(rows).to_parquet(folder / "rows.parquet", index=False)

    @classmethod
    def read(cls, run: Path, constants: Mapping[str, float]) -> Proof:
        """The proof of a run; `constants` gives the stages in their order, with their constants.

        Raises InputError when a file is missing or does not fit the others.
        """
        folder = run / FOLDER
        files = [folder / name for name in ("matrix.npz", "columns.parquet", "rows.parquet")]
        missing = [path for path in files if not path.is_file()]
        if missing:
            raise InputError(
                Fault(str(path), "missing", "a file of the proof", "plan it again")
                for path in missing
            )
        matrix = _matrix(files[0])
        columns, rows = read_parquet(files[1]), read_parquet(files[2])
        wanted = [(name, table) for name in ("family", "key") for table in (columns, rows)]
        for stage in constants:
            wanted += [(f"{kind}_{stage}", columns) for kind in ("cost", "value")]
            wanted.append((f"activity_{stage}", rows))
        lacking = [name for name, table in wanted if name not in table]
        if lacking or matrix.shape[1] != len(columns) or matrix.shape[0] > len(rows):
            found = (
                f"no column {lacking[0]}" if lacking else "tables of another size than the matrix"
            )
            raise InputError([Fault(str(folder), found, "a whole proof", "plan it again")])
        return cls(
            matrix=matrix,
            row_names=list(rows["name"]),
            row_lower=rows["lower"].to_numpy(),
            row_upper=rows["upper"].to_numpy(),
            row_families=list(rows["family"]),
            row_keys=[tuple(key) for key in rows["key"]],
            column_names=list(columns["name"]),
            column_families=list(columns["family"]),
            column_keys=[tuple(key) for key in columns["key"]],
            column_lower=columns["lower"].to_numpy(),
            column_upper=columns["upper"].to_numpy(),
            whole=np.flatnonzero(columns["whole"]) if "whole" in columns else np.zeros(0, int),
            stages={
                stage: ProofOfStage(
                    costs=columns[f"cost_{stage}"].to_numpy(),
                    constant=constant,
                    values=columns[f"value_{stage}"].to_numpy(),
                    activities=rows[f"activity_{stage}"].to_numpy(),
                    reduced_costs=_or_none(columns, f"reduced_cost_{stage}"),
                    duals=_or_none(rows, f"dual_{stage}"),
                )
                for stage, constant in constants.items()
            },
        )


@dataclass(frozen=True, eq=False)
class ProofOfStage:
    """The objective of a stage, ``costs @ x + constant``, and its optimum."""

    costs: np.ndarray
    constant: float
    values: np.ndarray
    activities: np.ndarray
    reduced_costs: np.ndarray | None
    duals: np.ndarray | None


def _matrix(path: Path) -> sparse.csr_array:
    """The coefficients; InputError where the file holds no matrix."""
    try:
        return sparse.csr_array(sparse.load_npz(path))
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        found = f"no matrix ({error})"
        fault = Fault(str(path), found, "a file of the proof", "plan it again")
        raise InputError([fault]) from None


def _padded(values: np.ndarray, length: int) -> np.ndarray:
    """Values of the rows that a stage had, and nothing for those that came later."""
    return np.concatenate([values, np.full(length - len(values), np.nan)])


def _or_none(table: pd.DataFrame, column: str) -> np.ndarray | None:
    return table[column].to_numpy() if column in table else None
