"""What old generations do: training, inference, nothing, or no more service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, in_service, records
from planner.audit.programme.computing import RUN
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.shown.presence import same_rows

ONE_UNIT = 1e-6
"""Million units below which none are told."""
Fleet = Mapping[tuple[str, int], float]
"""Generation and year to million units."""


def fleet_checks(evidence: Evidence, space: DecisionSpace) -> list[Check]:
    """One check of the table of redeployment."""
    return [
        compared("redeployment", "units in life train, serve, are spare, wait or are retired, and "
                 "the least that must have changed their work did", "million units",
                 _rows(evidence, space)),
    ]  # fmt: skip


def _rows(evidence: Evidence, space: DecisionSpace) -> Iterator[Comparison]:
    table = evidence.plan("redeployment")
    told = {(str(row["accelerator"]), int(row["year"])): row for row in records(table)}
    mine = dict(_fleet(evidence, space))
    shown = {key: max(of["in_life"], of["retired_by_age"]) for key, of in mine.items()}
    due = {key for key, most in shown.items() if most > 2 * ONE_UNIT}
    few = {key for key, most in shown.items() if ONE_UNIT / 2 < most <= 2 * ONE_UNIT}
    yield from same_rows("redeployment", told, due, few)
    for key, row in told.items():
        for name, million in mine.get(key, {}).items():
            # What is less than a unit is told as none.
            yield Comparison(f"{name} of {key[0]} in {key[1]}", row[f"{name}_million"], million,
                             size=3.0)  # fmt: skip


def _fleet(
    evidence: Evidence, space: DecisionSpace
) -> Iterator[tuple[tuple[str, int], dict[str, float]]]:
    """Generation and year to its units by what they do."""
    bought = _by_chip(evidence.bought)
    begun = dict(bought)
    for place in evidence.places.values():
        for key, million in place.existing_units.items():
            begun[key] = begun.get(key, 0.0) + million
    work: dict[bool, dict[tuple[str, int], float]] = {True: {}, False: {}}
    units = by_key(
        evidence.plan("allocations"), ["workload", "accelerator", "year"], "units_million"
    )
    for (w, k, y), million in units.items():
        of = work[space.workloads[w]["kind"] == RUN]
        of[k, y] = of.get((k, y), 0.0) + million
    again, never = _idle(evidence)
    for k in sorted({k for k, _ in begun}):
        before: tuple[float, float, float] | None = None
        for y in evidence.years:
            own = {v: million for (j, v), million in begun.items() if j == k and v <= y}
            stands, last = (
                sum(n for v, n in own.items() if in_service(v, when, evidence.stays_years))
                for when in (y, y - 1)
            )
            new = bought.get((k, y), 0.0)
            trains, serves = (work[run].get((k, y), 0.0) for run in (True, False))
            waits, early = again.get((k, y), 0.0), never.get((k, y), 0.0)
            spare = max(0.0, stands - trains - serves - waits - early)
            left, came = 0.0, 0.0
            if before is not None:
                trained, served, nothing = before
                free = new + nothing
                left = min(trained, max(0.0, serves - served - free))
                came = min(served, max(0.0, trains - trained - free))
            yield (k, y), {
                "bought": new, "in_life": stands, "training": trains, "inference": serves,
                "spare": spare, "waiting": waits, "retired_early": early,
                "retired_by_age": max(0.0, last + new - stands),
                "to_inference": left, "to_training": came,
            }  # fmt: skip
            before = (trains, serves, spare + waits + early)


def _idle(evidence: Evidence) -> tuple[Fleet, Fleet]:
    """Units that stand idle and run again, and those that never do.

    One runs again when more run in a later year than now and are bought in between.
    """
    again: dict[tuple[str, int], float] = {}
    never: dict[tuple[str, int], float] = {}
    idle = by_key(evidence.plan("accelerators"), ["accelerator", "site", "year"], "idle_million")
    for (k, s, y), million in idle.items():
        if not million:
            continue
        now, added, most = evidence.running.get((k, s, y), 0.0), 0.0, 0.0
        for later in evidence.years:
            if later > y:
                added += evidence.bought.get((k, s, later), 0.0)
                most = max(most, evidence.running.get((k, s, later), 0.0) - added - now)
        waits = min(million, most)
        again[k, y] = again.get((k, y), 0.0) + waits
        never[k, y] = never.get((k, y), 0.0) + million - waits
    return again, never


def _by_chip(units: Mapping[tuple[str, str, int], float]) -> dict[tuple[str, int], float]:
    found: dict[tuple[str, int], float] = {}
    for (k, _, y), million in units.items():
        found[k, y] = found.get((k, y), 0.0) + million
    return found
