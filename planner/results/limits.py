"""Limits: how far each is used, whether it binds, and what one more unit is worth."""

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.assemble import COMPUTE_STAGE
from planner.formulation.ledger import Limit, Measure
from planner.solving.solve import SolvedWorld

BINDING_SHARE = 1e-6
"""A limit binds when less than this share of it is left."""

COST_CHANGE = "cost_change_busd_per_unit"


def limits_table(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each limit that the blocks declared.

    ``capacity`` and ``used`` are in ``unit``. What one more unit brings, at the
    margin and from a basic solution, is told in units that are never mixed:

    - ``worth_compute_million_h100e_years_per_unit``: with the goal of most compute, how much
      more of it there is;
    - ``worth_<stage>_years_of_target_per_unit``: how much more of the stage's
      targets is delivered, as shares of a year's target summed over years,
      when all is planned again;
    - ``cost_change_busd_per_unit``: by how much the present cost then changes,
      billion USD. It may rise, since more is delivered;
    - ``worth_cost_busd_per_unit``: the cost saved if no more than before were
      delivered. Where a target is missed this is large: what the limit would
      have allowed is then built elsewhere at the plan's most expensive margin.

    They are missing where the solver gave no basis. Where a plan chooses the
    campuses of its runs, all hold for that choice alone: see the table
    ``choice``. ``part`` is the half-year
    or quarter of a limit of supply, where a model cuts the year so.
    """
    worth = Worth.of(solved)
    rows = [
        _row(worth, name, limit, constraint, index)
        for name, limit in solved.formulation.ledgers.limits.entries.items()
        for index, constraint in getattr(solved.formulation.model, name).items()
    ]
    table = pd.DataFrame(rows, columns=_columns(worth))
    table = table.astype({"year": "Int64", "part": "Int64"})
    return table


class Worth:
    """Derivatives of each stage's optimum, by row of the programme."""

    def __init__(self, partial: dict[str, dict[str, float]]) -> None:
        self.partial = partial
        """Stage and row to the dual: the optima of earlier stages stay as they are."""
        self.total: dict[str, dict[str, float]] = {}
        """The same when the earlier optima move too: by the chain rule over the held rows."""
        for stage, duals in partial.items():
            held = {
                before: duals.get(f"held[{before}]", 0.0)
                for before in self.total
                if duals.get(f"held[{before}]", 0.0)
            }
            self.total[stage] = {
                row: dual + sum(price * self.total[b].get(row, 0.0) for b, price in held.items())
                for row, dual in duals.items()
            }

    @classmethod
    def of(cls, solved: SolvedWorld) -> "Worth":
        """The derivatives of a solved world, stage by stage in their order."""
        return cls({stage: solved.duals(stage) for stage in solved.stages})


def _columns(worth: Worth) -> list[str]:
    """The columns, which the table of a plan without any limit has too."""
    return [
        *("limit", "what", "kind", "pool", "place", "year", "part", "unit", "capacity", "used"),
        *("utilisation", "binding", "table"),
        *(worth_column(stage) for stage in worth.total if stage != "cost"),
        COST_CHANGE,
        worth_column("cost"),
    ]


def _row(worth: Worth, name: str, limit: Limit, row: object, index: object) -> dict[str, object]:
    labels = dict(zip(limit.index_names, _tuple(index), strict=True))
    found = measured(limit, row, _tuple(index))
    pool = str(labels.get("pool", ""))
    unit = limit.unit if isinstance(limit.unit, str) else limit.unit(*_tuple(index))
    key = row.name  # type: ignore[attr-defined]

    def times(derivatives: dict[str, float], sign: float) -> float:
        return sign * derivatives.get(key, float("nan")) * found.rows_per_unit

    slack = found.capacity - found.used
    return {
        "limit": name,
        "what": limit.what,
        "kind": labels.get("kind", ""),
        "pool": " ".join(filter(None, (str(labels.get("generation", "")), pool))),
        "place": labels.get("site") or labels.get("region") or labels.get("vendor") or "",
        "year": labels.get("year"),
        "part": labels.get("part"),
        "unit": unit,
        "capacity": found.capacity,
        "used": found.used,
        "utilisation": found.used / found.capacity if found.capacity else float("nan"),
        "binding": bool(slack <= BINDING_SHARE * max(1.0, abs(found.capacity))),
        "table": limit.table,
        **{
            worth_column(stage): times(worth.total[stage], -1.0)
            for stage in worth.total
            if stage != "cost"
        },
        COST_CHANGE: times(worth.total["cost"], 1.0),
        worth_column("cost"): times(worth.partial["cost"], -1.0),
    }


def measured(limit: Limit, row: object, index: tuple[object, ...]) -> Measure:
    """A limit and what is used of it, once the variables hold a solution."""
    if limit.measure is not None:
        return limit.measure(*index)
    return Measure(float(pyo.value(row.upper)), float(pyo.value(row.body)))  # type: ignore[attr-defined]


def worth_column(stage: str) -> str:
    """Column of the worth of one more unit in a stage, its unit in its name."""
    return f"worth_{stage}_{gain_unit(stage)}_per_unit"


def gain_unit(stage: str) -> str:
    """What a stage gains, as a part of a column's name."""
    units = {"cost": "busd", COMPUTE_STAGE: "million_h100e_years"}
    return units.get(stage, "years_of_target")


def _tuple(index: object) -> tuple[object, ...]:
    return index if isinstance(index, tuple) else (index,)
