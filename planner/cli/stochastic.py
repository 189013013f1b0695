"""``planner stochastic``: what to commit to before it is known which scenario comes true."""

import json
import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner.cli.terminal import print_table, steps
from planner.errors import NotOptimalError
from planner.plan.stochastic import TOTAL
from planner.scenarios.stochastic import KNOWN, TOGETHER, Findings, carry_out
from planner.scenarios.tree import read_tree

_ALIKE = 1e-3
"""Sums that differ by no more than this share of the largest are alike to a reader."""


def command(
    study: Annotated[
        str, typer.Argument(help="File of a study (scenarios, probabilities), or one that ships.")
    ],
    hedging: Annotated[
        bool,
        typer.Option("--hedging", help="Find the plan by progressive hedging (mpi-sppy), too."),
    ] = False,
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Gets the folder <study>_stochastic.")
    ] = Path("outputs"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
) -> None:
    """Plan scenarios as one, and hold the plan for each against the others.

    Commitments before the year in which the scenarios part are the same in all.
    """
    tree, base = read_tree(study)
    with steps(quiet=quiet) as report:
        found = carry_out(tree, base, hedging, report)
    folder = found.write(outputs / f"{tree.name}_stochastic")
    for note in found.notes:
        print(f"planner: note: {note}", file=sys.stderr)
    if as_json:
        tables = {
            name: json.loads(getattr(found, name).to_json(orient="records"))
            for name in ("policies", "outcomes", "commitments")
        }
        print(json.dumps(found.record() | tables, indent=2))
    else:
        _print(found)
        print(folder / "policies.csv")
    if found.hedged is not None and not found.hedged.agreed:
        print(
            f"planner: progressive hedging: after {found.hedged.iterations} iterations scenarios "
            f"are still {found.hedged.apart:.1e} apart; the extensive form has no such limit",
            file=sys.stderr,
        )
        raise typer.Exit(NotOptimalError.exit_code)


def _print(found: Findings) -> None:
    print_table(found.policies.rename(columns=_heading), f"{found.tree.title}: expected")
    final = TOTAL if TOTAL in found.policies else "cost"
    regret = found.outcomes[found.outcomes["planned_for"] != KNOWN]
    stages = [name for name in regret.columns if name.startswith("regret_")]
    for stage in stages:
        # With a price of what is missed, one may be bought with the other: their sum tells.
        if stage == f"regret_{final}" or (final != TOTAL and (regret[stage].abs() > 0).any()):
            table = regret.pivot(index="planned_for", columns="scenario", values=stage)
            ordered = table.loc[list(dict.fromkeys(regret["planned_for"]))].reset_index()
            ordered["worst"] = ordered.drop(columns="planned_for").max(axis=1, skipna=False)
            heading = _heading(stage.removeprefix("regret_"))
            print_table(ordered, f"Regret: {heading}, more than with the scenario known")
    sums, same = _sums(found)
    title = f"Committed to before {found.tree.revealed[0]}, over all sites, where plans differ"
    print_table(sums, title)
    if same:
        print(f"{same} further sums are the same in all plans; see commitments.csv.")
    for stage, worth in found.worth.items():
        if final == TOTAL != stage:
            continue
        known, mean = worth.values()
        unit = "billion USD" if stage == final else "years of target"
        if known is not None:
            print(f"Knowing the scenario from the start is worth {known:,.3g} {unit}.")
        if mean is not None:
            print(f"Acting on the mean costs {mean:,.3g} {unit}.")
    if found.hedged is not None:
        hedged = found.hedged
        joint = found.policies.set_index("planned_for").at[TOGETHER, TOTAL]
        print(
            f"Progressive hedging: {hedged.expected:,.6g} billion USD after {hedged.iterations} "
            f"iterations; the extensive form: {joint:,.6g}."
        )


def _heading(stage: str) -> str:
    if stage in ("cost", TOTAL):
        return f"{stage}, $B"
    return f"{stage}, years" if stage.startswith("shortfall_") else stage


def _sums(found: Findings) -> tuple[pd.DataFrame, int]:
    """Commitments summed over sites where the policies differ, and how many sums are alike."""
    keys = ["what", "item", "year", "unit"]
    sums = found.commitments.drop(columns="site").groupby(keys).sum()
    spread = sums.max(axis=1) - sums.min(axis=1)
    differ = spread > _ALIKE * sums.max(axis=1)
    return sums[differ].reset_index(), int((~differ).sum())
