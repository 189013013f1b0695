"""Tables that a plan must have, and rows that stand in them once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from planner.audit.checks import Check, Comparison, compared
from planner.audit.demand_charges import billed
from planner.audit.evidence import Evidence
from planner.audit.files import PLAN, by_year
from planner.audit.halls import air_halls
from planner.audit.programme.decision_space import DecisionSpace

OF_PRICED = ("compute_price", "compute_steps", "generation_earnings", "payback", "switched_off")
KEYS: Mapping[str, tuple[str, ...]] = {
    "accelerators": ("accelerator", "site", "year"),
    "allocations": ("workload", "accelerator", "year"),
    "beside_facts": ("fact", "source_id", "vintage", "confidence"),
    "bottlenecks": ("table", "row", "column"),
    "capex": ("year", "component", "item", "site"),
    "carbon_price": ("year",),
    "choice": ("stage",),
    "clusters": ("site", "year"),
    "compute_price": ("workload", "year"),
    "compute_steps": ("workload", "year", "step"),
    "cost": ("year", "term"),
    "demand": ("workload", "year", "quantity"),
    "demand_charges": ("component", "technology", "site", "year"),
    "dispatch": ("site", "year", "slice", "term"),
    "emissions": ("year", "term"),
    "expansion": ("kind", "pool", "year"),
    "generation_earnings": ("accelerator", "year"),
    "goods": ("good", "origin", "site", "year"),
    "halls": ("site", "year"),
    "idle": ("site", "year", "accelerator", "reason"),
    "limits": ("limit", "kind", "pool", "place", "year", "part", "slice"),
    "load": ("site", "year", "slice"),
    "matching": ("site", "year", "slice"),
    "not_taken": ("technology", "site", "year", "slice"),
    "oom": ("index", "year", "contribution"),
    "payback": ("accelerator", "year"),
    "power": ("technology", "site", "year"),
    "redeployment": ("year", "accelerator"),
    "security": ("site", "year"),
    "shipments": ("accelerator", "year", "part"),
    "site_contracts": ("site", "year"),
    "site_members": ("site", "member"),
    "sites": ("site",),
    "storage": ("technology", "site", "year", "slice"),
    "stores": ("technology", "site", "year"),
    "supply": ("kind", "pool", "vendor", "year"),
    "switched_off": ("accelerator", "site", "year", "reason"),
    "targets": ("workload", "year"),
    "training_sites": ("workload", "year", "site"),
    "water": ("site", "year"),
}
"""Table to what names a row of it. A ledger's lines are held to their sums."""


def presence_checks(evidence: Evidence, space: DecisionSpace) -> list[Check]:
    """Two checks: what must be there is, and nothing is told twice."""
    return [
        compared("tables", "each table that the model asks for is there", "tables",
                 (Comparison(name, float(_is_there(evidence.plan(name))), 1.0)
                  for name in due(evidence, space))),
        compared("rows", "no row of a table stands in it twice", "rows", _doubled(evidence)),
    ]  # fmt: skip


def due(evidence: Evidence, space: DecisionSpace) -> Iterator[str]:
    """The tables that a plan of the model has, with rows or without."""
    files = evidence.files
    yield from PLAN
    cap = files.definition["limits"]["emissions_mt_per_year"]
    capped = any(by_year(cap, y) is not None for y in evidence.years)
    if capped or files.definition["prices"]["carbon_usd_per_t"]:
        yield "carbon_price"
    if space.steps:
        yield from OF_PRICED
    if space.loaded & evidence.places.keys():
        yield "load"
    if any(not files.inputs[name].empty for name in ("goods_demand", "goods_supply")):
        yield "goods"
    if space.curtailed:
        yield "not_taken"
    if air_halls(evidence):
        yield "halls"
    if billed(space):
        yield "demand_charges"
    if any(space.apart(g) for g in space.technologies):
        yield "stores"
    if files.definition["workloads"]["use"]:
        yield "beside_facts"


def _is_there(table: pd.DataFrame) -> bool:
    return len(table.columns) > 0


def _doubled(evidence: Evidence) -> Iterator[Comparison]:
    for name, keys in KEYS.items():
        table = evidence.plan(name)
        if len(table):
            twice = table[table.duplicated(list(keys))]
            first = " ".join(map(str, twice.iloc[0][list(keys)])) if len(twice) else ""
            yield Comparison(f"{name} {first}".strip(), float(len(twice)), 0.0)


def same_rows(
    table: str, told: Iterable[object], due: Iterable[object], also: Iterable[object] = ()
) -> Iterator[Comparison]:
    """A row is there for each that is `due`, and no other but those that may be there `also`."""
    wanted, may, there = set(due), set(also), set(told)
    for row in sorted(there | wanted, key=str):
        if row not in may:
            where = " ".join(map(str, row)) if isinstance(row, tuple) else str(row)
            yield Comparison(f"a row of {table} for {where}", float(row in there),
                             float(row in wanted))  # fmt: skip
