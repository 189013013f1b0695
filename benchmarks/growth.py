"""How a plan's time and memory grow: ``python -m benchmarks.growth [MODEL]``.

Sites, years and slices of the model are varied one at a time, each plan in a process of its own
without workbook and report. Seconds are those of the program's own timers, ``solver`` the sum over
the stages, and ``whole / solver`` the whole process over it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

VARIED = {
    "sites": ("sites.min_facility_gw=3", "sites.min_facility_gw=1.5", "sites.min_facility_gw=0.8"),
    "years": ("years.last=2028", "years.last=2030", "years.last=2032"),
    "slices": ("time.days=12", "time.days=24", "time.days=52"),
}
LIMIT = "solver.time_limit_seconds=3000"


def measured(model: str, change: str) -> tuple[dict[str, object], float]:
    """The manifest of one plan, and the seconds of its whole process by the clock."""
    with TemporaryDirectory() as folder:
        command = [
            "planner", "run", model, "--set", change, "--set", LIMIT, "--name", "grown",
            "-o", folder, "--quiet", "--no-report", "--no-workbook",
        ]  # fmt: skip
        began = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = perf_counter() - began
        return json.loads((Path(folder) / "grown" / "run.json").read_text()), seconds


def rows(model: str, wanted: list[str]) -> Iterator[str]:
    """A row of the table for each change."""
    for varied in wanted or VARIED:
        for change in VARIED[varied]:
            found, whole = measured(model, change)
            seconds, program = found["seconds"], found["program"]
            solver = sum(s for step, s in seconds.items() if step.startswith("solve"))
            last = found["stages"]["cost"]
            cells = [
                f"`{change}`", f"{program['rows']:,}", f"{program['columns']:,}",
                f"{seconds['build']:.2f}", f"{seconds['hand_over']:.2f}", f"{solver:.1f}",
                last["method"], f"{whole:.1f}", f"{whole / solver:.2f}",
                f"{found['peak_memory_mib']:.0f}",
            ]  # fmt: skip
            yield f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    model, *wanted = sys.argv[1:] or ["frontier"]
    head = [
        "change", "rows", "columns", "build", "hand over", "solver", "cost stage by", "whole",
        "whole / solver", "peak MiB",
    ]  # fmt: skip
    print(f"| {' | '.join(head)} |")
    print("|---|---:|---:|---:|---:|---:|---|---:|---:|---:|")
    for row in rows(model, wanted):
        print(row, flush=True)


if __name__ == "__main__":
    main()
