"""Two or more runs beside each other: what differs in what was asked, and in what came out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from planner.config.dotted_keys import flattened
from planner.errors import Fault, InputError
from planner.results import Plan
from planner.results.key_figures import figures

_ONLY_WORDS = {"name", "title", "description"}
SAME = 1e-9
"""Figures that differ by less than this share are the same: the solver's rounding."""


@dataclass(frozen=True)
class Subject:
    """A run that is compared: what to call it, its plan and its manifest."""

    name: str
    plan: Plan
    manifest: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """Runs set beside the first of them, as tables with a column for each run."""

    names: tuple[str, ...]
    asked: pd.DataFrame
    """``what`` (a key of the model, a cell, a table's file or the code) and its value in each."""
    figures: pd.DataFrame
    """``figure``, its value in each run, and ``<run>_change`` against the first."""
    years: pd.DataFrame
    """``figure``, ``year`` and the headline's value in each run, where they differ."""
    limits: pd.DataFrame
    """Limits that bind in some run: the years in which they do in each, and whether they moved."""


def names_of(runs: Sequence[Path]) -> list[str]:
    """What to call runs: by their folders' names; by their paths where two are alike.

    Raises InputError when one is named twice.
    """
    twice = {name for name, count in Counter(run.name for run in runs).items() if count > 1}
    names = [str(run) if run.name in twice or not run.name else run.name for run in runs]
    if len(set(names)) < len(names):
        raise InputError([Fault("runs", "one run named twice", "each folder once")])
    return names


def compare(subjects: Sequence[Subject]) -> Difference:
    """Set runs beside the first one; names must be unique."""
    names = tuple(subject.name for subject in subjects)
    return Difference(
        names, _differing_inputs(subjects), _figures(subjects), _years(subjects), _limits(subjects)
    )


def _differing_inputs(subjects: Sequence[Subject]) -> pd.DataFrame:
    """Everything that was asked and is not the same in all runs."""
    sides = [_question(subject.manifest) for subject in subjects]
    # A cell that one run changed holds in the others what it held before.
    before = {
        _cell(change): change[3]
        for subject in subjects
        for change in subject.manifest.get("changes", ())
    }
    keys = sorted({key for side in sides for key in side})
    rows = []
    for key in keys:
        values = [side.get(key, before.get(key)) for side in sides]
        if any(value != values[0] for value in values):
            rows.append([key, *("" if value is None else str(value) for value in values)])
    return pd.DataFrame(rows, columns=["what", *(subject.name for subject in subjects)])


def _question(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a run was made from, as flat keys."""
    definition = flattened(dict(manifest["definition"]))
    asked = {
        key: value
        for key, value in definition.items()
        if key not in _ONLY_WORDS and not key.startswith(("cases.", "set."))
    }
    # Cells say more than the cases and values that changed them: what was, and what is.
    for change in manifest.get("changes", ()):
        asked[_cell(change)] = change[4]
    for file, checksum in manifest.get("inputs", {}).items():
        asked[f"file {file}"] = checksum[:12]
    asked["planner's code"] = manifest.get("environment", {}).get("revision")
    return asked


def _cell(change: Sequence[Any]) -> str:
    """The path of a changed cell, as ``--set`` takes it."""
    table, key, column, *_ = change
    return f"{table}.{':'.join(map(str, key))}.{column}"


def _figures(subjects: Sequence[Subject]) -> pd.DataFrame:
    """The figures of each run, with the change against the first."""
    found = {subject.name: figures(subject.plan) for subject in subjects}
    names = list(dict.fromkeys(name for each in found.values() for name in each))
    table = pd.DataFrame({"figure": names})
    for subject in subjects:
        values = [found[subject.name].get(name) for name in names]
        table[subject.name] = pd.Series(values, dtype=float)
    first = table[subjects[0].name]
    for subject in subjects[1:]:
        table[f"{subject.name}_change"] = table[subject.name] - first
    return table


def _years(subjects: Sequence[Subject]) -> pd.DataFrame:
    """The headline's figures by year, where runs differ by more than rounding."""
    long = {
        subject.name: subject.plan.headline().stack().rename(subject.name) for subject in subjects
    }
    table = pd.concat(long.values(), axis=1).rename_axis(["year", "figure"]).reset_index()
    names = [subject.name for subject in subjects]
    low, high = table[names].min(axis=1), table[names].max(axis=1)
    # A year or a workload that a run does not have differs too.
    differs = (high - low > SAME * high.abs().clip(lower=1.0)) | table[names].isna().any(axis=1)
    return table[differs].sort_values(["figure", "year"], ignore_index=True)[
        ["figure", "year", *names]
    ]


def _limits(subjects: Sequence[Subject]) -> pd.DataFrame:
    """Limits that bind somewhere: in which years of each run, the ones that moved first."""
    keys = ["what", "kind", "pool"]
    binding: dict[tuple[str, ...], dict[str, str]] = {}
    for subject in subjects:
        limits = subject.plan["limits"]
        for key, rows in limits[limits["binding"].astype(bool)].groupby(keys, sort=False):
            binding.setdefault(key, {})[subject.name] = _spans(rows["year"].dropna().astype(int))
    names = [subject.name for subject in subjects]
    rows = [[*key, *(years.get(name, "") for name in names)] for key, years in binding.items()]
    table = pd.DataFrame(rows, columns=[*keys, *names])
    table["moved"] = table[names].nunique(axis=1) > 1
    return table.sort_values("moved", ascending=False, kind="stable", ignore_index=True)


def _spans(years: pd.Series) -> str:
    """``"2026-2028, 2031"`` for years in any order and number; ``"any"`` where none is stated."""
    ordered = sorted(set(years))
    if not ordered:
        return "any"
    spans = [[ordered[0], ordered[0]]]
    for year in ordered[1:]:
        if year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)
