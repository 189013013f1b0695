"""Priced demand as it is shown: steps of the curves, and the price of compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import nan
from typing import Any

from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.demand_curves import curve_share
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import RUN, SERVED, hours
from planner.audit.programme.statement import column
from planner.audit.proof import Proof
from planner.audit.shown.earnings import earning_checks
from planner.audit.shown.power import Values
from planner.audit.shown.presence import OF_PRICED, same_rows

FULL = 1e-6
"""Share of a step that may be left where it is served in full."""
PARTLY = 1e-5
"""Share of a step from which on it is surely served, and up to which surely not in full."""


def priced_checks(
    evidence: Evidence, space: DecisionSpace, proof: Proof, values: Values
) -> list[Check]:
    """One check for each table, where any demand has a price or a table tells so."""
    if not space.steps and all(evidence.plan(name).empty for name in OF_PRICED):
        return []
    usd = _prices(space, proof)
    return [
        compared("compute_steps", "what is served of each step, and its value at the step's price",
                 "million H100e or billion USD", _steps(evidence, space, values)),
        compared("compute_price", "the price of compute is what the demand's dual says",
                 "USD a H100e-hour, million H100e or billion USD",
                 _told_prices(evidence, space, usd, values)),
        compared("compute_price between steps", "the price is that of the step that is served in "
                 "part, no more than that of one served whole, no less than of one not served",
                 "share of the step's price", _between(evidence)),
        *earning_checks(evidence, space, proof, usd),
    ]  # fmt: skip


def _prices(space: DecisionSpace, proof: Proof) -> dict[tuple[str, int], float]:
    """Workload and year to USD a H100e-hour, in money of the year; none without duals."""
    last = proof.stages.get("cost")
    if last is None or last.duals is None:
        return {}
    found = {}
    own = zip(proof.row_families, proof.row_keys, range(proof.own_rows), strict=False)
    for family, labels, i in own:
        if family == "compute_demand_balance":
            w, y = labels[0], int(labels[1])
            busd = -float(last.duals[i]) / space.evidence.files.present(y)
            found[w, y] = busd * 1e9 / 1e6 / hours(space, w, y)
    return found


def _steps(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    told = {
        (str(r["workload"]), int(r["year"]), int(r["step"])): r
        for r in records(evidence.plan("compute_steps"))
    }
    yield from same_rows("compute_steps", told, space.steps)
    for (w, y, j), (wanted, usd) in space.steps.items():
        row: Mapping[Any, Any] = told.get((w, y, j), {})
        served = max(0.0, values[column(SERVED, w, y, j)])
        right = {
            "wanted_h100e_million": wanted,
            "served_h100e_million": served,
            "price_usd_per_h100e_hour": usd,
            "value_busd": served * usd * hours(space, w, y) / 1e3,
        }
        for name, number in right.items():
            where = f"{name} of step {j} of {w} in {y}"
            yield Comparison(where, float(row.get(name, float("nan"))), number)


def _told_prices(
    evidence: Evidence,
    space: DecisionSpace,
    usd: Mapping[tuple[str, int], float],
    values: Values,
) -> Iterator[Comparison]:
    rows = records(evidence.plan("compute_price"))
    lines = evidence.plan("ledger")
    lines = lines if lines.empty else lines[lines["ledger"] == "value"]
    booked = by_key(lines, ["item", "year"], "amount")
    told = {(str(row["workload"]), int(row["year"])) for row in rows}
    yield from same_rows("compute_price", told, {(w, y) for w, y, _ in space.steps})
    for row in rows:
        w, y = str(row["workload"]), int(row["year"])
        own = {
            step: (values[column(SERVED, *step)], wanted, price)
            for step, (wanted, price) in space.steps.items()
            if step[:2] == (w, y)
        }
        served = sum(max(0.0, million) for million, _, _ in own.values())
        yield Comparison(f"served to {w} in {y}", row["served_h100e_million"], served)
        wanted = sum(million for _, million, _ in own.values())
        yield Comparison(f"wanted by {w} in {y}", row["wanted_h100e_million"], wanted)
        each = hours(space, w, y) / 1e3
        value = sum(max(0.0, million) * price * each for million, _, price in own.values())
        yield Comparison(f"value for {w} in {y}", row["value_busd"], value)
        yield Comparison(f"lines of value for {w} in {y}", booked[w, y], value)
        left = [price for million, most, price in own.values() if million < most * (1 - FULL)]
        next_step = max(left, default=nan)
        yield cell(f"next step of {w} in {y}", row["next_step_usd_per_h100e_hour"], next_step)
        # Without duals the price is not known, and none is told.
        price = usd.get((w, y), nan)
        yield cell(f"price for {w} in {y}", row["price_usd_per_h100e_hour"], price)
        yield cell(f"paid by {w} in {y}", row["paid_busd"], price * each * served)
        target = row["target_h100e_million"]
        run = space.workloads[w]["kind"] == RUN
        asked = curve_share(evidence.files) * space.targets.get((w, y), nan)
        right = nan if run else asked / 1e6
        yield cell(f"what the drivers ask of {w} in {y}", target, right)


def _between(evidence: Evidence) -> Iterator[Comparison]:
    """The told price beside the told steps: no dual is asked."""
    price = {
        (str(row["workload"]), int(row["year"])): float(row["price_usd_per_h100e_hour"])
        for row in records(evidence.plan("compute_price"))
    }
    for row in records(evidence.plan("compute_steps")):
        w, y, usd = str(row["workload"]), int(row["year"]), float(row["price_usd_per_h100e_hour"])
        told = price.get((w, y), nan)
        if told != told or not usd:
            continue
        share = row["served_h100e_million"] / row["wanted_h100e_million"]
        where = f"price for {w} in {y} beside step {row['step']}"
        if share > PARTLY:
            yield Comparison(f"{where}, which is served", told / usd, 1.0, "<")
        if share < 1 - PARTLY:
            yield Comparison(f"{where}, of which some is not served", told / usd, 1.0, ">")
