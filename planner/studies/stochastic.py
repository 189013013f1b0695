"""A study of uncertainty carried out: policies, what each comes to, and what knowing is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner import planning
from planner.config import ModelDefinition, folder_names, overlaid
from planner.data.confidence import count_confidence
from planner.errors import Fault, InputError, listed, raise_any
from planner.lp.options import SolverOptions
from planner.planning.unread_changes import unread_in_all
from planner.solving.progressive_hedging import Hedged, hedge
from planner.solving.stochastic import (
    COST,
    TOTAL,
    JointPlan,
    Policy,
    Scenario,
    before,
    carried_out,
    expected,
    plan_together,
    policy_of,
    scenario,
)
from planner.storage.run_folder import KEPT, RUNS
from planner.storage.study_folder import STOCHASTIC, write_study
from planner.studies.first_stage_orders import NOTHING, commitments_of, decisions_of, sums_of
from planner.studies.scenario_tree import Tree, mean_changes, path_of, scenario_tables
from planner.studies.stochastic_wording import KNOWN, MEAN, TOGETHER
from planner.system.build import build_world

TABLES = (
    "policies", "outcomes", "commitments", "orders", "decisions", "scenarios", "changes",
    "confidence",
)  # fmt: skip


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
    orders: pd.DataFrame
    """The same summed over sites, with whether the policies are ``alike``."""
    decisions: pd.DataFrame
    """What is decided in the plan for all scenarios, before anything is learned and later: a row
    for each thing, place and year, and a column for each scenario."""
    scenarios: pd.DataFrame
    """Each scenario's probability, what it turns out to be, what it changes and rests on."""
    changes: pd.DataFrame
    """Each cell that a scenario changes, with the source and confidence of its row."""
    confidence: pd.DataFrame
    """How many rows of each input table are of which grade."""
    worth: dict[str, dict[str, float | None]]
    """Stage to the value of perfect information, and the cost of acting on the mean."""
    hedged: Hedged | None
    size: dict[str, float]
    """Rows and columns of the extensive form, and seconds in the solver."""
    notes: tuple[str, ...] = ()
    plans: Mapping[str, tuple[ModelDefinition, Mapping[str, float]]] = field(default_factory=dict)
    """Scenario to its model, and what the plan for all scenarios orders in it."""

    @property
    def judged_by(self) -> str:
        """The objective that tells policies apart: the total where missed years have a price.

        Else the first kind of target of which some policy misses more than who knew, or the cost.
        """
        if TOTAL in self.policies:
            return TOTAL
        stages = [name for name in self.policies if name not in ("planned_for", "plans")]
        missed = (s for s in stages if (self.outcomes[f"regret_{s}"].abs() > NOTHING).any())
        return next(missed, COST)

    def record(self) -> dict[str, Any]:
        """The findings but for their tables, as JSON."""
        hedged = self.hedged
        return {
            "schema_version": 1,
            "study": self.tree.name,
            "model": self.tree.model,
            "title": self.tree.title,
            "description": self.tree.description,
            "changes": self.tree.changes,
            "revealed": list(self.tree.revealed),
            "price_of_a_missed_year_busd": self.tree.price_of_a_missed_year_busd,
            "scenarios": {b.name: b.probability for b in self.tree.scenarios},
            "judged_by": self.judged_by,
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
        tables = {name: getattr(self, name) for name in TABLES}
        return write_study(folder, STOCHASTIC, self.record(), tables)

    def write_runs(
        self, folder: Path, progress: Callable[[str], None] = lambda step: None
    ) -> list[Path]:
        """Write a run for each scenario below the study's folder; returns their folders.

        Each carries out what the plan for all scenarios orders in it; its
        operation is planned again, target before cost. Raises what
        :func:`planner.planning.solve` raises.
        """
        written = []
        for name, (model, orders) in self.plans.items():
            progress(f"carry out {name} as a run")
            run = planning.solve(model, settled=(f"the study {self.tree.name}", orders))
            run.write(folder / RUNS, KEPT)
            written.append(folder / RUNS / model.name)
        return written


def carry_out(
    tree: Tree,
    base: ModelDefinition,
    hedging: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Findings:
    """Plan the scenarios of a study together, each alone, and for their mean.

    Then the first commitments of each are carried out in every scenario. With
    `hedging` the joint plan is sought by progressive hedging, too. Raises what
    :func:`planner.planning.load_world` and the engine raise, and InputError where
    hedging has no price to work with.
    """
    price = tree.price_of_a_missed_year_busd
    if hedging and price is None:
        fix = "state price_of_a_missed_year_busd"
        found = "targets come before cost, in stages"
        raise InputError([Fault(f"{tree.name}.toml", found, "one objective for --hedging", fix)])
    options = planning.solver_options(base)
    raise_any(_must_meet(tree, base))
    own_inputs = planning.load_inputs(base)
    scenarios: list[Scenario] = []
    inputs, models = [], []
    folders = folder_names(branch.name for branch in tree.scenarios)
    for branch in tree.scenarios:
        progress(f"build {branch.name}")
        called, origin = folders[branch.name], f"scenario {branch.name!r}"
        model = overlaid(base, branch.changes, name=called, origin=origin)
        models.append(model)
        inputs.append(planning.load_inputs(model))
        world = build_world(inputs[-1], model)
        path = path_of(branch, tree)
        scenarios.append(scenario(branch.name, branch.probability, path, world, price))
    raise_any(unread_in_all(models))
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
        commitments=(committed := commitments_of(policies, scenarios, own_inputs)),
        orders=sums_of(committed, list(policies)),
        decisions=decisions_of(scenarios, together.values, tree.revealed[0], own_inputs),
        **scenario_tables(tree, base, own_inputs, inputs),
        confidence=count_confidence(own_inputs.to_write),
        worth=_worth(table),
        hedged=hedged,
        size={
            "rows": together.rows,
            "columns": together.columns,
            "seconds": round(together.seconds, 3),
        },
        notes=(note,) if note else (),
        plans={
            one.name: (model, _commitments_of(one, values))
            for one, model, values in zip(scenarios, models, together.values, strict=True)
        },
    )


def _must_meet(tree: Tree, base: ModelDefinition) -> list[Fault]:
    """Scenarios with targets that must be met, which no study can promise."""
    faults = []
    for branch in tree.scenarios:
        where = f"{tree.name}.toml, scenario {branch.name!r}"
        model = overlaid(base, branch.changes, origin=where)
        if model.workloads.must_meet:
            found = f"{listed(model.workloads.must_meet)} must be met"
            expected = "targets that may be missed: orders for another scenario may miss them"
            fix = "take workloads.must_meet out, and raise price_of_a_missed_year_busd instead"
            faults.append(Fault(where, found, expected, fix))
    return faults


def _commitments_of(one: Scenario, values: np.ndarray) -> dict[str, float]:
    """All commitments of a scenario in a plan, those that come later as well."""
    names = one.program.column_names
    return {
        name: value
        for name, value in zip(names, values.tolist(), strict=True)
        if name in one.decided
    }


def _for_the_mean(
    tree: Tree,
    base: ModelDefinition,
    price: float | None,
    options: SolverOptions,
    progress: Callable[[str], None],
) -> tuple[tuple[Scenario, JointPlan] | None, str]:
    """The scenario of mean values and its plan, or why there is none."""
    changes = mean_changes(tree, base)
    if changes is None:
        why = "not every change is a number or a case that all scenarios, or the model, state"
        return None, f"no plan for the mean: {why}"
    try:
        model = overlaid(base, changes, origin="mean of the scenarios")
        world = planning.load_world(model)
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
    return 0.0 if abs(value) < NOTHING else value
