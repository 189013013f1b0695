"""Certificates of runs: made when a run is written, and made again from its files alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from planner.audit.certificate import FILE, SCHEMA_VERSION, Certificate, certify
from planner.audit.checks import Check, Comparison, compared
from planner.audit.files import Files
from planner.audit.proof import FOLDER, HELD, HELD_FAMILY, Proof, ProofOfStage
from planner.config.locations import bundled
from planner.data.json_file import read_json
from planner.data.table_files import read_parquet
from planner.errors import FailedCheckError, Fault, InputError, listed, raise_any
from planner.solving import SolvedWorld
from planner.storage.marked_folder import Document
from planner.storage.run_folder import read_whole_run

FAILURES_SHOWN = 5
_NEEDED = {"passed": bool, "stages": list, "checks": list}
"""Keys of a certificate without which it proves nothing, and their types."""


def proof_of(solved: SolvedWorld) -> Proof:
    """The arrays of a solved world: its programme, and the optimum of each stage."""
    program, results = solved.program, list(solved.stages.values())
    held = results[-1].held if results else ()
    upper = [solved.stages[name[len(HELD) : -1]].held_at for name in held]
    return Proof(
        matrix=program.matrix,
        row_names=[*program.row_names, *held],
        row_families=[*(key.family for key in program.row_keys), *([HELD_FAMILY] * len(held))],
        row_keys=[
            *(tuple(map(str, key.labels)) for key in program.row_keys),
            *([()] * len(held)),
        ],
        row_lower=np.concatenate([program.row_lower, np.full(len(held), -np.inf)]),
        row_upper=np.concatenate([program.row_upper, upper]),
        column_names=program.column_names,
        column_families=[key.family for key in program.column_keys],
        column_keys=[tuple(map(str, key.labels)) for key in program.column_keys],
        column_lower=program.column_lower,
        column_upper=program.column_upper,
        whole=program.whole,
        stages={
            result.stage.name: ProofOfStage(
                costs=result.stage.costs,
                constant=result.stage.constant,
                values=result.solution.column_values,
                activities=result.solution.row_values,
                reduced_costs=result.solution.reduced_costs,
                duals=result.solution.row_duals,
            )
            for result in results
        },
    )


def seal(solved: SolvedWorld, manifest: Mapping[str, Any], datasets: Path, folder: Path) -> None:
    """Write the proof and the certificate of a run whose tables lie in `folder` already."""
    proof = proof_of(solved)
    proof.write(folder)
    files = Files.read(folder, manifest, datasets)
    record = certify(files, proof, manifest["stages"]).record(manifest)
    text = json.dumps(record, indent=2, allow_nan=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read_certificate(folder: Path) -> dict[str, Any]:
    """The certificate of a run as it was written; InputError when there is none."""
    path = folder / FILE
    try:
        record = read_json(path, "a certificate", "plan it again")
    except FileNotFoundError:
        found, fix = "no certificate", "plan it again: earlier versions wrote none"
        raise InputError([Fault(str(path), found, "the certificate of a run", fix)]) from None
    version = record.get("schema_version") if isinstance(record, dict) else None
    if version != SCHEMA_VERSION:
        found = f"schema_version {version}"
        raise InputError([Fault(str(path), found, f"{SCHEMA_VERSION}", "plan it again")])
    whole = Document(path, record)
    faults = [
        Fault(str(path), f"no {key!r} in it", "a whole certificate", "plan it again")
        for key, kind in _NEEDED.items()
        if not isinstance(whole.get(key), kind)
    ]
    raise_any(faults)
    return whole


def verify(folder: Path) -> tuple[Certificate, dict[str, Any]]:
    """Check a run again from its files alone: no model is built and nothing is solved.

    Returns the certificate as it comes out now, and the manifest. Raises
    InputError where a file is missing, changed since the run, or of another
    version, or names what the run doesn't know.
    """
    _, manifest = read_whole_run(folder, documents=True, earlier=False)
    written = read_certificate(folder)
    constants = {stage["stage"]: stage["constant"] for stage in written["stages"]}
    proof = Proof.read(folder, constants)
    definition = manifest["definition"]
    datasets = Path(definition["datasets"]) if definition["datasets"] else bundled("datasets")
    files = Files.read(folder, manifest, datasets)
    try:
        found = certify(files, proof, manifest["stages"])
    except KeyError as unknown:
        if not (strangers := _strangers(unknown.args[0], files)):
            raise
        what = f"a table names {listed(strangers)}, which nothing else in the run knows"
        expected = "names and years that the run's own inputs have"
        raise InputError([Fault(str(folder), what, expected, "plan it again")]) from None
    extra = _same(found, written, proof, manifest)
    return Certificate(**{**vars(found), "checks": (*found.checks, *extra)}), manifest


def _strangers(key: object, files: Files) -> list[str]:
    """The parts of a key that stand nowhere in the inputs of a run, its model or its years."""
    parts = key if isinstance(key, tuple) else (key,)
    known = {str(y) for y in files.years} | {
        str(cell)
        for table in files.inputs.values()
        for column in table.select_dtypes(exclude="number")
        for cell in table[column].unique()
    }
    model = json.dumps(files.definition, ensure_ascii=False)
    return [repr(part) for part in parts if str(part) not in known and str(part) not in model]


def duals_of(folder: Path, stage: str) -> np.ndarray | None:
    """Duals of a stage's rows in a run, or None where it has none."""
    rows = read_parquet(folder / FOLDER / "rows.parquet")
    column = f"dual_{stage}"
    return np.nan_to_num(rows[column].to_numpy()) if column in rows else None


def objectives_of(folder: Path) -> dict[str, tuple[np.ndarray, float]]:
    """Stage of a run to the costs of its columns and its constant, in the stage's unit.

    Raises what :func:`read_certificate` raises.
    """
    constants = {stage["stage"]: stage["constant"] for stage in read_certificate(folder)["stages"]}
    proof = Proof.read(folder, constants)
    return {name: (stage.costs, stage.constant) for name, stage in proof.stages.items()}


def starts_of(folder: Path) -> list[tuple[np.ndarray, np.ndarray] | None]:
    """Values and row duals of each stage's optimum in a run, in their order.

    None for a stage that has no duals. Raises what :func:`read_certificate` raises.
    """
    constants = {stage["stage"]: stage["constant"] for stage in read_certificate(folder)["stages"]}
    proof = Proof.read(folder, constants)
    found: list[tuple[np.ndarray, np.ndarray] | None] = []
    for name, stage in proof.stages.items():
        if stage.duals is None:
            found.append(None)
            continue
        rows = proof.own_rows + len(proof.held(name))
        found.append((stage.values, np.nan_to_num(stage.duals[:rows])))
    return found


def _same(
    found: Certificate, written: Mapping[str, Any], proof: Proof, manifest: Mapping[str, Any]
) -> list[Check]:
    """What the run tells of itself, against what its files say."""
    faults = []
    checksums = {
        "the manifest": manifest["program"]["checksum"],
        "the certificate": written["program_checksum"],
    }
    mine = proof.checksum()
    faults += [
        Fault(f"proof of {manifest['model']}", "another programme", f"the one of {who}")
        for who, told in checksums.items()
        if told != mine
    ]
    if faults:
        raise InputError(faults)
    told = {stage["stage"]: stage["primal_objective"] for stage in written["stages"]}
    now = {stage["stage"]: stage["primal_objective"] for stage in found.stages}
    return [
        compared(
            "certificate",
            "the certificate tells the objective that comes out again",
            "the stage's unit",
            (Comparison(f"stage {name}", told[name], now[name]) for name in now),
        )
    ]


def require(checks: list[Check]) -> None:
    """Raise FailedCheckError with a sentence for each of `checks`, if there are any."""
    if not checks:
        return
    sentences = [check.sentence() for check in checks[:FAILURES_SHOWN]]
    more = len(checks) - FAILURES_SHOWN
    rest = [f"and {more} more"] if more > 0 else []
    raise FailedCheckError("\n".join(["the plan is not what it says:", *sentences, *rest]))
