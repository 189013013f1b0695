"""The tables of what computes: targets, clusters, accelerators and who uses them."""

from math import log10

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.outputs import drawn_it_load
from planner.formulation.sets import slice_of, slices_of
from planner.solving.loading import DUST
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND


def targets(solved: SolvedWorld) -> pd.DataFrame:
    """Target and delivery of each workload and year, in FLOP or H100e."""
    m, world = solved.formulation.model, solved.world
    rows = []
    for w, y in m.TARGETS:
        load = world.workloads[w]
        training = load.kind == "training_run"
        unit, scale = ("FLOP", 1e27) if training else ("H100e", 1e6)
        target = load.target[y] * scale
        missed = min(max(pyo.value(m.shortfall_share[w, y]), 0.0), 1.0)
        missed = 0.0 if missed < 1e-7 else missed
        share = 1 - missed
        gap = log10(share) if share > 0 else float("-inf")
        rows.append((w, y, load.priority, unit, target, target * share, share, gap, missed == 0))
    return pd.DataFrame(
        rows,
        columns=[
            "workload", "year", "priority", "unit", "target", "delivered",
            "delivered_share", "gap_oom", "met",
        ],
    )  # fmt: skip


def clusters(solved: SolvedWorld) -> pd.DataFrame:
    """Each site and year: IT and facility power (GW), shell (GW of IT), H100e (million).

    Facility power is at the PUE that the site is built for; its energy, in TWh, at the PUE of
    each slice, of what the IT draws on average: ``average_it_gw``, which is ``it_gw`` but where a
    model counts averages.
    """
    m, world = solved.formulation.model, solved.world
    h100e: dict[tuple[str, int], float] = {}
    for k, s, y in m.FLEET:
        units = pyo.value(m.accelerators_running_million[k, s, y])
        h100e[s, y] = h100e.get((s, y), 0.0) + units * world.accelerators[k].reported_h100e
    rows = []
    for s in m.SITES:
        site = world.sites[s]
        shell = site.existing_facility_gw / site.pue
        for y in m.YEARS:
            built = pyo.value(m.shell_built_gw[s, y]) if (s, y) in m.shell_built_gw else 0.0
            shell += built
            it = pyo.value(m.it_load_gw[s, y])
            average = pyo.value(drawn_it_load(m)[s, y])
            hours = sum(
                slice_of(world, h).weight_hours * site.pue_at(h)
                for h in slices_of(world, m.technologies_at, s, y)
            )
            rows.append(
                (
                    *(s, site.region, y, it, it * site.pue, average, average * hours / THOUSAND),
                    *(shell, built, h100e.get((s, y), 0.0)),
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "site", "region", "year", "it_gw", "facility_gw", "average_it_gw", "energy_twh",
            "shell_it_gw", "shell_built_it_gw", "h100e_million",
        ],
    )  # fmt: skip


def accelerators(solved: SolvedWorld) -> pd.DataFrame:
    """Each generation, site and year: bought, running, idle (million) and H100e (million)."""
    m, world = solved.formulation.model, solved.world
    bought = {index: pyo.value(v) for index, v in m.accelerators_bought_million.items()}
    rows = []
    for k, s, y in m.FLEET:
        life = world.accelerators[k].stays_years
        stood = sum(
            units
            for (chip, v), units in world.sites[s].existing_fleet.items()
            if chip == k and world.in_life(v, y, life)
        )
        added = sum(world.share_in_life(v, y, life) * bought.get((k, s, v), 0.0) for v in m.YEARS)
        running = pyo.value(m.accelerators_running_million[k, s, y])
        left = stood + added - running
        idle = left if left > DUST else 0.0
        if bought.get((k, s, y), 0.0) or running or idle:
            h100e = running * world.accelerators[k].reported_h100e
            rows.append((k, s, y, bought.get((k, s, y), 0.0), running, idle, h100e))
    return pd.DataFrame(
        rows,
        columns=[
            "accelerator", "site", "year", "bought_million", "running_million",
            "idle_million", "h100e_million",
        ],
    )  # fmt: skip


def allocations(solved: SolvedWorld) -> pd.DataFrame:
    """Units of each generation that a workload uses in a year, million, and their H100e."""
    m, world = solved.formulation.model, solved.world
    rows = (
        (w, k, y, units, units * world.accelerators[k].reported_h100e)
        for (w, k, y), variable in m.compute_allocated_million.items()
        if (units := pyo.value(variable)) > 0
    )
    return pd.DataFrame(
        rows, columns=["workload", "accelerator", "year", "units_million", "h100e_million"]
    )
