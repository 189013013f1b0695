"""Limits: how far each is used, whether it binds, and what one more unit is worth."""

import pandas as pd
import pyomo.environ as pyo

from planner.plan.solve import SolvedWorld

BINDING_SHARE = 1e-6
"""A limit binds when less than this share of it is left."""

WHOSE = ("site", "region", "vendor", "accelerator")
"""Parts of an index that say where, or for whom, a limit holds."""


def limits_table(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each limit that the blocks declared.

    ``capacity`` and ``used`` are in ``unit``. ``worth_cost_busd_per_unit`` is
    the present cost saved by one more unit, billion USD, with the shortfall
    held; ``worth_<stage>_years_of_target_per_unit`` is how much of one year's
    target one more unit delivers, summed over the years that it helps. The
    two are never mixed. ``part`` is the half-year or quarter where supply is
    cut so. They hold at the margin, from a basic solution.
    """
    m, world = solved.formulation.model, solved.world
    worth = {stage: solved.duals(stage) for stage in solved.stages}
    rows = []
    for name, limit in solved.formulation.books.limits.entries.items():
        for index, constraint in getattr(m, name).items():
            labels = dict(zip(limit.index_names, _tuple(index), strict=True))
            capacity = float(pyo.value(constraint.upper))
            used = float(pyo.value(constraint.body))
            resource = (str(labels.get("kind", "")), str(labels.get("pool", "")))
            unit = world.supply[resource].unit if resource in world.supply else limit.unit
            place = next((labels[name] for name in WHOSE if name in labels), "")
            rows.append(
                {
                    "limit": name,
                    "what": limit.what,
                    "kind": labels.get("kind", ""),
                    "pool": labels.get("pool", ""),
                    "place": place,
                    "year": labels.get("year"),
                    "part": labels.get("part"),
                    "unit": unit,
                    "capacity": capacity,
                    "used": used,
                    "utilisation": used / capacity if capacity else float("nan"),
                    "binding": bool(capacity - used <= BINDING_SHARE * max(1.0, abs(capacity))),
                    "table": limit.table,
                    **{
                        worth_column(stage): -duals.get(constraint.name, float("nan"))
                        for stage, duals in worth.items()
                    },
                }
            )
    table = pd.DataFrame(rows)
    return table.astype({"year": "Int64", "part": "Int64"})


def worth_column(stage: str) -> str:
    """Column of the worth of one more unit in a stage, its unit in its name."""
    unit = "busd" if stage == "cost" else "years_of_target"
    return f"worth_{stage}_{unit}_per_unit"


def _tuple(index: object) -> tuple[object, ...]:
    return index if isinstance(index, tuple) else (index,)
