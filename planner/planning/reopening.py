"""A run that was written, with its programme built again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from planner.analysis.verify import starts_of
from planner.config import ModelDefinition
from planner.config.faults import document_faults
from planner.data.inputs import Inputs
from planner.errors import FailedCheckError, Fault, InputError, raise_any
from planner.formulation.assemble import Formulation, assemble
from planner.input_workbook import is_workbook
from planner.lp.linear_program import LinearProgram, compile_linear_program
from planner.lp.reoptimise import Reoptimiser
from planner.planning.inputs import load_inputs, require_perfect_foresight
from planner.results import Plan
from planner.solving.loading import load_values
from planner.solving.solve import stages_of
from planner.storage.run_folder import read_whole_run
from planner.storage.seal import sha256_of
from planner.system.build import build_world


@dataclass(frozen=True)
class Rebuilt:
    """The programme of a run, built again from its model's tables."""

    model: ModelDefinition
    inputs: Inputs
    formulation: Formulation
    program: LinearProgram


def rebuilt(manifest: dict[str, Any]) -> Rebuilt:
    """Build the programme of a run again from its model's tables; its checksum is the run's.

    The tables are those of the workbook, where the run was planned from one.
    Raises InputError when the tables have changed since the run or its
    commitments were held, and FailedCheckError when the same tables make another programme.
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
        _same_workbook(path, manifest["inputs"])
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
    raise_any(
        Fault(name, "changed since the run", "the table it was made from", "plan it again")
        for name, checksum in manifest["inputs"].items()
        if inputs.checksums.get(name) != checksum
    )
    formulation = assemble(build_world(inputs, definition))
    program = compile_linear_program(formulation.model)
    if program.checksum() != manifest["program"]["checksum"]:
        raise FailedCheckError(
            f"the tables of {manifest['model']} make another programme than the one that was "
            f"solved: another version of the planner, {manifest['environment']['planner']} "
            f"({manifest['environment']['revision']}), may have made it"
        )
    return Rebuilt(definition, inputs, formulation, program)


def _same_workbook(path: Path, checksums: Mapping[str, str]) -> None:
    """Raise InputError when the workbook of a run is gone, or was changed since."""
    expected = "the workbook that the run was planned from"
    if not path.is_file():
        fix = "ask from the folder where it was planned, or plan again from where it is now"
        raise InputError([Fault(str(path), "no such file", expected, fix)])
    if sha256_of(path) != checksums.get(path.name):
        raise InputError([Fault(str(path), "changed since the run", expected, "plan it again")])


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
    built = rebuilt(manifest)
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
