"""Bottlenecks: what one percent more of each cell that states a limit brings, best first.

This is the one place where "one percent more of a limit" is reckoned: a relative change of the
cell by a hundredth, in all years and for all buyers for whom it holds, with everything planned
again. Headline, report, workbook and comparisons read the table; ``planner bottlenecks`` sets out
from the same levers and the same duals, and ``planner needed`` changes the same cells.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence

import pandas as pd

from planner.errors import Fault, InputError
from planner.formulation.limits import Lever, key_text
from planner.results.plan import Plan
from planner.results.worth import (
    Derivatives,
    dust,
    in_its_column,
    percent_column,
    ranked_by,
)
from planner.solving.solve import SolvedWorld
from planner.units import PERCENT

TABLE = "bottlenecks"
_OF_LEVERS = (
    "limit", "what", "kind", "pool", "place", "places", "year", "onwards", "years", "sense",
    "unit", "value", "table", "row", "column", "step", "step_size", "step_unit",
    "steps_in_percent",
)  # fmt: skip
OF_VENDORS = ("vendor_share_limit", "part_year_vendor_share_limit")
GIVEN = ("site_commitment_requirement", "shipment_commitment_requirement")
"""Floors that the plan is given: they may cost, and hold back nothing that could be more."""
OF_QUARTERS = "accelerator_commitments"
"""Table whose rows, by family, year, quarter and bound, are stated for a quarter of a year."""
WANTED = ("demand_step_limit",)
_SAME_KIND = ["limit", "what", "kind", "pool", "year", "onwards", "unit", "sense"]


def bottlenecks_table(solved: SolvedWorld, derivatives: Derivatives | None = None) -> pd.DataFrame:
    """A row for each cell that states a limit with a price, the best first.

    ``value`` is the limit in ``unit``, as far as the plan may have it; ``row``
    is the key of the cell's row as JSON. For each stage, what one percent more
    brings: of shortfalls in percent of a year's target, summed over the years
    that gain, and of the cost its change in billion USD. ``sense`` says which
    way the cell gives way: a demand is lowered, and a date comes sooner, where
    "one percent" is a hundredth of a year. One ``step`` is ``step_size`` of
    ``step_unit``, and ``steps_in_percent`` of them make a percent. ``year`` is
    that of the cell, which holds for later years too where it is ``onwards``, and
    none where it holds for all; ``years`` are those in which its rows have a price.
    """
    derivatives = derivatives or Derivatives.of(solved)
    book, m = solved.formulation.ledgers.limits, solved.formulation.model
    levers, years_of = book.levers(m), book.years(m)
    objective = {name: r.solution.objective for name, r in solved.stages.items()}
    floors = dust(objective)
    rows = []
    for lever in levers:
        changes = {s: PERCENT * c for s, c in derivatives.along(lever.moves).items()}
        if not any(abs(change) > floors[stage] for stage, change in changes.items()):
            continue
        # What no dual tells stays blank.
        told = {s: 0.0 if abs(c) <= floors[s] else c for s, c in changes.items()}
        years = priced_years(lever, years_of, derivatives, floors)
        rows.append(_row(lever, years, told))
    columns = [*_OF_LEVERS, *map(percent_column, solved.stages)]
    table = pd.DataFrame(rows, columns=columns).astype({"year": "Int64", "onwards": "int64"})
    return best_first(table, list(solved.stages))


def _row(lever: Lever, years: Sequence[int], changes: Mapping[str, float]) -> dict[str, object]:
    cell, step = lever.cell, lever.step
    return {
        "limit": lever.limit,
        "what": cell.what,
        "kind": cell.kind,
        "pool": cell.pool,
        "place": cell.place,
        "places": max(1, len(cell.members)),
        "year": cell.year,
        "onwards": cell.onwards,
        "years": spans(years),
        "sense": cell.sense,
        "unit": cell.unit,
        "value": cell.value,
        "table": cell.table,
        "row": key_text(cell.key),
        "column": cell.column,
        "step": step.words,
        "step_size": step.size,
        "step_unit": step.unit,
        "steps_in_percent": PERCENT / step.share,
        **{percent_column(s): in_its_column(s, change) for s, change in changes.items()},
    }


def best_first(table: pd.DataFrame, stages: Sequence[str]) -> pd.DataFrame:
    """The rows by what they bring in the first stage, then in the next, and by money last."""
    columns = [percent_column(stage) for stage in stages]
    return table.sort_values(
        columns, ascending=ranked_by(stages), kind="stable", ignore_index=True
    )


def priced_years(
    lever: Lever,
    years: Mapping[str, int],
    derivatives: Derivatives,
    floors: Mapping[str, float],
) -> tuple[int, ...]:
    """The years in which the rows of a lever have a price; its own where it is stated for one.

    `years` are those of the rows, see :meth:`~planner.formulation.limits.LimitRegistry.years`.
    """
    if lever.cell.year is not None and not lever.cell.onwards:
        return (lever.cell.year,)
    found = set()
    for name, by in lever.moves.items():
        changes = derivatives.along({name: PERCENT * by})
        if name in years and any(abs(c) > floors[s] for s, c in changes.items()):
            found.add(years[name])
    return tuple(sorted(found))


def bottlenecks(plan: Plan) -> pd.DataFrame:
    """The plan's bottlenecks, with those of one kind that differ only in their place together.

    ``places`` counts them, small sites that stand as one in the plan each by
    itself; ``quarters`` names those of the year for which its cells are stated, such as
    ``"1, 2"``. Dates are left out, of which nothing is a percent, and steps of a
    demand curve, which say what compute is worth and stop nothing: ``planner
    bottlenecks`` prices both. Ranked by the first
    stage, then by the next. At the margin only: a percent of a limit may
    already be past the next one. Raises InputError for a run of an earlier
    version, which has none.
    """
    if TABLE not in plan.tables and TABLE not in plan.absent:
        fault = Fault(f"tables/{TABLE}", "missing", "the limits of a run of this version",
                      "plan it again")  # fmt: skip
        raise InputError([fault])
    table = plan[TABLE]
    worth = table[(table["sense"] != "sooner") & ~table["limit"].isin(WANTED)]
    stages = list(plan.summary["objective"])
    told = [percent_column(stage) for stage in stages]
    # Vendors are no places: each has its own share.
    worth = worth.assign(
        whose=worth["place"].where(worth["limit"].isin(OF_VENDORS), ""),
        quarter=[_quarter(row) for row in worth.to_dict("records")],
    )
    same = worth.groupby([*_SAME_KIND, "whose"], dropna=False, sort=False)
    together = same[["value", *told]].sum()
    once = worth.drop_duplicates([*_SAME_KIND, "whose", "place"])
    once = once.groupby([*_SAME_KIND, "whose"], dropna=False, sort=False)
    together.insert(0, "places", once["places"].sum())
    together.insert(0, "place", same["place"].first().where(once.size() == 1, ""))
    together["quarters"] = same["quarter"].agg(_listed)
    together["years"] = same["years"].agg(lambda texts: spans(years_in(texts)))
    floors = dust(plan.summary["objective"])
    for stage, column in zip(stages, told, strict=True):
        floor = abs(in_its_column(stage, floors[stage]))
        together[column] = together[column].where(together[column].abs() > floor, 0.0)
    return best_first(together.reset_index().drop(columns="whose"), stages)


def _quarter(cell: Mapping[Hashable, object]) -> str:
    """The quarter of the year that a cell is stated for; empty where it is for a whole one."""
    return str(json.loads(str(cell["row"]))[2]) if cell.get("table") == OF_QUARTERS else ""


def _listed(quarters: Iterable[str]) -> str:
    return ", ".join(sorted(set(filter(None, quarters))))


def of_places(plan: Plan) -> str:
    """What a place is, where the plan draws small sites together; empty where it does not."""
    sites = plan.tables.get("sites")
    pools = 0 if sites is None else int((sites["members"] > 0).sum())
    if sites is None or not pools:
        return ""
    return (
        f"A place is a site of the tables: of the {len(sites)} sites of the plan {pools} are "
        "pools of small ones, which count each by itself."
    )


def spans(years: Iterable[int]) -> str:
    """``"2026-2028, 2031"`` for years in any order and number; empty for none."""
    found: list[list[int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][1] + 1:
            found[-1][1] = year
        else:
            found.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in found)


def years_in(texts: Iterable[str]) -> set[int]:
    """The years of texts that :func:`spans` wrote."""
    found: set[int] = set()
    for span in ", ".join(filter(None, texts)).split(", "):
        first, _, last = span.partition("-")
        if first:
            found |= set(range(int(first), int(last or first) + 1))
    return found
