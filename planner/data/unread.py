"""Why nothing in a model reads a cell: what its column, its row and the model's keys say of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.config import ModelDefinition
from planner.data.cells import Value
from planner.data.named_rows import READ_WITH
from planner.data.paths import Target
from planner.data.schema import Field, Use
from planner.errors import listed

Names = Mapping[str, Collection[str]]
"""``table.column`` of an identifier to those that the model plans with."""

_OF_A_ROW = {
    "sites.site": ("site of the model", "name it in sites.include, or widen what [sites] takes"),
    "regions.region": ("region of its sites", "plan a site there"),
    "accelerators.accelerator": (
        "accelerator on sale in the model, nor one that stands at its sites",
        "offer it under [accelerators], in years in which it ships",
    ),
    "power_technologies.technology": (
        "technology that the model's sites can have",
        "name it in power.technologies, for sites that have a place for it in time",
    ),
    "workloads.workload": ("workload that the model uses", "name it in workloads.use"),
    "time_slices.slice_set": ("slice set of the model", "name it in time.slice_set"),
    "regions.country": ("country that is planned", "plan a site there"),
}
"""Identifier to what a row is not, in words, and the way to have it planned."""
_NAMED_BY = {"country": "regions.country", "slice_set": "time_slices.slice_set"}
"""Columns that name such a thing without a reference to its table."""


@dataclass(frozen=True)
class Reason:
    """Why a cell is not read, in words that follow *nothing reads it:*, and the way out."""

    why: str
    way_out: str
    stated: bool = True
    """Whether tables and keys say so, beside what comes of it."""


def is_picked(model: ModelDefinition, use: Use) -> bool:
    """Whether the key that picks a column, or a table, picks it."""
    if not use.when:
        return True
    held = _held(model, use.choice)
    return any(one in use.when for one in (held if isinstance(held, tuple) else (held,)))


def reason(
    model: ModelDefinition, target: Target, row: Mapping[str, Value], names: Names
) -> Reason:
    """The reason for which nothing reads the cell of a row, as far as it is stated anywhere."""
    field = target.table.fields[target.column]
    use = field.used
    if use.by == "readers":
        return Reason("it is for readers, and no plan reads it", "leave it out")
    if use.needs and not model.workloads.use:
        return Reason("the model has no workload, and so no accelerators", "see workloads.use")
    if not is_picked(model, use):
        picks = " or ".join(_toml(value) for value in use.when)
        held = _toml(_held(model, use.choice))
        return Reason(f"{use.choice} is {held}", f"{use.choice} = {picks} reads it")
    if use.released and use.released in model.limits.release:
        why = f"limits.release takes away the limits of {use.released}"
        return Reason(why, f"take {use.released} out of it")
    return (
        _of_its_row(target, row, names)
        or _of_its_year(model, target, row)
        or _of_its_term(target)
        or _of_its_table(use)
        or Reason("what is planned is the same, whatever it holds", "leave it out", stated=False)
    )


def _of_its_row(target: Target, row: Mapping[str, Value], names: Names) -> Reason | None:
    """That the row is one of a thing that the model doesn't plan with."""
    for column in target.table.key:
        of = _named(target.table.fields[column], target.table.name, column)
        if of in names and column in row and row[column] not in names[of]:
            what, way_out = _OF_A_ROW[of]
            return Reason(f"{str(row[column])!r} is no {what}", way_out)
    return None


def _named(field: Field, table: str, column: str) -> str:
    return field.refers_to or _NAMED_BY.get(column, f"{table}.{column}")


def _of_its_year(
    model: ModelDefinition, target: Target, row: Mapping[str, Value]
) -> Reason | None:
    year = row.get("year")
    if "year" not in target.table.key or not isinstance(year, int):
        return None
    first, last = model.years.first, model.years.last
    if first <= year <= last:
        return None
    return Reason(f"it is of {year}, and {first}-{last} is planned", "change a year of the plan")


def _of_its_term(target: Target) -> Reason | None:
    """That the model has another row of the table in its place, by one of its keys."""
    table, row = target.table.name, "" if target.key is None else str(target.key[0])
    key = READ_WITH.get((table, row))
    if key is None:
        return None
    return Reason(f"the model asks for nothing that is made of {row}", f"{key} reads it")


def _of_its_table(use: Use) -> Reason | None:
    if use.choice != "sites.candidates":
        return None
    why = "candidates are made of the tables as they are, before any value is set"
    return Reason(why, "write it into a folder of tables, and name that as datasets")


def _held(model: ModelDefinition, key: str) -> object:
    """What a model says of a key, or has by default."""
    found: object = model
    for part in key.split("."):
        found = getattr(found, part)
    return found


def _toml(value: object) -> str:
    """A value as a model file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{listed(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
