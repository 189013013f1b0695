"""The same scenarios of ``small`` on one processor and on two: ``python -m benchmarks.sweeps``.

Each sweep is a whole command with an empty store, tables of the study included and its page and
workbook left out; they take turns, and the ratio is that of the medians.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd

SCENARIOS = 100
ROUNDS = 3
VARIED = ("discount_rate=0.05:0.1", "sites.pue")


def sweep(jobs: int, scenarios: int) -> float:
    """Seconds by the clock of a sweep in so many processes; ends here where one failed."""
    with TemporaryDirectory() as folder:
        vary = [part for key in VARIED for part in ("--vary", key)]
        command = [
            "planner", "sweep", "small", *vary, "--design", "monte-carlo",
            "--samples", str(scenarios), "--jobs", str(jobs), "-o", folder,
            "--name", "measured", "--quiet", "--no-report",
        ]  # fmt: skip
        began = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = perf_counter() - began
        table = pd.read_parquet(Path(folder) / "measured" / "scenarios.parquet")
        if not (len(table) > scenarios and table["status"].eq("done").all()):
            sys.exit("not all scenarios were planned: nothing is measured")
    return seconds


def main() -> None:
    """Print a row for each number of processes."""
    scenarios = int(sys.argv[1]) if sys.argv[1:] else SCENARIOS
    found: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for jobs, seconds in found.items():
            seconds.append(sweep(jobs, scenarios))
    print("| processes | seconds | seconds of each round | times as fast |")
    print("|---:|---:|---|---:|")
    for jobs, seconds in found.items():
        rounds = ", ".join(f"{s:.1f}" for s in seconds)
        ratio = median(found[1]) / median(seconds)
        print(f"| {jobs} | {median(seconds):.1f} | {rounds} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
