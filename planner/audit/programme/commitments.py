"""Rows of commitments: what is built, under construction or counted, as floors and ceilings."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.candidates import with_candidates
from planner.audit.demand_curves import curve_share
from planner.audit.existing_stock import Standing
from planner.audit.files import Files, records, rows_by
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import NamedRows, Row, column, key
from planner.audit.programme.supply import supply_of

OF_SITES = {
    "site_commitment_requirement": ("place", "year"),
    "site_commitment_limit": ("place", "year"),
}
OF_SHIPMENTS = {
    "shipment_commitment_requirement": ("pool", "year", "part"),
    "shipment_commitment_limit": ("pool", "year", "part"),
}
ORDERED = "ordered_equipment_limit"
LIMITS = {**OF_SITES, **OF_SHIPMENTS, ORDERED: ("place", "year")}
"""Limits among these rows that a plan lists; shipments have a part where years are cut."""
FLOORS = ("site_commitment_requirement", "shipment_commitment_requirement")
QUARTERS = 4
EQUIPMENT = (
    "data_center_shell", "large_power_transformer", "medium_voltage_switchgear",
    "backup_generator",
)  # fmt: skip
"""What is ordered for a shell, the shell among it."""
SIDES = (("floor", 0), ("ceiling", 1))


def commitments(space: DecisionSpace) -> NamedRows:
    """What is known of sites and of shipments, where the model gives it."""
    given = space.evidence.files.definition.get("commitments", {})
    if given.get("sites", "none") != "none":
        yield from _of_sites(space)
    if given.get("accelerators", "none") != "none":
        yield from _of_shipments(space, _share_of_counts(space.evidence.files))
    if given.get("equipment", "none") != "none":
        yield from _ordered(space)


def _share_of_counts(files: Files) -> float:
    """The part of a region's counts that is the planned sites': theirs of demand by default."""
    stated = files.definition["commitments"].get("accelerators_share")
    return curve_share(files) if stated is None else float(stated)


def _ordered(space: DecisionSpace) -> NamedRows:
    """What is built before equipment that is ordered now can be there has it ordered already."""
    evidence = space.evidence
    leads = rows_by(evidence.files.inputs["equipment_lead_times"], "equipment")
    longest = max(float(leads[name]["lead_years"]) for name in EQUIPMENT)
    floors = {}
    if evidence.files.definition["commitments"].get("sites", "none") != "none":
        floors = {
            labels: row for of, labels, row in _of_sites(space) if of == next(iter(OF_SITES))
        }
    for s, place in evidence.places.items():
        for y in evidence.years:
            built = {
                column("shell_built_gw", t, v): place.pue
                for t, v in space.shells
                if t == s and v <= y
            }
            if built and not space.in_time(longest, y):
                most = max(0.0, place.contracted.get(y, 0.0) - place.stood_gw)
                if floor := floors.get(key(s, y)):
                    most = max(most, floor.lower)
                yield ORDERED, key(s, y), Row(built, upper=most)


def _of_sites(space: DecisionSpace) -> NamedRows:
    evidence = space.evidence
    stood = Standing.of(evidence.files, with_candidates(evidence.files)).power
    told: dict[tuple[str, int, str], float] = {}
    for row in records(evidence.files.inputs["site_commitments"]):
        for side, _ in SIDES:
            if row["bound"] in (side, "both"):
                told[row["site"], int(row["year"]), side] = float(row["facility_gw"])
    for s, place in evidence.places.items():
        members = list(place.members) or [s]
        for y in evidence.years:
            built = {
                column("shell_built_gw", t, v): place.pue
                for t, v in space.shells
                if t == s and v <= y
            }
            for side, number in SIDES:
                has = [m for m in members if (m, y, side) in told]
                if not built or not has or (side == "ceiling" and len(has) < len(members)):
                    continue
                gw = -place.stood_gw
                for m in members:
                    there = sum(stood.get(m, {}).values())
                    gw += max(there, told.get((m, y, side), 0.0))
                family = list(OF_SITES)[number]
                if side == "ceiling":
                    yield family, key(s, y), Row(built, upper=max(0.0, gw))
                elif gw > 0:
                    yield family, key(s, y), Row(built, lower=gw)


def _of_shipments(space: DecisionSpace, part: float) -> NamedRows:
    evidence, supply = space.evidence, supply_of(space)
    parts = supply.parts[-1]
    chips = records(evidence.files.inputs["accelerators"])
    family = {str(row["accelerator"]): str(row["family"]) for row in chips}
    told: dict[tuple[str, str, int, int], list[float]] = {}
    for row in records(evidence.files.inputs["accelerator_commitments"]):
        t = (int(row["quarter"]) * parts + QUARTERS - 1) // QUARTERS
        for side, _ in SIDES:
            if row["bound"] in (side, "both"):
                where = (side, str(row["family"]), int(row["year"]), t)
                told.setdefault(where, []).append(float(row["units_k"]))
    for (side, f, y, t), units in told.items():
        bought = list(_bought(space, [k for k in evidence.on_sale if family[k] == f], y, t, parts))
        if not bought or (side == "ceiling" and len(units) < QUARTERS // parts):
            continue
        share = _share(space, next(k for k in evidence.on_sale if family[k] == f))
        million = part * share * sum(units) / 1e3
        labels = key(f, y) if parts == 1 else key(f, y, t)
        name = list(OF_SHIPMENTS)[dict(SIDES)[side]]
        if side == "ceiling":
            yield name, labels, Row(dict.fromkeys(bought, 1.0), upper=million)
        elif million > 0:
            yield name, labels, Row(dict.fromkeys(bought, 1.0), lower=million)


def _bought(
    space: DecisionSpace, chips: list[str], y: int, t: int, parts: int
) -> Iterator[tuple[str, ...]]:
    """Columns of what ships in a part of a year."""
    if parts > 1:
        for k, v, part in supply_of(space).shipments:
            if k in chips and (v, part) == (y, t):
                yield column("accelerators_shipped_million", k, v, part)
        return
    for k, s, v in space.sales:
        if k in chips and v == y:
            yield column("accelerators_bought_million", k, s, v)


def _share(space: DecisionSpace, k: str) -> float:
    """What the planned region gets of what the world is shipped."""
    files = space.evidence.files
    stated = files.definition["supply"].get("region_shares") or {}
    rows = {row["resource_kind"]: row for row in records(files.inputs["supply_terms"])}
    of_table = float(rows["packaging"]["planned_region_share"]) if rows else 1.0
    return float(stated.get(space.evidence.chips[k].supply_region, of_table))
