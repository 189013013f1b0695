"""Models and tables before anything is planned: read, checked, written as a workbook."""

from pathlib import Path

import pandas as pd

from planner.config import ModelDefinition
from planner.config import load_model as load_model_file
from planner.config.locations import bundled
from planner.data.candidates import Need, contracts, new_rows, region_fault
from planner.data.candidates import candidates as ranked
from planner.data.csv_out import write_rows
from planner.data.inputs import GENERATED, Inputs
from planner.data.new_campuses import PREFIX
from planner.data.profiles import FILE as PROFILES
from planner.data.profiles import hourly_profiles
from planner.data.tables import read_table
from planner.data.weather import FILE as WEATHER
from planner.data.weather import hourly_weather
from planner.errors import Fault, InputError, raise_any
from planner.input_workbook import is_workbook
from planner.system import World
from planner.system.build import build_world

_PLACES = ("sites", "retiring_plants", "balancing_areas")
"""Tables whose rows have coordinates."""
_OF_A_PLACE = {
    "latitude", "longitude", "country", "state", "region", "balancing_area", "kind",
}  # fmt: skip
"""Columns that say where a place is, or are held to it."""


def load_model(name_or_path: str | Path) -> ModelDefinition:
    """Read a model: the name of one that ships, or the path of a model file or a workbook.

    Raises InputError with every fault of the file and of those that it extends.
    """
    if is_workbook(name_or_path):
        # Openpyxl is slow to import, and most models are files of text.
        from planner.input_workbook import read

        return read.load_model(Path(name_or_path))
    return load_model_file(name_or_path)


def load_inputs(model: ModelDefinition) -> Inputs:
    """The checked tables of a model, its cases and changes applied.

    They are those of the model's folder, or of the workbook that it was read
    from. Raises InputError with every fault of every table.
    """
    if is_workbook(model.path):
        from planner.input_workbook import read

        inputs = read.load_inputs(model)
    else:
        inputs = Inputs.for_model(model)
    if not _places_as_shipped(model, inputs):
        check_places(inputs)
    return inputs


def _places_as_shipped(model: ModelDefinition, inputs: Inputs) -> bool:
    """Whether all places are those that ship, which the tests hold to the map."""
    moved = any(c.table in _PLACES and c.column in _OF_A_PLACE for c in inputs.changes)
    if model.datasets is not None or moved:
        return False
    if not is_workbook(model.path):
        return True
    shipped = ((name, inputs.schema[name], f"{name}.csv") for name in _PLACES)
    return all(
        read_table(bundled("datasets") / file, table).equals(_written(inputs, name))
        for name, table, file in shipped
    )


def _written(inputs: Inputs, name: str) -> pd.DataFrame:
    """The rows of a table that stand in its file or sheet."""
    return inputs[name][[line != GENERATED for line in inputs.lines[name]]]


def write_inputs(model: ModelDefinition, path: Path, *, replace: bool = False) -> Path:
    """Write a model and its tables as a workbook to change and to plan from; returns its path.

    Tables have what their files say: cases, single values and needs for
    candidates have sheets of their own. Raises InputError when the path is
    taken and may not be replaced, and with every fault of model and tables.
    """
    from planner.input_workbook import write

    named = {
        key: tuple(name for name in getattr(model.sites, key) if not name.startswith(PREFIX))
        for key in ("include", "exclude")
    }
    without = {"candidates": (), "new_campuses": False, **named}
    sites = model.sites.model_copy(update=without)
    bare = model.model_copy(update={"cases": {}, "set": {}, "sites": sites})
    as_they_are = load_inputs(bare)
    if bare != model:
        # What the model says of the tables must be sound before it is written down.
        load_inputs(model)
    return write.write_inputs(model, as_they_are, path, replace=replace)


def check_places(inputs: Inputs) -> None:
    """Hold the places of the tables to the map; InputError with every one that is amiss."""
    # Geopandas takes longer to import than a small model takes to plan.
    from planner.data.geography import site_faults

    faults: list[Fault] = []
    country = inputs["regions"]["country"]
    for name in _PLACES:
        if name not in inputs.tables or inputs.tables[name].empty:
            continue
        rows = _written(inputs, name)
        if name != "sites":
            rows = rows.assign(kind="", country=rows["region"].map(country))
        if name == "balancing_areas":
            rows["balancing_area"] = rows.index
        lines = [line for line in inputs.lines[name] if line != GENERATED]
        # Where a problem of one's own says nowhere where a site is, there is nothing to hold.
        placed = rows["latitude"].notna() & rows["longitude"].notna()
        rows, lines = rows[placed], [n for n, there in zip(lines, placed, strict=True) if there]
        path, letters = inputs.schema[name].path, inputs.letters.get(name, {})
        faults += site_faults(rows, lines, path, inputs.folder, letters, inputs.own_regions)
    raise_any(faults)


def check_hours(folder: Path) -> None:
    """Hold the hourly series of a folder of tables to a year of hours; InputError otherwise.

    A series that is not there is no fault until a model needs it.
    """
    faults: list[Fault] = []
    for name, read in ((PROFILES, hourly_profiles), (WEATHER, hourly_weather)):
        path = folder / "profiles" / name
        try:
            if path.is_file():
                read(path)
        except InputError as error:
            faults += error.faults
    raise_any(faults)


def candidates(
    need: Need, datasets: Path | None = None, output: Path | None = None
) -> tuple[pd.DataFrame, list[Path]]:
    """Ranked candidates for a need, and the paths of what was written of the chosen ones.

    See :mod:`planner.data.candidates` for what they are. With `output`, those that
    the tables lack are written there as rows of ``sites.csv``, and beside it, in
    ``<stem>_site_power.csv``, the connections that come with them. Raises InputError
    for an unknown region.
    """
    inputs = Inputs.read(datasets or bundled("datasets"))
    fault = region_fault(inputs.tables, "REGION", need.region)
    raise_any([fault] if fault else [])
    found = ranked(inputs.tables, need)
    if output is None:
        return found, []
    fresh = new_rows(inputs.tables, found[found["chosen"]])
    connections = contracts(inputs.tables, found.loc[fresh.index])
    beside = output.with_name(f"{output.stem}_site_power{output.suffix}")
    written = []
    for path, rows in ((output, fresh), (beside, connections)):
        if len(rows):
            write_rows(path, rows)
            written.append(path)
    return found, written


def load_world(model: ModelDefinition) -> World:
    """The planning problem of a model in model units: GW, GWh, billion USD, million accelerators.

    Raises InputError with every fault of its tables.
    """
    return build_world(load_inputs(model), model)


def require_perfect_foresight(model: ModelDefinition) -> None:
    """Raise InputError for a model whose decisions don't see all years.

    What its programme would allow is not what its decisions, one window after
    another, would come to.
    """
    if model.foresight.years is not None:
        where = model.place("foresight.mode")
        fix = "plan it with --set foresight.mode=perfect first"
        raise InputError([Fault(where, repr(model.foresight.mode), "perfect foresight", fix)])
