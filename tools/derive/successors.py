"""Generations that no vendor has described yet: what is known of each vendor, carried on.

A vendor's next unit comes at the vendor's own cadence, from the level of its last one. All
vendors' trends are carried on alike, by the median of them: their own differ from each other by
more than a few years can bear, so that one vendor's unit would come out at several times
another's. Low and high throughput grow as the slowest and the fastest stretch of some
years of any of the lines did.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, count, takewhile
from pathlib import Path
from statistics import median
from typing import Any

from tools.derive.rows import Row, number, ranged

GIVEN: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
BASIS = "eight_bit_dense_tflops"
NOT_FOLLOWED = 2040
"""Last year of sale of what nothing follows."""


@dataclass(frozen=True)
class Line:
    """A vendor's largest units, one an architecture, in the order in which they shipped."""

    vendor: str
    called: str
    trend: Sequence[Row]
    last: Row

    def growth(self, of: Callable[[Row], float]) -> float:
        """Growth a year from the first of the line to its last, as a factor."""
        first, last = self.trend[0], self.trend[-1]
        return _yearly(first, last, of)

    def stretches(self, of: Callable[[Row], float]) -> list[float]:
        """Growth a year between any two that are some years apart; of a short line, its own."""
        least = GIVEN["shortest_stretch_years"]
        pairs = combinations(self.trend, 2)
        long = [_yearly(a, b, of) for a, b in pairs if ship(b) - ship(a) >= least]
        return long or [self.growth(of)]

    def cadence(self) -> float:
        """Years from one of the line to the next."""
        return (ship(self.trend[-1]) - ship(self.trend[0])) / (len(self.trend) - 1)

    def dates(self) -> list[float]:
        """When successors ship, to the quarter, one cadence after another."""
        step = self.cadence()
        quarters = (round(4 * (ship(self.last) + n * step)) / 4 for n in count(1))
        return list(takewhile(lambda at: int(at) <= GIVEN["last_year"], quarters))


def ship(chip: Row) -> float:
    """Start of the quarter of volume shipment."""
    return _float(chip, "volume_ship_year")


def logic_mm2(chip: Row) -> float:
    """Area of all compute dies of a package."""
    return _float(chip, "logic_die_mm2") * _float(chip, "logic_dies_per_package")


def with_successors(chips: Sequence[Row], nodes: Sequence[Row], years_on_sale: int) -> list[Row]:
    """All generations, those to come after each vendor's, and the last years of sale of both."""
    lines = _lines(chips)
    to_come = [row for line in lines for row in _successors(line, lines, nodes)]
    followed = {str(row["vendor"]) for row in to_come}
    rows = [
        {**chip, "last_sale_year": int(ship(chip)) + years_on_sale}
        if chip["vendor"] in followed and chip["last_sale_year"] == NOT_FOLLOWED
        else chip
        for chip in chips
    ]
    last = {vendor: max(ship(r) for r in to_come if r["vendor"] == vendor) for vendor in followed}
    for row in to_come:
        newest = ship(row) == last[str(row["vendor"])]
        until = NOT_FOLLOWED if newest else int(ship(row)) + years_on_sale
        rows.append({**row, "last_sale_year": until})
    return rows


def _lines(chips: Iterable[Row]) -> list[Line]:
    by_name = {str(chip["accelerator"]): chip for chip in chips}
    return [
        Line(vendor, said["called"], [by_name[k] for k in said["trend"]], by_name[said["last"]])
        for vendor, said in GIVEN["lines"].items()
    ]


def _successors(line: Line, lines: Sequence[Line], nodes: Sequence[Row]) -> list[Row]:
    kin = [line] if line.vendor in GIVEN["apart"] else [
        other for other in lines if other.vendor not in GIVEN["apart"]
    ]  # fmt: skip

    def grown(of: Callable[[Row], float], at: float) -> float:
        return median(one.growth(of) for one in kin) ** (at - ship(line.last))

    told = [growth for one in kin for growth in one.stretches(_of(BASIS))]
    return [_successor(line, at, grown, (min(told), max(told)), nodes) for at in line.dates()]


def _successor(
    line: Line,
    at: float,
    grown: Callable[[Callable[[Row], float], float], float],
    extremes: tuple[float, float],
    nodes: Sequence[Row],
) -> Row:
    """One generation to come, shipping at a date."""
    last, years = line.last, at - ship(line.last)
    said = f"{line.called} of {int(at)}"
    row: Row = {
        **last,
        "accelerator": f"{str(last['accelerator']).split('_')[0]}_projected_{int(at)}",
        "name": f"{said} (projected)",
        "family": said,
        "volume_ship_year": at,
        "node": _node(line, at, nodes),
        "logic_dies_per_package": max(
            1, round(_float(last, "logic_dies_per_package") * grown(logic_mm2, at))
        ),
        "hbm_type": "projected",
        "estimated_fields": ";".join(c for c in GIVEN["estimated"] if last[c] is not None),
        "source_id": "planner_estimate",
        "confidence": "estimate",
        "note": f"Projected, not announced: {last['name']} carried on for {years:g} years by the "
        f"trend of {'its own line' if line.vendor in GIVEN['apart'] else 'four vendors'}. Low and "
        "high throughput: their slowest and fastest stretch of three years or more.",
    }
    for column in GIVEN["throughput"]:
        if last[column] is not None:
            central = _float(last, column)
            row |= ranged(
                column,
                central * extremes[0] ** years,
                central * grown(_of(BASIS), at),
                central * extremes[1] ** years,
            )
    row["fp4_dense_tflops"] = None
    for column in GIVEN["grows"]:
        if last[column] is not None:
            row[column] = number(_float(last, column) * grown(_of(column), at), 3)
    for end in ("low", "high"):
        column = f"price_usd_{end}"
        row[column] = number(_float(last, column) * grown(_of("price_usd"), at), 3)
    area = grown(_of("package_area_mm2"), at) if last["package_area_mm2"] is not None else grown(
        logic_mm2, at
    )  # fmt: skip
    row["packages_per_wafer_gross"] = number(_float(last, "packages_per_wafer_gross") / area, 2)
    return row


def _node(line: Line, at: float, nodes: Sequence[Row]) -> object:
    """The newest node of the maker that had been in volume for as long as the line's were."""
    began = {str(n["node"]): _float(n, "volume_production_year") for n in nodes}
    maker = {str(n["node"]): n["vendor"] for n in nodes}
    waited = median(ship(chip) - began[str(chip["node"])] for chip in line.trend)
    own = maker[str(line.last["node"])]
    fit = [n for n in began if maker[n] == own and began[n] + waited <= at]
    newest = max([*fit, str(line.last["node"])], key=began.__getitem__)
    return newest


def _yearly(first: Row, last: Row, of: Callable[[Row], float]) -> float:
    years = ship(last) - ship(first)
    return float((of(last) / of(first)) ** (1 / years))


def _of(column: str) -> Callable[[Row], float]:
    return lambda chip: _float(chip, column)


def _float(chip: Row, column: str) -> float:
    return float(str(chip[column]))
