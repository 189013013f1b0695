"""The planning problem in model units, between the tables and the linear programme.

:mod:`planner.system.objects` says what a world holds; the other modules
translate one subject of the tables each. Tests build worlds by hand.
"""

from planner.system.objects.chips import Accelerator, Expansion, SupplyLimit
from planner.system.objects.power import Equipment, PowerTechnology, Region, TaxCredit
from planner.system.objects.sites import Good, Pool, Site
from planner.system.objects.workloads import DemandStep, RunOption, TrainingTopology, Workload
from planner.system.objects.world import TimeSlice, World

__all__ = [
    "Accelerator",
    "DemandStep",
    "Equipment",
    "Expansion",
    "Good",
    "Pool",
    "PowerTechnology",
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
