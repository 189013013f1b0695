"""``planner stochastic``: what to commit to before it is known which scenario comes true."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.studies import Report, tell_of
from planner.cli.terminal import print_table, steps
from planner.errors import NotOptimalError
from planner.solving.stochastic import TOTAL
from planner.studies.scenario_tree import read_tree
from planner.studies.stochastic import Findings, carry_out
from planner.studies.stochastic_wording import KNOWN, TOGETHER
from planner.wording.money import checked_billions
from planner.wording.numbers import to_figures, to_power


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
    report: Report = True,
    runs: Annotated[
        bool, typer.Option(help="Write the joint plan as a run for each scenario, too.")
    ] = True,
) -> None:
    """Plan scenarios as one, and hold the plan for each against the others.

    Commitments before the year in which the scenarios part are the same in all.
    """
    tree, base = read_tree(study)
    with steps(quiet=quiet) as tell:
        found = carry_out(tree, base, hedging, tell)
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
    sys.stdout.flush()
    if report:
        tell_of(folder, quiet=quiet, as_json=as_json)
    if runs:
        with steps(quiet=quiet) as tell:
            written = found.write_runs(folder, tell)
        if not as_json:
            for path in written:
                print(path)
    if found.hedged is not None and not found.hedged.agreed:
        print(
            f"planner: progressive hedging: after {found.hedged.iterations} iterations scenarios "
            f"are still {to_power(found.hedged.apart, 1)} apart; the extensive form has no such "
            "limit",
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
    alike = found.orders["alike"].astype(bool)
    sums, same = found.orders[~alike].drop(columns=["item", "alike"]), int(alike.sum())
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
            print(f"Knowing the scenario from the start is worth {to_figures(known)} {unit}.")
        if mean is not None:
            print(f"Acting on the mean costs {to_figures(mean)} {unit}.")
    if found.hedged is not None:
        hedged = found.hedged
        joint = found.policies.set_index("planned_for").at[TOGETHER, TOTAL]
        print(
            f"Progressive hedging: {checked_billions(hedged.expected)} after {hedged.iterations} "
            f"iterations; the extensive form: {checked_billions(joint)}."
        )


def _heading(stage: str) -> str:
    if stage in ("cost", TOTAL):
        return f"{stage}, $B"
    return f"{stage}, years" if stage.startswith("shortfall_") else stage
