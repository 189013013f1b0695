"""What a model file may hold, key by key, with its defaults."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from planner.model_definition.keys import flattened, place
from planner.model_definition.values import (
    AllOrKinds,
    AllOrNames,
    CalendarYear,
    CaseOrPosition,
    CellValue,
    FlatOrByYear,
    Names,
    NotNegative,
    ShareFlatOrByYear,
    contradiction,
    no_overlap,
)

MOST_YEARS = 40


class Part(BaseModel):
    """A table of a model file: unknown keys are faults, types are those of TOML."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


class Years(Part):
    """The years that are planned, both ends included."""

    first: CalendarYear
    """First year that is planned."""
    last: CalendarYear
    """Last year that is planned."""
    step: Annotated[int, Field(ge=1, le=20)] = 1
    """Years that each planned year stands for, itself the first of them; more than one is for
    problems without workloads."""

    @model_validator(mode="after")
    def _in_order(self) -> "Years":
        found = f"first = {self.first}, last = {self.last}"
        if self.first > self.last:
            raise contradiction(found, "a first year that is not after the last")
        if self.last - self.first >= MOST_YEARS:
            raise contradiction(found, f"at most {MOST_YEARS} years")
        if (self.last - self.first) % self.step:
            found = f"{found}, step = {self.step}"
            raise contradiction(found, "a last year that whole steps lead to")
        return self

    @property
    def planned(self) -> tuple[int, ...]:
        """The years that are planned, in their order."""
        return tuple(range(self.first, self.last + 1, self.step))


class TablesChoice(Part):
    """How the folder of a model's own tables is read."""

    missing: Literal["fault", "default"] = "fault"
    """What a table or column is that the folder leaves out: a fault, or empty and at its
    default, so that a folder may hold only what its problem needs."""


class Choice(Part):
    """Names that are taken in, and names that are left out."""

    include: Names = ()
    """Names that are taken in, whatever else is chosen."""
    exclude: Names = ()
    """Names that are left out."""

    @model_validator(mode="after")
    def _not_both(self) -> "Choice":
        no_overlap("include", self.include, self.exclude)
        return self


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

    countries: Names = ("USA",)
    """ISO 3166-1 alpha-3 codes."""
    kinds: AllOrKinds = "all"
    """Kinds of sites: all, or some of campus, announced, candidate and fleet_pool."""
    min_facility_gw: NotNegative = 0.0
    """Smallest facility power that a site can grow to, GW; smaller ones are pooled."""
    candidates: Annotated[tuple[CandidateNeed, ...], Field(strict=False)] = ()
    """Needs for which further sites are made, beyond those that are planned anyway."""


class AcceleratorChoice(Choice):
    """Which generations are on sale; an empty `include` stands for all of the regions'."""

    supply_regions: Names = ("west",)
    """Supply chains that may be bought from."""


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
    region_shares: dict[str, Annotated[float, Field(ge=0, le=1)]] = {}
    """Supply region to the share of its components that buyers in the planned region can get;
    ``planned_region_share`` of the table supply_terms where none is stated."""
    expansion: Annotated[tuple[Literal["node", "packaging", "hbm"], ...], Field(strict=False)] = ()
    """Kinds of capacity that may be built beyond what the tables hold as announced; none
    unless asked for."""
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


class PowerChoice(Part):
    """Which power sources may be built, and what grid energy costs."""

    sources: AllOrNames = "all"
    """Sources that may be built: all, or those named."""
    exclude: Names = ()
    """Sources that may not be built."""
    flexible_load: bool = False
    """Whether sites may take connections that the grid may cut, within a region's headroom.

    Off unless asked for: the published headroom knows nothing of the network.
    """
    electricity_price: Literal["retail", "wholesale"] = "retail"
    """Whether a site pays the industrial price of its region or the wholesale price."""
    tax_credits: bool = True
    """Whether the tax credits of the table are taken."""
    security: Literal["reserve_margin", "n_minus_1", "both"] = "reserve_margin"
    """What stands behind generation on site: a margin on top of its load, as much as serves the
    load with the largest unit out, or both."""

    @model_validator(mode="after")
    def _not_both(self) -> "PowerChoice":
        if self.sources != "all":
            no_overlap("sources", self.sources, self.exclude)
        return self


class TimeChoice(Part):
    """How a year is cut into slices: by a table, or by days found in the hourly profiles."""

    slice_set: str = "four_days"
    """Slices of ``time_slices.csv``; not used where `days` is stated."""
    days: Annotated[int, Field(ge=1, le=365)] | None = None
    """Number of representative days to find in the profiles of the regions in use."""
    slices_per_day: Literal[1, 2, 3, 4, 6, 8, 12, 24] = 8
    """Equal slices of each day that is found."""
    extreme: bool = True
    """Whether the day with the least sun and wind is one of them."""
    storage_between_days: bool = False
    """Whether storage may carry energy from day to day, over the days of the year in order."""

    @model_validator(mode="after")
    def _days_to_choose_from(self) -> "TimeChoice":
        if self.days == 1 and self.extreme:
            found = "days = 1 with extreme = true"
            raise contradiction(found, "two days or more, or extreme = false")
        return self


class WorkloadChoice(Part):
    """Which workloads share the fleet."""

    use: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    """Workloads that are served; may be left out only where another demand is stated in the
    tables."""
    must_meet: Names = ()
    """Those without which there is no plan: a miss is an error, not a finding."""

    @model_validator(mode="after")
    def _among_the_used(self) -> "WorkloadChoice":
        others = [name for name in self.must_meet if name not in self.use]
        if others:
            raise contradiction(f"must_meet names {others[0]!r}", "one of workloads.use")
        return self


NO_WORKLOADS = WorkloadChoice.model_construct(use=(), must_meet=())
"""A model of other demands than computing."""


class RunChoice(Part):
    """Which sites may share a training run."""

    topology: Literal["pooled", "regional", "campuses"] = "pooled"
    """Any sites at no loss; those of one region; or a few campuses. The last two lose time to
    communication, and a plan then chooses where the run of each year is."""
    campuses: Annotated[int, Field(ge=1)] | None = None
    """With the topology "campuses": the most that one run may use."""
    min_campus_gw: NotNegative = 0.0
    """Smallest facility power that a campus of a run can grow to, GW."""

    @model_validator(mode="after")
    def _a_number_where_it_counts(self) -> "RunChoice":
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


class DemandChoice(Part):
    """How drivers become targets."""

    beyond_data: Literal["flag", "cap", "move_to_inference"] = "flag"
    """What becomes of a run that data does not support: it is marked, cut, or cut and its
    missing orders of magnitude asked of inference."""
    run_length: Literal["fixed", "growing"] = "fixed"
    """Run length of the workload's row, or growing by drivers up to their cap."""


class Limits(Part):
    """Hard limits on a plan; none by default."""

    emissions_mt_per_year: FlatOrByYear | None = None
    """Million tonnes of CO2 a year, one number or a table ``{ "2030" = 5.0 }``."""
    capex_busd_per_year: FlatOrByYear | None = None
    """Billion USD of capital a year, one number or a table by year."""
    present_cost_busd: NotNegative | None = None
    """Billion USD that may be charged in all years, present value."""
    facility_gw: FlatOrByYear | None = None
    """GW of facility power of all sites, one number or a table by year."""
    clean_share_hourly: ShareFlatOrByYear | None = None
    """Share of all sites' load that carbon-free power covers in every slice, one number or a
    table ``{ "2030" = 0.9 }``."""
    release: Annotated[
        tuple[Literal["chip_supply", "power", "sites"], ...], Field(strict=False)
    ] = ()
    """Limits of the tables that do not hold: components of chips; connections and national
    deliveries of power; size, ramp and first year of sites."""


class Reference(Part):
    """Published projections that a plan is held against."""

    cases: Names = ()
    """Cases of the table published_projections."""
    given: Names = ()
    """Projections that the model takes over as its own assumption, so that agreement proves
    nothing."""


class Prices(Part):
    """Prices that are no market's."""

    carbon_usd_per_t: NotNegative = 0.0
    """USD a tonne of CO2, in every year."""


class SolverSettings(Part):
    """How long and how the solver may try."""

    time_limit_seconds: Annotated[float, Field(gt=0)] = 600.0
    """Seconds after which the solver gives up."""
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    """Number of threads; 0 leaves it to the solver."""
    method: Literal["choose", "simplex", "ipm", "hipo"] = "choose"
    """Algorithm of HiGHS; `choose` leaves it to the solver."""
    tolerance: Annotated[float, Field(ge=1e-10, le=1e-4)] | None = None
    """By how much a row, or a reduced cost, may be on the wrong side, in GW and billion USD; if
    left out 1e-7, and 1e-10 without workloads, where a MWh may cost so little."""
    mip_gap: Annotated[float, Field(gt=0, lt=1)] = 0.01
    """Where something must be chosen whole, such as campuses: how far from the best possible
    plan the search may end, as a share."""


class ModelDefinition(Part):
    """A planning question: years, sites, technologies, workloads, limits and prices."""

    name: str
    """Stem of the file's name."""
    path: Path
    """The file that it was read from."""
    title: str
    """What the model asks, in a line of text."""
    description: str = ""
    """The question in a few sentences."""
    datasets: Path | None = None
    """Folder of the input tables; None stands for the ones that ship with the planner."""
    tables: TablesChoice = TablesChoice()
    years: Years
    currency_year: CalendarYear = 2025
    """Year whose prices all money is stated in."""
    discount_rate: Annotated[float, Field(ge=0, lt=1)] = 0.07
    """Real rate per year, as a share: 0.07 is 7 %."""
    discount_timing: Literal["start", "middle", "end"] = "middle"
    """Point of a year at which its cash flows fall."""
    discount_base_year: CalendarYear | None = None
    """Year at whose start money has its present value; the first planned year if left out."""
    h100e_basis: Literal["eight_bit_dense", "bf16_dense"] = "eight_bit_dense"
    """Precision whose dense rate is compared when compute is told in H100-equivalents."""
    sites: SiteChoice = SiteChoice()
    accelerators: AcceleratorChoice = AcceleratorChoice()
    fleet: FleetChoice = FleetChoice()
    supply: SupplyChoice = SupplyChoice()
    power: PowerChoice = PowerChoice()
    time: TimeChoice = TimeChoice()
    workloads: WorkloadChoice = NO_WORKLOADS
    run: RunChoice = RunChoice()
    demand: DemandChoice = DemandChoice()
    cases: dict[str, CaseOrPosition] = {}
    """Quantity (``table.column``, ``table.row.column``, ``table.*`` or ``*``) to its case:
    ``"low"``, ``"central"``, ``"high"``, or a point between them from -1 to 1."""
    set: dict[str, CellValue] = {}
    """Cell (``table.row.column``, parts of a row's key joined by ``:``) to its value."""
    limits: Limits = Limits()
    reference: Reference = Reference()
    prices: Prices = Prices()
    solver: SolverSettings = SolverSettings()
    origins: dict[str, str] = Field(default={}, exclude=True, repr=False)
    """Key to the file and line that it comes from, which may be a model it extends."""

    @field_validator("cases", "set", mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        return flattened(value)

    def emissions_caps(self, years: Iterable[int]) -> dict[int, float]:
        """The cap of each of `years` that has one, Mt CO2 a year."""
        return _by_year(self.limits.emissions_mt_per_year, years)

    def limit_by_year(self, name: str, years: Iterable[int]) -> dict[int, float]:
        """A limit of ``[limits]`` that is one number or a table, for each of `years` it has."""
        return _by_year(getattr(self.limits, name), years)

    def clean_shares(self, years: Iterable[int]) -> dict[int, float]:
        """The share of load to be matched in each of `years` that has one."""
        return _by_year(self.limits.clean_share_hourly, years)

    def stated(self, key: str) -> bool:
        """Whether a file or a scenario states `key`, or a table or a cell of it."""
        return any(other == key or other.startswith(f"{key}.") for other in self.origins)

    def place(self, key: str) -> str:
        """Where `key` stands, for a fault: ``frontier.toml, line 12, key years.first``."""
        return place(key, self.origins, self.path.name)


def _by_year(limit: float | dict[int, float] | None, years: Iterable[int]) -> dict[int, float]:
    """A limit for each of `years` that has one: the same in all, or as a table says."""
    if limit is None:
        return {}
    by_year = limit if isinstance(limit, dict) else dict.fromkeys(years, limit)
    return {year: by_year[year] for year in years if year in by_year}
