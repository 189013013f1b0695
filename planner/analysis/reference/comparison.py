"""Published low, central and high beside the plan's figure, row by row."""

from dataclasses import dataclass
from math import floor

import pandas as pd

from planner.analysis.reference.facts import Facts
from planner.analysis.reference.figures import CONSTANTS, FIGURES
from planner.analysis.reference.verdict import Verdict, verdict
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand.drivers import Drivers
from planner.results import Plan
from planner.system import World
from planner.wording.numbers import to_percent

TABLE = "published_projections"
COLUMNS = [
    "year", "case", "quantity", "unit", "low", "central", "high", "plan", "ratio", "verdict",
    "projection", "source_id",
]  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """The rows of a model's reference cases for its years, and how they came out.

    ``ratio`` is the plan over the central value, or over the nearer end of a
    band that has none; 1 inside such a band. For a quantity in orders of
    magnitude it is ten to the power of the difference.
    """

    model: str
    title: str
    rows: pd.DataFrame

    def count(self, *verdicts: Verdict) -> int:
        """Rows with one of the verdicts."""
        return int(self.rows["verdict"].isin([v.value for v in verdicts]).sum())

    @property
    def judged(self) -> int:
        """Rows in which the plan could have disagreed."""
        return self.count(Verdict.INSIDE, Verdict.NEAR, Verdict.OUTSIDE)

    @property
    def agreeing(self) -> int:
        """Rows in which it agrees."""
        return self.count(Verdict.INSIDE, Verdict.NEAR)

    def verdict(self) -> str:
        """One sentence on all rows."""
        share = f" ({to_percent(self.agreeing / self.judged, 0)})" if self.judged else ""
        return (
            f"{self.model}: {self.agreeing} of {self.judged} rows agree{share}: "
            f"{self.count(Verdict.INSIDE)} inside the author's band, "
            f"{self.count(Verdict.NEAR)} within a factor of two of a single value. "
            f"Given: {self.count(Verdict.GIVEN)}. "
            f"Without a counterpart in the plan: {self.count(Verdict.MISSING)}."
        )


def compare(model: ModelDefinition, inputs: Inputs, plan: Plan, world: World) -> Comparison:
    """Hold a plan against the cases that its model names.

    A row of a year outside the plan is left out, as is one that speaks of no
    year; the year of a row counts from its start (2027.2 is 2027).
    """
    table = inputs[TABLE]
    facts = Facts(plan, world, Drivers.of(inputs))
    constants = {
        name: float(table.at[name, "central"]) for name in CONSTANTS if name in table.index
    }
    rows = []
    for name, row in table[table["case"].isin(model.reference.cases)].iterrows():
        if pd.isna(row["year"]) or floor(row["year"]) not in world.years:
            continue
        figure = FIGURES.get(str(row["quantity"]))
        plan_figure = figure(facts, floor(row["year"]), constants) if figure else None
        low, central, high = (
            None if pd.isna(row[end]) else float(row[end]) for end in ("low", "central", "high")
        )
        in_oom = row["unit"] == "OOM"
        if plan_figure is None:
            found, ratio = Verdict.MISSING, None
        else:
            found = verdict(plan_figure, low, central, high, in_oom=in_oom)
            found = Verdict.GIVEN if name in model.reference.given else found
            ratio = _ratio(plan_figure, low, central, high, in_oom=in_oom)
        rows.append(
            (
                float(row["year"]),
                row["case"],
                row["quantity"],
                row["unit"],
                low,
                central,
                high,
                plan_figure,
                ratio,
                found.value,
                str(name),
                row["source_id"],
            )
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    numbers = ["low", "central", "high", "plan", "ratio"]
    frame[numbers] = frame[numbers].astype(float)
    return Comparison(model.name, model.title, frame.sort_values(["year"], kind="stable"))


def _ratio(
    plan: float, low: float | None, central: float | None, high: float | None, *, in_oom: bool
) -> float | None:
    nearest = central
    if nearest is None:
        nearest = plan
        nearest = max(nearest, low) if low is not None else nearest
        nearest = min(nearest, high) if high is not None else nearest
    if in_oom:
        return float(10 ** (plan - nearest))
    return plan / nearest if nearest else None
