"""Errors planted into what is shown: tables of the plan and its manifest."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from planner.results import Plan
from tests.audit.planting import Planted, cell


def _more(number: Any) -> Any:
    """A tenth more of a number, the other truth, another text."""
    if isinstance(number, str):
        return f"{number} 2"
    if isinstance(number, bool) or str(type(number).__name__).startswith("bool"):
        return not number
    return 1.1 * number


_COLUMNS = {
    "targets": ("target", "delivered", "delivered_share", "met", "gap_oom:budgets"),
    "clusters": ("it_gw", "facility_gw", "average_it_gw:average", "energy_twh",
                 "shell_it_gw", "shell_built_it_gw", "h100e_million"),
    "accelerators": ("bought_million", "running_million", "h100e_million", "idle_million:scarce"),
    "allocations": ("units_million", "h100e_million"),
    "power": ("built_gw", "capacity_gw", "generation_twh", "kind", "curtailed_twh:valley",
              "not_taken_twh:valley", "retired_gw:valley"),
    "not_taken": ("not_taken_gw:paid_sun", "weight_hours:paid_sun"),
    "halls": ("liquid_hall_it_gw:halls", "retrofitted_it_gw:halls", "liquid_cooled_it_gw:halls"),
    "storage": ("charge_gw:valley", "discharge_gw:valley"),
    "dispatch": ("gw", "weight_hours"),
    "capex": ("capex_busd",),
    "cost": ("cost_busd", "present_cost_busd"),
    "emissions": ("emissions_mt",),
    "limits": ("capacity", "used", "utilisation", "binding", "cost_change_busd_per_unit",
               "worth_cost_busd_per_unit", "price_in_its_year_busd_per_unit",
               "worth_shortfall_1_years_of_target_per_unit:budgets"),
    "supply": ("capacity", "used", "utilisation", "limited"),
    "shipments": ("shipped_million", "h100e_million"),
    "security": ("load_on_site_gw", "firm_gw", "unit_out_gw", "left_gw"),
    "idle": ("idle_million_months:scarce", "capital_busd:scarce"),
    "matching": ("matched_gw:clean", "load_gw:clean"),
    "expansion": ("built:expanding", "most:expanding", "shipped:expanding",
                  "capex_busd:expanding"),
    "training_sites": ("it_gw:campuses", "share_of_run:campuses", "efficiency:campuses",
                  "h100e_million:campuses"),
    "sites": ("max_facility_gw", "pue", "first_power_year", "onsite_generation",
              "build_facility_gw_per_year:candidates", "region:candidates"),
    "site_contracts": ("contracted_facility_gw",),
    "compute_steps": ("wanted_h100e_million:priced", "served_h100e_million:priced",
                      "value_busd:priced", "price_usd_per_h100e_hour:priced"),
    "compute_price": ("wanted_h100e_million:priced", "served_h100e_million:priced",
                      "value_busd:priced", "price_usd_per_h100e_hour:priced", "paid_busd:priced",
                      "next_step_usd_per_h100e_hour:priced"),
    "generation_earnings": ("running_million:priced", "idle_million:priced", "value_busd:priced",
                            "upkeep_busd:priced", "energy_busd:priced", "earned_busd:priced",
                            "earned_usd_per_unit:priced"),
    "payback": ("bought_million:priced", "price_usd_per_unit:priced", "payback_years:priced",
                "earned_usd_per_unit:priced"),
    "demand_charges": ("contracted_gw:tariff", "peak_gw:tariff", "billed_gw:tariff",
                       "price_usd_per_kw_year:tariff", "charge_busd:tariff"),
    "ledger": ("amount", "quantity", "price_per_unit", "share", "term"),
    "goods": ("sent_thousand:valley", "cost_busd:valley"),
    "load": ("load_gw:valley", "unserved_gw:valley", "price_usd_per_mwh:valley",
             "weight_hours:valley"),
    "carbon_price": ("stated_usd_per_t:budgets", "cap_usd_per_t:budgets",
                     "price_usd_per_t:budgets"),
}  # fmt: skip
"""Table to the columns in which a number is changed, and the model if not the tutorial."""


def table_errors() -> list[Planted]:
    """Numbers that are changed after the solve."""
    found = []
    for table, columns in _COLUMNS.items():
        for told in columns:
            column, _, model = told.partition(":")
            name = f"{table}.{column} changed"
            found.append(Planted(name, model or "small", plan=cell(table, column, _more)))
    still_air = cell("halls", "air_hall_it_gw", lambda gw: gw + 0.1)
    return [
        *found,
        Planted("the headline halved", plan=_half),
        Planted("a hall told as still for air", "halls", plan=still_air),
    ]


def _thrice(manifest: dict[str, Any]) -> None:
    objective = manifest["summary"]["objective"]
    objective["cost"] *= 3


def _both(manifest: dict[str, Any]) -> None:
    """The summary and the stage agree, and are wrong."""
    _thrice(manifest)
    manifest["stages"]["cost"]["objective"] *= 3


def _met(manifest: dict[str, Any]) -> None:
    manifest["stages"]["shortfall_1"]["objective"] = 0.0
    manifest["summary"]["objective"]["shortfall_1"] = 0.0


def _told(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["summary"].update({key: value})


def manifest_errors() -> list[Planted]:
    """What ``run.json`` tells beside the plan."""
    return [
        Planted("the cost of the summary thrice", manifest=_thrice),
        Planted("the cost of summary and stage thrice", manifest=_both),
        Planted("a stage that misses nothing", "budgets", manifest=_met),
        Planted("another basis of H100e told", manifest=_told("h100e_basis", "bf16_dense")),
        Planted("other years told", manifest=_told("years", [2026, 2027])),
        Planted("another discount rate told", manifest=_told("discount_rate", 0.05)),
        Planted("wholesale prices told", manifest=_told("electricity_price", "wholesale")),
        Planted("another status told", manifest=_told("status", {"cost": "feasible"})),
        Planted("more value of compute told", "priced",
                manifest=_told("present_value_of_compute_busd", 1e4)),
        Planted("another size of the programme told",
                manifest=lambda m: m["program"].update(rows=m["program"]["rows"] + 1)),
    ]  # fmt: skip


def _half(plan: Plan) -> Plan:
    """All numbers of the headline halved together, as if half the sites were another's."""
    tables = dict(plan.tables)
    for name, columns in (
        ("clusters", ["it_gw", "facility_gw", "energy_twh", "h100e_million"]),
        ("accelerators", ["running_million", "h100e_million"]),
    ):
        frame = tables[name].copy()
        frame[columns] *= 0.5
        tables[name] = frame
    return replace(plan, tables=tables)
