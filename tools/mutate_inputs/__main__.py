"""Make the cases, carry them out, and tell what must not be."""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from planner.cli import main as planner
from planner.config.locations import bundled
from tools.mutate_inputs import arguments, models, runs, tables, workbooks
from tools.mutate_inputs.case import SOLVED, USAGE, Case, Maker, Origin
from tools.mutate_inputs.worker import Answer, Worker

SHARES = {
    "table": 34, "model": 13, "descriptor": 5, "hourly": 6, "run": 24, "study": 4, "store": 2,
    "workbook": 4, "arguments": 8,
}  # fmt: skip
"""How many of a hundred cases are of a kind."""
MAKERS: dict[str, Maker] = {
    **tables.MAKERS,
    **models.MAKERS,
    **runs.MAKERS,
    **workbooks.MAKERS,
    **arguments.MAKERS,
}
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "four_blocks"
FINDINGS = ("traceback", "silent", "hang", "refused though right", "another exit code")


def right_inputs(folder: Path) -> Origin:
    """Inputs that are right, and runs of them, from which all cases are made."""
    shutil.copytree(EXAMPLE / "tables", folder / "four" / "tables")
    shutil.copy(EXAMPLE / "four_blocks.toml", folder / "four" / "own.toml")
    shutil.copytree(bundled("datasets"), folder / "small" / "tables")
    model = 'extends = "small"\ntitle = "Tables beside it"\ndatasets = "tables"\n'
    (folder / "small" / "own.toml").write_text(model)
    quiet = ("-q", "--no-report")
    outputs = str(folder / "runs")
    own = str(folder / "four" / "own.toml")
    for command in (
        ("run", "small", "-o", outputs, "--no-workbook", *quiet),
        ("sweep", own, "--vary", "discount_rate=0.05,0.1", "--name", "study", "-j", "1", "-o",
         outputs, *quiet),
        ("workbook", "new", "small", "-o", str(folder / "inputs.xlsx")),
    ):  # fmt: skip
        if planner(command) != 0:
            raise SystemExit(f"the right inputs are refused: planner {' '.join(command)}")
    return Origin(folder)


def kinds(count: int) -> list[str]:
    """The kind of each case, mixed in the same way for the same count."""
    order = [kind for kind, share in SHARES.items() for _ in range(share)]
    Random(0).shuffle(order)
    return [order[number % len(order)] for number in range(count)]


def finding(case: Case, answer: Answer) -> str:
    """What must not be of an answer; empty where it is right."""
    if answer.hung:
        return "hang"
    if answer.code is None or "Traceback (most recent call last)" in answer.said:
        return "traceback"
    if case.expected == "refused" and answer.code == 0:
        return "silent"
    if case.expected == "accepted" and answer.code != 0:
        return "refused though right"
    documented = USAGE if case.expected == "refused" else SOLVED
    return "" if answer.code in documented else "another exit code"


def carry_out(
    count: int, seed: int, most_seconds: float, folder: Path, *, first: int = 0, loud: bool = True
) -> dict[str, list[str]]:
    """Carry out `count` cases from the `first` on; each finding with the lines that tell of it."""
    origin = right_inputs(folder / "right")
    worker = Worker(most_seconds)
    found: dict[str, list[str]] = {name: [] for name in FINDINGS}
    done: Counter[str] = Counter()
    for number, kind in list(enumerate(kinds(first + count)))[first:]:
        place = folder / f"case_{number}"
        place.mkdir()
        case = MAKERS[kind](Random(f"{seed} {number} {kind}"), origin, place)
        answer = worker(case.arguments, place)
        done[f"{case.kind}, {case.expected}"] += 1
        if name := finding(case, answer):
            last = (answer.said.strip().splitlines() or [""])[-1][:200]
            line = f"case {number}, {case.kind}: {case.what} [{answer.code}] {last}"
            found[name].append(line)
            if loud:
                print(f"{name}: {line}", flush=True)
        shutil.rmtree(place, ignore_errors=True)
    worker.close()
    if loud:
        print(", ".join(f"{count} {what}" for what, count in sorted(done.items())))
    return found


def command() -> int:
    """Carry out cases from the command line; 1 where anything is found that must not be."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutate_inputs", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="cases")
    parser.add_argument("--first", type=int, default=0, help="case, to see one again")
    parser.add_argument("--seed", type=int, default=1, help="of the cases")
    parser.add_argument("--most-seconds", type=float, default=60.0, help="of one case")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = carry_out(
            given.count, given.seed, given.most_seconds, Path(folder), first=given.first
        )
    print(", ".join(f"{len(lines)} {name}" for name, lines in found.items()))
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(command())
