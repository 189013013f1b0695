"""Limits as they are shown: capacity and use of each, and what one more unit of it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

import numpy as np
import pandas as pd

from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.evidence import Evidence
from planner.audit.files import records
from planner.audit.programme import (
    clean,
    commitments,
    computing,
    contracts,
    growth,
    power,
    priced,
    prices,
    ramp,
    sites,
    supply,
)
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.dispatch import clean_share
from planner.audit.programme.statement import Column, Key, Row, Statement
from planner.audit.proof import Proof
from planner.audit.shown.power import Values

LABELS: Mapping[str, tuple[str, ...]] = {
    **supply.LIMITS,
    **ramp.COMPONENTS,
    **contracts.LIMITS,
    **commitments.LIMITS,
    **computing.LIMITS,
    **priced.LIMITS,
    **sites.LIMITS,
    **growth.LIMITS,
    **power.LIMITS,
    **clean.LIMITS,
    **prices.LIMITS,
}
"""Each limit that is shown, and what its labels are."""
MEASURING: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "stated_peak_gw": (("stated_load_peak",), False),
    "matched_gw": (("matched_clean_supply_limit", "matched_load_limit"), True),
}
"""Variables that only measure, the rows that say what, and whether they are the most of it."""
BINDS = 1e-6
"""A limit binds when less than this share of it is left."""
COMPUTE = "compute"
PRICE = "price_in_its_year_busd_per_unit"


@dataclass(frozen=True)
class Measure:
    """A limit, what is used of it, and by how much its row moves with a unit of it."""

    capacity: float
    used: float
    rows_per_unit: float = 1.0


def limit_checks(
    evidence: Evidence,
    space: DecisionSpace,
    stated: Statement,
    proof: Proof,
    values: Values,
    left_out: frozenset[str] = frozenset(),
) -> list[Check]:
    """Every limit, both ways: none is told as larger, smaller, fuller or emptier than it is.

    Limits that are `left_out` are those of plug-ins, see :mod:`planner.audit.plugin_families`.
    """
    rows = {key: row for key, row in _shown(evidence).items() if key[0] not in left_out}
    return [
        compared("limits", "a limit is what the tables say, and used as much as the plan uses it",
                 "unit of the limit", _measured(space, stated, values, rows)),
        compared("worth of limits", "what a limit is worth is what the duals of its row say",
                 "unit of the stage, for one of the limit", _worth(space, stated, proof, values,
                                                                   rows)),
    ]  # fmt: skip


def _shown(evidence: Evidence) -> dict[tuple[str, Key], dict[Any, Any]]:
    """Limit and labels, as its row tells them, to the row."""
    return {(str(row["limit"]), _labels(row)): row for row in records(evidence.plan("limits"))}


def _labels(row: Mapping[Any, Any]) -> Key:
    told = (row[name] for name in ("kind", "pool", "place", "year", "part", "slice"))
    return tuple("" if pd.isna(cell) else str(cell) for cell in told)


def _stated_labels(family: str, key: Key) -> Key:
    """Labels as the table shows them: a generation goes before its pool, a vendor is a place."""
    # These have a part of the year where years are cut.
    cut = family in {**ramp.COMPONENTS, **commitments.OF_SHIPMENTS}
    of = dict(zip(LABELS[family], key, strict=not cut))
    pool = " ".join(filter(None, (of.get("accelerator", ""), of.get("pool", ""))))
    place = of.get("place") or of.get("vendor") or ""
    rest = (of.get(name, "") for name in ("year", "part", "slice"))
    return (of.get("kind", ""), pool, place, *rest)


def measure(space: DecisionSpace, family: str, key: Key, row: Row, values: Values) -> Measure:
    """A limit and its use, at the plan."""
    terms = {name: number * values[name] for name, number in row.terms.items()}
    if family == "training_fleet_share_limit":
        w, y = key[0], int(key[1])
        used = sum(gw for name, gw in terms.items() if name[0] == "compute_allocated_million")
        share = space.most_of_fleet(w)
        fleet = sum(
            space.evidence.chips[k].h100e * values["accelerators_running_million", k, s, str(when)]
            for k, s, when in space.fleet
            if when == y
        )
        return Measure(share, used / fleet if fleet else 0.0, fleet)
    if family in {**supply.COMPONENTS, **ramp.COMPONENTS}:
        own = ("capacity_expanded", *key) if family == "expansion_growth_limit" else None
        added = sum(
            amount
            for name, amount in terms.items()
            if name[0] == "capacity_expanded" and name != own
        )
        return Measure(row.upper - added, sum(terms.values()) - added)
    if family in growth.LIMITS:
        # What came before widens the limit; what comes in the year uses it.
        used = sum(amount for name, amount in terms.items() if name[-1] == key[-1])
        return Measure(row.upper + used - sum(terms.values()), used)
    if family == contracts.CONTRACTED:
        # What is taken in the year is there; what the year before makes due is used of it.
        there = sum(amount for name, amount in terms.items() if name[-1] == key[-1])
        return Measure(there, there - sum(terms.values()))
    if family == clean.CLEAN:
        # What need not be clean is the limit, and what is not the use, as shares of the load.
        asked = clean_share(space)[int(key[0])]
        matched = sum(gw for name, gw in terms.items() if name[0] == "matched_gw")
        load = (matched - sum(terms.values()) + row.lower) / asked
        return Measure(1.0 - asked, 1.0 - matched / load if load else 0.0, load)
    # At a site, and of its connection, what stands counts, and of all cost what it still takes.
    stood = 0.0
    of_a_site = ("site_size_limit", "contracted_connection_limit", commitments.ORDERED)
    if family in (*of_a_site, *commitments.OF_SITES):
        stood = space.evidence.places[key[0]].stood_gw
    elif family == prices.PRESENT_COST:
        stood = prices.standing_charges(space)
    there = sum(terms.values()) + stood
    if family in commitments.FLOORS:
        return Measure(there, row.lower + stood)
    return Measure(row.upper + stood, there)


def _measuring(stated: Statement, values: Values) -> Iterator[Comparison]:
    """What only measures is what its rows make it, where an optimum may hold it anywhere."""
    for variable, (families, most) in MEASURING.items():
        held: dict[Column, float] = {}
        for row in (row for family in families for row in stated.rows.get(family, {}).values()):
            column = next(name for name in row.terms if name[0] == variable)
            rest = sum(a * values[name] for name, a in row.terms.items() if name != column)
            at = ((row.upper if most else row.lower) - rest) / row.terms[column]
            held[column] = (min if most else max)(at, held.get(column, at))
        for column, at in held.items():
            where = f"{variable} of {', '.join(column[1:])}"
            yield Comparison(where, values[column], max(at, 0.0))


def _measured(
    space: DecisionSpace,
    stated: Statement,
    values: Values,
    rows: Mapping[tuple[str, Key], Mapping[Any, Any]],
) -> Iterator[Comparison]:
    left = dict(rows)
    yield from _measuring(stated, values)
    for family in LABELS:
        for key, row in stated.rows.get(family, {}).items():
            where = f"{family} of {', '.join(key)}"
            told = left.pop((family, _stated_labels(family, key)), None)
            if told is None:
                yield Comparison(f"{where}, a row", 0.0, 1.0)
                continue
            mine = measure(space, family, key, row, values)
            yield Comparison(f"capacity of {where}", float(told["capacity"]), mine.capacity)
            size = max(abs(mine.capacity), abs(mine.used))
            yield Comparison(f"use of {where}", float(told["used"]), mine.used, size=size)
            if mine.capacity:
                share = mine.used / mine.capacity
                yield Comparison(
                    f"share of {where}",
                    float(told["utilisation"]),
                    share,
                    size=1e3 * (size < 1e-3),
                )
            slack = (mine.capacity - mine.used) / max(1.0, abs(mine.capacity))
            if abs(slack - BINDS) > 0.9 * BINDS:
                yield Comparison(
                    f"whether {where} binds", float(told["binding"]), float(slack <= BINDS)
                )
    for family, labels in left:
        yield Comparison(f"{family} of {', '.join(filter(None, labels))}, a row", 1.0, 0.0)


def derivatives(proof: Proof) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Of each stage's optimum by the rows: with earlier optima held, and moving as well.

    Nobody knows those of a stage without duals, nor of a later one that it has a price in.
    """
    partial: dict[str, np.ndarray] = {}
    total: dict[str, np.ndarray] = {}
    for name, stage in proof.stages.items():
        duals = np.full(len(proof.row_names), nan) if stage.duals is None else stage.duals
        partial[name] = duals[: proof.own_rows]
        total[name] = partial[name].copy()
        for i, before in enumerate(proof.held(name)):
            price = float(np.nan_to_num(duals[proof.own_rows + i]))
            if price:
                total[name] += price * total[before]
    return partial, total


def worth_column(stage: str, per: str = "unit") -> str:
    """The column of what one more of a limit brings in a stage before the cost."""
    gain = "million_h100e_years" if stage == COMPUTE else "years_of_target"
    return f"worth_{stage}_{gain}_per_{per}"


def _worth(
    space: DecisionSpace,
    stated: Statement,
    proof: Proof,
    values: Values,
    rows: Mapping[tuple[str, Key], Mapping[Any, Any]],
) -> Iterator[Comparison]:
    partial, total = derivatives(proof)
    columns = {worth_column(stage): (total[stage], -1.0) for stage in total if stage != "cost"}
    if "cost" in total:
        columns |= {
            "cost_change_busd_per_unit": (total["cost"], 1.0),
            "worth_cost_busd_per_unit": (partial["cost"], -1.0),
        }
    sizes = {
        column: float(np.abs(np.nan_to_num(found)).max(initial=0.0)) * 1e-3
        for column, (found, _) in columns.items()
    }
    labels = zip(
        proof.row_families[: proof.own_rows], proof.row_keys[: proof.own_rows], strict=True
    )
    for i, (family, raw) in enumerate(labels):
        key = tuple(raw)
        if family not in LABELS or key not in stated.rows.get(family, {}):
            continue
        told = rows.get((family, _stated_labels(family, key)))
        if told is None:
            continue
        per = measure(space, family, key, stated.rows[family][key], values).rows_per_unit
        for column, (found, sign) in columns.items():
            # An upper bound gives way by rising, a lower one by falling.
            way = 1.0 if isfinite(proof.row_upper[i]) else -1.0
            right = sign * way * float(found[i]) * per
            size = max(1.0, sizes[column] * per)
            where = f"{column} of {family} of {', '.join(key)}"
            yield cell(where, float(told.get(column, nan)), right, size)
            if column == "worth_cost_busd_per_unit":
                year: Any = told["year"]
                worth = nan if pd.isna(year) else space.evidence.files.present(int(year))
                yield cell(f"{PRICE} of {family} of {', '.join(key)}",
                           float(told.get(PRICE, nan)), right / worth, size / worth)  # fmt: skip
