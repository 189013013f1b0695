"""Which workloads share the fleet, and how drivers become targets."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.config.keys.part import Part
from planner.config.values import Names, contradiction, in_unit


class WorkloadChoice(Part):
    """Which workloads share the fleet."""

    use: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    """Workloads that are served; may be left out only where another demand is stated in the
    tables."""
    must_meet: Names = ()
    """Those without which there is no plan: a miss is an error, not a finding."""
    serving: Literal["flop", "roofline"] = "flop"
    """Whether a unit's H100e at a throughput are those of its FLOP, or, for the part of it that
    generates tokens, those of the lower of FLOP and memory bandwidth."""

    @model_validator(mode="after")
    def _among_the_used(self) -> "WorkloadChoice":
        others = [name for name in self.must_meet if name not in self.use]
        if others:
            raise contradiction(f"must_meet names {others[0]!r}", "one of workloads.use")
        return self


NO_WORKLOADS = WorkloadChoice.model_construct(use=(), must_meet=())
"""A model of other demands than computing."""


class DemandChoice(Part):
    """How drivers become targets."""

    beyond_data: Literal["flag", "cap", "move_to_inference"] = "flag"
    """What becomes of a run that data does not support: it is marked, cut, or cut and its
    missing orders of magnitude asked of inference."""
    run_length: Literal["fixed", "growing"] = "fixed"
    """Run length of the workload's row, or growing by drivers up to their cap."""
    curve_share: Annotated[float, Field(gt=0, le=1), in_unit("share")] | None = None
    """Share of the demand curves that the planned sites serve, where targets are priced. A model
    without the fleet pools of the tables, and so of a part of a country, must state it; others
    serve all of them."""
