"""Rows of what a country builds and buyers spend that hold for nobody, or for too much."""

from collections.abc import Iterator

from planner.data.reading import Check, Readings
from planner.errors import Fault, did_you_mean, listed

CAPITAL, CONSTRUCTION = "capex_limits", "construction_limits"
SHARE, GROWTH = "planned_share", "growth"
MOST_GROWTH = 10.0
"""Elevenfold in a year: what is above is a percentage."""
PERCENT_OF_ONE = 100


def _no_share_is_above_one(readings: Readings) -> Iterator[Fault]:
    """No more of the capital than there is goes into a plan, in no case of the range."""
    given = readings.get(CAPITAL)
    if given is None:
        return
    for column in ("low", "value", "high"):
        for row, (term, share) in given.rows("term", column):
            if term == SHARE and share is not None and share > 1:
                yield Fault(given.place(row, column), f"{share:g}", "a share of at most 1")


def _growth_is_a_share(readings: Readings) -> Iterator[Fault]:
    """Growth in percent, taken for a share, would limit nothing."""
    for table in (CAPITAL, CONSTRUCTION):
        given = readings.get(table)
        if given is None:
            continue
        for column in ("low", "value", "high"):
            for row, (term, share) in given.rows("term", column):
                if term == GROWTH and share is not None and share > MOST_GROWTH:
                    expected = f"a share of at most {MOST_GROWTH:g} a year"
                    fix = f"{share:g} % is {share / PERCENT_OF_ONE:g}"
                    yield Fault(given.place(row, column), f"{share:g}", expected, fix)


def _countries_have_a_region(readings: Readings) -> Iterator[Fault]:
    """A misspelt country would limit nobody."""
    given, regions = readings.get(CONSTRUCTION), readings.get("regions")
    if given is None or regions is None or not regions.whole:
        return
    known = sorted({str(country) for _, (country,) in regions.rows("country") if country})
    for row, (country,) in given.rows("country"):
        if known and country is not None and country not in known:
            fix = did_you_mean(str(country), known) or f"there are {listed(known, 8)}"
            expected = f"a country of {regions.table.path}"
            yield Fault(given.place(row, "country"), f"unknown country {country!r}", expected, fix)


GROWTH_CHECKS: tuple[Check, ...] = (
    _no_share_is_above_one,
    _growth_is_a_share,
    _countries_have_a_region,
)
