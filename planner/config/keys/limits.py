"""What a plan is to achieve first, what it may not exceed, and prices that are no market's."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.config.keys.part import Part
from planner.config.stated_values import StatedValues
from planner.config.values import (
    FlatOrByYear,
    NotNegative,
    ShareFlatOrByYear,
    by_year,
    contradiction,
    in_unit,
)


class Objective(Part):
    """What a plan is to achieve first."""

    goal: Literal["least_cost", "most_compute"] = "least_cost"
    """The targets at least cost; or as much compute as the limits allow, then the targets."""
    compute_in: Literal["every_year", "last_year"] = "every_year"
    """With the goal "most_compute": whether the compute of all years counts, each alike, or that
    of the last year alone."""
    targets: Literal["first", "priced"] = "first"
    """Whether every target is met as far as can be, whatever it costs, before costs count; or a
    workload with rows in ``compute_demand_curve`` is served while its compute is worth its cost.
    Those in ``workloads.must_meet``, and those without a curve, come first in either case."""

    @model_validator(mode="after")
    def _one_worth_of_compute(self) -> "Objective":
        # Compute that comes before all costs has no price.
        if self.goal == "most_compute" and self.targets == "priced":
            found = 'goal = "most_compute" together with targets = "priced"'
            raise contradiction(found, "one of the two")
        return self


class Limits(Part):
    """Hard limits on a plan; none by default."""

    emissions_mt_per_year: Annotated[FlatOrByYear | None, in_unit("Mt CO2 a year")] = None
    """Million tonnes of CO2 a year, one number or a table ``{ "2030" = 5.0 }``."""
    capex_busd_per_year: Annotated[FlatOrByYear | None, in_unit("billion USD a year")] = None
    """Billion USD of capital a year, one number or a table by year."""
    present_cost_busd: Annotated[NotNegative | None, in_unit("billion USD")] = None
    """Billion USD that may be charged in all years, present value."""
    facility_gw: Annotated[FlatOrByYear | None, in_unit("GW")] = None
    """GW of facility power of all sites, one number or a table by year."""
    clean_share_hourly: Annotated[ShareFlatOrByYear | None, in_unit("share")] = None
    """Share of all sites' load that carbon-free power covers in every slice, one number or a
    table ``{ "2030" = 0.9 }``."""
    national_construction: bool = False
    """Whether what all sites of a country add in a year is a limit: what was counted there, and
    the growth that the table construction_limits states from each year to the next."""
    capex_growth: bool = False
    """Whether the table capex_limits limits the capital of a year: to what buyers guide for, the
    share of it that is planned, and its growth since, whatever the plan spent before."""
    release: Annotated[
        tuple[Literal["chip_supply", "power", "sites"], ...], Field(strict=False)
    ] = ()
    """Limits of the tables that do not hold: components of chips; connections and national
    deliveries of power; size, ramp and first year of sites, and national construction."""

    def amounts(self, years: Iterable[int]) -> dict[str, StatedValues[int]]:
        """Each key of an amount to year to it, in its unit; none where none is stated.

        Switches, and what is released, are no amounts.
        """
        return {
            key: by_year(limit, years)
            for key, limit in self
            if not isinstance(limit, (tuple, bool))
        }


class Prices(Part):
    """Prices that are no market's."""

    carbon_usd_per_t: Annotated[NotNegative, in_unit("USD/t CO2")] = 0.0
    """USD a tonne of CO2, in every year."""
