"""From a solved world to the tables of a plan."""

from collections.abc import Callable

import pandas as pd

from planner.results.bottlenecks import bottlenecks_table
from planner.results.component_supply import shipments_table, supply_table
from planner.results.compute import accelerators, allocations, clusters, targets
from planner.results.compute_price import compute_price, compute_steps, is_priced
from planner.results.demand import demand_table, oom_table
from planner.results.demand_charges import demand_charges
from planner.results.emissions_and_water import carbon_price, water
from planner.results.expansion import expansion_table
from planner.results.generation_earnings import generation_earnings, payback
from planner.results.halls import halls
from planner.results.idle_accelerators import idle
from planner.results.limits import limits_table
from planner.results.money import capex, cost, emissions, ledger, present_value_of_compute
from planner.results.off_reasons import OffReasons
from planner.results.plan import Plan
from planner.results.power import Balances, dispatch, matching, not_taken, power, storage
from planner.results.redeployment import redeployment
from planner.results.running_worth import RunningWorth
from planner.results.security import security_table
from planner.results.sites import site_contracts, site_members, sites
from planner.results.stated_demand import stated_tables
from planner.results.switched_off import switched_off
from planner.results.training_sites import choice_table, training_sites_table
from planner.results.worth import Derivatives
from planner.solving.solve import SolvedWorld


def extract(solved: SolvedWorld) -> Plan:
    """All tables of the plan, and its scalars."""
    world, balances, worth = solved.world, Balances.of(solved), RunningWorth(solved)
    reasons = OffReasons(solved, worth)
    makers: dict[str, Callable[[SolvedWorld], pd.DataFrame]] = {
        "targets": targets,
        "sites": sites,
        "site_members": site_members,
        "site_contracts": site_contracts,
        "clusters": clusters,
        "accelerators": accelerators,
        "allocations": allocations,
        "power": lambda solved: power(solved, balances),
        "dispatch": lambda solved: dispatch(solved, balances),
        "capex": capex,
        "cost": cost,
        "emissions": emissions,
        "ledger": ledger,
        "water": water,
        "matching": matching,
        "idle": lambda solved: idle(solved, reasons),
        "security": security_table,
        "redeployment": redeployment,
        "expansion": expansion_table,
        "shipments": shipments_table,
        "training_sites": training_sites_table,
        "choice": choice_table,
    }
    tables = {name: make(solved) for name, make in makers.items()}
    derivatives = Derivatives.of(solved)
    tables |= {
        "limits": limits_table(solved, derivatives),
        "bottlenecks": bottlenecks_table(solved, derivatives),
        "supply": supply_table(solved, derivatives),
    }
    tables |= {"demand": demand_table(solved), "oom": oom_table(solved)}
    tables |= stated_tables(solved)
    if not (stores := storage(solved)).empty:
        tables["storage"] = stores
    if solved.formulation.model.WEATHER_CURTAILED:
        tables["not_taken"] = not_taken(solved)
    if solved.formulation.model.RETROFITS:
        tables["halls"] = halls(solved)
    if solved.formulation.model.billed_gw:
        tables["demand_charges"] = demand_charges(solved)
    if world.carbon_price or world.emissions_cap_mt:
        tables["carbon_price"] = carbon_price(solved)
    priced = is_priced(solved)
    if priced:
        steps, earned = compute_steps(solved), generation_earnings(solved, worth)
        tables |= {
            "compute_price": compute_price(solved, worth.prices, steps),
            "compute_steps": steps,
            "generation_earnings": earned,
            "payback": payback(solved, earned),
            "switched_off": switched_off(solved, reasons),
        }
    lengths = [world.length(y) for y in world.years]
    summary = {
        "years": list(world.years),
        "years_each": lengths[0] if len(set(lengths)) == 1 else lengths,
        "h100e_basis": world.h100e_basis,
        "electricity_price": world.electricity_price,
        "tax_credits": bool(world.tax_credits),
        "discount_rate": world.discount_rate,
        "discount_timing": world.discount_timing,
        "objective": {name: r.solution.objective for name, r in solved.stages.items()},
        "objective_unit": {name: r.stage.unit for name, r in solved.stages.items()},
        "status": {name: r.solution.status for name, r in solved.stages.items()},
    }
    if priced:
        summary["present_value_of_compute_busd"] = present_value_of_compute(solved)
    return Plan(tables, summary)
