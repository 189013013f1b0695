"""Tables that a plan is read beside: published figures, and what each constraint would allow."""

from dataclasses import replace
from math import hypot, inf, log10

import pandas as pd

from planner.analysis.reference.comparison import TABLE, compare
from planner.analysis.reference.verdict import Verdict
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand.ceilings import Ceilings, ceilings
from planner.demand.drivers import Drivers
from planner.results import Plan
from planner.system import World

RUNS = ("run_campus", "run_distributed", "run_chips", "run_data", "run_latency")
"""Ceilings of a run, FLOP: fields of :class:`~planner.demand.ceilings.Ceilings`."""
OF_THE_DRIVERS = (
    "power_single_campus", "run_single_campus", "power_distributed", "run_distributed",
    "chips_for_training_h100e", "run_chip_limited", "data_tokens_effective", "run_data_limited",
    "run_latency_limited", "nonai_dc_capacity", "us_dc_capacity",
)  # fmt: skip
"""Published quantities whose counterpart is no result of a plan but arithmetic of its drivers."""


NO_CEILINGS = pd.DataFrame(columns=["year", "ceiling", "low", "central", "high"])


def with_published(model: ModelDefinition, inputs: Inputs, plan: Plan, world: World) -> Plan:
    """The plan with two more tables.

    - ``published``: each published figure of the plan's years that it has a
      counterpart of, whatever the model's own reference cases, in the columns
      of a comparison;
    - ``ceilings``: the largest run that each constraint by itself would allow
      by the published arithmetic, FLOP: central, and low and high with the ends
      of all drivers combined as independent. No plan moves them.
    """
    cases = sorted(set(inputs[TABLE]["case"]))
    reference = model.reference.model_copy(update={"cases": cases})
    rows = compare(model.model_copy(update={"reference": reference}), inputs, plan, world).rows
    of_the_plan = ~rows["quantity"].isin(OF_THE_DRIVERS)
    kept = rows[(rows["verdict"] != Verdict.MISSING.value) & of_the_plan].reset_index(drop=True)
    drivers = Drivers.of(inputs)
    # What no driver is stated of has no published arithmetic, either.
    limits = ceiling_ranges(drivers, world.years[-1]) if drivers else NO_CEILINGS
    return replace(plan, tables={**plan.tables, "published": kept, "ceilings": limits})


def ceiling_ranges(drivers: Drivers, year: int) -> pd.DataFrame:
    """``year``, ``ceiling``, ``low``, ``central`` and ``high``, FLOP, one row a constraint.

    Each driver goes to its low and to its high end by itself; the changes that
    lower a ceiling, and those that raise it, add up in quadrature in orders of
    magnitude. The low end is 0 where some end leaves nothing.
    """
    central = ceilings(drivers, year)
    runs = [run for run in RUNS if getattr(central, run) > 0]
    down, up = dict.fromkeys(RUNS, 0.0), dict.fromkeys(RUNS, 0.0)
    for name, driver in drivers.items():
        for end in {driver.low, driver.high} - {driver.value}:
            changed = Drivers({**drivers, name: replace(driver, value=end)})
            moved = ceilings(changed, year)
            for run in runs:
                change = _orders_of_magnitude(moved, run) - _orders_of_magnitude(central, run)
                side = up if change > 0 else down
                side[run] = hypot(side[run], change)
    rows = [
        (year, run, value / 10 ** down[run], value, value * 10 ** up[run])
        for run in runs
        for value in (float(getattr(central, run)),)
    ]
    return pd.DataFrame(rows, columns=["year", "ceiling", "low", "central", "high"])


def _orders_of_magnitude(found: Ceilings, run: str) -> float:
    """A ceiling in orders of magnitude; one of nothing is infinitely many below any other."""
    flop = float(getattr(found, run))
    return log10(flop) if flop > 0 else -inf
