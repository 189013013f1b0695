"""The plan table ``capability``: what each finished run could do as inference."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd

from planner.data.inputs import Inputs
from planner.demand.capability import (
    CapabilityAssumptions,
    copies_at_human_speed,
    faster_copies,
    learning_years_per_day,
)
from planner.results import Plan
from planner.units import DAYS_PER_YEAR, H100_EIGHT_BIT_DENSE_TFLOPS, MONTHS_PER_YEAR
from planner.wording.numbers import as_stated

Range = tuple[float, float, float]
"""Low, central and high."""

Line = tuple[str, str, Range, str]
"""Quantity, unit, values, and what the values rest on."""

COLUMNS = ["workload", "year", "quantity", "unit", "low", "value", "high", "basis"]
BILLION, TRILLION, MILLION = 1e9, 1e12, 1e6


def assumptions(inputs: Inputs) -> CapabilityAssumptions:
    """The central assumptions of the table ``capability_assumptions``."""
    value = inputs["capability_assumptions"]["value"]
    return CapabilityAssumptions(
        **{name: float(value[name]) for name in CapabilityAssumptions.__dataclass_fields__}
    )


def capability(inputs: Inputs, plan: Plan) -> pd.DataFrame:
    """One row for each quantity of each training run and year with a delivery.

    Low and high follow the range of ``data_departure`` for work, copies and
    learning, that of ``speed_vs_human`` for speed, and that of
    ``world_compute`` for the share of the world; elsewhere they repeat the
    value. ``merged_copies`` are copies at the central speed, merged until k,
    the ``throughput_sacrifice``, is used up. H100e are on the 8-bit dense
    basis. Years that ``world_compute`` lacks have no share of the world.
    """
    used, fleet = _h100e_of_runs(inputs, plan), _h100e_of_fleet(inputs, plan)
    run_years = _run_years(plan)
    targets = plan["targets"]
    rows = []
    for row in targets[(targets["unit"] == "FLOP") & (targets["delivered"] > 0)].itertuples():
        w, y = str(row.workload), int(row.year)
        lines = [
            *_inference(inputs, float(row.delivered), run_years[w, y]),
            *_shares(inputs, y, used.get((w, y), 0.0), fleet.get(y, 0.0)),
        ]
        rows += [(w, y, name, unit, *values, basis) for name, unit, values, basis in lines]
    return pd.DataFrame(rows, columns=COLUMNS)


def _run_years(plan: Plan) -> dict[tuple[str, int], float]:
    """Workload and year to the length of the run, years, as the plan had it."""
    lengths = plan["demand"].query("quantity == 'run_length'")
    return {
        (str(row.workload), int(row.year)): float(row.central) / DAYS_PER_YEAR
        for row in lengths.itertuples()
    }


def _inference(inputs: Inputs, flop: float, run_years: float) -> Iterator[Line]:
    table = inputs["capability_assumptions"]
    central = assumptions(inputs)
    speed = _range(table, "speed_vs_human")
    k = float(table.at["throughput_sacrifice", "value"])
    departures = _range(table, "data_departure")
    low, middle, high = (replace(central, data_departure=d).work_years(flop) for d in departures)
    work = (low, middle, high)
    copies = _each(work, lambda years: copies_at_human_speed(years, run_years))
    merged, merged_speed = faster_copies(copies[1] / speed[1], speed[1], k)
    source = "capability_assumptions"
    yield "training_compute", "FLOP", _same(flop), "plan"
    yield "parameters", "billion", _same(central.parameters(flop) / BILLION), source
    tokens = central.training_tokens(flop) / TRILLION
    yield "training_tokens", "trillion", _same(tokens), source
    yield "work", "million years", _each(work, lambda years: years / MILLION), source
    yield "run_length", "years", _same(run_years), "plan"
    yield "copies_at_human_speed", "million", _each(copies, lambda n: n / MILLION), source
    yield "speed_of_a_copy", "x human", speed, source
    # The fastest copy needs the fewest months.
    months = (MONTHS_PER_YEAR / speed[2], MONTHS_PER_YEAR / speed[1], MONTHS_PER_YEAR / speed[0])
    yield "time_for_a_year_of_work", "months", months, source
    yield "learning", "years a day", _each(copies, learning_years_per_day), source
    yield "merged_copies", "million", _same(merged / MILLION), f"{source}, k = {as_stated(k)}"
    yield "speed_of_a_merged_copy", "x human", _same(merged_speed), f"{source}, k = {as_stated(k)}"


def _shares(inputs: Inputs, year: int, own: float, fleet: float) -> Iterator[Line]:
    world = inputs["world_compute"]
    yield "compute_of_the_run", "million H100e", _same(own), "plan"
    if fleet:
        yield "share_of_planned_fleet", "share", _same(own / fleet), "plan"
    if year in world.index:
        row = world.loc[year]
        stock = float(row["h100e_million"])
        ends = (row["h100e_million_high"], row["h100e_million_low"])
        most, least = (stock if pd.isna(end) else float(end) for end in ends)
        basis = f"world_compute, {row['basis']}"
        yield "share_of_world_compute", "share", (own / most, own / stock, own / least), basis


def _range(table: pd.DataFrame, name: str) -> Range:
    """Low, central and high of an assumption; the central value where it has no range."""
    central = float(table.at[name, "value"])
    low, high = (table.at[name, end] for end in ("low", "high"))
    return (
        central if pd.isna(low) else float(low),
        central,
        central if pd.isna(high) else float(high),
    )


def _same(value: float) -> Range:
    return value, value, value


def _each(values: Range, of: Callable[[float], float]) -> Range:
    low, central, high = values
    return of(low), of(central), of(high)


def _h100e_of_runs(inputs: Inputs, plan: Plan) -> dict[tuple[str, int], float]:
    """Workload and year to what the workload uses, million H100e."""
    table = plan["allocations"]
    million = table["units_million"] * table["accelerator"].map(_h100e(inputs))
    total = million.groupby([table["workload"], table["year"]]).sum()
    return {(str(w), int(y)): float(value) for (w, y), value in total.items()}


def _h100e_of_fleet(inputs: Inputs, plan: Plan) -> dict[int, float]:
    """Year to all accelerators that run, million H100e."""
    table = plan["accelerators"]
    million = table["running_million"] * table["accelerator"].map(_h100e(inputs))
    return {int(y): float(value) for y, value in million.groupby(table["year"]).sum().items()}


def _h100e(inputs: Inputs) -> pd.Series:
    """Generation to H100-equivalents of one unit, 8-bit dense basis."""
    return inputs["accelerators"]["eight_bit_dense_tflops"] / H100_EIGHT_BIT_DENSE_TFLOPS
