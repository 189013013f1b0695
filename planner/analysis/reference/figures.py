"""Published quantity to the figure of a plan that it is held against.

A quantity that is not here has no counterpart in a plan, and the comparison
says so.
"""

from collections.abc import Callable, Mapping

from planner.analysis.reference.facts import Facts
from planner.units import MONTHS_PER_YEAR, THOUSAND

Figure = Callable[[Facts, int, Mapping[str, float]], float | None]
"""From the facts, a year and single published constants to the figure in the published unit."""

US_GENERATION = "sa_supply_us_generation"
LEADING_EDGE = "sa_supply_tsmc_leading_edge_capacity"
CONSTANTS = (US_GENERATION, LEADING_EDGE)
"""Projections by which a published quantity is divided."""

W_PER_GW = 1e9


def _per_h100e(facts: Facts, year: int) -> float | None:
    """Facility power of a running H100-equivalent, kW."""
    running = facts.running_h100e(year)
    return facts.facility_gw(year) * W_PER_GW / THOUSAND / running if running else None


def _wafer_share(facts: Facts, year: int, constants: Mapping[str, float]) -> float | None:
    capacity = constants[LEADING_EDGE] * MONTHS_PER_YEAR
    return facts.of_flow(year, facts.wafers(year) / capacity)


FIGURES: dict[str, Figure] = {
    # Situational Awareness: the largest cluster
    "largest_training_cluster_h100e": lambda f, y, c: f.cluster_h100e(y),
    "largest_training_cluster_power": lambda f, y, c: f.cluster_gw(y),
    "training_compute_vs_gpt4_cluster": lambda f, y, c: f.raw_oom(y),
    "cluster_likely_OOM_vs_gpt4": lambda f, y, c: f.raw_oom(y),
    "largest_training_cluster_cost": lambda f, y, c: f.cluster_usd(y),
    # Situational Awareness: the world
    "world_ai_investment_annual": lambda f, y, c: f.of_flow(y, f.capex_usd(y)),
    "ai_accelerator_shipments_annual": lambda f, y, c: f.of_flow(y, f.bought_h100e(y)),
    "ai_power_share_of_us_generation": lambda f, y, c: f.energy_twh(y) / c[US_GENERATION],
    "ai_share_of_2024_tsmc_leading_edge_wafers": _wafer_share,
    # Epoch AI 2030: the run and its country
    "feasible_training_run": lambda f, y, c: f.delivered_flop(y),
    "trend_training_power_2e29": lambda f, y, c: f.cluster_gw(y),
    "h100e_needed_for_2e29": lambda f, y, c: f.needed_for(y),
    "us_ai_dc_capacity": lambda f, y, c: f.facility_gw(y),
    "us_dc_capacity": lambda f, y, c: f.facility_gw(y) + f.drivers.value("ceiling_other_dc_gw"),
    "nonai_dc_capacity": lambda f, y, c: f.drivers.value("ceiling_other_dc_gw"),
    "power_cost_share_of_gpu_cost": lambda f, y, c: f.power_over_chips(y),
    # Epoch AI 2030: the ceilings
    "power_single_campus": lambda f, y, c: f.ceilings(y).campus_gw,
    "run_single_campus": lambda f, y, c: f.ceilings(y).run_campus,
    "power_distributed": lambda f, y, c: f.ceilings(y).distributed_gw,
    "run_distributed": lambda f, y, c: f.ceilings(y).run_distributed,
    "chips_for_training_h100e": lambda f, y, c: f.ceilings(y).chips_h100e,
    "run_chip_limited": lambda f, y, c: f.ceilings(y).run_chips,
    "data_tokens_effective": lambda f, y, c: f.ceilings(y).data_tokens,
    "run_data_limited": lambda f, y, c: f.ceilings(y).run_data,
    "run_latency_limited": lambda f, y, c: f.ceilings(y).run_latency,
    # AI 2027: the world and the leader's runs
    "h100e_produced": lambda f, y, c: f.of_flow(y, f.bought_h100e(y)),
    "h100e_stock": lambda f, y, c: f.installed_h100e(y),
    "tco_per_h100e": lambda f, y, c: f.tco_usd_per_h100e(y),
    "ai_datacenter_spend": lambda f, y, c: f.of_flow(y, f.capex_usd(y)),
    "facility_power_per_h100e": lambda f, y, c: _per_h100e(f, y),
    "ai_datacenter_power": lambda f, y, c: f.facility_gw(y),
    "training_run_Agent-0": lambda f, y, c: f.delivered_flop(y),
    "training_run_Agent-1": lambda f, y, c: f.delivered_flop(y),
    "training_run_Agent-2": lambda f, y, c: f.delivered_flop(y),
}
