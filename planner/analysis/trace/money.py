"""Traces of money and emissions: the lines of the run's ledger, with the cells that price them.

Quantities and shares are those of the plan. Prices are worked out again from the cells, so that a
price that is not what its cells say shows as terms that don't add up.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from planner.analysis.trace.cells import MODEL, Cell, Row, Run, Term, Traced
from planner.wording.numbers import to_figures

_OF_A_TERM = [
    "term", "item", "vintage", "quantity_unit", "price_per_unit", "share", "price_scale",
    "price_cells", "share_cells",
]  # fmt: skip
"""What lines have in common that differ only by their site."""


def capex(run: Run, row: Row) -> Traced:
    """A row of capital as it was spent."""
    where = {"term": row["component"], "item": row["item"], "site": row["site"]}
    return _traced(run, "capex", year=int(row["year"]), **where)


def cost(run: Run, row: Row) -> Traced:
    """What a year is charged for one term."""
    return _traced(run, "cost", year=int(row["year"]), term=row["term"])


def present_cost(run: Run, row: Row) -> Traced:
    """The same, discounted to the start of the first year or of the base year."""
    found = cost(run, row)
    factor = run.files.present(int(row["year"]))
    rate = run.of_model("discount_rate", run.files.definition["discount_rate"])
    timing = run.of_model("discount_timing", run.files.definition["discount_timing"])
    terms = (
        Term(
            f"{t.words}, times {to_figures(factor, 6)}",
            t.value * factor,
            tuple(dict.fromkeys((*t.cells, rate, timing))),
        )
        for t in found.terms
    )
    return Traced(tuple(terms), found.note)


def value(run: Run, row: Row) -> Traced:
    """What a year's compute is worth to a workload that has a price."""
    return _traced(run, "value", year=int(row["year"]), item=row["workload"])


def value_of_step(run: Run, row: Row) -> Traced:
    """The same of one step of its curve."""
    lines = run.ledger[(run.ledger["ledger"] == "value") & (run.ledger["year"] == row["year"])]
    own = lines[lines["item"] == row["workload"]]
    ofs = {c for c in own["price_cells"] if json.loads(c)[0][1][2] == row["step"]}
    if not ofs:
        return Traced(())
    return _traced(
        run, "value", year=int(row["year"]), item=row["workload"], price_cells=ofs.pop()
    )


def emissions(run: Run, row: Row) -> Traced:
    """CO2 of a year, on site or of the grid."""
    return _traced(run, "emissions", year=int(row["year"]), term=row["term"])


def _traced(run: Run, ledger: str, **where: object) -> Traced:
    lines = run.ledger[run.ledger["ledger"] == ledger]
    for column, wanted in where.items():
        lines = lines[lines[column] == wanted]
    terms: list[Term] = []
    unread: list[str] = []
    for key, alike in lines.groupby(_OF_A_TERM, dropna=False, sort=False):
        line: dict[str, Any] = dict(zip(_OF_A_TERM, key, strict=True))
        sites = list(dict.fromkeys(filter(None, alike["site"])))
        price, cells, missing = _priced(run, line)
        unread += missing
        quantity = float(alike["quantity"].sum())
        value = quantity * price * float(line["share"])
        terms.append(Term(_term_text(line, quantity, sites), value, cells))
    note = f"no single cell holds {', '.join(dict.fromkeys(unread))}" if unread else ""
    return Traced(tuple(terms), note)


def _term_text(line: dict[str, Any], quantity: float, sites: list[str]) -> str:
    where = f" at {sites[0]}" if len(sites) == 1 else f" at {len(sites)} sites" if sites else ""
    when = "" if pd.isna(line["vintage"]) else f", of {line['vintage']}"
    share = "" if line["share"] == 1 else f", {to_figures(line['share'], 6)} of its price"
    return f"{to_figures(quantity, 6)} {line['quantity_unit']}: {line['item']}{where}{when}{share}"


def _priced(run: Run, line: dict[str, Any]) -> tuple[float, tuple[Cell, ...], list[str]]:
    """The price from its cells, all cells of the line, and those that no table holds."""
    told = float(line["price_per_unit"])
    product, missing, cells = float(line["price_scale"]), [], []
    for part in ("price_cells", "share_cells"):
        for table, key, column in json.loads(line[part]):
            cell = _cell(run, table, key, column)
            if cell is None:
                missing.append(".".join((table, ":".join(map(str, key)), column)))
                product = float("nan") if part == "price_cells" else product
                continue
            if part == "share_cells" and pd.isna(cell.value):
                continue  # A blank life is no cell that has a part in the number.
            cells.append(cell)
            if part == "price_cells":
                product *= float(str(cell.value))
    return (told if pd.isna(product) else product), tuple(cells), missing


def _cell(run: Run, table: str, key: list[Any], column: str) -> Cell | None:
    if table != MODEL:
        return run.cell_as_of(table, tuple(key), column)
    value: Any = run.files.definition
    for part in column.split("."):
        value = value[part]
    return run.of_model(column, value)
