"""How generations came into their vendors' lines, and older ones left, counted by quarter.

A generation is all accelerators of a vendor with the same compute dies: boards and racks, and
versions with more memory or made for China, come off the same lines. Its quarters are counted from
its own date of volume shipment, so that the table and what it is applied to have one clock. A
share is its part of the packaging wafers, or of the memory, that all shipments of its vendor took
in that quarter. A ramp is what a generation has reached by then: its highest share so far. A
decline is what all older families of the vendor had left: their lowest share so far.

What a generation did is never used for itself. The rows of ``all`` are for those that are not
counted yet; each one that is has rows of its own, made of the others alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from tools.derive.existing_accelerators import CHIPS as AT_SITES
from tools.derive.observed_shipments import SAME_SILICON, VENDORS
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, quarter, ranged

# Epoch AI's names in its counts by quarter, which are shorter and take two chips together.
CHIPS = {
    **{name.removeprefix("Instinct "): ours for name, ours in (AT_SITES | SAME_SILICON).items()},
    "H100/H200": "nvidia_h100",
    "Trainium1/Inferentia": "aws_trainium1",
}
SILICON = ("vendor", "node", "logic_die_mm2", "logic_dies_per_package")
KINDS = ("packaging", "hbm")
QUARTERS = 8
"""A ramp is over after two years: no generation was counted that still rose then."""
FIRST_SEEN = 2
"""A generation is left out whose first count is of a later quarter than this: it rose unseen."""
ALL = "all"
CONFIDENCE = {"packaging": "estimate", "hbm": "reported"}
HOW = {
    "packaging": "Share of packaging wafers; packages a wafer are our estimate.",
    "hbm": "Share of memory shipped.",
}
Silicon = tuple[object, ...]
Counts = dict[str, dict[float, dict[str, float]]]
"""Vendor to the start of a quarter to accelerator to what its shipments took of a kind."""
Paths = dict[str, dict[int, float]]
"""Accelerator that begins a generation to quarter to share."""


def accelerator_ramp_rows(raw: Raw, chips: list[Row], left_out: LeftOut) -> list[Row]:
    """``accelerator_ramp.csv``: medians of other generations, with the least and the most."""
    table = {str(chip["accelerator"]): chip for chip in chips}
    begun = _begun(table)
    rows: list[Row] = []
    for kind in KINDS:
        counts = counts_by_quarter(raw, table, kind, left_out if kind == KINDS[0] else None)
        rows += _rows("ramp", kind, _ramps(counts, table, begun))
        rows += _rows("decline", kind, _declines(counts, table))
    return sorted(rows, key=lambda row: (row["phase"] != "ramp", row["generation"] != ALL,
                                         str(row["generation"]), row["resource_kind"] != KINDS[0],
                                         int(str(row["quarter"]))))  # fmt: skip


def counts_by_quarter(
    raw: Raw, table: dict[str, Row], kind: str, left_out: LeftOut | None = None
) -> Counts:
    """What each accelerator took of a kind by vendor and whole quarter."""
    found: Counts = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    other = []
    for _, line in raw["chips/chip_sales_by_quarter.csv"].iterrows():
        if line.chip not in CHIPS or line.designer not in VENDORS:
            other.append(str(line.chip))
        elif line.quarter_incomplete != "yes":
            chip = CHIPS[line.chip]
            found[VENDORS[line.designer]][quarter(line.quarter)][chip] += _take(
                table[chip], kind, float(line.units_central)
            )
    if left_out is not None:
        why = "of no vendor whose lines are shared, or too small"
        left_out.extend("accelerator_ramp", dict.fromkeys(other), why)
    return found


def _take(chip: Row, kind: str, units: float) -> float:
    if kind == "hbm":
        return units * float(str(chip["hbm_gb"]))
    return units / float(str(chip["packages_per_wafer_gross"]))


def _silicon(chip: Row) -> Silicon:
    return tuple(chip[column] for column in SILICON)


def _begun(table: dict[str, Row]) -> dict[str, str]:
    """Accelerator to the one that began its generation."""
    first: dict[Silicon, str] = {}
    for name, chip in sorted(table.items(), key=lambda item: _ships(item[1])):
        first.setdefault(_silicon(chip), name)
    return {name: first[_silicon(chip)] for name, chip in table.items()}


def _ships(chip: Row) -> float:
    return float(str(chip["volume_ship_year"]))


def _ramps(counts: Counts, table: dict[str, Row], begun: dict[str, str]) -> Paths:
    """Each generation that was seen to begin, to the highest share that it had reached."""
    found: Paths = {}
    for by_quarter in counts.values():
        for first in sorted({begun[k] for taken in by_quarter.values() for k in taken}):
            path: dict[int, float] = {}
            for n, taken in _from(by_quarter, _ships(table[first])):
                own = sum(amount for k, amount in taken.items() if begun[k] == first)
                path[n] = max(own / sum(taken.values()), path.get(n - 1, 0.0))
            seen = next((n for n, share in path.items() if share > 0), QUARTERS)
            if seen <= FIRST_SEEN:
                found[first] = {n: share for n, share in path.items() if n >= seen}
    return found


def _declines(counts: Counts, table: dict[str, Row]) -> Paths:
    """Each family's first accelerator, to the lowest share that older families had left."""
    found: Paths = {}
    for vendor, by_quarter in counts.items():
        families: dict[str, str] = {}
        own = [(name, chip) for name, chip in table.items() if chip["vendor"] == vendor]
        for name, chip in sorted(own, key=lambda item: _ships(item[1])):
            families.setdefault(str(chip["family"]), name)
        for first in families.values():
            path: dict[int, float] = {}
            for n, taken in _from(by_quarter, _ships(table[first])):
                older = sum(
                    amount
                    for k, amount in taken.items()
                    if _ships(table[families[str(table[k]["family"])]]) < _ships(table[first])
                )
                path[n] = min(older / sum(taken.values()), path.get(n - 1, 1.0))
            if path and min(path) <= FIRST_SEEN and path[min(path)] > 0:
                found[first] = path
    return found


def _from(
    by_quarter: dict[float, dict[str, float]], begins: float
) -> Iterator[tuple[int, dict[str, float]]]:
    """The quarters of the first two years of a generation that are counted, from 1 on."""
    for date, taken in sorted(by_quarter.items()):
        n = round((date - begins) * 4) + 1
        if 1 <= n <= QUARTERS:
            yield n, taken


def _rows(phase: str, kind: str, paths: Paths) -> Iterator[Row]:
    """The rows of all, and for each generation that is counted those of the others."""
    for generation in (ALL, *paths):
        others = {name: path for name, path in paths.items() if name != generation}
        before: tuple[float, float, float] | None = None
        for n in range(1, QUARTERS + 1):
            shares = [path[n] for path in others.values() if n in path]
            if not shares:
                break
            now = (min(shares), median(shares), max(shares))
            # Fewer generations are counted in later quarters: no step back comes of that.
            if before is not None:
                worse = max if phase == "ramp" else min
                now = tuple(worse(a, b) for a, b in zip(now, before, strict=True))  # type: ignore[assignment]
            before = now
            whose = "" if generation == ALL else f" Without {generation} itself."
            yield {
                "phase": phase,
                "generation": generation,
                "resource_kind": kind,
                "quarter": n,
                **ranged("share", *(number(share, 3) for share in now)),
                "generations": len(shares),
                "source_id": "epoch_chip_sales_2026_10",
                "confidence": CONFIDENCE[kind],
                "note": HOW[kind] + whose,
            }
