"""Keys of a model file that need workloads, and those that hold for any problem.

Every key of the schema is in one of the two lists: where a model has no workload, one of the first
with another value than by default is a fault.
"""

from collections.abc import Iterator

from planner.config import ModelDefinition
from planner.errors import Fault

OF_COMPUTING = (
    "h100e_basis",
    "accelerators.include",
    "accelerators.exclude",
    "accelerators.supply_regions",
    "accelerators.operators",
    "fleet.redeployment",
    "fleet.serve_for",
    "supply.periods_per_year",
    "supply.within_year",
    "supply.region_shares",
    "supply.expansion",
    "supply.ramp",
    "supply.decline",
    "supply.contracts",
    "supply.euv",
    "commitments.sites",
    "commitments.equipment",
    "commitments.accelerators",
    "commitments.accelerators_share",
    "power.load",
    "sites.cooling_class",
    "workloads.use",
    "workloads.must_meet",
    "workloads.serving",
    "training.topology",
    "training.campuses",
    "training.min_campus_gw",
    "training.accelerators",
    "demand.beyond_data",
    "demand.run_length",
    "demand.curve_share",
    "limits.national_construction",
    "limits.capex_growth",
    "objective.goal",
    "objective.compute_in",
    "objective.targets",
    "reference.cases",
    "reference.given",
)
"""Keys on accelerators, what they compute and how they are made, and on halls that house them."""

OF_ANY_PROBLEM = (
    "name",
    "path",
    "title",
    "description",
    "datasets",
    "tables.missing",
    "years.first",
    "years.last",
    "years.step",
    "years.steps",
    "currency_year",
    "discount_rate",
    "annuity_rate",
    "discount_timing",
    "discount_base_year",
    "sites.include",
    "sites.exclude",
    "sites.countries",
    "sites.kinds",
    "sites.min_facility_gw",
    "sites.existing",
    "sites.slip",
    "sites.completion",
    "sites.new_campuses",
    "sites.candidates",
    "supply.equipment",
    "power.technologies",
    "power.exclude",
    "power.flexible_load",
    "power.electricity_price",
    "power.tax_credits",
    "power.security",
    "power.surplus",
    "power.retirement",
    "time.slice_set",
    "time.days",
    "time.slices_per_day",
    "time.extreme",
    "time.hours_per_year",
    "time.storage_between_days",
    "cases",
    "set",
    "limits.emissions_mt_per_year",
    "limits.capex_busd_per_year",
    "limits.present_cost_busd",
    "limits.facility_gw",
    "limits.clean_share_hourly",
    "limits.release",
    "foresight.mode",
    "foresight.window",
    "foresight.step",
    "plugins",
    "prices.carbon_usd_per_t",
    "solver.time_limit_seconds",
    "solver.threads",
    "solver.method",
    "solver.tolerance",
    "solver.mip_gap",
    "origins",
    "overlaid",
    "notices",
)
"""Keys on years, money, sites, power, time and limits, which act on loads of any kind; and those
of how a file is read and solved."""


def what_only_computing_has(model: ModelDefinition) -> Iterator[Fault]:
    """Keys that nothing reads, where no workload asks for computing."""
    if model.workloads.use:
        return
    asked = [
        key for key in OF_COMPUTING if not key.startswith("workloads.") and _is_asked(model, key)
    ]
    if "chip_supply" in model.limits.release:
        asked.append("limits.release")
    for key in asked:
        what = "'chip_supply'" if key == "limits.release" else "asked for"
        found = f"{what}, and the model has no workload, so nothing reads it"
        yield Fault(model.place(key), found, "a workload in workloads.use", "or leave it out")


def _is_asked(model: ModelDefinition, key: str) -> bool:
    """Whether a key has another value than by default."""
    part, _, name = key.rpartition(".")
    held = getattr(model, part) if part else model
    return bool(getattr(held, name) != type(held).model_fields[name].get_default())
