"""Assembly: the blocks in order, and the stages in which they are solved."""

from dataclasses import dataclass
from types import ModuleType

import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC

from planner.formulation import (
    accelerators,
    average_load,
    budget,
    build_limits,
    capex_growth,
    chip_supply,
    commitments,
    contracted_supply,
    demand_charges,
    dispatch,
    emissions,
    equipment_supply,
    finance,
    flexible_load,
    freight,
    generation_ramp,
    hall_retrofit,
    hourly_matching,
    most_compute,
    national_construction,
    ordered_equipment,
    part_year_supply,
    plugin_blocks,
    power_balance,
    power_capacity,
    priced_demand,
    redeployment,
    reserve,
    sets,
    siting,
    stated_load,
    storage,
    storage_between_days,
    storage_energy,
    supply_expansion,
    tax_credits,
    training_accelerators,
    training_topology,
    water,
    workloads,
)
from planner.formulation.ledger import Ledgers
from planner.lp.row_family import Linear
from planner.system import World

COMPUTE_STAGE = "compute"
"""Name of the stage that seeks the most compute, where a model asks for it: it comes first."""
SHORTFALL_STAGE = "shortfall_"
"""Name of a stage that minimises shortfalls, before the priority of its workloads."""

BLOCKS: tuple[ModuleType, ...] = (
    accelerators,
    supply_expansion,
    chip_supply,
    part_year_supply,
    generation_ramp,
    contracted_supply,
    workloads,
    priced_demand,
    training_topology,
    training_accelerators,
    redeployment,
    hall_retrofit,
    siting,
    average_load,
    national_construction,
    commitments,
    ordered_equipment,
    stated_load,
    freight,
    power_capacity,
    tax_credits,
    build_limits,
    equipment_supply,
    storage_energy,
    dispatch,
    demand_charges,
    storage,
    storage_between_days,
    flexible_load,
    reserve,
    emissions,
    hourly_matching,
    water,
    power_balance,
    budget,
    capex_growth,
)
"""Each has ``build(m, ledgers)``; a new constraint family is a module here, or comes from a package:
see :mod:`planner.formulation.plugin_blocks`."""


@dataclass(frozen=True)
class Formulation:
    """The assembled programme and its ledgers."""

    model: pyo.ConcreteModel
    ledgers: Ledgers

    def objectives(self) -> dict[str, Linear]:
        """Stage to linear expression, in the order of solving.

        With the goal of most compute ``compute``, the negative of million
        H100e-years; one stage ``shortfall_<priority>`` for each priority of the
        workloads that are not priced, in years of target; then ``cost``, in billion USD, less
        the value of compute that is priced.
        """
        first: dict[str, Linear] = {}
        if self.model.world.compute_weight:
            first[COMPUTE_STAGE] = Linear(-most_compute.compute_in_service(self.model))
        loads = self.model.world.workloads.values()
        priorities = sorted({load.priority for load in loads if not load.priced})
        stages = {
            f"{SHORTFALL_STAGE}{p}": Linear(workloads.shortfall(self.model, p)) for p in priorities
        }
        with PauseGC():
            return {**first, **stages, "cost": finance.present_cost(self.model, self.ledgers)}


def assemble(world: World) -> Formulation:
    """Build the linear programme of a world."""
    m = pyo.ConcreteModel(name="plan")
    ledgers = Ledgers()
    # Millions of small objects are made and none can be freed: don't look for garbage.
    with PauseGC():
        sets.attach(m, world)
        for block in BLOCKS:
            if block is power_balance:
                # The last blocks make constraints of whole ledgers: what enters a term is there.
                plugin_blocks.build(m, ledgers)
            block.build(m, ledgers)
    return Formulation(m, ledgers)
