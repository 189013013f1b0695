"""Priced demand as it is shown: steps, the price of compute, and what generations earn of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, in_service
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import SERVED, at_work, hours
from planner.audit.programme.statement import column
from planner.audit.proof import Proof
from planner.audit.shown.power import Values

ENERGY = (
    "fuel", "power_variable_om", "grid_energy", "grid_capacity", "grid_wires", "carbon",
)  # fmt: skip
"""Terms of cost that energy takes."""
TABLES = ("compute_steps", "compute_price", "generation_earnings", "payback")
FULL = 1e-6
"""Share of a step that may be left where it is served in full."""
SOME = 1e-9
"""Million units below which there are none."""


def priced_checks(
    evidence: Evidence, space: DecisionSpace, proof: Proof, values: Values
) -> list[Check]:
    """One check for each table, where any demand has a price or a table tells so."""
    if not space.steps and all(evidence.plan(name).empty for name in TABLES):
        return []
    usd = _prices(space, proof)
    return [
        compared("compute_steps", "what is served of each step, and its value at the step's price",
                 "million H100e or billion USD", _steps(evidence, space, values)),
        compared("compute_price", "the price of compute is what the demand's dual says",
                 "USD a H100e-hour, million H100e or billion USD",
                 _told_prices(evidence, space, usd, values)),
        compared("generation_earnings", "a generation earns the price of its compute, less upkeep "
                 "and energy", "million units or billion USD", _earnings(evidence, space, usd)),
        compared("payback", "a purchase has paid back when its earnings come to its price",
                 "years or USD", _payback(evidence, space)),
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
        (r["workload"], int(r["year"]), int(r["step"])): r
        for r in evidence.plan("compute_steps").to_dict("records")
    }
    yield Comparison("rows", float(len(told)), float(len(space.steps)))
    for (w, y, j), (wanted, usd) in space.steps.items():
        row: Mapping[Any, Any] = told.get((w, y, j), {})
        served = max(0.0, values.get(column(SERVED, w, y, j), 0.0))
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
    rows = evidence.plan("compute_price").to_dict("records")
    lines = evidence.plan("ledger")
    lines = lines if lines.empty else lines[lines["ledger"] == "value"]
    booked = by_key(lines, ["item", "year"], "amount")
    asked = {(w, y) for w, y, _ in space.steps}
    yield Comparison("rows", float(len(rows)), float(len(asked)))
    for row in rows:
        w, y = row["workload"], int(row["year"])
        own = {
            step: (values.get(column(SERVED, *step), 0.0), wanted, price)
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
        yield Comparison(f"lines of value for {w} in {y}", booked.get((w, y), 0.0), value)
        left = [price for million, most, price in own.values() if million < most * (1 - FULL)]
        told = row["next_step_usd_per_h100e_hour"]
        if left or told == told:
            yield Comparison(f"next step of {w} in {y}", told, max(left, default=float("inf")))
        if (w, y) in usd:
            price = usd[w, y]
            yield Comparison(f"price for {w} in {y}", row["price_usd_per_h100e_hour"], price)
            yield Comparison(f"paid by {w} in {y}", row["paid_busd"], price * each * served)


def _unit_values(
    space: DecisionSpace, usd: Mapping[tuple[str, int], float]
) -> dict[tuple[str, int], float]:
    """Generation and year to what a million units compute in it, billion USD."""
    found: dict[tuple[str, int], float] = {}
    for (w, y), price in usd.items():
        for k in space.evidence.chips:
            worth = at_work(space, w, k) * price * hours(space, w, y) / 1e3
            found[k, y] = max(worth, found.get((k, y), worth))
    return found


def _earnings(
    evidence: Evidence, space: DecisionSpace, usd: Mapping[tuple[str, int], float]
) -> Iterator[Comparison]:
    table = evidence.plan("generation_earnings")
    if table.empty:
        return
    value = _unit_values(space, usd)
    upkeep = evidence.files.cluster_costs["non_energy_opex_share_per_year"]
    runs = by_key(evidence.plan("accelerators"), ["accelerator", "year"], "running_million")
    idle = by_key(evidence.plan("accelerators"), ["accelerator", "year"], "idle_million")
    for row in table.to_dict("records"):
        k, y = row["accelerator"], int(row["year"])
        where, running = f"{k} in {y}", row["running_million"]
        yield Comparison(f"units of {where}", running, runs.get((k, y), 0.0))
        yield Comparison(f"idle units of {where}", row["idle_million"], idle.get((k, y), 0.0))
        kept = upkeep * evidence.chips[k].price_busd * running
        yield Comparison(f"upkeep of {where}", row["upkeep_busd"], kept)
        if (k, y) in value:
            yield Comparison(f"value of {where}", row["value_busd"], value[k, y] * running)
        earned = row["value_busd"] - row["upkeep_busd"] - row["energy_busd"]
        size = abs(row["value_busd"])
        yield Comparison(f"earned by {where}", row["earned_busd"], earned, size=size)
        stands = running + row["idle_million"]
        each = 1e3 * earned / stands
        size = 1e3 * size / stands
        yield Comparison(
            f"earned by a unit of {where}", row["earned_usd_per_unit"], each, size=size
        )
    told = by_key(table, ["year"], "energy_busd")
    cost = by_key(evidence.plan("cost"), ["year", "term"], "cost_busd")
    alone = evidence.files.inputs["site_load"].empty
    for y in evidence.years:
        right = sum(cost.get((y, term), 0.0) for term in ENERGY)
        yield Comparison(f"energy of all in {y}", told.get(y, 0.0), right, "=" if alone else "<")


def _payback(evidence: Evidence, space: DecisionSpace) -> Iterator[Comparison]:
    rows = evidence.plan("payback").to_dict("records")
    each = by_key(
        evidence.plan("generation_earnings"), ["accelerator", "year"], "earned_usd_per_unit"
    )
    bought: dict[tuple[str, int], float] = {}
    for (k, _, v), million in evidence.bought.items():
        bought[k, v] = bought.get((k, v), 0.0) + max(0.0, million)
    if space.steps:
        count = sum(million > SOME for million in bought.values())
        yield Comparison("rows", float(len(rows)), float(count))
    for row in rows:
        k, v = row["accelerator"], int(row["year"])
        where, price = f"{k} of {v}", 1e3 * evidence.chips[k].price_busd
        yield Comparison(f"bought of {where}", row["bought_million"], bought.get((k, v), 0.0))
        yield Comparison(f"price of {where}", row["price_usd_per_unit"], price)
        total, paid = 0.0, float("nan")
        for y in evidence.years:
            usd = each.get((k, y), 0.0) if in_service(v, y, evidence.stays_years) else 0.0
            if paid != paid and usd > 0 and total + usd >= price:
                paid = y - v + (price - total) / usd
            total += usd
        yield Comparison(f"earned by {where}", row["earned_usd_per_unit"], total)
        if paid == paid or row["payback_years"] == row["payback_years"]:
            yield Comparison(f"payback of {where}", row["payback_years"], paid)
