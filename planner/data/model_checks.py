"""Names and years of a model file that the tables must know."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isclose

from planner.config import ModelDefinition
from planner.data.demand_curve_checks import curve_faults
from planner.data.keys_of_computing import what_only_computing_has
from planner.data.load_checks import average_load_faults
from planner.data.new_campuses import pool_names
from planner.data.ramp_checks import ramp_is_stated
from planner.data.reading import Reading, Readings
from planner.data.schema import with_article
from planner.data.storage_checks import storage_faults
from planner.data.uses import unread_columns
from planner.errors import Fault, did_you_mean, listed
from planner.units import HOURS_PER_YEAR

_TABLES_OF_EVERY_YEAR = ("power_costs", "fuel_prices", "build_limits")
"""Tables that need a row for every year of a plan; supply goes on beyond its tables."""


def model_faults(model: ModelDefinition, readings: Readings) -> list[Fault]:
    """What a model asks for and the tables do not hold."""
    return [
        *_unknown_names(model, readings),
        *_other_money(model, readings),
        *_years_beyond_the_tables(model, readings),
        *_begins_after_the_fleet(model, readings),
        *_no_demand(model, readings),
        *_periods_of_several_years(model),
        *_hours_of_the_year(model, readings),
        *_amounts_of_other_years(model),
        *_chips_that_are_not_on_sale(model, readings),
        *what_only_computing_has(model),
        *_equipment_without_rows(model, readings),
        *ramp_is_stated(model, readings),
        *curve_faults(model, readings),
        *average_load_faults(model, readings),
        *storage_faults(model, readings),
        *unread_columns(model, readings),
    ]


def _unknown_names(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    technologies = () if model.power.technologies == "all" else model.power.technologies
    regions = model.accelerators.supply_regions
    countries = () if model.sites.countries == "all" else model.sites.countries
    shares = tuple(model.supply.region_shares)
    regional = readings.get("regions")
    made = regional.values.get("region", []) if regional and model.sites.new_campuses else []
    pools = pool_names(made)
    for key, names, table, column in (
        ("sites.countries", countries, "sites", "country"),
        ("sites.include", model.sites.include, "sites", "site"),
        ("sites.exclude", model.sites.exclude, "sites", "site"),
        ("accelerators.supply_regions", regions, "accelerators", "supply_region"),
        ("supply.region_shares", shares, "accelerators", "supply_region"),
        ("accelerators.include", model.accelerators.include, "accelerators", "accelerator"),
        ("accelerators.exclude", model.accelerators.exclude, "accelerators", "accelerator"),
        ("power.technologies", technologies, "power_technologies", "technology"),
        ("power.exclude", model.power.exclude, "power_technologies", "technology"),
        ("time.slice_set", (model.time.slice_set,), "time_slices", "slice_set"),
        ("workloads.use", model.workloads.use, "workloads", "workload"),
        ("reference.cases", model.reference.cases, "published_projections", "case"),
        ("reference.given", model.reference.given, "published_projections", "projection"),
    ):
        reading = readings.get(table)
        if reading is not None and reading.absent and not model.stated(key):
            # A default is no question to a table that is not there.
            continue
        yield from _unknown(
            model.place(key), names, reading, column, pools if column == "site" else ()
        )


def _unknown(
    where: str,
    names: Iterable[str],
    reading: Reading | None,
    column: str,
    made: Iterable[str] = (),
) -> Iterator[Fault]:
    """Names that do not occur in a column nor among those that are `made` for it.

    None where the column could not be read.
    """
    if reading is None or not reading.whole or column not in reading.values:
        return
    known = list(dict.fromkeys(str(value) for value in reading.values[column] if value))
    known += sorted(made)
    for name in names:
        if name not in known:
            expected = f"{with_article(column)} of {reading.table.path}"
            there = (
                f"there are {listed(known, 8)}" if known else f"{reading.table.path} has no row"
            )
            fix = did_you_mean(name, known) or there
            yield Fault(where, f"unknown {column} {name!r}", expected, fix)


def _other_money(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    for reading in readings.values():
        table = reading.table
        if table.currency_year not in (None, model.currency_year):
            found = f"{model.currency_year}, but {table.path} is in {table.currency_year} prices"
            yield Fault(model.place("currency_year"), found, "the year of the tables' prices")
            return


def _years_beyond_the_tables(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Years of the plan for which a table has no row, and nothing says how it goes on."""
    first, last = model.years.first, model.years.last
    for name in _TABLES_OF_EVERY_YEAR:
        reading = readings.get(name)
        if reading is None or not reading.whole:
            continue
        if name == "build_limits" and ("power" in model.limits.release or reading.table.sparse):
            continue
        if name == "fuel_prices" and not _burns_fuel(model, readings):
            continue
        others = [column for column in reading.table.key if column != "year"]
        years: dict[tuple[object, ...], list[int]] = {}
        for _, (year, *thing) in reading.rows("year", *others):
            # A row that nothing names is a fault of its own.
            if year is not None and None not in thing:
                years.setdefault(tuple(thing), []).append(year)
        if not years:
            continue
        start = max(min(known) for known in years.values())
        end = min(max(known) for known in years.values())
        for key, year, outside in (
            ("years.first", first, first < start or (first > end and not reading.table.sparse)),
            ("years.last", last, not start <= last <= end and not reading.table.sparse),
        ):
            if outside:
                path = reading.table.path
                has, expected = f"has the years {start} to {end}", f"a year from {start} to {end}"
                if reading.table.sparse:  # A row holds on.
                    late = _named(years, min, start)
                    has, expected = f"has no row of {late} before {start}", f"{start} or later"
                elif start > end:
                    early, late = _named(years, max, end), _named(years, min, start)
                    has = f"has {early} until {end} and {late} from {start} on"
                    expected = "a row of each for every year of the plan"
                fix = f"add rows to {path}, or plan other years"
                yield Fault(model.place(key), f"{year}, but {path} {has}", expected, fix)


def _named(
    years: Mapping[tuple[object, ...], Sequence[int]],
    end: Callable[[Sequence[int]], int],
    year: int,
) -> str:
    """The thing whose rows begin, or end, with a year."""
    thing = next(thing for thing, known in years.items() if end(known) == year)
    return ", ".join(map(str, thing))


def _burns_fuel(model: ModelDefinition, readings: Readings) -> bool:
    """Whether a technology that may be built, or one that may stand at a site, burns a fuel."""
    technologies, standing = readings.get("power_technologies"), readings.get("existing_power")
    if technologies is None or not any(True for _ in technologies.rows("technology", "fuel")):
        return True
    fuels = dict(values for _, values in technologies.rows("technology", "fuel"))
    chosen = fuels if model.power.technologies == "all" else model.power.technologies
    used = set(chosen) - set(model.power.exclude)
    if standing is not None:
        used |= {
            technology
            for _, (site, technology) in standing.rows("site", "technology")
            if model.sites.countries or site in model.sites.include
        }
    return any(fuels.get(technology) != "none" for technology in used)


def _no_demand(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Neither a workload nor a demand of the tables."""
    demands = [readings[name] for name in ("site_load", "goods_demand") if name in readings]
    if not model.workloads.use and not any(reading.lines for reading in demands):
        expected = "a workload, or rows of site_load.csv or goods_demand.csv"
        yield Fault(model.place("workloads.use"), "nothing is asked for", expected)


def _periods_of_several_years(model: ModelDefinition) -> Iterator[Fault]:
    """Chips are bought, shipped and outdated by the year."""
    if model.workloads.use and any(length > 1 for length in model.years.lengths.values()):
        found = f"{model.years.lengths_as_stated} with workloads.use"
        expected = "single years, or a problem without workloads"
        key = "years.steps" if model.years.steps else "years.step"
        yield Fault(model.place(key), found, expected, "leave out step and steps")


def _hours_of_the_year(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Slices that do not add up to the year of the model, and chips in another year."""
    right, where = model.time.hours_per_year, model.place("time.hours_per_year")
    if right != HOURS_PER_YEAR and model.workloads.use:
        expected = f"{HOURS_PER_YEAR:g}, or a problem without workloads"
        yield Fault(where, f"{right:g} with workloads.use", expected)
    reading = readings.get("time_slices")
    if reading is None or model.time.days is not None or not reading.whole:
        return
    if not reading.table.sparse:
        return  # The tables themselves are held to 8,760 hours.
    weights = [
        (row, weight)
        for row, (name, weight) in reading.rows("slice_set", "weight_hours")
        if name == model.time.slice_set and weight is not None
    ]
    total = sum(weight for _, weight in weights)
    if weights and not isclose(total, right, rel_tol=1e-6):
        place = reading.place(weights[0][0], "weight_hours")
        found = f"the slices of {model.time.slice_set!r} sum to {total:g} h"
        fix = f"or hours_per_year = {total:g} under [time]"
        yield Fault(place, found, f"{right:g} h, the hours of a year", fix)


def _begins_after_the_fleet(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """A first year that is later than the one after the fleet was counted."""
    reading = readings.get("existing_accelerators")
    if reading is None or not reading.whole:
        return
    installed = [year for _, (year,) in reading.rows("year_installed") if year is not None]
    if installed and model.years.first > max(installed) + 1:
        found = f"{model.years.first}, but {reading.table.path} ends with {max(installed)}"
        fix = "begin earlier, or add what was installed since"
        yield Fault(model.place("years.first"), found, f"at most {max(installed) + 1}", fix)


def _amounts_of_other_years(model: ModelDefinition) -> Iterator[Fault]:
    """Amounts by year that hold for years which are not planned; each holds for its own alone."""
    planned = model.years.planned
    expected = f"a year from {planned[0]} to {planned[-1]}"
    if len(planned) <= planned[-1] - planned[0]:
        expected = f"a planned year: {listed(map(str, planned), 12)}"
    for key, amount in model.limits:
        what = "a share" if key == "clean_share_hourly" else "a cap"
        for year in amount if isinstance(amount, dict) else ():
            if year not in planned:
                yield Fault(model.place(f"limits.{key}"), f"{what} for {year}", expected)


def _equipment_without_rows(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Deliveries that are asked for as limits, and no row that states any."""
    reading = readings.get("equipment_supply")
    if model.supply.equipment and reading is not None and not reading.lines:
        found = f"asked for, and {reading.table.path} has no row, so nothing reads it"
        yield Fault(
            model.place("supply.equipment"), found, "deliveries of a year", "or leave it out"
        )


def _chips_that_are_not_on_sale(model: ModelDefinition, readings: Readings) -> Iterator[Fault]:
    """Generations that a model asks for by name, and that it could never buy."""
    reading = readings.get("accelerators")
    if reading is None or not reading.whole:
        return
    where = model.place("accelerators.include")
    columns = ("accelerator", "volume_ship_year", "last_sale_year")
    for _, (name, ships, last) in reading.rows(*columns):
        if name not in model.accelerators.include or None in (ships, last):
            continue
        if ships >= model.years.last + 1 or last < model.years.first:
            found = f"{name!r} is on sale from {ships:g} to {last:g}"
            expected = f"a generation on sale in {model.years.first}-{model.years.last}"
            yield Fault(where, found, expected)
