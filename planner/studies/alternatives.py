"""Near-optimal alternatives of a model or a run: ranges as tables and in sentences."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner import planning
from planner.audit.proof import FOLDER as PROOF
from planner.config import ModelDefinition
from planner.config.reading import bundled_models
from planner.data.confidence import count_confidence
from planner.data.inputs import Inputs
from planner.data.table_files import read_parquet
from planner.errors import Fault, InputError, did_you_mean, listed, raise_any
from planner.formulation.assemble import Formulation
from planner.lp.linear_program import LinearProgram
from planner.solving.alternatives import KINDS, Extreme, Range, alternatives, groups
from planner.storage.run_folder import MANIFEST, read_run
from planner.storage.study_folder import ALTERNATIVES, write_study
from planner.studies.alternatives_wording import findings, role
from planner.wording.numbers import as_stated

COLUMNS = (
    "within", "over", "group", "name", "what", "unit", "plan", "least", "most", "role", "stopped",
    "confidence", "source_id",
)  # fmt: skip
_NAMES = {
    "regions": "regions",
    "sites": "sites",
    "accelerators": "accelerators",
    "technologies": "power_technologies",
}
"""Kind of group to the table that names its members."""


@dataclass(frozen=True)
class Question:
    """A plan that was found, as what its alternatives are sought from."""

    model: ModelDefinition
    inputs: Inputs
    formulation: Formulation
    program: LinearProgram
    """Without whole columns: they are held as the plan chose them."""
    reached: dict[str, float]
    """The optimum of each stage."""


@dataclass(frozen=True)
class Alternatives:
    """What the plans within a share of the least cost may look like."""

    model: ModelDefinition
    ranges: pd.DataFrame
    """A row for each share, kind and group; see COLUMNS. An unknown end is missing."""
    plans: pd.DataFrame
    """The plans at the ends, tidy: within, over, group and end of the range that a plan is an end
    of, its cost in billion USD, and of_over, of_group and total of each group in it."""
    confidence: pd.DataFrame
    """How many rows of each input table are of which grade."""
    cost_busd: float
    """The least cost that they are near."""

    def write(self, folder: Path) -> Path:
        """Write the tables and an index into a folder of their own; returns the folder."""
        index = {
            "study": f"{self.model.name}_alternatives",
            "model": self.model.name,
            "title": self.model.title,
            "within": sorted(set(self.ranges["within"])),
            "cost_busd": self.cost_busd,
        }
        tables = {
            "ranges": self.ranges,
            "plans_at_the_ends": self.plans,
            "confidence": self.confidence,
        }
        return write_study(folder, ALTERNATIVES, index, tables)


def question(subject: str, progress: Callable[[str], None] = lambda step: None) -> Question:
    """The plan of a model (a file or a name that ships), or of the folder of a run.

    A model is planned; a run is not planned again, but its programme is built
    again. Raises what :func:`planner.planning.solve` and :func:`planner.planning.rebuilt`
    raise.
    """
    folder = Path(subject)
    # A folder of the name of a model that ships is meant only where it is a run.
    if not os.path.exists(folder / MANIFEST) and not (
        os.path.isdir(folder) and subject not in bundled_models()
    ):
        model = planning.load_model(subject)
        planning.require_perfect_foresight(model)
        run = planning.solve(model, progress)
        solved = run.solved
        reached = {name: result.solution.objective for name, result in solved.stages.items()}
        program = solved.program
        if program.whole.size:
            program = program.given(solved.stages["cost"].solution.column_values)
        return Question(run.model, run.inputs, solved.formulation, program, reached)
    _, manifest = read_run(folder, earlier=False)
    progress("build the programme of the run again")
    again = planning.rebuilt(manifest, folder)
    program = again.program
    if program.whole.size:
        values = read_parquet(folder / PROOF / "columns.parquet")["value_cost"]
        program = program.given(values.to_numpy())
    reached = {name: stage["objective"] for name, stage in manifest["stages"].items()}
    return Question(again.model, again.inputs, again.formulation, program, reached)


def explore(
    subject: str,
    within: Iterable[float],
    over: Sequence[str],
    progress: Callable[[str], None] = lambda step: None,
) -> Alternatives:
    """The ranges of all groups of the kinds `over`, in plans near that of a model or run.

    Raises InputError for an unknown kind or share, before anything is planned,
    and what :func:`question` raises.
    """
    shares = sorted(set(within))
    faults = [
        Fault("--over", f"unknown kind {kind!r}", f"one of {listed(KINDS)}", _near(kind))
        for kind in over
        if kind not in KINDS
    ]
    faults += [
        Fault(
            "--within", as_stated(share), "a share of cost above 0 and up to 1, such as 0.03 or 3%"
        )
        for share in shares
        if not 0 < share <= 1
    ]
    raise_any(faults)
    asked = question(subject, progress)
    sites = asked.inputs["sites"]
    states = sites["state"].dropna().to_dict() if "state" in sites else {}
    chosen = groups(asked.formulation, over, states)
    if not chosen:
        found = f"nothing to choose over {listed(over)}"
        raise InputError([Fault("--over", found, f"one of {listed(KINDS)} that the plan has")])
    options = planning.solver_options(asked.model)
    ranges, ends = alternatives(
        asked.formulation, asked.program, asked.reached, chosen, shares, options, progress
    )
    last = asked.model.years.last
    table = pd.DataFrame([_row(r, asked.inputs, last) for r in ranges], columns=list(COLUMNS))
    kinds = [(group.over, group.name) for group in chosen]
    plans = [row for extreme in ends for row in _totals(extreme, kinds)]
    return Alternatives(
        asked.model,
        table,
        pd.DataFrame(plans),
        count_confidence(asked.inputs.to_write),
        asked.reached["cost"],
    )


def sentences(ranges: pd.DataFrame) -> list[str]:
    """What every plan has, what none needs, and what none has, for each share and kind."""
    return [str(text) for text in findings(ranges)]


def _row(found: Range, inputs: Inputs, last: int) -> dict[str, object]:
    what, unit = KINDS[found.group.over]
    return {
        "within": found.within,
        "over": found.group.over,
        "group": found.group.name,
        "name": _name(inputs, found.group.over, found.group.name),
        "what": what.format(last=last),
        "unit": unit,
        "plan": found.plan,
        "least": found.least,
        "most": found.most,
        "role": role(found.least, found.most),
        "stopped": found.stopped,
        "confidence": _of_row(inputs, found.group.over, found.group.name, "confidence"),
        "source_id": _of_row(inputs, found.group.over, found.group.name, "source_id"),
    }


def _totals(extreme: Extreme, kinds: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """A row for each group of a plan at an end."""
    return [
        {
            "within": extreme.within,
            "over": extreme.group.over,
            "group": extreme.group.name,
            "end": extreme.end,
            "cost_busd": extreme.cost,
            "of_over": over,
            "of_group": name,
            "total": float(total),
        }
        for (over, name), total in zip(kinds, extreme.totals, strict=True)
    ]


def _name(inputs: Inputs, over: str, group: str) -> str:
    """What a reader calls a group; its key where no table names it."""
    return _of_row(inputs, over, group, "name") or group


def _of_row(inputs: Inputs, over: str, group: str, column: str) -> str:
    """A cell of the row that a group stands for; empty where no one row does, or it is blank."""
    table = _NAMES.get(over)
    if table is None or column not in inputs[table] or group not in inputs[table].index:
        return ""
    cell = inputs[table].at[group, column]
    return cell if isinstance(cell, str) else ""


def _near(kind: str) -> str:
    return did_you_mean(kind, KINDS)
