"""Lead times of the input tables, one for each decision, in years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from planner.data.inputs import Inputs
from planner.data.left_out import cluster_costs, supply_terms
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

    start: Mapping[str, Lead]
    """Kind of resource to the start of its part: wafers, packaging, memory."""
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
    """What each decision takes; a lead time that the tables leave out is not known."""

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
        accelerators = inputs["accelerators"]
        chips = {str(k): _chain(inputs, row, equipment) for k, row in accelerators.iterrows()}
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
    lag = supply_terms(inputs, "packaging")["component_lag_years"]
    start = {"packaging": certain(lag + cycle)}
    wafer_weeks = certain(float(node["wafer_cycle_weeks"]) / WEEKS_PER_YEAR)
    start["node"] = start["packaging"] + wafer_weeks
    if "hbm_cycle" in equipment:
        start["hbm"] = start["packaging"] + equipment["hbm_cycle"]
    built = {"node": certain(float(node["fab_build_years"]))} | {
        kind: equipment[line]
        for kind, line in (("packaging", "packaging_line"), ("hbm", "hbm_line"))
        if line in equipment
    }
    return ChipChain(
        start=start,
        new={kind: start[kind] + lead for kind, lead in built.items() if kind in start},
        pools={
            "node": str(node["node_pool"]),
            "packaging": str(row["packaging"]),
            "hbm": str(row["hbm_pool"]),
        },
        life_years=cluster_costs(inputs)["accelerator_life_years"],
    )


def _or(value: object, otherwise: object) -> float:
    return float(str(otherwise if pd.isna(value) else value))
