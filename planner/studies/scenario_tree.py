"""A study of uncertainty, read from its file: scenarios, how likely each is, when it is known."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import Field, ValidationError, field_validator

from planner.config import ModelDefinition, load_model, overlaid
from planner.config.dotted_keys import flattened
from planner.config.faults import syntax_fault
from planner.config.keys.part import Part
from planner.config.locations import bundled
from planner.config.overlay import stated_path
from planner.config.toml_text import parse_toml
from planner.config.values import CalendarYear
from planner.data.cells import hidden_signs
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError, did_you_mean, listed, quoted, raise_any
from planner.studies.stochastic_wording import KNOWN, MEAN, TOGETHER
from planner.wording.numbers import as_stated

_GROUND = ("confidence", "source_id", "note")
"""What a row of a table says of where it is from."""
RESERVED = frozenset(
    {"what", "item", "name", "site", "year", "unit", "alike", "decided_year", "when"}
    | {TOGETHER, MEAN, KNOWN}
)
"""Columns that the tables of a study have beside one for each scenario, and its other policies."""
_SURE = 1e-6
"""By how much probabilities may miss one: thirds are written as 0.333333."""
_POSITIONS = dict(zip(("low", "central", "high"), (-1.0, 0.0, 1.0), strict=True))


class Branch(Part):
    """A scenario of the file."""

    name: Annotated[str, Field(min_length=1)]
    probability: Annotated[float, Field(gt=0, le=1)]
    learns: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """What it turns out to be in each year of `revealed`; its name where there is one year."""
    changes: dict[str, Any] = Field(default={})
    """Key to value, as in ``--set``."""
    note: str = ""
    """What it and its probability rest on."""

    @field_validator("changes", mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        return flattened(value)


class Tree(Part):
    """What a file may hold."""

    name: str
    title: str
    description: str = ""
    model: str
    """A model that ships, or a file beside this one."""
    revealed: Annotated[tuple[CalendarYear, ...], Field(strict=False, min_length=1)]
    """Years in which something is learned: what is decided in them or later may differ."""
    price_of_a_missed_year_busd: Annotated[float, Field(gt=0)] | None = None
    """What a missed year of target costs, billion USD; targets come before cost where it is not
    stated."""
    changes: dict[str, Any] = Field(default={})
    """Key to value for all scenarios, and for the plan for their mean."""
    scenarios: Annotated[tuple[Branch, ...], Field(strict=False, min_length=2)]

    @field_validator("revealed", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, int) else value

    @field_validator("changes", mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        return flattened(value)


def bundled_studies() -> dict[str, Path]:
    """Name to file of each study that ships with the planner."""
    return {path.stem: path for path in sorted(bundled("models").glob("studies/*.toml"))}


def read_tree(name_or_path: str | Path) -> tuple[Tree, ModelDefinition]:
    """The study of a file, or of one that ships, and its model with what all scenarios share.

    Raises InputError with every fault of the file.
    """
    path = _file(name_or_path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = parse_toml(text, path.name)
    except UnicodeDecodeError:
        raise InputError([Fault(path.name, "not UTF-8", "text saved as UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError([syntax_fault(error, path.name, text)]) from None
    try:
        tree = Tree.model_validate(document | {"name": path.stem})
    except ValidationError as error:
        raise InputError(_faults(error, path.name)) from None
    raise_any(_contradictions(tree, path.name))
    beside = path.parent / tree.model
    file = next((p for p in (beside, beside.with_suffix(".toml")) if p.is_file()), None)
    base = load_model(file if file else tree.model)
    if tree.changes:
        base = overlaid(base, tree.changes, origin=f"{path.name}, changes")
    if base.foresight.years is not None:
        found = f"{tree.model} has foresight.mode = {base.foresight.mode!r}"
        raise InputError([Fault(f"{path.name}, key model", found, "perfect foresight")])
    outside = [year for year in tree.revealed if not base.years.first < year <= base.years.last]
    raise_any(
        Fault(
            f"{path.name}, key revealed",
            str(year),
            f"a year after {base.years.first} and up to {base.years.last}",
        )
        for year in outside
    )
    return tree, base


def _file(name_or_path: str | Path) -> Path:
    """The file that a user means."""
    path, studies = Path(name_or_path), bundled_studies()
    if path.is_file():
        return path
    if str(name_or_path) in studies:
        return studies[str(name_or_path)]
    expected = f"the file of a study, or one of {listed(studies)}"
    fix = did_you_mean(str(name_or_path), studies)
    raise InputError([Fault(str(path), "no such file", expected, fix)])


def mean_changes(tree: Tree, base: ModelDefinition) -> dict[str, Any] | None:
    """The changes of the scenario that every number is the mean of; None where there is none.

    A key must be a number, or a case, in each scenario that states it; the
    others have the model's own value. What only a table states must be stated
    by all.
    """
    keys = dict.fromkeys(key for branch in tree.scenarios for key in branch.changes)
    mean: dict[str, Any] = {}
    for key in keys:
        stated = [branch.changes.get(key) for branch in tree.scenarios]
        some = next(value for value in stated if value is not None)
        own = _own(base, stated_path(key, some))
        values = [own if value is None else value for value in stated]
        if all(value == values[0] for value in values):
            mean[key] = values[0]
            continue
        numbers = [_number(value) for value in values]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        weighed = zip(tree.scenarios, known, strict=True)
        average = sum(branch.probability * number for branch, number in weighed)
        path = stated_path(key, some)
        mean[path if path.startswith("cases.") else key] = round(average, 12)
    return mean


def scenario_tables(
    tree: Tree, base: ModelDefinition, own: Inputs, inputs: Sequence[Inputs]
) -> dict[str, pd.DataFrame]:
    """Tables of the scenarios, and of the keys of the model and cells that they change.

    `own` are the inputs of the model, `inputs` those of each scenario.
    """
    scenarios = [
        {
            "scenario": branch.name,
            "probability": branch.probability,
            "learns": " / ".join(path_of(branch, tree)),
            "changes": "; ".join(f"{key} = {value}" for key, value in branch.changes.items()),
            "note": branch.note,
        }
        for branch in tree.scenarios
    ]
    rows = []
    for branch, found in zip(tree.scenarios, inputs, strict=True):
        for key, value in branch.changes.items():
            path = stated_path(key, value)
            if path.partition(".")[0] not in ("cases", "set"):
                words = {"as_it_is": str(_own(base, path)), "in_scenario": str(value)}
                rows.append({"scenario": branch.name, "table": "model", "row": path, **words})
        for change in found.changes:
            if change in own.changes:
                continue
            table = own[change.table]
            row = table.loc[change.key if len(change.key) > 1 else change.key[0]]
            rows.append(
                {
                    "scenario": branch.name,
                    "table": change.table,
                    "row": ":".join(map(str, change.key)),
                    "column": change.column,
                    "as_it_is": str(change.old),
                    "in_scenario": str(change.new),
                    **{name: str(row.get(name, "")) for name in _GROUND},
                }
            )
    columns = ["scenario", "table", "row", "column", "as_it_is", "in_scenario", *_GROUND]
    return {
        "scenarios": pd.DataFrame(scenarios),
        "changes": pd.DataFrame(rows, columns=columns).fillna(""),
    }


def _number(value: Any) -> float | None:
    """A value as a number, a case as its place in its range; None for anything else."""
    if isinstance(value, str):
        return _POSITIONS.get(value)
    return float(value) if type(value) in (int, float) else None


def _own(base: ModelDefinition, path: str) -> Any:
    """The value of a key in a model; None where only a table knows it."""
    head, _, rest = path.partition(".")
    if head == "cases":
        return base.cases.get(rest, 0.0)
    if head == "set":
        return base.set.get(rest)
    value: Any = base.model_dump()
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _contradictions(tree: Tree, file: str) -> list[Fault]:
    """What no single key can tell."""
    faults = []
    total = sum(branch.probability for branch in tree.scenarios)
    if abs(total - 1) > _SURE:
        found = f"probabilities add up to {as_stated(total)}"
        faults.append(Fault(f"{file}, key scenarios", found, "1"))
    if list(tree.revealed) != sorted(set(tree.revealed)):
        faults.append(Fault(f"{file}, key revealed", str(list(tree.revealed)), "rising years"))
    names = [branch.name for branch in tree.scenarios]
    for name in names:
        where = f"{file}, scenario {name!r}"
        if name != name.strip() or hidden_signs(name, breaks=False):
            fix = "leave out spaces at its ends and signs that nobody sees"
            faults.append(Fault(where, "no name", "a text", fix))
        elif name in RESERVED:
            faults.append(Fault(where, f"{name!r} heads a column of the study", "another name"))
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(Fault(f"{file}, key scenarios", f"two called {name!r}", "a name for each"))
    paths = [path_of(branch, tree) for branch in tree.scenarios]
    for branch, path in zip(tree.scenarios, paths, strict=True):
        where = f"{file}, scenario {branch.name!r}, key learns"
        if len(path) != len(tree.revealed):
            words = f"{len(path)} of them" if branch.learns else "missing"
            faults.append(Fault(where, words, f"one for each of {len(tree.revealed)} years"))
        elif paths.count(path) > 1:
            faults.append(Fault(where, f"the same as another scenario's: {list(path)}", "its own"))
    return faults


def path_of(branch: Branch, tree: Tree) -> tuple[str, ...]:
    """What a scenario turns out to be, year by year."""
    if branch.learns or len(tree.revealed) > 1:
        return branch.learns
    return (branch.name,)


def _faults(error: ValidationError, file: str) -> list[Fault]:
    """What pydantic found wrong, each with the key it is about."""
    faults = []
    found = error.errors(include_url=False)
    for details in found:
        loc = details["loc"]
        inside = any(len(o["loc"]) > len(loc) and o["loc"][: len(loc)] == loc for o in found)
        if details["type"] == "too_short" and inside:
            continue  # Those that are there have faults of their own.
        key = ".".join(str(part) for part in details["loc"])
        where = f"{file}, key {key}"
        if details["type"] == "missing":
            faults.append(Fault(where, "missing", "a value"))
        elif details["type"] == "extra_forbidden":
            known = Branch if details["loc"][0] == "scenarios" else Tree
            names = sorted(set(known.model_fields) - ({"name"} if known is Tree else set()))
            faults.append(Fault(where, "unknown key", f"one of {', '.join(names)}"))
        else:
            expected = details["msg"].removeprefix("Input should be ")
            if details["type"] == "too_short":
                expected = f"{details['ctx']['min_length']} or more of them"
            faults.append(Fault(where, quoted(details["input"]), expected))
    return faults
