"""Lead times of the input tables, one for each decision, in years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from planner.data.inputs import Inputs
from planner.units import WEEKS_PER_YEAR


@dataclass(frozen=True, slots=True)
class Lead:
    """From decision to service, years: as expected, and in the slow case."""

    years: float
    slow: float

    def __add__(self, other: "Lead") -> "Lead":
        """One after the other."""
        return Lead(self.years + other.years, self.slow + other.slow)


def certain(years: float) -> Lead:
    """A lead time without a range."""
    return Lead(years, years)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipChain:
    """From the start of each step of one generation to its service in a cluster."""

    wafer: Lead
    packaging: Lead
    hbm: Lead
    new: Mapping[str, Lead]
    """Kind of resource to the decision on new capacity of it."""
    pools: Mapping[str, str]
    """Kind of resource to the pool that the generation draws on."""
    life_years: float

    def draws_on(self, kind: str, pool: str) -> bool:
        """Whether the generation takes from a pool."""
        return self.pools[kind] == pool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTimes:
    """What each decision takes."""

    equipment: Mapping[str, Lead]
    power: Mapping[str, Lead]
    """Source to order until service; a connection is in `interconnection`."""
    interconnection: Mapping[str, Lead]
    """Region to request until service."""
    chips: Mapping[str, ChipChain]

    @classmethod
    def of(cls, inputs: Inputs) -> Self:
        """The lead times that the tables hold."""
        equipment = {
            str(name): Lead(
                float(row["lead_years"]), _or(row["lead_years_high"], row["lead_years"])
            )
            for name, row in inputs["equipment_lead_times"].iterrows()
        }
        power = inputs["power_technologies"]["lead_time_years"]
        region = inputs["regions"]["interconnection_lead_years"]
        generations = inputs["accelerators"]
        chips = {str(k): _chain(inputs, row, equipment) for k, row in generations.iterrows()}
        return cls(
            equipment=equipment,
            power={str(g): certain(float(years)) for g, years in power.items()},
            interconnection={str(r): certain(float(years)) for r, years in region.items()},
            chips=chips,
        )


def _chain(inputs: Inputs, row: pd.Series, equipment: Mapping[str, Lead]) -> ChipChain:
    """Packaged parts lead shipment by the lag; wafers and memory lead the start of packaging."""
    node = inputs["process_nodes"].loc[row["node"]]
    cycle = float(inputs["packaging"].at[row["packaging"], "cycle_weeks"]) / WEEKS_PER_YEAR
    lag = float(inputs["supply_terms"].at["packaging", "component_lag_years"])
    packaging = certain(lag + cycle)
    wafer = packaging + certain(float(node["wafer_cycle_weeks"]) / WEEKS_PER_YEAR)
    hbm = packaging + equipment["hbm_cycle"]
    return ChipChain(
        wafer=wafer,
        packaging=packaging,
        hbm=hbm,
        new={
            "node": wafer + certain(float(node["fab_build_years"])),
            "packaging": packaging + equipment["packaging_line"],
            "hbm": hbm + equipment["hbm_line"],
        },
        pools={
            "node": str(node["node_pool"]),
            "packaging": str(row["packaging"]),
            "hbm": str(row["hbm_pool"]),
        },
        life_years=float(inputs["cluster_costs"].at["accelerator_life_years", "value"]),
    )


def _or(value: object, otherwise: object) -> float:
    return float(str(otherwise if pd.isna(value) else value))
