"""When each generation is switched off, and why, where compute has a price."""

import pandas as pd

from planner.results.idle_accelerators import idle_units
from planner.results.off_reasons import WORDS, OffReasons
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND
from planner.wording.names import ACCELERATORS, Names
from planner.wording.numbers import to_decimals

COLUMNS = [
    "accelerator", "site", "year", "reason", "idle_million", "value_usd_per_unit_hour",
    "running_usd_per_unit_hour",
]  # fmt: skip
NAMELESS = Names()
"""Where nothing is known of the tables: keys are said in words."""
TOLD = 0.05
"""Million units below which what stands idle for a reason is not told in a sentence."""
NAMED = 4
"""Generations that a sentence names, the most units first."""


def switched_off(solved: SolvedWorld, reasons: OffReasons) -> pd.DataFrame:
    """One row for each generation, site, year and reason with units that stand idle.

    ``value_usd_per_unit_hour`` is what an hour of a unit's compute is worth at the price of the
    year, ``running_usd_per_unit_hour`` its upkeep and energy there. The reasons are those of
    :meth:`planner.results.off_reasons.OffReasons.parts`.
    """
    hours = solved.world.hours_per_year
    rows = []
    for k, s, y, waiting, displaced, _ in idle_units(solved):
        worth = THOUSAND * reasons.worth.value.get((k, y), float("nan")) / hours
        cost = THOUSAND * reasons.worth.cost.of(k, s, y) / hours
        for reason, idle in reasons.parts(k, s, y, waiting + displaced, displaced):
            rows.append((k, s, y, reason, idle, worth, cost))
    return pd.DataFrame(rows, columns=COLUMNS)


def switched_off_sentences(table: pd.DataFrame, called: Names = NAMELESS) -> list[str]:
    """A sentence for each year with units that stand idle: how many, why, and which."""
    sentences = []
    for year, rows in table.groupby("year"):
        parts = []
        for reason, own in rows.groupby("reason", sort=False):
            by = own.groupby("accelerator")["idle_million"].sum().sort_values(ascending=False)
            if by.sum() >= TOLD:
                others = f" and {len(by) - NAMED} more" if len(by) > NAMED else ""
                first = (called.called(ACCELERATORS, str(k)) for k in by.index[:NAMED])
                names = f"{', '.join(first)}{others}"
                words = WORDS.get(str(reason), str(reason))
                parts.append(f"{to_decimals(by.sum(), 2)} million, {words} ({names})")
        if parts:
            sentences.append(f"Switched off in {year}: {'; '.join(parts)}.")
    return sentences
