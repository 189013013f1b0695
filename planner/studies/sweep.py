"""A study: its scenarios, the store of their runs, and the table of what came of them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd

from planner import planning
from planner.config import ModelDefinition, overlaid
from planner.data.confidence import count_confidence
from planner.errors import Fault, InputError, raise_any
from planner.planning.unread_changes import unread_in_all
from planner.storage import warm_starts as starts
from planner.storage.study_folder import SWEEP, write_study
from planner.studies.designs import Scenario
from planner.studies.identity import Identities
from planner.studies.scenario_run import DONE, FAILED, FOUND, Outcome, Task, keep, stored

STORE = "scenario_runs"
"""Folder beside the studies that holds every run under its identity, for all of them."""

WARM_ROWS = 5000
"""Rows of a base from whose vertex its scenarios are sought; smaller ones gain nothing."""
Execute = Callable[[Iterable[Task]], Iterator[Outcome]]


@dataclass(frozen=True)
class Study:
    """Scenarios of one model, each with its identity, in a folder of their own."""

    name: str
    base: ModelDefinition
    scenarios: tuple[Scenario, ...]
    outputs: Path
    design: Mapping[str, Any] = field(default_factory=dict)
    """How the scenarios were made: kind, levers, seed."""
    warm_rows: float = WARM_ROWS
    """Scenarios are sought from the vertex of their base where it has as many rows; with
    infinity never."""
    named: bool = True
    """Whether somebody named what is varied, so that what nothing reads is refused."""

    @property
    def folder(self) -> Path:
        """Where the study's own tables are."""
        return self.outputs / self.name

    @property
    def store(self) -> Path:
        """Where runs are, shared with the other studies there."""
        return self.outputs / STORE

    def tasks(self) -> dict[str, Task]:
        """Scenario to its task; scenarios that ask the same have the same one.

        Raises InputError with the faults of all scenarios, before any is
        planned.
        """
        identities = Identities()
        faults: list[Fault] = []
        if self.folder.name != self.name or self.name in ("..", STORE):
            # Elsewhere, or where all runs are kept, it would take the place of other files.
            faults.append(Fault("--name", repr(self.name), "the name of a folder in --outputs"))
        tasks: dict[str, Task] = {}
        models = []
        checked: set[str] = set()
        for scenario in self.scenarios:
            try:
                model = overlaid(self.base, scenario.changes, origin=f"scenario {scenario.name!r}")
                identity = identities.of(model)
                if identity not in checked:
                    planning.load_inputs(model)
                    checked.add(identity)
            except InputError as error:
                faults += error.faults
                continue
            models.append(model)
            tasks[scenario.name] = Task(identity, model, self.store.absolute())
        raise_any(faults)
        if self.named:
            raise_any(unread_in_all(models))
        return tasks


WORTH_A_BASE = 3
"""With fewer scenarios to plan, planning their base first costs more than it saves."""


@dataclass(frozen=True)
class Progress:
    """How far a study is."""

    done: int
    failed: int
    found: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before anything was planned."""
        planned = self.done + self.failed
        waiting = self.total - planned - self.found
        return self.seconds / planned * waiting if planned else None


def carry_out(
    study: Study, execute: Execute, progress: Callable[[Progress], None] = lambda now: None
) -> pd.DataFrame:
    """Plan what is not in the store yet, and write the study's table.

    Returns a row for each scenario: its name, its ``key`` and ``value`` where
    one was changed, ``status`` (done or failed), ``identity``, seconds,
    ``message`` and ``exit_code`` of a failure, and the figures of its plan. An
    interruption leaves the runs so far in the store, from where the next call
    goes on; what failed is tried again. Raises InputError when a scenario is
    not valid, before any is planned.
    """
    tasks = study.tasks()
    study.store.mkdir(parents=True, exist_ok=True)
    outcomes: dict[str, Outcome] = {}
    for task in tasks.values():
        if (known := stored(task.store / task.identity)) is not None:
            outcomes[task.identity] = Outcome(task.identity, FOUND, figures=known)
    found = len(outcomes)
    missing = {t.identity: t for t in tasks.values() if t.identity not in outcomes}
    total = found + len(missing)
    started = perf_counter()
    done = failed = 0
    progress(Progress(0, 0, found, total, 0.0))
    try:
        base, first = _base_first(study, missing, execute)
        for outcome in chain(first, execute(_sought_from(base, missing))):
            if outcome.sent is not None:
                keep(study.store / outcome.identity, *outcome.sent)
            outcomes[outcome.identity] = outcome
            done, failed = done + (outcome.status != FAILED), failed + (outcome.status == FAILED)
            progress(Progress(done, failed, found, total, perf_counter() - started))
    finally:
        table = _table(study.scenarios, tasks, outcomes)
        _write(study, table)
    return table


def _base_first(
    study: Study, missing: dict[str, Task], execute: Execute
) -> tuple[str, list[Outcome]]:
    """Plan the base of a study, where its vertex is of use; its identity, or none.

    Where the base is one of the scenarios it is taken from those that are
    missing, and its outcome is the second that is returned.
    """
    if len(missing) < WORTH_A_BASE or planning.row_count(study.base) < study.warm_rows:
        return "", []
    identity = Identities().of(study.base)
    if (study.store / identity / starts.FILE).is_file():
        return identity, []
    asked = missing.pop(identity, None)
    task = Task(identity, study.base, study.store.absolute(), is_base=True)
    outcomes = list(execute([task]))
    for outcome in outcomes if asked is None else ():
        if outcome.sent is not None:
            keep(study.store / outcome.identity, *outcome.sent)
    return identity, outcomes if asked is not None else []


def _sought_from(base: str, tasks: Mapping[str, Task]) -> list[Task]:
    """The tasks, to be sought from the vertex of a base if there is one."""
    return [replace(task, base=base) for task in tasks.values()]


def exit_code(table: pd.DataFrame) -> int:
    """0 when every scenario was planned; else the code of the failures, 1 where they differ."""
    codes = {int(code) for code in table.loc[table["status"] != DONE, "exit_code"]}
    return 0 if not codes else codes.pop() if len(codes) == 1 else 1


def _table(
    scenarios: Sequence[Scenario], tasks: Mapping[str, Task], outcomes: Mapping[str, Outcome]
) -> pd.DataFrame:
    """One row a scenario, in their order; those that were not reached are interrupted."""
    rows = []
    for scenario in scenarios:
        identity = tasks[scenario.name].identity
        outcome = outcomes.get(identity)
        one = len(scenario.changes) == 1
        key, value = next(iter(scenario.changes.items())) if one else ("", "")
        rows.append(
            {
                "scenario": scenario.name,
                "status": _word(outcome),
                "key": key,
                "value": str(value),
                "changes": json.dumps(dict(scenario.changes)),
                "identity": identity,
                "seconds": outcome.seconds if outcome else float("nan"),
                "message": outcome.message if outcome else "not reached: the study was stopped",
                "exit_code": outcome.exit_code if outcome else 130,
                **((outcome.figures or {}) if outcome else {}),
            }
        )
    return pd.DataFrame(rows)


def _word(outcome: Outcome | None) -> str:
    if outcome is None:
        return "interrupted"
    return FAILED if outcome.status == FAILED else DONE


def _write(study: Study, table: pd.DataFrame) -> None:
    """The study's folder, whole: index and tables."""
    index = {
        "study": study.name,
        "model": study.base.name,
        "title": study.base.title,
        "design": dict(study.design),
        "store": f"../{STORE}",
    }
    confidence = count_confidence(planning.load_inputs(study.base).to_write)
    tables = {"scenarios": table, "confidence": confidence}
    write_study(study.folder, SWEEP, index, tables)
