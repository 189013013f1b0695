"""Time of each step of each shipped model, by the program's own timers.

``python -m benchmarks.shipped_models`` plans every model in processes of
their own, several times, and prints medians as Markdown.
"""

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 3
MODELS = ("small", "frontier")


def measure(model: str, outputs: Path) -> dict[str, float]:
    """Seconds of each step of one run, of the whole process, and its peak memory in MiB."""
    started = perf_counter()
    command = [
        sys.executable,
        "-m",
        "planner",
        "run",
        model,
        "--quiet",
        "--no-report",
        "-o",
        str(outputs),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    whole = perf_counter() - started
    manifest = json.loads((outputs / model / "run.json").read_text())
    solve = sum(s for step, s in manifest["seconds"].items() if step.startswith("solve"))
    return {
        "process": whole,
        **{s: manifest["seconds"][s] for s in ("load", "build", "hand_over")},
        "solve": solve,
        "extract": manifest["seconds"]["extract"],
        "peak MiB": manifest["peak_memory_mib"],
        "rows": manifest["program"]["rows"],
        "columns": manifest["program"]["columns"],
    }


def main() -> None:
    """Print the table, with the machine and the versions beside it."""
    figures: dict[str, dict[str, float]] = {}
    for model in MODELS:
        with tempfile.TemporaryDirectory() as folder:
            runs = [measure(model, Path(folder)) for _ in range(RUNS)]
            manifest = json.loads((Path(folder) / model / "run.json").read_text())
        figures[model] = {key: median(run[key] for run in runs) for key in runs[0]}
    keys = list(figures[MODELS[0]])
    print("| model | " + " | ".join(keys) + " |")
    print("|---|" + "---:|" * len(keys))
    for model, values in figures.items():
        print(f"| {model} | " + " | ".join(f"{values[k]:,.3g}" for k in keys) + " |")
    packages = ", ".join(
        f"{k} {v}"
        for k, v in manifest["environment"]["packages"].items()
        if k in ("pyomo", "highspy")
    )
    print(
        f"\nMedians of {RUNS}; seconds. {platform.platform()}, Python {platform.python_version()},"
    )
    print(f"{packages}.")


if __name__ == "__main__":
    main()
