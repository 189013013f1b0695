"""The planning problem in model units, between the tables and the linear programme.

:mod:`planner.world.objects` says what a world holds; the other modules
translate one subject of the tables each. Tests build worlds by hand.
"""

from planner.world.objects import (
    Accelerator,
    Equipment,
    Expansion,
    Good,
    PowerSource,
    Region,
    RunOption,
    RunTopology,
    Site,
    SupplyLimit,
    TaxCredit,
    TimeSlice,
    Workload,
    World,
)

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
