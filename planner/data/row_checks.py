"""Cells of one row, or of a row and its partner, that contradict each other."""

from collections.abc import Iterator

from planner.data.reading import Check, Readings
from planner.errors import Fault, did_you_mean

CREDITS_OF = "USA"
"""Country whose tax credits the table has."""


def _kind_of_power_source_fits(readings: Readings) -> Iterator[Fault]:
    reading = readings.get("power_technologies")
    if reading is None:
        return
    apart = _sized_apart(readings)
    for column, kind, expected in (
        ("storage_hours", "storage", "hours above 0"),
        ("profile", "variable", "a profile for a variable technology"),
    ):
        for row, (name, found_kind, value) in reading.rows("technology", "kind", column):
            if column == "storage_hours" and name in apart:
                continue
            if found_kind == kind and value in (0, "none"):
                found = f"{found_kind} with {column} {_plain(value)}"
                yield Fault(reading.place(row, "kind", column), found, expected)
    for row, (fuel, heat_rate) in reading.rows("fuel", "heat_rate_mmbtu_per_mwh"):
        if None not in (fuel, heat_rate) and (fuel == "none") != (heat_rate == 0):
            place = reading.place(row, "fuel", "heat_rate_mmbtu_per_mwh")
            found = f"fuel {fuel} with heat rate {heat_rate:g}"
            yield Fault(place, found, "a heat rate above 0 with a fuel, 0 without one")


def _sized_apart(readings: Readings) -> set[str]:
    """Technologies whose energy has a price of its own."""
    costs = readings.get("power_costs")
    columns = ("technology", "energy_capex_usd_per_kwh")
    rows = costs.rows(*columns) if costs is not None else ()
    return {name for _, (name, usd) in rows if usd is not None}


def _energy_of_stores(readings: Readings) -> Iterator[Fault]:
    """Energy, and what is lost on the way in, are a store's."""
    technologies, stood = readings.get("power_technologies"), readings.get("existing_power")
    if technologies is None:
        return
    apart = _sized_apart(readings)
    kinds = {name: kind for _, (name, kind) in technologies.rows("technology", "kind")}
    costs = readings.get("power_costs")
    for row, (name, usd) in (
        costs.rows("technology", "energy_capex_usd_per_kwh") if costs is not None else ()
    ):
        if costs is not None and usd is not None and kinds.get(name) not in ("storage", None):
            place = costs.place(row, "technology", "energy_capex_usd_per_kwh")
            yield Fault(place, f"a price of energy of {name!r}, {kinds[name]}", "a store")
    columns = ("technology", "kind", "charge_efficiency", "round_trip_efficiency")
    for row, (_, kind, way_in, whole) in technologies.rows(*columns):
        if way_in is not None and kind not in ("storage", None):
            place = technologies.place(row, "kind", "charge_efficiency")
            yield Fault(place, f"{way_in:g} for a {kind} technology", "a store")
        elif None not in (way_in, whole) and not whole <= way_in:
            place = technologies.place(row, "charge_efficiency", "round_trip_efficiency")
            found = f"{way_in:g} on the way in, {whole:g} in all"
            yield Fault(place, found, "no more in all than on one way")
    for row, (name, usd) in technologies.rows("technology", "energy_fixed_om_usd_per_kwh_year"):
        if usd and name not in apart:
            place = technologies.place(row, "energy_fixed_om_usd_per_kwh_year")
            fix = "state energy_capex_usd_per_kwh in power_costs.csv"
            yield Fault(place, f"{usd:g}", "a store whose energy has a price of its own", fix)
    for row, (name, gwh) in stood.rows("technology", "energy_gwh") if stood is not None else ():
        if stood is not None and gwh is not None and name not in apart:
            fix = "state energy_capex_usd_per_kwh in power_costs.csv"
            place = stood.place(row, "energy_gwh")
            yield Fault(place, f"{gwh:g} GWh", "a store whose energy has a price of its own", fix)
    yield from _stands_without_power(readings)


def _stands_without_power(readings: Readings) -> Iterator[Fault]:
    """What is said of plants of no size: energy stands, and is retired, with its power."""
    stood = readings.get("existing_power")
    for column in ("energy_gwh", "paid_usd_per_kw_year"):
        for row, (gw, amount) in stood.rows("capacity_gw", column) if stood is not None else ():
            if stood is not None and gw is not None and gw <= 0 and amount:
                place = stood.place(row, "capacity_gw", column)
                found = f"{amount:g} in {column} of a capacity of {gw:g} GW"
                yield Fault(place, found, "a capacity above 0, which it stands and goes with")


def _tax_credits_are_whole(readings: Readings) -> Iterator[Fault]:
    reading, technologies = readings.get("tax_credits"), readings.get("power_technologies")
    if reading is None:
        return
    columns = ("production_credit_usd_per_mwh", "production_credit_years")
    for row, (credit, years) in reading.rows(*columns):
        if None not in (credit, years) and (credit > 0) != (years > 0):
            found = f"{credit:g} USD a MWh for {years:g} years"
            yield Fault(reading.place(row, *columns), found, "both above 0, or both 0")
    columns = ("construction_start_year", "latest_online_year")
    for row, (start, online) in reading.rows(*columns):
        if None not in (start, online) and online < start:
            found = f"begun in {start}, in service by {online}"
            yield Fault(reading.place(row, *columns), found, "service after construction")
    yield from _credits_have_a_country(readings)
    if technologies is None:
        return
    kinds = {name: kind for _, (name, kind) in technologies.rows("technology", "kind")}
    for row, (name, credit) in reading.rows("technology", "production_credit_usd_per_mwh"):
        kind = kinds.get(name)
        if credit and kind not in (None, "variable", "baseload"):
            place = reading.place(row, "technology", "production_credit_usd_per_mwh")
            found = f"a credit on the output of {name!r}, which is {kind}"
            yield Fault(place, found, "a variable or a baseload technology")


def _credits_have_a_country(readings: Readings) -> Iterator[Fault]:
    """Credits are those of one country, and a folder of one's own may have no region in it."""
    reading, regions = readings.get("tax_credits"), readings.get("regions")
    if reading is None or regions is None or not reading.table.sparse or not regions.whole:
        return
    countries = {country for _, (country,) in regions.rows("country")} - {None}
    if reading.lines and countries and CREDITS_OF not in countries:
        found = f"credits, and no region of {regions.table.path} has the country {CREDITS_OF}"
        place = reading.place(0, "technology")
        yield Fault(
            place, found, "one that has: they are credits of that country alone", "leave it out"
        )


def _build_limit_is_known(readings: Readings) -> Iterator[Fault]:
    limits, technologies = readings.get("build_limits"), readings.get("power_technologies")
    if limits is None or technologies is None or not limits.whole:
        return
    known = {technology for _, (technology,) in limits.rows("technology")}
    for row, (limit,) in technologies.rows("build_limit"):
        if limit is not None and limit not in known:
            path = limits.table.path
            fix = did_you_mean(limit, filter(None, known)) or f"add it to {path}"
            place = technologies.place(row, "build_limit")
            yield Fault(place, f"unknown id {limit!r}", f"a technology of {path}", fix)


def _regional_limits_speak_of_limited_sources(readings: Readings) -> Iterator[Fault]:
    limits, technologies = readings.get("regional_limits"), readings.get("power_technologies")
    if limits is None or technologies is None:
        return
    limited = {name: flag for _, (name, flag) in technologies.rows("technology", "region_limited")}
    for row, (name,) in limits.rows("technology"):
        if limited.get(name) is False:
            fix = f"write true in region_limited of {name} in {technologies.table.path}"
            found = f"{name!r} is not limited by region"
            expected = "a technology that exists only in some regions"
            yield Fault(limits.place(row, "technology"), found, expected, fix)


def _accelerators_are_sold_after_they_ship(readings: Readings) -> Iterator[Fault]:
    reading = readings.get("accelerators")
    columns = ("volume_ship_year", "last_sale_year")
    if reading is None:
        return
    for row, (ship, last) in reading.rows(*columns):
        if ship is not None and last is not None and last < int(ship):
            found = f"ships in {ship:g}, last sale in {last}"
            yield Fault(reading.place(row, *columns), found, "a last sale after the first")


def _estimated_fields_are_columns(readings: Readings) -> Iterator[Fault]:
    reading = readings.get("accelerators")
    if reading is None:
        return
    for row, (names,) in reading.rows("estimated_fields"):
        for name in (names or "").split(";"):
            if name and name not in reading.table.fields:
                place = reading.place(row, "estimated_fields")
                fix = did_you_mean(name, reading.table.fields)
                expected = "columns of this table, parted by ';'"
                yield Fault(place, f"unknown column {name!r}", expected, fix)


def _workloads_are_complete(readings: Readings) -> Iterator[Fault]:
    reading = readings.get("workloads")
    if reading is None:
        return
    for row, (kind, unit) in reading.rows("kind", "unit"):
        right = {"training_run": "FLOP", "throughput": "H100e"}.get(kind, unit)
        if None not in (kind, unit) and unit != right:
            place = reading.place(row, "kind", "unit")
            yield Fault(place, f"the unit of a {kind} is {unit}", right)
    for row, (kind, target) in reading.rows("kind", "target"):
        if None not in (kind, target) and target != "trend":
            right = "training_run" if target == "frontier_training" else "throughput"
            if kind != right:
                place = reading.place(row, "kind", "target")
                yield Fault(place, f"the target of a {kind} is {target}", f"a {right}")
    # A cell that is faulty has no value either, and is reported once.
    reported = {fault.line for fault in reading.faults}
    for column in ("run_days", "mfu"):
        for row, (kind, value) in reading.rows("kind", column):
            place = reading.place(row, column)
            if kind == "training_run" and value is None and reading.lines[row] not in reported:
                expected = reading.table.fields[column].expectation
                yield Fault(place, "blank", f"{expected} for a training run")
    for column in ("base_year", "base_value", "growth_oom_per_year"):
        for row, (target, value) in reading.rows("target", column):
            if target == "trend" and value is None and reading.lines[row] not in reported:
                expected = reading.table.fields[column].expectation
                yield Fault(reading.place(row, column), "blank", f"{expected} for a trend")
            elif target not in ("trend", None) and value is not None:
                found = f"{column} with the target {target}"
                fix = "set the driver in demand_drivers instead"
                yield Fault(reading.place(row, column), found, "blank: a trend alone has it", fix)


def _site_and_region_share_a_country(readings: Readings) -> Iterator[Fault]:
    sites, regions = readings.get("sites"), readings.get("regions")
    if sites is None or regions is None:
        return
    countries = {name: country for _, (name, country) in regions.rows("region", "country")}
    for row, (region, country) in sites.rows("region", "country"):
        right = countries.get(region)
        if None not in (country, right) and country != right:
            place = sites.place(row, "region", "country")
            yield Fault(place, f"{region!r} is in {right}, not in {country}", "one country")


def _shares_name_vendors_and_pools(readings: Readings) -> Iterator[Fault]:
    """A misspelt vendor or pool would limit nothing, and nobody would see it."""
    pools = (
        ("packaging", "pool", "packaging", "packaging"),
        ("hbm", "pool", "hbm_supply", "hbm_pool"),
    )
    for of, kind, column, table, other in (
        ("vendor_shares", "", "vendor", "accelerators", "vendor"),
        *(("vendor_shares", *pool) for pool in pools),
        *(("supply_quarters", *pool) for pool in pools),
    ):
        shares, partner = readings.get(of), readings.get(table)
        if shares is None or partner is None or not partner.whole:
            continue
        known = {str(name) for _, (name,) in partner.rows(other) if name is not None}
        for row, (found_kind, name) in shares.rows("resource_kind", column):
            if name is not None and found_kind == (kind or found_kind) and name not in known:
                fix = did_you_mean(str(name), known)
                expected = f"a value of {other} in {partner.table.path}"
                yield Fault(shares.place(row, column), f"unknown {column} {name!r}", expected, fix)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


ROW_CHECKS: tuple[Check, ...] = (
    _kind_of_power_source_fits,
    _energy_of_stores,
    _tax_credits_are_whole,
    _build_limit_is_known,
    _regional_limits_speak_of_limited_sources,
    _accelerators_are_sold_after_they_ship,
    _estimated_fields_are_columns,
    _workloads_are_complete,
    _site_and_region_share_a_country,
    _shares_name_vendors_and_pools,
)
