"""What matters: inputs ranked by what their own range does to compute and cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner import planning
from planner.analysis.sensitivity import Estimate, Optimum, estimate
from planner.config import ModelDefinition, overlaid
from planner.data.inputs import Inputs
from planner.formulation.assemble import assemble
from planner.lp.lexicographic import Stage
from planner.lp.linear_program import LinearProgram, compile_linear_program
from planner.solving.solve import stages_of
from planner.storage.run_folder import read_manifest
from planner.storage.study_folder import add_table
from planner.studies.designs import one_at_a_time
from planner.studies.levers import CASES, Lever, ranged_quantities
from planner.studies.sweep import Execute, Study, carry_out
from planner.system import World
from planner.system.build import build_world

COST = "cost"
TABLE, WORTH = "matters", "worth_finding_out"
LOW_CONFIDENCE = "estimate"
_NOTHING = 1e-7


@dataclass(frozen=True, eq=False)
class _Base:
    """The plan that inputs are moved from."""

    inputs: Inputs
    world: World
    program: LinearProgram
    stages: tuple[Stage, ...]
    optima: tuple[Optimum, ...]


def rank_inputs(
    model: ModelDefinition,
    outputs: Path,
    execute: Execute,
    top: int = 10,
    name: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[pd.DataFrame, pd.DataFrame, Study]:
    """Inputs by their effect, the low-confidence ones among them, and the study of the first.

    One row for each input that has a range and touches the plan, with the
    change of each stage's optimum (years of target missed, billion USD) at its
    low and its high: ``first_<stage>_<end>`` to the first order, from duals;
    ``again_<stage>_<end>`` planned again, for the `top` first, and for as many
    of those that the first order can't tell (``untold`` says why). Both tables
    are written into the study's folder. Raises what planning raises.
    """
    base = _solved(model, progress)
    keys = ranged_quantities(base.inputs, by_row=True)
    rows = []
    for number, key in enumerate(keys, start=1):
        progress(f"look at input {number} of {len(keys)}: {key}")
        row = _row(model, base, key)
        if row is not None:
            rows.append(row)
    names = [stage.name for stage in base.stages]
    table = _ranked(pd.DataFrame(rows, columns=_columns(names)), names, "first")
    told, untold = table[table["untold"] == ""], table[table["untold"] != ""]
    chosen = [*told["input"].head(top), *untold["input"].head(top)]
    study = Study(
        name or f"{model.name}_matters",
        model,
        tuple(one_at_a_time([Lever(key, CASES) for key in chosen])),
        outputs,
        {"kind": "matters", "vary": chosen},
    )
    progress(f"plan again at both ends of {len(chosen)} inputs")
    scenarios = carry_out(study, execute)
    table = _ranked(_planned_again(table, scenarios, study, names), names, "again")
    worth = worth_finding_out(table, base.inputs)
    for name, written in ((TABLE, table), (WORTH, worth)):
        add_table(study.folder, name, written)
    return table, worth, study


def worth_finding_out(table: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """The inputs that rest on estimates, in the order in which they matter, with their sources."""
    titles = inputs["sources"]["title"]
    chosen = table[(table["estimates"] > 0) & (table["score"] > 0)].copy()
    chosen["source_titles"] = [
        "; ".join(str(titles.get(source, source)) for source in ids.split("; "))
        for ids in chosen["sources"]
    ]
    kept = ["input", "score", "swing_compute", "swing_cost", "cells", "estimates", "sources"]
    return chosen[[*kept, "source_titles"]].reset_index(drop=True)


def _solved(model: ModelDefinition, progress: Callable[[str], None]) -> _Base:
    run = planning.solve(model, progress)
    results = list(run.solved.stages.values())
    optima = []
    for result in results:
        found = result.solution
        duals = found.row_duals
        if duals is None:
            duals = np.zeros(len(found.row_values))
        optima.append(Optimum(found.objective, found.column_values, duals))
    stages = tuple(result.stage for result in results)
    return _Base(run.inputs, run.solved.world, run.solved.program, stages, tuple(optima))


def _row(model: ModelDefinition, base: _Base, key: str) -> dict[str, Any] | None:
    """What an input does at both ends; None where it touches nothing that is planned."""
    found: dict[str, Any] = {}
    untold, touched, cells = "", False, []
    for end in CASES:
        changed = overlaid(model, {key: end}, origin=f"the {end} of {key}")
        inputs = planning.load_inputs(changed)
        cells += [c for c in inputs.changes if c not in base.inputs.changes]
        told = _estimate(base, changed, inputs)
        touched |= told is not None
        untold = untold or (told.untold if told else "")
        for number, stage in enumerate(base.stages):
            change = 0.0 if told is None else float("nan")
            if told is not None and not told.untold:
                change = told.changes[number]
            found[f"first_{stage.name}_{end}"] = change if abs(change) != 0 else 0.0
    if not touched:
        return None
    idle = _idle(base)
    rows = {cell.key for cell in cells if not idle.intersection(cell.key)}
    table = base.inputs[key.partition(".")[0]]
    held = [table.loc[k if len(k) > 1 else k[0]] for k in rows]
    return {
        "input": key,
        "cells": len(rows),
        "estimates": sum(str(row["confidence"]) == LOW_CONFIDENCE for row in held),
        "sources": "; ".join(sorted({str(row["source_id"]) for row in held})),
        "untold": untold,
        **found,
    }


def _idle(base: _Base) -> set[object]:
    """Names in the tables that the model doesn't plan with: their rows touch nothing.

    Any site of a region with a pool may be part of it.
    """
    world, tables = base.world, base.inputs
    plans = {
        "sites": world.sites,
        "regions": world.regions,
        "accelerators": world.accelerators,
        "power_technologies": world.technologies,
    }
    # A pool has no row of its own.
    known = set(tables["sites"].index)
    pooled = {site.region for name, site in world.sites.items() if name not in known}
    small = set(tables["sites"].index[tables["sites"]["region"].isin(pooled)])
    return {
        name
        for table, used in plans.items()
        for name in tables[table].index
        if name not in used and name not in small
    }


def _estimate(base: _Base, model: ModelDefinition, inputs: Inputs) -> Estimate | None:
    """To the first order; None where the world is the same."""
    world = build_world(inputs, model)
    if world == base.world:
        return None
    formulation = assemble(world)
    program = compile_linear_program(formulation.model)
    stages = stages_of(formulation, program)
    if program.checksum() == base.program.checksum() and all(
        np.array_equal(a.costs, b.costs) for a, b in zip(base.stages, stages, strict=True)
    ):
        return None
    return estimate(base.program, base.stages, base.optima, program, stages)


def _columns(stages: Sequence[str]) -> list[str]:
    first = [f"first_{stage}_{end}" for stage in stages for end in CASES]
    return ["input", "cells", "estimates", "sources", "untold", *first]


def _ranked(table: pd.DataFrame, stages: Sequence[str], best: str) -> pd.DataFrame:
    """The table with its swings, ordered by the larger share of the largest in compute and cost.

    A swing is of what was planned again, where it was and `best` asks for it.
    """
    ends = {stage: [f"{{}}_{stage}_{end}" for end in CASES] for stage in stages}
    swings = {}
    for stage, names in ends.items():
        first = table[[name.format("first") for name in names]].astype(float)
        swing = _swing(first)
        if best == "again":
            again = table[[name.format("again") for name in names]].astype(float)
            swing = _swing(again).where(again.notna().any(axis=1), swing)
        swings[stage] = swing
    table = table.copy()
    compute = [swings[stage] for stage in stages if stage != COST]
    table["swing_compute"] = sum(compute) if compute else 0.0
    table["swing_cost"] = swings[COST]
    shares = [
        table[name].fillna(0.0) / max(float(table[name].max()), _NOTHING)
        if len(table)
        else table[name]
        for name in ("swing_compute", "swing_cost")
    ]
    table["score"] = pd.concat(shares, axis=1).max(axis=1)
    return table.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def _swing(ends: pd.DataFrame) -> pd.Series:
    """From the lowest to the highest of both ends and the plan itself, whose change is zero."""
    found = ends.assign(none=0.0)
    return (found.max(axis=1) - found.min(axis=1)).where(ends.notna().any(axis=1))


def _planned_again(
    table: pd.DataFrame, scenarios: pd.DataFrame, study: Study, stages: Sequence[str]
) -> pd.DataFrame:
    optima: dict[tuple[str, str], dict[str, float]] = {}
    for row in scenarios.to_dict("records"):
        if row["status"] == "done":
            manifest = read_manifest(study.store / row["identity"])
            optima[row["key"], row["value"]] = manifest["summary"]["objective"]
    base = optima.get(("", ""), {})
    table = table.copy()
    for stage in stages:
        for end in CASES:
            table[f"again_{stage}_{end}"] = [
                found[stage] - base[stage] if (found := optima.get((key, end))) else float("nan")
                for key in table["input"]
            ]
    return table
