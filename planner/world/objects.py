"""What a planning problem is made of, in model units.

Power in GW, energy in GWh, accelerators in millions, wafers in thousands,
memory in exabytes, money in billions of real USD, training compute in
1e27 FLOP, years as calendar years. Each class has defaults that switch its
limits off, so that a test can state a world of three lines.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from planner.demand.targets import Demand

PowerKind = Literal["dispatchable", "baseload", "variable", "storage", "grid"]
WorkloadKind = Literal["training_run", "throughput"]
DiscountTiming = Literal["start", "middle", "end"]
Resource = tuple[str, str]
"""Kind and pool of a supply-chain resource, such as ``("packaging", "cowos")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerator:
    """One generation of accelerators, per million units where not said otherwise."""

    ship_year: float = -inf
    """Start of volume shipments, as a calendar year with its fraction (2026.75)."""
    last_sale_year: float = inf
    power_gw: float = 1.0
    """IT power of a million units at cluster level, GW (equals kW a unit)."""
    h100e: float = 1.0
    """H100-equivalents of one unit by 8-bit dense throughput, in which demand is stated."""
    h100e_told: float | None = None
    """H100-equivalents of one unit on the basis that the model reports in, if another."""
    training_compute_per_day: float = 1.0
    """Peak dense training compute of a million units in a day, 1e27 FLOP."""
    it_capex: float = 0.0
    """Purchase with server, network and storage, billion USD a million units."""
    life_years: float = inf
    """Economic life: the years over which its capital is charged."""
    service_years: float | None = None
    """Years for which a unit can serve, where that is not its economic life."""
    vendor: str = ""
    supply_region: str = ""
    """Where it is made for the market: the name by which a model chooses and shares supply."""
    uses: Mapping[Resource, float] = field(default_factory=dict)
    """Draw on each resource, thousand wafers or exabytes a million units."""

    def ship_share(self, year: int, part: int = 1, parts: int = 1) -> float:
        """Share of a part of `year` in which the generation ships, from 0 to 1."""
        end = year + part / parts
        return min(max((end - self.ship_year) * parts, 0.0), 1.0)

    @property
    def stays_years(self) -> float:
        """Years for which a unit can serve before it is retired by age."""
        return self.life_years if self.service_years is None else self.service_years

    @property
    def reported_h100e(self) -> float:
        """H100-equivalents of one unit on the basis that the model reports in."""
        return self.h100e if self.h100e_told is None else self.h100e_told


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyLimit:
    """What buyers in the planned region can get of one resource, by year."""

    unit: str
    available: Mapping[int, float]
    """Year of shipment to quantity, after lag, AI share and regional share."""
    parts: Mapping[tuple[int, int], float] = field(default_factory=dict)
    """Year and part of it, from 1 on, to quantity; the parts of a year add up to it."""
    step: str = ""
    """What one more of is a decision, such as a thousand wafers a month."""
    gain: Mapping[tuple[int, int, int], float] = field(default_factory=dict)
    """Year and part of shipment, and year of making, to what one more step in the world's
    capacity of that year adds, in `unit`."""
    stated: Mapping[tuple[int, int, int], float] = field(default_factory=dict)
    """Year and part of shipment, and year of the table's row, to what comes from that row; they
    add up to the part. Beyond the table its last row grows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What building more of one resource than is announced takes.

    In steps: a thousand wafers a month, or memory of an EB a year.
    """

    unit: str = ""
    cost: float = 0.0
    """Capital of a step, billion USD."""
    paid_share: Mapping[int, float] = field(default_factory=dict)
    """Year from which a step runs to the share of its capital that the region's buyers carry:
    that of its output which they get."""
    lead_years: float = 0.0
    """Decision to first wafer, years."""
    life_years: float = inf
    growth_share: float = inf
    """The most that is added in a year, as a share of what stood the year before."""
    headroom: Mapping[int, float] = field(default_factory=dict)
    """Year to the additions that what is announced leaves room for, steps."""
    headroom_gain: Mapping[tuple[int, int], float] = field(default_factory=dict)
    """Year, and year of making, to what one step announced for the latter adds to the headroom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Electrical equipment that the nation can deliver only so much of."""

    unit: str
    deliveries: Mapping[int, float]
    """Year to what data centres can get, in `unit`."""
    per_facility: float = 0.0
    """Units of it that a GW of facility power takes."""
    per_grid: float = 0.0
    """Units that a GW of grid connection takes."""
    per_onsite: float = 0.0
    """Units that a GW of generation or storage on site takes, if it is not let by the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSource:
    """One way of supplying power."""

    kind: PowerKind
    availability: float = 1.0
    """Share of nameplate that can run, mean over the year."""
    availability_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to the same, where it is not that of the year."""
    forced_outage: float = 0.0
    """Share of the hours in which a unit is out of order, in every slice alike."""
    scheduled_outage: float = 0.0
    """Share of the year's energy that overhauls take, at a time of the plan's choosing."""
    life_years: float = inf
    """Years of service, over which the capital is paid back unless said otherwise."""
    economic_life_years: float | None = None
    """Years over which the capital is paid back, where they are not those of service."""
    lead_years: float = 0.0
    """Order to power, years; for a firm grid connection the region's lead is used instead."""
    capex: Mapping[int, float] = field(default_factory=dict)
    """Year of service to overnight capital cost, billion USD a GW."""
    fixed_om: float = 0.0
    """Billion USD a GW and year."""
    variable_om: float = 0.0
    """Billion USD a GWh."""
    fuel: str = "none"
    heat_rate: float = 0.0
    """MMBtu a MWh."""
    co2_mt_per_gwh: float = 0.0
    storage_hours: float = 0.0
    round_trip_efficiency: float = 1.0
    profile: str = "none"
    build_limit: str = ""
    region_limited: bool = False
    unit_gw: float = 0.0
    """What trips at once of a firm source on site, GW."""
    rented: bool = False
    """Whether it may be given back in any year, and is charged by the year until then."""

    def available(self, h: str) -> float:
        """Share of nameplate that can run in a slice, less what is out of order."""
        return self.availability_in.get(h, self.availability) * (1 - self.forced_outage)

    @property
    def firm(self) -> float:
        """Share of nameplate that can run in every slice."""
        worst = min(self.availability_in.values(), default=self.availability)
        return worst * (1 - self.forced_outage)

    @property
    def payback_years(self) -> float:
        """Years over which the capital is paid back."""
        return self.life_years if self.economic_life_years is None else self.economic_life_years

    @property
    def flexible(self) -> bool:
        """Whether it is a grid connection that may be cut, within a region's headroom."""
        return self.kind == "grid" and self.region_limited


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCredit:
    """What a state pays towards a source that enters service in a given year."""

    capital_share: float = 0.0
    """Share of the overnight capital cost."""
    production: float = 0.0
    """Billion USD a GWh of output."""
    production_years: float = 0.0
    """Years of output for which it is paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the grid."""

    interconnection_lead_years: float = 0.0
    grid_gw_per_year: Mapping[int, float] = field(default_factory=dict)
    """Year to the largest new load that the region can connect in it, GW; no limit without."""
    grid_price: Mapping[int, float] = field(default_factory=dict)
    """Year to the energy price of grid power, billion USD a GWh; free without."""
    co2_mt_per_gwh: Mapping[int, float] = field(default_factory=dict)
    """Year to the emissions of grid power, Mt a GWh; none without."""
    fuel_price: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Fuel and year to price, USD per MMBtu."""
    source_limit_gw: Mapping[str, float] = field(default_factory=dict)
    """Source to the most that can be built of it in all years together, GW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A campus, or the pooled rest of a region's fleet."""

    region: str
    max_facility_gw: float = inf
    build_gw_per_year: float = inf
    first_power_year: float = -inf
    pue: float = 1.0
    """Facility over IT power that the site is built for: its highest."""
    pue_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to facility over IT power in its weather; empty where `pue` holds in all of them."""
    water_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to water that the cooling takes, million m3 a GWh of IT."""
    water_limit: float = inf
    """Most water in a year, million m3."""
    onsite_generation: bool = True
    onsite_renewables: bool = True
    """Whether there is land for solar, wind and storage."""
    contracted_gw: Mapping[int, float] = field(default_factory=dict)
    """Year to facility power that has its connection already, cumulative, GW."""
    existing_power: Mapping[str, float] = field(default_factory=dict)
    """Source to capacity in service before the first year, GW."""
    retired_power: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Source and year to what of ``existing_power`` has left service by then, GW."""
    existing_fleet: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Generation and year installed to million units."""
    stated_load: Mapping[tuple[int, str], float] = field(default_factory=dict)
    """Year and slice to load beside that of accelerators, GW."""
    unserved_cost: Mapping[tuple[int, str], float] = field(default_factory=dict)
    """Year and slice to what stated load that is not served costs, billion USD a GWh; where
    there is none, all is served."""
    connection_cost: Mapping[str, float] = field(default_factory=dict)
    """Source to the capital of connecting it at the site, billion USD a GW."""

    def pue_at(self, h: str) -> float:
        """Facility over IT power in a slice."""
        return self.pue_in.get(h, self.pue)

    def load_varies(self, year: int, slices: Iterable[str]) -> bool:
        """Whether the load that is stated, or its worth, differs from slice to slice of a year."""
        load, worth = self.stated_load, self.unserved_cost
        return len({(load.get((year, h), 0.0), worth.get((year, h))) for h in slices}) > 1

    def load_at(self, year: int, h: str) -> float:
        """Load that is stated, GW, in a slice, or all year where it does not vary."""
        return self.stated_load.get((year, h), self.peak(year) if h == "year" else 0.0)

    def unserved_cost_at(self, year: int, h: str) -> float | None:
        """Cost of load that is not served, in a slice, or all year where it does not vary."""
        of_year = (cost for (y, _), cost in self.unserved_cost.items() if y == year)
        return self.unserved_cost.get((year, h), next(of_year, None) if h == "year" else None)

    def peak(self, year: int) -> float:
        """The most of the load that is stated in any slice of a year, GW."""
        return max((gw for (y, _), gw in self.stated_load.items() if y == year), default=0.0)

    def standing(self, g: str, year: int) -> float:
        """What of the existing power of a source still serves in a year, GW."""
        return self.existing_power.get(g, 0.0) - self.retired_power.get((g, year), 0.0)

    @property
    def existing_facility_gw(self) -> float:
        """Power that the shell was built for before the first year, GW."""
        return sum(self.existing_power.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlice:
    """A stretch of a representative day."""

    day: int = 1
    hours: float = 8760.0
    """Length of the stretch, hours."""
    weight_hours: float = 8760.0
    """Hours of the year that it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A demand for compute that shares the fleet with the others."""

    kind: WorkloadKind
    target: Mapping[int, float]
    """Year to 1e27 FLOP (training run) or million H100e (throughput)."""
    priority: int = 1
    run_days: float = 0.0
    """Length of a training run, days."""
    run_days_in: Mapping[int, float] = field(default_factory=dict)
    """Year to run length where it is not `run_days`."""
    utilisation: float = 1.0
    """Model FLOP utilisation of a training run."""
    max_share_of_fleet: float = 1.0
    must_meet: bool = False
    """Whether a miss means that there is no plan."""

    def days(self, year: int) -> float:
        """Length of a training run in `year`, days."""
        return self.run_days_in.get(year, self.run_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """Something that is sent from places of supply to sites, in thousand units a year."""

    supply: Mapping[tuple[str, int], float]
    """Origin and year to the most that can be sent."""
    price: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Origin and year to the price there, billion USD a thousand units."""
    demand: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Site and year to what must arrive, beyond what the plan buys for the site."""
    freight: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Origin and site to the cost of sending, billion USD a thousand units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOption:
    """One way in which the campuses of a run may lie."""

    sites: frozenset[str]
    """Campuses that it may use."""
    most_campuses: int = 1
    farthest_km: float = inf
    """The farthest that two of them may be apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTopology:
    """Which campuses can share a training run, and how well."""

    kind: Literal["regional", "campuses"]
    hosts: tuple[str, ...]
    options: Mapping[str, RunOption]
    distance_km: Mapping[tuple[str, str], float]
    """Pair of hosts, in their order, to the distance between them."""
    efficiency: Mapping[tuple[str, int, str], float]
    """Run, year and option to the share of the run's time that is left for computing."""

    def apart_km(self, s: str, t: str) -> float:
        """The distance between two hosts, in whichever order."""
        return self.distance_km[(s, t) if (s, t) in self.distance_km else (t, s)]

    def together(self, option: str, s: str, t: str) -> bool:
        """Whether two hosts may share a run under an option."""
        choice = self.options[option]
        near = self.distance_km[s, t] <= choice.farthest_km
        return near and choice.most_campuses > 1 and {s, t} <= choice.sites

    def too_far(self, s: str, t: str) -> bool:
        """Whether two hosts are too far apart for an option that may use them both."""
        return any(
            choice.most_campuses > 1
            and {s, t} <= choice.sites
            and self.distance_km[s, t] > choice.farthest_km
            for choice in self.options.values()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A whole planning problem; the blocks of :mod:`planner.formulation` read nothing else."""

    years: tuple[int, ...]
    years_each: int = 1
    """Years that each planned year stands for, itself the first of them."""
    goods: Mapping[str, Good] = field(default_factory=dict)
    """Goods that are sent to sites; an accelerator among them is bought where it is sent from."""
    sites: Mapping[str, Site] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    accelerators: Mapping[str, Accelerator] = field(default_factory=dict)
    supply: Mapping[Resource, SupplyLimit] = field(default_factory=dict)
    unlimited_supply: frozenset[Resource] = frozenset()
    """Resources that generations on sale draw on and that the tables say are not limited."""
    supply_periods: int = 1
    """Parts of a year in which components must suffice, each by itself."""
    vendor_share: Mapping[tuple[str, str, str, int], float] = field(default_factory=dict)
    """Vendor, kind and pool of a resource, and year to the most it gets of ``supply``, a share."""
    expansion: Mapping[Resource, Expansion] = field(default_factory=dict)
    """Resources of ``supply`` that may be built beyond what is announced."""
    sources: Mapping[str, PowerSource] = field(default_factory=dict)
    workloads: Mapping[str, Workload] = field(default_factory=dict)
    run_topology: RunTopology | None = None
    """None where runs are pooled: any sites may share one, at no loss."""
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
    """Share of its price that a rented source costs to set up and take away."""
    reserve_margin: float | None = None
    """Firm capacity on site beyond the load that it serves, as a share; None asks for none."""
    unit_outage: bool = False
    """Whether what is generated on site must serve its load with its largest unit out."""
    flexible_load_share: float = 0.0
    """Share of a facility's load that may be shed at a time, for a flexible connection."""
    flexible_load_hours: float = 0.0
    """Hours a year in which so much may be shed."""
    build_limit_gw: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Technology and year to what data centres can get of it nationally, GW."""
    equipment: Mapping[str, Equipment] = field(default_factory=dict)
    """Electrical equipment whose national deliveries are a limit."""
    shell_capex: float = 0.0
    """Shell with mechanical and electrical plant, billion USD a GW of IT."""
    shell_life_years: float = 14.0
    non_energy_opex_share: float = 0.0
    """Yearly share of the IT and shell capital in service."""
    discount_rate: float = 0.0
    discount_timing: DiscountTiming = "middle"
    discount_base_year: int | None = None
    """Year at whose start money has its present value; None stands for the first."""
    electricity_price: str = "retail"
    """What grid energy is priced at: "retail" or "wholesale"; a label for the plan's summary."""
    carbon_price: float = 0.0
    """Billion USD a million tonnes of CO2."""
    emissions_cap_mt: Mapping[int, float] = field(default_factory=dict)
    capex_budget: Mapping[int, float] = field(default_factory=dict)
    """Year to the most that may be spent on capital, billion USD."""
    cost_budget: float | None = None
    """The most that may be charged in all years, present value in billion USD."""
    facility_budget_gw: Mapping[int, float] = field(default_factory=dict)
    clean_share: Mapping[int, float] = field(default_factory=dict)
    """Year to the share of the load that carbon-free power covers in every slice."""
    h100e_basis: str = "eight_bit_dense"
    demand: Demand | None = None
    """What the targets come from; None in a world made by hand."""

    def reachable_facility_gw(self, s: str, year: int) -> float:
        """Facility power that a site can have reached by a year's end, GW: its size and pace."""
        site = self.sites[s]
        most = max(site.max_facility_gw, site.existing_facility_gw)
        years = sum(1 for v in self.years if v <= year and site.first_power_year < v + 1)
        grown = site.existing_facility_gw + (site.build_gw_per_year * years if years else 0.0)
        return min(most, grown)

    def buildable(self, lead_years: float, year: int) -> bool:
        """Whether what is ordered when the first year begins serves in `year`.

        States are those of a year's end, so a lead time of 1.5 years from the
        start of 2026 is met by the end of 2027.
        """
        return self.years[0] + lead_years <= year + self.years_each

    def in_life(self, built: int, year: int, life_years: float) -> bool:
        """Whether what was built in `built` still serves in `year`."""
        return built <= year < built + life_years
