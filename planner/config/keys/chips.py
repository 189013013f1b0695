"""Which accelerators are on sale, what becomes of them, and what they are made of."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.config.keys.part import Choice, Part
from planner.config.values import Names, Share, contradiction, in_unit


class AcceleratorChoice(Choice):
    """Which generations are on sale; an empty `include` stands for all of the regions'."""

    supply_regions: Names = ("west",)
    """Supply chains that may be bought from."""
    operators: Literal["any", "observed"] = "any"
    """Whether each site may take every vendor's accelerators, or those that its operators buy, as
    the table operator_vendors has it; sites without an operator take any."""


class FleetChoice(Part):
    """What becomes of accelerators as they grow old."""

    redeployment: Literal["free", "one_way"] = "free"
    """Whether any unit may do any work in any year, or one that has left training for inference
    does not come back and is out of service while it moves."""
    serve_for: Literal["economic_life", "physical_life"] = "economic_life"
    """Whether units are retired when their capital is paid, or may serve on for their upkeep."""


class SupplyChoice(Part):
    """How finely the supply of components is followed."""

    periods_per_year: Literal[1, 2, 4] = 1
    """Parts of a year in which components must suffice: years, half-years or quarters."""
    within_year: Literal["even", "stated"] = "even"
    """Whether packaging and memory are made evenly through each year, or as the table
    supply_quarters has them by quarter; years without rows there are even."""
    region_shares: Annotated[dict[str, Share], in_unit("share")] = Field(default={})
    """Supply region to the share of its components that buyers in the planned region can get;
    ``planned_region_share`` of the table supply_terms where none is stated."""
    expansion: Annotated[tuple[Literal["node", "packaging", "hbm"], ...], Field(strict=False)] = ()
    """Kinds of capacity that may be built beyond what the tables hold as announced; none
    unless asked for."""
    ramp: Literal["none", "observed"] = "none"
    """Whether a generation has all of its vendor's lines from its ship date, or comes into them by
    quarters, as the table accelerator_ramp has it of other generations."""
    decline: Literal["none", "observed"] = "none"
    """Whether older families may keep all of their vendor's lines when a new one ships, or leave
    them by quarters, as the same table has it."""
    contracts: Literal["none", "observed"] = "none"
    """Whether a vendor may take as little of packaging and memory in a year as a plan likes, or no
    less than the share of the year before that the table supply_contracts has of counted ones."""
    euv: bool = False
    """Whether wafers also need exposures of scanners for extreme ultraviolet light."""
    equipment: bool = False
    """Whether national deliveries of transformers and switchgear are limits.

    Off unless asked for: no source counts them, so the table is our estimate.
    """

    @model_validator(mode="after")
    def _shares_of_what_stands(self) -> "SupplyChoice":
        # What is built reaches the region by the share of supply_terms alone.
        if self.expansion and self.region_shares:
            found = "expansion together with region_shares"
            raise contradiction(found, "one of the two")
        return self
