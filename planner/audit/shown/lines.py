"""Money and carbon, line by line as they are shown: lines make sums, and a cap has its price."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np
import pandas as pd

from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.evidence import Evidence
from planner.audit.files import records
from planner.audit.proof import Proof
from planner.audit.shown.presence import same_rows

SUMS = {
    "cost": ("cost", "term", "cost_busd"),
    "capex": ("capex", "component", "capex_busd"),
    "emissions": ("emissions", "term", "emissions_mt"),
}
"""Ledger to the table of its sums, what names a term there, and the column."""
NO_LINES = pd.DataFrame(
    {"ledger": "", "year": 0, "term": "", "amount": 0.0, "quantity": 0.0, "price_per_unit": 0.0,
     "share": 0.0}, index=[],
)  # fmt: skip
"""A ledger in which nothing stands."""
CAP = "emissions_cap_limit"
BUSD_PER_MT_TO_USD_PER_T = 1e3


def line_checks(evidence: Evidence, proof: Proof) -> list[Check]:
    """The table of lines against the tables of sums, and the price of carbon against its dual."""
    return [
        compared("ledger", "lines are quantity times price times share, and make the sums",
                 "unit of the ledger", _lines(evidence)),
        compared("carbon_price", "a tonne is worth the stated price and what the cap charges",
                 "USD a tonne", _carbon(evidence, proof)),
    ]  # fmt: skip


def _lines(evidence: Evidence) -> Iterator[Comparison]:
    lines = evidence.plan("ledger")
    if lines.empty:
        lines = NO_LINES
    product = lines["quantity"] * lines["price_per_unit"] * lines["share"]
    lines = lines.assign(product=product)
    for book, (table, term, column) in SUMS.items():
        own = lines[lines["ledger"] == book].groupby(["year", "term"])[["amount", "product"]].sum()
        sums = evidence.plan(table)
        told = {} if sums.empty else sums.groupby(["year", term])[column].sum().to_dict()
        of = {str(name): own[name].to_dict() for name in own}
        for year, name in sorted({*told, *of["amount"]}):
            for what, added in of.items():
                where = f"{what} of {book}, {name} in {year}"
                right = float(told.get((year, name), 0.0))
                yield Comparison(where, float(added.get((year, name), 0.0)), right)


def _carbon(evidence: Evidence, proof: Proof) -> Iterator[Comparison]:
    table = evidence.plan("carbon_price")
    if not len(table.columns):
        return
    rows = {int(row["year"]): row for row in records(table)}
    yield from same_rows("carbon_price", rows, evidence.years)
    stated = float(evidence.files.definition["prices"]["carbon_usd_per_t"])
    cost = proof.stages.get("cost")
    duals = None if cost is None else cost.duals
    keys = zip(proof.row_families[: proof.own_rows], proof.row_keys, strict=False)
    caps = {int(key[0]): i for i, (family, key) in enumerate(keys) if family == CAP}
    for y, row in rows.items():
        cap = 0.0
        if y in caps:
            # An upper bound gives way by rising, a lower one by falling. Without duals it has no
            # price that is known.
            way = 1.0 if np.isfinite(proof.row_upper[caps[y]]) else -1.0
            dual = nan if duals is None else float(duals[caps[y]])
            cap = -way * dual / evidence.files.present(y) * BUSD_PER_MT_TO_USD_PER_T
        for name, right in (("stated", stated), ("cap", cap), ("price", stated + cap)):
            yield cell(f"{name} of {y}", float(row[f"{name}_usd_per_t"]), right)
