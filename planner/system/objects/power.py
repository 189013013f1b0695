"""Ways of supplying power, and the parts of the grid that they stand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, sqrt
from typing import Literal

PowerKind = Literal["dispatchable", "baseload", "variable", "storage", "grid"]
EnergyPrice = Literal["retail", "wholesale"]
DEMAND_CHARGES = ("capacity", "wires")
"""What a tariff charges by GW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerTechnology:
    """One way of supplying power."""

    kind: PowerKind
    availability: float = 1.0
    """Share of nameplate that can run, mean over the year."""
    availability_in: Mapping[str, float] = field(default_factory=dict)
    """Slice to the same, where it is not that of the year."""
    forced_outage: float = 0.0
    """Share of the hours in which a unit is out of order, in every slice alike."""
    scheduled_outage: float = 0.0
    """Share of the year's energy that overhauls take, at a time of the plan's choosing; of
    baseload the same share in every slice."""
    flat: bool = False
    """Whether what is dispatchable gives the same in every slice, at a level that is chosen."""
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
    charge_efficiency: float | None = None
    """Share of what is taken in that is held; None for half of the loss on each way."""
    energy_capex: Mapping[int, float] = field(default_factory=dict)
    """Year of service to the cost of what a store holds, billion USD a GWh; empty where energy
    comes with the power, for ``storage_hours``."""
    energy_fixed_om: float = 0.0
    """Of what a store holds, billion USD a GWh and year."""
    profile: str = "none"
    build_limit: str = ""
    region_limited: bool = False
    unit_gw: float = 0.0
    """What trips at once of a firm technology on site, GW."""
    rented: bool = False
    """Whether it may be given back in any year, and is charged by the year until then."""

    def available(self, h: str) -> float:
        """Share of nameplate that can run in a slice, less what is out of order."""
        return self.availability_in.get(h, self.availability) * self._in_order

    @property
    def way_in(self) -> float:
        """Share of what a store takes in that it holds."""
        own = self.charge_efficiency
        return sqrt(self.round_trip_efficiency) if own is None else own

    @property
    def way_out(self) -> float:
        """Share of what a store lets go that it gives back."""
        own = self.charge_efficiency
        whole = self.round_trip_efficiency
        return sqrt(whole) if own is None else whole / own

    @property
    def metered(self) -> bool:
        """Whether each GWh that it gives costs or emits something, or the year's are limited."""
        return self.costs_to_run or self.scheduled_outage > 0

    @property
    def costs_to_run(self) -> bool:
        """Whether each GWh that it gives costs or emits something."""
        return self.fuel != "none" or self.variable_om != 0 or self.co2_mt_per_gwh != 0

    @property
    def firm(self) -> float:
        """Share of nameplate that can run in every slice."""
        worst = min(self.availability_in.values(), default=self.availability)
        return worst * self._in_order

    @property
    def _in_order(self) -> float:
        """Share that is in order; baseload can't choose when it is overhauled."""
        overhauled = self.scheduled_outage if self.kind == "baseload" else 0.0
        return (1 - self.forced_outage) * (1 - overhauled)

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
    """What a state pays towards a technology that enters service in a given year."""

    capital_share: float = 0.0
    """Share of the overnight capital cost."""
    production: float = 0.0
    """Billion USD a GWh of output."""
    production_years: float = 0.0
    """Years of output for which it is paid."""
    begun: int = 0
    """Year in which construction began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the grid."""

    country: str = ""
    """ISO 3166-1 alpha-3 code."""
    interconnection_lead_years: float = 0.0
    grid_gw_per_year: Mapping[int, float] = field(default_factory=dict)
    """Year to the largest new load that the region can connect in it, GW; no limit without."""
    grid_price: Mapping[int, float] = field(default_factory=dict)
    """Year to the energy price of grid power, billion USD a GWh; free without."""
    energy_priced_at: EnergyPrice = "retail"
    """Which price of the table ``grid_price`` is: of a bundled bill, or of energy alone."""
    demand_charge: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """What is charged by GW (of ``DEMAND_CHARGES``) and year to its price, billion USD a GW and
    year; nothing without."""
    minimum_take: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """The same to the least share of the contracted GW that is billed."""
    co2_mt_per_gwh: Mapping[int, float] = field(default_factory=dict)
    """Year to the emissions of grid power, Mt a GWh; none without."""
    fuel_price: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Fuel and year to price, USD per MMBtu."""
    technology_limit_gw: Mapping[str, float] = field(default_factory=dict)
    """Source to the most that can be built of it in all years together, GW."""


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
