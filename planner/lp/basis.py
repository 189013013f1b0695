"""A vertex by names, from which another programme of the same kind may be solved on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

_BASIC = int(highspy.HighsBasisStatus.kBasic)
_LOWER = int(highspy.HighsBasisStatus.kLower)
_STATUS = {int(s): s for s in highspy.HighsBasisStatus.__members__.values()}


@dataclass(frozen=True, eq=False)
class Basis:
    """Which columns and rows are basic, and at which bound the others stand, as HiGHS numbers it.

    Rows that earlier stages held come last, under their names.
    """

    column_names: Sequence[str]
    row_names: Sequence[str]
    columns: np.ndarray
    rows: np.ndarray
    program: str = ""
    """Checksum of the programme: where it is the same, only costs have changed."""

    def onto(
        self, column_names: Sequence[str], row_names: Sequence[str]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The same for columns and rows of another programme.

        A new column stands at its lower bound and a new row is basic, so that the
        vertex is the old one with what is new left out; where what is gone was
        basic, the solver completes the basis.
        """
        return (
            _moved(self.column_names, self.columns, column_names, _LOWER),
            _moved(self.row_names, self.rows, row_names, _BASIC),
        )


def _moved(
    names: Sequence[str], statuses: np.ndarray, wanted: Sequence[str], otherwise: int
) -> np.ndarray:
    if list(names) == list(wanted):
        return statuses
    known = dict(zip(names, statuses.tolist(), strict=True))
    return np.array([known.get(name, otherwise) for name in wanted], dtype=np.uint8)


def read_from(raw: Any) -> tuple[np.ndarray, np.ndarray]:
    """The statuses of the columns and rows of a solver's basis."""
    basis = raw.getBasis()
    columns = np.array([int(status) for status in basis.col_status], dtype=np.uint8)
    rows = np.array([int(status) for status in basis.row_status], dtype=np.uint8)
    return columns, rows


def start_at(raw: Any, columns: np.ndarray, rows: np.ndarray) -> bool:
    """Let a solver's next run start from a basis; whether it took it."""
    basis = highspy.HighsBasis()
    basis.col_status = [_STATUS[status] for status in columns.tolist()]
    basis.row_status = [_STATUS[status] for status in rows.tolist()]
    # Of another programme it may be singular or have too many members: HiGHS mends it.
    basis.alien = True
    taken: bool = raw.setBasis(basis) == highspy.HighsStatus.kOk
    return taken


def to_bytes(bases: dict[str, Basis]) -> bytes:
    """Bases by stage as one compressed file; names are written once."""
    last = list(bases.values())[-1]
    arrays = {
        "columns": _text(last.column_names),
        "rows": _text(last.row_names),
        "stages": _text(list(bases)),
        "program": _text([last.program]),
    }
    for number, basis in enumerate(bases.values()):
        arrays[f"columns_{number}"], arrays[f"rows_{number}"] = basis.columns, basis.rows
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def from_bytes(content: bytes) -> dict[str, Basis]:
    """What :func:`to_bytes` wrote; raises ValueError or KeyError where it is something else."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        columns, rows = _lines(arrays["columns"]), _lines(arrays["rows"])
        (program,) = _lines(arrays["program"])
        return {
            stage: Basis(columns, rows[: len(statuses)], arrays[f"columns_{n}"], statuses, program)
            for n, stage in enumerate(_lines(arrays["stages"]))
            for statuses in (arrays[f"rows_{n}"],)
        }


def _text(names: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _lines(text: np.ndarray) -> list[str]:
    return text.tobytes().decode().split("\n")
