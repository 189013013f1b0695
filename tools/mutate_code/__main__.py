"""Command line of the planted errors."""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tools.mutate_code.mutants import Mutant, mutants_of
from tools.mutate_code.trial import ENDLESS, SURVIVED, Outcome, import_all, tried, warm
from tools.quick.nearest import MIRROR, touched_by

ROOT = Path(__file__).parents[2]
PACKAGES = ("formulation", "audit", "results", "solving", "data", "analysis")
CERTIFICATE = "audit"
"""The package whose changes touch no plan, only what is said of it."""
OF_ALL = {
    "audit": ("tests/audit/test_planted_errors.py::test_a_right_plan_of_each_model_holds",),
    "formulation": ("tests/formulation/test_uneven_worlds.py",),
}
"""Package to tests that meet whatever changes in it, in less time than its other tests take."""
NO_CHANGE = -1
OF_THE_CONTROL = 5.0
"""Seconds of a processor in which tests are run on the code as it is."""
NEAREST = 10
"""Test files that are tried on a change, nearest first."""
FURTHER = 50
"""Test files that what survived meets then."""
ELSEWHERE = 3
"""Those of them that import what is changed, and are of other packages."""
WHOLE_PLANS = tuple(f"tests/words/test_{name}.py" for name in ("limits", "tables", "small"))
"""Plans with their certificates, and every number and word that is kept of them: what most
changes meet."""
NUMBERS_OFF = "tests/words/test_numbers_off.py"
"""What the certificate says of plans whose numbers are all off a little."""
ALWAYS = (*WHOLE_PLANS, NUMBERS_OFF)
"""Test files that run whatever the time, where they are tried."""


def main(argv: Sequence[str] | None = None) -> int:
    """Plant errors, test each, and print what survived."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutate_code", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument(
        "--seconds", type=float, default=40.0, help="of a processor, for each change"
    )
    parser.add_argument(
        "--wide", type=float, default=0.0, help="of a processor, for more tests of each survivor"
    )
    parser.add_argument("--packages", default=",".join(PACKAGES), help="default: %(default)s")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--loud", action="store_true", help="print what catches each change")
    parser.add_argument("--summary", type=Path, help="add the share and survivors to a file")
    arguments = parser.parse_args(argv)
    sample = drawn(arguments.packages.split(","), arguments.count, arguments.seed)
    sample.sort(key=lambda each: each.package == CERTIFICATE)
    plain = sum(each.package != CERTIFICATE for each in sample)
    for mutant in sample:
        tests_of(mutant.path)
    import_all(ROOT)
    if sample and not _right_as_it_is(sample[0].path):
        print("the tests fail on the code as it is: mend that first", file=sys.stderr)
        return 1
    outcomes = [*_tried(sample[:plain], arguments)]
    if plain < len(sample):
        # Right plans are made once for all changes of what only looks at them.
        warm()
        outcomes += _tried(sample[plain:], arguments)
    print(share(outcomes))
    if arguments.wide:
        outcomes = _tried_further(sample, outcomes, arguments)
        print(f"with {arguments.wide:g} s of further tests for each survivor: {share(outcomes)}")
    if arguments.summary:
        with arguments.summary.open("a", encoding="utf-8") as file:
            file.write(in_markdown(sample, outcomes))
    return 0


def _right_as_it_is(path: str) -> bool:
    """Whether the first tests of a file pass without a change: else they would catch any."""
    nothing = Mutant(path, NO_CHANGE, 0, "nothing")
    return tried(nothing, tests_of(path), OF_THE_CONTROL, ROOT).what == SURVIVED


def _tried(sample: Sequence[Mutant], arguments: argparse.Namespace) -> list[Outcome]:
    """What became of each, told as it is known."""
    outcomes = []
    with ThreadPoolExecutor(arguments.workers) as pool:
        trials = pool.map(
            lambda each: tried(each, tests_of(each.path), arguments.seconds, ROOT, ALWAYS),
            sample,
        )
        for mutant, outcome in zip(sample, trials, strict=True):
            outcomes.append(outcome)
            if outcome.what == SURVIVED or arguments.loud:
                print(_told(mutant, outcome), flush=True)
    return outcomes


def _tried_further(
    sample: Sequence[Mutant], outcomes: Sequence[Outcome], arguments: argparse.Namespace
) -> list[Outcome]:
    """The outcomes once what survived the tests nearest to it has met those further away."""
    left = [i for i, each in enumerate(outcomes) if each.what == SURVIVED]
    with ThreadPoolExecutor(arguments.workers) as pool:
        again = pool.map(
            lambda i: tried(sample[i], further_tests_of(sample[i].path), arguments.wide, ROOT),
            left,
        )
        found = list(outcomes)
        for i, outcome in zip(left, again, strict=True):
            found[i] = outcome
            print(f"further: {_told(sample[i], outcome)}", flush=True)
    return found


def drawn(packages: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """A sample of the changes that the files of some packages allow."""
    found = [
        mutant
        for package in packages
        for path in sorted((ROOT / "planner" / package).rglob("*.py"))
        for mutant in mutants_of(path, ROOT)
    ]
    return random.Random(seed).sample(found, min(count, len(found)))


@cache
def tests_of(path: str) -> tuple[str, ...]:
    """The tests nearest to a module.

    Those that mirror it, those that meet all of its package, those of its package that import it
    or are nearest, a few that import it elsewhere, and then others.
    """
    package = f"tests/{Path(path).parts[1]}/"
    found = touched_by(ROOT, [path])
    mirrors = [name for rank, name in found if rank <= MIRROR]
    own = [name for _, name in found if name.startswith(package)]
    direct = [name for rank, name in found if rank == MIRROR + 1]
    elsewhere = [name for name in direct if name not in own][:ELSEWHERE]
    nearest = [*(name for name in direct if name in own), *elsewhere, *own]
    every = dict.fromkeys([*nearest, *(name for _, name in found)])
    others = [name for name in every if name not in mirrors][:NEAREST]
    of_all = OF_ALL.get(Path(path).parts[1], ())
    wrong = [NUMBERS_OFF] if package == f"tests/{CERTIFICATE}/" else []
    return tuple(dict.fromkeys([*mirrors, *of_all, *others, *WHOLE_PLANS, *wrong]))


def further_tests_of(path: str) -> list[str]:
    """The tests nearest to a module by the chain of imports, as many as are read in seconds."""
    return [name for _, name in touched_by(ROOT, [path])][:FURTHER]


def share(outcomes: Sequence[Outcome]) -> str:
    """How many were caught, in a sentence."""
    caught = sum(each.what != SURVIVED for each in outcomes)
    endless = sum(each.what == ENDLESS for each in outcomes)
    text = f"{caught} of {len(outcomes)} planted errors caught"
    text += f" ({100 * caught / max(1, len(outcomes)):.1f} %)"
    return f"{text}, {endless} of them since they never end" if endless else text


def in_markdown(sample: Sequence[Mutant], outcomes: Sequence[Outcome]) -> str:
    """The share, and what survived as a list."""
    pairs = zip(sample, outcomes, strict=True)
    survivors = [f"- `{each}`\n" for each, outcome in pairs if outcome.what == SURVIVED]
    return f"## Planted errors\n\n{share(outcomes)}.\n\n{''.join(survivors)}"


def _told(mutant: Mutant, outcome: Outcome) -> str:
    by = f" by {outcome.test}" if outcome.test else ""
    return f"{outcome.what}{by} ({outcome.seconds:.0f} s): {mutant}"


if __name__ == "__main__":
    sys.exit(main())
