"""Which power technologies may be built, and what grid energy costs."""

from typing import Literal

from pydantic import model_validator

from planner.config.keys.part import Part
from planner.config.values import AllOrNames, Names, no_overlap


class PowerChoice(Part):
    """Which power technologies may be built, and what grid energy costs."""

    technologies: AllOrNames = "all"
    """Technologies that may be built: all, or those named."""
    exclude: Names = ()
    """Technologies that may not be built."""
    flexible_load: bool = False
    """Whether sites may take connections that the grid may cut, within a region's headroom.

    Off unless asked for: the published headroom knows nothing of the network.
    """
    electricity_price: Literal["tariff", "retail", "wholesale"] = "tariff"
    """What a site pays for power from the grid: the tariff of a large load, energy at wholesale
    and capacity and wires by GW, or the industrial price where its region has none; the industrial
    price everywhere; or the wholesale price alone."""
    load: Literal["rated", "average"] = "rated"
    """What energy, fuel, emissions and water are counted on: rated power of all that runs, all
    year, or the average that a unit draws at its work, by the load factors of power_terms. What
    is built is built for rated power either way."""
    tax_credits: bool = True
    """Whether the tax credits of the table are taken."""
    security: Literal["reserve_margin", "n_minus_1", "both"] = "reserve_margin"
    """What stands behind generation on site: a margin on top of its load, as much as serves the
    load with the largest unit out, or both."""

    surplus: Literal["curtailed", "none"] = "curtailed"
    """What becomes of power that nobody needs: it is curtailed, or there may be none, so that
    supply is the load in every slice, what sun and wind give included."""

    retirement: Literal["economic", "none"] = "economic"
    """Whether a plant that stands, and whose life is stated, may be retired before its end where
    that costs less, or all stays and is paid for until then."""

    @model_validator(mode="after")
    def _not_both(self) -> "PowerChoice":
        if self.technologies != "all":
            no_overlap("technologies", self.technologies, self.exclude)
        return self
