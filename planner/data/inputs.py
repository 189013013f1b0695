"""The checked tables of one model, and what the model changed in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Self

import pandas as pd

from planner.config import CaseOrPosition, CellValue, ModelDefinition
from planner.config.locations import bundled
from planner.data.candidate_needs import candidates_of_model
from planner.data.cells import Value
from planner.data.changes import Change, Changed, with_cases, with_values
from planner.data.commitment_checks import share_notices, unasked_commitments
from planner.data.cross_checks import cross_check
from planner.data.descriptor import DESCRIPTOR, read_schema
from planner.data.folder_schema import folder_schema
from planner.data.model_checks import model_faults
from planner.data.paths import Key, is_end, keys_of
from planner.data.places import cell_place
from planner.data.reading import Reading, plain
from planner.data.schema import Schema
from planner.data.tables import read
from planner.errors import Fault, InputError, did_you_mean, listed, raise_any

GENERATED = 0
"""The line of a row that stands in no file."""
Place = Callable[[str], str]
"""From a key such as ``set.sites.abilene.pue`` to where it is stated, for a fault."""


@dataclass(frozen=True, eq=False)
class Inputs:
    """Tables that are valid, each by itself and all together.

    ``inputs["sites"]`` is a frame indexed by the table's primary key, in the
    order of its file; columns are in the units that the schema states.
    """

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    checksums: Mapping[str, str]
    """File name to SHA-256, the descriptor's included."""
    schema: Schema = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    """Tables that have no file and no row of a sheet, and need none."""
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Table to the line of its file, or the row of its sheet, on which each row begins."""
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Table to the letter of each column, where it was read from a sheet."""
    changes: tuple[Change, ...] = ()
    """Cells that cases and single values replaced, in the order in which they were."""
    notices: tuple[str, ...] = ()
    """What a reader should know of how the tables were read, and no fault."""
    own_regions: bool = False
    """Whether the folder holds only what its problem needs: its regions are then its own, and
    none of the map."""
    candidates: tuple[str, ...] = ()
    """Sites that the model's candidate needs bring in, whatever else it says of sites."""
    unasked: frozenset[str] = frozenset()
    """Tables that the model does not ask for, with which what it sets need not agree."""
    _read: Mapping[str, tuple[pd.DataFrame, Reading]] = field(default_factory=dict)
    """Tables as they were read, each with its reading; one that is changed is another object."""

    @classmethod
    def read(
        cls,
        folder: Path | str,
        cases: Mapping[str, CaseOrPosition] | None = None,
        values: Mapping[str, CellValue] | None = None,
        *,
        place: Place = "{}".format,
    ) -> Self:
        """Read and check the tables of a folder, then apply cases and single values.

        `cases` maps ``table.column``, ``table.row.column``, ``table.*`` or
        ``*`` to low, central, high or a point between, -1 to 1; `values` maps
        ``table.row.column`` to a value, the parts of a compound key joined by
        a colon. Raises InputError with every fault of all tables, cases and
        values.
        """
        readings, faults = _gathered(Path(folder))
        if not cases and not values:
            raise_any(faults)
        inputs, more = cls._made(Path(folder), readings)._changed(cases or {}, values or {}, place)
        raise_any(faults + more)
        return inputs

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """The tables of a folder without a model, which would say whether some are left out.

        Those of a folder that describes none, as one does that holds only what its
        problem needs, are held to the shipped schema. Raises InputError with every
        fault of all tables.
        """
        if (folder / DESCRIPTOR).is_file() or not any(folder.glob("*.csv")):
            return cls.read(folder)
        schema, faults = folder_schema(folder, "default")
        readings, more = _gathered(folder, schema)
        raise_any(faults + more)
        notice = (
            f"it has no {DESCRIPTOR}, so tables and columns may be left out, which a model of "
            'them says by tables = { missing = "default" }'
        )
        return replace(cls._made(folder, readings), notices=(notice,), own_regions=True)

    @classmethod
    def for_model(
        cls,
        model: ModelDefinition,
        sheets: Mapping[str, Reading] | None = None,
        notices: Iterable[str] = (),
    ) -> Self:
        """The tables as `model` asks for them: its folder, cases and values.

        `sheets` are tables that were read from elsewhere, and take the place of
        the folder's. They are held to the same checks.
        Raises InputError with every fault of the tables and of what the model
        says about them, the latter with their lines in the model file.
        """
        folder = model.datasets or bundled("datasets")
        schema, faults = folder_schema(folder, model.tables.missing)
        readings, more = _gathered(folder, schema, sheets)
        faults += more
        made = cls._made(folder, readings)
        if (model.sites.candidates or model.sites.new_campuses) and not faults:
            made, faults = made._with_candidates(model)
        made = replace(made, unasked=unasked_commitments(model))
        inputs, more = made._changed(model.cases, model.set, model.place)
        raise_any(faults + more + model_faults(model, readings))
        told = (notice for reading in readings.values() for notice in reading.notices)
        own = model.tables.missing == "default"
        said = (*model.notices, *told, *notices, *share_notices(model))
        return replace(inputs, notices=said, own_regions=own)

    def with_changes(self, values: Mapping[str, CellValue], *, place: Place = "{}".format) -> Self:
        """The same tables with single cells replaced: ``table.row.column`` to value.

        Raises InputError when a cell is unknown, or a value is not one that
        its table could hold.
        """
        inputs, faults = self._changed({}, values, place)
        raise_any(faults)
        return inputs

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A table, as a copy that can be altered without harm to the inputs."""
        if name not in self.tables:
            expected = f"one of {listed(self.tables, 40)}"
            fix = did_you_mean(name, self.tables)
            raise InputError([Fault(str(self.folder), f"no table {name!r}", expected, fix)])
        return self.tables[name].copy(deep=False)

    def optional(self, name: str) -> pd.DataFrame | None:
        """A table that need not be there, or None where it is not, or is empty."""
        table = self.tables.get(name)
        return None if table is None or table.empty else table

    def column(self, name: str, column: str) -> "pd.Series[float]":
        """A column of an optional table; empty where there is no such table."""
        table = self.optional(name)
        return pd.Series(dtype="float64") if table is None else table[column]

    @property
    def to_write(self) -> dict[str, pd.DataFrame]:
        """The tables that belong to a run: those that ship, empty or not, and others present."""
        present = self.present
        return {
            name: table
            for name, table in self.tables.items()
            if name in present or not self.schema[name].extra
        }

    @property
    def present(self) -> dict[str, pd.DataFrame]:
        """The tables that have a file; the others need not be there, and are empty."""
        return {name: table for name, table in self.tables.items() if name not in self.left_out}

    def file(self, table: str) -> str:
        """Where a table stands, for a fault: its file, or the sheet that it was read from."""
        return self.schema[table].path

    def place(self, table: str, key: Value | Key, column: str) -> str:
        """Where a cell stands in its file, for a fault or a source note."""
        parts = key if isinstance(key, tuple) else (key,)
        line = self.lines[table][keys_of(self.tables[table]).index(parts)]
        if line == GENERATED:
            return f"{self.schema[table].path}, generated row {':'.join(map(str, parts))}"
        return cell_place(self.schema[table].path, line, (column,), self.letters.get(table, {}))

    @classmethod
    def _made(cls, folder: Path, readings: Mapping[str, Reading]) -> Self:
        """Inputs of those tables that have no faults."""
        sound = {name: reading for name, reading in readings.items() if not reading.faults}
        own = folder / DESCRIPTOR
        # A folder that holds only what its problem needs is read by the schema that ships.
        described = own if own.is_file() else bundled("datasets") / DESCRIPTOR
        descriptor = sha256(described.read_bytes()).hexdigest()
        tables = {name: reading.frame() for name, reading in sound.items()}
        return cls(
            folder=folder,
            tables=tables,
            checksums={DESCRIPTOR: descriptor}
            | {reading.file: reading.checksum for reading in sound.values() if not reading.absent},
            schema={name: reading.table for name, reading in readings.items()},
            left_out=frozenset(name for name, reading in sound.items() if reading.absent),
            lines={name: tuple(reading.lines) for name, reading in sound.items()},
            letters={name: reading.letters for name, reading in sound.items() if reading.letters},
            _read={name: (tables[name], reading) for name, reading in sound.items()},
        )

    def _with_candidates(self, model: ModelDefinition) -> tuple[Self, list[Fault]]:
        """These inputs with the candidates that the model needs, as rows like any other."""
        tables, lines = dict(self.tables), dict(self.lines)
        chosen, faults = candidates_of_model(tables, model)
        for name, rows in chosen.rows.items():
            tables[name] = pd.concat([tables[name], rows.astype(tables[name].dtypes)])
            lines[name] = (*lines[name], *[GENERATED] * len(rows))
        return replace(self, tables=tables, lines=lines, candidates=chosen.sites), faults

    def _changed(
        self, cases: Mapping[str, CaseOrPosition], values: Mapping[str, CellValue], place: Place
    ) -> tuple[Self, list[Fault]]:
        """These inputs after cases and then values, and the faults of both.

        The low or high value of a quantity comes before the case that may ask for it.
        """

        def put(frames: Mapping[str, pd.DataFrame], ends: bool) -> Changed:
            own = {p: v for p, v in values.items() if is_end(p, self.schema) == ends}
            return with_values(frames, self.schema, own, lambda path: place(f"set.{path}"))

        first = put(self.tables, ends=True)
        second = with_cases(first.tables, self.schema, cases, lambda path: place(f"cases.{path}"))
        third = put(second.tables, ends=False)
        changes = first.changes + second.changes + third.changes
        faults = [*first.faults, *second.faults, *third.faults]
        result = replace(self, tables=third.tables, changes=self.changes + changes)
        if (first.changes or third.changes) and not faults:
            # A value that is right by itself may contradict another row.
            found = cross_check(result._readings())
            before = set(cross_check(self._readings())) if found else set()
            new = (fault for fault in found if fault not in before)
            faults += [replace(f, found=f"with the values that are set, {f.found}") for f in new]
        return result, faults

    def _readings(self) -> dict[str, Reading]:
        """The tables as readings of their files, so that the cross-checks can run again.

        A value that is set need not agree with what the model doesn't ask for.
        """
        readings = {name: Reading(table, whole=False) for name, table in self.schema.items()}
        for name, frame in self.tables.items():
            if name in self.unasked:
                continue
            as_read, reading = self._read.get(name, (None, None))
            if reading is not None and frame is as_read:
                readings[name] = reading
                continue
            columns = frame.reset_index()
            readings[name] = Reading(
                self.schema[name],
                lines=list(self.lines[name]),
                letters=dict(self.letters.get(name, {})),
                values={column: plain(columns[column]) for column in columns},
                absent=name in self.left_out,
            )
        return readings


def _gathered(
    folder: Path, schema: Schema | None = None, sheets: Mapping[str, Reading] | None = None
) -> tuple[dict[str, Reading], list[Fault]]:
    """Everything that can be read in a folder, and every fault of it; `sheets` go before it."""
    schema = read_schema(folder) if schema is None else schema
    readings = {
        name: (sheets or {}).get(name) or read(folder / table.path, table)
        for name, table in schema.items()
    }
    faults = [fault for reading in readings.values() for fault in reading.faults]
    return readings, faults + _crossed(tuple(readings.items()))


@lru_cache(maxsize=4)
def _crossed(readings: tuple[tuple[str, Reading], ...]) -> list[Fault]:
    """The faults between tables: known where each reading is the same object as before."""
    return cross_check(dict(readings))
