"""The planning problem in model units, between the tables and the linear programme.

:mod:`planner.world.objects` says what a world holds; the other modules
translate one subject of the tables each. Tests build worlds by hand.
"""

from planner.world.objects.chips import Accelerator, Expansion, SupplyLimit
from planner.world.objects.power import Equipment, PowerSource, Region, TaxCredit
from planner.world.objects.sites import Good, Site
from planner.world.objects.workloads import RunOption, RunTopology, Workload
from planner.world.objects.world import TimeSlice, World

__all__ = [
    "Accelerator",
    "Equipment",
    "Expansion",
    "Good",
    "PowerSource",
    "Region",
    "RunOption",
    "RunTopology",
    "Site",
    "SupplyLimit",
    "TaxCredit",
    "TimeSlice",
    "Workload",
    "World",
]
