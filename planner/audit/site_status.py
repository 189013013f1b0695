"""Sites by their status, read again: when one opens, and how much of its size counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

from planner.audit.candidates import Found
from planner.audit.existing_stock import Standing
from planner.audit.files import Files, records, rows_by


@dataclass(frozen=True)
class Prospect:
    """What is to be expected of a site."""

    opens: float
    """Year, with its fraction, of its first power."""
    share: float = 1.0
    """Part of its size, and of its pace, that counts."""


def prospect(
    files: Files, again: Found, stands: Standing, s: str, row: Mapping[Any, Any]
) -> Prospect:
    """When a site opens and how much of it counts; as its row has it where that is known."""
    asked = files.definition["sites"]
    opens = float(row["first_power_year"]) if row["first_power_year"] is not None else float("nan")
    opens = -float("inf") if isnan(opens) else opens
    slips, counts = asked.get("slip") == "observed", asked.get("completion") == "expected"
    known = stands.power.get(s) or stands.units.get(s) or s in again.chosen or s in _given(files)
    if known or row["kind"] == "fleet_pool" or not (slips or counts):
        return Prospect(opens)
    own = rows_by(files.inputs["site_status"], "status")[row["status"]]
    if slips:
        opens += own["slip_months"] / 12
        if not isnan(own["opens_from"]):
            opens = max(opens, own["opens_from"])
    return Prospect(opens, own["completion_share"] if counts else 1.0)


def _given(files: Files) -> set[str]:
    """Sites of which a model is given what is built and being built."""
    if files.definition.get("commitments", {}).get("sites") != "given":
        return set()
    return {str(row["site"]) for row in records(files.inputs["site_commitments"])}
