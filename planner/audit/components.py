"""Components: use and capacity of wafers, packaging, memory and exposures, and what ships."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records
from planner.audit.programme.decision_space import decision_space_of
from planner.audit.programme.supply import supply_of
from planner.audit.resources import Resources, vendors_shares


def component_checks(evidence: Evidence) -> list[Check]:
    """What the plan tells of components: use, capacity, and what ships."""
    if "chip_supply" in evidence.files.released:
        return []
    return [
        compared(
            "component_use",
            "use and capacity of a component are told as its tables give them",
            "thousand wafers, EB or million exposures",
            _drawn_within_limits(evidence),
        ),
        compared(
            "components",
            "shipments draw no more of a component than can be had, and no vendor more than its "
            "share",
            "thousand wafers, EB or million exposures",
            _within(evidence),
        ),
        compared(
            "shipments", "what ships in a year is what the sites buy", "million units",
            _shipped(evidence),
        ),
    ]  # fmt: skip


def built_beyond(evidence: Evidence) -> dict[tuple[str, str, int, int], float]:
    """Kind, pool, year and part of shipment to what the plan's own additions put there."""
    table = evidence.plan("expansion")
    found: Amounts[tuple[str, str, int, int]] = Amounts()
    if table.empty:
        return found
    supply = supply_of(decision_space_of(evidence))
    for row in records(table):
        resource = (row["kind"], row["pool"])
        for y in evidence.years:
            for t in supply.parts:
                more = supply.adds(resource, int(row["year"]), y, t) * row["built"]
                found[(*resource, y, t)] += more
    return found


def _drawn(evidence: Evidence) -> dict[tuple[str, str, str, int, int], float]:
    """Generation, kind, pool, year and its part to what its shipments draw."""
    table = by_key(evidence.plan("shipments"), ["accelerator", "year", "part"], "shipped_million")
    return {
        (k, *resource, y, t): amount * units
        for (k, y, t), units in table.items()
        for resource, amount in evidence.chips[k].draws.items()
    }


def _limits(evidence: Evidence) -> dict[tuple[str, str, int, int], float]:
    parts = int(evidence.files.definition["supply"]["periods_per_year"])
    drawn = {resource for chip in evidence.on_sale.values() for resource in chip.draws}
    more = built_beyond(evidence)
    found = {}
    for resource in sorted(drawn - evidence.unlimited):
        has = Resources.of(evidence, *resource)
        for y in evidence.years:
            for t in range(1, parts + 1):
                where = (*resource, y, t)
                found[where] = has.available(y, t) + more.get(where, 0.0)
    return found


def _within(evidence: Evidence) -> Iterator[Comparison]:
    parts = evidence.files.definition["supply"]["periods_per_year"]
    limits, shares = _limits(evidence), vendors_shares(evidence)
    of_all: Amounts[tuple[str, str, int, int]] = Amounts()
    of_vendor: Amounts[tuple[str, str, str, int, int]] = Amounts()
    for (k, kind, pool, y, t), amount in _drawn(evidence).items():
        if (kind, pool, y, t) not in limits:
            continue
        chip = evidence.chips[k]
        of_all[kind, pool, y, t] += amount
        who = (chip.vendor, kind, pool, y, t)
        of_vendor[who] += amount
        share = shares.get((chip.vendor, kind, pool, y), 1.0)
        ships = min(1.0, max(0.0, (y + t / parts - chip.ships) * parts))
        most = ships * share * limits[kind, pool, y, t]
        yield Comparison(f"{kind} {pool} for {k} in {y}", amount, most, "<")
    for (kind, pool, y, t), amount in of_all.items():
        yield Comparison(f"{kind} {pool} in {y}", amount, limits[kind, pool, y, t], "<")
    for (j, kind, pool, y, t), amount in of_vendor.items():
        most = shares.get((j, kind, pool, y), 1.0) * limits[kind, pool, y, t]
        yield Comparison(f"{kind} {pool} for {j} in {y}", amount, most, "<")


def _drawn_within_limits(evidence: Evidence) -> Iterator[Comparison]:
    limits, shares = _limits(evidence), vendors_shares(evidence)
    used: Amounts[tuple[str, str, str, int]] = Amounts()
    for (k, kind, pool, y, _), amount in _drawn(evidence).items():
        for vendor in ("", evidence.chips[k].vendor):
            who = (vendor, kind, pool, y)
            used[who] += amount
    rows = records(evidence.plan("supply"))
    told = {(row["vendor"], row["kind"], row["pool"], int(row["year"])) for row in rows}
    for (vendor, kind, pool, y), amount in used.items():
        stated = not vendor or (vendor, kind, pool, y) in shares
        if amount and stated and (vendor, kind, pool, y) not in told:
            yield Comparison(f"{kind} {pool} {vendor} in {y}, a row", 0.0, 1.0)
    for row in rows:
        kind, pool, vendor, y = row["kind"], row["pool"], row["vendor"], int(row["year"])
        if kind not in ("node", "packaging", "hbm", "euv"):
            continue
        where = f"{kind} {pool} {vendor} in {y}".replace("  ", " ")
        right = used[vendor, kind, pool, y]
        yield Comparison(f"use of {where}", row["used"], right)
        # What the tables call not limited has a use and no capacity.
        free = (kind, pool) in evidence.unlimited
        yield Comparison(f"whether {where} is limited", float(row["limited"]), float(not free))
        if free:
            continue
        share = shares.get((vendor, kind, pool, y), 1.0) if vendor else 1.0
        most = share * sum(
            amount for (q, p, when, _), amount in limits.items() if (q, p, when) == (kind, pool, y)
        )
        yield Comparison(f"capacity of {where}", row["capacity"], most)
        if most:
            yield Comparison(f"utilisation of {where}", row["utilisation"], right / most)


def _shipped(evidence: Evidence) -> Iterator[Comparison]:
    shipped = by_key(evidence.plan("shipments"), ["accelerator", "year"], "shipped_million")
    told = by_key(evidence.plan("shipments"), ["accelerator", "year"], "h100e_million")
    bought: Amounts[tuple[str, int]] = Amounts()
    for (k, _, y), units in evidence.bought.items():
        bought[k, y] += units
    for k, y in sorted({*shipped, *bought}):
        units = bought[k, y]
        yield Comparison(f"{k} in {y}", shipped[k, y], units)
        right = units * evidence.chips[k].told_h100e
        yield Comparison(f"H100e of {k} in {y}", told[k, y], right)
        chip = evidence.on_sale.get(k)
        if chip is None or not (chip.ships < y + 1 and y <= chip.last_sale):
            yield Comparison(f"{k} in {y}, when it is not on sale", units, 0.0)
