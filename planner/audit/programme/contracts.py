"""Rows of contracts: what a vendor takes of packaging and memory beside the year before."""

from __future__ import annotations

from planner.audit.files import records
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, column, key
from planner.audit.programme.supply import supply_of

CONTRACTED = "contracted_supply_requirement"
LIMITS = {CONTRACTED: ("vendor", "kind", "year")}
"""Limits among these rows that a plan lists, and what their labels are."""


def contracts(space: DecisionSpace) -> NamedRows:
    """Each vendor's take of a kind in a year, less what it owes by that of the year before."""
    evidence = space.evidence
    if evidence.files.definition["supply"].get("contracts", "none") == "none":
        return
    limited = supply_of(space).limits
    taken: dict[tuple[str, str, int], dict[Column, float]] = {}
    for k, s, y in space.sales:
        chip = evidence.chips[k]
        for (q, p), amount in chip.draws.items():
            if (q, p) in limited and amount:
                terms = taken.setdefault((chip.vendor, q, y), {})
                add(terms, column("accelerators_bought_million", k, s, y), amount)
    for row in records(evidence.files.inputs["supply_contracts"]):
        q = str(row["resource_kind"])
        for earlier, y in zip(evidence.years, evidence.years[1:], strict=False):
            owed = float(row["least_share"]) ** (y - earlier)
            for j in sorted({vendor for vendor, _, _ in taken}):
                if (j, q, y) in taken and (j, q, earlier) in taken:
                    terms = dict(taken[j, q, y])
                    for name, amount in taken[j, q, earlier].items():
                        add(terms, name, -owed * amount)
                    yield CONTRACTED, key(j, q, y), Row(terms, lower=0.0)
