"""Idle accelerators: how many stand idle at a site, for how long, and why."""

from collections.abc import Iterator
from math import isfinite

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import yearly_charge
from planner.results.off_reasons import (
    COOLING,
    DEMAND,
    NOT_SHOWN,
    POWER,
    POWER_COST,
    REPLACED,
    RUNNING_COST,
    SHELL,
    OffReasons,
)
from planner.solving.solve import SolvedWorld
from planner.units import MONTHS_PER_YEAR
from planner.wording.money import billions
from planner.wording.numbers import to_decimals

COLUMNS = ("site", "year", "accelerator", "reason", "idle_million_months", "capital_busd")
NEGLIGIBLE = 1e-9
"""Million units below which there are none."""
TOLD = {
    POWER: "have no power",
    POWER_COST: "earn too little for their power",
    SHELL: "have no room in a shell",
    COOLING: "have no hall with liquid cooling",
    DEMAND: "find every target met without them",
    RUNNING_COST: "find no demand at their running cost",
    REPLACED: "have made way for ones that give more for their power",
    NOT_SHOWN: "are idle for what the plan does not show",
}
"""Reason to what is said of those that are idle for it."""


def idle(solved: SolvedWorld, reasons: OffReasons) -> pd.DataFrame:
    """Each site, year and generation with units that stand idle, by the reason.

    ``reason`` is one of :meth:`planner.results.off_reasons.OffReasons.parts`.
    ``idle_million_months`` counts twelve months for each unit of the year.
    ``capital_busd`` is what the year is charged for those among them that the
    plan may have bought: as many as it bought there, and of those that are
    replaced the fewest.
    """
    rows = []
    for k, s, y, waiting, displaced, bought in idle_units(solved):
        chip = solved.world.accelerators[k]
        charge = chip.it_capex * yearly_charge(solved.world, chip.life_years)
        left = bought
        for reason, units in reversed([*reasons.parts(k, s, y, waiting + displaced, displaced)]):
            paid = min(units, left)
            left -= paid
            rows.append((s, y, k, reason, MONTHS_PER_YEAR * units, charge * paid))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def idle_units(solved: SolvedWorld) -> Iterator[tuple[str, str, int, float, float, float]]:
    """Generation, site and year: idle units that run again, those that don't, and all bought.

    An idle unit runs again when some later year has more running than run now
    and are bought in between.
    """
    m, world = solved.formulation.model, solved.world
    bought = {index: pyo.value(v) for index, v in m.accelerators_bought_million.items()}
    running = {index: pyo.value(v) for index, v in m.accelerators_running_million.items()}
    for (k, s, y), now in running.items():
        life = world.accelerators[k].life_years
        in_life = sum(
            world.share_in_life(v, y, life) * bought.get((k, s, v), 0.0) for v in m.YEARS
        )
        idle = m.accelerator_vintage_balance[k, s, y].uslack()
        # A share of what there is: less is rounding of the solver.
        if idle <= NEGLIGIBLE * max(1.0, now + idle):
            continue
        again, added = 0.0, 0.0
        for later in (year for year in m.YEARS if year > y):
            added += bought.get((k, s, later), 0.0)
            again = max(again, running.get((k, s, later), 0.0) - added - now)
        waiting = min(idle, again)
        yield k, s, y, waiting, idle - waiting, in_life


def idle_sentence(table: pd.DataFrame) -> str:
    """The sum of idle accelerator-months in words, or nothing."""
    total = float(table["idle_million_months"].sum())
    if not isfinite(total) or total <= 0:
        return ""
    # What a run of an earlier version gave as a reason is not shown.
    reasons = table["reason"].where(table["reason"].isin(list(TOLD)), NOT_SHOWN)
    months = table.groupby(reasons)["idle_million_months"].sum()
    parts = [
        f"{to_decimals(months[reason], 1)} {said}"
        for reason, said in TOLD.items()
        if months.get(reason, 0) > 0
    ]
    charged = float(table["capital_busd"].sum())
    return (
        f"Idle: {to_decimals(total, 1)} million accelerator-months, charged with "
        f"{billions(charged)}; "
        f"{', '.join(parts)}."
    )
