"""Bills of connections as they are shown: what is contracted, drawn and billed, and the charge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.audit.checks import Check, Comparison, compared
from planner.audit.demand_charges import billed, most_drawn, price
from planner.audit.evidence import Evidence
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import column
from planner.audit.shown.power import Values

USD_PER_KW = 1e3
"""Of a price in billion USD a GW."""


def bill_checks(evidence: Evidence, space: DecisionSpace, values: Values) -> list[Check]:
    """The table of bills, where a tariff charges anything or a table tells so."""
    if not billed(space) and evidence.plan("demand_charges").empty:
        return []
    what = "a bill is what was decided, at the price of the tariff"
    return [compared("demand_charges", what, "GW, USD or billion USD", _bills(space, values))]


def _bills(space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    evidence = space.evidence
    told = {
        (str(r["component"]), str(r["technology"]), str(r["site"]), int(r["year"])): r
        for r in evidence.plan("demand_charges").to_dict("records")
    }
    for one in billed(space):
        _, g, s, y = one
        each = price(evidence, one[0], s, y)
        gw = values.get(column("billed_gw", *one), 0.0)
        stands = values.get(column("power_capacity_gw", g, s, y), 0.0)
        right = {
            "contracted_gw": stands,
            "peak_gw": values.get(column(most_drawn(evidence.files), g, s, y), 0.0),
            "billed_gw": gw,
            "charge_busd": each * gw,
        }
        row: Mapping[Any, Any] = told.pop(one, {})
        for name, number in right.items():
            where = f"{name} of {one[0]} of {g} at {s} in {y}"
            yield Comparison(where, float(row.get(name, 0.0)), number)
        if row:
            where = f"price of {one[0]} at {s} in {y}"
            yield Comparison(where, float(row["price_usd_per_kw_year"]), USD_PER_KW * each)
    for one in told:
        yield Comparison(f"{' '.join(map(str, one))}, a row", 1.0, 0.0)
