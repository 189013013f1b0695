"""Bottlenecks: what one percent more of a limit brings, beside the table of limits.

Where each row of a limit is stated by one cell alone, a percent of the cell is a percent of each
of its rows: what it brings is a hundredth of their capacities, each times what a unit of it is
worth by the table of limits. Cells that state a row together with others, as supply and a vendor's
share of it, are held to less.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.evidence import Evidence
from planner.audit.files import records
from planner.audit.proof import Proof
from planner.audit.shown.limits import COMPUTE, worth_column
from planner.audit.shown.presence import same_rows

Cell = tuple[str, str, str]
"""Table, key of the row as JSON, and column, as the table of limits names them."""
ALONE = frozenset({
    "capex_budget_limit", "contracted_connection_limit", "demand_step_limit",
    "emissions_cap_limit", "facility_power_limit", "national_build_limit", "present_cost_limit",
    "regional_build_limit", "regional_connection_limit", "shell_build_rate_limit",
    "site_size_limit", "training_fleet_share_limit",
})  # fmt: skip
"""Limits of which a row is stated by one cell alone, and is as large as the cell says."""
OF_SIZE = ("shell_build_rate_limit", "site_load_limit", "site_size_limit")
"""Limits whose cell counts with the share that the status of the site has."""
OF_SITES = ("contracted_connection_limit", "shell_build_rate_limit", "site_size_limit")
GIVES_WAY = ALONE | {
    "capex_growth_limit", "clean_share_requirement", "component_supply_limit",
    "expansion_growth_limit", "national_construction_limit", "onsite_reserve_margin_requirement",
    "part_year_component_limit", "part_year_vendor_share_limit", "site_commitment_requirement",
    "vendor_share_limit",
}  # fmt: skip
"""Limits of which every row gives way with its cell: nothing gets worse by it at first."""
OF_SUPPLY = ("component_supply_limit", "part_year_component_limit", "vendor_share_limit",
             "part_year_vendor_share_limit", "equipment_delivery_limit")  # fmt: skip
OF_KIND = ("node", "packaging", "hbm", "euv")
A_FEW = 20.0
"""Times of what is nothing that a step may be, whose size in percent no table tells."""
OF_NATION = {"equipment_delivery_limit": "equipment"}
OF_MONEY, OF_TARGET = 1e-9, 1e-8
"""Shares of the plan's own objective, and of a target, below which a percent brings nothing."""
PERCENT = 0.01
A_HAIR = 1e-4
"""Share of a limit that later stages may leave free of what an earlier one filled."""
A_MONTH = 1 / 12


def _is_both(row: Mapping[Any, Any]) -> bool:
    """Whether a cell states floor and ceiling at once: less of it loosens one, tightens one."""
    key = key_of(str(row["row"]))
    return str(row["limit"]) == "site_commitment_requirement" and key is not None and "both" in key


def bottleneck_checks(evidence: Evidence, proof: Proof) -> list[Check]:
    """Three checks: the rows by themselves, beside the limits, and beside supply."""
    told = Bottlenecks(evidence, proof)
    return [
        compared("bottlenecks", "a row has a price that is no rounding, is told in its place, and "
                 "gives way to the better", "rows", told.by_themselves()),
        compared("bottlenecks beside limits", "a percent of a cell brings what a percent of its "
                 "rows is worth, and no cell with a price is left out",
                 "percent of a target, million H100e-years or billion USD", told.beside_limits()),
        compared("bottlenecks beside supply", "a step of supply brings what the steps in a "
                 "percent of its cell do", "unit of the stage",
                 told.beside_supply()),
    ]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Bottlenecks:
    """The two tables, and what a change of each stage counts."""

    evidence: Evidence
    proof: Proof

    @cached_property
    def rows(self) -> list[dict[Any, Any]]:
        """The rows of the table, in their order."""
        return records(self.evidence.plan("bottlenecks"))

    @cached_property
    def limits(self) -> dict[Cell, list[dict[Any, Any]]]:
        """Each cell to the limits that it states first of all."""
        found: dict[Cell, list[dict[Any, Any]]] = {}
        for row in records(self.evidence.plan("limits")):
            cell = str(row["table"]), str(row["cell_row"]), str(row["cell_column"])
            found.setdefault(cell, []).append(row)
        return found

    @cached_property
    def alone(self) -> frozenset[str]:
        """Limits whose rows one cell alone states, in this model.

        A site's size and pace stand in further rows where the largest unit may fail, and where a
        load is stated: these are listed nowhere.
        """
        files = self.evidence.files
        fails = files.definition["power"]["security"] in ("n_minus_1", "both")
        more = fails or not files.inputs["site_load"].empty
        return ALONE - frozenset(OF_SITES) if more else ALONE

    @cached_property
    def floors(self) -> Mapping[str, float]:
        """Stage to the change below which there is none, in the unit of its column."""
        found = {}
        for name, stage in self.proof.stages.items():
            reached = abs(float(stage.costs @ stage.values) + stage.constant)
            of_money = OF_MONEY * reached or OF_MONEY**2
            found[name] = of_money if name in ("cost", COMPUTE) else OF_TARGET / PERCENT
        return found

    def worth(self, row: Mapping[Any, Any]) -> list[float]:
        """What a percent of a limit's row brings, stage by stage, as the columns tell it.

        Of a limit of nothing a percent is a hundredth of one.
        """
        found = []
        for stage in self.proof.stages:
            if stage == "cost":
                each = PERCENT * float(row["cost_change_busd_per_unit"])
            else:
                of_target = 1.0 if stage == COMPUTE else 1 / PERCENT
                each = PERCENT * of_target * float(row[worth_column(stage)])
            found.append(each * (float(row["capacity"]) or 1.0))
        return found

    def told(self, row: Mapping[Any, Any]) -> list[float]:
        """What a row tells, stage by stage."""
        return [float(row[percent_column(stage)]) for stage in self.proof.stages]

    def _better(self, told: list[float]) -> list[float]:
        """The same with what is better above zero: of the cost it is less of it."""
        signs = (-1.0 if stage == "cost" else 1.0 for stage in self.proof.stages)
        return [sign * number for sign, number in zip(signs, told, strict=True)]

    def by_themselves(self) -> Iterator[Comparison]:
        """Order, price, sign, steps, and years of each row."""
        before: list[float] | None = None
        for row in self.rows:
            where = " ".join(filter(None, map(str, cell_of(row))))
            better = self._better(self.told(row))
            floors = self.floors.values()
            known = [abs(b) > 0.5 * f for b, f in zip(better, floors, strict=True) if b == b]
            yield Comparison(f"whether {where} has a price", float(any(known)), 1.0)
            if before is not None and not any(b != b for b in (*before, *better)):
                yield Comparison(f"whether {where} stands below better ones",
                                 float(better <= before), 1.0)  # fmt: skip
            before = better
            limit = str(row["limit"])
            first = next((b for b in better if b), 0.0)
            if limit in GIVES_WAY and not _is_both(row):
                yield Comparison(
                    f"whether {where} gives way to the better", float(first >= 0), 1.0
                )
            own = set() if pd.isna(row["year"]) else {int(row["year"])}
            planned = years_in(str(row["years"])) <= {*self.evidence.years, *own}
            yield Comparison(f"years of {where}: {row['years']}", float(planned), 1.0)
            steps = _steps(row)
            if steps is not None:
                yield Comparison(f"steps in a percent of {where}", row["steps_in_percent"], steps)
            if limit in OF_SITES:
                place = self.evidence.places.get(str(row["place"]))
                there = max(1, len(place.members)) if place else 0
                yield Comparison(f"places of {where}", float(row["places"]), float(there))

    def beside_limits(self) -> Iterator[Comparison]:
        """What a cell brings, in which years and of what; and which cells have a price."""
        told = {cell_of(row): row for row in self.rows if str(row["limit"]) in self.alone}
        due, few = set(), set()
        floors = list(self.floors.values())
        for of, rows in self.limits.items():
            if str(rows[0]["limit"]) not in self.alone:
                continue
            of_rows = [self.worth(row) for row in rows]
            sums = [sum(each) for each in zip(*of_rows, strict=True)]
            if _reach(sums, floors, 2.0):
                due.add(of)
            elif _reach(sums, floors, 0.5):
                few.add(of)
            row = told.get(of)
            if row is None:
                continue
            where = " ".join(filter(None, of))
            binds = any(row["binding"] or _nearly_full(row) for row in rows)
            yield Comparison(f"whether a row of {where} binds", float(binds), 1.0)
            for stage, found, right, floor in zip(
                self.floors, self.told(row), sums, floors, strict=True
            ):
                # A hair is no change at all.
                right = 0.0 if abs(right) <= floor else right
                size = max(abs(right), 2e6 * floor) if right == right else 1.0
                yield cell(f"what {where} brings of {stage}", found / size, right / size)
            of_any = {str(each["limit"]) for each in rows}
            yield Comparison(f"limit of {where}", float(row["limit"] in of_any), 1.0)
            capacity, value = float(rows[0]["capacity"]), float(row["value"])
            place = self.evidence.places.get(str(row["place"]))
            if place and str(row["limit"]) in OF_SIZE:
                value *= place.counted
            year = rows[0]["year"]
            each_year = value * (1 if pd.isna(year) else self.evidence.files.length(int(year)))
            near = min((value, each_year), key=lambda amount: abs(amount - capacity))
            yield Comparison(f"amount of {where}", near, capacity)
            years = {
                int(limit["year"])
                for limit, worth in zip(rows, of_rows, strict=True)
                if not pd.isna(limit["year"]) and _reach(worth, floors, 1.0)
            }
            if pd.isna(row["year"]) or row["onwards"]:
                same = years_in(str(row["years"])) == years
            else:
                same = str(row["years"]) == str(row["year"])
            yield Comparison(f"years of {where}: {row['years']}", float(same), 1.0)
        yield from same_rows("bottlenecks", told, due, few)

    def beside_supply(self) -> Iterator[Comparison]:
        """A percent of a cell of supply beside a step of it, as the two tables tell them."""
        supply = {
            (row["kind"], row["pool"], row["vendor"], int(row["year"])): row
            for row in records(self.evidence.plan("supply"))
        }
        for row in self.rows:
            if str(row["limit"]) not in OF_SUPPLY or pd.isna(row["year"]):
                continue
            kind = row["kind"] or OF_NATION.get(str(row["limit"]), "")
            step = supply.get((kind, row["pool"], row["place"], int(row["year"])))
            if step is None:
                continue
            where = " ".join(filter(None, cell_of(row)))
            steps = [float(row["steps_in_percent"]) * each for each in self._of_a_step(step)]
            for stage, told, right in zip(self.floors, self.told(row), steps, strict=True):
                floor = self.floors[stage]
                right = 0.0 if abs(right) <= floor else right
                size = max(abs(right), 2e6 * floor) if right == right else 1.0
                yield cell(f"a step of {where}, of {stage}", told / size, right / size)
            del supply[kind, row["pool"], row["place"], int(row["year"])]
        for (kind, pool, vendor, y), row in supply.items():
            # Without a bottleneck a percent brings nothing. It is no more than so many steps.
            most_steps = 1.0 if vendor else PERCENT * float(row["capacity"])
            for stage, each in zip(self.floors, self._of_a_step(row), strict=True):
                if kind in OF_KIND and each == each and most_steps == most_steps:
                    most = A_FEW * self.floors[stage]
                    where = " ".join(filter(None, (kind, pool, vendor)))
                    found = max(0.0, abs(each) * most_steps - most)
                    yield Comparison(f"a step of {where} in {y}, of {stage}", found / most, 0.0)

    def _of_a_step(self, row: Mapping[Any, Any]) -> list[float]:
        """What a step of supply brings, stage by stage, in the units of the bottlenecks."""
        found = []
        for stage in self.floors:
            if stage == "cost":
                found.append(float(row["cost_change_musd_per_step"]) / 1e3)
            else:
                of_target = 1.0 if stage == COMPUTE else 1 / PERCENT
                found.append(of_target * float(row[worth_column(stage, "step")]))
        return found


def cell_of(row: Mapping[Any, Any]) -> Cell:
    """The cell of a row, as the table of limits names it: a key of the model goes with it."""
    table, key = str(row["table"]), str(row["row"])
    if table == "model":
        first, *rest = key_of(key) or [""]
        return f"model.{first}", json.dumps(rest, ensure_ascii=False), str(row["column"])
    return table, key, str(row["column"])


def key_of(text: str) -> list[Any] | None:
    """The key that a text tells as JSON; None where it tells none."""
    try:
        key = json.loads(text) if text else []
    except ValueError:
        return None
    return key if isinstance(key, list) else None


def percent_column(stage: str) -> str:
    """The column of what one percent more of a limit brings in a stage."""
    told = {"cost": "cost_change_busd", COMPUTE: "compute_million_h100e_years"}
    return told.get(stage, f"{stage}_percent_of_a_target")


def years_in(spans: str) -> set[int]:
    """The years of a text such as ``2026-2028, 2031``; no such year where it tells none."""
    found: set[int] = set()
    for span in filter(None, spans.split(", ")):
        first, _, last = span.partition("-")
        if not (first.isdigit() and (last or first).isdigit()):
            return {0}
        found |= set(range(int(first), int(last or first) + 1))
    return found


def _reach(changes: list[float], floors: list[float], share: float) -> bool:
    return any(abs(c) > share * floor for c, floor in zip(changes, floors, strict=True))


def _nearly_full(row: Mapping[Any, Any]) -> bool:
    """Whether what a stage filled, a later one has left by no more than stages may give way."""
    capacity, used = float(row["capacity"]), float(row["used"])
    return abs(capacity - used) <= A_HAIR * max(abs(capacity), abs(used))


def _steps(row: Mapping[Any, Any]) -> float | None:
    """How many steps a percent is, where no row of a table has a step of its own."""
    value, size = float(row["value"]) or 1.0, float(row["step_size"])
    if row["sense"] == "sooner":
        return PERCENT / A_MONTH
    if row["limit"] in ALONE and row["unit"] == row["step_unit"]:
        return PERCENT * value / size
    if str(row["step_unit"]) == "% of the step":
        return 1.0 / size
    if str(row["step_unit"]).startswith("% "):
        return value / size
    return None
