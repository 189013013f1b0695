"""What is known already, and so no choice of a plan."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.config.keys.part import Part
from planner.config.values import contradiction, in_unit


class CommitmentChoice(Part):
    """What a plan is given of what is built, under construction, ordered or counted."""

    sites: Literal["none", "given"] = "none"
    """Whether sites have at least, and at most, the facility power that the table
    site_commitments states."""
    accelerators: Literal["none", "given"] = "none"
    """Whether purchases are at least, and at most, the region's share of the shipments that the
    table accelerator_commitments states."""
    accelerators_share: Annotated[float, Field(gt=0, le=1), in_unit("share")] | None = None
    """Share of the region's counted shipments that is bought for the planned sites: 1 for a plan
    of the whole region, less for one of a part of its sites. If left out ``demand.curve_share``,
    which says of demand how large a part they are, and 1 without it."""

    equipment: Literal["none", "ordered"] = "none"
    """Whether a shell may be built in any year, or only as far as power is contracted or committed
    at its site, before a shell and its transformers, switchgear and backup generators can be there
    that are ordered when the plan begins, by the table equipment_lead_times."""

    @model_validator(mode="after")
    def _a_share_of_something(self) -> "CommitmentChoice":
        if self.accelerators == "none" and self.accelerators_share not in (None, 1.0):
            found = f'accelerators_share = {self.accelerators_share:g} with accelerators = "none"'
            raise contradiction(found, 'accelerators = "given" beside it')
        return self
