"""Limits: how far each is used, whether it binds, and what one more unit is worth."""

import json
from math import isclose

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.limits import MODEL, Cell, Label, Limit, Measure, key_text
from planner.results.worth import COST, Derivatives, worth_column
from planner.solving.solve import SolvedWorld

BINDING_SHARE = 1e-6
"""A limit binds when less than this share of it is left."""

NAMED = ("site", "region", "vendor", "kind", "accelerator", "pool", "year", "part", "slice")
"""Parts of an index that have a column of their own in the table, or are its place."""

COST_CHANGE = "cost_change_busd_per_unit"
PRICE = "price_in_its_year_busd_per_unit"


def limits_table(solved: SolvedWorld, derivatives: Derivatives | None = None) -> pd.DataFrame:
    """One row for each limit that the blocks declared.

    ``capacity`` and ``used`` are in ``unit``. What one more unit of this row
    alone brings, at the margin and from a basic solution, is told in units that
    are never mixed:

    - ``worth_compute_million_h100e_years_per_unit``: with the goal of most compute, how much
      more of it there is;
    - ``worth_<stage>_years_of_target_per_unit``: how much more of the stage's
      targets is delivered, as shares of a year's target summed over years,
      when all is planned again;
    - ``cost_change_busd_per_unit``: by how much the present cost then changes,
      billion USD. It may rise, since more is delivered;
    - ``worth_cost_busd_per_unit``: the cost saved if no more than before were
      delivered. Where a target is missed this is large: what the limit would
      have allowed is then built elsewhere at the plan's most expensive margin;
    - ``price_in_its_year_busd_per_unit``: the same in
      money of the row's year, undiscounted and of one year where a planned year
      stands for several. Of an emissions cap it is the price of carbon.

    They are missing where the solver gave no basis. Where a plan chooses the
    campuses of its runs, all hold for that choice alone: see the table
    ``choice``. ``part`` is the half-year
    or quarter of a limit of supply, where a model cuts the year so, and
    ``slice`` that of the year. A cell of the inputs often moves several rows:
    ``table``, ``cell_row`` (JSON) and ``cell_column`` name the cell that states
    the row, and the table ``bottlenecks`` has what a change of the cell does;
    where the capacity is a product of columns of that row, ``cell_factors`` are
    these.
    """
    derivatives = derivatives or Derivatives.of(solved)
    book, m = solved.formulation.ledgers.limits, solved.formulation.model
    rows = [
        _row(solved, derivatives, family, limit, index, row)
        for family, limit, index, row in book.rows(m)
        if limit.listed
    ]
    table = pd.DataFrame(rows, columns=_columns(derivatives))
    return table.astype({"year": "Int64", "part": "Int64"})


def _columns(derivatives: Derivatives) -> list[str]:
    """The columns, which the table of a plan without any limit has too."""
    return [
        *("limit", "what", "kind", "pool", "place", "year", "part", "unit", "capacity", "used"),
        *("utilisation", "binding", "table"),
        *(worth_column(stage) for stage in derivatives.total if stage != COST),
        COST_CHANGE,
        worth_column(COST),
        PRICE,
        *("cell_row", "cell_column", "cell_factors", "slice"),
    ]


def _place(labels: dict[str, object]) -> object:
    """The site, region or vendor of a row, or what a plug-in's limit has in the place of one."""
    of_own = [str(value) for name, value in labels.items() if name not in NAMED]
    return labels.get("site") or labels.get("region") or labels.get("vendor") or " ".join(of_own)


def _row(
    solved: SolvedWorld,
    derivatives: Derivatives,
    family: str,
    limit: Limit,
    index: tuple[object, ...],
    row: object,
) -> dict[str, object]:
    labels = limit.labels(index)
    found = measured(limit, row, index)
    pool = str(labels.get("pool", ""))
    unit = limit.unit if isinstance(limit.unit, str) else limit.unit(*index)
    moves = {row.name: found.rows_per_unit}  # type: ignore[attr-defined]
    total = derivatives.along(moves)
    alone = derivatives.along_alone(COST, moves)
    slack = found.capacity - found.used
    year = labels.get("year")
    cell = next((cell for cell, _ in limit.effects(index)), None)
    table = "" if cell is None else cell.table
    key: tuple[Label, ...] = () if cell is None else cell.key
    if cell is not None and cell.table == MODEL:
        table, key = f"{MODEL}.{cell.key[0]}", cell.key[1:]
    return {
        "limit": family,
        "what": limit.what,
        "kind": labels.get("kind", ""),
        "pool": " ".join(filter(None, (str(labels.get("accelerator", "")), pool))),
        "place": _place(labels),
        "year": year,
        "part": labels.get("part"),
        "unit": unit,
        "capacity": found.capacity,
        "used": found.used,
        "utilisation": found.used / found.capacity if found.capacity else float("nan"),
        "binding": bool(slack <= BINDING_SHARE * max(1.0, abs(found.capacity))),
        "table": table,
        **{worth_column(stage): -change for stage, change in total.items() if stage != COST},
        COST_CHANGE: total[COST],
        worth_column(COST): -alone,
        PRICE: (
            float("nan")
            if year is None
            else -alone / discount_factor(solved.world, int(str(year)))
        ),
        "cell_row": key_text(key),
        "cell_column": "" if cell is None else cell.column,
        "cell_factors": factors_of(cell, found),
        "slice": labels.get("slice", ""),
    }


def factors_of(cell: Cell | None, found: Measure) -> str:
    """The columns whose product is the capacity, as JSON; empty where it is no such product."""
    if cell is None or not cell.column or not isclose(cell.value, found.capacity):
        return ""
    return json.dumps((cell.column, *cell.factors))


def measured(limit: Limit, row: object, index: tuple[object, ...]) -> Measure:
    """A limit and what is used of it, once the variables hold a solution."""
    if limit.measure is not None:
        return limit.measure(*index)
    return Measure(float(pyo.value(row.upper)), float(pyo.value(row.body)))  # type: ignore[attr-defined]
