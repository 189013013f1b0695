"""A run that was written, with its programme built again."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from planner.analysis.verify import objectives_of, starts_of
from planner.config import ModelDefinition
from planner.config.faults import document_faults
from planner.data.inputs import Inputs
from planner.errors import FailedCheckError, Fault, InputError, Notice, raise_any
from planner.formulation.assemble import Formulation, assemble
from planner.input_workbook import is_workbook
from planner.lp.lexicographic import Stage
from planner.lp.linear_program import LinearProgram, compile_linear_program
from planner.lp.reoptimise import Reoptimiser
from planner.planning.changed_tables import changed_tables
from planner.planning.inputs import load_inputs, require_perfect_foresight
from planner.results import Plan
from planner.solving.loading import load_values
from planner.solving.solve import stages_of
from planner.storage.run_folder import read_whole_run
from planner.system.build import build_world

SAME = "The programme is the same, so the plan stands; the tables are told as they are now"
SHOWN = 4
"""Changes that a notice names."""


@dataclass(frozen=True)
class Rebuilt:
    """The programme of a run, built again from its model's tables."""

    model: ModelDefinition
    inputs: Inputs
    formulation: Formulation
    program: LinearProgram


def rebuilt(manifest: dict[str, Any], folder: Path | None = None) -> Rebuilt:
    """Build the programme of a run again from its model's tables; its checksum is the run's.

    The tables are those of the workbook, where the run was planned from one. What has changed
    in them since, and makes the same programme with the same costs, such as a note, is told in
    one :class:`~planner.errors.Notice`; without the `folder` of the run, whose proof has its
    costs, it is refused.
    Raises InputError when the tables have changed since the run so that they make another
    programme or none, or its commitments were held, and FailedCheckError when the same tables
    make another programme.
    """
    if held := manifest.get("held"):
        found = f"it carries out what was ordered by {held}"
        expected = "a run that was free to choose, whose programme can be built again"
        fix = f"plan the scenario by itself: its model and changes are those of {held}"
        raise InputError([Fault(f"{manifest['model']}/run.json", found, expected, fix)])
    stated = manifest["definition"]
    datasets = Path(stated["datasets"]) if stated["datasets"] else None
    path = Path(manifest.get("workbook") or f"{manifest['model']}.toml")
    if is_workbook(path):
        _there(path)
    # A problem without computing has no workload, which no model file may say.
    unsaid = () if stated["workloads"]["use"] else ("workloads",)
    kept = {key: value for key, value in stated.items() if key not in unsaid}
    try:
        definition = ModelDefinition.model_validate(
            {**kept, "datasets": datasets, "path": path}, strict=False
        )
    except ValidationError as error:
        where = f"{manifest['model']}/run.json"
        raise InputError(document_faults(error, {}, f"{where}, key definition")) from None
    require_perfect_foresight(definition)
    inputs = load_inputs(definition)
    changed = changed_tables(manifest, inputs, folder)
    try:
        formulation = assemble(build_world(inputs, definition))
    except InputError as error:
        raise InputError([*changed, *error.faults]) from None
    program = compile_linear_program(formulation.model)
    same = program.checksum() == manifest["program"]["checksum"]
    if not same or (folder and not _same_objectives(folder, stages_of(formulation, program))):
        raise_any(changed)
        raise FailedCheckError(
            f"the tables of {manifest['model']} make another programme than the one that was "
            f"solved: another version of the planner, {manifest['environment']['planner']} "
            f"({manifest['environment']['revision']}), may have made it"
        )
    if not folder:
        raise_any(changed)
    if changed:
        told = [f"{fault.where}: {fault.found}" for fault in changed[:SHOWN]]
        if len(changed) > SHOWN:
            told.append(f"and {len(changed) - SHOWN} more tables")
        warnings.warn(f"{'; '.join(told)}. {SAME}", Notice, stacklevel=2)
    return Rebuilt(definition, inputs, formulation, program)


def _same_objectives(folder: Path, stages: Sequence[Stage]) -> bool:
    """Whether the costs of each stage are those of a run; its checksum holds no costs."""
    kept = objectives_of(folder)
    return list(kept) == [stage.name for stage in stages] and all(
        np.array_equal(stage.costs, kept[stage.name][0]) and stage.constant == kept[stage.name][1]
        for stage in stages
    )


def _there(path: Path) -> None:
    """Raise InputError when the workbook of a run is gone."""
    expected = "the workbook that the run was planned from"
    if not path.is_file():
        fix = "ask from the folder where it was planned, or plan again from where it is now"
        raise InputError([Fault(str(path), "no such file", expected, fix)])


@dataclass(frozen=True, eq=False)
class Reopened:
    """A run whose programme was built again and stands at its optimum in the solver."""

    plan: Plan
    manifest: dict[str, Any]
    built: Rebuilt
    again: Reoptimiser
    duals: list[np.ndarray | None]
    """Of each stage in the run, those of the held rows last."""


def reopened(folder: Path) -> Reopened:
    """Build a run's programme again and start each stage from the optimum that it has.

    Raises what :func:`read_whole_run` and :func:`rebuilt` raise.
    """
    plan, manifest = read_whole_run(folder, earlier=False)
    built = rebuilt(manifest, folder)
    starts = starts_of(folder)
    program = built.program
    if program.whole.size and starts and starts[-1] is not None:
        # Duals are those of the linear programme that the plan's own choice leaves.
        program = program.given(starts[-1][0])
    stages = stages_of(built.formulation, program)
    again = Reoptimiser(program, stages, starts)
    load_values(built.formulation, program, again.base[-1].values)
    duals = [None if start is None else start[1] for start in starts]
    return Reopened(plan, manifest, built, again, duals)
