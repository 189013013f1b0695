"""Which sites are planned, and how sites may share a training run."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.config.keys.part import Choice, Part
from planner.config.values import (
    AllOrKinds,
    AllOrNames,
    CalendarYear,
    NotNegative,
    contradiction,
    in_unit,
)


class CandidateNeed(Part):
    """Power that is wanted in a region, for which candidates are made from the tables."""

    region: str
    gw: Annotated[float, Field(gt=0)]
    """Facility power, GW."""
    by: CalendarYear | None = None
    """Year at whose end it is wanted; the last of the plan if left out."""
    kinds: Annotated[
        tuple[Literal["announced", "retiring_plant", "headroom"], ...],
        Field(strict=False, min_length=1),
    ] = ("announced", "retiring_plant", "headroom")


class SiteChoice(Choice):
    """Which sites are planned: those that fit country, kind and size, and those included."""

    countries: AllOrNames = ("USA",)
    """ISO 3166-1 alpha-3 codes, or "all", which is what a model has that leaves tables out."""
    kinds: AllOrKinds = "all"
    """Kinds of sites: all, or some of campus, announced, candidate and fleet_pool."""
    min_facility_gw: Annotated[NotNegative, in_unit("GW")] = 0.0
    """Smallest facility power that a site can grow to, GW; smaller ones are pooled."""
    existing: Literal["as_stated", "before_first_year"] = "as_stated"
    """What existing_power and existing_accelerators say of the plan's own years: "as_stated", it
    serves from its year on; "before_first_year", it is left out, for a plan that begins in the
    past and is to find by itself what came."""
    cooling_class: Literal["none", "observed"] = "none"
    """Whether any hall houses any accelerator, or halls that stand before the first year are
    cooled as what stands in them needs by accelerators.cooling_class: in those for air
    none runs that needs liquid until they are converted, at the cost and for the time in
    cluster_costs."""
    slip: Literal["stated", "observed"] = "stated"
    """When a site opens of which nothing stands and nothing is given: on the date of its row, or
    later by what others of its status slipped, and no sooner than a site that nobody has begun can
    be there, both by the table site_status."""
    completion: Literal["stated", "expected"] = "stated"
    """How much such a site can become: what its row states, or the share of it that the table
    site_status has for its status."""
    new_campuses: bool = False
    """Whether each region of the countries has a pool of new campuses beside the sites of the
    tables: what its grid connects until the last year, once a request has passed the queue. A pool
    is called new_REGION and is a fleet_pool for kinds, include and exclude."""
    candidates: Annotated[tuple[CandidateNeed, ...], Field(strict=False)] = ()
    """Needs for which further sites are made, beyond those that are planned anyway."""

    @model_validator(mode="after")
    def _headroom_is_there_once(self) -> "SiteChoice":
        if self.new_campuses and any("headroom" in need.kinds for need in self.candidates):
            found = "new_campuses together with candidates of the kind headroom"
            raise contradiction(found, "one of the two, since both are the same connections")
        return self

    def takes_country(self, country: str) -> bool:
        """Whether sites of a country are planned."""
        return self.countries == "all" or country in self.countries


class TrainingChoice(Part):
    """Which sites may share a training run, and which accelerators."""

    topology: Literal["pooled", "regional", "campuses"] = "pooled"
    """Any sites at no loss; those of one region; or a few campuses. The last two lose time to
    communication, and a plan then chooses where the run of each year is."""
    campuses: Annotated[int, Field(ge=1)] | None = None
    """With the topology "campuses": the most that one run may use."""
    min_campus_gw: Annotated[NotNegative, in_unit("GW")] = 0.0
    """Smallest facility power that a campus of a run can grow to, GW."""
    accelerators: Literal["any", "one_vendor", "one_family"] = "any"
    """Whether the run of a year may be on any accelerators together, on those of one vendor, or on
    one family of a vendor's. The last two are chosen in whole numbers, which takes longer."""

    @model_validator(mode="after")
    def _a_number_where_it_counts(self) -> "TrainingChoice":
        if self.topology == "campuses" and self.campuses is None:
            found = 'topology = "campuses" without a number'
            raise contradiction(found, "campuses = 1 or more beside it")
        if self.topology != "campuses" and self.campuses is not None:
            found = f'campuses = {self.campuses} with topology = "{self.topology}"'
            raise contradiction(found, 'topology = "campuses" beside it')
        if self.topology == "pooled" and self.min_campus_gw:
            found = f'min_campus_gw = {self.min_campus_gw:g} with topology = "pooled"'
            raise contradiction(found, "another topology beside it")
        return self
