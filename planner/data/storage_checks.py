"""What stores need of a model and its tables: a price of energy in time, and an order of days."""

from collections.abc import Iterator

from planner.config import ModelDefinition
from planner.data.reading import Readings
from planner.errors import Fault


def storage_faults(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """What is missing for stores as a model has them."""
    yield from _energy_without_a_price(model, readings)
    yield from _days_without_an_order(model, readings)


def _energy_without_a_price(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """A store whose energy has a price from a year on in which the plan has begun."""
    costs = readings.get("power_costs")
    if costs is None or not costs.whole:
        return
    first: dict[str, tuple[int, int]] = {}
    for row, (name, year, usd) in costs.rows("technology", "year", "energy_capex_usd_per_kwh"):
        if usd is not None and year is not None:
            first[name] = min((year, row), first.get(name, (year, row)))
    for name, (year, row) in first.items():
        if year > model.years.first:
            found = f"the first price of energy of {name!r} is of {year}"
            expected = f"one of {model.years.first}, when the plan begins, or before"
            place = costs.place(row, "energy_capex_usd_per_kwh")
            yield Fault(place, found, expected, "fill the cell of that year's row")


def _days_without_an_order(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Energy that is to be carried from day to day, and no order in which days follow."""
    if not model.time.storage_between_days or model.time.days is not None:
        return
    order = readings.get("slice_days")
    if order is None or not (order.whole or order.absent):
        return
    if all(name != model.time.slice_set for _, (name,) in order.rows("slice_set")):
        yield Fault(
            model.place("time.storage_between_days"),
            f"true, and {order.table.path} has no order of the days of {model.time.slice_set!r}",
            "a row for each day of the year, with the day of the slices that stands for it",
            "add them, or leave storage_between_days out",
        )
