"""Rows of ramps: what a generation has of its vendor's lines by quarters, and what is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.audit.files import records
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, add, key
from planner.audit.programme.supply import Supply, draw, supply_of
from planner.audit.resources import vendors_shares

LABELS = ("accelerator", "kind", "pool", "year", "part")
COMPONENTS = {"generation_ramp_limit": LABELS, "predecessor_decline_limit": LABELS}
"""Limits among these rows that a plan lists; their labels have a part where years are cut."""
DIES = ("vendor", "node", "logic_die_mm2", "logic_dies_per_package")
Chip = Mapping[str, Any]
Table = Mapping[str, Mapping[int, float]]
"""Kind of resource to quarter to share."""


def ramps(space: DecisionSpace) -> NamedRows:
    """A generation, and what it replaces, within their shares of their vendor's lines."""
    supply = supply_of(space)
    evidence = space.evidence
    asked = evidence.files.definition["supply"]
    shares = vendors_shares(evidence)
    sites: dict[tuple[str, int], list[str]] = {}
    for k, s, v in space.sales:
        sites.setdefault((k, v), []).append(s)
    chips = {str(r["accelerator"]): r
             for r in records(evidence.files.inputs["accelerators"])}  # fmt: skip
    for family, phase, outside in (
        ("generation_ramp_limit", "ramp", (0.0, 1.0)),
        ("predecessor_decline_limit", "decline", (1.0, None)),
    ):
        if asked.get(phase, "none") == "none":
            continue
        for first, limited, table in _limited(space, chips, phase):
            begins, vendor = chips[first]["volume_ship_year"], chips[first]["vendor"]
            for q, p in supply.limits:
                for y in evidence.years if q in table else ():
                    for t in supply.parts:
                        cut = supply.parts[-1]
                        span = (y + (t - 1) / cut - begins, y + t / cut - begins)
                        most = _mean(table[q], span, *outside)
                        row = _row(supply, limited, (q, p), y, t, sites, most
                                   * shares.get((vendor, q, p, y), 1.0))  # fmt: skip
                        if most < 1 and row is not None:
                            labels = (first, q, p, y) if cut == 1 else (first, q, p, y, t)
                            yield family, key(*labels), row


def _limited(
    space: DecisionSpace, chips: Mapping[str, Chip], phase: str
) -> Iterator[tuple[str, list[str], Table]]:
    """A generation's first accelerator, what it limits, and its table of shares."""
    stated: dict[str, dict[str, dict[int, float]]] = {}
    for row in records(space.evidence.files.inputs["accelerator_ramp"]):
        if row["phase"] == phase:
            of = stated.setdefault(row["generation"], {}).setdefault(row["resource_kind"], {})
            of[int(row["quarter"])] = float(row["share"])

    def ships(k: str) -> float:
        return float(chips[k]["volume_ship_year"])

    def same_dies(k: str, j: str) -> bool:
        return all(chips[k][column] == chips[j][column] for column in DIES)

    def begun(k: str) -> float:
        own = (chips[k]["vendor"], chips[k]["family"])
        return min(ships(j) for j in chips if (chips[j]["vendor"], chips[j]["family"]) == own)

    for first in chips:
        kin = [k for k in chips if same_dies(k, first)]
        if phase == "decline":
            family = [k for k in chips if (chips[k]["vendor"], chips[k]["family"])
                      == (chips[first]["vendor"], chips[first]["family"])]  # fmt: skip
            begins_it = min(family, key=ships) == first
            limited = [k for k in chips if chips[k]["vendor"] == chips[first]["vendor"]
                       and begun(k) < ships(first)]  # fmt: skip
        else:
            begins_it, limited = min(kin, key=ships) == first, kin
        rows = next((k for k in kin if k in stated), "all")
        if begins_it and limited and rows in stated:
            yield first, limited, stated[rows]


def _mean(
    by_quarter: Mapping[int, float],
    span: tuple[float, float],
    before: float,
    after: float | None,
) -> float:
    """The mean share between two times, in years since the ship date."""
    begin, end = span
    last = max(by_quarter)
    pieces = [(-float("inf"), 0.0, before)]
    pieces += [((n - 1) / 4, n / 4, share) for n, share in by_quarter.items()]
    pieces += [(last / 4, float("inf"), by_quarter[last] if after is None else after)]
    covered = ((max(0.0, min(end, b) - max(begin, a)), share) for a, b, share in pieces)
    return sum(years * share for years, share in covered) / (end - begin)


def _row(
    supply: Supply,
    limited: list[str],
    resource: tuple[str, str],
    y: int,
    t: int,
    sites: Mapping[tuple[str, int], list[str]],
    share: float,
) -> Row | None:
    """What accelerators draw within a share of what there is; none where none of them does."""
    chips, cut = supply.space.evidence.chips, len(supply.parts) > 1
    own = [
        k
        for k in limited
        if (k, y) in sites
        and chips[k].draws.get(resource)
        and (not cut or supply.ships(k, y, t) > 0)
    ]
    if not own:
        return None
    terms: dict[Column, float] = {}
    for k in own:
        for name, amount in draw(supply, k, resource, y, t, sites[k, y]).items():
            add(terms, name, amount)
    there_is, built = supply.there_is(resource, y, t)
    for name, more in built.items():
        add(terms, name, -share * more)
    return Row(terms, upper=share * there_is)
