"""Places where clusters stand, and goods that are sent to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The small sites that one site of the plan stands for, whose rows are those of its limits."""

    members: tuple[str, ...]
    room_gw: float
    """Facility power of those that have room left, by their rows, GW."""
    contracted_gw: Mapping[int, float]
    """Year to facility power that is contracted by their rows, GW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A campus, or the pooled rest of a region's fleet."""

    region: str
    members: Mapping[str, float] = field(default_factory=dict)
    """Of a pool: each site that it stands for, to its share of the IT power that they have room
    for; empty for a campus."""
    max_facility_gw: float = inf
    build_gw_per_year: float = inf
    first_power_year: float = -inf
    completion_share: float = 1.0
    """Share of the stated size and pace that both of the above count with."""
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
    entering_power: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Source and year to capacity that the tables say enters service in it, GW."""
    existing_energy_gwh: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Store and year to what of it that stood before the first year holds then."""
    still_paid: Mapping[int, float] = field(default_factory=dict)
    """Year to what is still paid for what stands in it, retired early or not, billion USD."""
    retired_power: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Source and year to what of both has reached the end of its life by then, GW."""
    existing_fleet: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Generation and year installed to million units; a year of the plan serves from then on."""
    barred_vendors: frozenset[str] = frozenset()
    """Vendors whose accelerators none of its operators buys; what stands of theirs stays."""
    air_hall_gw: float = 0.0
    """Of the shell that stands before the first year, what is cooled by air alone, GW of IT; none
    where halls are not told apart."""
    stated_load: Mapping[tuple[int, str], float] = field(default_factory=dict)
    """Year and slice to load beside that of accelerators, GW."""
    unserved_cost: Mapping[tuple[int, str], float] = field(default_factory=dict)
    """Year and slice to what stated load that is not served costs, billion USD a GWh; where
    there is none, all is served."""
    connection_cost: Mapping[str, float] = field(default_factory=dict)
    """Source to the capital of connecting it at the site, billion USD a GW."""
    pool: Pool | None = None
    """What it stands for, where it is no row of its own."""

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

    @property
    def standing_technologies(self) -> frozenset[str]:
        """Technologies of which the tables say that some stands, or enters service."""
        return frozenset(self.existing_power) | {g for g, _ in self.entering_power}

    def standing(self, g: str, year: int) -> float:
        """What the tables say stands of it in a year, GW: in service, and in its life."""
        entered = sum(gw for (of, y), gw in self.entering_power.items() if of == g and y <= year)
        ended = self.retired_power.get((g, year), 0.0)
        return self.existing_power.get(g, 0.0) + entered - ended

    def reachable_gw(self, year: int, lengths: Mapping[int, float]) -> float:
        """Facility power that can be reached by a year's end, GW: the site's size and pace.

        `lengths` maps each planned year to the years that it stands for.
        """
        most = max(self.max_facility_gw, self.existing_facility_gw)
        growing = sum(
            length
            for v, length in lengths.items()
            if v <= year and self.first_power_year < v + min(length, 1)
        )
        grown = self.existing_facility_gw + (self.build_gw_per_year * growing if growing else 0.0)
        return min(most, grown)

    @property
    def existing_facility_gw(self) -> float:
        """Power that the shell was built for before the first year, GW."""
        return sum(self.existing_power.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """What a country's builders of data centres added in a year, and how fast that may grow."""

    base_year: int
    """Year that was counted; earlier years of a plan are not limited."""
    added_gw: float
    """Facility power that was added in it, GW."""
    growth: float
    """The most that additions grow in a year, as a share."""
    start_gw: float = 0.0
    """What may be added in a year beside that growth, GW a year."""


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
