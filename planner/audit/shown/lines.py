"""Money and carbon, line by line as they are shown: lines make sums, and a cap has its price."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

import numpy as np

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import records
from planner.audit.proof import Proof

SUMS = {
    "cost": ("cost", "term", "cost_busd"),
    "capex": ("capex", "component", "capex_busd"),
    "emissions": ("emissions", "term", "emissions_mt"),
}
"""Ledger to the table of its sums, what names a term there, and the column."""
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
        return
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
    rows = {int(row["year"]): row for row in records(evidence.plan("carbon_price"))}
    stated = float(evidence.files.definition["prices"]["carbon_usd_per_t"])
    cost = proof.stages.get("cost")
    if not rows or cost is None or cost.duals is None:
        return
    keys = zip(proof.row_families[: proof.own_rows], proof.row_keys, strict=False)
    caps = {int(key[0]): i for i, (family, key) in enumerate(keys) if family == CAP}
    for y in evidence.years:
        row, cap = rows.get(y, {}), 0.0
        if y in caps:
            # An upper bound gives way by rising, a lower one by falling.
            way = 1.0 if np.isfinite(proof.row_upper[caps[y]]) else -1.0
            each = -way * float(cost.duals[caps[y]]) / evidence.files.present(y)
            cap = each * BUSD_PER_MT_TO_USD_PER_T
        if not isfinite(cap):
            continue
        of_row = (("stated", stated), ("cap", cap), ("price", stated + cap))
        for name, right in of_row:
            found = float(row.get(f"{name}_usd_per_t", float("nan")))
            yield Comparison(f"{name} of {y}", found, right)
