"""Costs and lives of a cluster that do not depend on its accelerator."""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, named_number

BESIDE_THE_GPU = ["share networking", "share CPU", "share storage"]


def cluster_cost_rows(raw: Raw) -> list[Row]:
    """``cluster_costs.csv``."""
    table = raw["chips/cluster_cost_breakdown.csv"].set_index(["model", "item"])
    shares = table.loc["Bernstein GB200 NVL72"]
    beside = shares.loc[BESIDE_THE_GPU, ["low", "central", "high"]].sum()
    gpu = shares.loc["share GPU"]
    shell = table.loc[("Facility shell+M&E", "construction, US AI")]
    opex = table.loc[("Planner default", "non-energy opex")]
    epoch = table.loc["Epoch 1 GW IT, GB200"]
    servers, building = epoch.loc["IT economic life"], epoch.loc["facility economic life"]
    return [
        named_number(
            "item",
            "server_network_multiplier",
            "USD/USD",
            # The ends of the two shares set against each other.
            (
                1 + beside.low / gpu.high,
                1 + beside.central / gpu.central,
                1 + beside.high / gpu.low,
            ),
            ("bernstein_gb200_2025", "reported"),
            "IT capital cost over accelerator price: GPU, network, CPU and storage over GPU.",
        ),
        named_number(
            "item",
            "shell_usd_per_w_it",
            "USD/W",
            (shell.low, shell.central, shell.high),
            ("turner_townsend_2025", "reported"),
            "Building, mechanical and electrical, per watt of IT power; range also from "
            "cortexconstruct.com.",
        ),
        named_number(
            "item",
            "non_energy_opex_share_per_year",
            "1/year",
            (opex.low / 100, opex.central / 100, opex.high / 100),
            ("epoch_cost_breakdown", "estimate"),
            "Operating cost less energy, over capital cost.",
        ),
        named_number(
            "item",
            "accelerator_life_years",
            "years",
            (servers.low, servers.central, servers.high),
            ("epoch_cost_breakdown", servers.confidence),
            "Economic life of servers.",
        ),
        named_number(
            "item",
            "accelerator_physical_life_years",
            "years",
            (6, 8, 10),
            ("planner_estimate", "estimate"),
            "Years for which a unit can serve. Clouds took P100 and V100 out of service seven to "
            "eight years after they had come, recalled; those are lighter parts.",
        ),
        named_number(
            "item",
            "redeployment_weeks",
            "weeks",
            (1, 3, 8),
            ("planner_estimate", "estimate"),
            "Out of service when a unit goes from a training cluster to inference: network, "
            "software and tests; our judgement.",
        ),
        named_number(
            "item",
            "hall_retrofit_usd_per_w_it",
            "USD/W",
            (1, 2, 4),
            ("stl_liquid_retrofit_2026", "reported"),
            "Cold plates in a hall that was built for air: coolant distribution, pipes, heat "
            "rejection, floor. Some 2 million USD a MW, read in the press release; the range is "
            "our judgement.",
        ),
        named_number(
            "item",
            "hall_retrofit_weeks",
            "weeks",
            (8, 26, 52),
            ("planner_estimate", "estimate"),
            "For which a hall houses nothing while it is converted; our judgement. Whole projects "
            "take 6 to 18 months (caeled.com), of which design and delivery leave the hall at "
            "work.",
        ),
        named_number(
            "item",
            "facility_life_years",
            "years",
            (building.low, building.central, building.high),
            ("epoch_cost_breakdown", building.confidence),
            "Economic life of building and plant.",
        ),
    ]
