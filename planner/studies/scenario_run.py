"""One scenario planned: what a worker does, in this process or on another machine."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from planner import planning
from planner.config import ModelDefinition
from planner.errors import InputError, PlannerError, refusal
from planner.results import Plan
from planner.results.key_figures import figures
from planner.solving import SolvedWorld
from planner.storage import warm_starts as starts
from planner.storage.run_folder import MANIFEST, REPLACED, read_run, write_run
from planner.studies.identity import Identities

DONE, FAILED, FOUND = "done", "failed", "found"


@dataclass(frozen=True)
class Task:
    """A scenario to be planned, and the store that its run belongs into."""

    identity: str
    model: ModelDefinition
    store: Path
    base: str = ""
    """Identity of a run from whose vertex this one is sought, where the store has it."""
    is_base: bool = False
    """Whether others will be sought from the vertex of this one."""


@dataclass(frozen=True)
class Outcome:
    """What came of a task. `status` is done, found (planned before) or failed.

    A worker that doesn't see the store sends plan and manifest along, for the
    caller to write.
    """

    identity: str
    status: str
    seconds: float = 0.0
    message: str = ""
    exit_code: int = 0
    figures: dict[str, Any] | None = None
    sent: tuple[Plan, dict[str, Any]] | None = None


def plan_one(task: Task) -> Outcome:
    """Plan a scenario and write its run into the store; never raises but for an interruption.

    A run that is there already is not planned again.
    """
    started = perf_counter()
    folder = task.store / task.identity
    try:
        if (known := stored(folder)) is not None:
            return Outcome(task.identity, FOUND, figures=known)
        here = Identities().of(task.model)
        if here != task.identity:
            message = (
                "the worker's planner, packages or tables are not those of the sweep; "
                "install the same ones there"
            )
            return Outcome(task.identity, FAILED, message=message, exit_code=2)
        base = task.store / task.base
        warm = bool(task.base) and (base / starts.FILE).is_file()
        run = planning.solve(task.model, warm_from=base if warm else None, among_others=True)
        found = figures(run.plan)
        manifest = run.manifest() | {"identity": task.identity, "figures": found}
        seen = task.store.is_dir()
        if seen:
            keep(folder, run.plan, manifest, run.solved if task.is_base else None)
    except PlannerError as error:
        return Outcome(task.identity, FAILED, _since(started), str(error), error.exit_code)
    except OSError as error:
        # A full disk or a folder that is gone fails this scenario; the others may still fit.
        return Outcome(task.identity, FAILED, _since(started), refusal(error, folder), 1)
    except Exception:
        # A scenario that fails for a mistake of ours must not end the sweep of hundreds: it is
        # told with its whole traceback, in the study's table, and the sweep ends with code 1.
        return Outcome(task.identity, FAILED, _since(started), traceback.format_exc(), 1)
    sent = None if seen else (run.plan, manifest)
    return Outcome(task.identity, DONE, _since(started), figures=found, sent=sent)


def keep(
    folder: Path, plan: Plan, manifest: dict[str, Any], solved: SolvedWorld | None = None
) -> None:
    """Write a run into the store: its tables as Parquet only, and no copy of the inputs.

    The manifest has the checksums of the inputs and every cell that was changed.
    With `solved`, its vertices are written too.
    """

    def seal(fresh: Path) -> None:
        if solved is not None:
            starts.write(solved, fresh)

    write_run(folder, plan, {}, manifest, csv=False, seal=seal, others=REPLACED)


def stored(folder: Path) -> dict[str, Any] | None:
    """The figures of a run in the store; None where there is none, or it is not as it was written.

    A run's folder gets its name when it is whole. One that somebody cut short or
    changed since then costs its scenario another plan, and not the study.
    """
    if not (folder / MANIFEST).is_file():
        return None
    try:
        _, manifest = read_run(folder, earlier=False)
    except InputError:
        return None
    found: dict[str, Any] | None = manifest.get("figures")
    return found


def _since(started: float) -> float:
    return perf_counter() - started
