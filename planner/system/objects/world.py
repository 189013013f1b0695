"""The world of one planning problem: years, slices, everything in them, and money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, inf

from planner.config.keys.limits import Limits
from planner.config.values import DiscountTiming
from planner.demand.targets import Demand
from planner.plugins import Settings
from planner.system.objects.capex import CapexGrowth
from planner.system.objects.chips import Accelerator, Expansion, Resource, SupplyLimit
from planner.system.objects.commitments import Bound, Commitment
from planner.system.objects.power import Equipment, PowerTechnology, Region, TaxCredit
from planner.system.objects.ramps import Phase, Ramp
from planner.system.objects.sites import Construction, Good, Site
from planner.system.objects.workloads import TrainingTopology, Workload


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlice:
    """A stretch of a representative day."""

    day: int = 1
    hours: float = 8760.0
    """Length of the stretch, hours."""
    weight_hours: float = 8760.0
    """Hours of the year that it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A whole planning problem; the blocks of :mod:`planner.formulation` read nothing else."""

    years: tuple[int, ...]
    year_lengths: Mapping[int, float] = field(default_factory=dict)
    """Planned year to the years that it stands for, itself the first of them; one that is not
    there stands for itself alone. Less than one is a part of a year, whose key is the time at
    which it begins, such as 2026.5: no model file asks for one yet. See :meth:`length`."""
    goods: Mapping[str, Good] = field(default_factory=dict)
    """Goods that are sent to sites; an accelerator among them is bought where it is sent from."""
    sites: Mapping[str, Site] = field(default_factory=dict)
    site_commitments: Mapping[tuple[Bound, str, int], Commitment] = field(default_factory=dict)
    """Bound, site and year to facility power at its end that is known, GW."""
    accelerator_commitments: Mapping[tuple[Bound, str, int, int], Commitment] = field(
        default_factory=dict
    )
    """Bound, family, year and its part, from 1 on, to units that are known, million."""
    equipment_lead_years: float = 0.0
    """Order to service of a shell and its equipment that nobody has ordered, years; 0 where the
    model does not count what is ordered."""
    longest_lead: str = ""
    """What of it takes longest, by its row."""
    regions: Mapping[str, Region] = field(default_factory=dict)
    construction: Mapping[str, Construction] = field(default_factory=dict)
    """Country to what its builders may add in a year; one that is not there has no limit."""
    accelerators: Mapping[str, Accelerator] = field(default_factory=dict)
    supply: Mapping[Resource, SupplyLimit] = field(default_factory=dict)
    unlimited_supply: frozenset[Resource] = frozenset()
    """Resources that generations on sale draw on and that the tables say are not limited."""
    supply_periods: int = 1
    """Parts of a year in which components must suffice, each by itself."""
    vendor_share: Mapping[tuple[str, str, str, int], float] = field(default_factory=dict)
    """Vendor, kind and pool of a resource, and year to the most it gets of ``supply``, a share."""
    ramps: Mapping[tuple[Phase, str], Ramp] = field(default_factory=dict)
    """Phase and generation to its share of its vendor's lines, or that of what it replaces."""
    contracted_share: Mapping[str, float] = field(default_factory=dict)
    """Kind of resource to the least that a vendor takes of it, as a share of the year before."""
    expansion: Mapping[Resource, Expansion] = field(default_factory=dict)
    """Resources of ``supply`` that may be built beyond what is announced."""
    technologies: Mapping[str, PowerTechnology] = field(default_factory=dict)
    workloads: Mapping[str, Workload] = field(default_factory=dict)
    training_topology: TrainingTopology | None = None
    """None where runs are pooled: any sites may share one, at no loss."""
    training_group: Mapping[str, str] = field(default_factory=dict)
    """Accelerator to its vendor, or its family, where a run is on those of one alone; empty where
    it may be on any together."""
    one_way_redeployment: bool = False
    """Whether units that have left training for inference may not come back."""
    redeployment_years: float = 0.0
    """Time for which a unit that leaves training for inference is out of service, years."""
    slices: Mapping[str, TimeSlice] = field(default_factory=lambda: {"year": TimeSlice()})
    capacity_factor: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    """Profile, region and slice to MW per MW."""
    day_sequence: tuple[int, ...] = ()
    """The representative day of each day of the year, in order, where storage may carry energy
    from day to day; empty where each day ends as it began."""
    tax_credits: Mapping[tuple[str, str, int], TaxCredit] = field(default_factory=dict)
    """Source, region and year of service to its credit."""
    rental_delivery_share: float = 0.0
    """Share of its price that a rented technology costs to set up and take away."""
    reserve_margin: float | None = None
    """Firm capacity on site beyond the load that it serves, as a share; None asks for none."""
    unit_outage: bool = False
    """Whether what is generated on site must serve its load with its largest unit out."""
    flexible_load_share: float = 0.0
    """Share of a facility's load that may be shed at a time, for a flexible connection."""
    flexible_load_hours: float = 0.0
    """Hours a year in which so much may be shed."""
    average_load: bool = False
    """Whether energy follows what units draw on average, and not their rated power."""
    idle_power_share: float = 0.0
    """Average over rated IT power of units that run and have no work."""
    build_limit_gw: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Technology and year to what data centres can get of it nationally, GW."""
    equipment: Mapping[str, Equipment] = field(default_factory=dict)
    """Electrical equipment whose national deliveries are a limit."""
    shell_capex: float = 0.0
    """Shell with mechanical and electrical plant, billion USD a GW of IT."""
    shell_life_years: float = 14.0
    hall_retrofit_capex: float = 0.0
    """Liquid cooling of a hall that was built for air, billion USD a GW of IT."""
    hall_retrofit_years: float = 0.0
    """Time for which such a hall houses nothing while it is converted, years."""
    non_energy_opex_share: float = 0.0
    """Yearly share of the IT and shell capital in service."""
    hours_per_year: float = 8760.0
    """Hours of a year, which the slices add up to."""
    surplus_allowed: bool = True
    """Whether a site may be given more power than it needs, which is curtailed."""
    early_retirement: bool = True
    """Whether what stands may be retired before the end of its life."""
    discount_rate: float = 0.0
    annuity_rate: float | None = None
    """Rate of the annuities that capital is charged as; None stands for the discount rate."""
    discount_timing: DiscountTiming = "middle"
    discount_base_year: int | None = None
    """Year at whose start money has its present value; None stands for the first."""
    electricity_price: str = "retail"
    """What grid energy is priced at: "retail" or "wholesale"; a label for the plan's summary."""
    carbon_price: float = 0.0
    """Billion USD a million tonnes of CO2."""
    plugins: Mapping[str, Settings] = field(default_factory=dict)
    """Blocks of plug-ins that hold, with what the model says to each."""
    emissions_cap_mt: Mapping[int, float] = field(default_factory=dict)
    capex_budget: Mapping[int, float] = field(default_factory=dict)
    """Year to the most that may be spent on capital, billion USD."""
    capex_growth: CapexGrowth | None = None
    """How fast capital may grow from year to year; None where nothing limits it."""
    cost_budget: float | None = None
    """The most that may be charged in all years, present value in billion USD."""
    facility_budget_gw: Mapping[int, float] = field(default_factory=dict)
    limits: Mapping[str, Mapping[int, float]] = field(default_factory=lambda: Limits().amounts(()))
    """Key of the table ``[limits]`` to year to its amount, as the model states them all."""
    compute_weight: Mapping[int, float] = field(default_factory=dict)
    """Year to its weight in the compute that is sought before all else; empty where none is."""
    clean_share: Mapping[int, float] = field(default_factory=dict)
    """Year to the share of the load that carbon-free power covers in every slice."""
    h100e_basis: str = "eight_bit_dense"
    demand: Demand | None = None
    """What the targets come from; None in a world made by hand."""

    def reachable_facility_gw(self, s: str, year: int) -> float:
        """Facility power that a site can have reached by a year's end, GW: its size and pace."""
        return self.sites[s].reachable_gw(year, {y: self.length(y) for y in self.years})

    def output_share(self, g: str, region: str, h: str) -> float:
        """Share of nameplate that a technology can give in a slice, whatever its kind.

        It is what can run, less what is out of order; of sun and wind that share of what the
        weather gives.
        """
        technology = self.technologies[g]
        if technology.kind != "variable":
            return technology.available(h)
        return self.capacity_factor[technology.profile, region, h] * technology.available(h)

    def cuts_weather(self, g: str) -> bool:
        """Whether less of sun or wind may be taken than there is, as a choice that is told.

        Where surplus costs nothing it has no variable; where none is allowed it is for overhauls.
        """
        technology = self.technologies[g]
        allowed = self.surplus_allowed or technology.scheduled_outage > 0
        return technology.kind == "variable" and technology.metered and allowed

    def runs_unasked(self, g: str) -> bool:
        """Whether a technology gives what it can, wanted or not, and that does some harm.

        It costs or emits something, or has to be used up where no surplus is allowed.
        """
        technology = self.technologies[g]
        if technology.kind == "variable":
            return not self.surplus_allowed and not self.cuts_weather(g)
        harms = technology.costs_to_run or not self.surplus_allowed
        return technology.kind == "baseload" and harms

    def retires(self, g: str) -> bool:
        """Whether what stands of a technology may be retired early, and something gained by it."""
        technology = self.technologies[g]
        ends = technology.life_years < inf
        # What a store holds may cost something to keep, too, where it is sized apart.
        of_energy = technology.energy_fixed_om if technology.energy_capex else 0.0
        gains = technology.fixed_om > 0 or of_energy > 0 or self.runs_unasked(g)
        return self.early_retirement and ends and gains

    def length(self, year: int) -> float:
        """Years that a planned year stands for, itself the first of them."""
        return self.year_lengths.get(year, 1)

    def before(self, year: int) -> int | None:
        """The planned year before another; None before the first."""
        return max((y for y in self.years if y < year), default=None)

    @property
    def end(self) -> int:
        """The first year that the plan does not cover any more."""
        return ceil(self.years[-1] + self.length(self.years[-1]))

    def serves_by(self, year: int) -> float:
        """The time by which what serves in a planned year must be there.

        It is the end of the first year that it stands for, or of the part of a year that it is.
        """
        return year + min(self.length(year), 1)

    def buildable(self, lead_years: float, year: int) -> bool:
        """Whether what is ordered when the first year begins serves in `year`.

        States are those of a year's end, so a lead time of 1.5 years from the
        start of 2026 is met by the end of 2027. Where a year stands for several,
        what serves in it serves in the first of them already.
        """
        return self.years[0] + lead_years <= self.serves_by(year)

    def in_life(self, built: int, year: int, life_years: float) -> bool:
        """Whether what was built in `built` still serves when `year` begins."""
        return built <= year < self.life_ends(built, life_years)

    def life_ends(self, built: int, life_years: float) -> float:
        """The time at which the life ends of what was built: a part of a year is a whole one."""
        return built + (life_years if life_years == inf else ceil(life_years))

    def share_in_life(self, built: int, year: int, life_years: float) -> float:
        """Share of the time that `year` stands for in which what was built still serves.

        One or zero where it stands for itself, and all are whole years.
        """
        if built > year:
            return 0.0
        each = self.length(year)
        return min(max(self.life_ends(built, life_years) - year, 0.0), each) / each
