"""What is known already, and so no choice of a plan."""

from typing import Literal

from planner.config.keys.part import Part


class CommitmentChoice(Part):
    """What a plan is given of what is built, under construction, ordered or counted."""

    sites: Literal["none", "given"] = "none"
    """Whether sites have at least, and at most, the facility power that the table
    site_commitments states."""
    accelerators: Literal["none", "given"] = "none"
    """Whether purchases are at least, and at most, the region's share of the shipments that the
    table accelerator_commitments states."""
