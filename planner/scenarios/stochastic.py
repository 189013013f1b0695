"""A study of uncertainty carried out: policies, what each comes to, and what knowing is worth."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from planner import api
from planner.engine.options import SolverOptions
from planner.errors import Fault, InputError
from planner.model_definition import ModelDefinition, overlaid
from planner.plan.hedging import Hedged, hedge
from planner.plan.stochastic import (
    Policy,
    Scenario,
    Together,
    before,
    carried_out,
    expected,
    plan_together,
    policy_of,
    scenario,
)
from planner.run_folder import replacing, write_table
from planner.scenarios.tree import Tree, mean_changes, path_of

INDEX = "stochastic.json"
TOGETHER, MEAN, KNOWN = "all scenarios", "the mean", "known from the start"
_UNITS = {
    "accelerators_bought_million": "million",
    "shell_built_gw": "GW",
    "power_built_gw": "GW",
    "capacity_expanded": "steps",
}
_NOTHING = 1e-6
"""A commitment below this is rounding of the solver."""


@dataclass(frozen=True)
class Findings:
    """What a study of uncertainty found."""

    tree: Tree
    policies: pd.DataFrame
    """A row for each policy: what its first commitments were planned for, and the expected
    objective of every stage when they are carried out; missing where some scenario leaves no
    plan. The last is of those who know from the start which scenario comes true."""
    outcomes: pd.DataFrame
    """A row for each policy and scenario: its objectives, and ``regret_<stage>``, by how much they
    exceed those of who knew."""
    commitments: pd.DataFrame
    """What each policy commits to before anything is learned: a row for each thing, place and
    year, and a column for each policy."""
    worth: dict[str, dict[str, float | None]]
    """Stage to the value of perfect information, and the cost of acting on the mean."""
    hedged: Hedged | None
    size: dict[str, float]
    """Rows and columns of the extensive form, and seconds in the solver."""
    notes: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The findings but for their tables, as JSON."""
        hedged = self.hedged
        return {
            "schema_version": 1,
            "study": self.tree.name,
            "title": self.tree.title,
            "revealed": list(self.tree.revealed),
            "price_of_a_missed_year_busd": self.tree.price_of_a_missed_year_busd,
            "scenarios": {b.name: b.probability for b in self.tree.scenarios},
            "worth": self.worth,
            "extensive_form": self.size,
            "progressive_hedging": None
            if hedged is None
            else {
                "expected_total": hedged.expected,
                "lower_bound": hedged.known,
                "apart": hedged.apart,
                "agreed": hedged.agreed,
                "iterations": hedged.iterations,
                "seconds": round(hedged.seconds, 3),
            },
            "notes": list(self.notes),
        }

    def write(self, folder: Path) -> Path:
        """Write the tables and the record into a folder of their own; returns the folder."""
        with replacing(folder, INDEX) as fresh:
            text = json.dumps(self.record(), indent=2)
            (fresh / INDEX).write_text(text + "\n", encoding="utf-8")
            for name in ("policies", "outcomes", "commitments"):
                write_table(getattr(self, name), fresh, name, parquet=True)
        return folder


def carry_out(
    tree: Tree,
    base: ModelDefinition,
    hedging: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Findings:
    """Plan the scenarios of a study together, each alone, and for their mean.

    Then the first commitments of each are carried out in every scenario. With
    `hedging` the joint plan is sought by progressive hedging, too. Raises what
    :func:`planner.api.load_world` and the engine raise, and InputError where
    hedging has no price to work with.
    """
    price = tree.price_of_a_missed_year_busd
    if hedging and price is None:
        fix = "state price_of_a_missed_year_busd"
        found = "targets come before cost, in stages"
        raise InputError([Fault(f"{tree.name}.toml", found, "one objective for --hedging", fix)])
    options = api.solver_options(base)
    scenarios = []
    for branch in tree.scenarios:
        progress(f"build {branch.name}")
        model = overlaid(base, branch.changes, origin=f"scenario {branch.name!r}")
        world = api.load_world(model)
        path = path_of(branch, tree)
        scenarios.append(scenario(branch.name, branch.probability, path, world, price))
    first = before(scenarios, tree.revealed[0])
    progress("plan all scenarios together")
    together = plan_together(scenarios, tree.revealed, options=options)
    policies: dict[str, Policy] = {TOGETHER: policy_of(scenarios[0], together.values[0], first)}
    alone: list[dict[str, float]] = []
    for one in scenarios:
        progress(f"plan {one.name} alone")
        own = plan_together([one], (), options=options)
        alone.append(own.outcomes[0])
        policies[one.name] = policy_of(one, own.values[0], first)
    average, note = _for_the_mean(tree, base, price, options, progress)
    if average is not None:
        policies[MEAN] = policy_of(average[0], average[1].values[0], first)
    results: dict[str, Sequence[dict[str, float] | None]] = {}
    for name, policy in policies.items():
        progress(f"carry out the plan for {name}")
        results[name] = carried_out(scenarios, tree.revealed, policy, options)
    results[KNOWN] = alone
    hedged = None
    if hedging and price is not None:
        progress("let the scenarios agree by progressive hedging")
        hedged = hedge(scenarios, tree.revealed, price)
    table = _policies(scenarios, results)
    return Findings(
        tree=tree,
        policies=table,
        outcomes=_outcomes(scenarios, results),
        commitments=_commitments(policies),
        worth=_worth(table),
        hedged=hedged,
        size={
            "rows": together.rows,
            "columns": together.columns,
            "seconds": round(together.seconds, 3),
        },
        notes=(note,) if note else (),
    )


def _for_the_mean(
    tree: Tree,
    base: ModelDefinition,
    price: float | None,
    options: SolverOptions,
    progress: Callable[[str], None],
) -> tuple[tuple[Scenario, Together] | None, str]:
    """The scenario of mean values and its plan, or why there is none."""
    changes = mean_changes(tree, base)
    if changes is None:
        why = "not every change is a number or a case that all scenarios, or the model, state"
        return None, f"no plan for the mean: {why}"
    try:
        model = overlaid(base, changes, origin="mean of the scenarios")
        world = api.load_world(model)
    except InputError as error:
        return None, f"no plan for the mean: {str(error).splitlines()[0]}"
    progress("plan the mean of the scenarios")
    one = scenario(MEAN, 1.0, ("",), world, price)
    return (one, plan_together([one], (), options=options)), ""


def _policies(
    scenarios: Sequence[Scenario], results: Mapping[str, Sequence[dict[str, float] | None]]
) -> pd.DataFrame:
    stages = list(scenarios[0].stages)
    rows = []
    for policy, outcomes in results.items():
        whole = [outcome for outcome in outcomes if outcome is not None]
        row: dict[str, object] = {"planned_for": policy, "plans": len(whole)}
        told = expected(scenarios, whole) if len(whole) == len(scenarios) else {}
        rows.append(row | {stage: _clean(told.get(stage)) for stage in stages})
    return pd.DataFrame(rows)


def _outcomes(
    scenarios: Sequence[Scenario], results: Mapping[str, Sequence[dict[str, float] | None]]
) -> pd.DataFrame:
    stages = list(scenarios[0].stages)
    rows = []
    for policy, outcomes in results.items():
        for one, outcome, best in zip(scenarios, outcomes, results[KNOWN], strict=True):
            found, known = outcome or {}, best or {}
            row = {"planned_for": policy, "scenario": one.name, "probability": one.probability}
            row |= {stage: _clean(found.get(stage)) for stage in stages}
            row |= {
                f"regret_{stage}": _clean(found[stage] - known[stage]) if found else float("nan")
                for stage in stages
            }
            rows.append(row)
    return pd.DataFrame(rows)


def _commitments(policies: Mapping[str, Policy]) -> pd.DataFrame:
    """A row for each commitment that any policy makes."""
    rows = []
    for name in policies[TOGETHER]:
        values = {policy: own.get(name, 0.0) for policy, own in policies.items()}
        if max(values.values()) < _NOTHING:
            continue
        what, _, index = name.rstrip("]").partition("[")
        *labels, year = index.split(",")
        place = labels.pop() if what != "capacity_expanded" else ""
        rows.append(
            {
                "what": what,
                "item": " ".join(labels),
                "site": place,
                "year": int(year),
                "unit": _UNITS[what],
                **values,
            }
        )
    columns = ["what", "item", "site", "year", "unit", *policies]
    return pd.DataFrame(rows, columns=columns)


def _worth(policies: pd.DataFrame) -> dict[str, dict[str, float | None]]:
    """Stage to what knowing in time would save, and what acting on the mean costs more."""
    by = policies.set_index("planned_for")
    stages = [stage for stage in by.columns if stage != "plans"]

    def apart(more: str, less: str, stage: str) -> float | None:
        if more not in by.index or by.loc[[more, less], stage].isna().any():
            return None
        return _clean(float(by.at[more, stage] - by.at[less, stage]))

    return {
        stage: {
            "value_of_perfect_information": apart(TOGETHER, KNOWN, stage),
            "cost_of_acting_on_the_mean": apart(MEAN, TOGETHER, stage),
        }
        for stage in stages
    }


def _clean(value: float | None) -> float:
    """A figure without the solver's dust; missing where there is none."""
    if value is None:
        return float("nan")
    return 0.0 if abs(value) < _NOTHING else value
