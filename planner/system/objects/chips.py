"""Accelerators, and the supply of what they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

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
    memory_tb_per_s: float = 0.0
    """Bandwidth of its memory; read where a workload generates tokens by the roofline."""
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
    liquid_cooled: bool = False
    """Whether it needs a hall with liquid cooling, where halls are told apart."""

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
    row_steps: Mapping[int, float] = field(default_factory=dict)
    """Year of a row to the world's capacity that it states, in steps."""
    growth: float = 0.0
    """Growth a year beyond the last row, a share."""


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
    standing: Mapping[int, float] = field(default_factory=dict)
    """Year to the capacity that is announced for it in the world, steps."""
    headroom: Mapping[int, float] = field(default_factory=dict)
    """Year to the additions that what is announced leaves room for, steps."""
    headroom_gain: Mapping[tuple[int, int], float] = field(default_factory=dict)
    """Year, and year of making, to what one step announced for the latter adds to the headroom."""
