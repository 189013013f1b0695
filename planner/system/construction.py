"""From the table of construction to what may be added in the countries of a plan."""

from collections.abc import Iterable, Iterator

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any
from planner.system.objects.sites import Construction

TABLE = "construction_limits"
NEEDED = ("facility_added", "growth")
"""Terms without which nothing is known of a country; without a start there is none."""


def construction(
    inputs: Inputs, model: ModelDefinition, countries: Iterable[str]
) -> dict[str, Construction]:
    """Each country in which the plan has sites, with what was counted in it and its growth.

    Raises InputError for every row that is missing, and for a count without its year.
    """
    wanted = sorted(set(countries))
    raise_any(fault for country in wanted for fault in _faults(inputs, model, country))
    table = inputs[TABLE]
    return {
        country: Construction(
            base_year=int(table.at[(country, "facility_added"), "year"]),
            added_gw=float(table.at[(country, "facility_added"), "value"]),
            growth=float(table.at[(country, "growth"), "value"]),
            start_gw=float(table["value"].get((country, "start"), 0.0)),
        )
        for country in wanted
    }


def _faults(inputs: Inputs, model: ModelDefinition, country: str) -> Iterator[Fault]:
    table, key = inputs[TABLE], "limits.national_construction"
    for term in NEEDED:
        if (country, term) not in table.index:
            yield Fault(
                model.place(key),
                f"no row {country}, {term} in {inputs.file(TABLE)}",
                "what was added and its growth, for each country in which the plan has sites",
                "add the row, leave out the country's sites, or leave out national_construction",
            )
    row = (country, "facility_added")
    if row not in table.index:
        return
    place, year, last = inputs.place(TABLE, row, "year"), table.at[row, "year"], model.years.last
    if pd.isna(year):
        expected = "the calendar year that was counted"
        yield Fault(place, "blank", expected, "write the year")
    elif year > last:
        found = f"{year}, after {last}, the last year of the plan, so that nothing is limited"
        fix = "or leave out national_construction"
        yield Fault(place, found, f"a count of {last} or a year before", fix)
