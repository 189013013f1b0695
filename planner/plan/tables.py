"""From a solved world to the tables of a plan."""

from collections.abc import Callable, Iterable
from math import log10

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.outputs import outputs_by_year
from planner.formulation.sets import slice_of, slices_of
from planner.plan.demand import demand_table, oom_table
from planner.plan.expansion import expansion_table
from planner.plan.idle import idle
from planner.plan.limits import limits_table
from planner.plan.plan import Plan
from planner.plan.redeployment import redeployment
from planner.plan.run_sites import choice_table, run_sites_table
from planner.plan.security import security_table
from planner.plan.solve import DUST, SolvedWorld
from planner.plan.stated import stated_tables
from planner.plan.supply import shipments_table, supply_table
from planner.units import HOURS_PER_YEAR, KWH_PER_GWH, LITRES_PER_MILLION_M3, THOUSAND


def extract(solved: SolvedWorld) -> Plan:
    """All tables of the plan, and its scalars."""
    world = solved.world
    makers: dict[str, Callable[[SolvedWorld], pd.DataFrame]] = {
        "targets": targets,
        "clusters": clusters,
        "accelerators": accelerators,
        "allocations": allocations,
        "power": power,
        "dispatch": dispatch,
        "capex": capex,
        "cost": cost,
        "emissions": emissions,
        "water": water,
        "matching": matching,
        "limits": limits_table,
        "idle": idle,
        "security": security_table,
        "redeployment": redeployment,
        "supply": supply_table,
        "expansion": expansion_table,
        "shipments": shipments_table,
        "run_sites": run_sites_table,
        "choice": choice_table,
    }
    tables = {name: make(solved) for name, make in makers.items()}
    tables |= {"demand": demand_table(solved), "oom": oom_table(solved)}
    tables |= stated_tables(solved)
    summary = {
        "years": list(world.years),
        "h100e_basis": world.h100e_basis,
        "electricity_price": world.electricity_price,
        "tax_credits": bool(world.tax_credits),
        "discount_rate": world.discount_rate,
        "discount_timing": world.discount_timing,
        "objective": {name: r.solution.objective for name, r in solved.stages.items()},
        "objective_unit": {name: r.stage.unit for name, r in solved.stages.items()},
        "status": {name: r.solution.status for name, r in solved.stages.items()},
    }
    return Plan(tables, summary)


def _frame(rows: Iterable[tuple[object, ...]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns)


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
    return _frame(
        rows,
        [
            "workload", "year", "priority", "unit", "target", "delivered",
            "delivered_share", "gap_oom", "met",
        ],
    )  # fmt: skip


def clusters(solved: SolvedWorld) -> pd.DataFrame:
    """Each site and year: IT and facility power (GW), shell (GW of IT), H100e (million).

    Facility power is at the PUE that the site is built for; its energy, in TWh, at the PUE of
    each slice.
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
            hours = sum(
                slice_of(world, h).weight_hours * site.pue_at(h)
                for h in slices_of(world, m.sources_at, s, y)
            )
            rows.append(
                (
                    *(s, site.region, y, it, it * site.pue, it * hours / THOUSAND),
                    *(shell, built, h100e.get((s, y), 0.0)),
                )
            )
    return _frame(
        rows,
        [
            "site", "region", "year", "it_gw", "facility_gw", "energy_twh", "shell_it_gw",
            "shell_built_it_gw", "h100e_million",
        ],
    )  # fmt: skip


def accelerators(solved: SolvedWorld) -> pd.DataFrame:
    """Each generation, site and year: bought, running, dark (million) and H100e (million)."""
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
        added = sum(bought.get((k, s, v), 0.0) for v in m.YEARS if world.in_life(v, y, life))
        running = pyo.value(m.accelerators_running_million[k, s, y])
        left = stood + added - running
        dark = left if left > DUST else 0.0
        if bought.get((k, s, y), 0.0) or running or dark:
            h100e = running * world.accelerators[k].reported_h100e
            rows.append((k, s, y, bought.get((k, s, y), 0.0), running, dark, h100e))
    return _frame(
        rows,
        [
            "accelerator", "site", "year", "bought_million", "running_million",
            "dark_million", "h100e_million",
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
    return _frame(rows, ["workload", "accelerator", "year", "units_million", "h100e_million"])


def power(solved: SolvedWorld) -> pd.DataFrame:
    """Each source, site and year: built and in service (GW), generation (TWh)."""
    m = solved.formulation.model
    energy: dict[tuple[str, str, int], float] = {}
    for y, outputs in outputs_by_year(m).items():
        for g, s, gwh_per_gw, output in outputs:
            energy[g, s, y] = energy.get((g, s, y), 0.0) + gwh_per_gw * pyo.value(output)
    world = solved.world
    for g, s, y in m.POWER:
        source = world.sources[g]
        if source.kind == "variable":
            capacity = pyo.value(m.power_capacity_gw[g, s, y])
            region = world.sites[s].region
            energy[g, s, y] = capacity * sum(
                piece.weight_hours * world.capacity_factor[source.profile, region, h]
                for h, piece in world.slices.items()
            )
    rows = []
    for g, s, y in m.POWER:
        capacity = pyo.value(m.power_capacity_gw[g, s, y])
        built = pyo.value(m.power_built_gw[g, s, y]) if (g, s, y) in m.power_built_gw else 0.0
        if capacity or built:
            twh = energy.get((g, s, y), 0.0) / THOUSAND
            rows.append((g, world.sources[g].kind, s, y, built, capacity, twh))
    return _frame(
        rows,
        ["source", "kind", "site", "year", "built_gw", "capacity_gw", "generation_twh"],
    )


def dispatch(solved: SolvedWorld) -> pd.DataFrame:
    """The terms of the power balance: site, year, slice, term, GW; uses are negative."""
    m, ledger = solved.formulation.model, solved.formulation.books.power
    rows = (
        (s, y, h, slice_of(solved.world, h).weight_hours, term, gw)
        for s, y, h in m.BALANCES
        for term, gw in ledger.values(s, y, h)
        if gw
    )
    return _frame(rows, ["site", "year", "slice", "weight_hours", "term", "gw"])


def capex(solved: SolvedWorld) -> pd.DataFrame:
    """Capital as spent, undiscounted: year, component, item, site, billion USD."""
    m, world = solved.formulation.model, solved.world
    rows: list[tuple[object, ...]] = []
    for (k, s, y), bought in m.accelerators_bought_million.items():
        spent = world.accelerators[k].it_capex * pyo.value(bought)
        rows.append((y, "accelerators", k, s, spent))
    for (s, y), built in m.shell_built_gw.items():
        rows.append((y, "shell", "shell", s, world.shell_capex * pyo.value(built)))
    for (g, s, y), built in m.power_built_gw.items():
        rows.append((y, "power", g, s, world.sources[g].capex[y] * pyo.value(built)))
    for (g, s, y), built in m.power_built_gw.items():
        connection = world.sites[s].connection_cost.get(g, 0.0)
        rows.append((y, "connection", g, s, connection * pyo.value(built)))
    for (q, p, y), built in m.capacity_expanded.items():
        expansion = world.expansion[q, p]
        spent = expansion.paid_share[y] * expansion.cost * pyo.value(built)
        rows.append((y, "supply_expansion", f"{q} {p}", "", spent))
    return _frame(
        (row for row in rows if row[-1]), ["year", "component", "item", "site", "capex_busd"]
    )


def cost(solved: SolvedWorld) -> pd.DataFrame:
    """What each year is charged, by term; the present values add up to the objective."""
    m, ledger = solved.formulation.model, solved.formulation.books.cost
    rows = (
        (y, term, busd, discount_factor(solved.world, y) * busd)
        for y in m.YEARS
        for term, busd in ledger.values(y)
    )
    return _frame(rows, ["year", "term", "cost_busd", "present_cost_busd"])


def emissions(solved: SolvedWorld) -> pd.DataFrame:
    """CO2 by year and term, Mt."""
    ledger = solved.formulation.books.emissions
    rows = ((y, term, mt) for y in solved.formulation.model.YEARS for term, mt in ledger.values(y))
    return _frame(rows, ["year", "term", "emissions_mt"])


def water(solved: SolvedWorld) -> pd.DataFrame:
    """Water that cooling takes at each site and year (million m3), and over IT energy (L/kWh)."""
    m, ledger = solved.formulation.model, solved.formulation.books.water
    rows = []
    for s in m.SITES:
        if not solved.world.sites[s].water_in:
            continue
        for y in m.YEARS:
            gwh = HOURS_PER_YEAR * pyo.value(m.it_load_gw[s, y])
            million_m3 = sum(value for _, value in ledger.values(s, y))
            litres = million_m3 * LITRES_PER_MILLION_M3 / (gwh * KWH_PER_GWH) if gwh else 0.0
            rows.append((s, y, million_m3, litres))
    return _frame(rows, ["site", "year", "water_million_m3", "water_l_per_kwh_it"])


def matching(solved: SolvedWorld) -> pd.DataFrame:
    """Load and the carbon-free power that covers it, by site, year and slice (GW).

    Only in years with a share to be matched.
    """
    load = solved.formulation.books.power.terms["load"]
    rows = (
        (
            *(s, y, h, slice_of(solved.world, h).weight_hours),
            *(-pyo.value(load(s, y, h)), pyo.value(variable)),
        )
        for (s, y, h), variable in solved.formulation.model.matched_gw.items()
    )
    columns = ["site", "year", "slice", "weight_hours", "load_gw", "matched_gw"]
    return _frame(rows, columns)
