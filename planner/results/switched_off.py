"""When each generation is switched off, and why, where compute has a price."""

import pandas as pd

from planner.results.idle_accelerators import idle_units
from planner.results.off_reasons import WORDS, OffReasons
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND
from planner.wording.numbers import to_decimals

COLUMNS = [
    "accelerator", "site", "year", "reason", "idle_million", "value_usd_per_unit_hour",
    "running_usd_per_unit_hour",
]  # fmt: skip
TOLD = 0.05
"""Million units below which a generation's idle ones are not told in a sentence."""


def switched_off(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each generation, site and year with units that stand idle.

    ``value_usd_per_unit_hour`` is what an hour of a unit's compute is worth at the price of the
    year, ``running_usd_per_unit_hour`` its upkeep and energy there. The reasons are those of
    :meth:`planner.results.off_reasons.OffReasons.of`.
    """
    reasons, hours = OffReasons(solved), solved.world.hours_per_year
    rows = []
    for k, s, y, waiting, displaced, _ in idle_units(solved):
        if (idle := waiting + displaced) > 0:
            worth = THOUSAND * reasons.value.get((k, y), float("nan")) / hours
            cost = THOUSAND * reasons.cost.of(k, s, y) / hours
            rows.append((k, s, y, reasons.of(k, s, y), idle, worth, cost))
    return pd.DataFrame(rows, columns=COLUMNS)


def switched_off_sentences(table: pd.DataFrame) -> list[str]:
    """A sentence for each year with units that stand idle: how many of what, and why."""
    sentences = []
    for year, rows in table.groupby("year"):
        by = rows.groupby(["accelerator", "reason"])["idle_million"].sum()
        told = by[by >= TOLD].sort_values(ascending=False)
        if told.empty:
            continue
        each = ", ".join(
            f"{to_decimals(million, 2)} million {k} ({WORDS.get(str(reason), str(reason))})"
            for (k, reason), million in told.items()
        )
        sentences.append(f"Switched off in {year}: {each}.")
    return sentences
