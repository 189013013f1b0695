"""One table: build, hand-over and memory of each way over those of raw arrays.

``python -m benchmarks.same_lp [DAYS ...]`` runs every way in processes of its own, in turn.
"""

import json
import platform
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from statistics import median

DAYS = (7, 20, 80)
ROUNDS = 3
FAST = ("raw", "raw_arrays", "ours", "linopy")
SLOW = ("pyomo_file",)
SLOWEST = ("pyomo_appsi",)
"""Run once, and these at the smallest size only."""
SOLVED = DAYS[:1]
SAME = 1e-9


def run(way: str, days: int, *, solve: bool) -> dict[str, float]:
    """What one process measured."""
    command = [sys.executable, "-m", "benchmarks.same_lp.way", way, str(days)]
    done = subprocess.run(
        [*command, *(["--solve"] if solve else [])], check=True, capture_output=True, text=True
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def medians(runs: Iterable[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    runs = list(runs)
    return {key: median(r[key] for r in runs) for key in runs[0]}


def differences(found: dict[str, dict[str, float]]) -> list[str]:
    """Ways whose programme or optimum is not that of the raw arrays."""
    raw = found["raw"]
    keys = ("rows", "columns", "nonzeros", "sizes", "costs", "objective")
    return [
        f"{way}: {key} {other[key]} against {raw[key]}"
        for way, other in found.items()
        for key in keys
        if key in raw and abs(other[key] - raw[key]) > SAME * abs(raw[key])
    ]


def main() -> None:
    """Print the table; end with 1 where the ways don't agree on the programme."""
    head = ["days", "way", "build s", "hand over s", "both / raw", "peak MiB", "peak / raw"]
    print(f"| {' | '.join([*head, 'solve s', 'whole / raw', 'objective'])} |")
    print("|---:|---|" + "---:|" * (len(head) + 1))
    faults: list[str] = []
    sizes = []
    for days in [int(text) for text in sys.argv[1:]] or DAYS:
        solve = days in SOLVED
        runs: dict[str, list[dict[str, float]]] = {}
        for turn in range(ROUNDS):
            once = (*SLOW, *(SLOWEST if days == DAYS[0] else ())) if turn == 0 else ()
            for way in (*FAST, *once):
                runs.setdefault(way, []).append(run(way, days, solve=solve))
        found = {way: medians(several) for way, several in runs.items()}
        faults += differences(found)
        raw = found["raw"]
        sizes.append(f"{days} days {raw['rows']:,.0f} rows, {raw['nonzeros']:,.0f} non-zeros")
        for way, f in found.items():
            both = f["build_processor"] + f["hand_over_processor"]
            of_raw = raw["build_processor"] + raw["hand_over_processor"]
            cells = [
                str(days), way, f"{f['build_processor']:.2f}", f"{f['hand_over_processor']:.2f}",
                f"{both / of_raw:.1f}", f"{f['peak_mib']:.0f}",
                f"{f['peak_mib'] / raw['peak_mib']:.2f}",
            ]  # fmt: skip
            if solve:
                whole, least = both + f["solve_processor"], of_raw + raw["solve_processor"]
                solved = f"{f['solve_processor']:.1f}"
                cells += [solved, f"{whole / least:.2f}", f"{f['objective']:.9f}"]
            else:
                cells += ["", "", ""]
            print(f"| {' | '.join(cells)} |", flush=True)
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("highspy", "linopy", "numpy", "pyomo")
    )
    print(f"\n{'; '.join(sizes)}. Seconds of the processor, medians of {ROUNDS} processes, of one")
    print(f"for Pyomo's own ways. {platform.platform()}, Python {platform.python_version()},")
    print(f"{packages}.")
    if faults:
        print("\n".join(["The ways differ:", *faults]), file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
