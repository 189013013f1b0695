"""Rows of one table that need a row of another one, or may have none there."""

from collections.abc import Iterator

from planner.data.reading import Check, Readings, stated_rows
from planner.errors import Fault


def _every_row_has_its_partner(readings: Readings) -> Iterator[Fault]:
    """A thing of one table that needs at least one row in another one."""
    for table, key, partner, what in (
        ("regions", "region", "electricity_prices", "a price of electricity"),
        ("regions", "region", "grid_carbon", "the emissions of its grid"),
        ("regions", "region", "grid_large_loads", "the new load that its grid can connect"),
        ("power_technologies", "technology", "power_costs", "a capital cost of each technology"),
    ):
        if partner in readings and readings[partner].whole and not readings[partner].absent:
            present = {name for _, (name,) in stated_rows(readings, partner, key)}
            for row, (name,) in stated_rows(readings, table, key):
                if name not in present:
                    yield _no_partner(readings, table, row, key, name, partner, what)


def _every_fuel_has_its_price(readings: Readings) -> Iterator[Fault]:
    if "fuel_prices" not in readings or not readings["fuel_prices"].whole:
        return
    fuels = {fuel for _, (fuel,) in stated_rows(readings, "power_technologies", "fuel")} - {"none"}
    priced = {pair for _, pair in stated_rows(readings, "fuel_prices", "region", "fuel")}
    for row, (region,) in stated_rows(readings, "regions", "region"):
        for fuel in sorted(fuels - {fuel for place, fuel in priced if place == region}):
            what = f"the price of {fuel} in each region"
            yield _no_partner(readings, "regions", row, "region", region, "fuel_prices", what)


def _no_partner(
    readings: Readings, table: str, row: int, key: str, name: str, partner: str, what: str
) -> Fault:
    path = readings[partner].table.path
    place = readings[table].place(row, key)
    return Fault(place, f"{name!r} has no row in {path}", what, f"add the row to {path}")


def _weather_is_known_where_it_serves(readings: Readings) -> Iterator[Fault]:
    """Sun and wind that stand at a site need a profile of its region."""
    tables = ("slice_profiles", "existing_power", "sites", "power_technologies")
    if not all(name in readings and readings[name].whole for name in tables):
        return
    profile = {
        g: p for _, (g, p) in stated_rows(readings, "power_technologies", "technology", "profile")
    }
    region = {s: r for _, (s, r) in stated_rows(readings, "sites", "site", "region")}
    known = {pair for _, pair in stated_rows(readings, "slice_profiles", "region", "profile")}
    for row, (site, technology) in stated_rows(readings, "existing_power", "site", "technology"):
        needed = profile.get(technology, "none")
        if needed != "none" and site in region and (region[site], needed) not in known:
            place = readings["existing_power"].place(row, "technology")
            found = f"{technology!r} at {site!r}, but {region[site]!r} has no {needed} profile"
            yield Fault(place, found, f"rows of {needed} in slice_profiles.csv")


def _a_line_without_limit_has_no_capacity(readings: Readings) -> Iterator[Fault]:
    kinds = stated_rows(readings, "packaging", "packaging", "limited")
    free = {name for _, (name, limited) in kinds if not limited}
    for row, (name,) in stated_rows(readings, "packaging_capacity", "packaging"):
        if name in free:
            place = readings["packaging_capacity"].place(row, "packaging")
            found = f"a capacity of {name!r}, which packaging.csv calls not limited"
            yield Fault(place, found, "no row, or limited = true there")


PARTNER_CHECKS: tuple[Check, ...] = (
    _every_row_has_its_partner,
    _every_fuel_has_its_price,
    _weather_is_known_where_it_serves,
    _a_line_without_limit_has_no_capacity,
)
