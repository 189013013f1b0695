"""The planning problem in model units, between the tables and the linear programme.

:mod:`planner.system.objects` says what a world holds; the other modules
translate one subject of the tables each. Tests build worlds by hand.
"""

from planner.system.objects.capex import CapexGrowth
from planner.system.objects.chips import Accelerator, Expansion, SupplyLimit
from planner.system.objects.commitments import Commitment
from planner.system.objects.power import (
    DEMAND_CHARGES,
    Equipment,
    PowerTechnology,
    Region,
    TaxCredit,
)
from planner.system.objects.ramps import Ramp
from planner.system.objects.sites import Construction, Good, Pool, Site
from planner.system.objects.workloads import DemandStep, RunOption, TrainingTopology, Workload
from planner.system.objects.world import TimeSlice, World

__all__ = [
    "DEMAND_CHARGES",
    "Accelerator",
    "CapexGrowth",
    "Commitment",
    "Construction",
    "DemandStep",
    "Equipment",
    "Expansion",
    "Good",
    "Pool",
    "PowerTechnology",
    "Ramp",
    "Region",
    "RunOption",
    "Site",
    "SupplyLimit",
    "TaxCredit",
    "TimeSlice",
    "TrainingTopology",
    "Workload",
    "World",
]
