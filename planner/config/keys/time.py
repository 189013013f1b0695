"""The years that are planned, how far ahead decisions look, and the hours of a year."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from planner.config.keys.part import Part
from planner.config.values import CalendarYear, YearKey, contradiction, in_unit
from planner.units import HOURS_PER_YEAR

MOST_YEARS = 40


def _whole_years(value: object) -> object:
    """Refuse parts of a year in words: what can be planned finer than a year is named."""
    if isinstance(value, float) and 0 < value < 1:
        expected = (
            "whole years; the supply of chips alone goes by half-years or quarters, with "
            "supply.periods_per_year = 2 or 4"
        )
        raise contradiction(f"{value:g}, a part of a year", expected)
    return value


Length = Annotated[int, BeforeValidator(_whole_years), Field(ge=1, le=20)]


class Years(Part):
    """The years that are planned, both ends included."""

    first: Annotated[CalendarYear, in_unit("year")]
    """First year that is planned."""
    last: Annotated[CalendarYear, in_unit("year")]
    """Last year that is planned."""
    step: Length = 1
    """Years that each planned year stands for, itself the first of them; more than one is for
    problems without workloads."""
    steps: Annotated[dict[YearKey, Length], in_unit("year")] = Field(default={})
    """Other lengths than `step`, each by the planned year from which on it holds. A table
    ``{ "2030" = 5 }`` has single years to 2029, and periods of five years from 2030 on."""

    @model_validator(mode="after")
    def _in_order(self) -> "Years":
        found = f"first = {self.first}, last = {self.last}"
        if self.first > self.last:
            raise contradiction(found, "a first year that is not after the last")
        if self.last - self.first >= MOST_YEARS:
            raise contradiction(found, f"at most {MOST_YEARS} years")
        planned = self.planned
        if planned[-1] != self.last:
            found = f"{found}, {self.lengths_as_stated}"
            begins = planned[-1]
            fitting = f"{begins} or {begins + self._length(begins)}"
            expected = f"the first year of the last period, which is {fitting} by these steps"
            raise contradiction(found, expected)
        if not set(self.steps) <= set(planned):
            years = ", ".join(map(str, planned))
            raise contradiction(f"{found}, {self.lengths_as_stated}", f"planned years: {years}")
        return self

    @property
    def lengths_as_stated(self) -> str:
        """The keys that say how long periods are, as a model file has them."""
        steps = ", ".join(f'"{year}" = {length}' for year, length in self.steps.items())
        told = f"step = {self.step}"
        return f"{told}, steps = {{ {steps} }}" if steps else told

    @property
    def planned(self) -> tuple[int, ...]:
        """The years that are planned, in their order."""
        return tuple(self.lengths)

    @property
    def lengths(self) -> dict[int, int]:
        """Planned year to the years that it stands for, itself the first of them, in order."""
        found: dict[int, int] = {}
        year = self.first
        while year <= self.last:
            found[year] = self._length(year)
            year += found[year]
        return found

    def _length(self, year: int) -> int:
        since = max((y for y in self.steps if y <= year), default=None)
        return self.step if since is None else self.steps[since]


class ForesightChoice(Part):
    """How far ahead decisions look."""

    mode: Literal["perfect", "myopic", "rolling"] = "perfect"
    """All years at once; one step of years after another; or a window of years that moves on by a
    step."""
    window: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = None
    """Years that are seen ahead, the one at hand included, with the mode "rolling"."""
    step: Annotated[int, Field(ge=1, le=MOST_YEARS)] = 1
    """Years that are settled before the window moves."""

    @model_validator(mode="after")
    def _a_window_where_it_rolls(self) -> "ForesightChoice":
        if self.mode == "rolling" and self.window is None:
            raise contradiction('mode = "rolling" without a window', "window = 3 or so beside it")
        if self.mode != "rolling" and self.window is not None:
            found = f'window = {self.window} with mode = "{self.mode}"'
            raise contradiction(found, 'mode = "rolling" beside it')
        if self.window is not None and self.window < self.step:
            found = f"window = {self.window}, step = {self.step}"
            raise contradiction(found, "a step no longer than the window")
        return self

    @property
    def years(self) -> int | None:
        """Years that are seen ahead; None for all of them."""
        return {"perfect": None, "myopic": self.step, "rolling": self.window}[self.mode]


class TimeChoice(Part):
    """How a year is cut into slices: by a table, or by days found in the hourly profiles."""

    slice_set: str = "four_days"
    """Slices of ``time_slices.csv``; not used where `days` is stated."""
    days: Annotated[int, Field(ge=1, le=365)] | None = None
    """Number of representative days to find in the profiles of the regions in use."""
    slices_per_day: Literal[1, 2, 3, 4, 6, 8, 12, 24] = 8
    """Equal slices of each day that is found."""
    extreme: bool = True
    """Whether the day with the least sun and wind of each region is one of them; there must be
    more days than such days."""
    hours_per_year: Annotated[float, Field(gt=0, le=1e6), in_unit("h")] = 8760.0
    """Hours that the slices of a year add up to; others are for problems without workloads."""
    storage_between_days: bool = False
    """Whether storage may carry energy from day to day, over the days of the year in order."""

    @model_validator(mode="after")
    def _days_to_choose_from(self) -> "TimeChoice":
        if self.days == 1 and self.extreme:
            found = "days = 1 with extreme = true"
            raise contradiction(found, "two days or more, or extreme = false")
        if self.days is not None and self.hours_per_year != HOURS_PER_YEAR:
            found = f"days = {self.days} with hours_per_year = {self.hours_per_year:g}"
            expected = f"{HOURS_PER_YEAR:g}, the hours of the profiles, or a slice_set"
            raise contradiction(found, expected)
        return self
