"""Tables that only some plans have: lines that are built, goods, stated load, runs in campuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records
from planner.audit.programme.computing import per_million
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.sites import ways
from planner.audit.programme.statement import Statement, column
from planner.audit.programme.supply import paid, supply_of
from planner.audit.programme.topology import spread
from planner.audit.proof import Proof
from planner.audit.shown.limits import measure
from planner.audit.shown.load_price import worth_of_load
from planner.audit.shown.power import Values
from planner.audit.stated_demand import BUSD_PER_GWH, BUSD_PER_THOUSAND, origin_prices

USD_PER_BUSD = 1e9
USED = 1e-6
"""Million units below which a campus serves no run."""


def other_checks(
    evidence: Evidence, space: DecisionSpace, stated: Statement, proof: Proof, values: Values
) -> list[Check]:
    """One check for each of these tables, whether the plan has it or not."""
    return [
        compared("expansion", "what is built beyond the announced, its room, output and capital",
                 "unit of the column", _expansion(evidence, space, stated, values)),
        compared("goods sent", "what is sent is what was decided, at the price and freight of the "
                 "tables", "thousand units or billion USD", _goods(evidence, space, values)),
        compared("load told", "stated load, what of it is not served, and its price",
                 "GW or USD a MWh", _load(evidence, space, proof, values)),
        compared("training_sites", "campuses of a run, their units, and what its time comes to",
                 "unit of the column", _campuses(evidence, space, values)),
    ]  # fmt: skip


def _expansion(
    evidence: Evidence, space: DecisionSpace, stated: Statement, values: Values
) -> Iterator[Comparison]:
    supply = supply_of(space)
    capital = paid(supply)
    rows = {(r["kind"], r["pool"], int(r["year"])): r for r in records(evidence.plan("expansion"))}
    yield Comparison("rows", float(len(rows)), float(len(supply.expansions)))
    caps = stated.rows.get("expansion_growth_limit", {})
    for q, p, v in supply.expansions:
        row = rows.get((q, p, v), {})
        where = f"{q} {p} from {v}"
        built = values[column("capacity_expanded", q, p, v)]
        each = sum(supply.adds((q, p), v, y, t) for y in evidence.years for t in supply.parts)
        right = {"built": built, "shipped": each * built, "capex_busd": capital[q, p, v] * built}
        labels = (q, p, str(v))
        if labels in caps:
            of = measure(space, "expansion_growth_limit", labels, caps[labels], values)
            right["most"] = of.capacity
        for name, number in right.items():
            yield Comparison(f"{name} of {where}", float(row.get(name, float("nan"))), number)


def _goods(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    keys = ["good", "origin", "site", "year"]
    sent = by_key(evidence.plan("goods"), keys, "sent_thousand")
    cost = by_key(evidence.plan("goods"), keys, "cost_busd")
    price = origin_prices(evidence)
    freight = ways(space)
    for c, i, s, y in sorted({*sent, *freight}):
        where = f"{c} of {i} to {s} in {y}"
        right = values[column("sent_thousand", c, i, s, y)]
        yield Comparison(where, sent[c, i, s, y], right)
        each = price[c, i, y] + freight.get((c, i, s, y), float("nan"))
        busd = each * BUSD_PER_THOUSAND * right
        # In dollars: of a billion they are too few to be seen.
        told = cost[c, i, s, y] * USD_PER_BUSD
        yield Comparison(f"cost of {where}, USD", told, busd * USD_PER_BUSD)


def _load(
    evidence: Evidence, space: DecisionSpace, proof: Proof, values: Values
) -> Iterator[Comparison]:
    told = {(str(r["site"]), int(r["year"]), str(r["slice"])): r
            for r in records(evidence.plan("load"))}  # fmt: skip
    stated = {s for s, _, _ in space.load}
    worth = worth_of_load(space, proof)
    for (s, y), slices in space.slices.items():
        for h in slices if s in stated else ():
            row: dict[Any, Any] = told.pop((s, y, h), {})
            where = f"{s} in {y}, {h}"
            right = {
                "weight_hours": evidence.weights[h],
                "load_gw": space.load_gw(s, y, h),
                "unserved_gw": values[column("unserved_gw", s, y, h)],
            }
            if worth is not None and evidence.weights[h]:
                per_gwh = worth(s, y, h) / evidence.weights[h] / evidence.files.present(y)
                right["price_usd_per_mwh"] = per_gwh / BUSD_PER_GWH
            for name, number in right.items():
                yield Comparison(f"{name} of {where}", float(row.get(name, float("nan"))), number)
    for s, y, h in told:
        yield Comparison(f"{s} in {y}, {h}, a row", 1.0, 0.0)


def _campuses(evidence: Evidence, space: DecisionSpace, values: Values) -> Iterator[Comparison]:
    rows = {(str(r["workload"]), int(r["year"]), str(r["site"])): r
            for r in records(evidence.plan("training_sites"))}  # fmt: skip
    of = spread(space)
    for (w, y), taken in of.taken.items() if of else ():
        assert of is not None
        hosts: dict[str, dict[str, float]] = {}
        for s in of.places[w, y]:
            for k in space.chips_at[s, y]:
                units = values[column("training_units_million", w, k, s, y)]
                if units > USED:
                    hosts.setdefault(s, {})[k] = units
        if not hosts:
            continue
        compute = {
            s: sum(per_million(space, w, k, y) * units for k, units in own.items())
            for s, own in hosts.items()
        }
        far = max((of.km[frozenset((s, t))] for s in hosts for t in hosts if s < t), default=0.0)
        option = next(
            (j for j in taken if values[column("training_option_taken", w, j, y)] > 0.5),
            "",
        )
        for s, own in hosts.items():
            row: dict[Any, Any] = rows.pop((w, y, s), {})
            chips = evidence.chips
            right = {
                "it_gw": sum(chips[k].power_gw * units for k, units in own.items()),
                "units_million": sum(own.values()),
                "h100e_million": sum(chips[k].told_h100e * units for k, units in own.items()),
                "share_of_run": compute[s] / sum(compute.values()),
                "campuses": float(len(hosts)),
                "farthest_km": far,
                "efficiency": taken.get(option, float("nan")),
            }
            for name, number in right.items():
                found = float(row.get(name, float("nan")))
                yield Comparison(f"{name} of {w} at {s} in {y}", found, number)
            yield Comparison(f"option of {w} in {y}", float(row.get("option") == option), 1.0)
    for w, y, s in rows:
        yield Comparison(f"{w} at {s} in {y}, a row", 1.0, 0.0)
