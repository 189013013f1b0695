"""A model file as a whole: every table of it, and the keys that stand in none."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from planner.config.dotted_keys import flattened, place, switched_on
from planner.config.keys.chips import AcceleratorChoice, FleetChoice, SupplyChoice
from planner.config.keys.commitments import CommitmentChoice
from planner.config.keys.limits import Limits, Objective, Prices
from planner.config.keys.part import Part
from planner.config.keys.power import PowerChoice
from planner.config.keys.sites import SiteChoice, TrainingChoice
from planner.config.keys.time import ForesightChoice, TimeChoice, Years
from planner.config.keys.workloads import NO_WORKLOADS, DemandChoice, WorkloadChoice
from planner.config.values import (
    CalendarYear,
    CaseOrPosition,
    CellValue,
    DiscountTiming,
    FolderName,
    Names,
    SolverName,
    in_unit,
)


class TablesChoice(Part):
    """How the folder of a model's own tables is read."""

    missing: Literal["fault", "default"] = "fault"
    """What a table or column is that the folder leaves out: a fault, or empty and at its
    default, so that a folder may hold only what its problem needs."""


class Reference(Part):
    """Published projections that a plan is held against."""

    cases: Names = ()
    """Cases of the table published_projections."""
    given: Names = ()
    """Projections that the model takes over as its own assumption, so that agreement proves
    nothing."""


class SolverSettings(Part):
    """How long and how the solver may try."""

    time_limit_seconds: Annotated[float, Field(gt=0), in_unit("s")] = 600.0
    """Seconds after which the solver gives up."""
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    """Number of threads; 0 leaves it to the solver."""
    method: SolverName = "choose"
    """Algorithm; `choose` is what measured best, the simplex method, and before it the
    decomposition `benders` in large models. `hipo` needs the package
    highspy-extras, `cuopt` an NVIDIA GPU and the package cuopt."""
    tolerance: Annotated[float, Field(ge=1e-10, le=1e-4)] | None = None
    """By how much a row, or a reduced cost, may be on the wrong side, in GW and billion USD; if
    left out 1e-7, and 1e-10 without workloads, where a MWh may cost so little."""
    mip_gap: Annotated[float, Field(gt=0, lt=1), in_unit("share")] = 0.01
    """Where something must be chosen whole, such as campuses: how far from the best possible
    plan the search may end, as a share."""


class ModelDefinition(Part):
    """A planning question: years, sites, technologies, workloads, limits and prices."""

    name: FolderName
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
    currency_year: Annotated[CalendarYear, in_unit("year")] = 2025
    """Year whose prices all money is stated in."""
    discount_rate: Annotated[float, Field(ge=0, lt=1), in_unit("share a year")] = 0.07
    """Real rate per year, as a share: 0.07 is 7 %."""
    annuity_rate: Annotated[
        Annotated[float, Field(ge=0, lt=1)] | None, in_unit("share a year")
    ] = None
    """Real rate per year of the annuities that capital is charged as, a share; `discount_rate` if
    left out. With another one, a life's charges are not worth what was spent."""
    discount_timing: DiscountTiming = "middle"
    """Point of a year at which its cash flows fall."""
    discount_base_year: CalendarYear | None = None
    """Year at whose start money has its present value; the first planned year if left out."""
    h100e_basis: Literal["eight_bit_dense", "bf16_dense"] = "eight_bit_dense"
    """Precision whose dense rate is compared when compute is told in H100-equivalents."""
    sites: SiteChoice = SiteChoice()
    accelerators: AcceleratorChoice = AcceleratorChoice()
    fleet: FleetChoice = FleetChoice()
    supply: SupplyChoice = SupplyChoice()
    commitments: CommitmentChoice = CommitmentChoice()
    power: PowerChoice = PowerChoice()
    time: TimeChoice = TimeChoice()
    workloads: WorkloadChoice = NO_WORKLOADS
    training: TrainingChoice = TrainingChoice()
    demand: DemandChoice = DemandChoice()
    cases: dict[str, CaseOrPosition] = Field(default={})
    """Quantity (``table.column``, ``table.row.column``, ``table.*`` or ``*``) to its case:
    ``"low"``, ``"central"``, ``"high"``, or a point between them from -1 to 1."""
    set: dict[str, CellValue] = Field(default={})
    """Cell (``table.row.column``, parts of a row's key joined by ``:``) to its value."""
    limits: Limits = Limits()
    objective: Objective = Objective()
    foresight: ForesightChoice = ForesightChoice()
    plugins: dict[str, CellValue] = Field(default={})
    """Blocks of plug-ins that hold, with their settings: ``NAME.KEY`` to its value, and ``NAME``
    to true for one that has none. See ``docs/extending.md``."""
    reference: Reference = Reference()
    prices: Prices = Prices()
    solver: SolverSettings = SolverSettings()
    origins: dict[str, str] = Field(default={}, exclude=True, repr=False)
    """Key to the file and line that it comes from, which may be a model it extends."""
    overlaid: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """Keys that were laid over the file, as by ``--set``, and may not be left unread."""
    notices: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """What a reader should know of how the file was read, such as former names in it."""

    @field_validator("cases", "set", mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        return flattened(value)

    @model_validator(mode="before")
    @classmethod
    def _its_own_countries(cls, document: Any) -> Any:
        """Take all sites where tables are left out: those of a problem's own are there for it."""
        tables, sites = document.get("tables"), document.get("sites", {})
        if not isinstance(tables, Mapping) or tables.get("missing") != "default":
            return document
        if not isinstance(sites, Mapping) or "countries" in sites:
            return document
        return {**document, "sites": {"countries": "all", **sites}}

    @field_validator("plugins", mode="before")
    @classmethod
    def _flat_plugins(cls, value: Any) -> Any:
        return flattened(switched_on(value))

    def stated(self, key: str) -> bool:
        """Whether a file or a scenario states `key`, or a table or a cell of it.

        In a workbook each key has a row: what stands there by default is not stated.
        """
        if self.path.suffix.lower() == ".xlsx" and self._by_default(key):
            return False
        return any(other == key or other.startswith(f"{key}.") for other in self.origins)

    @property
    def accelerators_share(self) -> float:
        """The part of a region's counted shipments that is bought for the planned sites."""
        own = self.commitments.accelerators_share
        return (self.demand.curve_share or 1.0) if own is None else own

    def _by_default(self, key: str) -> bool:
        """Whether a key of a table has the value that it has when it is left out."""
        table, _, name = key.partition(".")
        part = getattr(self, table, None)
        fields = type(part).model_fields if isinstance(part, Part) else {}
        return name in fields and getattr(part, name) == fields[name].get_default()

    def place(self, key: str) -> str:
        """Where `key` stands, for a fault: ``frontier.toml, line 12, key years.first``."""
        return place(key, self.origins, self.path.name)
