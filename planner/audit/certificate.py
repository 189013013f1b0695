"""The certificate of a run: what was checked, what was recomputed, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.balance import balance_checks
from planner.audit.building import building_checks
from planner.audit.checks import TOLERANCE, Check
from planner.audit.components import component_checks
from planner.audit.compute import compute_checks, most_compute_checks
from planner.audit.evidence import Evidence
from planner.audit.files import Files, by_key, records
from planner.audit.halls import hall_checks
from planner.audit.money import money_checks
from planner.audit.optimality import stage_checks
from planner.audit.plugin_families import in_certificate, plugin_families
from planner.audit.power_money import emitted
from planner.audit.programme.decision_space import decision_space_of
from planner.audit.programme.priced import values_by_year
from planner.audit.programme.state import state
from planner.audit.proof import Proof
from planner.audit.restated import restated_checks
from planner.audit.shown import (
    bill_checks,
    bottleneck_checks,
    cell_checks,
    fact_checks,
    figure_checks,
    fleet_checks,
    limit_checks,
    line_checks,
    order_checks,
    other_checks,
    place_checks,
    power_checks,
    presence_checks,
    priced_checks,
    without_duals_checks,
)
from planner.audit.solver_columns import link_checks
from planner.audit.stated_demand import stated_checks
from planner.audit.stock import stock_checks
from planner.audit.stores import store_checks

SCHEMA_VERSION = 1
FILE = "certificate.json"
NOT_RECOMPUTED = (
    "targets from the drivers of demand but for training runs and trends, ranges, and limits of "
    "data: the plan's table of demand is taken",
    "which day stands for which, where days are found in the hourly profiles: any is as right",
    "why units stand idle where compute has no price",
    "what a percent of a cell brings that states a limit together with other cells, such as "
    "supply, vendors' shares, dates, ramps, commitments and reserves: its amount is taken",
    "what no more delivered would save of a step of supply",
    "the bound of a search for whole numbers: the solver's word is taken",
    "words: what a limit and a step of it are called, and causes beside what is known",
    "what a plan means: milestones, capability, thresholds, spending beside revenue, published "
    "projections",
)
SCALES = {
    "recomputed": "difference over the larger of one and the recomputed value, in the unit told",
    "restated": "difference over the larger of the two, each by its own size",
    "rows and columns": "distance from the bound over the larger of one and the bound",
    "reduced costs": "difference over the largest of one, the cost and the terms of its rows",
    "signs of duals": "size over the larger of one and the largest dual of the family",
    "duality gap, complementary slackness": "over the larger of one and the objective",
}


@dataclass(frozen=True)
class Certificate:
    """All checks of a run, with the figures that were recomputed."""

    checks: tuple[Check, ...]
    stages: tuple[dict[str, Any], ...]
    costs: pd.DataFrame
    capex: pd.DataFrame
    emissions: dict[int, float]
    present_cost_told: float | None
    left_out: frozenset[str] = frozenset()
    """Families of rows and columns that plug-ins add, of which no table speaks."""

    @property
    def failed(self) -> list[Check]:
        """Checks that do not hold, the worst first."""
        return sorted((c for c in self.checks if not c.passed), key=lambda c: -c.scaled)

    @property
    def passed(self) -> bool:
        """Whether everything holds."""
        return not self.failed

    def record(self, run: Mapping[str, Any]) -> dict[str, Any]:
        """The certificate as it is written; `run` holds what the manifest says of the solve."""
        present = float(self.costs["present_cost_busd"].sum())
        return {
            "schema_version": SCHEMA_VERSION,
            "passed": self.passed,
            "tolerance": TOLERANCE,
            "scales": SCALES,
            "not_recomputed": [*NOT_RECOMPUTED, *in_certificate(self.left_out)],
            "model": run.get("model"),
            "solver": "HiGHS",
            "solver_version": run.get("environment", {}).get("packages", {}).get("highspy"),
            "solver_options": run.get("solver_options", {}),
            "planner_version": run.get("environment", {}).get("planner"),
            "program_checksum": run.get("program", {}).get("checksum"),
            "input_checksums": run.get("inputs", {}),
            "present_cost_busd": self.present_cost_told,
            "present_cost_recomputed_busd": present,
            "stages": list(self.stages),
            "checks": [check.record() for check in self.checks],
            "recomputed_costs": records(self.costs),
            "recomputed_capex": records(self.capex),
            "recomputed_emissions": [
                {"year": y, "emissions_mt": mt} for y, mt in self.emissions.items()
            ],
        }


def certify(
    files: Files, proof: Proof | None, stages: Mapping[str, Mapping[str, Any]]
) -> Certificate:
    """Check a run: the solver's arrays, where there are any, and the plan's tables.

    `stages` is what the manifest says of each: status, objective, unit.
    """
    checks: list[Check] = []
    told: list[dict[str, Any]] = []
    for name, stage in stages.items() if proof is not None else ():
        assert proof is not None
        figures, found = stage_checks(proof, name, str(stage["unit"]))
        checks += found
        told.append(
            {
                **asdict(figures),
                "constant": proof.stages[name].constant,
                "status": stage["status"],
                "method": stage["method"],
                "iterations": stage["iterations"],
                "basic": stage["basic"],
                "unit": stage["unit"],
                "objective_told": stage["objective"],
            }
        )
    if proof is not None:
        checks += link_checks(files, proof)
    evidence = Evidence.of(files)
    left_out: frozenset[str] = frozenset()
    if proof is not None:
        space = decision_space_of(evidence)
        stated = state(space)
        left_out = plugin_families(files, stated, proof)
        last = list(proof.stages.values())[-1].values
        columns = zip(proof.column_families, proof.column_keys, last.tolist(), strict=True)
        values = Amounts({(family, *labels): value for family, labels, value in columns})
        checks += restated_checks(evidence, stated, proof, left_out)
        checks += place_checks(evidence, space)
        checks += power_checks(evidence, space, values)
        checks += bill_checks(evidence, space, values)
        checks += limit_checks(evidence, space, stated, proof, values, left_out)
        checks += other_checks(evidence, space, stated, proof, values)
        checks += priced_checks(evidence, space, proof, values)
        checks += line_checks(evidence, proof)
        checks += bottleneck_checks(evidence, proof)
        checks += cell_checks(evidence, left_out)
        checks += fact_checks(evidence, stated)
        checks += fleet_checks(evidence, space)
        checks += order_checks(evidence, space)
        checks += without_duals_checks(evidence, proof)
        checks += figure_checks(evidence, space, proof, values)
    checks += presence_checks(evidence, decision_space_of(evidence))
    objective = stages["cost"]["objective"] if "cost" in stages else None
    money, costs = money_checks(evidence, objective)
    checks += money
    for family in (
        stock_checks, balance_checks, stated_checks, store_checks, hall_checks, component_checks,
        compute_checks, building_checks,
    ):  # fmt: skip
        checks += family(evidence)
    checks += most_compute_checks(evidence, stages)
    worth = values_by_year(evidence, decision_space_of(evidence))
    if objective is not None:
        # What is told of costs is what they come to before the value of compute is taken off.
        objective += sum(files.present(y) * busd for y, busd in worth.items())
    capex = by_key(evidence.plan("capex"), ["year", "component"], "capex_busd")
    return Certificate(
        checks=tuple(checks),
        stages=tuple(told),
        costs=costs,
        capex=pd.DataFrame(
            [(y, component, busd) for (y, component), busd in capex.items()],
            columns=["year", "component", "capex_busd"],
        ),
        emissions=emitted(evidence),
        present_cost_told=objective,
        left_out=left_out,
    )
