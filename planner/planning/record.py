"""The run of a model that is solved: its parts, its manifest, and how it is written."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from planner.analysis.verify import seal
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.input_workbook import is_workbook
from planner.lp.solution import Solution
from planner.planning.solver_settings import solver_options
from planner.results import Plan
from planner.solving import SolvedWorld
from planner.storage import warm_starts as starts
from planner.storage.environment import environment, peak_memory_mib
from planner.storage.run_folder import REFUSED, Others, write_run


@dataclass(frozen=True)
class Run:
    """A solved model with everything that is written of it."""

    model: ModelDefinition
    inputs: Inputs
    plan: Plan
    solved: SolvedWorld
    seconds: dict[str, float]
    """Wall-clock seconds by step: load, build, hand_over, solve_<stage>, extract, outlook."""
    notices: tuple[str, ...] = ()
    """What a reader should know and no fault: drivers outside their published range, capacity
    below what is contracted."""
    warm_from: str = ""
    """The run from whose vertex this one was sought, where there was one."""
    held: str = ""
    """Whose commitments this plan carries out, where it was not free to choose its own."""

    def manifest(self) -> dict[str, Any]:
        """What ``run.json`` holds beside the plan's summary and the checksums of its files."""
        program = self.solved.program
        return {
            "model": self.model.name,
            "title": self.model.title,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "definition": self.model.model_dump(mode="json", exclude={"path"}),
            "currency_year": self.model.currency_year,
            **({"workbook": self.model.path.as_posix()} if is_workbook(self.model.path) else {}),
            "inputs": dict(self.inputs.checksums),
            "notices": list(self.notices),
            "changes": [list(change) for change in self.inputs.changes],
            "environment": environment(),
            "solver_options": asdict(solver_options(self.model)),
            **({"warm_start": _warm_start(self.warm_from)} if self.warm_from else {}),
            **({"held": self.held} if self.held else {}),
            "stages": {
                name: {
                    "status": result.solution.status,
                    "objective": result.solution.objective,
                    "unit": result.stage.unit,
                    "method": result.solution.method,
                    "iterations": result.solution.iterations,
                    "basic": result.solution.basic,
                    "warm": result.solution.warm,
                    "warnings": list(result.solution.warnings),
                    **({"choice": _choice(result.choice)} if result.choice else {}),
                }
                for name, result in self.solved.stages.items()
            },
            "program": {
                "rows": len(program.row_names),
                "columns": len(program.column_names),
                "nonzeros": int(program.matrix.nnz),
                "checksum": program.checksum(),
            },
            "seconds": {step: round(spent, 4) for step, spent in self.seconds.items()},
            "peak_memory_mib": round(peak_memory_mib(), 1),
        }

    def write(self, outputs: Path, others: Others = REFUSED) -> list[Path]:
        """Write the run to ``outputs/<model>``; returns the paths it consists of.

        `others` says what becomes of a folder there that is no run.
        """
        started = perf_counter()
        tables = {name: table.reset_index() for name, table in self.inputs.to_write.items()}
        manifest = self.manifest()
        manifest["seconds"]["manifest"] = round(perf_counter() - started, 4)

        def certified(fresh: Path) -> None:
            began = perf_counter()
            starts.write(self.solved, fresh)
            told = {**manifest, "summary": dict(self.plan.summary)}
            seal(self.solved, told, self.inputs.folder, fresh)
            manifest["seconds"]["certify"] = round(perf_counter() - began, 4)

        return write_run(
            outputs / self.model.name, self.plan, tables, manifest, seal=certified, others=others
        )


def _warm_start(run: str) -> dict[str, str]:
    """What a manifest says of a start from another run's vertex."""
    note = "the optima are those of a cold start; of plans that reach them it may be another one"
    return {"run": run, "note": note}


def _choice(found: Solution) -> dict[str, Any]:
    """How the search for whole numbers of a stage ended."""
    return {
        "status": found.status,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "nodes": found.nodes,
        "iterations": found.iterations,
        "seconds": round(found.seconds, 4),
    }
