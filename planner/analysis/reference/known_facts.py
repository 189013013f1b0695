"""What is counted, guided and expected, beside a plan: row by row, and why a row is outside."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from math import isclose
from typing import Any

import pandas as pd

from planner.analysis.reference.fact_causes import Causes
from planner.analysis.reference.fact_figures import TRACKED, FactFigures, share_taken
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.results import Plan
from planner.system import World

TABLE = "known_facts"
BESIDE = "beside_facts"
"""The table of a plan that the comparison is kept in."""
TOLERANCE = 0.25
"""Share by which a plan may differ from a central value and still agree."""
COLUMNS = [
    "year", "quantity", "subject", "unit", "reading", "scope", "counted_share", "low", "central",
    "high", "taken_share", "plan", "ratio", "verdict", "cause", "fact", "source_id", "confidence",
    "vintage",
]  # fmt: skip
NUMBERS = ["counted_share", "low", "central", "high", "taken_share", "plan", "ratio"]


class FactVerdict(StrEnum):
    """How a plan stands to a known figure."""

    INSIDE = "inside"
    NEAR = "within 25 %"
    OUTSIDE = "outside"
    GIVEN = "given"
    """What the plan begins with, or is held to as what is built or counted: its tables say it."""
    MISSING = "no counterpart"


def judge(
    plan: float, low: float | None, central: float | None, high: float | None, reading: str
) -> FactVerdict:
    """The verdict on `plan`; at least one published value must be there.

    A `floor` is held from below, by its low end where it has one; a `ceiling` from above, by its
    high end. A `value` is held to its range, of which an end may be open. Outside a range, or
    where there is none, a plan agrees within a quarter of the central value.
    """
    if reading == "floor":
        least = central if low is None else low
        above = least is None or _at_most(least, plan)
        return FactVerdict.INSIDE if above else FactVerdict.OUTSIDE
    if reading == "ceiling":
        high = central if high is None else high
        return FactVerdict.INSIDE if _at_most(plan, high) else FactVerdict.OUTSIDE
    ranged = low is not None or high is not None
    if ranged and (low is None or _at_most(low, plan)) and _at_most(plan, high):
        return FactVerdict.INSIDE
    nearest = central if central is not None else (low if low is not None else high)
    assert nearest is not None
    off = abs(plan - nearest)
    near = off <= TOLERANCE * abs(nearest) or isclose(off, TOLERANCE * abs(nearest))
    return FactVerdict.NEAR if near else FactVerdict.OUTSIDE


def with_known_facts(model: ModelDefinition, inputs: Inputs, plan: Plan, world: World) -> Plan:
    """The plan with the table ``beside_facts``: each known figure beside its own.

    ``low``, ``central`` and ``high`` are as they are known; of a figure of the whole world the
    plan's region takes ``taken_share``, which the verdict and the ``ratio`` of the plan to the
    central value count with. Facts from the year before the plan on are in it: of that year, what
    the plan begins with.
    """
    beside = compare(model, inputs, plan, world)
    return replace(plan, tables={**plan.tables, BESIDE: beside})


def compare(model: ModelDefinition, inputs: Inputs, plan: Plan, world: World) -> pd.DataFrame:
    """One row a known figure that speaks of the plan's years, or of the year before them."""
    figures = FactFigures(plan, world, inputs, share_taken(model, inputs, "h100e_stock"))
    causes = Causes(figures)
    rows = []
    for fact in _facts(inputs, world):
        of_all = fact["scope"] == "world" and fact["reading"] != "ceiling"
        share = share_taken(model, inputs, str(fact["quantity"])) if of_all else 1.0
        rows.append({**fact, "taken_share": share, **_beside(fact, share, figures, causes)})
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame[NUMBERS] = frame[NUMBERS].astype(float)
    return frame.sort_values("year", kind="stable").reset_index(drop=True)


def _beside(
    fact: Mapping[str, Any], share: float, figures: FactFigures, causes: Causes
) -> dict[str, object]:
    """Plan, ratio, verdict and cause of one known figure."""
    year, quantity, subject = int(fact["year"]), str(fact["quantity"]), str(fact["subject"])
    low, central, high = (
        None if pd.isna(fact[end]) else float(fact[end]) * share
        for end in ("low", "central", "high")
    )
    own = figures.of(quantity, subject, year)
    if own is None:
        cause = causes.missing(quantity, subject, year)
        return {"plan": None, "ratio": None, "verdict": FactVerdict.MISSING.value, "cause": cause}
    ends = (high, central, low) if fact["reading"] == "ceiling" else (central, low, high)
    nearest = next(end for end in ends if end is not None)
    ratio = own / nearest if nearest else None
    verdict = judge(own, low, central, high, str(fact["reading"]))
    agrees = verdict is not FactVerdict.OUTSIDE
    if year < figures.world.years[0] or (agrees and _is_held(fact, figures.world)):
        verdict = FactVerdict.GIVEN
    outside = verdict is FactVerdict.OUTSIDE
    cause = causes.sentence(quantity, subject, year, own, nearest) if outside else ""
    if outside and fact["scope"] == "firms":
        cause += " The figure counts spending in all countries and for all uses."
    return {"plan": own, "ratio": ratio, "verdict": verdict.value, "cause": cause}


def _is_held(fact: Mapping[str, Any], world: World) -> bool:
    """Whether the plan is given the figure, or counts that it follows from, so that it agrees."""
    year, subject, scope = int(fact["year"]), str(fact["subject"]), str(fact["scope"])
    if fact["quantity"] == "site_facility_gw":
        return any(
            (scope == "sites" or site == subject) and when == year
            for _, site, when in world.site_commitments
        )
    counted = any(when == year for _, _, when, _ in world.accelerator_commitments)
    return scope == "world" and fact["reading"] == "floor" and counted


def _at_most(amount: float, bound: float | None) -> bool:
    return bound is None or amount <= bound or isclose(amount, bound)


def _facts(inputs: Inputs, world: World) -> Iterator[dict[str, Any]]:
    """Rows of the table, sums over tracked campuses, and the stock of the world as a ceiling."""
    table = inputs[TABLE].reset_index().rename(columns={"share_of_year": "counted_share"})
    table["subject"] = table["subject"].fillna("")
    table = table[table["year"].between(world.years[0] - 1, world.years[-1])]
    of_a_site = table["scope"] == "site"
    campuses = table[of_a_site & table["subject"].isin(list(world.sites))]
    keys = ["year", "reading", "counted_share", "unit", "source_id", "vintage", "confidence"]
    for key, part in campuses.groupby(keys, sort=True):
        about = dict(zip(keys, key, strict=True))
        fact = f"{TRACKED}_{about['year']}_{about['reading']}".replace(" ", "_")
        sums = {end: part[end].sum(min_count=1) for end in ("low", "central", "high")}
        yield {**about, **sums, "fact": fact, "quantity": "site_facility_gw",
               "subject": TRACKED, "scope": "sites"}  # fmt: skip
    for _, row in pd.concat([table[~of_a_site], campuses]).iterrows():
        yield {str(name): cell for name, cell in row.items()}
    stock = inputs["world_compute"].reset_index()
    for _, row in stock[stock["year"].isin(world.years)].iterrows():
        yield {
            "fact": f"h100e_stock_of_the_world_{row['year']}",
            "year": row["year"],
            "quantity": "h100e_stock",
            "subject": "the whole world",
            "unit": "million H100e",
            "reading": "ceiling",
            "scope": "world",
            "counted_share": 1.0,
            "low": row["h100e_million_low"],
            "central": row["h100e_million"],
            "high": row["h100e_million_high"],
            "source_id": row["source_id"],
            "confidence": row["confidence"],
            "vintage": "",
        }
