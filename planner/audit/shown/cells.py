"""Cells that limits are said to rest on: each is there, and is the one that its row speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isclose, nan, prod
from typing import Any

import pandas as pd

from planner.audit.checks import Check, Comparison, compared
from planner.audit.demand_curves import curve_share
from planner.audit.evidence import Evidence
from planner.audit.files import Files, records
from planner.audit.shown.bottlenecks import ALONE, OF_SIZE, key_of
from planner.audit.shown.limits import LABELS

MODEL = "model"
OF_KIND = {"hbm": "EB", "node": "thousand wafers", "packaging": "thousand wafers",
           "euv": "million exposures"}  # fmt: skip
GW, FACILITY = "GW", "GW of facility power"
UNITS: Mapping[str, str] = {
    "capex_budget_limit": "billion USD",
    "capex_growth_limit": "billion USD",
    "clean_share_requirement": "share of the load",
    "contracted_connection_limit": GW,
    "demand_step_limit": "million H100e",
    "emissions_cap_limit": "Mt CO2",
    "facility_power_limit": GW,
    "national_build_limit": GW,
    "national_construction_limit": FACILITY,
    "ordered_equipment_limit": FACILITY,
    "present_cost_limit": "billion USD",
    "regional_build_limit": GW,
    "regional_connection_limit": GW,
    "shell_build_rate_limit": FACILITY,
    "shipment_commitment_limit": "million units",
    "shipment_commitment_requirement": "million units",
    "site_commitment_limit": FACILITY,
    "site_commitment_requirement": FACILITY,
    "site_load_limit": FACILITY,
    "site_size_limit": FACILITY,
    "site_water_limit": "million m3",
    "training_fleet_share_limit": "share of the fleet's H100e",
}
"""Limit to the unit of its capacity; those of components have that of their kind."""
UNIT_OF_ITS_OWN = ("equipment_delivery_limit", "expansion_growth_limit", "goods_supply_limit",
                   "unserved_load_limit")  # fmt: skip
"""Limits whose unit the tables state by row, or no table."""


def cell_checks(evidence: Evidence, left_out: frozenset[str] = frozenset()) -> list[Check]:
    """One check of the cells and units of limits and bottlenecks; `left_out` are of plug-ins."""
    return [
        compared("cells of limits", "the cell that states a limit is there, speaks of what its "
                 "row does, and has the amount and the unit that are told", "cells",
                 _rows(evidence, left_out)),
    ]  # fmt: skip


@dataclass(eq=False)
class Cells:
    """The tables of a run by what stands in their first columns, which name a row."""

    evidence: Evidence
    _tables: dict[tuple[str, int], dict[tuple[Any, ...], dict[Any, Any]]] = field(
        default_factory=dict
    )

    def find(self, table: str, key: list[Any] | None, column: str) -> list[dict[Any, Any]]:
        """The rows of a cell; of a key of the model one that holds nothing else."""
        if key is None:
            return []
        if table.partition(".")[0] == MODEL:
            names = [*table.split(".")[1:], *(str(part) for part in key)]
            return self._of_model(names)
        if not key:
            return []
        rows = self._by_key(table, len(key))
        if None in key:
            return [
                row
                for own, row in rows.items()
                if column in row
                and all(b is None or a == b for a, b in zip(own, key, strict=True))
            ]
        row = rows.get(tuple(key))
        if row is not None and column in row:
            return [row]
        # Small sites stand as one, and a candidate in no table: the plan has their place.
        places, frame = self.evidence.places, self.evidence.files.inputs.get(table)
        known = key[0] in places and frame is not None and column in frame
        return [{}] if known and frame is not None and frame.columns[0] == "site" else []

    def _of_model(self, names: list[str]) -> list[dict[Any, Any]]:
        at: Any = self.evidence.files.definition
        for name in (part for dotted in names for part in dotted.split(".")):
            if not isinstance(at, Mapping) or name not in at:
                return []
            at = at[name]
        return [] if at is None else [{}]

    def _by_key(self, table: str, parts: int) -> dict[tuple[Any, ...], dict[Any, Any]]:
        if (table, parts) not in self._tables:
            frame = self.evidence.files.inputs.get(table, pd.DataFrame())
            rows = records(frame)
            self._tables[table, parts] = {tuple(list(row.values())[:parts]): row for row in rows}
        return self._tables[table, parts]


def _rows(evidence: Evidence, left_out: frozenset[str]) -> Iterator[Comparison]:
    cells = Cells(evidence)
    for row in records(evidence.plan("limits")):
        limit = str(row["limit"])
        if limit in left_out:
            continue
        key = key_of(str(row["cell_row"]))
        where = f"{row['table']} {row['cell_row']} {row['cell_column']} of {limit}"
        found = cells.find(str(row["table"]), key, str(row["cell_column"]))
        yield Comparison(f"rows of {where}", float(bool(found)), 1.0)
        if limit in ALONE:
            fits = key is not None and _fits(row, key)
            yield Comparison(f"whether {where} speaks of its row", float(fits), 1.0)
            place = evidence.places.get(str(row["place"]))
            if row["cell_factors"] and found and found[0] and not (place and place.members):
                factors = key_of(str(row["cell_factors"])) or []
                amount = sum(prod(float(of.get(name, nan)) for name in factors) for of in found)
                amount *= _part(evidence, limit)
                amount *= place.counted if place and limit in OF_SIZE else 1.0
                capacity = float(row["capacity"])
                near = _near(capacity, amount, row["year"], evidence.files)
                yield Comparison(f"product of {where}", near, capacity)
        if limit not in UNIT_OF_ITS_OWN:
            unit = UNITS.get(limit) or OF_KIND.get(str(row["kind"]), "")
            yield Comparison(f"unit of {limit}: {row['unit']}", float(row["unit"] == unit), 1.0)
    for row in records(evidence.plan("bottlenecks")):
        if str(row["limit"]) in left_out:
            continue
        where = f"{row['table']} {row['row']} {row['column']}"
        found = cells.find(str(row["table"]), key_of(str(row["row"])), str(row["column"]))
        yield Comparison(f"rows of {where}, a bottleneck", float(bool(found)), 1.0)
        known = str(row["limit"]) in LABELS or str(row["limit"]) in UNLISTED
        yield Comparison(f"limit {row['limit']} of {where}", float(known), 1.0)
        if not pd.isna(row["year"]) and not row["onwards"]:
            same = str(row["years"]) == str(int(row["year"]))
            yield Comparison(f"years of {where}: {row['years']}", float(same), 1.0)


UNLISTED = ("onsite_reserve_margin_requirement", "n_minus_1_requirement", "site_draw_limit")
"""Limits that stand behind a bottleneck and are listed for no row: rules that all sites keep."""


def _fits(row: Mapping[Any, Any], key: list[Any]) -> bool:
    """Whether the names and years of a cell's key are those of its row."""
    names = {str(row[name]) for name in ("kind", "pool", "place")}
    year = None if pd.isna(row["year"]) else int(row["year"])
    for part in key:
        if isinstance(part, str) and part not in names:
            return False
        # A year of the tables holds until the next; a step of a curve is a number as well.
        if isinstance(part, int) and str(part) not in names and (year is None or part > year):
            return False
    return True


def _part(evidence: Evidence, limit: str) -> float:
    """The part of a cell that the planned sites stand for, where the model states one."""
    if limit != "demand_step_limit":
        return 1.0
    return curve_share(evidence.files)


def _near(capacity: float, amount: float, year: Any, files: Files) -> float:
    """The amount in the unit of the capacity: of a year or of all it stands for, or millions."""
    each = 1 if pd.isna(year) else files.length(int(year))
    for scale in (1.0, float(each), 1e-6):
        if isclose(amount * scale, capacity, rel_tol=1e-7):
            return amount * scale
    return amount
