"""Demand curves: they fall, and someone asks for what they say."""

from collections.abc import Iterator
from itertools import pairwise

from planner.config import ModelDefinition
from planner.data.reading import Reading, Readings
from planner.errors import Fault, listed

TABLE = "compute_demand_curve"
PRICE = "price_usd_per_h100e_hour"
POOL = "fleet_pool"
"""Kind of a site that stands for all of a region without a row of its own."""


def curves_fall(readings: Readings) -> Iterator[Fault]:
    """A step that is dearer than the one before it, in any case of the range."""
    reading = readings.get(TABLE)
    if reading is None:
        return
    columns = (PRICE, f"{PRICE}_low", f"{PRICE}_high")
    curves: dict[tuple[object, ...], list[tuple[int, int, tuple[float | None, ...]]]] = {}
    for row, (w, year, step, *prices) in reading.rows("workload", "year", "step", *columns):
        if None not in (w, year, step, prices[0]):
            central, *ends = prices
            told = (central, *(central if end is None else end for end in ends))
            curves.setdefault((w, year), []).append((step, row, told))
    for (w, year), steps in curves.items():
        steps.sort()
        for (before, _, dearer), (step, row, cells) in pairwise(steps):
            for column, was, price in zip(columns, dearer, cells, strict=True):
                if was is not None and price is not None and price > was:
                    found = f"{price:g} after {was:g} in step {before} of {w!r} in {year}"
                    expected = f"at most {was:g}: what is dearest is served first"
                    yield Fault(
                        reading.place(row, column), found, expected, f"move step {step} up"
                    )
                    break


def curve_faults(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """What the table lacks for a model that buys compute while it is worth it."""
    reading = readings.get(TABLE)
    if reading is None or not reading.whole:
        return
    first: dict[str, tuple[int, int]] = {}
    for row, (w, year) in reading.rows("workload", "year"):
        if w is not None and year is not None and (w not in first or year < first[w][1]):
            first[w] = (row, year)
    if model.objective.targets == "first":
        if model.demand.curve_share is not None:
            found = "a share of demand curves"
            expected = 'none: nothing reads them where objective.targets is "first"'
            fix = 'leave it out, or targets = "priced" under [objective]'
            yield Fault(model.place("demand.curve_share"), found, expected, fix)
        if model.tables.missing == "default" and first:
            place = reading.place(min(row for row, _ in first.values()), "workload")
            found = 'a curve, which nothing reads where objective.targets is "first"'
            yield Fault(place, found, "no row", 'or targets = "priced" under [objective]')
        return
    priced = [w for w in model.workloads.use if w in first and w not in model.workloads.must_meet]
    key = model.place("objective.targets")
    if not priced:
        expected = f"rows of {reading.table.path} for a workload of workloads.use"
        fix = f"it has rows for {listed(first, 8)}" if first else "add them"
        if met := [w for w in model.workloads.must_meet if w in first]:
            fix += f", and workloads.must_meet puts {listed(met, 8)} first"
        yield Fault(key, '"priced", and no workload has a demand curve', expected, fix)
        return
    yield from _of_others(model, reading, first)
    yield from _of_a_part(model, readings)
    for w in priced:
        row, year = first[w]
        if model.years.first < year:
            found = f"the curve of {w!r} begins in {year}"
            fix = f"add the rows of {model.years.first}, or begin later"
            expected = f"rows from {model.years.first} on, the first planned year"
            yield Fault(reading.place(row, "year"), found, expected, fix)
    if model.training.topology != "pooled":
        loads = readings.get("workloads")
        kinds = loads.rows("workload", "kind") if loads is not None else ()
        for _, (w, kind) in kinds:
            if w in priced and kind == "training_run":
                place = reading.place(first[w][0], "workload")
                found = f"a curve of {w!r}, a training run whose campuses are chosen"
                expected = 'topology = "pooled" under [training], or a target that comes first'
                yield Fault(place, found, expected, f"add {w} to workloads.must_meet")


def _of_a_part(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """A curve of a whole country for the sites of a part of it."""
    sites = readings.get("sites")
    if sites is None or model.demand.curve_share is not None:
        return
    pools = [
        (site, country) for _, (site, kind, country) in sites.rows("site", "kind", "country")
        if kind == POOL
    ]  # fmt: skip
    chosen = model.sites
    planned = chosen.kinds == "all" or POOL in chosen.kinds
    if pools and not any(
        site in chosen.include or (planned and chosen.takes_country(str(country)))
        for site, country in pools
    ):
        found = '"priced" for sites without the fleet pools of their country'
        expected = "the share of the demand curve that these sites serve"
        fix = "state demand.curve_share; 1 gives them all of it"
        yield Fault(model.place("objective.targets"), found, expected, fix)


def _of_others(
    model: ModelDefinition, reading: Reading, first: dict[str, tuple[int, int]]
) -> Iterator[Fault]:
    """Curves of workloads that are not used or, in a problem of one's own, come first."""
    own = model.tables.missing == "default"
    for w, (row, _) in first.items():
        if own and w in model.workloads.must_meet:
            found = f"a curve of {w!r}, which workloads.must_meet puts first"
            fix = "leave its rows out, or take it off workloads.must_meet"
            yield Fault(reading.place(row, "workload"), found, "a workload that is priced", fix)
        elif w not in model.workloads.use:
            found = f"a curve of {w!r}, which the model does not use"
            expected = f"one of {listed(model.workloads.use, 8)}"
            fix = "leave its rows out, or name it in workloads.use"
            yield Fault(reading.place(row, "workload"), found, expected, fix)
