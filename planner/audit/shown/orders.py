"""Orders of magnitude above the base run, from the drivers; targets that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, number_or, records, rows_by
from planner.audit.programme.computing import RUN
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.shown.presence import same_rows

Ends = tuple[float, float, float]
"""Low, central and high."""
RAW = "raw_compute"
STACKS: Mapping[str, Mapping[str, str]] = {
    "effective_compute": {
        RAW: "",
        "algorithmic_efficiency": "algorithmic_efficiency_growth_oom",
        "unhobbling": "unhobbling_growth_oom",
    },
    "performance": {
        "training_compute": "",
        "training_efficiency": "training_efficiency_growth_oom",
        "inference_compute": "inference_compute_growth_oom",
        "inference_efficiency": "inference_efficiency_growth_oom",
    },
}
"""Index to its layers, each with the driver of its growth; none for that of the run itself."""


def order_checks(evidence: Evidence, space: DecisionSpace) -> list[Check]:
    """Two checks, where a model asks for compute and states drivers."""
    drivers = rows_by(evidence.files.inputs["demand_drivers"], "driver")
    if not space.workloads or not drivers:
        return []
    return [
        compared("oom", "orders of magnitude above the base run are what the drivers grow to",
                 "orders of magnitude", _orders(evidence, drivers)),
        compared("targets of runs", "a run's target is the base run, grown as the drivers say and "
                 "as far as data allows, or its trend", "orders of magnitude",
                 _targets(evidence, space, drivers)),
    ]  # fmt: skip


Drivers = Mapping[str, Mapping[str, Any]]


def _grown(drivers: Drivers, name: str, years: float) -> Ends:
    """Orders after so many years; before the base year the ends change places."""
    row = drivers[name]
    value = float(row["value"])
    low, high = (number_or(row[end], value) for end in ("low", "high"))
    ends = min(low, value) * years, max(high, value) * years
    return min(ends), value * years, max(ends)


def _of_the_run(drivers: Drivers, y: int) -> Ends:
    base, change = (float(drivers[f"{RAW}_{name}_year"]["value"]) for name in ("base", "change"))
    after = max(0.0, y - max(change, base))
    first = _grown(drivers, f"{RAW}_growth_oom", y - base - after)
    later = _grown(drivers, f"{RAW}_growth_after_oom", after)
    low, central, high = (a + b for a, b in zip(first, later, strict=True))
    return low, central, high


def _orders(evidence: Evidence, drivers: Drivers) -> Iterator[Comparison]:
    told = {
        (str(row["index"]), int(row["year"]), str(row["contribution"])): row
        for row in records(evidence.plan("oom"))
    }
    due = [
        (index, y, layer) for index, of in STACKS.items() for y in evidence.years for layer in of
    ]
    yield from same_rows("oom", told, due)
    base = float(drivers[f"{RAW}_base_flop"]["value"])
    since = float(drivers[f"{RAW}_base_year"]["value"])
    for (index, y, layer), row in told.items():
        driver = STACKS.get(index, {}).get(layer)
        if driver is None:
            continue
        right = _grown(drivers, driver, y - since) if driver else _of_the_run(drivers, y)
        for column, orders in zip(("low_oom", "oom", "high_oom"), right, strict=True):
            yield Comparison(f"{column} of {layer} in {y}, {index}", row[column], orders)
        yield Comparison(f"base run of {layer} in {y}", row["base_flop"] / base, 1.0)


def _targets(evidence: Evidence, space: DecisionSpace, drivers: Drivers) -> Iterator[Comparison]:
    table = evidence.plan("demand")
    keys = ["workload", "year"]
    limit = by_key(table[table["quantity"] == "data_limit"], keys, "central")
    cut = evidence.files.definition["demand"]["beyond_data"] != "flag"
    base = float(drivers[f"{RAW}_base_flop"]["value"])
    for (w, y), target in space.targets.items():
        row = space.workloads[w]
        if row["target"] == "trend":
            span = y - float(row["base_year"])
            right = float(row["base_value"]) * 10 ** (float(row["growth_oom_per_year"]) * span)
        elif row["kind"] == RUN:
            right = base * 10 ** _of_the_run(drivers, y)[1]
        else:
            continue
        if cut and row["kind"] == RUN and (w, y) in limit:
            right = min(right, limit[w, y])
        yield Comparison(f"target of {w} in {y}", target / right, 1.0)
